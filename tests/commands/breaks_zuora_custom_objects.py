"""Seven breaks of zuora-custom-objects."""

from dataclasses import replace
from typing import Any

from contract_kit.emulator.vendor import Call, Handler, Refusal, Reply
from contract_kit.emulator.zuora_custom_objects import vendor
from tests.commands.breaks import Break, Change, content_changed


def _set(name: str, value: Any) -> Change:
    return content_changed(lambda content: {**content, name: value})


def _unfiltered(call: Call, true: Handler) -> Reply:
    query = {name: value for name, value in call.reading.query.items() if name != "status"}
    return true(replace(call, reading=replace(call.reading, query=query)))


def _no_retry_after(call: Call, true: Handler) -> Reply:
    if call.reading.body["operation"] == "update":
        return replace(vendor.refuse(Refusal(429, "Too many")), headers={})
    return true(call)


def _another_envelope(call: Call, true: Handler) -> Reply:
    try:
        return true(call)
    except Refusal as refusal:
        return Reply(refusal.status, {"errors": [{"title": refusal.detail}]})


def _fails_on_odd_text(call: Call, true: Handler) -> Reply:
    return true(call) if call.body.isascii() else Reply(500, {"code": 71013060, "message": "?"})


def _below_nothing(call: Call, true: Handler) -> Reply:
    reply = true(call)
    return replace(reply, headers={**reply.headers, "RateLimit-Remaining": "-1"})


BREAKS = {
    "old state word": Break(
        "submitBulkJob",
        _set("status", "open"),
        "conforms_to_specification",
        "not-in-enum",
        "/status",
    ),
    "wrong null": Break(
        "showBulkJob", _set("error", None), "conforms_to_specification", "wrong-type", "/error"
    ),
    "ignored filter": Break(
        "listBulkJobs", _unfiltered, "honours_its_parameters", "unfiltered", "/jobs/*/status"
    ),
    "lost Retry-After": Break(
        "submitBulkJob",
        _no_retry_after,
        "conforms_to_specification",
        "missing-header",
        "header:Retry-After",
    ),
    "another error envelope": Break(
        "cancelBulkJob", _another_envelope, "conforms_to_specification", "no-variant", ""
    ),
    "wrong rate header": Break(
        "listBulkJobErrors",
        _below_nothing,
        "conforms_to_specification",
        "wrong-header",
        "header:RateLimit-Remaining",
    ),
    "500 on odd input": Break(
        "uploadBulkJobFile",
        _fails_on_odd_text,
        "survives_every_request",
        "server-error",
        "status",
    ),
}
