"""What a vendor promises, ready to be asked: operations, parameters, answers, lifecycles.

`openapi` builds these values from a document; rules, fuzzer and emulator only read them. The
compiled parts are plain callables, so that this floor knows no validator library.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from contract_kit.model.lifecycle import Lifecycle

Effect = Literal["read", "write", "destroy"]
Location = Literal["query", "path", "header", "cookie"]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which a value or message breaks the specification.

    `path` holds keys and indices down to the offending place (for a missing property: its own
    name too), `keyword` the JSON Schema keyword that refused it.
    """

    path: tuple[str | int, ...]
    keyword: str
    expected: str
    actual: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """A compiled schema: `source` is its JSON, `valid` the fast question, `breaches` the reasons.

    `types` are the JSON types that it names for its value, through its unions; empty if it names
    none.
    """

    source: Json
    valid: Callable[[object], bool]
    breaches: Callable[[object], Iterable[Breach]]
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter outside the body. `honours` is its `x-honours`, empty where it has none."""

    name: str
    location: Location
    required: bool
    schema: Schema
    explode: bool = True
    honours: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: schemas by media type (ranges such as `text/*` allowed)."""

    required: bool
    content: Mapping[str, Schema]


@dataclass(frozen=True, slots=True)
class HeaderPromise:
    """A response header that an answer carries, or may carry."""

    name: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Promised:
    """What a schema says of one place in a body, as far as it holds in every arm of its unions.

    `types` are the JSON types that are allowed, `values` the only values; both are empty where the
    place may have any. `required` says that the object around it always has this member, `closed`
    that an object at the place has no others than those that are named below it.
    """

    types: frozenset[str] = frozenset()
    required: bool = False
    values: frozenset[Any] = frozenset()
    format: str = ""
    minimum: float | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPromise:
    """What an operation promises of one status (`200`, `4XX` or `default`).

    An empty `content` means that the answer has no body. Of the places in a JSON body, as pointers
    with `*` for any item: `free` are the customer's own data (`x-free`), `volatile` values that
    each run has others of (`x-volatile`); `lifecycles` say where they lie themselves. `promised`
    has every place that the schema names.
    """

    status: str
    content: Mapping[str, Schema]
    headers: tuple[HeaderPromise, ...]
    lifecycles: tuple[Lifecycle, ...] = ()
    free: frozenset[str] = frozenset()
    volatile: Mapping[str, str] = field(default_factory=dict)
    promised: Mapping[str, Promised] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path template, with all that is promised of it.

    `refuses` are the statuses that even valid data may get (`x-refuses`); `honours` maps members
    of the request body to their `x-honours`; `pagination` is the raw `x-pagination`.
    """

    id: str
    method: str
    path: str
    effect: Effect
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: Mapping[str, AnswerPromise]
    secured: bool
    refuses: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    honours: Mapping[str, Json] = field(default_factory=dict)
    pagination: Json = field(default_factory=dict)

    def answer(self, status: int) -> AnswerPromise | None:
        """The promise that covers a status: exact, then its class, then `default`, or None."""
        return (
            self.answers.get(str(status))
            or self.answers.get(f"{status // 100}XX")
            or self.answers.get("default")
        )


@dataclass(frozen=True, slots=True)
class Match:
    """An operation found for a request, with the decoded arguments of its path."""

    operation: Operation
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contract:
    """All promises of one API.

    `document` is the specification in the dialect of OpenAPI 3.1, `digest` the first 16 hex digits
    of the SHA-256 of its source, `server` the first server's URL with its variables' defaults.
    `find(method, path)` looks an operation up by a path relative to the server, `.json` and a
    trailing slash allowed; `methods(path)` names what is allowed on a path, empty if unknown.
    """

    api: str
    title: str
    document: Json
    digest: str
    server: str
    operations: Mapping[str, Operation]
    find: Callable[[str, str], Match | None]
    methods: Callable[[str], tuple[str, ...]]
