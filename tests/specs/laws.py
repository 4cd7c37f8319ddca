"""The laws that every specification of ours keeps, whatever its vendor.

A law yields what breaks it in a contract, and nothing where it is kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_kit.model.contract import Contract
from contract_kit.model.pointer import escape, select
from contract_kit.openapi.schemas import compiler

SPECS = Path(__file__).parents[2] / "specs"

Law = Callable[[Contract], Iterator[str]]


def keeps_the_standard(contract: Contract) -> Iterator[str]:
    """A standard validator accepts the document, and any YAML reader reads the same."""
    errors = OpenAPIV31SpecValidator(dict(contract.document)).iter_errors()
    yield from (str(error.message) for error in errors)
    source = (SPECS / f"{contract.api}.yaml").read_bytes()
    if yaml.load(source, Loader=yaml.CSafeLoader) != contract.document:
        yield "another reader reads something else"


def says_where_all_comes_from(contract: Contract) -> Iterator[str]:
    """A provenance names page, section and reason; the description introduces the page."""
    for pointer, value in objects(contract.document):
        said = value.get("x-provenance")
        if said and set(said) != {"document", "section", "kind", "note"}:
            yield pointer
        if said and f"`{said['document']}`" not in contract.document["info"]["description"]:
            yield f"{pointer}: {said['document']}"


def says_who_may_call(contract: Contract) -> Iterator[str]:
    """A secured operation names its roles, and what the others get; anyone can be too quick."""
    for operation in contract.operations.values():
        expected = {"401", "403", "429"} if operation.secured else {"401", "429"}
        if bool(operation.roles) != operation.secured or not expected <= set(operation.answers):
            yield operation.id


def says_what_it_refuses(contract: Contract) -> Iterator[str]:
    """Unfit bodies, absent things; and why data is refused that is valid."""
    for operation in contract.operations.values():
        if operation.body and not {"400", "413", "415"} <= set(operation.answers):
            yield f"{operation.id} with an unfit body"
        if ("404" in operation.answers) != ("{" in operation.path):
            yield f"{operation.id} where there is nothing"
        place = f"/paths/{escape(operation.path)}/{operation.method.lower()}/responses"
        for status in operation.refuses:
            # A description beside the reference, not that of the shared answer.
            if "description" not in at(contract, f"{place}/{status}"):
                yield f"{operation.id} with {status}"


def shows_valid_examples(contract: Contract) -> Iterator[str]:
    """Every example is valid under a schema that refuses something; shared ones are shown."""
    compile_at = compiler(contract.document)
    referred = {value.get("$ref") for _, value in objects(contract.document)}
    for name in contract.document["components"].get("examples", {}):
        if f"#/components/examples/{name}" not in referred:
            yield f"{name} is shown nowhere"
    for pointer, value in objects(contract.document):
        schema = compile_at(f"{pointer}/schema", {})
        for name, shown in shown_in(contract, value):
            if schema.valid({}) or not schema.valid(shown):
                yield f"{pointer}: {name}"


def links_what_is_there(contract: Contract) -> Iterator[str]:
    """A link feeds an argument of an operation out of each answer that is shown with it."""
    for pointer, answer in objects(contract.document):
        media = answer.get("content", {}).get("application/json", {})
        for link in answer.get("links", {}).values() if media else ():
            target = contract.operations[link["operationId"]]
            for name, expression in link["parameters"].items():
                found = expression.removeprefix("$response.body#")
                fed = [list(select(shown, found)) for _, shown in shown_in(contract, media)]
                if not fed or [] in fed or name not in {it.name for it in target.parameters}:
                    yield f"{pointer}: {link['operationId']}"


def has_patterns_for_everyone(contract: Contract) -> Iterator[str]:
    """A pattern begins at the start, and every engine for regular expressions reads it."""
    for pointer, value in objects(contract.document):
        pattern = str(value.get("pattern", "^"))
        if not pattern.startswith("^") or "(?" in pattern:
            yield pointer
        re.compile(pattern)


LAWS: tuple[Law, ...] = (
    keeps_the_standard,
    says_where_all_comes_from,
    says_who_may_call,
    says_what_it_refuses,
    shows_valid_examples,
    links_what_is_there,
    has_patterns_for_everyone,
)


def places_that_say(contract: Contract, kind: str) -> list[str]:
    """Where the provenance is of that kind."""
    return sorted(
        pointer
        for pointer, value in objects(contract.document)
        if value.get("x-provenance", {}).get("kind") == kind
    )


def at(contract: Contract, pointer: str) -> Any:
    """What is at a place of the document."""
    return next(select(contract.document, pointer))


def shown_in(contract: Contract, owner: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The examples of a parameter or media type, by name."""
    for name, example in owner.get("examples", {}).items() if "schema" in owner else ():
        yield name, (at(contract, example["$ref"][1:]) if "$ref" in example else example)["value"]


def objects(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document with its place; an example's `value` is data, no part of it."""
    if isinstance(value, dict):
        yield pointer, value
        for key, child in value.items():
            if key != "value" or pointer.endswith("/properties"):
                yield from objects(child, f"{pointer}/{escape(str(key))}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from objects(child, f"{pointer}/{index}")
