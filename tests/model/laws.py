"""How laws are tried, and what of: the same examples in every run."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

law = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

keys = st.text(max_size=6) | st.sampled_from(["", "a/b", "~", "~1", "*", "0", "%2F", "{id}", "é"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
bodies = st.binary(max_size=60) | st.sampled_from(
    (
        b"{",
        b"null",
        b'"\\ud800"',
        b"1e999",
        b"NaN",
        b"\xff",
        b"[" * 2000,
        b"[" * 300 + b"]" * 300,
        b"9" * 5000,
        b'{"data": [{"state": 1}, 5, null, {"state": {"at": []}}]}',
    )
)
header_values = st.text(st.characters(min_codepoint=0, max_codepoint=255), max_size=12)
headers = st.lists(
    st.tuples(
        st.text(max_size=6)
        | st.sampled_from(("Content-Type", "content-type", "Cookie", "X-Count", "X-Tags")),
        header_values
        | st.sampled_from(("application/json", "text/plain", "a/b+json", ";", "1,2", "a=1; b")),
    ),
    max_size=5,
).map(tuple)
queries = st.text(max_size=20) | st.sampled_from(
    ("limit=5", "limit=", "limit=%ff", "&&=&", "ids=1&ids=2", "limit=5;ids=\ud800", "%", "a" * 99)
)
