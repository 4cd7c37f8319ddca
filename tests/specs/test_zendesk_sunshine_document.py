"""Holds the specification of zendesk-sunshine against the standard and against itself."""

from pathlib import Path

import pytest

from contract_kit.model.pointer import escape
from contract_kit.openapi import load

from .laws import places_that_say

CONTRACT = load(Path(__file__).parents[2] / "specs" / "zendesk-sunshine.yaml")
SCHEMAS = "/components/schemas"
JOBS = f"/paths/{escape('/api/sunshine/jobs')}"
TYPES = f"/paths/{escape('/api/sunshine/objects/types')}"
TYPE = f"/paths/{escape('/api/sunshine/objects/types/{object_type_key}')}"
SEARCH = f"/paths/{escape('/api/sunshine/objects/query')}/post"

# Where a page disagrees with another, with itself or with its examples.
CONTRADICTED = {
    "completed_at is null in examples": f"{SCHEMAS}/Job/properties/completed_at",
    "listed jobs have no results": f"{SCHEMAS}/Job/properties/results",
    "no property of a job is mandatory": f"{SCHEMAS}/Job",
    "job ids are no UUIDs": f"{SCHEMAS}/JobId",
    "record ids are no UUIDs": f"{SCHEMAS}/RecordId",
    "samples send an empty status": f"{JOBS}/get/parameters/0",
    "samples send no body": f"{JOBS}/post/requestBody",
    "delete is said for external_id_delete": f"{SCHEMAS}/DeleteRecordsByExternalIdJob",
    "times with and without milliseconds": f"{SCHEMAS}/Time",
    "types forbid nesting": f"{SCHEMAS}/TypeProperty",
    "a search reaches nested attributes": f"{SCHEMAS}/Query/patternProperties/^[^$_]",
    "additionalProperties is never shown": f"{SCHEMAS}/ObjectType/properties/schema",
    "an update sends the schema alone": f"{SCHEMAS}/UpdateObjectTypeRequest/properties/data",
    "null under 204": f"{TYPE}/delete/responses/204",
    "a slash at the end": f"{TYPES}~1schema~1report/get",
    "a search without links": f"{SCHEMAS}/SearchAnswer/properties/links",
    "per_page as text": f"{SEARCH}/parameters/1/schema",
    "a range with neither start nor end": f"{SCHEMAS}/DateRange",
    "detail or message": f"{SCHEMAS}/Error",
}

# What no page fixes.
CHOSEN = {
    "the order of jobs": f"{JOBS}/get",
    "the 1,001st job": f"{JOBS}/post",
    "no empty batch": f"{SCHEMAS}/JobRequest",
    "the moves between states": f"{SCHEMAS}/JobStatus",
    "admins are agents": "/components/securitySchemes/basic",
    "a key that is taken": f"{TYPES}/post",
    "an update that is not supported": f"{TYPE}/put",
    "a type with records": f"{TYPE}/delete",
    "the characters of a key": f"{SCHEMAS}/NewObjectTypeKey",
    "the places of keywords": f"{SCHEMAS}/TypeSchema",
    "no property that looks like an operator": f"{SCHEMAS}/PropertyName",
    "page 81": SEARCH,
    "a URI over 4096": "/components/responses/UriTooLong",
    "a cursor of one's own": f"{SEARCH}/parameters/0",
    "per_page of 0": f"{SEARCH}/parameters/1",
    "an empty query": f"{SCHEMAS}/SearchRequest/properties/query",
    "several names in a query": f"{SCHEMAS}/Query",
    "how deep a query is": f"{SCHEMAS}/Queries",
    "several operators": f"{SCHEMAS}/Comparison",
    "case in $eq": f"{SCHEMAS}/Comparison/properties/$eq",
    "case in $contains": f"{SCHEMAS}/Comparison/properties/$contains",
    "absent attributes under $not": f"{SCHEMAS}/Comparison/properties/$not",
    "1 and true": f"{SCHEMAS}/Scalar",
    "a date in no calendar": f"{SCHEMAS}/QueryTime",
}

# What is known from elsewhere only.
OBSERVED = {
    "the item of a relationship": f"{SCHEMAS}/PostRelationshipsJob",
    "the version of a type": f"{SCHEMAS}/ObjectType/properties/version",
    "the version of a record's type": f"{SCHEMAS}/Record/properties/type_version",
    "a limit in plain text": "/components/responses/TooManyRequests",
    "X-Rate-Limit": "/components/headers/RateLimit",
    "X-Rate-Limit-Remaining": "/components/headers/RateLimitRemaining",
    "Retry-After": "/components/headers/RetryAfter",
}


@pytest.mark.parametrize(
    ("kind", "places"),
    [("contradicted", CONTRADICTED), ("chosen", CHOSEN), ("observed", OBSERVED)],
)
def test_each_disagreement_and_each_choice_says_so(kind: str, places: dict[str, str]) -> None:
    assert places_that_say(CONTRACT, kind) == sorted(places.values())
