"""Changes of statuses and headers."""

from collections.abc import Callable
from dataclasses import replace

from benchmarks.drift.kind import Kind, always, kind, with_headers
from benchmarks.drift.resources import STARTERS, SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer, header

_ALL = {
    SUNSHINE: (
        "createJob showJob listJobs createObjectType showObjectType updateObjectType"
        " deleteObjectType listObjectTypes reportObjectTypes searchRecords"
    ),
    SUPPORT: f"{STARTERS} listJobStatuses showJobStatus showManyJobStatuses",
    ZUORA: (
        "submitBulkJob showBulkJob cancelBulkJob uploadBulkJobFile listBulkJobs listBulkJobErrors"
    ),
}


def _header(
    name: str,
    api: str,
    field: str,
    value: Callable[[str], str | None],
    operations: str = "",
    *others: str,
    inside: bool = False,
) -> Kind:
    """Another value of a header; its old one, empty where it had none, is given to `value`."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return with_headers(true, **{field: value(header(true.headers, field) or "")})

    names = operations or _ALL[api]
    change = always(names, answer, lambda status: True)
    pointers = tuple(f"header:{one}" for one in (field, *others))
    return kind(f"{api}: {name}", "header", api, change, names, *pointers, inside=inside)


def _renamed(api: str, old: str, new: str) -> Kind:
    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return with_headers(true, **{old: None, new: header(true.headers, old)})

    change = always(_ALL[api], answer, lambda status: True)
    where = (f"header:{old}", f"header:{new}")
    return kind(f"{api}: {old} renamed to {new}", "header", api, change, _ALL[api], *where)


def _status(
    name: str, api: str, operations: str, old: int, new: int, body: bytes | None = None
) -> Kind:
    """Another status for one that was."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return replace(true, status=new, body=true.body if body is None else body)

    change = always(operations, answer, lambda status: status == old)
    return kind(f"{api}: {name}", "status", api, change, operations, "status")


def _login_page() -> Change:
    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if true.status != 401:
            return true
        moved = Answer(302, true.headers)
        return with_headers(moved, location="/login", content_type=None)

    return Change(answer)


_TOO_MANY = b'{"errors":[{"code":"TooManyRequests","title":"Too Many Requests","status":"429"}]}'


def _refused_once(**headers: str | None) -> Callable[[], Change]:
    """The second poll of a run is one too many, and its refusal says when to come again."""

    def make() -> Change:
        polls = [0]

        def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
            polls[0] += asked.operation == "showJob"
            if asked.operation != "showJob" or polls[0] != 2:
                return true
            return with_headers(replace(true, status=429, body=_TOO_MANY), **headers)

        return Change(answer)

    return make


_CONTENT_TYPES = (
    _header("content type text/json", SUNSHINE, "content-type", lambda old: old and "text/json"),
    _header(
        "content type of another kind of JSON",
        SUPPORT,
        "content-type",
        lambda old: old and "application/vnd.api+json",
    ),
    _header(
        "content type with another charset",
        ZUORA,
        "content-type",
        lambda old: old and "application/json; charset=iso-8859-1",
    ),
    _header(
        "content type octet-stream",
        SUNSHINE,
        "content-type",
        lambda old: old and "application/octet-stream",
        "searchRecords",
    ),
    _header("content type gone", ZUORA, "content-type", lambda old: None, "showBulkJob"),
)

_QUOTAS = (
    _renamed(SUNSHINE, "x-rate-limit-remaining", "x-ratelimit-remaining"),
    _renamed(ZUORA, "ratelimit-limit", "x-ratelimit-limit"),
    _header("x-rate-limit gone", SUPPORT, "x-rate-limit", lambda old: None),
    _header("x-rate-limit-remaining frozen", SUPPORT, "x-rate-limit-remaining", lambda old: "700"),
    _header("ratelimit-remaining frozen", ZUORA, "ratelimit-remaining", lambda old: "512"),
    _header(
        "x-rate-limit-remaining above the limit",
        SUNSHINE,
        "x-rate-limit-remaining",
        lambda old: str(int(old) + 1000),
        "",
        "x-rate-limit",
    ),
    _header(
        "ratelimit-reset as an instant",
        ZUORA,
        "ratelimit-reset",
        lambda old: str(1591740000 + int(old)),
    ),
    _header("ratelimit-remaining below nothing", ZUORA, "ratelimit-remaining", lambda old: "-1"),
    _header(
        "x-rate-limit with its window", SUNSHINE, "x-rate-limit", lambda old: f"{old}, {old};w=60"
    ),
)

_OTHERS = (
    _header("request id gone", ZUORA, "zuora-request-id", lambda old: None),
    _header(
        "request id always the same",
        ZUORA,
        "zuora-request-id",
        lambda old: "0e8e1f5c-3a52-4a6a-9d7f-6c1b5d0f2a13",
    ),
    _header(
        "cookie appears",
        SUNSHINE,
        "set-cookie",
        lambda old: "_session=b2s5; Path=/; Secure; HttpOnly",
    ),
    _header(
        "name of an inner host appears",
        SUPPORT,
        "x-served-by",
        lambda old: "app17.pod4.internal:8080",
    ),
    _header("Deprecation appears", SUNSHINE, "deprecation", lambda old: "@1767225600"),
    _header("Sunset appears", SUPPORT, "sunset", lambda old: "Tue, 30 Jun 2026 00:00:00 GMT"),
    _header(
        "Sunset on one operation",
        ZUORA,
        "sunset",
        lambda old: "Tue, 30 Jun 2026 00:00:00 GMT",
        "listBulkJobs",
    ),
    _header(
        "answers to polls may be cached",
        SUNSHINE,
        "cache-control",
        lambda old: "public, max-age=86400",
        "showJob",
    ),
    kind(
        f"{SUNSHINE}: 429 without Retry-After",
        "header",
        SUNSHINE,
        _refused_once(),
        "showJob",
        "header:Retry-After",
        "status",
    ),
    kind(
        f"{SUNSHINE}: 429 with a date to come again",
        "header",
        SUNSHINE,
        _refused_once(retry_after="Tue, 09 Jun 2020 22:00:09 GMT"),
        "showJob",
        "header:Retry-After",
        "status",
    ),
    kind(
        f"{SUNSHINE}: 429 with a fraction of seconds",
        "header",
        SUNSHINE,
        _refused_once(retry_after="0.75"),
        "showJob",
        "header:Retry-After",
        "status",
    ),
)

_STATUSES = (
    _status("200 for a new job", SUNSHINE, "createJob", 201, 200),
    _status("202 for a new type", SUNSHINE, "createObjectType", 201, 202),
    _status("201 for a new job", ZUORA, "submitBulkJob", 200, 201),
    _status("202 for bulk work", SUPPORT, STARTERS, 200, 202),
    _status(
        "200 and a body after a deletion", SUNSHINE, "deleteObjectType", 204, 200, b'{"data":{}}'
    ),
    _status("410 for an unknown type", SUNSHINE, "showObjectType", 404, 410),
    _status("400 for an unknown job", SUPPORT, "showJobStatus", 404, 400),
    _status("200 for an unknown job", SUPPORT, "showJobStatus", 404, 200, b'{"job_status":null}'),
    _status("404 as 200 with an error", ZUORA, "showBulkJob", 404, 200),
    _status("403 without credentials", SUNSHINE, "listJobs", 401, 403),
    _status("404 without credentials", SUPPORT, "listJobStatuses", 401, 404),
    kind(
        f"{ZUORA}: login page without credentials",
        "status",
        ZUORA,
        _login_page,
        "listBulkJobs",
        "status",
    ),
    _status("409 for a type in use", SUNSHINE, "deleteObjectType", 422, 409),
    _status("409 for a job that cannot be cancelled", ZUORA, "cancelBulkJob", 400, 409),
    _status(
        "list gone for good",
        SUNSHINE,
        "reportObjectTypes",
        200,
        410,
        b'{"errors":[{"code":"Gone","title":"Gone","status":"410","detail":"No longer here"}]}',
    ),
    _status("206 for pages", SUPPORT, "listJobStatuses", 200, 206),
)

KINDS = _CONTENT_TYPES + _QUOTAS + _OTHERS + _STATUSES
