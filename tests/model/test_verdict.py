"""The table of who is wrong, in full."""

import pytest

from contract_kit.model.finding import Verdict
from contract_kit.model.verdict import verdict


@pytest.mark.parametrize(
    ("keeps", "as_recorded", "recording_kept", "who"),
    [
        (False, True, False, "document"),
        (False, False, True, "vendor"),
        (True, False, True, "vendor"),
        (True, False, False, "recording"),
        (False, False, False, "vendor"),
        (True, True, True, "unknown"),
        (True, True, False, "unknown"),
        (False, True, True, "unknown"),
    ],
)
def test_who_is_wrong_follows_from_three_answers(
    keeps: bool, as_recorded: bool, recording_kept: bool, who: Verdict
) -> None:
    told = verdict(keeps=keeps, as_recorded=as_recorded, recording_kept=recording_kept)
    assert told == who
