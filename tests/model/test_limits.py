"""What an API says of its limits is read in every dialect, and never invented."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from contract_kit.model.limits import Quota, quota_of, retry_after
from tests.model.laws import headers, law

NOW = datetime(2020, 6, 9, 22, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "quota"),
    [
        ((("x-ratelimit-remaining", "7"),), Quota(7)),
        ((("X-RateLimit-Limit-Day", "90"), ("X-RateLimit-Remaining-Day", "7")), Quota(7, 90)),
        ((("X-RateLimit-Limit-Day", "90"), ("X-RateLimit-Remaining-Hour", "7")), Quota(7)),
        ((("RateLimit", "limit=10, remaining=5, reset=3"),), Quota(5, 10)),
        ((("RateLimit", '"a";r=5;t=3'),), Quota(5)),
        ((("RateLimit", '"a";r=5;t=3'), ("RateLimit-Policy", '"b";q=9')), Quota(5)),
        ((("Concurrency-Limit-Remaining", "0"),), None),
        ((("X-Rate-Limit-Remaining", "many"),), None),
        ((("RateLimit-Reset", "5"),), None),
        ((), None),
    ],
)
def test_a_quota_is_read_in_its_dialect(
    told: tuple[tuple[str, str], ...], quota: Quota | None
) -> None:
    assert quota_of(told) == quota


def test_the_quota_nearest_to_its_floor_counts() -> None:
    told = (("RateLimit", '"a";r=50, "b";r=12'), ("RateLimit-Policy", '"a";q=500, "b";q=20'))
    assert quota_of(told) == Quota(50, 500)
    assert Quota(50, 500).spent
    assert not Quota(12, 20).spent


@pytest.mark.parametrize(
    ("text", "date", "seconds"),
    [
        ("0", "", 0.0),
        ("120", "", 120.0),
        ("Tue, 09 Jun 2020 22:00:30 GMT", "", 30.0),
        ("Tue, 09 Jun 2020 22:00:30 GMT", "Tue, 09 Jun 2020 22:00:10 GMT", 20.0),
        ("Tue, 09 Jun 2020 22:00:30 -0000", "", 30.0),
        ("Mon, 08 Jun 2020 22:00:30 GMT", "", 0.0),
        ("-5", "", None),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_how_long_to_wait_is_said_in_seconds_or_as_a_date(
    text: str, date: str, seconds: float | None
) -> None:
    told = (("retry-after", text), *((("Date", date),) if date else ()))
    assert retry_after(told, NOW) == seconds


@law
@given(headers)
def test_no_headers_are_too_odd(told: tuple[tuple[str, str], ...]) -> None:
    quota_of(told)
    retry_after((*told, ("Retry-After", told[0][1] if told else "")), NOW)
