"""Turns headers into the lists that vcrpy keeps under each name, and keeps Content-Length true."""

from contract_kit.model.exchange import Headers


def grouped(headers: Headers) -> dict[str, list[str]]:
    """The values under each name, in order of first sight.

    >>> grouped((("A", "1"), ("B", "2"), ("A", "3")))
    {'A': ['1', '3'], 'B': ['2']}
    """
    groups: dict[str, list[str]] = {}
    for name, value in headers:
        groups.setdefault(name, []).append(value)
    return groups


def with_length(headers: Headers, length: int) -> Headers:
    """The headers with every Content-Length made true; none is added.

    >>> with_length((("content-length", "1"), ("A", "2")), 3)
    (('content-length', '3'), ('A', '2'))
    """
    return tuple(
        (name, str(length)) if name.lower() == "content-length" else (name, value)
        for name, value in headers
    )
