"""What is wrong with stories is told in one line: file, line, workflow, step, reason."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.errors import Mistake
from contract_kit.stories import effect_of, read_stories, uses
from tests.stories.shop import contract, story, told

SHOW = {
    "operationId": "showJob",
    "parameters": [{"name": "id", "in": "path", "value": "7"}],
}
KNOWN = (
    "$statusCode, $response.header.NAME, $response.body#/POINTER, $inputs.NAME and"
    " $steps.ID.outputs.NAME"
)


def mistake(folder: Path, text: str) -> str:
    path = folder / "shop.arazzo.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Mistake) as refused:
        read_stories(path, contract())
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def show(**changes: Any) -> dict[str, Any]:
    return {"stepId": "look", **SHOW, **changes}


def criterion(text: str) -> dict[str, Any]:
    return show(successCriteria=[{"condition": text}])


def passing(value: Any, **parameter: Any) -> dict[str, Any]:
    return show(parameters=[{"name": "id", "in": "path", "value": value, **parameter}])


@pytest.mark.parametrize(
    ("step", "line", "reason"),
    [
        (
            show(operationId="showJop"),
            "operationId: showJop",
            "small has no operation 'showJop'; did you mean showJob?",
        ),
        (
            show(operationID="x"),
            "operationID: x",
            "a step has no 'operationID'; did you mean operationId?",
        ),
        (
            show(onSuccess=[]),
            "onSuccess: []",
            "a step has no 'onSuccess'; known are stepId, description, ",
        ),
        (
            show(operationId=None),
            "operationId: null",
            "operationId: text is expected, this is None",
        ),
        (show(parameters={}), "parameters: {}", "parameters: a list is expected, this is {}"),
        (show(parameters=[]), "parameters: []", "showJob needs the path parameter 'id'"),
        (
            passing("7", name="ids"),
            "name: ids",
            "showJob has no path parameter 'ids'; did you mean id?",
        ),
        (
            passing("7", **{"in": "query"}),
            "name: id",
            "showJob has no query parameter 'id'; known are none",
        ),
        (
            passing("7", **{"in": "cookie"}),
            "in: cookie",
            "in: 'cookie' is none of path, query, header",
        ),
        (passing("$inputs.who"), "$inputs.who", "there is no input 'who'; known are run"),
        (passing("{$inputs.rum}"), "{$inputs.rum}", "there is no input 'rum'; did you mean run?"),
        (
            passing("$steps.other.outputs.id"),
            "$steps.other",
            "there is no earlier step 'other'; known are first",
        ),
        (
            passing("$steps.fist.outputs.id"),
            "$steps.fist",
            "there is no earlier step 'fist'; did you mean first?",
        ),
        (
            passing("$steps.first.outputs.id"),
            "$steps.first",
            "the step first has no output 'id'; known are name, last, states",
        ),
        (
            passing("$statusCode"),
            "value: $statusCode",
            "$statusCode is not known before the answer",
        ),
        (
            passing("a{$response.body#/a}"),
            "a{$response",
            "$response.body#/a is not known before the answer",
        ),
        (
            passing("$request.body#/a"),
            "$request.body",
            f"$request.body#/a is no expression of those that are known: {KNOWN}",
        ),
        (
            show(requestBody={"contentType": "text/csv"}),
            "requestBody:",
            "requestBody has no payload",
        ),
        (
            show(requestBody={"payload": "x"}),
            "requestBody:",
            "showJob takes no body: requestBody needs a contentType",
        ),
        (
            criterion("$statusCode = 200"),
            "$statusCode = 200",
            "condition '$statusCode = 200': not understood from '= 200' on",
        ),
        (
            criterion("$statusCode =="),
            "condition: $statusCode ==",
            "condition '$statusCode ==': it ends where a value",
        ),
        (
            criterion("200 == 200 200"),
            "200 == 200 200",
            "condition '200 == 200 200': not understood from '200' on",
        ),
        (
            criterion("($statusCode"),
            "($statusCode",
            "condition '($statusCode': a parenthesis is not closed",
        ),
        (criterion("== 1"), "== 1", "condition '== 1': '==' stands where a value is expected"),
        (
            criterion("$statusCode == ok"),
            "$statusCode == ok",
            "'ok' is no value: text stands in single quotes",
        ),
        (criterion("!" * 101 + "true"), "condition: '!!!", "longer than 100 words and signs"),
        (
            criterion("$url == 'x'"),
            "$url ==",
            f"$url is no expression of those that are known: {KNOWN}",
        ),
        (
            criterion("$inputs.ran == 'x'"),
            "$inputs.ran",
            "there is no input 'ran'; did you mean run?",
        ),
        (
            show(
                successCriteria=[
                    {"context": "$response.body", "condition": "$.a", "type": "jsonpath"}
                ]
            ),
            "type: jsonpath",
            "criteria of the type jsonpath are not read, simple and regex are",
        ),
        (
            show(
                successCriteria=[{"context": "$response.body", "condition": "(", "type": "regex"}]
            ),
            "condition: (",
            "'(' is no regular expression: missing ), unterminated subpattern at position 0",
        ),
        (show(outputs={"a": 1}), "a: 1", "the output a is an expression, this is 1"),
        (
            show(outputs={"a": "$body"}),
            "a: $body",
            f"$body is no expression of those that are known: {KNOWN}",
        ),
        (
            show(**{"x-poll": {"until": ["dune"]}}),
            "until:",
            "x-poll: there is no state 'dune'; did you",
        ),
        (
            show(**{"x-poll": {"polls": 0}}),
            "polls: 0",
            "polls: a number from 1 to 1000 is expected, this is 0",
        ),
        (show(**{"x-poll": {"pols": 3}}), "pols: 3", "x-poll has no 'pols'; did you mean polls?"),
        (show(**{"x-poll": 3}), "stepId: look", "x-poll, if not true, is a mapping, this is 3"),
        (
            show(**{"x-pages": {}}),
            "x-pages: {}",
            "x-pages: no x-pagination says how showJob goes on",
        ),
        (
            {"stepId": "look", "operationId": "listJobs", "x-poll": True},
            "x-poll: true",
            "have no x-lifecycle",
        ),
        (
            {"stepId": "look", "operationId": "listPlaced", "x-pages": {"way": "both"}},
            "x-pages:",
            "x-pages: no x-pagination says how listPlaced goes back",
        ),
        (
            {"stepId": "look", "operationId": "listLinked", "x-pages": {"way": "up"}},
            "x-pages:",
            "x-pages: way 'up' is none of next, both",
        ),
        (show(stepId="first"), "stepId: first", "stepId 'first' stands twice, it must be unique"),
    ],
)
def test_a_wrong_step_is_told_with_its_line(
    tmp_path: Path, step: dict[str, Any], line: str, reason: str
) -> None:
    first = show(stepId="first", outputs={"name": "$response.body#/name"}, **{"x-poll": True})
    text = told([first, step])
    number, _, rest = mistake(tmp_path, text).removeprefix(":").partition(", ")
    assert rest.startswith(f"workflow tale, step {step['stepId']}: ")
    assert reason in rest
    assert line in text.splitlines()[int(number) - 1]
    assert int(number) > len(told([first]).splitlines())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("arazzo: 1.1.0\n", ": arazzo 1.1.0 is not read, 1.0.0 and 1.0.1 are"),
        ("- a\n", ": an Arazzo document is a mapping, this is ['a']"),
        ("arazzo: 1.0.1\nworkflows: {}\n", ": workflows: a list is expected, this is {}"),
        ("arazzo: 1.0.1\n", ": there is nothing under workflows"),
        (
            "arazzo: 1.0.1\nworkflow: []\n",
            ": the document has no 'workflow'; did you mean workflows?",
        ),
        ("arazzo: 1.0.1\nworkflows: [1]\n", ": a workflow is a mapping, this is 1"),
        ("arazzo: 1.0.1\nworkflows: [{}]\n", ": workflowId: text is expected, this is None"),
        (
            "arazzo: 1.0.1\nworkflows:\n- workflowId: a\n  steps: []\n",
            ":4, workflow a: there is nothing under steps",
        ),
        (
            "arazzo: 1.0.1\nworkflows:\n- workflowId: a\n  x-use: [drfit]\n",
            ":4, workflow a: x-use: 'drfit' is none of record, drift",
        ),
        (
            "arazzo: 1.0.1\nworkflows:\n- workflowId: a\n  inputs: {type: txt}\n",
            ":4, workflow a: inputs: the schema at / cannot be used",
        ),
        (
            "arazzo: 1.0.1\nworkflows:\n- workflowId: a\n  dependsOn: [b]\n",
            ":4, workflow a: a workflow has no 'dependsOn'; known are workflowId, ",
        ),
        ('{"arazzo": "1.0.1", "workflows": [{"workflowId": "a"}]}', ":1, workflow a: there is"),
        ("arazzo: [1", ":2: did not find expected ',' or ']'"),
    ],
)
def test_a_wrong_document_is_told_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    assert mistake(tmp_path, text).startswith(reason)


def test_two_stories_have_two_names(tmp_path: Path) -> None:
    one = told([show()])
    twice = one + one[one.index("- workflowId") :]
    assert mistake(tmp_path, twice) == ": workflowId 'tale' stands twice, it must be unique"


def test_a_story_is_for_recording_and_drift_unless_it_says() -> None:
    assert uses(story([show()])) == ("record", "drift")
    assert uses(story([show()], **{"x-use": ["record"]})) == ("record",)


@pytest.mark.parametrize(
    ("operations", "effect"),
    [
        (("showJob",), "read"),
        (("showJob", "startJob"), "write"),
        (("startJob", "dropJob", "showJob"), "destroy"),
        (("search",), "read"),
    ],
)
def test_the_effect_of_a_story_is_that_of_its_worst_step(
    operations: tuple[str, ...], effect: str
) -> None:
    steps = [
        {"stepId": name, "operationId": name, "parameters": SHOW["parameters"]}
        if name in ("showJob", "dropJob")
        else {"stepId": name, "operationId": name}
        for name in operations
    ]
    assert effect_of(story(steps), contract()) == effect
