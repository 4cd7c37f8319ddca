"""`contract-kit drift --plan`: says what a night would send at most, and sends nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_kit.commands.opening import (
    REPLAYED,
    budget_of,
    chosen,
    contract_of,
    default_target,
    effects_allowed,
)
from contract_kit.commands.options import MOST_POLLS, Options
from contract_kit.configuration import Api, Project
from contract_kit.formats import store
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.model.limits import quota_of
from contract_kit.model.target import Target
from contract_kit.openapi.creations import deleter_of
from contract_kit.stories import Step, Story, effect_of, read_stories, uses
from contract_kit.targets import credentials_for, live_url, parse_url, token_url

_TOKENS = 2  # one at the start, one where it expires


@dataclass(frozen=True, slots=True)
class Planned:
    """An operation with its path template and its effect, and its requests at most."""

    operation: str
    method: str
    path: str
    effect: str
    requests: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What one API's night would send.

    `budget` is what is never exceeded, `limit` the requests of a window of the API's rate limit as
    its recordings show it (None where they do not); `left_out` are stories that may not be played.
    """

    api: str
    url: str
    budget: int
    operations: tuple[Planned, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    limit: int | None = None

    @property
    def once(self) -> int:
        """Requests at most where nothing is found: every poll and every page of every story."""
        return sum(one.requests for one in self.operations)

    @property
    def most(self) -> int:
        """Requests at most where every story shows something, and is played once more."""
        return min(2 * self.once, self.budget)

    @property
    def share(self) -> float | None:
        """Percent of the rate limit's window that `most` would take, sent all at once."""
        return round(100 * self.most / self.limit, 1) if self.limit else None


def plan(project: Project, names: Sequence[str], options: Options) -> tuple[Plan, ...]:
    """The plans of the APIs, one after the other."""
    return tuple(_plan(project, api, options) for api in chosen(project, names))


def _plan(project: Project, api: Api, options: Options) -> Plan:
    contract = contract_of(api)
    target = _target(project, api, contract, options)
    effects = effects_allowed(api, target, options)
    path = project.stories(api)
    told = (
        [story for story in read_stories(path, contract) if "drift" in uses(story)] if path else []
    )
    played = [story for story in told if effect_of(story, contract) in effects]
    left_out = ((story.name, effect_of(story, contract)) for story in told if story not in played)
    return Plan(
        api=contract.api,
        url="emulator" if target.name == "emulator" else target.url,
        budget=budget_of("drift", api, target, options) or 0,
        operations=(*_tokens(contract, target), *_operations(contract, played)),
        left_out=tuple(left_out),
        limit=_limit(project, api),
    )


def _target(project: Project, api: Api, contract: Contract, options: Options) -> Target:
    """Where the requests would go, without looking whether anybody is there."""
    name = options.target or default_target(project, api)
    if name == "cassettes":
        raise Mistake("drift needs a server, not recordings: say where it is by --target URL")
    if name == "emulator":
        return Target(name, REPLAYED, credentials_for(contract.api, REPLAYED, {}))
    url = live_url(contract) if name == "live" else parse_url(name)
    return Target(name, url, credentials_for(contract.api, url))


def _tokens(contract: Contract, target: Target) -> Iterator[Planned]:
    if target.credentials.client_id:
        yield Planned("(token)", "POST", token_url(contract, target), "read", _TOKENS)


def _operations(contract: Contract, stories: Sequence[Story]) -> Iterator[Planned]:
    counts: Counter[str] = Counter()
    for story in stories:
        for step in story.steps:
            counts[step.operation] += _most(step)
        counts.update(_deletions(contract, story))
    for name, operation in contract.operations.items():
        if counts[name]:
            yield Planned(name, operation.method, operation.path, operation.effect, counts[name])


def _deletions(contract: Contract, story: Story) -> Iterator[str]:
    """The operations that delete what a story creates and no step of its own deletes, one each."""
    called = {step.operation for step in story.steps}
    for step in story.steps:
        deleter = deleter_of(contract, contract.operations[step.operation])
        if deleter is not None and deleter.id not in called:
            yield deleter.id


def _most(step: Step) -> int:
    if step.polling:
        return min(step.polling.polls, MOST_POLLS)
    if step.paging:
        return step.paging.pages * (2 if step.paging.way == "both" else 1)
    return 1


def _limit(project: Project, api: Api) -> int | None:
    """The smallest limit that an answer of the API's recordings names."""
    named = [
        quota.limit
        for file in sorted(project.cassettes(api).glob("*.yaml"))
        for one in store.load(file).exchanges
        if (quota := quota_of(one.exchange.answer.headers)) is not None
    ]
    return min((limit for limit in named if limit), default=None)
