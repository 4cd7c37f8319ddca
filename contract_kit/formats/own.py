"""Takes a recording out of a file that the kit wrote, and refuses whatever it would not write."""

from collections.abc import Mapping
from typing import Any, get_args

from contract_kit.formats.fields import TEXT, Types, Wrong, as_text, fields
from contract_kit.formats.headers import with_length
from contract_kit.formats.json_layout import Layout, restored
from contract_kit.model.cassette import Cassette, Heading, Maker, Origin, Recorded
from contract_kit.model.exchange import Answer, Exchange, Headers, Request

_FILE: Mapping[str, Types] = {"contract_kit": (dict,), "interactions": (list,), "version": (int,)}
_HEADING: Mapping[str, Types] = {
    "version": (int,),
    "api": TEXT,
    "made_by": (str,),
    "name": TEXT,
    "origin": (str,),
    "recorded_at": TEXT,
    "seed": (int, type(None)),
    "spec": TEXT,
    "kit": TEXT,
    "base_url": TEXT,
    "interactions": (int,),
}
_TEXTS = ("api", "name", "recorded_at", "spec", "kit", "base_url")
_INTERACTION: Mapping[str, Types] = {
    "contract_kit": (dict,),
    "request": (dict,),
    "response": (dict,),
}
_NOTE: Mapping[str, Types] = {
    "n": (int,),
    "step": TEXT,
    "operation": TEXT,
    "at": (float, int),
    "body": (dict,),
}
_MORE: Mapping[str, Types] = {"withheld": (list,), "headers": (dict,)}
_LAYOUTS: Mapping[str, Types] = {"request": (str,), "response": (str,)}
_ORDERS: Mapping[str, Types] = {"request": (list,), "response": (list,)}
_REQUEST: Mapping[str, Types] = {
    "method": TEXT,
    "uri": TEXT,
    "body": (str, bytes, type(None)),
    "headers": (dict,),
}
_RESPONSE: Mapping[str, Types] = {"status": (dict,), "headers": (dict,), "body": (dict,)}
_STATUS: Mapping[str, Types] = {"code": (int,), "message": (str,)}
_BODY: Mapping[str, Types] = {"string": (str, bytes)}


def cassette_of(data: Any) -> Cassette:
    """The recording in the data of a whole file; raises `Wrong`."""
    if list(data)[-1] != "version":
        raise Wrong("does not end with `version: 1`: it was cut off or put together by hand")
    fields(data, _FILE, {})
    heading = _heading(data["contract_kit"])
    count, there = data["contract_kit"]["interactions"], len(data["interactions"])
    if count != there:
        raise Wrong(f"says {count}, but {there} are there", "contract_kit", "interactions")
    return Cassette(heading, tuple(map(_recorded, range(there), data["interactions"])))


def _heading(data: Any) -> Heading:
    if data.get("version") != 1:
        raise Wrong("is not 1, which this kit reads", "contract_kit", "version")
    fields(data, _HEADING, {}, "contract_kit")
    for name, kinds in (("made_by", get_args(Maker)), ("origin", get_args(Origin))):
        if data[name] not in kinds:
            raise Wrong(f"is none of {', '.join(kinds)}", "contract_kit", name)
    texts = {name: as_text(data[name]) for name in _TEXTS}
    return Heading(made_by=data["made_by"], origin=data["origin"], seed=data["seed"], **texts)


def _recorded(index: int, data: Any) -> Recorded:
    try:
        return _checked(index, fields(data, _INTERACTION, {}))
    except Wrong as wrong:
        raise wrong.within("interactions", index) from None


def _checked(index: int, data: Mapping[str, Any]) -> Recorded:
    note = fields(data["contract_kit"], _NOTE, _MORE, "contract_kit")
    if note["n"] != index + 1:
        raise Wrong(f"is {note['n']} where {index + 1} follows", "contract_kit", "n")
    layouts = fields(note["body"], _LAYOUTS, {}, "contract_kit", "body")
    orders = fields(note.get("headers", {}), {}, _ORDERS, "contract_kit", "headers")
    return Recorded(
        note["n"],
        Exchange(
            _request(data["request"], layouts["request"], orders.get("request")),
            _answer(data["response"], layouts["response"], orders.get("response")),
        ),
        as_text(note["step"]),
        as_text(note["operation"]),
        note["at"],
        tuple(as_text(part) for part in note.get("withheld", ())),
    )


def _request(data: Any, layout: Layout, order: list[Any] | None) -> Request:
    fields(data, _REQUEST, {}, "request")
    headers = _headers(data["headers"], order, "request")
    stored = data["body"] or ""
    body, headers = _message(stored, headers, layout, "request", "body")
    return Request(as_text(data["method"]), as_text(data["uri"]), headers, body)


def _answer(data: Any, layout: Layout, order: list[Any] | None) -> Answer:
    fields(data, _RESPONSE, {}, "response")
    status = fields(data["status"], _STATUS, {}, "response", "status")
    stored = fields(data["body"], _BODY, {}, "response", "body")["string"]
    headers = _headers(data["headers"], order, "response")
    body, headers = _message(stored, headers, layout, "response", "body", "string")
    return Answer(status["code"], headers, body)


def _message(
    stored: str | bytes, headers: Headers, layout: Layout, *path: str
) -> tuple[bytes, Headers]:
    if layout == "raw":
        return stored if isinstance(stored, bytes) else stored.encode(), headers
    if layout not in get_args(Layout):
        raise Wrong(f"is none of {', '.join(get_args(Layout))}", "contract_kit", "body", path[0])
    if isinstance(stored, bytes):
        raise Wrong("is no text", *path)
    try:
        body = restored(layout, stored).encode()
    except ValueError as error:
        raise Wrong(str(error), *path) from None
    return body, with_length(headers, len(body))


def _headers(data: Mapping[str | bytes, Any], order: list[Any] | None, message: str) -> Headers:
    groups: dict[str, list[str]] = {}
    for name, values in data.items():
        if type(values) is not list or any(type(value) not in TEXT for value in values):
            raise Wrong("is no list of texts", message, "headers", as_text(name))
        groups[as_text(name)] = list(map(as_text, values))
    if order is None:
        return tuple((name, value) for name, values in groups.items() for value in values)
    return _ordered(groups, order, message)


def _ordered(groups: dict[str, list[str]], order: list[Any], message: str) -> Headers:
    left = {name: iter(values) for name, values in groups.items()}
    names = [as_text(name) for name in order]
    if sorted(names) != sorted(name for name, values in groups.items() for _ in values):
        raise Wrong(f"are not those of the {message}", "contract_kit", "headers", message)
    return tuple((name, next(left[name])) for name in names)
