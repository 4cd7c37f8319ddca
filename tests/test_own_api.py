"""The README's way to put one's own API under contract, walked as a new user would."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OWN_API = Path(__file__).parent / "own_api"


@contextmanager
def bookshelf(*arguments: str) -> Iterator[str]:
    """The API of somebody else, served on loopback; yields its base URL."""
    command = [sys.executable, str(OWN_API / "server.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def contract_kit(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the console script in a project's folder."""
    command = [sys.executable, "-m", "contract_kit", *arguments]
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder in which nothing is but the specification."""
    (tmp_path / "specs").mkdir()
    source = (OWN_API / "bookshelf.yaml").read_text(encoding="utf-8")
    (tmp_path / "specs" / "bookshelf.yaml").write_text(source, encoding="utf-8")
    return tmp_path


def test_an_api_that_keeps_its_contract_passes(project: Path) -> None:
    with bookshelf() as url:
        run = contract_kit(project, "check", "bookshelf", "--target", url, "--cases", "10")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 errors, 0 warnings" in run.stdout
    assert (project / "reports" / "junit.xml").exists()


def test_an_api_that_breaks_it_is_told_where_and_how_to_see_it(project: Path) -> None:
    with bookshelf("--broken") as url:
        run = contract_kit(
            project, "fuzz", "bookshelf", "--target", url, "--cases", "10", "--format", "json"
        )
    assert run.returncode == 1, run.stdout + run.stderr
    found = {(f["operation"], f["rule"], f["pointer"]) for f in json.loads(run.stdout)["findings"]}
    assert found == {
        ("listBooks", "honours_its_parameters", "/books/*/genre"),
        ("listBooks", "conforms_to_specification", "/books/*/subtitle"),
        ("addBook", "conforms_to_specification", "/subtitle"),
        ("showBook", "conforms_to_specification", "/subtitle"),
    }


def test_an_api_that_is_not_running_is_no_breach(project: Path) -> None:
    with bookshelf() as url:
        pass
    run = contract_kit(project, "check", "bookshelf", "--target", url)
    assert run.returncode == 3
    assert run.stderr.count("\n") == 1
    assert "nobody answers" in run.stderr


def test_without_a_target_the_user_is_told_to_name_one(project: Path) -> None:
    run = contract_kit(project, "check")
    assert run.returncode == 2
    assert "--target URL" in run.stderr
