"""Recordings are saved whole or not at all, and never over what the kit did not write."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit.formats.store import Recording, load, recover, save
from contract_kit.formats.vcr import parse, render
from contract_kit.model.cassette import Heading
from contract_kit.model.errors import Mistake
from tests.formats.samples import HEADING, at, cassette, exchange, files, left_over, numbers

FOREIGN = b"interactions: []\nversion: 1\n"
LATER = replace(HEADING, recorded_at="2020-06-09T22:00:10Z")


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "api" / "it.yaml"
    save(path, cassette(exchange()))
    save(path, cassette(exchange(1), exchange(2)))
    assert load(path) == cassette(exchange(1), exchange(2))
    assert files(path.parent) == ["it.yaml"]


@pytest.mark.parametrize(
    "source",
    [FOREIGN, b"a: [", b"", render(cassette(exchange()))[:-20]],
    ids=["foreign", "no YAML", "empty", "cut off"],
)
def test_a_file_that_is_not_the_kits_is_overwritten_only_when_told_to(
    tmp_path: Path, source: bytes
) -> None:
    path = tmp_path / "it.yaml"
    path.write_bytes(source)
    with pytest.raises(Mistake, match=r"it\.yaml"):
        save(path, cassette(exchange()))
    with pytest.raises(Mistake, match=r"it\.yaml"):
        Recording(path, HEADING)
    with pytest.raises(Mistake, match=r"it\.yaml"):
        Recording(path, HEADING, anew=True)
    assert path.read_bytes() == source
    recording = Recording(path, HEADING, replace=True)
    recording.append(at(1))
    assert numbers(recording.finish()) == [1]
    path.write_bytes(source)
    save(path, cassette(exchange(2)), replace=True)
    assert numbers(load(path)) == [2]
    assert files(tmp_path) == ["it.yaml"]


def test_a_file_that_turns_foreign_meanwhile_stays_and_so_does_what_was_recorded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "it.yaml"
    recording = Recording(path, HEADING)
    recording.append(at(1))
    path.write_bytes(FOREIGN)
    with pytest.raises(Mistake, match="another tool wrote it"):
        recording.finish()
    assert path.read_bytes() == FOREIGN
    path.unlink()
    assert numbers(recording.finish()) == [1]


def test_a_recording_adds_to_its_file_or_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    for number, anew, there in ((1, False, [1]), (2, False, [1, 2]), (3, True, [3])):
        recording = Recording(path, HEADING, anew=anew)
        recording.append(at(number, number))
        assert numbers(recording.finish()) == numbers(load(path)) == there


def test_who_joins_a_recording_that_began_anew_adds_to_it(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    save(path, cassette(exchange(0)))
    first, second = (Recording(path, HEADING, anew=True) for _ in range(2))
    first.append(at(1, 1))
    assert numbers(first.finish()) == [1]
    third = Recording(path, HEADING, anew=True)
    third.append(at(3, 3))
    assert numbers(third.finish()) == [1, 3]
    second.append(at(2, 2))
    assert numbers(second.finish()) == [1, 2, 3]


def test_nothing_recorded_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    assert Recording(path, HEADING).finish() is None
    assert files(tmp_path) == []
    save(path, cassette(exchange()))
    assert Recording(path, HEADING, anew=True).finish() == cassette(exchange())


def test_what_is_discarded_is_gone(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "it.yaml", HEADING)
    recording.append(at(1))
    recording.discard()
    assert files(tmp_path) == []


def test_the_next_recording_takes_over_what_was_left(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    left_over(path, at(1, 1), at(2, 2))
    recording = Recording(path, HEADING)
    recording.append(at(3, 3))
    assert numbers(recording.finish()) == [1, 2, 3]
    assert files(tmp_path) == ["it.yaml"]


def test_a_recording_anew_takes_the_place_of_what_was_left(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    left_over(path, at(1, 1), anew=True)
    assert Recording(path, HEADING, anew=True).finish() is None
    assert len(files(tmp_path)) == 1  # nothing has taken its place so far
    recording = Recording(path, HEADING, anew=True)
    recording.append(at(2, 2))
    assert numbers(recording.finish()) == [2]
    assert files(tmp_path) == ["it.yaml"]


def test_what_was_left_is_recovered_and_what_is_under_way_is_left_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "it.yaml", tmp_path / "a" / "b" / "it.yaml"
    save(other, cassette(exchange(0)))
    left_over(one, at(1, 1))
    left_over(other, at(9, 1), anew=True)
    under_way = Recording(one, HEADING)
    under_way.append(at(2, 2))
    assert recover(tmp_path) == (other, one)
    assert numbers(load(other)) == [0, 1]
    assert numbers(load(one)) == [1]
    assert numbers(under_way.finish()) == [1, 2]
    assert recover(tmp_path) == ()
    assert recover(tmp_path / "nowhere") == ()


def test_recordings_are_merged_by_time_and_each_keeps_its_order(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    first, second = Recording(path, HEADING), Recording(path, LATER)
    for seconds, number in ((0.0, 1), (12.0, 2), (11.0, 3), (30.0, 4)):
        first.append(at(seconds, number))
    for seconds, number in ((0.1, 5), (5.0, 6)):
        second.append(at(seconds, number))
    second.finish()
    recorded = first.finish()
    assert numbers(recorded) == [1, 5, 2, 3, 6, 4]
    assert recorded
    assert recorded.heading == HEADING
    assert [one.at for one in recorded.exchanges] == [0.0, 10.1, 12.0, 11.0, 15.0, 30.0]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("api", replace(HEADING, api="live")),
        ("origin", replace(HEADING, origin="live")),
        ("base_url", replace(HEADING, base_url="live")),
    ],
)
def test_recordings_that_do_not_belong_together_are_not_merged(
    tmp_path: Path, name: str, other: Heading
) -> None:
    path = tmp_path / "it.yaml"
    save(path, cassette(exchange()))
    with pytest.raises(Mistake, match=rf"it\.yaml: {name} would be '.*' and 'live'"):
        Recording(path, other)
    recording = Recording(path, other, anew=True)
    with pytest.raises(Mistake, match=f"{name} would be"):
        Recording(path, HEADING, anew=True)
    recording.append(at(1))
    assert numbers(recording.finish()) == [1]
    assert load(path).heading == other


def test_a_time_that_is_none_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    recording = Recording(path, replace(HEADING, recorded_at="yesterday"))
    recording.append(at(1))
    with pytest.raises(Mistake, match=r"it\.yaml: recorded_at 'yesterday' is no time"):
        recording.finish()
    assert any(name.endswith(".journal") for name in files(tmp_path))


def test_threads_record_into_one_and_into_several_files(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.yaml" for name in "abc"]
    shared = Recording(paths[0], HEADING)

    def record(number: int) -> None:
        shared.append(at(number, number))
        own = Recording(paths[1 + number % 2], HEADING)
        own.append(at(number, number))
        own.finish()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record, range(24)))
    shared.finish()
    assert sorted(numbers(load(paths[0]))) == list(range(24))
    assert numbers(load(paths[1])) == list(range(0, 24, 2))
    assert numbers(load(paths[2])) == list(range(1, 24, 2))
    assert len(files(tmp_path)) == 3


def test_what_is_saved_is_what_is_rendered(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    save(path, cassette(exchange()))
    assert path.read_bytes() == render(cassette(exchange()))
    assert parse(path.read_bytes(), "it.yaml") == load(path)
