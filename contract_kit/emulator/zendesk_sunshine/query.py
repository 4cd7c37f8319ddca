"""Compiles the search language to one SQL statement over the index of terms.

A condition that must hold in any case leads the way in the order of the page, the others are asked
of each record on the way. Values are always bound, never part of the SQL.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zendesk_sunshine.records import (
    ANYWHERE,
    EVERY_RECORD,
    TYPE,
    Term,
    kind_and_text,
)

DEEPEST = 32  # levels of $and, $or and $not; chosen, no document says
MOST_COMPARISONS = 500  # chosen; SQLite takes expressions of up to 1,000 levels
_SHALLOW = 12  # levels of brackets in one expression; SQLite's parser has a stack of 100 symbols

Position = tuple[int, int]  # an instant in milliseconds, and the number of a record
Range = tuple[int, int]  # instants: the first that is inside, the first that is not
Query = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """Where a page may lie: between two positions `by` one time, in a range of the `other`."""

    by: str
    direction: str
    low: Position
    high: Position
    other: str
    range: Range


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with numbered parameters, and their values."""

    sql: str
    values: Sequence[Any]


def compile_query(query: Query, window: Window, limit: int) -> Statement:
    """The statement that finds the first `limit` records of a window that match a query.

    `query` is valid by the specification. Raises a `Refusal` (400) where it is too deep or long.
    """
    compiler = _Compiler()
    bind = compiler.bind
    condition = compiler.query(query, 0)
    lead = min(_certain(query), key=lambda term: term[0] == TYPE, default=EVERY_RECORD)
    by, direction = window.by, window.direction
    sql = f"""
        SELECT r.*
        FROM posting AS d CROSS JOIN record AS r ON r.seq = d.record
        WHERE d.term = ({compiler.term(lead)})
        AND (d.{by}, d.record) > ({bind(window.low[0])}, {bind(window.low[1])})
        AND (d.{by}, d.record) < ({bind(window.high[0])}, {bind(window.high[1])})
        AND +d.{window.other} >= {bind(window.range[0])}
        AND +d.{window.other} < {bind(window.range[1])}
        AND {condition.sql}
        ORDER BY d.{by} {direction}, d.record {direction}
        LIMIT {bind(limit)}
    """
    with_sets = f"WITH {', '.join(compiler.sets)} " if compiler.sets else ""
    return Statement(with_sets + sql, compiler.values)


def _certain(query: Query) -> Iterator[Term]:
    """The terms that every match has: each alone could lead the way."""
    for name, condition in query.items():
        if name == "$and":
            for member in condition:
                yield from _certain(member)
        elif name != "$or" and "$eq" in condition:
            yield (_path(name), *kind_and_text(condition["$eq"]))


def _path(name: str) -> str:
    return TYPE if name == "_type" else ANYWHERE if name == "*" else f".{name}"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A condition on the posting `d`, and how deep its brackets go."""

    sql: str
    depth: int = 0


@dataclass(slots=True)
class _Compiler:
    """Grows with one statement: the values bound so far, and the sets that it names at its top."""

    values: list[Any] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    comparisons: int = 0

    def bind(self, value: int | str) -> str:
        self.values.append(value)
        return f"?{len(self.values)}"

    def query(self, query: Query, depth: int) -> _Clause:
        if depth > DEEPEST:
            raise Refusal(400, f"A query is nested at most {DEEPEST} deep")
        return self._join("AND", [self._entry(*entry, depth) for entry in query.items()])

    def _entry(self, name: str, condition: Any, depth: int) -> _Clause:
        if name in ("$and", "$or"):
            members = [self.query(member, depth + 1) for member in condition]
            return self._join(name[1:].upper(), members)
        return self._comparison(_path(name), condition, depth)

    def _comparison(self, path: str, comparison: Query, depth: int) -> _Clause:
        if depth > DEEPEST:
            raise Refusal(400, f"A query is nested at most {DEEPEST} deep")
        clauses = [self._operator(path, *entry, depth) for entry in comparison.items()]
        return self._join("AND", clauses)

    def _operator(self, path: str, operator: str, operand: Any, depth: int) -> _Clause:
        if operator == "$not":
            return _negate(self._comparison(path, operand, depth + 1))
        if operator == "$contains":
            members = operand if isinstance(operand, list) else [operand]
            return self._join("AND", [self._contains(path, member) for member in members])
        equal = self._has((path, *kind_and_text(operand)))
        return equal if operator == "$eq" else _negate(equal)

    def _contains(self, path: str, value: bool | float | str) -> _Clause:
        kind, text = kind_and_text(value)
        if kind == "t":
            return self._has_part(path, text)
        return self._join("OR", [self._has((path, k, text)) for k in (kind, kind.upper())])

    def _has(self, term: Term) -> _Clause:
        """One term is meant, so each record is looked up among its postings."""
        self._count()
        return _Clause(
            f"EXISTS (SELECT 1 FROM posting WHERE term = ({self.term(term)})"
            " AND created = d.created AND record = d.record)"
        )

    def _has_part(self, path: str, text: str) -> _Clause:
        """Many terms may be meant, so their records are gathered once."""
        self._count()
        part = self.bind(text)
        return _Clause(
            "d.record IN (SELECT record FROM posting WHERE term IN (SELECT id FROM term"
            f" WHERE path = {self.bind(path)}"
            f" AND (kind = 't' AND instr(value, {part}) OR kind = 'T' AND value = {part})))"
        )

    def _count(self) -> None:
        self.comparisons += 1
        if self.comparisons > MOST_COMPARISONS:
            raise Refusal(400, f"A query has at most {MOST_COMPARISONS} comparisons")

    def term(self, term: Term) -> str:
        path, kind, text = map(self.bind, term)
        return f"SELECT id FROM term WHERE path = {path} AND kind = {kind} AND value = {text}"

    def _join(self, word: str, clauses: Sequence[_Clause]) -> _Clause:
        if not clauses:
            return _Clause("1")
        if len(clauses) == 1:
            return clauses[0]
        shallow = [self._flatten(clause) for clause in clauses]
        depth = 1 + max(clause.depth for clause in shallow)
        return _Clause(f"({f' {word} '.join(clause.sql for clause in shallow)})", depth)

    def _flatten(self, clause: _Clause) -> _Clause:
        """The clause, or where it is deep a set of its own in its place."""
        if clause.depth < _SHALLOW:
            return clause
        name = f"s{len(self.sets)}"
        self.sets.append(
            f"{name} AS (SELECT d.record FROM posting AS d"
            f" WHERE d.term = ({self.term(EVERY_RECORD)}) AND {clause.sql})"
        )
        return _Clause(f"d.record IN {name}")


def _negate(clause: _Clause) -> _Clause:
    return _Clause(f"NOT {clause.sql}", clause.depth + 1)
