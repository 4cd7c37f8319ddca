"""A baseline's file is never half written, and no recording is lost from it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_kit.formats.baseline import load, merge_into, save
from contract_kit.model.baseline import Baseline
from contract_kit.model.errors import Mistake
from contract_kit.model.facts import NO_FACTS, merge_facts
from tests.formats.baselines import AT, FACTS, SMALL, SOURCE

ROOT = Path(__file__).parents[2]


def test_without_a_file_a_baseline_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "baseline.json", "small") == Baseline("small")


def test_a_baseline_is_kept_and_extended(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "baseline.json"
    save(path, SMALL)
    assert load(path, "small") == SMALL
    extended = merge_into(path, "small", "live", "more", "2020-06-11T00:00:00+02:00", FACTS)
    assert load(path, "small") == extended
    assert extended.pasts["live"].facts == merge_facts(SMALL.pasts["live"].facts, FACTS)
    assert extended.pasts["live"].until == "2020-06-10T22:00:00Z"
    assert [file.name for file in path.parent.iterdir()] == ["baseline.json"]


def test_the_same_recording_again_does_not_touch_the_file(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save(path, SMALL)
    before = path.stat()
    again = merge_into(path, "small", "live", "0123456789abcdef", "2022-01-01T00:00:00Z", FACTS)
    assert again == SMALL
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("source", [b"", b"{}", SOURCE[:-5], b"mine"])
@pytest.mark.parametrize(
    "change",
    [
        lambda path: save(path, SMALL),
        lambda path: merge_into(path, "small", "live", "a", AT, NO_FACTS),
    ],
)
def test_what_is_no_baseline_is_never_overwritten(
    tmp_path: Path, source: bytes, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(source)
    with pytest.raises(Mistake, match=r"baseline\.json"):
        change(path)
    assert path.read_bytes() == source
    assert [file.name for file in tmp_path.iterdir()] == ["baseline.json"]


def test_the_baseline_of_another_api_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save(path, SMALL)
    for refused in (
        lambda: load(path, "large"),
        lambda: save(path, Baseline("large")),
        lambda: merge_into(path, "large", "live", "a", AT, NO_FACTS),
    ):
        with pytest.raises(Mistake, match="is the baseline of 'small', not of 'large'"):
            refused()
    assert path.read_bytes() == SOURCE


def test_a_time_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"baseline\.json: '2020-06-09' has no time zone"):
        merge_into(tmp_path / "baseline.json", "small", "live", "a", "2020-06-09", NO_FACTS)
    assert not (tmp_path / "baseline.json").exists()


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "tests.formats.learner", *map(str, arguments)]


def test_processes_that_learn_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    processes = [subprocess.Popen(command(path, name, 10), cwd=ROOT) for name in "abc"]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    past = load(path, "small").pasts["live"]
    assert past.recordings == {f"{name}{n}" for name in "abc" for n in range(10)}
    assert past.facts.answers["showJob", "200"].body.n == 30


def test_a_kill_at_each_step_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    run = subprocess.run(
        command(tmp_path, "killed"), cwd=ROOT, check=True, capture_output=True, text=True
    )
    steps = int(run.stdout)
    assert steps > 5
    for step in range(1, steps + 1):
        path = tmp_path / str(step) / "baseline.json"
        assert load(path, "small").pasts["live"].recordings in ({"before"}, {"before", "after"})
        merge_into(path, "small", "live", "after", AT, FACTS)
        past = load(path, "small").pasts["live"]
        assert past.recordings == {"before", "after"}
        assert past.facts == merge_facts(FACTS, FACTS)
        assert [file.name for file in path.parent.iterdir()] == ["baseline.json"]
