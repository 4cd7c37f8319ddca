"""An emulator broken on purpose is found out: the right operation, rule, kind and pointer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from contract_kit import documents, openapi
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Handler, Refusal, Reply, Vendor
from contract_kit.emulator.zendesk_sunshine import vendor
from contract_kit.model.finding import Finding

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "zendesk-sunshine.yaml"

Change = Callable[[Call, Handler], Reply]  # what the broken handler answers in place of the true one


@dataclass(frozen=True)
class Break:
    """One way to break the emulator, and the finding that it must give."""

    operation: str
    change: Change
    rule: str
    kind: str
    pointer: str


def _plain(value: Any) -> Any:
    """A reply's content as data that can be changed, whatever the handler built it from."""
    return json.loads(orjson.dumps(value))


def _data(change: Callable[[Any], Any]) -> Change:
    """Changes the `data` of an answer."""

    def changed(call: Call, true: Handler) -> Reply:
        reply = true(call)
        content = _plain(reply.content)
        return replace(reply, content={**content, "data": change(content["data"])})

    return changed


def _set(name: str, value: Any) -> Change:
    return _data(lambda data: {**data, name: value})


def _unfiltered(call: Call, true: Handler) -> Reply:
    query = {**call.reading.query, "status": ""}
    return true(replace(call, reading=replace(call.reading, query=query)))


def _no_retry_after(call: Call, true: Handler) -> Reply:
    if len(call.body) % 3 == 0:
        return replace(vendor.refuse(Refusal(429, "Too many")), headers={})
    return true(call)


def _fails_on_odd_keys(call: Call, true: Handler) -> Reply:
    if not call.reading.path["object_type_key"].isascii():
        return Reply(500, {"errors": []})
    return true(call)


BREAKS = {
    "wrong status code": Break(
        "createJob",
        lambda call, true: replace(true(call), status=202),
        "conforms_to_specification",
        "undocumented-status",
        "status",
    ),
    "missing field": Break(
        "showJob",
        _data(lambda job: {k: v for k, v in job.items() if k != "job_status"}),
        "conforms_to_specification",
        "missing",
        "/data/job_status",
    ),
    "ignored filter": Break(
        "listJobs", _unfiltered, "honours_its_parameters", "unfiltered", "/data/*/job_status"
    ),
    "reversed sort": Break(
        "searchRecords",
        _data(lambda data: data[::-1]),
        "honours_its_parameters",
        "unsorted",
        "/data/*/created_at",
    ),
    "wrong null": Break(
        "showJob",
        _set("created_at", None),
        "conforms_to_specification",
        "wrong-type",
        "/data/created_at",
    ),
    "extra enum value": Break(
        "showJob",
        _set("job_status", "done"),
        "conforms_to_specification",
        "not-in-enum",
        "/data/job_status",
    ),
    "wrong content type": Break(
        "listObjectTypes",
        lambda call, true: replace(true(call), headers={"Content-Type": "text/html"}),
        "conforms_to_specification",
        "undocumented-content-type",
        "header:Content-Type",
    ),
    "lost Retry-After": Break(
        "searchRecords",
        _no_retry_after,
        "conforms_to_specification",
        "missing-header",
        "header:Retry-After",
    ),
    "500 on odd input": Break(
        "showObjectType",
        _fails_on_odd_keys,
        "survives_every_request",
        "server-error",
        "status",
    ),
}


def _findings(broken: Vendor, spec: Path, operation: str) -> tuple[Finding, ...]:
    """What 30 cases of one operation find on a broken emulator, judged by the true specification."""
    emulator = Emulator(broken, openapi.load(spec, vendor.api), Settings(limits="off"))
    with running(application(emulator)) as url:
        options = Options(target=url, cases=30, operations=(operation,))
        project = read_project(ROOT)
        return fuzz(project, [vendor.api], options, lambda *_: None).findings


def _changed(handler: Handler, change: Change) -> Handler:
    return lambda call: change(call, handler)


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_found_once_with_operation_and_pointer(name: str) -> None:
    wanted = BREAKS[name]
    handler = _changed(vendor.handlers[wanted.operation], wanted.change)
    broken = replace(vendor, handlers={**vendor.handlers, wanted.operation: handler})
    findings = _findings(broken, SPEC, wanted.operation)
    assert [(f.operation, f.rule, f.kind, f.pointer) for f in findings] == [
        (wanted.operation, wanted.rule, wanted.kind, wanted.pointer)
    ]
    assert findings[0].evidence.curl.startswith("curl -i")


def test_a_check_that_is_left_out_is_found(tmp_path: Path) -> None:
    lax, _ = documents.read(SPEC)
    key = lax["components"]["schemas"]["NewObjectTypeKey"]
    del key["pattern"]
    path = tmp_path / "lax.json"
    path.write_text(json.dumps(lax))
    (finding,) = _findings(vendor, path, "createObjectType")
    assert (finding.operation, finding.rule, finding.kind, finding.pointer) == (
        "createObjectType",
        "refuses_invalid_requests",
        "accepted",
        "status",
    )
