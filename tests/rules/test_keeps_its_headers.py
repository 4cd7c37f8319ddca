"""Headers that clients act on are missed, whoever sends them; what differs by the run is not."""

from collections.abc import Sequence

import pytest

from contract_kit.model.exchange import Answer
from contract_kit.model.sighting import Journey
from contract_kit.rules.keeps_its_headers import judge
from tests.rules.comparisons import compared
from tests.rules.shop import SHOP, answer, journey, many, visit

Told = list[tuple[str, str]]


def told(before: Sequence[Answer], now: Sequence[Answer], operation: str = "listBooks") -> Told:
    found = judge(compared(SHOP[operation], before, now))
    return [(finding.kind, finding.pointer.removeprefix("header:")) for finding in found]


def changed(before: dict[str, str], now: dict[str, str], times: int = 60) -> Told:
    return told(many([answer(None, 200, **before)], times), [answer(None, 200, **now)])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"X_Request_Id": "a1"}, {"x_request_id": "b2"}),
        ({"Content_Type": "application/json"}, {"content_type": "application/json;charset=utf-8"}),
        ({"RateLimit_Limit": "700"}, {"RateLimit_Limit": "200000"}),
        ({"Retry_After": "5"}, {"Retry_After": "60"}),
        ({"ETag": '"abc"'}, {"ETag": 'W/"def"'}),
        ({"Location": "https://a.example.com/1"}, {"Location": "http://127.0.0.1:5/2"}),
        ({}, {"X_Cache": "HIT", "Via": "1.1 varnish", "X_Runtime": "0.12"}),
        ({"Date": "Mon, 01 Jun 2026 00:00:00 GMT", "Content_Length": "5", "Age": "1"}, {}),
        ({"Link": '<https://a.example.com/2>; rel="next"'}, {}),
        ({"X_Must": "1"}, {"X_Must": "2"}),
    ],
)
def test_what_differs_between_honest_runs_is_not_told(
    before: dict[str, str], now: dict[str, str]
) -> None:
    assert changed(before, now) == []


def test_what_was_not_always_there_is_not_missed() -> None:
    sometimes = [*many([answer(ETag='"1"')]), answer()]
    assert told(sometimes, [answer()]) == []
    assert told(many([answer(ETag='"1"')]), [answer(), answer(ETag='"1"')]) == []


@pytest.mark.parametrize(
    ("times", "name", "expected"),
    [
        (2, "X-Dated", []),
        (3, "X-Dated", [("gone", "X-Dated")]),
        (58, "ETag", []),
        (59, "ETag", [("gone", "ETag")]),
        (59, "X-Other", [("dropped", "X-Other")]),
    ],
)
def test_few_sightings_need_the_word_of_the_specification(
    times: int, name: str, expected: Told
) -> None:
    assert changed({name.replace("-", "_"): "a b"}, {}, times) == expected


def test_sightings_of_all_operations_count_together() -> None:
    before = compared(SHOP["showBook"], many([answer(ETag='"1"')], 56), [])
    more = compared(SHOP["listBooks"], many([answer(ETag='"1"')], 3), [answer()])
    both = {**before.before.answers, **more.before.answers}
    type_of = type(more.before)
    exhibit = type(more)("small", SHOP, type_of(answers=both), more.now)
    assert [finding.kind for finding in judge(exhibit)] == ["gone"]


def test_a_required_header_is_missed_by_the_rule_of_single_answers() -> None:
    bare = Answer(200, (("Content-Type", "application/json"),), b"{}")
    assert told(many([answer()]), [bare]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X-RateLimit-Remaining", "X-Rate-Limit-Remaining"),
        ("Retry-After", "X-Retry-After"),
        ("Retry-After", "Retry-After-Ms"),
        ("X-Request-Id", "X-Correlation-Id"),
        ("X-Dated", "X-Dates"),
    ],
)
def test_a_header_of_like_name_is_the_same_under_another(old: str, new: str) -> None:
    names = (name.replace("-", "_") for name in (old, new))
    before, now = ({name: "7"} for name in names)
    assert changed(before, now) == [("renamed", old)]


def test_another_header_of_the_quota_is_not_the_same() -> None:
    before, now = {"RateLimit_Remaining": "7"}, {"RateLimit_Reset": "7"}
    assert changed(before, now) == [("gone", "RateLimit-Remaining")]


@pytest.mark.parametrize(
    ("name", "before", "now"),
    [
        ("Retry-After", "30", "30000"),
        ("Retry-After", "30000", "30"),
        ("Retry-After", "30", "Mon, 01 Jun 2026 00:00:00 GMT"),
        ("X-RateLimit-Reset", "30", "1767225600"),
        ("X-RateLimit-Reset", "1767225600", "1767225600000"),
        ("X-RateLimit-Reset", "1767225600", "2026-01-01T00:00:00Z"),
    ],
)
def test_times_have_a_unit(name: str, before: str, now: str) -> None:
    key = name.replace("-", "_")
    assert changed({key: before}, {key: now}) == [("unit", name)]
    assert changed({key: before}, {key: before}) == []


def test_an_undocumented_media_type_and_one_of_errors_are_told_by_others() -> None:
    assert changed({}, {"Content_Type": "text/html"}) == []
    text = answer("no", 404, Content_Type="text/plain")
    assert told(many([answer(status=404)]), [text]) == []


def test_another_json_type_of_errors_is_told_here() -> None:
    problem = answer({"error": "x"}, 404, Content_Type="application/problem+json")
    assert told(many([answer(status=404)]), [problem]) == [("content-type", "Content-Type")]


def test_a_request_id_may_be_seen_once_or_have_been_constant() -> None:
    one, two = answer(X_Request_Id="a-1"), answer(X_Request_Id="a-2")
    assert told([one, two], [one]) == []
    assert told([one, one], [one, one]) == []
    assert told([one, two], [one, one]) == [("constant", "X-Request-Id")]


def quota(*seen: tuple[int, int], number: int = 1, status: int = 200) -> Journey:
    return journey(
        *(
            visit(
                "showBook",
                answer(status=status, RateLimit_Remaining=str(left), RateLimit_Reset=str(reset)),
                path="/books/1",
                number=number,
            )
            for left, reset in seen
        )
    )


def kinds(shown: Journey) -> list[str]:
    return [finding.kind for finding in judge(shown)]


_POINT = 1_767_225_600


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([(9, 60), (9, 59), (9, 58), (9, 57)], ["frozen"]),
        ([(5, 60), (6, 59), (7, 58), (8, 57)], ["rising"]),
        ([(9, 60), (9, 59), (9, 58)], []),
        ([(9, 60), (9, 59), (8, 58), (8, 57)], []),
        ([(9, 10), (9, 60), (9, 50), (9, 60), (9, 50)], []),  # a window each
        ([(9, 60), (9, 60), (9, 60), (9, 60)], []),  # a bucket that fills as fast
        ([(9, _POINT)] * 4, ["frozen"]),
        ([(9, _POINT + n) for n in range(4)], []),
    ],
)
def test_a_quota_falls_within_its_window(seen: list[tuple[int, int]], expected: list[str]) -> None:
    assert kinds(quota(*seen)) == expected


def test_between_polls_a_window_may_pass_and_refusals_may_not_count() -> None:
    standing = [(9, 60), (9, 59), (9, 58), (9, 57)]
    assert kinds(quota(*standing, number=2)) == []
    assert kinds(quota(*standing, status=404)) == []


def test_a_quota_without_a_reset_is_left_alone() -> None:
    still = [visit("listBooks", answer(RateLimit_Remaining="9")) for _ in range(9)]
    assert kinds(journey(*still)) == []


@pytest.mark.parametrize(
    ("value", "leaks"),
    [
        ("10.0.12.7:8080", True),
        ("1.1 web-3.corp (squid)", True),
        ("192.168.0.1", True),
        ("localhost:8080", True),
        ("203.0.113.9", False),
        ("shop.example.com", False),
        ("1.10.0.12.7", False),
        ("internal", False),
    ],
)
def test_hosts_of_a_private_network_are_told(value: str, *, leaks: bool) -> None:
    shown = journey(visit("listBooks", answer(X_Served_By=value)))
    assert kinds(shown) == (["internal-host"] if leaks else [])


def test_the_host_that_was_asked_may_be_named() -> None:
    shown = journey(visit("listBooks", answer(Location="http://10.1.1.1/x"), path="?h=10.1.1.1"))
    assert kinds(shown) == []


@pytest.mark.parametrize("value", ["soon", "0", "", "false"])
def test_a_sunset_is_told_whatever_it_says_and_a_deprecation_that_is_one(value: str) -> None:
    seen = [
        visit("listBooks", answer(None, 200, **{name: value})) for name in ("Sunset", "Deprecation")
    ]
    wanted = [["sunset"], ["deprecated"] if value == "soon" else []]
    assert [kinds(journey(one)) for one in seen] == wanted


def test_a_finding_of_a_journey_has_its_place() -> None:
    plain, ending = (visit("listBooks", answer(None, 200, **h)) for h in ({}, {"Sunset": "soon"}))
    (finding,) = judge(journey(plain, ending, ending))
    assert finding.evidence.exchange == 2
    assert (finding.kind, finding.pointer, finding.actual) == ("sunset", "header:Sunset", "soon")
