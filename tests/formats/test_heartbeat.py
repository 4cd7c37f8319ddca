"""The heartbeat on disk: as it was written, whole, and refused where it is something else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract_kit.formats import heartbeat
from contract_kit.model.errors import Mistake
from contract_kit.model.heartbeat import Beat, Heartbeat, beaten

NOW = datetime(2026, 11, 23, 3, 17, tzinfo=UTC)


def test_a_heartbeat_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "state" / heartbeat.FILE
    assert heartbeat.load(path) == Heartbeat()
    kept = Heartbeat(NOW, {"shelf": {"list": Beat(NOW), "show": Beat(NOW, NOW)}})
    assert heartbeat.update(path, lambda _: kept) == kept
    assert heartbeat.load(path) == kept
    assert [file.name for file in path.parent.iterdir()] == [heartbeat.FILE]


def test_what_fails_half_way_leaves_the_heartbeat_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / heartbeat.FILE
    heartbeat.update(path, lambda _: Heartbeat(NOW))
    with pytest.raises(ZeroDivisionError):
        heartbeat.update(path, lambda _: 1 // 0)  # type: ignore[arg-type, return-value]
    assert heartbeat.load(path) == Heartbeat(NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 2, "night": null, "apis": {}}',
        '{"version": 1, "night": "today", "apis": {}}',
        '{"version": 1, "night": "2026-11-23T03:17:00Z", "apis": []}',
        '{"version": 1, "night": "2026-11-23T03:17:00Z", "apis": {"shelf": {"list": {}}}}',
    ],
)
def test_what_is_no_heartbeat_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / heartbeat.FILE
    path.write_text(text)
    with pytest.raises(Mistake, match=r"heartbeat\.json: this is no heartbeat"):
        heartbeat.load(path)


def test_a_night_forgets_what_is_planned_no_more_and_leaves_other_apis_alone() -> None:
    before = Heartbeat(NOW, {"shelf": {"old": Beat(NOW), "list": Beat(NOW)}, "shop": {}})
    later = NOW + timedelta(days=1)
    after = beaten(before, {"shelf": ["list", "show"]}, {("shelf", "list")}, later)
    assert after.night == later
    assert after.beats == {"shelf": {"list": Beat(NOW, later), "show": Beat(later)}, "shop": {}}
