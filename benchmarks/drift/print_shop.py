"""What the kinds of change of the print shop are written with."""

import re
from dataclasses import replace
from typing import Any

from benchmarks.drift.kind import (
    Edit,
    Family,
    Kind,
    Resource,
    always,
    bodies,
    kind,
    refused,
    with_headers,
)
from benchmarks.drift.listings import with_query
from benchmarks.drift.unseen import API
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer, header

ORDER = Resource(API, {"placeOrder": "", "showOrder": "", "listOrders": "/orders/*"})
SHOWN = ORDER.only("showOrder")
_REFUSE = "listOrders showOrder"
_ALL = "listOrders placeOrder showOrder removeOrder listPapers"


def part(
    name: str,
    family: Family,
    at: Resource,
    pointer: str,
    edit: Edit,
    *others: str,
    inside: bool = False,
) -> Kind:
    """A change of what lies at a pointer in orders."""
    change = bodies({op: f"{place}{pointer}" for op, place in at.places.items()}, edit)
    return kind(
        f"{API}: {name}",
        family,
        API,
        change,
        " ".join(at.places),
        *at.at(pointer, *others),
        inside=inside,
    )


def problem(name: str, edit: Edit, *pointers: str) -> Kind:
    """A change of the bodies of refusals."""
    return kind(f"{API}: {name}", "error", API, refused(_REFUSE, edit), _REFUSE, *pointers)


def header_as(
    name: str, field: str, value: str | None, operations: str = _ALL, *others: str
) -> Kind:
    """Another value of a header, or none."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return with_headers(true, **{field: value})

    change = always(operations, answer, lambda status: status < 300)
    where = tuple(f"header:{one}" for one in (field, *others))
    return kind(f"{API}: {name}", "header", API, change, operations, *where)


def status_as(name: str, operations: str, old: int, new: int) -> Kind:
    """Another status for one that was."""
    change = always(
        operations, lambda asked, true, serve: replace(true, status=new), lambda s: s == old
    )
    return kind(f"{API}: {name}", "status", API, change, operations, "status")


def links_as(name: str, old: str, new: str) -> Kind:
    """The links of the header, written otherwise."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        value = header(true.headers, "Link")
        return true if value is None else with_headers(true, link=re.sub(old, new, value))

    where = ("header:Link", "/orders", "/orders/*/ref")
    return kind(
        f"{API}: {name}", "pagination", API, always("listOrders", answer), "listOrders", *where
    )


def unfiltered(asked: Asked, true: Answer, serve: Serve) -> Answer:
    """The filter by phase is not looked at."""
    if "phase=" not in asked.query:
        return true
    return replace(serve(replace(asked, query=with_query(asked.query, phase=None))), status=200)


def unsized(asked: Asked, true: Answer, serve: Serve) -> Answer:
    """The limit is not looked at."""
    if "limit=" not in asked.query:
        return true
    return replace(serve(replace(asked, query=with_query(asked.query, limit=None))), status=200)


def without_login(asked: Asked, true: Answer, serve: Serve) -> Answer:
    """What needs a token is answered without one."""
    return serve(replace(asked, headers=(*asked.headers, ("authorization", "Bearer all"))))


def never_ending() -> Change:
    """An order is always being printed."""
    return bodies(
        {"showOrder": ""},
        lambda order: {**order, "phase": "printing", "finishedAt": None},
    )()


def waiting_again() -> Change:
    """An order that is being printed waits again, and then goes on."""
    seen: dict[str, list[str]] = {}

    def sight(order: Any) -> Any:
        phases = seen.setdefault(order["ref"], [])
        back = "printing" in phases and "waiting again" not in phases
        phases.append("waiting again" if back else order["phase"])
        return {**order, "phase": "waiting", "finishedAt": None} if back else order

    return bodies({"showOrder": ""}, sight)()


def still_there() -> Change:
    """What was shown of an order is shown on after its removal."""
    shown: dict[str, Answer] = {}

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if asked.operation == "showOrder" and true.status == 200:
            shown[asked.path] = true
        return shown.get(asked.path, true) if true.status == 404 else true

    return Change(answer)


def once_done(**members: Any) -> Edit:
    """Members that a finished order has otherwise."""
    return lambda order: {**order, **members} if order["phase"] == "done" else order
