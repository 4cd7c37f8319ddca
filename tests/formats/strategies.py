"""Draws recordings of all sorts."""

import json
from dataclasses import replace

from hypothesis import strategies as st

from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.model import laws


def _dumped(value: object, *, spaced: bool, ascii_only: bool) -> bytes:
    separators = (", ", ": ") if spaced else (",", ":")
    return json.dumps(value, separators=separators, ensure_ascii=ascii_only).encode(
        errors="surrogatepass"
    )


# halves of surrogate pairs too: some clients decode bytes that are no UTF-8 into them
texts = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    (
        "no",
        "~",
        "a: b",
        "a #b",
        "- a",
        "<<",
        "12",
        "",
        " ",
        "\0",
        "a\nb\n",
        "é😀",
        "*/*",
        "x" * 1500,
    )
)
_lines = st.lists(st.sampled_from(("a", " ", "\t", "\n", "\r", "é", "😀", "\x85", "#", ": ", "-")))
_compact = st.sampled_from(
    (
        '{"a":1.0,"b":1e5,"c":-0.0,"d":[],"e":{}}',
        '{"a":"\\u00e9\\/\\ud800","a":"é😀","\\"":null}',
        '{"a":1,"a":2}',
        '{"b": 1, "a": [1, 2, "c: d, e"]}',
        '{"a":NaN,"b":-Infinity}',
        "{}",
        '{"a":1}\n',
        '{"a":1, "b": 2}',
        '{"\\\\":"\\\\","b":"[{\\"x\\": 1}]"}',
        '{"a":"\u2028 \x7f"}',
        f'{{"a":{"9" * 4000}}}',
        f'{{"a":{"9" * 5000}}}',
        "[" * 60 + "]" * 60,
        "[" * 5000 + "]" * 5000,
        '{"a"',
        "[1,]",
        "{1:2}",
    )
).map(str.encode)
_json = st.builds(
    lambda value, spaced, ascii_only: _dumped(value, spaced=spaced, ascii_only=ascii_only),
    laws.values,
    st.booleans(),
    st.booleans(),
)
bodies = laws.bodies | _compact | _json | _lines.map("".join).map(str.encode)


_headers = st.lists(
    st.tuples(st.sampled_from(("A", "a", "B", "Content-Length")) | texts, texts | st.just("7")),
    max_size=5,
).map(tuple)


def _measured(message: Request | Answer) -> Request | Answer:
    return replace(message, headers=(*message.headers, ("Content-Length", str(len(message.body)))))


_requests = st.builds(Request, texts, texts, _headers, bodies)
_answers = st.builds(Answer, st.integers(0, 999), _headers, bodies)
_recorded = st.builds(
    Recorded,
    st.just(1),
    st.builds(Exchange, _requests | _requests.map(_measured), _answers | _answers.map(_measured)),
    texts,
    texts,
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(texts, max_size=2).map(tuple),
)
cassettes = st.builds(
    lambda heading, recorded: Cassette(
        heading, tuple(replace(one, n=n) for n, one in enumerate(recorded, 1))
    ),
    st.builds(
        Heading,
        texts,
        st.sampled_from(("story", "test", "document")),
        texts,
        st.sampled_from(("live", "emulator", "document")),
        texts,
        texts,
        texts,
        texts,
        st.none() | st.integers(),
    ),
    st.lists(_recorded, max_size=3),
)
