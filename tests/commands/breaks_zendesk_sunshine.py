"""Ten breaks of zendesk-sunshine; the one of validation is in `test_breaks`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_kit.emulator.vendor import Call, Handler, Refusal, Reply
from contract_kit.emulator.zendesk_sunshine import vendor
from tests.commands.breaks import Break, Change, content_changed


def _data(change: Callable[[Any], Any]) -> Change:
    """Changes the `data` of an answer."""
    return content_changed(lambda content: {**content, "data": change(content["data"])})


def _set(name: str, value: Any) -> Change:
    return _data(lambda data: {**data, name: value})


def _unfiltered(call: Call, true: Handler) -> Reply:
    query = {**call.reading.query, "status": ""}
    return true(replace(call, reading=replace(call.reading, query=query)))


def _newest_last(call: Call, true: Handler) -> Reply:
    if "_updated_at" in call.reading.body.get("sort_by", ""):
        return true(call)
    return _data(lambda data: data[::-1])(call, true)


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
        _newest_last,
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
