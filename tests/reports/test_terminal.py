"""The run for a person at a terminal."""

from collections.abc import Callable
from io import StringIO

import pytest

from contract_kit.reports import terminal
from tests.reports.samples import EMPTY, FULL, WRONG_TYPE


def test_it_has_the_expected_form(golden: Callable[[str, str], None]) -> None:
    golden("terminal.txt", terminal.render(FULL, width=80, colour=False))


def test_an_empty_run_is_one_line() -> None:
    assert terminal.render(EMPTY, width=80, colour=False).split("\n") == [
        "",
        "0 errors, 0 warnings, 0 info · 0 operations, 0 requests, 0.0 s on emulator",
        "",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_only_commands_are_wider_than_the_terminal(width: int) -> None:
    lines = terminal.render(FULL, width=width, colour=False).split("\n")
    assert [line for line in lines if len(line) > width] == [
        line for line in lines if line.startswith("curl")
    ]


def test_a_command_is_one_line_that_can_be_copied() -> None:
    lines = terminal.render(FULL, width=40, colour=True).split("\n")
    assert WRONG_TYPE.evidence.curl in lines


def test_it_has_colours_only_where_they_are_wanted() -> None:
    assert "\x1b[" in terminal.render(FULL, width=80, colour=True)
    assert "\x1b" not in terminal.render(FULL, width=80, colour=False)


def test_an_escape_sequence_of_the_vendor_never_reaches_the_terminal() -> None:
    text = terminal.render(FULL, width=80, colour=True)
    assert "\x1b[31mnot" not in text
    assert r"\x1b[31mnot" in text


def test_progress_without_a_terminal_is_one_plain_line_a_label() -> None:
    stream = StringIO()
    with terminal.follow(stream, live=False) as progress:
        for done in range(3):
            progress("listJobs", done, 3)
        progress("show\x1bJob", 0, None)
        progress("listJobs", 3, 3)
    assert stream.getvalue() == "listJobs\nshow\\x1bJob\n"


def test_live_progress_shows_the_label_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with terminal.follow(stream, live=True) as progress:
        progress("list[bold]Jobs", 1, 3)
    assert "list[bold]Jobs" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True
