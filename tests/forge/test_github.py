"""The door to the forge, against a forge on loopback that fails when it is told to."""

from collections.abc import Iterator
from typing import Any

import pytest

from contract_kit.forge import LABEL, Forge, forge_of
from contract_kit.model.errors import CouldNotLook, Mistake
from tests.forge.server import REPOSITORY, TOKEN, FakeForge, serving


@pytest.fixture
def fake() -> Iterator[FakeForge]:
    with serving() as forge:
        yield forge


def door(fake: FakeForge, waited: list[float] | None = None, token: str = TOKEN) -> Forge:
    return Forge(fake.url, REPOSITORY, token, (waited if waited is not None else []).append)


def environment(**given: str) -> dict[str, str]:
    return {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_TOKEN": TOKEN, **given}


def test_all_pages_are_walked_and_only_our_issues_are_seen(fake: FakeForge) -> None:
    fake.page = 2
    for number in range(5):
        fake.add(f"ours {number}", "", [LABEL])
        fake.add(f"theirs {number}", "", ["bug"])
    fake.add("a pull request", "", [LABEL])["pull_request"] = {}
    fake.issues[0]["state"] = "closed"
    found = door(fake).issues()
    assert [issue.title for issue in found] == [f"ours {number}" for number in range(5)]
    assert [issue.state for issue in found] == ["closed", *["open"] * 4]


def test_an_issue_is_opened_changed_and_commented(fake: FakeForge) -> None:
    forge = door(fake)
    forge.make_label()
    forge.make_label()  # which is there now
    made = forge.open("a title", "a body")
    forge.change(made.number, "another title", "another body", "closed", "completed")
    forge.comment(made.number, "gone")
    [issue] = fake.issues
    assert issue["labels"] == [{"name": LABEL}]
    assert (issue["title"], issue["body"]) == ("another title", "another body")
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert fake.comments == {1: ["gone"]}


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (401, {}, "credentials"),
        (403, {}, "credentials"),
        (404, {}, "credentials"),
        (403, {"X-RateLimit-Remaining": "0"}, "quota"),
        (429, {"Retry-After": "3600"}, "quota"),
        (500, {}, "network"),
        (301, {"Location": "http://127.0.0.1:9/"}, "network"),
    ],
)
def test_a_forge_that_refuses_could_not_be_told(
    fake: FakeForge, status: int, headers: dict[str, str], reason: str
) -> None:
    fake.failures = [(status, headers)] * 10
    with pytest.raises(CouldNotLook) as told:
        door(fake).issues()
    assert told.value.reason == reason
    assert str(status) in str(told.value)
    assert TOKEN not in str(told.value)  # although the forge has said it
    assert len(fake.heard) <= 3


def test_a_short_wait_is_waited(fake: FakeForge) -> None:
    waited: list[float] = []
    fake.failures = [(429, {"Retry-After": "7"}), (502, {})]
    assert door(fake, waited).issues() == []
    assert 7 in waited


def test_what_may_have_been_opened_is_not_opened_again(fake: FakeForge) -> None:
    fake.failures = [(502, {})]
    with pytest.raises(CouldNotLook, match="502"):
        door(fake).open("a title", "a body")
    assert fake.heard == [f"POST /repos/{REPOSITORY}/issues"]


def test_pages_without_end_are_left(fake: FakeForge) -> None:
    fake.add("ours", "", [LABEL])
    fake.page = 0  # always one page more, with nothing on it
    with pytest.raises(CouldNotLook, match="more than"):
        door(fake).issues()
    assert len(fake.heard) == 100


def test_a_forge_that_is_none_is_told(fake: FakeForge) -> None:
    with pytest.raises(CouldNotLook, match=r"no answer from .*ConnectionError"):
        Forge("http://127.0.0.1:9", REPOSITORY, TOKEN, lambda _: None).issues()
    fake.failures = [(200, {})]  # with an object where issues should be
    with pytest.raises(CouldNotLook, match="is no forge"):
        door(fake).issues()


def test_whoever_may_not_label_learns_it_before_anything_is_opened(fake: FakeForge) -> None:
    fake.trusted = False
    with pytest.raises(CouldNotLook, match="not accessible"):
        door(fake).make_label()


@pytest.mark.parametrize(
    "given",
    [
        {"GITHUB_REPOSITORY": "product"},
        {"GITHUB_REPOSITORY": "../user"},
        {"GITHUB_REPOSITORY": "team/.."},
        {"GITHUB_TOKEN": ""},
        {"GITHUB_TOKEN": f"{TOKEN}\nX-Other: 1"},
        {"GITHUB_API_URL": "http://forge.example.com"},
        {"GITHUB_API_URL": f"https://user:{TOKEN}@forge.example.com"},
    ],
)
def test_a_wrong_environment_is_a_mistake_that_keeps_the_token(given: Any) -> None:
    with pytest.raises(Mistake) as told:
        forge_of(environment(**given))
    assert TOKEN not in str(told.value)


def test_the_environment_of_a_runner_names_the_forge(fake: FakeForge) -> None:
    assert forge_of(environment(GITHUB_API_URL=fake.url)).issues() == []
    assert fake.heard == [f"GET /repos/{REPOSITORY}/issues"]
