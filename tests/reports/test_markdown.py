"""The run in Markdown."""

from collections.abc import Callable
from dataclasses import replace

from contract_kit.model.finding import Evidence
from contract_kit.reports import markdown
from tests.reports.samples import EMPTY, FULL, WRONG_TYPE


def test_it_has_the_expected_form(golden: Callable[[str, str], None]) -> None:
    golden("findings.md", markdown.render(FULL))


def test_an_empty_run_is_two_lines() -> None:
    assert markdown.render(EMPTY) == (
        "## contract-kit check: 0 errors, 0 warnings, 0 info\n"
        "\n"
        "0 operations, 0 requests, 0.0 s on emulator.\n"
    )


def test_backticks_in_a_command_do_not_end_its_block() -> None:
    curl = "curl -d '```\n# not a heading'"
    odd = replace(WRONG_TYPE, actual="`a` ``b``", evidence=Evidence(curl=curl))
    text = markdown.render(replace(FULL, findings=(odd,)))
    assert f"````sh\n{curl}\n````\n" in text
    assert "- actual: ``` `a` ``b`` ```\n" in text


def test_a_bar_in_a_name_does_not_end_its_cell() -> None:
    odd = replace(WRONG_TYPE, operation="get /a|b")
    assert r"| `get /a\|b` |" in markdown.render(replace(FULL, findings=(odd,)))


def test_it_stays_short_enough_for_a_comment_and_says_what_is_left_out() -> None:
    many = tuple(replace(WRONG_TYPE, pointer=f"/{n}", message="x" * 400) for n in range(200))
    text = markdown.render(replace(FULL, findings=many))
    assert len(text) < 65_536
    shown = text.count("### error")
    assert 0 < shown < 200
    assert f"*{200 - shown} more findings are in the other reports.*" in text
    assert "### Not looked at" in text
