"""Stories played against a vendor whose answers are written down: what is sent, where it stops."""

import base64
from dataclasses import replace
from typing import Any

import pytest
import requests

from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.target import Credentials, Target
from contract_kit.stories import Event, Played, Skipped, play
from tests.stories.shop import URL, Say, Vendor, contract, numbers, stop, story

JOB = [{"name": "id", "in": "path", "value": "$steps.start.outputs.id"}]
START = {
    "stepId": "start",
    "operationId": "startJob",
    "requestBody": {"payload": {"name": "ck-{$inputs.run}", "tags": ["$inputs.run", 1]}},
    "outputs": {"id": "$response.body#/id"},
}
SHOW = {"stepId": "show", "operationId": "showJob", "parameters": JOB}
LIST = {"stepId": "list", "operationId": "listJobs", "outputs": {"id": "$response.body#/0/id"}}
SHOW_LISTED = {
    "stepId": "show",
    "operationId": "showJob",
    "parameters": [{"name": "id", "in": "path", "value": "$steps.list.outputs.id"}],
}


def test_each_exchange_is_given_as_it_went_over_the_wire() -> None:
    vendor = Vendor(Say({"id": "a/b"}), Say({"job": {}}, headers={"X-Rate": "7"}))
    first, second = vendor.play(story([START, SHOW]))
    assert isinstance(first, Played)
    assert isinstance(second, Played)
    assert (first.step, first.operation, first.number) == ("start", "startJob", 1)
    sent = first.exchange.request
    assert (sent.method, sent.url) == ("POST", f"{URL}/jobs")
    assert sent.body == b'{"name":"ck-r1","tags":["r1",1]}'
    assert {("Content-Type", "application/json"), ("Authorization", "Bearer t0ken")} <= set(
        sent.headers
    )
    assert second.exchange.request.url == f"{URL}/jobs/a%2Fb"
    assert second.exchange.answer.headers == (("X-Rate", "7"),)
    assert second.exchange.answer.body == b'{"job": {}}'


@pytest.mark.parametrize(
    ("value", "query"),
    [
        ("a b&c", "?state=a%20b%26c"),
        (["a", 2], "?state=a&state=2"),
        (True, "?state=true"),
        ([], ""),
    ],
)
def test_a_query_is_encoded(value: Any, query: str) -> None:
    step = {**LIST, "parameters": [{"name": "state", "in": "query", "value": value}], "outputs": {}}
    vendor = Vendor(Say([]))
    vendor.play(story([step]))
    assert vendor.urls() == [f"/jobs{query}"]


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ({"payload": '{"broken"'}, b'{"broken"'),
        ({"contentType": "text/csv", "payload": "a,b\n{$inputs.run},2\n"}, b"a,b\nr1,2\n"),
        (
            {"contentType": "application/x-www-form-urlencoded", "payload": {"a": "b c", "n": 1}},
            b"a=b+c&n=1",
        ),
        ({"payload": {"name": "é"}}, '{"name":"é"}'.encode()),
    ],
)
def test_a_body_is_encoded_by_its_media_type(body: Any, sent: bytes) -> None:
    vendor = Vendor(Say({"id": "1"}))
    vendor.play(story([{**START, "requestBody": body}]))
    assert vendor.requests[0].body == sent


@pytest.mark.parametrize(
    ("criterion", "answer", "expected", "came"),
    [
        ("$statusCode == 201", Say({}), "$statusCode == 201", "$statusCode is 200"),
        (
            "$response.body#/state == 'queued'",
            Say({"state": "done"}),
            "$response.body#/state == 'queued'",
            "$response.body#/state is 'done'",
        ),
        ("$response.body#/n > 1", Say({}), "$response.body#/n > 1", "None and 1 have no order"),
        (
            "$response.body == 'x'",
            Say(b"\xff"),
            "$response.body == 'x'",
            "$response.body is '\ufffd'",
        ),
    ],
)
def test_what_is_not_as_expected_ends_the_story(
    criterion: str, answer: Say, expected: str, came: str
) -> None:
    vendor = Vendor(answer)
    events = vendor.play(story([{**START, "successCriteria": [{"condition": criterion}]}, SHOW]))
    assert stop(events) == ("start", expected, came)
    assert vendor.sent == 1


def test_without_criteria_a_step_expects_success() -> None:
    expected = "$statusCode >= 200 && $statusCode < 300"
    events = Vendor(Say({}, 500)).play(story([START]))
    assert stop(events) == ("start", expected, "$statusCode is 500")


def test_a_story_that_writes_stops_where_an_output_is_not_there() -> None:
    events = Vendor(Say({})).play(story([START, SHOW]))
    assert stop(events) == ("start", "the output id", "$response.body#/id names nothing")


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_an_id_that_leads_to_another_path_is_not_asked_for(name: str) -> None:
    vendor = Vendor(Say({"id": name}))
    step, expected, _ = stop(vendor.play(story([START, SHOW])))
    assert (step, expected, vendor.sent) == ("show", "something to send", 1)


def test_a_story_that_reads_goes_on_without_what_nobody_has() -> None:
    vendor = Vendor(Say([]))
    last = {**LIST, "stepId": "again"}
    events = vendor.play(story([LIST, SHOW_LISTED, last]))
    assert [type(event) for event in events] == [Played, Skipped, Played]
    assert events[1] == Skipped(
        "show", "showJob", "no-data", "$steps.list.outputs.id names nothing"
    )


@pytest.mark.parametrize("error", [requests.ConnectionError("gone"), requests.Timeout("slow")])
def test_a_network_that_fails_is_no_drift(error: Exception) -> None:
    with pytest.raises(CouldNotLook, match=f"no answer from {URL}: {type(error).__name__}") as told:
        Vendor(error).play(story([START]))
    assert told.value.reason == "network"


def test_redirects_are_not_followed_and_cookies_not_kept() -> None:
    away = Say(None, 302, {"Location": "https://elsewhere.example/", "Set-Cookie": "session=1"})
    criteria = [{"condition": "$statusCode == 302"}]
    vendor = Vendor(away)
    vendor.play(story([{**LIST, "successCriteria": criteria}, {**LIST, "stepId": "b"}]))
    assert vendor.urls() == ["/jobs", "/jobs"]
    assert all(name != "Cookie" for request in vendor.requests for name, _ in request.headers)


INPUTS = {
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "state": {"enum": ["a", "b"], "default": "b"}},
}


def test_inputs_have_defaults_and_others_are_not_looked_at() -> None:
    step = {
        **LIST,
        "parameters": [{"name": "state", "in": "query", "value": "{$inputs.name}-{$inputs.state}"}],
    }
    vendor = Vendor(Say([]))
    vendor.play(story([step], inputs=INPUTS), name="n", another=3)
    assert vendor.urls() == ["/jobs?state=n-b"]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({}, "workflow tale, inputs: name is missing"),
        ({"name": "n", "state": "c"}, "workflow tale, inputs: /state: "),
    ],
)
def test_inputs_that_do_not_fit_are_the_users_mistake(inputs: dict[str, Any], reason: str) -> None:
    with pytest.raises(Mistake) as told:
        Vendor(Say([])).play(story([LIST], inputs=INPUTS), **inputs)
    assert reason in str(told.value)


def authorizations(scheme: dict[str, Any], login: str, url: str) -> tuple[list[str], list[Event]]:
    """What says who asks, under a security scheme, and what comes of it."""
    described = {"components": {"securitySchemes": {"one": scheme}}}
    shop = replace(contract(), document={**contract().document, **described})
    told = story([{**LIST, "x-credentials": login} if login else LIST])
    vendor = Vendor(Say([]))
    target = Target("t", url, Credentials("me", "pass", "t0ken"))
    events = list(play(told, shop, target, vendor, {"run": "r"}, wait=vendor.waited.append))
    sent = [pair for request in vendor.requests for pair in request.headers]
    return [value for name, value in sent if name in ("Authorization", "X-Key")], events


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


@pytest.mark.parametrize(
    ("scheme", "login", "sent"),
    [
        ({"type": "http", "scheme": "Basic"}, "", [basic("me:pass")]),
        ({"type": "http", "scheme": "bearer"}, "", ["Bearer t0ken"]),
        ({"type": "oauth2", "flows": {}}, "", ["Bearer t0ken"]),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, "", ["t0ken"]),
        ({"type": "apiKey", "in": "query", "name": "key"}, "", []),
        ({"type": "http", "scheme": "basic"}, "none", []),
        ({"type": "http", "scheme": "basic"}, "user", [basic("user@example.com/token:secret")]),
        ({"type": "http", "scheme": "bearer"}, "edit", ["Bearer edit"]),
    ],
)
def test_who_asks_is_said_as_the_specification_wants_it(
    scheme: dict[str, Any], login: str, sent: list[str]
) -> None:
    assert authorizations(scheme, login, "http://127.0.0.1:9")[0] == sent


def test_the_emulators_users_are_nobody_elsewhere() -> None:
    sent, events = authorizations({"type": "http", "scheme": "basic"}, "user", URL)
    assert sent == []
    assert events == [
        Skipped("list", "listJobs", "credentials", "the user 'user' is the emulator's")
    ]


POLL = {**SHOW, "x-poll": {"polls": 4, "every": 2}}


def states(*names: str) -> list[Say]:
    return [Say({"id": "1"}), *(Say({"job": {"state": name}}) for name in names)]


@pytest.mark.parametrize(
    "seen", [("done",), ("queued", "done"), ("queued", "running", "running", "failed")]
)
def test_polling_ends_with_the_first_final_state(seen: tuple[str, ...]) -> None:
    check = {
        **SHOW,
        "stepId": "after",
        "successCriteria": [
            {"condition": f"$steps.show.outputs.states#/{len(seen) - 1} == '{seen[-1]}'"},
            {"condition": f"$steps.show.outputs.states#/{len(seen)} == null"},
            {"condition": f"$steps.show.outputs.last#/job/state == '{seen[-1]}'"},
        ],
    }
    vendor = Vendor(*states(*seen))
    events = vendor.play(story([START, POLL, check]))
    assert numbers(events) == [1, *range(1, len(seen) + 1), 1]
    assert vendor.waited == [2.0] * (len(seen) - 1)


def test_polling_ends_with_the_states_that_it_is_told() -> None:
    step = {**SHOW, "x-poll": {"until": ["running"]}}
    events = Vendor(*states("queued", "running", "done")).play(story([START, step]))
    assert numbers(events) == [1, 1, 2]


def test_a_job_that_does_not_end_stops_the_story_that_started_it() -> None:
    events = Vendor(*states("queued", "running")).play(story([START, POLL]))
    assert numbers(events) == [1, 1, 2, 3, 4]
    assert stop(events) == ("show", "done or failed within 4 polls", "running")


def test_somebody_elses_job_may_take_its_time() -> None:
    follow = {**SHOW_LISTED, "x-poll": {"polls": 2}}
    vendor = Vendor(Say([{"id": "1"}]), Say({"job": {"state": "running"}}))
    assert numbers(vendor.play(story([LIST, follow]))) == [1, 1, 2]


def test_an_answer_without_a_state_ends_the_polling() -> None:
    vendor = Vendor(*states("queued"), Say({"error": "gone"}, 404))
    events = vendor.play(story([START, POLL]))
    assert numbers(events) == [1, 1, 2]
    assert stop(events)[2] == "$statusCode is 404"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        (
            {
                "Retry-After": "Tue, 09 Jun 2020 22:00:30 GMT",
                "Date": "Tue, 09 Jun 2020 22:00:10 GMT",
            },
            20.0,
        ),
        ({"Retry-After": "Tue, 09 Jun 2020 22:00:30 GMT"}, 2.0),
        ({"Retry-After": "soon"}, 2.0),
    ],
)
def test_retry_after_wins(headers: dict[str, str], seconds: float) -> None:
    busy = Say({"job": {"state": "queued"}}, headers=headers)
    vendor = Vendor(Say({"id": "1"}), busy, *states("done")[1:])
    vendor.play(story([START, POLL]))
    assert vendor.waited == [seconds]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(status: int) -> None:
    busy = Say(b"slow down", status, {"Retry-After": "9"})
    vendor = Vendor(Say({"id": "1"}), busy, *states("done")[1:])
    assert numbers(vendor.play(story([START, POLL]))) == [1, 1, 2]
    assert vendor.waited == [9.0]


def test_nobody_waits_for_an_hour() -> None:
    busy = Say({"job": {"state": "queued"}}, headers={"Retry-After": "3600"})
    with pytest.raises(CouldNotLook, match="asks to wait 3600 s") as told:
        Vendor(Say({"id": "1"}), busy).play(story([START, POLL]))
    assert told.value.reason == "quota"


def test_on_loopback_nobody_waits() -> None:
    vendor = Vendor(*states("queued", "queued", "done"))
    vendor.play(story([START, POLL]), url="http://127.0.0.1:9")
    assert vendor.waited == []
