"""The control endpoint: what a test suite sets an emulator up with."""

from typing import Any

import pytest

from tests.emulator.conftest import Client

JOBS = "/api/sunshine/jobs"
JOB = {"type": "resources", "action": "delete", "data": ["x"]}


def test_a_reset_brings_back_state_clock_and_faults(sunshine: Client) -> None:
    before = sunshine.control("GET", "state").json()
    sunshine.ask("POST", JOBS, json=JOB)
    sunshine.control("POST", "clock", {"advance": 3600})
    sunshine.control("POST", "faults", {"operation": "showJob", "kind": "status"})
    assert sunshine.control("GET", "state").json() != before
    assert sunshine.control("POST", "reset").json() == before


def test_a_reset_takes_a_seed_and_a_state(sunshine: Client) -> None:
    empty = sunshine.control("POST", "reset", {"seed": 7, "state": "empty"}).json()
    assert empty["seed"] == 7
    assert not any(empty["rows"].values())
    assert sunshine.ask("GET", JOBS).json() == {"data": []}
    first = sunshine.ask("POST", JOBS, json=JOB).json()["data"]["id"]
    sunshine.control("POST", "reset", {"seed": 8, "state": "empty"})
    assert sunshine.ask("POST", JOBS, json=JOB).json()["data"]["id"] != first


def test_the_clock_moves_a_second_a_request_and_as_told(sunshine: Client) -> None:
    def now() -> str:
        return str(sunshine.control("GET", "state").json()["now"])

    assert now() == "2020-06-09T22:00:00.000Z"
    sunshine.ask("GET", JOBS)
    assert now() == "2020-06-09T22:00:01.000Z"
    sunshine.control("POST", "clock", {"advance": 0.5})
    assert now() == "2020-06-09T22:00:01.500Z"


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("reset", [], "the body is a JSON object"),
        ("reset", {"state": "full"}, "`state` is empty or prepared, not 'full'"),
        ("reset", {"seed": "1"}, "`seed` cannot be '1'"),
        ("reset", {"seed": True}, "`seed` cannot be True"),
        ("clock", {"advance": -1}, "`advance` is a number of seconds"),
        ("clock", {"advance": 1e99}, "`advance` is a number of seconds"),
        ("faults", [], "a fault is a JSON object"),
        ("faults", {"operation": "showJobs", "kind": "status"}, "did you mean 'showJob'?"),
        ("faults", {"operation": "showJob", "kind": "explode"}, "no kind of a fault"),
        ("faults", {"operation": "showJob", "kind": "status", "status": 99}, "200 to 599"),
        ("faults", {"operation": "showJob", "kind": "status", "times": "x"}, "a whole number"),
        ("faults", {"operation": "showJob", "kind": "slow", "seconds": 1000}, "0 to 60"),
        (
            "faults",
            {"operation": "showJob", "kind": "slow", "second": 1},
            "did you mean 'seconds'?",
        ),
        ("faults", {}, "no operation of a fault"),
    ],
)
def test_a_mistake_is_told_in_one_line(sunshine: Client, name: str, body: Any, told: str) -> None:
    answer = sunshine.control("POST", name, body)
    assert answer.status_code == 400
    assert told in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_no_json_is_a_mistake_too(sunshine: Client) -> None:
    answer = sunshine.ask("POST", "/__contract__/reset", data=b"{", auth=None)
    assert answer.status_code == 400


def test_unknown_controls_are_not_found(sunshine: Client) -> None:
    assert sunshine.control("GET", "nothing").status_code == 404


def test_a_status_fault_strikes_as_often_as_it_says(sunshine: Client) -> None:
    fault = {"operation": "listJobs", "kind": "status", "status": 429, "retry_after": 2, "times": 2}
    assert sunshine.control("POST", "faults", fault).json()["faults"][0]["times"] == 2
    struck = [sunshine.ask("GET", JOBS) for _ in range(3)]
    assert [answer.status_code for answer in struck] == [429, 429, 200]
    assert struck[0].headers["Retry-After"] == "2"
    assert struck[0].json()["errors"][0]["code"] == "TooManyRequests"


def test_faults_wait_for_their_own_operation(sunshine: Client) -> None:
    sunshine.control("POST", "faults", {"operation": "listJobs", "kind": "status", "status": 503})
    assert sunshine.ask("GET", "/api/sunshine/objects/types").status_code == 200
    assert sunshine.ask("GET", JOBS).status_code == 503
    assert sunshine.control("GET", "faults").json() == {"faults": []}


def test_faults_can_be_taken_back(sunshine: Client) -> None:
    sunshine.control("POST", "faults", {"operation": "listJobs", "kind": "status"})
    assert sunshine.control("DELETE", "faults").json() == {"faults": []}
    assert sunshine.ask("GET", JOBS).status_code == 200


def test_a_slow_answer_is_slow(sunshine: Client) -> None:
    fault = {"operation": "listJobs", "kind": "slow", "seconds": 0.2}
    sunshine.control("POST", "faults", fault)
    assert sunshine.ask("GET", JOBS).elapsed.total_seconds() >= 0.2


def test_a_malformed_answer_is_no_json(sunshine: Client) -> None:
    sunshine.control("POST", "faults", {"operation": "listJobs", "kind": "malformed"})
    answer = sunshine.ask("GET", JOBS)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"JSON|Unterminated|Expecting"):
        answer.json()


@pytest.mark.parametrize(
    ("kind", "state"),
    [("job_failed", "failed"), ("job_partial", "failed"), ("job_aborted", "aborted")],
)
def test_a_job_fault_is_acted_out_by_the_job(sunshine: Client, kind: str, state: str) -> None:
    sunshine.control("POST", "faults", {"operation": "createJob", "kind": kind})
    created = sunshine.ask("POST", JOBS, json=JOB).json()["data"]
    assert created["job_status"] == "queued"
    path = f"{JOBS}/{created['id']}"
    seen = [sunshine.ask("GET", path).json()["data"]["job_status"] for _ in range(3)]
    assert seen[-1] == state
