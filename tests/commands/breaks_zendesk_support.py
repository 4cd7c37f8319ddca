"""Ways to break zendesk-support."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_kit.emulator.vendor import Call, Handler, Refusal, Reply
from contract_kit.emulator.zendesk_support import vendor
from tests.commands.breaks import Break, Change, content_changed


def _job(change: Callable[[Any], Any]) -> Change:
    """Changes the job of an answer."""
    return content_changed(lambda content: {"job_status": change(content["job_status"])})


def _set(name: str, value: Any) -> Change:
    return _job(lambda job: {**job, name: value})


def _listed(change: Callable[[Any], Any]) -> Change:
    """Changes each job of a list."""
    return content_changed(
        lambda content: {**content, "job_statuses": [change(j) for j in content["job_statuses"]]}
    )


def _relative(link: str | None) -> str | None:
    return link and link.partition("/api")[2]


def _another_envelope(call: Call, true: Handler) -> Reply:
    try:
        return true(call)
    except Refusal:
        return Reply(404, {"errors": [{"code": "NotFound"}]})


def _no_retry_after(call: Call, true: Handler) -> Reply:
    if len(call.reading.query["ids"]) > 2:
        return replace(vendor.refuse(Refusal(429, "Too many")), headers={})
    return true(call)


BREAKS = {
    "wrong state": Break(
        "showJobStatus",
        _set("status", "done"),
        "conforms_to_specification",
        "not-in-enum",
        "/job_status/status",
    ),
    "message while queued": Break(
        "createManyOrganizations",
        _set("message", ""),
        "conforms_to_specification",
        "wrong-type",
        "/job_status/message",
    ),
    "job without a state": Break(
        "showManyJobStatuses",
        _listed(lambda job: {"id": job["id"]}),
        "conforms_to_specification",
        "missing",
        "/job_statuses/*/status",
    ),
    "relative link": Break(
        "listJobStatuses",
        content_changed(
            lambda content: {
                **content,
                "links": {way: _relative(link) for way, link in content["links"].items()},
            }
        ),
        "conforms_to_specification",
        "wrong-format",
        "/links/next",
    ),
    "another envelope": Break(
        "showJobStatus",
        _another_envelope,
        "conforms_to_specification",
        "missing",
        "/error",
    ),
    "lost Retry-After": Break(
        "destroyManyTickets",
        _no_retry_after,
        "conforms_to_specification",
        "missing-header",
        "header:Retry-After",
    ),
}
