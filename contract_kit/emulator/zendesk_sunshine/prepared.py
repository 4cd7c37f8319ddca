"""The prepared state: an account with object types, records and jobs, so that every example works.

Ids and times are those of the vendor's documents, except that jobs are at most hours old, since
they live a day.
"""

from contract_kit.emulator.clock import START
from contract_kit.emulator.state import State
from contract_kit.emulator.zendesk_sunshine import jobs, records
from contract_kit.emulator.zendesk_sunshine.errors import error_item
from contract_kit.emulator.zendesk_sunshine.job_actions import taken
from contract_kit.emulator.zendesk_sunshine.records import json_text

_NOW = int(START.timestamp() * 1000)
_SECOND, _HOUR, _DAY = 1000, 60 * 60 * 1000, 24 * 60 * 60 * 1000
_TYPES_SINCE = 1514802030000  # 2018-01-01T10:20:30Z

_GUM, _COFFEE = "576a0d0d-fb3f-11e9-80f8-65590b274410", "576a5b2e-fb3f-11e9-80f8-f1af99ee4b4c"
_GONE = "69d0b3e2-ec4e-11e9-ad75-4b6f5c0467f5"  # no record has it any more
_UNKNOWN = "73c698be-cb64-4678-ba73-29683d2c32er"  # in the documents, and no UUID

_BOOK = {
    "author": {"type": "string"},
    "book_available": {"type": "boolean"},
    "book_price": {"type": "integer"},
    "name": {"type": "string"},
    "publisher": {"type": "string"},
}
_SHELDON = {"author": "Sidney Sheldon", "book_available": True, "book_price": 542}
_BLOOMSBURY = {"publisher": "Bloomsbury publications"}

# id, object type, external id, attributes, milliseconds of its creation (the id carries the same)
_DOCUMENTED = (
    (
        "67f74000-ca8c-11e9-9c3a-5b1c0a7d9e10",
        "user",
        "1",
        {"id": "1", "name": "Sidney Sheldon"},
        1567104000000,
    ),
    (
        "70588682-ca8d-11e9-893a-63225c9f1206",
        "book",
        None,
        {**_SHELDON, "name": "If Tomorrow Comes", **_BLOOMSBURY},
        1567104443556,
    ),
    (
        "5d13764c-cf5f-11e9-aa86-2f9bb45ad15c",
        "book",
        None,
        {**_SHELDON, "name": "The Doomsday Conspiracy", **_BLOOMSBURY},
        1567634410191,
    ),
    (_GUM, "product", "1", {"id": "1", "name": "Strawberry Chewing Gum"}, 1572458507959),
    (_COFFEE, "product", "4", {"id": "4", "name": "Coffee Chewing Gum"}, 1572458507961),
)

_SHELF = {
    "Charles Dickens": (
        "Bleak House",
        "David Copperfield",
        "Great Expectations",
        "Hard Times",
        "Little Dorrit",
        "Oliver Twist",
        "Our Mutual Friend",
        "The Pickwick Papers",
    ),
    "Jane Austen": (
        "Emma",
        "Lady Susan",
        "Mansfield Park",
        "Northanger Abbey",
        "Persuasion",
        "Pride and Prejudice",
        "Sense and Sensibility",
    ),
    "Jules Verne": (
        "Around the World in Eighty Days",
        "Five Weeks in a Balloon",
        "From the Earth to the Moon",
        "In Search of the Castaways",
        "Michael Strogoff",
        "Off on a Comet",
        "The Mysterious Island",
        "Twenty Thousand Leagues Under the Seas",
    ),
}


def prepare(state: State) -> None:
    """Fills an empty account."""
    _object_types(state)
    for documented in _DOCUMENTED:
        records.insert(state, *documented)
    _books(state)
    state.run("INSERT INTO relationship_type VALUES ('written_by', 'book', 'user')")
    _finished_jobs(state)
    _unfinished_jobs(state)


def _object_types(state: State) -> None:
    nested = {"_nested": {"description": "older than the rules", "type": "object"}}
    schemas = {
        "book": {"properties": _BOOK, "required": ["name"], "additionalProperties": False},
        "empty_schema_type": {"properties": {}},
        "nested_schema": {"properties": nested},
        "product": _identified("product"),
        "user": _identified("user"),
    }
    state.run_many(
        "INSERT INTO object_type VALUES (?, ?, ?, ?)",
        ((key, json_text(schema), _TYPES_SINCE, _TYPES_SINCE) for key, schema in schemas.items()),
    )


def _identified(noun: str) -> dict[str, object]:
    properties = {
        name: {"description": f"{noun} {name}", "type": "string"} for name in ("id", "name")
    }
    return {"properties": properties, "required": ["id", "name"]}


def _books(state: State) -> None:
    shelf = [(author, name) for author, names in _SHELF.items() for name in names]
    for number, (author, name) in enumerate(shelf):
        created = _NOW - (len(shelf) - number) * _DAY
        attributes = {
            "author": author,
            "book_available": number % 3 > 0,
            "book_price": 300 + 7 * number,
            "name": name,
            "publisher": "Penguin Classics" if number % 2 else "Bloomsbury publications",
        }
        records.insert(state, str(state.uuid1(created)), "book", None, attributes, created)


def _finished_jobs(state: State) -> None:
    """Jobs of every ending."""
    partly = [_done(_UNKNOWN), {"errors": [error_item(taken("product"))], "success": False}]
    created = _NOW - 6 * _HOUR
    job_id = "8b72559ae838-c9a0-11e7-abc4-cec278b6b50a6e6"
    jobs.insert(state, job_id, "completed", created, created + 10 * _SECOND, results=partly)

    created = _NOW - 3 * _HOUR
    job_id, both = "559ae838-c9a0-11e7-abc4-cec278b6b50a", [_done(_GUM), _done(_COFFEE)]
    jobs.insert(state, job_id, "completed", created, created + 240 * _SECOND, results=both)

    for status, age in (("failed", 2 * _HOUR), ("aborted", _HOUR)):
        created = _NOW - age
        job_id = str(state.uuid1(created))
        jobs.insert(state, job_id, status, created, created + 10 * _SECOND)


def _unfinished_jobs(state: State) -> None:
    """Jobs that change no record, so that what a search finds is the same before and after them."""
    deletion = {"type": "resources", "action": "delete", "data": [_GONE]}
    job_id = "886ae838-c9a0-11e7-abc4-cec278b6b50a"
    jobs.insert(state, job_id, "processing", _NOW - 120 * _SECOND, _NOW, work=deletion)
    jobs.insert(state, str(state.uuid1(_NOW)), "queued", _NOW, _NOW, work=deletion)


def _done(record_id: str) -> dict[str, object]:
    return {"data": {"id": record_id}, "success": True}
