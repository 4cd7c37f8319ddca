"""How far walks went: counted by step, with whether the last page was full."""

import pytest

from contract_kit.model.exhibit import Journey
from contract_kit.model.walked import walked
from tests.rules.walks import CURSOR, LINKS, NUMBERS, Listing, things
from tests.rules.walks import walked as listing


@pytest.mark.parametrize(
    ("count", "pages", "full"), [(7, 4, False), (6, 3, True), (1, 1, False), (0, 1, False)]
)
@pytest.mark.parametrize("style", [LINKS, CURSOR])
def test_pages_are_counted_and_a_full_last_page_is_known(
    style: dict[str, object], count: int, pages: int, full: bool
) -> None:
    journey = listing(Listing(things(count), style, size=2))
    assert isinstance(journey, Journey)
    (shape,) = walked(journey).values()
    assert shape.record is not None
    numbers, ends = shape.record.members["pages"].numbers, shape.record.members["full"]
    assert numbers is not None
    assert numbers.span.low == pages
    assert bool(ends.trues) == full


def test_a_listing_by_numbers_alone_says_nothing_of_its_end() -> None:
    journey = listing(Listing(things(4), NUMBERS, size=2))
    assert isinstance(journey, Journey)
    assert walked(journey) == {}
