"""An emulator broken on purpose is found out: the right operation, rule, kind and pointer."""

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from contract_kit import documents, openapi
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Handler, Vendor
from contract_kit.emulator.zendesk_sunshine import vendor as sunshine
from contract_kit.model.finding import Finding
from tests.commands.breaks import Break, Change

ROOT = Path(__file__).parents[2]
BROKEN = {
    (vendor.api, name): (vendor, found)
    for path in sorted(Path(__file__).parent.glob("breaks_*.py"))
    for module in [import_module(f"tests.commands.{path.stem}")]
    for vendor in [module.vendor]
    for name, found in module.BREAKS.items()
}


@pytest.mark.parametrize(("vendor", "wanted"), BROKEN.values(), ids=map(": ".join, BROKEN))
def test_a_break_is_found_once_with_operation_and_pointer(vendor: Vendor, wanted: Break) -> None:
    handler = _changed(vendor.handlers[wanted.operation], wanted.change)
    broken = replace(vendor, handlers={**vendor.handlers, wanted.operation: handler})
    findings = _findings(broken, _spec(vendor), wanted.operation)
    assert [(f.operation, f.rule, f.kind, f.pointer) for f in findings] == [
        (wanted.operation, wanted.rule, wanted.kind, wanted.pointer)
    ]
    assert findings[0].evidence.curl.startswith("curl -i")


def test_a_check_that_is_left_out_is_found(tmp_path: Path) -> None:
    lax, _ = documents.read(_spec(sunshine))
    del lax["components"]["schemas"]["NewObjectTypeKey"]["pattern"]
    path = tmp_path / "lax.json"
    path.write_text(json.dumps(lax), encoding="utf-8")
    (finding,) = _findings(sunshine, path, "createObjectType")
    assert (finding.operation, finding.rule, finding.kind, finding.pointer) == (
        "createObjectType",
        "refuses_invalid_requests",
        "accepted",
        "status",
    )


def _findings(broken: Vendor, spec: Path, operation: str) -> tuple[Finding, ...]:
    """What 30 cases of one operation find on a broken emulator, by the true specification."""
    emulator = Emulator(broken, openapi.load(spec, broken.api), Settings(limits="off"))
    with running(application(emulator)) as url:
        options = Options(target=url, cases=30, operations=(operation,))
        return fuzz(read_project(ROOT), [broken.api], options, lambda *_: None).findings


def _changed(handler: Handler, change: Change) -> Handler:
    return lambda call: change(call, handler)


def _spec(vendor: Vendor) -> Path:
    return ROOT / "specs" / f"{vendor.api}.yaml"
