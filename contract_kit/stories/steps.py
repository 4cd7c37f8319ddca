"""Reads one step of a workflow: which operation it calls, with what, and what must hold then."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_kit.model.contract import Contract, Operation
from contract_kit.stories.conditions import Condition, condition, expressions_of, matching
from contract_kit.stories.expressions import Expression, expression, expressions_in, template
from contract_kit.stories.members import Wrong, known, listed, mapping, number, text, unknown
from contract_kit.stories.story import Argument, Content, Paging, Polling, Step

_FIELDS = (
    *("stepId", "description", "operationId", "parameters", "requestBody", "successCriteria"),
    *("outputs", "x-poll", "x-pages", "x-credentials", "x-cleanup"),
)
_LOCATIONS = ("path", "query", "header")
_POLLS, _EVERY, _PAGES = 60, 2, 80
_MOST_POLLS, _LONGEST, _MOST_PAGES = 1000, 3600, 1000
_SUCCESS = "$statusCode >= 200 && $statusCode < 300"
POLLED, PAGED = ("last", "states"), ("last", "items", "pages")  # outputs that such steps have


def read_step(
    source: Mapping[str, Any],
    contract: Contract,
    before: Mapping[str, Step],
    inputs: Mapping[str, Any],
) -> Step:
    """A step of a workflow whose steps so far are `before`; raises `Wrong` or `Unknown`."""
    known(source, _FIELDS, "a step")
    if source["stepId"] in before:
        raise Wrong(f"stepId {source['stepId']!r} stands twice, it must be unique")
    operation = _operation(text(source, "operationId"), contract)
    read = Step(
        id=source["stepId"],
        operation=operation.id,
        arguments=tuple(_arguments(source, operation)),
        content=_content(source, operation),
        criteria=tuple(_criteria(source)),
        outputs=dict(_outputs(source)),
        polling=_polling(source, operation),
        paging=_paging(source, operation),
        login=text(source, "x-credentials", ""),
        cleanup=_cleanup(source),
    )
    if read.polling and read.paging:
        raise Wrong("a step has x-poll or x-pages, not both", "x-pages")
    _check_sent(read, before, inputs)
    _check_judged(read, before, inputs)
    return read


def _operation(name: str, contract: Contract) -> Operation:
    if name not in contract.operations:
        raise Wrong(f"{contract.api} has no operation {unknown(name, contract.operations)}", name)
    return contract.operations[name]


def _arguments(source: Mapping[str, Any], operation: Operation) -> Iterator[Argument]:
    declared = {(one.location, one.name): one for one in operation.parameters}
    needed = {name for location, name in declared if location == "path"}
    seen: set[tuple[str, str]] = set()
    for entry in listed(source, "parameters"):
        parameter = mapping(entry, "a parameter")
        known(parameter, ("name", "in", "value"), "a parameter")
        name, location = text(parameter, "name"), text(parameter, "in")
        if location not in _LOCATIONS:
            raise Wrong(f"in: {location!r} is none of {', '.join(_LOCATIONS)}", location)
        if (location, name) not in declared:
            names = [one for there, one in declared if there == location]
            what = f"{operation.id} has no {location} parameter {unknown(name, names)}"
            raise Wrong(what, f"name: {name}", name)
        if "value" not in parameter:
            raise Wrong(f"the parameter {name} has no value", name)
        if (location, name) in seen:
            raise Wrong(f"the parameter {name} stands twice", name)
        seen.add((location, name))
        explode = declared[location, name].explode  # type: ignore[index] # a text is in _LOCATIONS
        yield Argument(name, location, template(parameter["value"]), explode)
    for name in sorted(needed - {name for location, name in seen if location == "path"}):
        raise Wrong(f"{operation.id} needs the path parameter {name!r}", "parameters:")


def _content(source: Mapping[str, Any], operation: Operation) -> Content | None:
    if source.get("requestBody") is None:
        return None
    body = mapping(source["requestBody"], "requestBody")
    known(body, ("contentType", "payload"), "requestBody")
    if "payload" not in body:
        raise Wrong("requestBody has no payload", "requestBody")
    usual = next(iter(operation.body.content), "") if operation.body else ""
    kind = text(body, "contentType", usual)
    if not kind:
        raise Wrong(f"{operation.id} takes no body: requestBody needs a contentType", "requestBody")
    return Content(kind, template(body["payload"]))


def _criteria(source: Mapping[str, Any]) -> Iterator[Condition]:
    criteria = listed(source, "successCriteria")
    for entry in criteria:
        criterion = mapping(entry, "a criterion")
        known(criterion, ("context", "condition", "type"), "a criterion")
        kind, wanted = criterion.get("type", "simple"), text(criterion, "condition")
        if kind == "regex":
            yield matching(text(criterion, "context"), wanted)
        elif kind == "simple":
            yield condition(wanted)
        else:
            name = kind.get("type") if isinstance(kind, Mapping) else kind
            raise Wrong(f"criteria of the type {name} are not read, simple and regex are", "type:")
    if not criteria:
        yield condition(_SUCCESS)


def _outputs(source: Mapping[str, Any]) -> Iterator[tuple[str, Expression]]:
    for name, value in mapping(source.get("outputs", {}), "outputs").items():
        if not isinstance(value, str):
            raise Wrong(f"the output {name} is an expression, this is {value!r:.40}", f"{name}:")
        yield name, expression(value)


def _polling(source: Mapping[str, Any], operation: Operation) -> Polling | None:
    wanted = source.get("x-poll", False)
    if wanted is False:
        return None
    options = {} if wanted is True else mapping(wanted, "x-poll, if not true,")
    known(options, ("until", "polls", "every"), "x-poll")
    found = (life for promise in operation.answers.values() for life in promise.lifecycles)
    lifecycle = next((life for life in found if "*" not in life.at), None)
    if lifecycle is None:
        raise Wrong(f"x-poll: the answers of {operation.id} have no x-lifecycle", "x-poll")
    until = tuple(map(str, listed(options, "until"))) or lifecycle.terminal
    for state in until:
        if state not in lifecycle.states:
            raise Wrong(f"x-poll: there is no state {unknown(state, lifecycle.states)}", "until")
    polls = int(number(options, "polls", _POLLS, 1, _MOST_POLLS))
    return Polling(
        lifecycle.at + lifecycle.state, until, polls, number(options, "every", _EVERY, 0, _LONGEST)
    )


def _paging(source: Mapping[str, Any], operation: Operation) -> Paging | None:
    if "x-pages" not in source:
        return None
    options = mapping(source["x-pages"], "x-pages")
    known(options, ("way", "pages"), "x-pages")
    pagination = operation.pagination
    goes_on = (
        pagination.get("next"),
        pagination.get("page"),
        pagination.get("cursor", {}).get("from"),
    )
    if not any(goes_on):
        raise Wrong(f"x-pages: no x-pagination says how {operation.id} goes on", "x-pages")
    way = text(options, "way", "next")
    if way == "both" and pagination.get("previous"):
        way = "both"
    elif way == "both":
        raise Wrong(f"x-pages: no x-pagination says how {operation.id} goes back", "x-pages")
    elif way != "next":
        raise Wrong(f"x-pages: way {way!r} is none of next, both", "x-pages")
    pages = int(number(options, "pages", _PAGES, 1, _MOST_PAGES))
    return Paging(pagination, "both" if way == "both" else "next", pages)


def _cleanup(source: Mapping[str, Any]) -> bool:
    wanted = source.get("x-cleanup", False)
    if not isinstance(wanted, bool):
        raise Wrong(f"x-cleanup is true or false, this is {wanted!r:.40}", "x-cleanup")
    return wanted


def _check_sent(step: Step, before: Mapping[str, Step], inputs: Mapping[str, Any]) -> None:
    """What a step sends cannot come from its own answer."""
    sent = [argument.value for argument in step.arguments]
    sent += [step.content.value] if step.content else []
    for found in (one for value in sent for one in expressions_in(value)):
        if found.kind in ("status", "header", "body"):
            raise Wrong(f"{found.text} is not known before the answer", found.text)
        _check(found, before, inputs)


def _check_judged(step: Step, before: Mapping[str, Step], inputs: Mapping[str, Any]) -> None:
    for criterion in step.criteria:
        for found in expressions_of(criterion):
            _check(found, before, inputs)
    for found in step.outputs.values():
        _check(found, before, inputs)


def _check(found: Expression, before: Mapping[str, Step], inputs: Mapping[str, Any]) -> None:
    if found.kind == "input" and found.name not in inputs:
        raise Wrong(f"there is no input {unknown(found.name, inputs)}", found.text)
    if found.kind != "output":
        return
    if found.step not in before:
        raise Wrong(f"there is no earlier step {unknown(found.step, before)}", found.text)
    names = _names(before[found.step])
    if found.name not in names:
        what = f"the step {found.step} has no output {unknown(found.name, names)}"
        raise Wrong(what, found.text)


def _names(step: Step) -> tuple[str, ...]:
    more = POLLED if step.polling else PAGED if step.paging else ()
    return (*step.outputs, *more)
