"""Holds the specification of zendesk-support against the laws of the house and against itself."""

from pathlib import Path

import pytest

from contract_kit.model.pointer import escape
from contract_kit.openapi import load

from .laws import places_that_say

CONTRACT = load(Path(__file__).parents[2] / "specs" / "zendesk-support.yaml")
SCHEMAS = "/components/schemas"
RESPONSES = "/components/responses"
HEADERS = "/components/headers"


def path(name: str) -> str:
    return f"/paths/{escape(f'/api/v2/{name}')}"


# Where the page disagrees with itself or with what is seen of the API.
CONTRADICTED = {
    "ids in one sample are encoded twice": f"{path('job_statuses/show_many')}/get/parameters/0",
    "ids have a version in recordings": f"{SCHEMAS}/JobStatusId",
    "no property of a job is mandatory": f"{SCHEMAS}/JobStatus",
    "a type that no example has": f"{SCHEMAS}/JobStatus/properties/job_type",
    "urls with another id": f"{SCHEMAS}/JobStatus/properties/url",
    "messages with two forms of a time": f"{SCHEMAS}/JobStatus/properties/message",
    "progress is null": f"{SCHEMAS}/JobStatus/properties/progress",
    "a total is null": f"{SCHEMAS}/JobStatus/properties/total",
    "results are an array, an object, null": f"{SCHEMAS}/JobStatus/properties/results",
    "an example without its envelope": f"{SCHEMAS}/JobStatusAnswer",
    "pages without meta and links": f"{SCHEMAS}/JobStatusPage",
    "created without an index": f"{SCHEMAS}/CreatedRecord",
    "successful or not": f"{SCHEMAS}/UntouchedRecord",
}

# What no page and no recording fixes.
CHOSEN = {
    "where unfinished jobs stand": f"{path('job_statuses')}/get",
    "a size of 0": f"{path('job_statuses')}/get/parameters/0",
    "a cursor of one's own": f"{path('job_statuses')}/get/parameters/1",
    "unknown ids": f"{path('job_statuses/show_many')}/get",
    "admins are agents": "/components/securitySchemes/basic",
    "what an end user gets": f"{RESPONSES}/Forbidden",
    "too large a body": f"{RESPONSES}/PayloadTooLarge",
    "too long a URI": f"{RESPONSES}/UriTooLong",
    "another type of body": f"{RESPONSES}/UnsupportedMediaType",
    "the 31st job": f"{RESPONSES}/TooManyJobs",
    "ids of 64 bits": f"{SCHEMAS}/ResourceId",
}

# What is known from elsewhere only.
OBSERVED = {
    "a fresh job is not found": f"{path('job_statuses/{job_status_id}')}/get",
    "tickets are created": f"{path('tickets/create_many')}/post",
    "tickets are changed": f"{path('tickets/update_many')}/put",
    "tickets are deleted": f"{path('tickets/destroy_many')}/delete",
    "tickets are deleted permanently": f"{path('deleted_tickets/destroy_many')}/delete",
    "organizations are created": f"{path('organizations/create_many')}/post",
    "organizations are changed": f"{path('organizations/update_many')}/put",
    "organizations are deleted": f"{path('organizations/destroy_many')}/delete",
    "users are created": f"{path('users/create_many')}/post",
    "users are changed": f"{path('users/update_many')}/put",
    "users are deleted": f"{path('users/destroy_many')}/delete",
    "200 for a new job": f"{RESPONSES}/JobStarted",
    "an invalid record": f"{RESPONSES}/UnprocessableEntity",
    "X-Rate-Limit": f"{HEADERS}/RateLimit",
    "X-Rate-Limit-Remaining": f"{HEADERS}/RateLimitRemaining",
    "ratelimit-limit": f"{HEADERS}/NewerRateLimit",
    "ratelimit-remaining": f"{HEADERS}/NewerRateLimitRemaining",
    "ratelimit-reset": f"{HEADERS}/NewerRateLimitReset",
    "Retry-After": f"{HEADERS}/RetryAfter",
    "killed, and the moves": f"{SCHEMAS}/JobState",
    "the account of a ticket": f"{SCHEMAS}/CreatedTicket/properties/account_id",
    "results of a deletion": f"{SCHEMAS}/DeletedRecord",
    "items that failed": f"{SCHEMAS}/FailedItem",
    "the envelope of errors": f"{SCHEMAS}/Error",
    "errors in plain text": f"{SCHEMAS}/PlainError",
}


@pytest.mark.parametrize(
    ("kind", "places"),
    [("contradicted", CONTRADICTED), ("chosen", CHOSEN), ("observed", OBSERVED)],
)
def test_each_disagreement_and_each_choice_says_so(kind: str, places: dict[str, str]) -> None:
    assert places_that_say(CONTRACT, kind) == sorted(places.values())


def test_agents_and_admins_may_do_everything() -> None:
    assert {operation.roles for operation in CONTRACT.operations.values()} == {("agent", "admin")}


def test_the_operations_that_start_a_job_are_all_that_write() -> None:
    lifecycle = CONTRACT.document["components"]["schemas"]["JobStatus"]["x-lifecycle"]
    writing = [it.id for it in CONTRACT.operations.values() if it.effect != "read"]
    assert writing == lifecycle["started_by"]
    assert lifecycle["shown_by"] in CONTRACT.operations
