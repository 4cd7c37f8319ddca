"""Draws shapes and facts of all sorts, beyond every bound that they have."""

import json
from typing import Any

from hypothesis import strategies as st

from contract_kit.model.facts import AnswerFacts, Facts
from contract_kit.model.inference import Guide, shape_of
from contract_kit.model.lifecycle import Mined
from contract_kit.model.shape import MOST_MEMBERS, MOST_VALUES, NOTHING, merged
from tests.model import laws

_WORDS = [f"word{chr(97 + n)}" for n in range(MOST_VALUES + 3)]
_NAMES = ["status", "a", "kind", "*", "", "a/b", "is_ok"]
_words = st.sampled_from(_WORDS)
_numbers = st.sampled_from((0, -0.0, 1, 1.0, 2**53, 2.0**53, 10**400, -(10**400), 1e308, 0.5))
_tagged = st.fixed_dictionaries(
    {"status": _words}, optional={"a": _numbers, "kind": _words, "b": st.lists(_numbers)}
)
_wide = st.integers(0, MOST_MEMBERS).flatmap(
    lambda first: st.integers(1, MOST_MEMBERS + 2).map(
        lambda count: {
            f"m{chr(97 + n // 26)}{chr(97 + n % 26)}": n for n in range(first, first + count)
        }
    )
)
_ids = st.dictionaries(st.uuids().map(str) | st.integers(0, 99).map(str), _numbers, max_size=4)
_text = (
    *(_words, st.text(max_size=3), st.uuids().map(str), st.integers().map(str)),
    *(st.datetimes().map(str), st.from_regex(r"[0-9a-f]{15,17}|V[0-9]-[a-z]{2}", fullmatch=True)),
)
texts = st.lists(st.sampled_from(_text).flatmap(lambda one: one), max_size=40) | st.sampled_from(
    _text
).flatmap(lambda one: st.lists(one, min_size=16, max_size=40))
_deep = st.builds(
    lambda levels, text: json.loads(text[0] * levels + "1" + text[1] * levels),
    st.integers(48, 52),
    st.sampled_from(("[]", ('{"a":', "}"))),
)
values: st.SearchStrategy[Any] = st.one_of(
    *(laws.values, _words, _numbers, _tagged, _wide, _ids, _deep, texts),
    *(st.lists(_tagged, max_size=16), st.lists(laws.values | _tagged | _wide, max_size=6)),
)

_places = st.frozensets(st.lists(st.sampled_from(_NAMES), max_size=2).map(tuple), max_size=3)
guides = st.builds(Guide, _places, _places, st.frozensets(st.sampled_from(_NAMES), max_size=2))
seen = st.just(NOTHING) | st.builds(shape_of, values, guides)
shapes = seen | st.lists(st.builds(shape_of, values), max_size=6).map(merged)

_texts = st.text(max_size=5) | st.sampled_from(("showJob", "a b", "", "look", '"'))
_statuses = st.sampled_from(("200", "404", "500"))
_counts = st.integers(1, 9)
_lives = st.builds(
    Mined,
    st.dictionaries(_texts, _counts, max_size=2),
    st.dictionaries(st.tuples(_texts, _texts), _counts, max_size=3),
    st.dictionaries(_texts, _counts, max_size=2),
)
facts = st.builds(
    Facts,
    st.dictionaries(
        st.tuples(_texts, _statuses), st.builds(AnswerFacts, shapes, shapes), max_size=3
    ),
    st.dictionaries(
        st.tuples(_texts, _texts, _texts),
        st.dictionaries(_statuses, _counts, min_size=1),
        max_size=3,
    ),
    st.dictionaries(st.tuples(_texts, _texts, _texts), st.builds(shape_of, _tagged), max_size=2),
    st.dictionaries(_texts, _lives, max_size=2),
)
