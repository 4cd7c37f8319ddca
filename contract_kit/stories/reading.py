"""Reads an Arazzo document into stories, checked against the contract that they are about."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from contract_kit import documents
from contract_kit.model.contract import Contract, Schema
from contract_kit.model.errors import Mistake
from contract_kit.openapi.schemas import compile_alone
from contract_kit.stories.expressions import Unknown
from contract_kit.stories.members import Wrong, filled, known, listed, mapping, text
from contract_kit.stories.places import Place
from contract_kit.stories.steps import read_step
from contract_kit.stories.story import Step, Story, Use

_VERSION = re.compile(r"1\.0\.[0-9]+")
_USES: tuple[Use, ...] = get_args(Use)
_OF_DOCUMENT = ("arazzo", "info", "sourceDescriptions", "workflows")
_OF_WORKFLOW = ("workflowId", "summary", "description", "inputs", "steps", "outputs", "x-use")
_RUN = {"type": "string"}


def read_stories(path: Path, contract: Contract) -> tuple[Story, ...]:
    """The stories of an Arazzo 1.0 document in YAML or JSON.

    Raises `Mistake` naming file, line, workflow and step, what is wrong and what is allowed.
    """
    data, source = documents.read(path)
    top = Place(tuple(source.decode("utf-8", "replace").splitlines()))
    with _told(path, top):
        workflows = _workflows(data)
    stories: dict[str, Story] = {}
    for entry in workflows:
        story = _read_story(entry, path, top, contract)
        if story.name in stories:
            raise Mistake(f"{path}: workflowId {story.name!r} stands twice, it must be unique")
        stories[story.name] = story
    return tuple(stories.values())


def _workflows(data: Any) -> list[Any]:
    document = mapping(data, "an Arazzo document")
    version = str(document.get("arazzo"))
    if not _VERSION.fullmatch(version):
        raise Wrong(f"arazzo {version} is not read, 1.0.0 and 1.0.1 are")
    known(document, _OF_DOCUMENT, "the document")
    return filled(document, "workflows")


def _read_story(entry: Any, path: Path, top: Place, contract: Contract) -> Story:
    with _told(path, top):
        workflow = mapping(entry, "a workflow")
        name = text(workflow, "workflowId")
    place, called = top.at("workflowId", name), f"workflow {name}"
    with _told(path, place, called):
        known(workflow, _OF_WORKFLOW, "a workflow")
        inputs = _inputs(workflow)
        story = Story(
            name=name,
            summary=text(workflow, "summary", ""),
            file=str(path),
            steps=(),
            inputs=inputs,
            defaults=_defaults(inputs.source["properties"]),
            use=tuple(_use(workflow)),
        )
        sources = filled(workflow, "steps")
    steps: dict[str, Step] = {}
    for source in sources:
        with _told(path, place, called):
            step_id = text(mapping(source, "a step"), "stepId")
        place = place.at("stepId", step_id)
        with _told(path, place, called, f"step {step_id}"):
            steps[step_id] = read_step(source, contract, steps, inputs.source["properties"])
    return replace(story, steps=tuple(steps.values()))


@contextmanager
def _told(path: Path, place: Place, *names: str) -> Iterator[None]:
    """Says of what is wrong in its context where that is."""
    try:
        yield
    except (Wrong, Unknown) as wrong:
        line = place.of(*wrong.telling)
        where = ", ".join((f"{path}:{line}" if line else str(path), *names))
        raise Mistake(f"{where}: {wrong}") from None


def _inputs(workflow: Mapping[str, Any]) -> Schema:
    """The schema of the inputs, with `run`, which every story has."""
    source = mapping(workflow.get("inputs", {}), "inputs")
    properties = mapping(source.get("properties", {}), "inputs.properties")
    required = [*listed(source, "required"), "run"]
    schema = compile_alone(
        {**source, "properties": {"run": _RUN, **properties}, "required": required}
    )
    try:
        schema.valid({})
    except Mistake as mistake:
        raise Wrong(f"inputs: {mistake}", "inputs") from None
    return schema


def _defaults(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: member["default"]
        for name, member in properties.items()
        if isinstance(member, Mapping) and "default" in member
    }


def _use(workflow: Mapping[str, Any]) -> Iterator[Use]:
    named = listed(workflow, "x-use") if "x-use" in workflow else _USES
    for use in named:
        if use not in _USES:
            raise Wrong(f"x-use: {use!r} is none of {', '.join(_USES)}", str(use))
        yield use
