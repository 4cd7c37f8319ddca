"""Changes of pagination: sizes, totals, and what the pages hold together."""

from benchmarks.drift.edits import backwards, gone
from benchmarks.drift.kind import bodies, edited, kind
from benchmarks.drift.listings import (
    ITEMS,
    JOB_ITEMS,
    JOBS,
    NEXT,
    SEARCH,
    STATUS_ITEMS,
    STATUSES,
    half_empty,
    no_more,
    on_page,
    overlapping,
    paged,
    remembering,
    sized,
)
from benchmarks.drift.resources import SUPPORT, ZUORA

_PAGES = (
    paged("size ignored", SEARCH, sized(lambda _: 100), *ITEMS),
    paged("size ignored", STATUSES, sized(lambda _: None), *STATUS_ITEMS),
    paged("size ignored", JOBS, sized(lambda _: None), *JOB_ITEMS, "/count"),
    paged("size capped", SEARCH, sized(lambda size: min(size, 4)), *ITEMS),
    paged("size capped", STATUSES, sized(lambda size: min(size, 3)), *STATUS_ITEMS),
    paged("size doubled", JOBS, sized(lambda size: 2 * size), *JOB_ITEMS, "/count"),
    remembering("last item again on the next page", SEARCH, overlapping, ITEMS),
    remembering("last item again on the next page", JOBS, overlapping, JOB_ITEMS),
    paged(
        "first item of later pages left out",
        SEARCH,
        on_page("later", lambda at: at.items, lambda items: items[1:]),
        *ITEMS,
    ),
    paged(
        "first item of later pages left out",
        STATUSES,
        on_page("later", lambda at: at.items, lambda items: items[1:]),
        *STATUS_ITEMS,
    ),
    paged("later pages empty", STATUSES, half_empty, *STATUS_ITEMS),
    paged(
        "an item twice",
        SEARCH,
        lambda at, asked, body, serve: edited(body, at.items, lambda items: items[:1] + items),
        *ITEMS,
    ),
    paged(
        "items in another order",
        JOBS,
        lambda at, asked, body, serve: edited(body, at.items, backwards),
        *JOB_ITEMS,
        "/jobs/*/CreatedDate",
        "/cursor",
    ),
)

_TOTALS = (
    paged("has_more turned round", STATUSES, no_more, "/meta/has_more", *NEXT),
    kind(
        f"{SUPPORT}: meta removed",
        "pagination",
        SUPPORT,
        bodies({"listJobStatuses": "/meta"}, gone),
        "listJobStatuses",
        "/meta",
        "/meta/has_more",
    ),
    kind(
        f"{SUPPORT}: links removed",
        "pagination",
        SUPPORT,
        bodies({"listJobStatuses": "/links"}, gone),
        "listJobStatuses",
        "/links",
        *NEXT,
    ),
    kind(
        f"{ZUORA}: count of all jobs",
        "pagination",
        ZUORA,
        bodies({"listBulkJobs": "/count"}, lambda _: 250),
        "listBulkJobs",
        "/count",
    ),
    kind(
        f"{ZUORA}: count removed",
        "pagination",
        ZUORA,
        bodies({"listBulkJobs": "/count"}, gone),
        "listBulkJobs",
        "/count",
    ),
)

KINDS = _PAGES + _TOTALS
