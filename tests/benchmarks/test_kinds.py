"""Each kind of change is one: it shows, says where, and no rule was written for it."""

from pathlib import Path

import pytest

from benchmarks.drift.kind import FAMILIES, Kind
from benchmarks.drift.kinds import KINDS
from benchmarks.drift.scoring import BUDGET
from benchmarks.drift.unseen import API
from contract_kit import openapi
from contract_kit.commands.opening import contract_of
from tests.benchmarks.logs import ROOT, SHOP, log_of, project

APIS = sorted({kind.api for kind in KINDS.values()})


@pytest.mark.parametrize("api", APIS)
def test_every_kind_is_visible_within_the_budget(api: str) -> None:
    log = log_of(api)
    hidden = [kind.name for kind in of(api) if not 0 < log.first(kind.change) <= BUDGET]
    assert hidden == []


@pytest.mark.parametrize("api", APIS)
def test_a_kind_begins_anew_in_each_run(api: str) -> None:
    log = log_of(api)
    assert [kind.name for kind in of(api) if log.first(kind.change) != log.first(kind.change)] == []


@pytest.mark.parametrize("api", APIS)
def test_kinds_are_placed_at_operations_that_there_are(api: str) -> None:
    contract = openapi.load(Path(SHOP), api) if api == API else contract_of(project().api(api))
    assert {name for kind in of(api) for name in kind.operations} <= set(contract.operations)
    assert all(kind.pointers for kind in of(api))


def test_there_are_kinds_of_all_families_and_apis() -> None:
    known = [kind for kind in KINDS.values() if kind.api != API]
    assert len(known) >= 120
    assert {(kind.api, kind.family) for kind in known} >= {
        (api, family) for api in APIS if api != API for family in FAMILIES
    }
    assert len(of(API)) >= 30


@pytest.mark.parametrize("rule", sorted((ROOT / "contract_kit" / "rules").glob("*.py")), ids=str)
def test_no_rule_knows_a_kind_or_a_vendor_by_name(rule: Path) -> None:
    text = rule.read_text(encoding="utf-8")
    words = {name for kind in KINDS.values() for name in (kind.name, kind.api, *kind.operations)}
    assert {word for word in (*words, "benchmarks") if word in text} == set()


def of(api: str) -> list[Kind]:
    """The kinds of one API."""
    return [kind for kind in KINDS.values() if kind.api == api]
