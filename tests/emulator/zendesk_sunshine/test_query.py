"""The search language, against a plain reading of its rules."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.zendesk_sunshine.query import DEEPEST, MOST_COMPARISONS
from tests.emulator.zendesk_sunshine.conftest import QUERY, Account, Library, Stored, error
from tests.emulator.zendesk_sunshine.oracle import matches
from tests.emulator.zendesk_sunshine.test_records import ATTRIBUTES

NESTED_BOOK = {
    "author": {"first": "Sidney", "last": "Sheldon"},
    "inventory": {
        "book_price": 542,
        "book_available": True,
        "stores_available": ["938475", "872648", "234324"],
    },
    "name": "The Doomsday Conspiracy",
    "publisher": "Bloomsbury publications",
}

OPERANDS = (
    st.booleans()
    | st.sampled_from([0, 1, 1.0, 0.5, 10**20, 2**63, 1e300])
    | st.sampled_from(["", "a", "ab", "b", "1", "true", "ä", "\0"])
)
COMPARISONS = st.recursive(
    st.fixed_dictionaries({"$eq": OPERANDS})
    | st.fixed_dictionaries({"$neq": OPERANDS})
    | st.fixed_dictionaries({"$contains": OPERANDS | st.lists(OPERANDS, min_size=1, max_size=3)}),
    lambda children: st.builds(
        lambda one, other: {**one, "$not": other}, st.just({}) | children, children
    ),
    max_leaves=3,
)
NAMES = st.sampled_from(["a", "b", "a.b", "a.a", "a.", ".", "*", "b.a.b"])
TYPES = st.fixed_dictionaries(
    {
        "_type": st.sampled_from(["thing", "book", "thin"]).flatmap(
            lambda text: st.sampled_from([{"$eq": text}, {"$neq": text}, {"$contains": text}])
        )
    }
)
QUERIES = st.recursive(
    st.dictionaries(NAMES, COMPARISONS, max_size=2) | TYPES,
    lambda children: st.builds(
        lambda word, members, beside: {**beside, word: members},
        st.sampled_from(["$and", "$or"]),
        st.lists(children, min_size=1, max_size=3),
        st.just({}) | children,
    ),
    max_leaves=5,
)
STORED = st.builds(
    Stored, ATTRIBUTES, type=st.sampled_from(["thing", "book"]), created=st.integers(0, 2)
)


def newest_first(records: list[Stored], ids: list[str], query: Any) -> list[str]:
    order = sorted(range(len(ids)), key=lambda number: (records[number].created, number))
    return [ids[number] for number in reversed(order) if matches(query, records[number])]


def ids_found(library: Library, query: Any) -> list[str]:
    return [record["id"] for record in library.account.found(query)]


@given(records=st.lists(STORED, max_size=6), query=QUERIES)
def test_a_search_finds_what_matches_newest_first(
    library: Library, records: list[Stored], query: Any
) -> None:
    ids = library.fill(records)
    assert ids_found(library, query) == newest_first(records, ids, query)


@given(records=st.lists(STORED, max_size=6), name=NAMES, comparison=COMPARISONS)
def test_not_is_the_exact_complement(
    library: Library, records: list[Stored], name: str, comparison: Any
) -> None:
    ids = library.fill(records)
    with_it = ids_found(library, {name: comparison})
    without = ids_found(library, {name: {"$not": comparison}})
    assert sorted(with_it + without) == sorted(ids)


def test_the_documents_nested_record_is_found_by_their_query(account: Account) -> None:
    (record_id,) = account.post(NESTED_BOOK)
    query = {
        "$and": [
            {"author.first": {"$eq": "Sidney"}},
            {"author.last": {"$eq": "Sheldon"}},
            {"inventory.book_available": {"$eq": True}},
            {"inventory.stores_available": {"$contains": "872648"}},
        ]
    }
    assert [record["id"] for record in account.found(query)] == [record_id]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"color": {"$eq": "red"}}, True),
        ({"color": {"$eq": "Red"}}, False),
        ({"color": {"$eq": "re"}}, False),
        ({"color": {"$contains": "re"}}, True),
        ({"color": {"$contains": "RE"}}, False),
        ({"color": {"$contains": ""}}, True),
        ({"color": {"$neq": "blue"}}, True),
        ({"color": {"$not": {"$contains": "re"}}}, False),
        ({"*": {"$eq": "red"}}, True),
        ({"*": {"$eq": "blue"}}, False),
        ({"*": {"$neq": "blue"}}, True),
        ({"*": {"$contains": ["red", "x", 5]}}, True),
        ({"missing": {"$neq": "red"}}, True),
        ({"missing": {"$not": {"$eq": "red"}}}, True),
        ({"missing": {"$contains": ""}}, False),
        ({"size": {"$eq": 5.0}}, True),
        ({"size": {"$eq": "5"}}, False),
        ({"size": {"$contains": 5}}, True),
        ({"size": {"$contains": "5"}}, False),
        ({"one": {"$eq": True}}, False),
        ({"tags": {"$eq": "x"}}, False),
        ({"tags": {"$contains": "x"}}, True),
        ({"tags": {"$contains": "long"}}, False),
        ({"tags": {"$contains": ["x", 7]}}, True),
        ({"tags": {"$contains": ["x", "z"]}}, False),
        ({"nothing": {"$contains": ""}}, False),
        ({"dotted.key": {"$eq": 1}}, True),
        ({"a.b.c": {"$eq": 2}}, True),
        ({"a": {"$contains": 2}}, False),
        ({"_type": {"$eq": "thing"}}, True),
        ({"_type": {"$contains": "in"}}, True),
        ({"_type": {"$neq": "thing"}}, False),
        ({"_type": {"$eq": 1}}, False),
        ({"color": {"$eq": "red"}, "size": {"$eq": 6}}, False),
        ({"size": {"$eq": 5, "$neq": 6}}, True),
        ({"size": {"$eq": 5, "$not": {"$contains": 5}}}, False),
        ({"$or": [{"color": {"$eq": "blue"}}, {"size": {"$eq": 5}}]}, True),
        ({"$and": [{"color": {"$eq": "blue"}}, {"size": {"$eq": 5}}]}, False),
        ({"color": {"$eq": "red' OR 1=1 --"}}, False),
    ],
)
def test_each_operator_does_what_the_specification_says(
    library: Library, query: Any, found: bool
) -> None:
    attributes = {
        "color": "red",
        "size": 5,
        "one": 1,
        "tags": ["x", "longer", 7],
        "nothing": None,
        "dotted.key": 1,
        "a": {"b": {"c": 2}},
    }
    library.fill([Stored(attributes)])
    assert bool(library.account.found(query)) is found


def negated(depth: int) -> Any:
    comparison: Any = {"$contains": "x"}
    for _ in range(depth):
        comparison = {"$neq": 1, "$not": comparison}
    return comparison


def wrapped(query: Any, depth: int, width: int) -> Any:
    beside = [{"a": {"$eq": f"{number}"}} for number in range(width)]
    for level in range(depth):
        query = {"b": {"$neq": 1}, ("$or", "$and")[level % 2]: [*beside, query]}
    return query


def nested(depth: int, width: int = 1) -> list[Any]:
    """Queries of a depth, in each shape that brackets can have."""
    return [
        wrapped({"a": {"$contains": "x"}}, depth, width),
        {"a": negated(depth)},
        wrapped({"a": negated(depth // 2)}, depth - depth // 2, width),
    ]


@pytest.mark.parametrize("width", [1, 13])
@pytest.mark.parametrize("shape", [0, 1, 2])
def test_a_query_may_be_32_deep(library: Library, shape: int, width: int) -> None:
    records = [Stored({"a": text}) for text in ("x", "1", "y")]
    ids = library.fill(records)
    query = nested(DEEPEST, width)[shape]
    assert ids_found(library, query) == newest_first(records, ids, query)


@pytest.mark.parametrize("shape", [0, 1, 2])
def test_a_query_that_is_deeper_is_refused(library: Library, shape: int) -> None:
    answer = library.account.ask("POST", QUERY, {"query": nested(DEEPEST + 1)[shape]})
    assert (answer.status, "32" in error(answer)["detail"]) == (400, True)


@pytest.mark.parametrize("word", ["$and", "$or"])
def test_a_query_has_at_most_500_comparisons(library: Library, word: str) -> None:
    library.fill([Stored({"a": 499})])
    members: list[Any] = [{"a": {"$contains": f"{n}"}} for n in range(MOST_COMPARISONS)]
    assert ids_found(library, {word: members}) == []
    members[-1] = {"a": {"$eq": 499}}
    assert len(ids_found(library, {word: members})) == (word == "$or")
    answer = library.account.ask("POST", QUERY, {"query": {word: [*members, members[0]]}})
    assert (answer.status, "500" in error(answer)["detail"]) == (400, True)


@pytest.mark.parametrize(
    "query",
    [
        {"$and": []},
        {"$or": {}},
        {"$nor": [{}]},
        {"_created_at": {"$eq": "x"}},
        {"a": "red"},
        {"a": {}},
        {"a": {"$eq": None}},
        {"": {"$eq": "red"}},
        {"a": {"$eq": ["red"]}},
        {"a": {"$contains": []}},
        {"a": {"$gt": 1}},
        {"a": {"$not": "red"}},
    ],
)
def test_what_is_no_query_is_refused(library: Library, query: object) -> None:
    assert library.account.ask("POST", QUERY, {"query": query}).status == 400
