"""Changes of what refusals say."""

from dataclasses import replace

from benchmarks.drift.edits import gone, member, renamed, to
from benchmarks.drift.kind import Edit, Kind, always, edited, kind, refused, with_headers
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Serve
from contract_kit.model.exchange import Answer

_REFUSE = {
    SUNSHINE: "showObjectType listJobs deleteObjectType",
    SUPPORT: "showJobStatus listJobStatuses",
    ZUORA: "showBulkJob listBulkJobs cancelBulkJob uploadBulkJobFile",
}


def _edit(name: str, api: str, edit: Edit, *pointers: str, inside: bool = False) -> Kind:
    operations = _REFUSE[api]
    change = refused(operations, edit)
    return kind(f"{api}: {name}", "error", api, change, operations, *pointers, inside=inside)


def _body(name: str, api: str, operations: str, body: str, content_type: str | None) -> Kind:
    """Refusals that are no JSON."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return with_headers(replace(true, body=body.encode()), content_type=content_type)

    change = always(operations, answer, lambda status: status >= 400)
    where = ("", "header:Content-Type", "/errors", "/error", "/code")
    return kind(f"{api}: {name}", "error", api, change, operations, *where)


def _each(name: str, edit: Edit) -> Edit:
    return lambda body: edited(body, f"/errors/*/{name}", edit)


_SUNSHINE = (
    _edit(
        "one error instead of a list",
        SUNSHINE,
        lambda b: {"error": b["errors"][0]},
        "/errors",
        "/error",
        "",
    ),
    _edit(
        "errors as texts",
        SUNSHINE,
        lambda b: {"errors": [e["detail"] for e in b["errors"]]},
        "/errors/*",
    ),
    _edit(
        "codes of errors in snake case",
        SUNSHINE,
        _each(
            "code",
            lambda c: {"NotFound": "not_found", "Unauthorized": "unauthorized"}.get(
                c, "unprocessable"
            ),
        ),
        "/errors/*/code",
    ),
    _edit(
        "NotFound renamed",
        SUNSHINE,
        _each("code", lambda c: "ResourceMissing" if c == "NotFound" else c),
        "/errors/*/code",
    ),
    _edit("details of errors empty", SUNSHINE, _each("detail", to("")), "/errors/*/detail"),
    _edit(
        "details of errors gone", SUNSHINE, _each("detail", gone), "/errors/*/detail", "/errors/*"
    ),
    _edit("status of errors as a number", SUNSHINE, _each("status", int), "/errors/*/status"),
    _edit("list of errors empty", SUNSHINE, lambda b: {"errors": []}, "/errors"),
)

_SUPPORT = (
    _edit(
        "error as a list of errors",
        SUPPORT,
        lambda b: {"errors": [{"code": b["error"], "title": b.get("description", "")}]},
        "/error",
        "/errors",
        "",
    ),
    _edit(
        "RecordNotFound renamed",
        SUPPORT,
        lambda b: {k: "InvalidEndpoint" if v == "RecordNotFound" else v for k, v in b.items()},
        "/error",
    ),
    _edit(
        "error with a title and a message",
        SUPPORT,
        lambda b: {"error": {"title": b["error"], "message": b.get("description", "")}},
        "/error",
        inside=True,
    ),
    _edit("description gone", SUPPORT, lambda b: {"error": b["error"]}, "/description"),
    _edit("error renamed to type", SUPPORT, renamed("error", "type"), "/error", "/type"),
)

_ZUORA = (
    _edit(
        "code with reasons",
        ZUORA,
        lambda b: {"success": False, "processId": "4B4F5C8E2A0D1F37", "reasons": [b]},
        "/code",
        "/message",
        "/reasons",
        "/success",
        "",
        inside=True,
    ),
    _edit("code as text", ZUORA, member("code", str), "/code", ""),
    _edit(
        "other codes",
        ZUORA,
        member("code", lambda c: 71013020 if c != 71013020 else 71013030),
        "/code",
    ),
    _edit("message empty", ZUORA, member("message", to("")), "/message"),
    _edit("message null", ZUORA, member("message", to(None)), "/message", ""),
)

_PAGE = (
    "<!DOCTYPE html><html><head><title>Error</title></head><body>Something is wrong</body></html>"
)
_BODIES = (
    _body("404 as a page of HTML", SUNSHINE, "showObjectType", _PAGE, "text/html; charset=utf-8"),
    _body("401 as a page of HTML", SUPPORT, "listJobStatuses", _PAGE, "text/html"),
    _body("404 as plain text", SUPPORT, "showJobStatus", "Not found", "text/plain"),
    _body("401 without a body", ZUORA, "listBulkJobs", "", None),
    _body("404 as HTML that claims to be JSON", ZUORA, "showBulkJob", _PAGE, "application/json"),
    _body("422 without a body", SUNSHINE, "deleteObjectType", "", None),
    _body(
        "400 as XML",
        ZUORA,
        "cancelBulkJob",
        "<error><code>71013030</code></error>",
        "application/xml",
    ),
)

KINDS = _SUNSHINE + _SUPPORT + _ZUORA + _BODIES
