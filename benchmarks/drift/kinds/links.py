"""Changes of pagination: links and cursors."""

from benchmarks.drift.edits import gone
from benchmarks.drift.listings import (
    ITEMS,
    JOB_ITEMS,
    JOBS,
    NEXT,
    SEARCH,
    STATUS_ITEMS,
    STATUSES,
    beside,
    beyond,
    dropped,
    elsewhere,
    first_page,
    link_edited,
    on_page,
    paged,
    to_itself,
)

KINDS = (
    paged("next leads to the page itself", SEARCH, to_itself, *NEXT),
    paged("next leads to the page itself", STATUSES, to_itself, *NEXT),
    paged("cursor of the page itself", JOBS, to_itself, "/cursor", "/jobs", "/jobs/*/Id"),
    paged("next on the last page", STATUSES, beyond, *NEXT, "/meta/has_more"),
    paged(
        "next on the last page",
        SEARCH,
        on_page(
            "last",
            lambda at: "/links/next",
            lambda _: "/api/sunshine/objects/query?per_page=10&cursor=ZW5k",
        ),
        *NEXT,
    ),
    paged(
        "no next on the first page",
        SEARCH,
        on_page("first", lambda at: at.next, lambda _: None),
        *NEXT,
        *ITEMS,
    ),
    paged(
        "no next on the first page",
        STATUSES,
        on_page("first", lambda at: at.next, lambda _: None),
        *NEXT,
        "/meta/has_more",
    ),
    paged(
        "no cursor on the first page",
        JOBS,
        on_page("first", lambda at: at.next, lambda _: None),
        "/cursor",
        *JOB_ITEMS,
    ),
    paged("previous leads to the first page", SEARCH, first_page, "/links/previous", *ITEMS),
    paged(
        "no previous on later pages",
        STATUSES,
        link_edited(lambda _: None, "previous"),
        "/links/prev",
    ),
    paged(
        "no previous on later pages",
        SEARCH,
        link_edited(lambda _: None, "previous"),
        "/links/previous",
    ),
    paged("size dropped from next", SEARCH, link_edited(dropped("per_page")), *NEXT, *ITEMS),
    paged(
        "size dropped from next", STATUSES, link_edited(dropped("page[size]")), *NEXT, *STATUS_ITEMS
    ),
    paged(
        "next on another host", SEARCH, link_edited(elsewhere("https://search.example.net")), *NEXT
    ),
    paged("next on another host", STATUSES, link_edited(elsewhere("http://10.20.0.7:8080")), *NEXT),
    paged(
        "next of another scheme",
        STATUSES,
        link_edited(lambda link: link.replace("http:", "https:", 1)),
        *NEXT,
    ),
    paged("credentials before the host of next", STATUSES, link_edited(beside), *NEXT),
    paged(
        "token in next",
        SEARCH,
        link_edited(lambda link: f"{link}&access_token=Zm9vYmFyYmF6cXV4MTIzNDU2"),
        *NEXT,
    ),
    paged(
        "next longer than can be sent",
        SEARCH,
        link_edited(lambda link: f"{link}&trace={'0' * 5000}"),
        *NEXT,
    ),
    paged(
        "next as an object",
        SEARCH,
        link_edited(lambda link: {"href": link}),
        *NEXT,
        "/links/next/href",
    ),
    paged(
        "next empty for null", SEARCH, on_page("last", lambda at: at.next, lambda link: ""), *NEXT
    ),
    paged(
        "links absent on the last page",
        SEARCH,
        on_page("last", lambda at: "/links", gone),
        "/links",
        *NEXT,
    ),
)
