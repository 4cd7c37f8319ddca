"""A step that was answered with a status is answered with it again.

Compared are the statuses that each step of each story got in the recordings with those that it gets
now. Only statuses that the specification describes are told here: others break it, whatever was
before. What says nothing of the request but of the server's day is left out: no credentials (401),
too many requests (429), a timeout (408) and whatever fails (500 and above).

Kinds: `moved` (another status of the same sort, as 200 for 201, and never the old one), `refused`
(what succeeded is now refused), `let-through` (what was refused now succeeds), `gone-for-good` (a
410 where there was none), `added` (a status besides those that were).
What to do: see whether the vendor announces the change; clients that ask for one status break at
another, even where both mean success. Where it is meant, `drift --learn` or record anew.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.comparing import Comparing, Pair, once

KINDS: Mapping[str, Severity] = {
    "moved": "warning",
    "refused": "error",
    "let-through": "error",
    "gone-for-good": "error",
    "added": "info",
}
_told = Comparing("keeps_its_statuses", KINDS)
_GONE = 410
_FAILING = 500
_OF_THE_DAY = (401, 408, 429)


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """The statuses that a step gets now and never got before, once for an operation."""
    if isinstance(exhibit, Comparison):
        yield from once(_changes(exhibit))


def _changes(comparison: Comparison) -> Iterator[Finding]:
    for key, now in comparison.now.steps.items():
        before = comparison.before.steps.get(key)
        story, step, name = key
        operation = comparison.operations.get(name)
        if not before or operation is None:
            continue
        for status in now:
            code, old = int(status), ", ".join(before)
            if status in before or _is_of_the_day(code) or operation.answer(code) is None:
                continue
            yield _told(
                Pair(comparison.api, operation, status),
                _kind(before, now, code),
                "status",
                expected=old,
                actual=status,
                message=f"step {step} of story {story} was answered {old}, now {status}",
            )


def _is_of_the_day(status: int) -> bool:
    return status in _OF_THE_DAY or status >= _FAILING


def _kind(before: Mapping[str, int], now: Mapping[str, int], status: int) -> str:
    if status == _GONE:
        return "gone-for-good"
    if any(old in now for old in before):
        return "added"
    succeeded = {_succeeds(int(old)) for old in before}
    if _succeeds(status) in succeeded:
        return "moved"
    return "let-through" if _succeeds(status) else "refused"


def _succeeds(status: int) -> bool:
    return status < 400
