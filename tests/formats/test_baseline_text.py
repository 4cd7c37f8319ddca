"""A baseline comes back from its text as it was, or is refused whole."""

import json
import os
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.formats.baseline_text import parse, render
from contract_kit.model.baseline import Baseline, Past, learned
from contract_kit.model.cassette import Origin
from contract_kit.model.errors import Mistake
from contract_kit.model.facts import Facts
from tests.formats.baselines import AT, SMALL, SOURCE
from tests.model import strategies
from tests.model.laws import law

GOLDEN = Path(__file__).with_name("golden-baseline.json")


def refusal(source: str | bytes) -> str:
    with pytest.raises(Mistake) as told:
        parse(source if isinstance(source, bytes) else source.encode(), "b.json")
    message = str(told.value)
    assert message.startswith("b.json:")
    assert "\n" not in message
    return message.removeprefix("b.json:")


pasts = st.builds(
    Past,
    st.frozensets(st.text(max_size=4), min_size=1, max_size=3),
    st.just("2020-06-09T22:00:00Z"),
    st.just("2021-06-09T22:00:00.5Z"),
    strategies.facts,
)
baselines = st.builds(
    Baseline, st.text(max_size=4), st.dictionaries(st.sampled_from(get_args(Origin)), pasts)
)


@law
@given(baselines)
def test_what_is_written_is_read_again(baseline: Baseline) -> None:
    source = render(baseline)
    assert parse(source, "b.json") == baseline
    assert parse(source.replace(b"\n", b"\r\n"), "b.json") == baseline  # as git may check it out
    assert render(parse(source, "b.json")) == source


@law
@given(strategies.facts, strategies.facts)
def test_the_order_of_recordings_is_not_seen_in_the_file(a: Facts, b: Facts) -> None:
    one, other = Baseline("small"), Baseline("small")
    for digest, facts in (("a", a), ("b", b)):
        one = learned(one, "live", digest, AT, facts)
    for digest, facts in (("b", b), ("a", a)):
        other = learned(other, "live", digest, AT, facts)
    assert render(one) == render(other)


def test_a_baseline_looks_like_this() -> None:
    if os.environ.get("REFRESH_GOLDEN"):
        GOLDEN.write_bytes(SOURCE)
    assert GOLDEN.read_bytes() == SOURCE


def test_fifty_recordings_are_hardly_larger_than_one() -> None:
    baseline = Baseline("small")
    for n in range(50):
        baseline = learned(baseline, "live", f"{n:016}", AT, SMALL.pasts["live"].facts)
    assert len(render(baseline)) < 2 * len(SOURCE)


def test_every_cut_is_refused() -> None:
    for end in range(len(SOURCE) - 1):
        assert refusal(SOURCE[:end])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"version": 1', '"version": 2', "is no baseline of version 1"),
        ('"version": 1', '"version": true', "is true or false, not an integer"),
        ('"origins"', '"origin"', "is no baseline"),
        ('"live": {', '"moon": {', '"moon" is none of live, emulator, document'),
        ('"since": "2020', '"since": "MMXX', '"since" is no time'),
        ('"until": "2020-06-10T22:00:00Z"', '"until": "2020-06-10"', "no time zone"),
        ('"recordings": 2', '"recordings": 3', "is 3, but 2 are named"),
        ('"fedcba9876543210"', '"0123456789abcdef"', "is 2, but 1 are named"),
        ('"fedcba9876543210"', "7", "is no list of texts"),
        ('"showJob 404"', '"showJob"', '"showJob" is no operation and status'),
        ('"showJob 404"', '"showJob 200"', "'showJob 200' stands twice"),
        ('"steps"', '"stairs"', "lacks `steps`"),
        ('{"200": 4, "404": 1}', '{"200": 4, "404": 0}', '"404" is no count from 1'),
        ('{"200": 4, "404": 1}', '["200"]', '"showJob" is no mapping'),
        ('{"queued": {"done": 1}}', '{"queued": 1}', '"queued" is no mapping'),
        ('"/data{job_status=done}/id"', '"/dat{job_status=done}/id"', "belong to the rest"),
        ('"/data{job_status=done}/id"', '"data{job_status=done}/id"', "belong to the rest"),
        ('"/data{job_status=done}/id"', '"/data{job_status=do}/id"', "belong to the rest"),
        ('"/data{job_status=queued}/~2~3"', '"/data{job_status=queued}/~2["', "to the rest"),
        ('"": {"n": 4', '"/": {"n": 4', "lacks the line of the whole"),
        ('{"n": 4, "formats"', '{"n": 0, "formats"', '"n" is no count from 1'),
        ('{"n": 4, "formats"', '{"m": 4, "formats"', "lacks `n`"),
        ('{"n": 4, "formats"', '{"n": 4.0, "formats"', "is a number, not an integer"),
        ('{"n": 4, "formats"', '{"n": 4, "n": 4, "formats"', "'n' stands twice"),
        ('{"n": 4, "formats"', '{"n": 1, "formats"', "is 1, but more values are told of"),
        ('"lengths": [6, 6]', '"lengths": [6]', "is not the least and the greatest"),
        ('"lengths": [6, 6]', '"lengths": [7, 6]', "begins with the greatest"),
        ('"lengths": [6, 6]', '"lengths": [6, 1e999]', "is no number"),
        ('"lengths": [6, 6]', '"lengths": [6, NaN]', "is no number"),
        ('"lengths": [6, 6], ', "", "lacks `lengths`"),
        ('"words": {"queued": 1}', '"words": {"queued": 2}', "are not as many as their formats"),
        ('"whole": 1', '"whole": 2', "is more than there are numbers"),
        ('"n": 1, "null": 1', '"n": 1, "nil": 1', "is no key that this kit writes"),
        ('"n": 1, "null": 1', '"n": 1, "null": -1', "is no count from 0"),
        ("{", "<<<<<<< ours\n{", "1: Expecting value, this is no JSON"),
        ("}", "},", "this is no JSON"),
    ],
)
def test_what_was_broken_by_hand_is_refused_with_its_place(old: str, new: str, reason: str) -> None:
    source = SOURCE.decode()
    assert old in source
    assert reason in refusal(source.replace(old, new, 1))


def test_a_refusal_names_line_and_place() -> None:
    broken = SOURCE.decode().replace('"words": {"queued": 1}', '"words": {"queued": 2}')
    line = 1 + broken[: broken.index('"queued": 2')].count("\n")
    place = '"origins" "live" "answers" "showJob 200" "body" "/data{job_status=queued}/job_status"'
    assert refusal(broken) == f'{line}: {place} "words" are not as many as their formats'


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\xff\xfe\xff",
        b"[]",
        b"null",
        b"1",
        b"version: 1\n",
        b"[" * 100_000,
        b"9" * 5000,
        b"{}",
    ],
)
def test_what_is_no_baseline_is_refused(source: bytes) -> None:
    assert refusal(source)


@law
@given(st.data())
def test_any_other_value_anywhere_is_refused_or_read_whole(data: st.DataObject) -> None:
    document = json.loads(SOURCE)
    at: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(strategies.values)
    try:
        baseline = parse(json.dumps(document).encode(), "b.json")
    except Mistake:
        return
    assert json.loads(render(baseline)) == document
