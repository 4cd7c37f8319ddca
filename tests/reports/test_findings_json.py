"""The findings as JSON: the pinned form, the same text for the same run."""

import json
from collections.abc import Callable
from dataclasses import replace

from contract_kit import __version__
from contract_kit.reports import findings_json
from tests.reports.samples import EMPTY, FULL


def test_it_has_the_pinned_form(golden: Callable[[str, str], None]) -> None:
    golden("findings.json", findings_json.render(FULL).replace(__version__, "VERSION", 1))


def test_nothing_found_is_still_a_whole_object() -> None:
    told = json.loads(findings_json.render(EMPTY))
    assert told["findings"] == told["operations"] == told["not_looked"] == []
    assert told["summary"] == {
        "error": 0,
        "warning": 0,
        "info": 0,
        "accepted": 0,
        "requests": 0,
        "seconds": 0.0,
    }


def test_the_order_in_which_things_were_found_does_not_show() -> None:
    turned = replace(
        FULL,
        findings=FULL.findings[::-1],
        looks=FULL.looks[::-1],
        not_looked=FULL.not_looked[::-1],
    )
    assert findings_json.render(turned) == findings_json.render(FULL)


def test_it_is_ascii_and_keeps_every_character_all_the_same() -> None:
    text = findings_json.render(FULL)
    assert text.isascii()
    messages = {finding["message"] for finding in json.loads(text)["findings"]}
    assert messages == {finding.message for finding in FULL.findings}
