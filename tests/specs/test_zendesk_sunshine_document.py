"""Holds the specification of zendesk-sunshine against the standard and against itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_kit.model.contract import Operation
from contract_kit.model.pointer import escape, select
from contract_kit.openapi import load
from contract_kit.openapi.schemas import compiler

PATH = Path(__file__).parents[2] / "specs" / "zendesk-sunshine.yaml"
CONTRACT = load(PATH)
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


def test_a_standard_validator_accepts_the_document() -> None:
    assert list(OpenAPIV31SpecValidator(CONTRACT.document).iter_errors()) == []


def test_any_yaml_reader_reads_the_same_document() -> None:
    assert yaml.load(PATH.read_bytes(), Loader=yaml.CSafeLoader) == CONTRACT.document


@pytest.mark.parametrize(
    ("kind", "places"),
    [("contradicted", CONTRADICTED), ("chosen", CHOSEN), ("observed", OBSERVED)],
)
def test_each_disagreement_and_each_choice_says_so(kind: str, places: dict[str, str]) -> None:
    said = [
        pointer
        for pointer, value in objects(CONTRACT.document)
        if value.get("x-provenance", {}).get("kind") == kind
    ]
    assert sorted(said) == sorted(places.values())


def test_a_provenance_names_the_page_the_section_and_the_reason() -> None:
    for _, value in objects(CONTRACT.document):
        said = value.get("x-provenance")
        if said:
            assert set(said) == {"document", "section", "kind", "note"}
            assert f"`{said['document']}`" in CONTRACT.document["info"]["description"]


def test_each_refusal_of_valid_data_says_why() -> None:
    for operation in CONTRACT.operations.values():
        for status in operation.refuses:
            # A description beside the reference, not that of the shared answer.
            assert "description" in at(f"{place(operation)}/responses/{status}")


def test_every_operation_says_who_may_call_it_and_what_the_uninvited_get() -> None:
    for operation in CONTRACT.operations.values():
        assert operation.secured
        assert operation.roles
        assert {"401", "403", "429"} <= set(operation.answers)


def test_an_operation_with_a_body_refuses_what_is_malformed_too_large_or_of_another_type() -> None:
    for operation in CONTRACT.operations.values():
        if operation.body:
            assert {"400", "413", "415"} <= set(operation.answers)


def test_an_operation_on_one_thing_says_what_it_answers_when_there_is_none() -> None:
    for operation in CONTRACT.operations.values():
        assert ("404" in operation.answers) == ("{" in operation.path)


def test_every_shown_example_is_valid() -> None:
    compile_at = compiler(CONTRACT.document)
    checked = 0
    for pointer, value in objects(CONTRACT.document):
        if "schema" in value and "examples" in value:
            schema = compile_at(f"{pointer}/schema", {})
            assert not schema.valid({})
            for example in value["examples"].values():
                shown = at(example["$ref"][1:]) if "$ref" in example else example
                assert list(schema.breaches(shown["value"])) == []
                checked += 1
    assert checked == 42


def test_every_shared_example_is_shown_somewhere() -> None:
    shown = {value["$ref"] for _, value in objects(CONTRACT.document) if "$ref" in value}
    for name in CONTRACT.document["components"]["examples"]:
        assert f"#/components/examples/{name}" in shown


def test_a_link_feeds_an_argument_of_an_operation_out_of_the_shown_answer() -> None:
    followed = []
    for pointer, answer in objects(CONTRACT.document):
        for link in answer.get("links", {}).values() if "/responses/" in pointer else ():
            target = CONTRACT.operations[link["operationId"]]
            ((name, expression),) = link["parameters"].items()
            assert name in {parameter.name for parameter in target.parameters}
            (example,) = at(f"{pointer}/content/application~1json/examples").values()
            found = at(example["$ref"][1:])["value"]
            assert list(select(found, expression.removeprefix("$response.body#"))) != []
            followed.append(target.id)
    assert sorted(followed) == [
        "deleteObjectType",
        "showJob",
        "showJob",
        "showObjectType",
        "showObjectType",
        "updateObjectType",
    ]


def test_every_pattern_is_one_that_python_reads_too() -> None:
    patterns = [
        str(value["pattern"]) for _, value in objects(CONTRACT.document) if "pattern" in value
    ]
    assert len(patterns) == 5
    for pattern in patterns:
        re.compile(pattern)
        assert pattern.startswith("^")
        assert "(?" not in pattern


def at(pointer: str) -> Any:
    """What is at a place of the document."""
    return next(select(CONTRACT.document, pointer))


def place(operation: Operation) -> str:
    return f"/paths/{escape(operation.path)}/{operation.method.lower()}"


def objects(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document with its place; what `value` holds is data, and no part of it."""
    if isinstance(value, dict):
        yield pointer, value
        for key, child in value.items():
            if key != "value":
                yield from objects(child, f"{pointer}/{escape(str(key))}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from objects(child, f"{pointer}/{index}")
