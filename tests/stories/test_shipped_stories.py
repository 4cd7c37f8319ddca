"""The shipped stories on the emulators: they get to their end and keep the contract."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from contract_kit import openapi, rules
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import Running, started
from contract_kit.emulator.state import StateName
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Exchange
from contract_kit.model.pointer import select
from contract_kit.model.sighting import Sighting
from contract_kit.model.target import Target
from contract_kit.stories import Event, Played, Story, effect_of, play, read_stories, uses
from contract_kit.stories.expressions import body_of
from contract_kit.targets import ALL, READS, Guard, credentials_for

SPECS = Path(__file__).parents[2] / "specs"
APIS = ("zendesk-sunshine", "zendesk-support", "zuora-custom-objects")


@cache
def contract_of(api: str) -> Contract:
    return openapi.load(SPECS / f"{api}.yaml")


@cache
def stories_of(api: str) -> tuple[Story, ...]:
    return read_stories(SPECS / f"{api}.arazzo.yaml", contract_of(api))


STORIES = [(api, story.name) for api in APIS for story in stories_of(api)]
LOOKS = [(api, name) for api, name in STORIES if name == "look"]


def story_of(api: str, name: str) -> Story:
    return next(story for story in stories_of(api) if story.name == name)


@pytest.fixture(scope="module")
def emulators() -> Iterator[dict[str, Running]]:
    """Every emulator, as `check` starts it."""
    with ExitStack() as stack:
        settings = Settings(limits="off")
        yield {api: stack.enter_context(started(contract_of(api), settings)) for api in APIS}


def played(running: Running, api: str, name: str, state: StateName = "prepared") -> list[Event]:
    """All that comes of a story; the transport lets a look read only."""
    running.emulator.reset(state=state)
    contract, story = contract_of(api), story_of(api, name)
    target = Target("emulator", running.url, credentials_for(api, running.url, {}))
    guard = Guard(contract, target, READS if name == "look" else ALL)
    return list(play(story, contract, target, guard, {"run": "1a2b3c4d"}, wait=lambda _: None))


@pytest.mark.parametrize(("api", "name"), STORIES)
def test_every_story_gets_to_its_end_and_keeps_the_contract(
    emulators: dict[str, Running], api: str, name: str
) -> None:
    events = played(emulators[api], api, name)
    assert [event for event in events if not isinstance(event, Played)] == []
    exchanges = [event for event in events if isinstance(event, Played)]
    steps = [step for step, _ in groupby(event.step for event in exchanges)]
    assert steps == [step.id for step in story_of(api, name).steps]
    for event in exchanges:
        operation = contract_of(api).operations[event.operation]
        assert list(rules.judge(Sighting(api, operation, event.exchange))) == []


@pytest.mark.parametrize(("api", "name"), STORIES)
def test_the_same_seed_gives_the_same_exchanges(
    emulators: dict[str, Running], api: str, name: str
) -> None:
    first, again = (played(emulators[api], api, name) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("api", APIS)
def test_a_look_story_finds_nothing_in_an_empty_account_and_does_not_mind(
    emulators: dict[str, Running], api: str
) -> None:
    events = played(emulators[api], api, "look", "empty")
    skipped = [event for event in events if not isinstance(event, Played)]
    assert {type(event).__name__ for event in skipped} == {"Skipped"}
    assert len(events) > len(skipped)


def test_what_stories_do_at_worst_is_known() -> None:
    effects = {
        (api, name): effect_of(story_of(api, name), contract_of(api)) for api, name in STORIES
    }
    readers = {key for key, effect in effects.items() if effect == "read"}
    assert readers == {*((api, "look") for api in APIS), ("zendesk-support", "walk-list")}
    assert effects["zendesk-sunshine", "records-life"] == "destroy"
    assert effects["zuora-custom-objects", "cancel"] == "write"


@pytest.mark.parametrize("api", APIS)
def test_every_night_only_what_is_no_burden_is_played(api: str) -> None:
    nightly = [story for story in stories_of(api) if "drift" in uses(story)]
    reading = [s for s in nightly if effect_of(s, contract_of(api)) == "read"]
    assert [story.name for story in reading] == ["look"]
    assert all(s.paging is None or s.paging.pages <= 3 for s in reading[0].steps)
    assert all("record" in uses(story) for story in stories_of(api))


@pytest.mark.parametrize(("api", "name"), STORIES)
def test_every_story_says_in_a_sentence_what_it_is_for(api: str, name: str) -> None:
    summary = story_of(api, name).summary
    assert summary[0].isupper()
    assert summary.endswith(".")


@pytest.mark.parametrize(("api", "name"), LOOKS)
def test_a_look_meets_somebody_unknown_and_something_unknown(
    emulators: dict[str, Running], api: str, name: str
) -> None:
    events = played(emulators[api], api, name)
    statuses = [event.exchange.answer.status for event in events if isinstance(event, Played)]
    assert statuses.count(404) == 1
    assert statuses.count(401) == 1
    assert statuses.count(200) == len(statuses) - 2


WALKS = [
    ("zendesk-sunshine", "search-both-ways", "walk"),
    ("zendesk-support", "walk-list", "walk"),
    ("zendesk-sunshine", "look", "search-type"),
]


@pytest.mark.parametrize(("api", "name", "step"), WALKS)
def test_pages_walked_back_are_those_walked_forth(
    emulators: dict[str, Running], api: str, name: str, step: str
) -> None:
    events = played(emulators[api], api, name)
    walked = [e for e in events if isinstance(e, Played) and e.step == step]
    pages = [_ids(api, event.operation, event.exchange) for event in walked]
    assert [event.number for event in walked] == list(range(1, len(walked) + 1))
    assert len(pages) > 3
    assert pages == pages[::-1]
    forth = [item for page in pages[: len(pages) // 2 + 1] for item in page]
    assert len(forth) == len(set(map(str, forth)))


def _ids(api: str, operation: str, exchange: Exchange) -> list[object]:
    pagination = contract_of(api).operations[operation].pagination
    pointer = f"{pagination['items']}/*{pagination['identity']}"
    return list(select(body_of(exchange.answer), pointer))
