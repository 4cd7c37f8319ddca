"""What an installed kit consists of."""

from pathlib import Path
from zipfile import ZipFile

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_specifications_and_all_data_of_the_package(tmp_path: Path) -> None:
    [built] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    inside = set(ZipFile(built).namelist())
    specs = {f"contract_kit/{path.relative_to(ROOT)}" for path in ROOT.glob("specs/*.yaml")}
    data = {
        str(path.relative_to(ROOT))
        for pattern in ("*.sql", "*.json", "py.typed")
        for path in (ROOT / "contract_kit").rglob(pattern)
    }
    assert specs
    assert data
    assert specs | data <= inside


def test_the_lock_names_no_index_and_no_path() -> None:
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    assert not [line for line in lock.splitlines() if "://" in line or line.startswith(("-", "/"))]
    assert all("==" in line for line in lock.splitlines() if line and line[0].isalpha())
