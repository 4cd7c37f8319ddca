"""Issues over many nights: what a forge on loopback has after each of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contract_kit.commands.issues import HEARTBEAT, Tonight, keep
from contract_kit.forge import Forge
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.heartbeat import Beat, Stale
from contract_kit.model.notice import read
from contract_kit.model.report import Look, NotLooked, Report
from tests.forge.server import REPOSITORY, TOKEN, FakeForge, serving

API = "bookshelf"
DAY = date(2026, 11, 23)
FOUND = Finding(
    rule="keeps_its_shape",
    kind="gone",
    api=API,
    operation="showBook",
    status="200",
    pointer="/books/*/title",
    expected="text",
    actual="'Middlemarch'",
    message="recorded 'Middlemarch', now nothing",
    evidence=Evidence(curl="curl -i http://127.0.0.1/books/17"),
)
OTHER = replace(FOUND, operation="listBooks", severity="warning")
STALE = Stale(API, "showBook", Beat(datetime(2026, 11, 1, tzinfo=UTC)))
LOOKS = (Look(API, "showBook", {"2xx": 3}), Look(API, "listBooks", {"2xx": 1}))
PARTS = {
    API: {
        "showBook": frozenset(["showBook"]),
        "listBooks": frozenset(["listBooks"]),
        "story read": frozenset(["showBook", "listBooks"]),
        "story buy": frozenset(["buyBook", "showBook"]),
    }
}


@pytest.fixture
def fake() -> Iterator[FakeForge]:
    with serving() as forge:
        yield forge


def report(*findings: Finding, **given: tuple[object, ...]) -> Report:
    return replace(
        Report("nightly", "live", "2026-11-23T03:00:00Z", findings=findings, looks=LOOKS),
        **given,  # type: ignore[arg-type]
    )


def night(
    fake: FakeForge,
    seen: Report,
    *,
    day: int = 0,
    place: str = "production",
    stale: tuple[Stale, ...] = (),
) -> None:
    forge = Forge(fake.url, REPOSITORY, TOKEN, lambda _: None)
    keep(forge, Tonight(place, DAY + timedelta(days=day), seen, stale, PARTS))


def states(fake: FakeForge) -> list[tuple[str, str | None]]:
    return [(issue["state"], issue["state_reason"]) for issue in fake.issues]


def accepted(finding: Finding) -> Finding:
    taken = Acceptance(
        finding.fingerprint, finding.rule, "showBook", "", "gone", date(2027, 1, 31), "announced"
    )
    return replace(finding, accepted=taken)


def test_an_alarm_has_an_issue_and_what_is_only_told_has_none(fake: FakeForge) -> None:
    night(fake, report(FOUND, OTHER, replace(FOUND, kind="new", severity="info")))
    notices = [read(issue["body"]) for issue in fake.issues]
    keys = [notice[0].key for notice in notices if notice]
    assert keys == [FOUND.fingerprint, OTHER.fingerprint]
    assert [issue["labels"] for issue in fake.issues] == [[{"name": "contract-drift"}]] * 2


def test_an_issue_tells_what_to_do_and_no_value_that_came(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    [issue] = fake.issues
    for told in ("bookshelf", "showBook", "/books/*/title", "keeps_its_shape"):
        assert told in issue["title"]
        assert told in issue["body"]
    assert f"contract-kit accept {FOUND.fingerprint}" in issue["body"]
    assert "last seen at `production`: 2026-11-23" in issue["body"]
    assert "Middlemarch" not in issue["title"] + issue["body"]
    assert "curl" not in issue["body"]


def test_what_a_vendor_calls_its_members_is_no_markup_and_ends_no_comment(
    fake: FakeForge,
) -> None:
    odd = replace(FOUND, pointer="/--> @everybody `<b>` \n# x")
    night(fake, report(odd))
    night(fake, report(odd))
    [issue] = fake.issues
    assert "\n# x" not in issue["body"]
    assert "``/--> @everybody `<b>` \\n# x``" in issue["body"]


def test_while_it_is_there_only_the_date_is_written_anew(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    changed = replace(FOUND, message="recorded 'Middlemarch', now 17", actual="17")
    night(fake, report(changed), day=1)
    [issue] = fake.issues
    assert "last seen at `production`: 2026-11-24" in issue["body"]
    assert fake.comments == {}
    heard = len(fake.heard)
    night(fake, report(changed), day=1)
    assert [line.split()[0] for line in fake.heard[heard:]] == ["GET", "GET"]


def test_a_change_of_what_is_known_is_commented_once(fake: FakeForge) -> None:
    night(fake, report(OTHER))
    graver = replace(OTHER, severity="error", verdict="vendor")
    night(fake, report(graver))
    night(fake, report(graver), day=1)
    [comment] = fake.comments[1]
    assert "The severity is now `error`, it was `warning`." in comment
    assert "The verdict is now `vendor`, it was `unknown`." in comment


def test_what_is_gone_is_closed_once_and_what_is_back_is_reopened(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    night(fake, report(), day=1)
    night(fake, report(), day=2)
    assert states(fake) == [("closed", "completed")]
    assert fake.comments == {1: ["Looked for on 2026-11-24 at `production`, and gone."]}
    night(fake, report(FOUND), day=3)
    assert states(fake) == [("open", "reopened")]
    assert fake.comments[1][1:] == ["There on 2026-11-26 at `production`."]


def test_what_is_accepted_is_closed_with_reason_and_date_and_reopened_after_it(
    fake: FakeForge,
) -> None:
    night(fake, report(FOUND))
    for _ in range(2):
        night(fake, report(accepted=(accepted(FOUND),)))
    assert states(fake) == [("closed", "not_planned")]
    [comment] = fake.comments[1]
    assert "2027-01-31" in comment
    assert "announced" in comment
    night(fake, report(FOUND), day=90)
    assert states(fake) == [("open", "reopened")]


def test_what_was_accepted_before_it_had_an_issue_gets_none(fake: FakeForge) -> None:
    night(fake, report(accepted=(accepted(FOUND),)))
    assert fake.issues == []


@pytest.mark.parametrize(
    "left_out",
    [
        NotLooked(API, "", "network", "nobody answers"),
        NotLooked(API, "showBook", "quota", "spent"),
        NotLooked(API, "story read", "no-data", "step show: there is no book"),
        NotLooked(API, "story buy", "writes", "not allowed"),
        NotLooked(API, "something unheard of", "budget", "spent"),
    ],
)
def test_what_could_not_be_looked_for_is_not_touched(fake: FakeForge, left_out: NotLooked) -> None:
    night(fake, report(FOUND))
    before = dict(fake.issues[0])
    night(fake, report(not_looked=(left_out,)), day=1)
    assert fake.issues == [before]
    night(fake, report(), day=2)
    assert states(fake) == [("closed", "completed")]


def test_without_an_answer_of_the_operation_nothing_is_closed(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    night(fake, report(looks=LOOKS[1:]))
    night(fake, report(looks=(Look(API, "showBook"), *LOOKS[1:])))
    night(fake, replace(report(), looks=(Look("another", "showBook", {"2xx": 1}),)))
    assert len(fake.open()) == 1


def test_what_does_not_concern_its_operation_or_was_left_out_before_keeps_nothing_open(
    fake: FakeForge,
) -> None:
    buying = NotLooked(API, "story buy", "writes", "not allowed")
    night(fake, report(FOUND, OTHER, not_looked=(buying,)))
    missing = NotLooked(API, "showBook", "no-data", "there is no book")
    night(fake, report(not_looked=(buying, missing)))
    assert [issue["state"] for issue in fake.issues] == ["open", "closed"]  # OTHER is of listBooks
    night(fake, report(not_looked=(buying,)))
    assert fake.open() == []


def test_what_was_not_seen_again_in_the_same_night_is_not_touched(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    before = dict(fake.issues[0])
    night(fake, report(replace(FOUND, severity="info")), day=1)
    assert fake.issues == [before]


def test_what_is_in_two_places_has_one_issue_until_it_is_gone_from_both(fake: FakeForge) -> None:
    night(fake, report(FOUND))
    night(fake, report(FOUND), place="sandbox")
    night(fake, report())
    night(fake, report())
    assert states(fake) == [("open", None)]
    night(fake, report(), place="sandbox")
    assert states(fake) == [("closed", "completed")]


def test_of_two_that_were_opened_at_once_the_younger_is_closed(fake: FakeForge) -> None:
    fake.before_open = lambda content: fake.add(**content)  # another run is faster
    night(fake, report(FOUND))
    assert states(fake) == [("open", None), ("closed", "not_planned")]
    assert fake.comments == {2: ["The same as #1, which is kept."]}
    night(fake, report(FOUND))
    assert len(fake.issues) == 2
    assert len(fake.open()) == 1


def test_what_another_run_has_just_opened_is_not_opened_again(fake: FakeForge) -> None:
    with serving() as elsewhere:
        night(elsewhere, report(FOUND))
        [faster] = elsewhere.issues
    fake.before_label = lambda: fake.issues.append(faster)  # between the first look and the next
    night(fake, report(FOUND))
    assert fake.issues == [faster]


def test_all_pages_are_known_before_anything_is_opened(fake: FakeForge) -> None:
    fake.page = 2
    many = [replace(FOUND, pointer=f"/books/*/{number}") for number in range(7)]
    night(fake, report(*many))
    night(fake, report(*many))
    assert len(fake.issues) == 7


def test_notes_above_the_text_and_issues_of_other_people_are_no_reason_to_double(
    fake: FakeForge,
) -> None:
    fake.add("a bug", "by somebody", ["bug"])
    fake.add("about the nights", "<!-- contract-kit {} -->", ["contract-drift"])
    theirs = [dict(issue) for issue in fake.issues]
    night(fake, report(FOUND))
    fake.issues[2]["body"] = f"We are on it.\n\n{fake.issues[2]['body']}"
    night(fake, report(FOUND))
    assert len(fake.issues) == 3
    night(fake, report())
    assert fake.issues[:2] == theirs
    assert fake.open() == theirs


def test_the_heartbeat_has_an_issue_while_nobody_looks(fake: FakeForge) -> None:
    night(fake, report(), stale=(STALE,))
    night(fake, report(), stale=(STALE,), place="sandbox")
    [issue] = fake.issues
    assert HEARTBEAT in issue["title"]
    assert "bookshelf showBook" in issue["body"]
    night(fake, report(), day=1)
    assert states(fake) == [("open", None)]
    night(fake, report(), place="sandbox", day=1)
    assert states(fake) == [("closed", "completed")]


def test_a_forge_where_nothing_can_be_labelled_gets_no_issue(fake: FakeForge) -> None:
    fake.trusted = False
    with pytest.raises(CouldNotLook):
        night(fake, report(FOUND))
    assert fake.issues == []
