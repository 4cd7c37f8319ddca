"""Who is wrong where three disagree: the specification, the recordings, and what answers now."""

from collections.abc import Mapping

from contract_kit.model.finding import Verdict

# does the answer of now keep the specification · is it as recorded · did the recording keep it
_TABLE: Mapping[tuple[bool, bool, bool], Verdict] = {
    (False, True, False): "document",
    (False, False, True): "vendor",
    (True, False, True): "vendor",  # inside the promise: never graver than a warning
    (True, False, False): "recording",
    (False, False, False): "vendor",  # broken otherwise than it was before
}


def verdict(*, keeps: bool, as_recorded: bool, recording_kept: bool) -> Verdict:
    """Who is wrong; `unknown` for what contradicts itself.

    >>> verdict(keeps=False, as_recorded=True, recording_kept=False)
    'document'
    """
    return _TABLE.get((keeps, as_recorded, recording_kept), "unknown")
