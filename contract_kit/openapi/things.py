"""Tells which requests name a thing that was created: where it lies, and how it is deleted."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from contract_kit.model.contract import Match
from contract_kit.model.exchange import Request

Item = tuple[str, tuple[str, ...]]  # a path down to its last parameter: its form, its arguments
Named = frozenset[tuple[str, str]]  # parameters with their values

PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Naming:
    """The parameters by which a request of an operation names a thing."""

    operation: str
    path: Named
    query: Named


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that an answer is about, and how it is deleted.

    `deletion` deletes it by the operation `deleter`, and has no credentials. `item` is the path
    where it lies, `namings` are other ways in which a request can name it. `new` says that the
    answered request has created it; else it was there before.
    """

    deleter: str
    deletion: Request
    item: Item | None
    namings: frozenset[Naming]
    new: bool

    def is_all_of(self, match: Match, request: Request) -> bool:
        """Whether a request names this thing in its path or query, and no other there.

        Of a request below the thing's own path the query is not looked at; nor is any body.
        """
        if self.item is not None and item_of(match) == self.item:
            return True
        path, query = frozenset(match.arguments.items()), pairs_of(request)
        return any(_is_named(one, match.operation.id, path, query) for one in self.namings)


def item_of(match: Match) -> Item | None:
    """Where a request's path names a thing; None where the path has no parameter."""
    if not match.arguments:
        return None
    return stem(match.operation.path), tuple(match.arguments.values())


def is_deletion(deletion: Request, request: Request) -> bool:
    """Whether a request deletes what the deletion would delete."""
    same = (request.method, _spelling(request.path)) == (deletion.method, _spelling(deletion.path))
    return same and pairs_of(deletion) <= pairs_of(request)


def form(path: str) -> str:
    """A path template without the names of its parameters, in its shortest spelling.

    >>> form("/things/{id}/notes.json")
    '/things/{}/notes'
    """
    return PARAMETER.sub("{}", _plain(path))


def stem(path: str) -> str:
    """The form of a path template down to its last parameter; empty where it has none.

    >>> stem("/things/{id}/notes")
    '/things/{}'
    """
    whole = form(path)
    return whole[: whole.rfind("}") + 1]


def pairs_of(request: Request) -> Named:
    """The parameters of a request's query."""
    return frozenset(parse_qsl(request.query, keep_blank_values=True))


def _is_named(naming: Naming, operation: str, path: Named, query: Named) -> bool:
    """Where no path names the thing, the query has to name it, and may have nothing else."""
    if (naming.operation, naming.path) != (operation, path):
        return False
    names = {name for name, _ in naming.query}
    return naming.query == (frozenset(one for one in query if one[0] in names) if path else query)


def _spelling(path: str) -> str:
    return unquote(_plain(path))


def _plain(path: str) -> str:
    return path.rstrip("/").removesuffix(".json")
