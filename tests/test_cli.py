"""The command line as a person meets it: help, mistakes, exit statuses, and which stream."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from contract_kit.cli import main
from contract_kit.cli.group import kit
from tests.own_api.server import Bookshelf

SPEC = str(Path(__file__).parent / "own_api" / "bookshelf.yaml")
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there
SLOW = ("requests", "schemathesis", "hypothesis", "rich", "yaml", "starlette", "jsonschema_rs")

pytestmark = pytest.mark.usefixtures("folder")
Streams = pytest.CaptureFixture[str]
Serve = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the working directory of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a bookshelf with books of its own, sound or broken; gives its URL."""
    servers = []

    def start(*, broken: bool = False) -> str:
        own = {"broken": broken, "books": dict(Bookshelf.books)}
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Bookshelf,), own))
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/v1"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("verb", list(kit.commands))
def test_the_help_of_every_verb_has_examples_and_fits_the_screen(
    verb: str, capsys: Streams
) -> None:
    assert main([verb, "--help"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert sum(line.startswith(f"  contract-kit {verb}") for line in lines) in (2, 3)
    assert max(map(len, lines)) <= 80


def test_without_a_verb_the_help_lists_them_the_main_one_first(capsys: Streams) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    assert next(iter(kit.commands)) == "check"
    assert all(f"\n  {verb} " in told for verb in kit.commands)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chek", "'chek'. Did you mean 'check'"),
        ("check --sed 1", "'--sed'"),
        ("fuzz --cases 0", "0 is not in the range"),
        ("fuzz --fail-on never", "'never' is not one of"),
        ("emulate", "Missing argument"),
        ("check zendesk-sunshin", "did you mean 'zendesk-sunshine'?"),
        ("emulate zendesk-sunshin", "did you mean 'zendesk-sunshine'?"),
        ("check zendesk-sunshine --operation listJob", "did you mean listJobs?"),
        ("check zendesk-sunshine --target ftp://example.com", "http(s) URL"),
        ("emulate zendesk-sunshine --pace fast", "allowed are instant"),
        ("explain follow_lifecycle", "did you mean 'follows_lifecycle'?"),
        ("check nowhere.yaml", "nowhere.yaml: No such file"),
        ("check list.yaml", "list.yaml: an OpenAPI document is a mapping"),
        ("check torn.yaml", "torn.yaml:3: "),
        ("fuzz list.yaml --report-dir list.yaml", "'list.yaml' is a file"),
    ],
)
def test_a_mistake_is_told_in_one_line(line: str, said: str, folder: Path, capsys: Streams) -> None:
    (folder / "list.yaml").write_text("- 1")
    (folder / "torn.yaml").write_text("openapi: 3.1.0\ninfo: {")
    assert main(line.split()) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("contract-kit: ")
    assert told.err.count("\n") == 1
    assert said in told.err


def test_a_target_where_nobody_answers_could_not_be_looked_at(capsys: Streams) -> None:
    assert main(["fuzz", SPEC, "--target", NOBODY]) == 3
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"contract-kit: nobody answers at {NOBODY}\n")


def test_a_kept_contract_ends_with_0_a_table_and_three_reports(
    serve: Serve, folder: Path, capsys: Streams
) -> None:
    assert main(["check", SPEC, "--target", serve(), "--cases", "5"]) == 0
    told = capsys.readouterr().out
    assert all(operation in told for operation in ("listBooks", "addBook", "showBook"))
    assert "0 errors, 0 warnings, 0 info" in told
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [
        "findings.json",
        "findings.md",
        "junit.xml",
    ]


def test_a_broken_contract_ends_with_1_and_json_stands_alone(
    serve: Serve, folder: Path, capsys: Streams
) -> None:
    options = ["--target", serve(broken=True), "--cases", "5", "--operation", "showBook"]
    assert main(["fuzz", SPEC, *options, "--format", "json"]) == 1
    told = capsys.readouterr()
    [finding] = json.loads(told.out)["findings"]
    assert (finding["operation"], finding["pointer"]) == ("showBook", "/subtitle")
    assert told.err == ""
    assert list(folder.rglob("*.xml")) == []


def test_flags_win_over_the_environment_and_both_over_the_file(
    serve: Serve, folder: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text("[tool.contract_kit]\ncases = 1\nreports = 'told'")
    line = ["check", SPEC, "--target", serve(), "--format", "json"]

    def requests(*flags: str) -> int:
        main([*line, *flags])
        return int(json.loads(capsys.readouterr().out)["summary"]["requests"])

    by_file = requests()
    monkeypatch.setenv("CONTRACT_KIT_CASES", "30")
    assert requests() > by_file
    assert requests("--cases", "1") == by_file
    assert (folder / "told" / "junit.xml").is_file()


def test_the_catalogues_name_what_there_is(capsys: Streams) -> None:
    assert main(["apis"]) == main(["rules"]) == main(["explain", "follows_lifecycle"]) == 0
    told = capsys.readouterr().out
    assert re.search("^zendesk-sunshine +10 operations +emulated ", told, re.MULTILINE)
    assert "\nconforms_to_specification " in told
    assert "\nA thing that was created is there" in told


def test_help_and_emulator_start_without_what_only_other_verbs_need() -> None:
    told = python(f"import contract_kit.cli, sys; print([m for m in {SLOW} if m in sys.modules])")
    assert told == "[]\n"
    needless = ("requests", "schemathesis", "hypothesis", "rich")
    told = python(
        "import contract_kit.commands.emulate, sys;"
        f"print([m for m in {needless} if m in sys.modules])"
    )
    assert told == "[]\n"


def test_an_interrupted_run_ends_with_130_and_one_line(serve: Serve) -> None:
    line = ["fuzz", SPEC, "--target", serve(), "--cases", "100000"]
    with started(line) as run:
        assert run.stderr is not None
        assert run.stderr.readline()  # the first sign of progress
        run.send_signal(signal.SIGINT)
        try:
            out, err = run.communicate(timeout=20)
        finally:
            run.kill()
    assert (run.returncode, out) == (130, "")
    assert err.endswith("contract-kit: interrupted\n")
    assert "Traceback" not in err


def test_the_emulator_says_where_it_is_and_how_it_ends() -> None:
    with started(["emulate", "zendesk-sunshine", "--port", "0"]) as run:
        assert run.stdout is not None
        told = [run.stdout.readline() for _ in range(3)]
        answers(told[0].split()[-1])
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=20)
    assert told[0].startswith("zendesk-sunshine is emulated at http://127.0.0.1:")
    assert "admin@" in told[1]
    assert "Ctrl-C" in told[2]
    assert (run.returncode, err) == (0, "stopped\n")


def test_a_terminal_that_knows_few_characters_gets_question_marks_not_a_traceback(
    serve: Serve,
) -> None:
    line = ["fuzz", SPEC, "--target", serve(), "--cases", "1"]
    with started(line, encoding="latin-1") as run:
        out, _ = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "????" in out


def started(line: list[str], encoding: str = "utf-8") -> subprocess.Popen[str]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "contract_kit", *line],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding=encoding,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


def answers(url: str) -> None:
    """Waits until a server gives an answer, whatever it is."""
    with suppress(HTTPError):
        urlopen(url, timeout=10).close()


def python(source: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", source], check=True, capture_output=True, text=True
    ).stdout
