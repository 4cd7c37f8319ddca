"""Stores records, and keeps the index by which the search finds them.

Each scalar of a record's attributes becomes a term: the dotted path that leads to it, its kind and
its text. What lies in an array has its kind in upper case, so that `$eq` does not find it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.state import Row, State

Term = tuple[str, str, str]  # path, kind, text
Attributes = Mapping[str, Any]

LARGEST = 32 * 1024  # bytes of a record's attributes, or of a schema, as compact JSON

EVERY_RECORD: Term = ("", "", "")
TYPE = "type"  # the path of the object type; those of attributes begin with a dot
ANYWHERE = "*"  # every value stands once more under this path

_BY_TERM = "SELECT id FROM term WHERE path = ? AND kind = ? AND value = ?"


def insert(
    state: State,
    record_id: str,
    type_key: str,
    external_id: str | None,
    attributes: Attributes,
    at: int,
) -> None:
    """Stores a new record that was created at `at`, in milliseconds since the epoch."""
    folded = None if external_id is None else external_id.casefold()
    [record] = state.rows(
        "INSERT INTO record (id, type, external_id, external_folded, attributes, created, updated)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (record_id, type_key, external_id, folded, json_text(attributes), at, at),
    )
    _index(state, record)


def patch(state: State, record: Row, attributes: Attributes, at: int) -> None:
    """Puts new attributes in place of a record's; time never runs backwards for a record."""
    _forget(state, record)
    [patched] = state.rows(
        "UPDATE record SET attributes = ?, updated = ? WHERE seq = ? RETURNING *",
        (json_text(attributes), max(at, record["updated"]), record["seq"]),
    )
    _index(state, patched)


def delete(state: State, record: Row) -> None:
    """Deletes a record, and the relationships that it is part of."""
    _forget(state, record)
    state.run("DELETE FROM record WHERE seq = ?", (record["seq"],))
    state.run("DELETE FROM relationship WHERE source = ?", (record["id"],))
    state.run("DELETE FROM relationship WHERE target = ?", (record["id"],))


def by_id(state: State, record_id: str) -> Row | None:
    """The record with an id."""
    return state.row("SELECT * FROM record WHERE id = ?", (record_id,))


def by_external_id(state: State, type_key: str, external_id: str) -> Row | None:
    """The record of a type with an external id, whatever its case."""
    return state.row(
        "SELECT * FROM record WHERE type = ? AND external_folded = ?",
        (type_key, external_id.casefold()),
    )


def answer(record: Row) -> dict[str, Any]:
    """A record as the API shows it; its attributes keep the text in which they are stored."""
    return {
        "attributes": orjson.Fragment(record["attributes"]),
        "created_at": timestamp(record["created"], milliseconds=True),
        "external_id": record["external_id"],
        "id": record["id"],
        "type": record["type"],
        "updated_at": timestamp(record["updated"], milliseconds=True),
    }


def json_text(value: Any) -> str:
    """Compact JSON that keeps whole numbers of any size."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def kind_and_text(value: object) -> tuple[str, str]:
    """The kind of text, number or boolean, and one text for all that equals it: 1 is 1.0, not true.

    >>> kind_and_text(1.0), kind_and_text(True)
    (('n', '1'), ('b', 'true'))
    """
    if isinstance(value, str):
        return "t", value
    if isinstance(value, bool):
        return "b", "true" if value else "false"
    return "n", str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _index(state: State, record: Row) -> None:
    terms = _terms(record)
    state.run_many("INSERT OR IGNORE INTO term (path, kind, value) VALUES (?, ?, ?)", iter(terms))
    place = (record["seq"], record["created"], record["updated"])
    state.run_many(
        f"INSERT INTO posting (term, record, created, updated) SELECT ({_BY_TERM}), ?, ?, ?",
        ((*term, *place) for term in terms),
    )


def _forget(state: State, record: Row) -> None:
    state.run_many(
        f"DELETE FROM posting WHERE term = ({_BY_TERM}) AND created = ? AND record = ?",
        ((*term, record["created"], record["seq"]) for term in _terms(record)),
    )


def _terms(record: Row) -> list[Term]:
    """All that the search can find a record by, each once."""
    leaves = list(_leaves(json.loads(record["attributes"]), "", in_array=False))
    anywhere = [(ANYWHERE, kind, text) for _, kind, text in leaves]
    return list(dict.fromkeys((EVERY_RECORD, (TYPE, "t", record["type"]), *leaves, *anywhere)))


def _leaves(value: Any, path: str, *, in_array: bool) -> Iterator[Term]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, f"{path}.{key}", in_array=in_array)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child, path, in_array=True)
    elif value is not None:
        kind, text = kind_and_text(value)
        yield path, kind.upper() if in_array else kind, text
