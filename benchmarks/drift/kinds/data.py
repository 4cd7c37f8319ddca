"""Changes that give away what nobody should see."""

from dataclasses import replace

from benchmarks.drift.edits import added
from benchmarks.drift.kind import Edit, Kind, always, bodies, kind, refused, with_headers
from benchmarks.drift.resources import (
    SUNSHINE,
    SUNSHINE_JOB,
    SUPPORT,
    SUPPORT_JOB,
    ZUORA,
    ZUORA_JOB,
)
from benchmarks.drift.wire import Asked, Serve
from contract_kit.model.exchange import Answer

# Put together here, so that no scanner takes this file for one that holds secrets.
_TOKEN = (
    f"{'eyJ'}hbGciOiJIUzI1NiJ9.{'eyJ'}zdWIiOiI0MiIsInJvbGUiOiJhZG1pbiJ9.c2lnbmVkLWJ5LXRoZS1iZW5jaA"
)
_KEY = f"{'AK'}{'IA'}Q3BENCH7ZRT5KXWV"
_TRACE = (
    "NoMethodError: undefined method `id' for nil\n"
    "app/models/job.rb:42:in `show'\napp/controllers/jobs_controller.rb:17:in `index'"
)


def _open(api: str, operation: str, credentials: str, *pointers: str) -> Kind:
    """What needs credentials is answered without any."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        headers = (*asked.headers, ("authorization", credentials))
        return serve(replace(asked, headers=headers))

    change = always(operation, answer, lambda status: status == 401)
    return kind(
        f"{api}: answers without credentials",
        "data",
        api,
        change,
        operation,
        "status",
        "",
        *pointers,
    )


def _told(name: str, api: str, operations: str, edit: Edit, *pointers: str) -> Kind:
    return kind(f"{api}: {name}", "data", api, refused(operations, edit), operations, *pointers)


def _header(asked: Asked, true: Answer, serve: Serve) -> Answer:
    return with_headers(true, x_debug_token=f"Bearer {_TOKEN}")


_PERSON = {"email": "requester@customer.example", "phone": "+49 30 901820", "ip": "203.0.113.9"}
_BASIC = "Basic YWRtaW5AZXhhbXBsZS5jb20vdG9rZW46c2VjcmV0"

KINDS = (
    _open(SUNSHINE, "listJobs", _BASIC),
    _open(SUPPORT, "listJobStatuses", _BASIC),
    _open(ZUORA, "listBulkJobs", "Bearer all"),
    _told(
        "stack trace in a refusal",
        SUNSHINE,
        "showObjectType",
        lambda b: {"errors": [{**e, "detail": _TRACE} for e in b["errors"]]},
        "/errors/*/detail",
        "",
    ),
    _told(
        "statement of the database in a refusal",
        ZUORA,
        "showBulkJob",
        lambda b: {
            **b,
            "message": "ERROR: SELECT * FROM jobs WHERE tenant_id = 7 AND id = $1"
            ' -- File "/srv/app/jobs.py", line 88, in show',
        },
        "/message",
        "",
    ),
    _told(
        "key of a cloud in a refusal",
        SUPPORT,
        "showJobStatus",
        lambda b: {**b, "description": f"AccessDenied for {_KEY}"},
        "/description",
        "",
    ),
    kind(
        f"{ZUORA}: token in jobs",
        "data",
        ZUORA,
        bodies(ZUORA_JOB.places, added("callbackToken", _TOKEN)),
        " ".join(ZUORA_JOB.places),
        *ZUORA_JOB.at("/callbackToken"),
    ),
    kind(
        f"{SUNSHINE}: key of a cloud in jobs",
        "data",
        SUNSHINE,
        bodies(SUNSHINE_JOB.places, added("storage", {"access_key_id": _KEY})),
        " ".join(SUNSHINE_JOB.places),
        *SUNSHINE_JOB.at("/storage", "/storage/access_key_id"),
    ),
    kind(
        f"{SUPPORT}: personal data in jobs",
        "data",
        SUPPORT,
        bodies(SUPPORT_JOB.places, added("requested_by", _PERSON)),
        " ".join(SUPPORT_JOB.places),
        *SUPPORT_JOB.at(
            "/requested_by", "/requested_by/email", "/requested_by/phone", "/requested_by/ip"
        ),
    ),
    kind(
        f"{SUNSHINE}: token in a header",
        "data",
        SUNSHINE,
        always("listJobs showJob listObjectTypes", _header, lambda s: True),
        "listJobs showJob listObjectTypes",
        "header:X-Debug-Token",
    ),
)
