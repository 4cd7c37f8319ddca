"""Whoever follows the pages of a listing to the end gets every item once, and as many as asked for.

What the specification says of an operation's pages is its `x-pagination`. A walk is what followed
from page to page in one story, forth and perhaps back; a single answer is a walk of one page, of
which only is told what one page shows. Where others change the listing meanwhile, items move from
page to page, and new ones come: what may be explained by that is not told.

Kinds: of the links `broken-link` (no text, no URL, or no page of this listing), `other-host`,
`other-scheme`, `credentials-in-link`, `loop` (a page that was walked already), `long-link` (more
than `longest`, or than the 8,000 octets that everybody takes), `parameters-dropped` (a link lacks
what the request had, and others have it, or it shows in the next page), `ways-disagree` (two places
of one answer lead to different pages).
Of the ends `next-on-last`, `no-next` (where pages follow), `more-lies` (what says whether there is
more is at odds with the links), `previous-on-first`, `no-previous` (on a later page),
`previous-not-inverse` (going back is another page than the one before), `too-many-pages`,
`ends-early` (after fewer pages than in any recording, though the last one is full).
Of the size of a page `size-ignored` (more items than asked for), `size-capped` (fewer, though more
follow and the maximum allows it), `size-changed` (fewer than on other pages), `default-size`
(another one than documented).
Of the items `repeat`, `overlap` (the end of a page comes again on the next: an insertion in
between, or an inclusive cursor), `gap` (items that the way back or the total shows, and the way
forth not), `order-changes` (the order within all pages is not the one between them, or is reversed
on the way back), `total-lies` (other than the items that come), `total-changes` (it counts down).
The pointer is that of the link, the cursor, the items, the total.
What to do: run the commands of the finding, and compare the page with the ones beside it.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.conformance import misfits_of
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import starred
from contract_kit.rules.comparing import once
from contract_kit.rules.pages_to_the_end import ends, items, links, order, sizes, totals
from contract_kit.rules.pages_to_the_end.early import early
from contract_kit.rules.pages_to_the_end.walks import Broken, Walk, walks_of
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "broken-link": "error",
    "other-host": "error",
    "other-scheme": "error",
    "credentials-in-link": "error",
    "loop": "error",
    "long-link": "warning",
    "parameters-dropped": "error",
    "ways-disagree": "error",
    "next-on-last": "error",
    "no-next": "error",
    "more-lies": "error",
    "previous-on-first": "error",
    "no-previous": "error",
    "previous-not-inverse": "error",
    "too-many-pages": "error",
    "size-ignored": "error",
    "size-capped": "error",
    "size-changed": "error",
    "default-size": "error",
    "repeat": "error",
    "overlap": "info",
    "gap": "error",
    "order-changes": "error",
    "total-lies": "error",
    "total-changes": "error",
    "ends-early": "warning",
}
_told = Telling("pages_to_the_end", KINDS)


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the walks that are shown break of the promise, each cause once."""
    if isinstance(exhibit, Comparison):
        yield from once(_too_early(exhibit))
        return
    told = set[tuple[str, str, str, str]]()
    for walk in walks_of(exhibit):
        for broken in _broken(walk):
            sighting = broken.seen.sighting
            status = str(sighting.exchange.answer.status)
            cause = (sighting.operation.id, status, broken.pointer, broken.kind)
            if cause not in told and not _misfits(broken):
                told.add(cause)
                yield _finding(broken)


def _too_early(comparison: Comparison) -> Iterator[Finding]:
    for found in early(comparison):
        yield Finding(
            rule="pages_to_the_end",
            kind="ends-early",
            api=comparison.api,
            operation=found.operation,
            status=found.status,
            pointer=found.pointer,
            expected=f"{found.least} pages at least",
            actual=str(found.now),
            message=f"the walk ends after {found.now} with a page that is full, "
            f"it never had fewer than {found.least}",
            severity=KINDS["ends-early"],
        )


def _broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with a walk, without what comes of something else that is wrong with it."""
    linked, counted = list(links.broken(walk)), list(totals.broken(walk))
    yield from linked
    yield from ends.broken(walk)
    lost = {one.pointer for one in linked if one.kind == "parameters-dropped"}
    for one in items.broken(walk):
        if one.kind != "previous-not-inverse" or one.pointer not in lost:
            yield one
    yield from order.broken(walk)
    yield from counted
    if not any(one.kind == "gap" for one in counted):  # then it says why pages are short
        yield from sizes.broken(walk)


def _misfits(broken: Broken) -> bool:
    """Whether the place breaks the specification's schema: that is another rule's to tell."""
    for misfit in misfits_of(broken.seen.sighting):
        place = starred(misfit.breach.path) if misfit.place == "body" else misfit.place
        if f"{broken.pointer}/".startswith(f"{place}/"):
            return True
    return False


def _finding(broken: Broken) -> Finding:
    return _told(
        broken.seen.sighting,
        broken.kind,
        broken.pointer,
        expected=broken.expected,
        actual=broken.actual,
        message=f"{broken.message}: expected {broken.expected}, came {broken.actual}",
        place=broken.seen.place,
    )
