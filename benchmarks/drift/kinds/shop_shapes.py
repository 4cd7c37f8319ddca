"""Changes of the print shop, which the kit has never seen: shapes and lives of orders."""

from dataclasses import replace

from benchmarks.drift.edits import (
    added,
    flattened,
    for_null,
    gone,
    in_time,
    later,
    nested,
    renamed,
    to,
    words,
    wrapped,
)
from benchmarks.drift.kind import (
    bodies,
    every_second,
    kind,
)
from benchmarks.drift.print_shop import (
    ORDER,
    SHOWN,
    never_ending,
    once_done,
    part,
    still_there,
    waiting_again,
)
from benchmarks.drift.unseen import API

_SHAPES = (
    part("placedBy removed", "shape", ORDER, "/placedBy", gone),
    part("trouble removed", "shape", ORDER, "/trouble", gone),
    part(
        "barcode added",
        "shape",
        ORDER,
        "",
        added("barcode", "4006381333931"),
        "/barcode",
        inside=True,
    ),
    part("paper renamed", "shape", ORDER, "", renamed("paper", "format"), "/paper", "/format"),
    part(
        "sheets flattened",
        "shape",
        ORDER,
        "",
        flattened("sheets"),
        "/sheets",
        "/wanted",
        "/printed",
    ),
    part(
        "times nested",
        "shape",
        ORDER,
        "",
        nested("times", {"submittedAt": "submitted", "changedAt": "changed"}),
        "/submittedAt",
        "/changedAt",
        "/times",
    ),
    part("order in an envelope", "shape", SHOWN, "", wrapped("order"), "/order", "/ref", "/phase"),
    part("wanted as text", "shape", ORDER, "/sheets/wanted", str),
    part("retryable as a number", "shape", ORDER, "/trouble/retryable", int),
    part("finishedAt empty for null", "shape", ORDER, "/finishedAt", for_null("")),
    part(
        "trouble none for null",
        "shape",
        ORDER,
        "/trouble",
        for_null({}),
        "/trouble/reason",
        "/trouble/retryable",
    ),
    part("paper in small letters", "shape", ORDER, "/paper", str.lower),
    part(
        "submittedAt in seconds since 1970",
        "shape",
        ORDER,
        "/submittedAt",
        in_time(lambda t: int(t.timestamp())),
    ),
    part(
        "submittedAt without milliseconds",
        "shape",
        ORDER,
        "/submittedAt",
        in_time(lambda t: f"{t:%Y-%m-%dT%H:%M:%SZ}"),
        inside=True,
    ),
    part("self relative", "shape", ORDER, "/self", lambda url: "/v2" + url.partition("/v2")[2]),
    part(
        "reason of trouble in words",
        "shape",
        ORDER,
        "/trouble/reason",
        words(PAPER_JAM="paper jam"),
    ),
    replace(
        part("placedBy null in every second answer", "shape", ORDER, "/placedBy", to(None)),
        change=every_second(
            bodies({op: f"{p}/placedBy" for op, p in ORDER.places.items()}, to(None))
        ),
    ),
)

_LIVES = (
    part("phase unknown", "lifecycle", SHOWN, "/phase", words(printing="drying")),
    part("first phase printing", "lifecycle", ORDER.only("placeOrder"), "/phase", to("printing")),
    kind(f"{API}: waits again", "lifecycle", API, waiting_again, "showOrder", "/phase"),
    kind(f"{API}: never ends", "lifecycle", API, never_ending, "showOrder", "/phase"),
    kind(
        f"{API}: removed order still there",
        "lifecycle",
        API,
        still_there,
        "showOrder removeOrder",
        "status",
        "",
    ),
    part(
        "finishedAt null at the end",
        "lifecycle",
        SHOWN,
        "",
        once_done(finishedAt=None),
        "/finishedAt",
    ),
    part(
        "printed beyond what was wanted",
        "lifecycle",
        SHOWN,
        "",
        once_done(sheets={"wanted": 8, "printed": 9}),
        "/sheets/printed",
    ),
    part(
        "changed before it was submitted",
        "lifecycle",
        ORDER,
        "",
        lambda o: {**o, "changedAt": later(-60)(o["submittedAt"])},
        "/changedAt",
        "/submittedAt",
    ),
    part("paper changes at the end", "lifecycle", SHOWN, "", once_done(paper="A5"), "/paper"),
)

KINDS = _SHAPES + _LIVES
