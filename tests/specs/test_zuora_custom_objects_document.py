"""Holds the specification of zuora-custom-objects against the standard and against itself."""

import pytest

from contract_kit.model.pointer import escape
from contract_kit.openapi import load

from .laws import SPECS, objects, places_that_say, shown_in

CONTRACT = load(SPECS / "zuora-custom-objects.yaml")
SCHEMAS = "/components/schemas"
ANSWERS = "/components/responses"
HEADERS = "/components/headers"
JOBS = f"/paths/{escape('/objects/jobs')}"
JOB = f"/paths/{escape('/objects/jobs/{id}')}"
TOKEN = f"/paths/{escape('/oauth/token')}/post"

# Where the page disagrees with itself, with its neighbours or with the standard.
CONTRADICTED = {
    "a new job that has failed": f"{JOBS}/post/responses/200",
    "several entities or one": "/components/parameters/EntityIds",
    "403 is called Unauthorized": f"{ANSWERS}/Forbidden",
    "user ids with and without dashes": f"{SCHEMAS}/UserId",
    "a code or reasons": f"{SCHEMAS}/Error",
    "times with and without milliseconds": f"{SCHEMAS}/Time",
}

# What nothing fixes.
CHOSEN = {
    "pageSize of 0": f"{JOBS}/get/parameters/0",
    "a cursor of one's own": f"{JOBS}/get/parameters/1",
    "the sixth job": f"{JOBS}/post",
    "an organization without access": f"{JOBS}/post/parameters/0",
    "one key for two bodies": f"{JOBS}/post/parameters/1/schema",
    "an unknown object": f"{JOBS}/post/requestBody",
    "what refuses a file": f"{JOB}~1files/post/requestBody",
    "who may read and cancel": "/components/securitySchemes/token",
    "an unknown entity": "/components/parameters/EntityIds/schema",
    "an unknown version": "/components/parameters/Version",
    "Retry-After": f"{HEADERS}/RetryAfter",
    "no token": f"{ANSWERS}/Unauthorized",
    "a file over 15 MB": f"{ANSWERS}/PayloadTooLarge",
    "another media type": f"{ANSWERS}/UnsupportedMediaType",
    "one request too many": f"{ANSWERS}/TooManyRequests",
    "the moves between states": f"{SCHEMAS}/Job",
    "the cursor of the last page": f"{SCHEMAS}/JobList/properties/cursor",
    "a filter without a delete": f"{SCHEMAS}/JobRequest",
    "a delete without a filter": f"{SCHEMAS}/DeleteCustomRecords",
    "the type of a value": f"{SCHEMAS}/Condition/properties/value",
}

# What is known from elsewhere only.
OBSERVED = {
    "the list": f"{JOBS}/get",
    "one job": f"{JOB}/get",
    "the way to take a job back": f"{JOB}~1cancel/patch",
    "the errors of a job": f"{JOB}~1errors/get",
    "the upload": f"{JOB}~1files/post",
    "the token": TOKEN,
    "a token for a secret": "/components/securitySchemes/credentials",
    "Idempotency-Key": f"{JOBS}/post/parameters/1",
    "Zuora-Request-Id": f"{HEADERS}/RequestId",
    "RateLimit-Limit": f"{HEADERS}/RateLimit",
    "RateLimit-Remaining": f"{HEADERS}/RateLimitRemaining",
    "RateLimit-Reset": f"{HEADERS}/RateLimitReset",
    "an unknown job": f"{ANSWERS}/NotFound",
    "three of six states": f"{SCHEMAS}/JobStatus",
    "what is in a filter": f"{SCHEMAS}/Filter",
    "the grammar of codes": f"{SCHEMAS}/ErrorCode",
}


@pytest.mark.parametrize(
    ("kind", "places"),
    [("contradicted", CONTRADICTED), ("chosen", CHOSEN), ("observed", OBSERVED)],
)
def test_each_disagreement_and_each_choice_says_so(kind: str, places: dict[str, str]) -> None:
    assert places_that_say(CONTRACT, kind) == sorted(places.values())


def test_the_operations_are_those_of_the_design_with_their_effects() -> None:
    found = {
        operation.id: (operation.method, operation.path, operation.effect, operation.roles)
        for operation in CONTRACT.operations.values()
    }
    everyone = ("all", "edit", "delete", "none")
    permitted = ("all", "edit", "delete")
    assert found == {
        "listBulkJobs": ("GET", "/objects/jobs", "read", everyone),
        "submitBulkJob": ("POST", "/objects/jobs", "write", permitted),
        "showBulkJob": ("GET", "/objects/jobs/{id}", "read", everyone),
        "cancelBulkJob": ("PATCH", "/objects/jobs/{id}/cancel", "write", permitted),
        "listBulkJobErrors": ("GET", "/objects/jobs/{id}/errors", "read", everyone),
        "uploadBulkJobFile": ("POST", "/objects/jobs/{id}/files", "write", ("all", "edit")),
        "createToken": ("POST", "/oauth/token", "read", ()),
    }
    assert CONTRACT.server == "https://rest.zuora.com"


def test_only_the_token_call_needs_no_token() -> None:
    open_ = [it.id for it in CONTRACT.operations.values() if not it.secured]
    assert open_ == ["createToken"]


def test_every_operation_shows_a_prepared_tenant_how_it_is_called() -> None:
    for operation in CONTRACT.operations.values():
        place = f"/paths/{escape(operation.path)}"
        asked = {
            pointer
            for pointer, value in objects(CONTRACT.document)
            if pointer.startswith(f"{place}/{operation.method.lower()}/")
            and "/responses/" not in pointer
            and list(shown_in(CONTRACT, value))
        }
        assert asked, operation.id


def test_the_states_of_the_lifecycle_are_those_of_a_job() -> None:
    schemas = CONTRACT.document["components"]["schemas"]
    lifecycle = schemas["Job"]["x-lifecycle"]
    reached = {state for states in lifecycle["moves"].values() for state in states}
    assert set(lifecycle["moves"]) | set(lifecycle["terminal"]) == set(schemas["JobStatus"]["enum"])
    assert reached == set(schemas["JobStatus"]["enum"]) - set(lifecycle["initial"])
    assert {lifecycle["shown_by"], *lifecycle["started_by"]} <= set(CONTRACT.operations)


def test_what_must_stay_secret_says_so() -> None:
    secret = [pointer for pointer, value in objects(CONTRACT.document) if value.get("x-secret")]
    assert secret == [
        f"{SCHEMAS}/TokenRequest/properties/client_secret",
        f"{SCHEMAS}/Token/properties/access_token",
    ]


def test_the_links_lead_from_a_job_to_all_that_can_be_done_with_it() -> None:
    followed = [
        link["operationId"]
        for pointer, answer in objects(CONTRACT.document)
        if "/responses/" in pointer
        for link in answer.get("links", {}).values()
    ]
    assert sorted(followed) == [
        "cancelBulkJob",
        "listBulkJobErrors",
        "showBulkJob",
        "showBulkJob",
        "uploadBulkJobFile",
    ]


def test_every_example_is_looked_at() -> None:
    shown = [list(shown_in(CONTRACT, owner)) for _, owner in objects(CONTRACT.document)]
    assert sum(map(len, shown)) == 39
