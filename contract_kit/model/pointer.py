"""JSON pointers (RFC 6901) into documents, with `*` for any item of an array or map.

The star is how a finding names one cause that shows in many places: `/data/*/job_status`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

_INDEX = re.compile("0|[1-9][0-9]{0,17}")  # no zeros in front (section 4)


def escape(token: str) -> str:
    """One reference token, escaped for use in a pointer.

    >>> escape("a/b~c")
    'a~1b~0c'
    """
    return token.replace("~", "~0").replace("/", "~1")


@lru_cache(maxsize=4096)
def tokens(pointer: str) -> tuple[str, ...]:
    """The reference tokens of a pointer; the empty pointer has none.

    >>> tokens("/a~1b/*")
    ('a/b', '*')
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"a JSON pointer begins with '/': {pointer!r}")
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in pointer[1:].split("/"))


def build(path: Iterable[str | int]) -> str:
    """A pointer from keys and indices, exactly.

    >>> build(["data", 3, "id"])
    '/data/3/id'
    """
    return "".join(f"/{escape(str(token))}" for token in path)


def starred(path: Iterable[str | int]) -> str:
    """A pointer from keys and indices, each index as `*`, so that it is the same for every item.

    >>> starred(["data", 3, "id"])
    '/data/*/id'
    """
    return build("*" if isinstance(token, int) else token for token in path)


def select(value: object, pointer: str) -> Iterator[object]:
    """Every value that the pointer names; nothing where it names none. `*` names all items.

    >>> list(select({"data": [{"id": 1}, {"id": 2}, {}]}, "/data/*/id"))
    [1, 2]
    """
    return iter(selected(value, tokens(pointer)))


def selected(value: object, path: tuple[str, ...]) -> Sequence[object]:
    """Every value at a path of reference tokens, as `select` has it."""
    for at, token in enumerate(path):
        if type(value) is dict and token in value:  # as nearly always
            value = value[token]
            continue
        children = _children(value, token)
        if len(children) != 1:
            return [found for child in children for found in selected(child, path[at + 1 :])]
        (value,) = children
    return (value,)


def _children(value: object, token: str) -> Collection[object]:
    if isinstance(value, Mapping):
        if token in value:
            return (value[token],)
        return value.values() if token == "*" else ()
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        if token == "*":
            return value
        if _INDEX.fullmatch(token) and int(token) < len(value):
            return (value[int(token)],)
    return ()
