"""Compiles the schemas of a document, each when it is first asked, and words what they refuse.

The one door to jsonschema-rs. Schemas are JSON Schema 2020-12 with formats asserted.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from contract_kit.model.contract import Breach, Schema
from contract_kit.model.errors import Mistake
from contract_kit.model.pointer import build

ROOT = "urn:contract-kit:document"
_SHOWN = 120  # characters of an offending value in a message


def compiler(document: Mapping[str, Any]) -> Callable[[str, Mapping[str, Any]], Schema]:
    """A function that compiles the schema at a JSON pointer of `document`, references included.

    The schema's JSON goes along, so that callers who resolved a reference need not do it twice.
    """
    try:
        registry = jsonschema_rs.Registry([(ROOT, dict(document))])
    except ValueError as error:
        raise Mistake(str(error).splitlines()[0]) from None

    def compile_at(pointer: str, source: Mapping[str, Any]) -> Schema:
        @cache
        def validator() -> Any:
            return _validator({"$ref": f"{ROOT}#{_fragment(pointer)}"}, registry, pointer)

        def valid(value: object) -> bool:
            try:
                return bool(validator().is_valid(value))
            except ValueError:  # text that is not UTF-8, which no JSON holds
                return False

        return Schema(source, valid, lambda value: _breaches(validator(), value), _types(source))

    return compile_at


def compile_alone(source: Mapping[str, Any]) -> Schema:
    """Compiles a schema that stands by itself, such as our own of the extensions."""
    return compiler(source)("", source)


def _validator(schema: dict[str, Any], registry: Any, pointer: str) -> Any:
    try:
        return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = str(error).splitlines()[0].replace(ROOT, "")
        raise Mistake(f"the schema at {pointer or '/'} cannot be used: {reason}") from None


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    named = schema.get("type")
    names = named if isinstance(named, list) else [named]
    found = {name for name in names if isinstance(name, str)}
    for union in (schema.get("anyOf"), schema.get("oneOf")):
        for branch in union if isinstance(union, list) else ():
            if isinstance(branch, Mapping):
                found |= _types(branch)
    return frozenset(found)


def _fragment(pointer: str) -> str:
    return quote(pointer, safe="/~")


def _breaches(validator: Any, value: object) -> Iterator[Breach]:
    try:
        errors = list(validator.iter_errors(value))
    except ValueError as reason:
        yield Breach((), "json", "JSON", "other text", _shorten(str(reason)))
        return
    for error in errors:
        yield from map(_breach, _causes(error))


def _causes(error: Any) -> Iterator[Any]:
    """The errors of the branch that a union most likely meant, else the error itself.

    Likeliest is the branch whose constants and enumerations fit, then the one with the deepest
    and fewest errors; a union in which no branch stands out is one breach at the union.
    """
    branches = [list(branch) for branch in getattr(error.kind, "context", None) or ()]
    if not branches or not all(branches):  # no union, or one of which too many branches fit
        yield error
        return
    at = list(error.instance_path)
    ranked = sorted((_unlikeliness(branch, at), index) for index, branch in enumerate(branches))
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        yield error
        return
    for cause in branches[ranked[0][1]]:
        yield from _causes(cause)


def _unlikeliness(branch: list[Any], at: list[str | int]) -> tuple[int, int, int]:
    constants = sum(error.kind.name in ("const", "enum", "falseSchema") for error in branch)
    paths = [list(error.instance_path) for error in branch]
    wrong_type = sum(
        error.kind.name == "type" and path == at for error, path in zip(branch, paths, strict=True)
    )
    return constants + 2 * wrong_type, len(branch), -max(map(len, paths))


def _breach(error: Any) -> Breach:
    path, keyword = tuple(error.instance_path), str(error.kind.name)
    details = error.kind.as_dict()
    if keyword == "required":
        name = details["property"]
        return Breach((*path, name), keyword, "present", "absent", f"{name} is missing")
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        name = str(next(iter(details.get("unexpected", ())), ""))
        path = (*path, name) if name else path
    message = f"{build(path) or 'the value'}: {_shorten(error.message)}"
    actual = _shorten(repr(error.instance))
    return Breach(path, keyword, _expected(keyword, details), actual, message)


def _expected(keyword: str, details: Mapping[str, Any]) -> str:
    if not details:
        return keyword
    return _shorten(f"{keyword} " + ", ".join(str(value) for value in details.values()))


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
