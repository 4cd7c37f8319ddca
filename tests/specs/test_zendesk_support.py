"""Holds the specification of zendesk-support against what the page and recordings show."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contract_kit import documents
from contract_kit.model.conformance import read_request
from contract_kit.model.contract import Match
from contract_kit.model.pointer import select
from contract_kit.openapi import load

from .examples import Example, read_examples, read_trials, refusals, unnoticed

HERE = Path(__file__).parent
CONTRACT = load(HERE.parents[1] / "specs" / "zendesk-support.yaml")
LIFECYCLE = CONTRACT.document["components"]["schemas"]["JobStatus"]["x-lifecycle"]

Job = dict[str, Any]


def name_of(example: Example) -> str:
    return example.name


def recorded_jobs() -> Iterator[tuple[str, str, list[Job]]]:
    """What was done, the operation that did it, and the job as it was seen, the first one first."""
    for entry in documents.read(HERE / "zendesk_support_recorded.yaml")[0]:
        url = f"https://example.zendesk.com/api/v2/job_statuses/{entry['id']}.json"
        seen = [{"id": entry["id"], "url": url, **body} for body in entry["seen"]]
        yield entry["job"], entry["started_by"], seen


JOBS = tuple(recorded_jobs())


def recorded_answers() -> Iterator[Example]:
    for name, started_by, seen in JOBS:
        for number, job in enumerate(seen, 1):
            operation = started_by if number == 1 else "showJobStatus"
            yield Example(
                f"{name}, {number} of {len(seen)}: {job['status']}",
                f"operation {operation} answer 200",
                {"job_status": job},
            )


DOCUMENTED = read_examples(HERE / "zendesk_support_documents.yaml")
RECORDED = tuple(recorded_answers())
TRIALS = read_trials(HERE / "zendesk_support_broken.yaml", (*DOCUMENTED, *RECORDED))
MANY = {
    "createManyTickets": "tickets",
    "updateManyTickets": "tickets",
    "createManyOrganizations": "organizations",
    "updateManyOrganizations": "organizations",
    "createManyUsers": "users",
    "updateManyUsers": "users",
}
BY_IDS = (
    "showManyJobStatuses",
    "updateManyTickets",
    "destroyManyTickets",
    "deleteManyTicketsPermanently",
    "updateManyOrganizations",
    "destroyManyOrganizations",
    "updateManyUsers",
    "destroyManyUsers",
)


@pytest.mark.parametrize("example", [*DOCUMENTED, *RECORDED, *TRIALS.valid], ids=name_of)
def test_what_the_page_or_a_recording_shows_is_valid(example: Example) -> None:
    assert refusals(CONTRACT, example) == []


@pytest.mark.parametrize("example", TRIALS.broken, ids=name_of)
def test_a_single_fault_is_refused(example: Example) -> None:
    assert refusals(CONTRACT, example) != []


def test_no_example_can_be_spoilt_anywhere_but_where_it_may_be() -> None:
    # Of recorded answers only the nulls are of interest here, a result of each kind is in a trial.
    tolerated = unnoticed(CONTRACT, (*DOCUMENTED, *TRIALS.valid, RECORDED[0]))
    assert tolerated == {where: set(names) for where, names in TRIALS.tolerated.items()}


@pytest.mark.parametrize(("operation", "name"), MANY.items())
def test_a_hundred_items_are_taken_and_no_more(operation: str, name: str) -> None:
    bodies = ({name: [{"id": number} for number in range(1, last + 1)]} for last in (100, 101))
    taken, refused = (Example("", f"operation {operation} body", body) for body in bodies)
    assert refusals(CONTRACT, taken) == []
    assert refusals(CONTRACT, refused) != []


@pytest.mark.parametrize("operation", BY_IDS)
def test_a_hundred_ids_are_taken_and_no_more(operation: str) -> None:
    queries = ("ids=" + ",".join(map(str, range(1, last + 1))) for last in (100, 101))
    taken, refused = (Example("", f"operation {operation} query", query) for query in queries)
    assert refusals(CONTRACT, taken) == []
    assert refusals(CONTRACT, refused) != []


@pytest.mark.parametrize("query", ["ids=244,245", "ids=244%2C245", "ids=244,%20245"])
@pytest.mark.parametrize(
    ("operation", "ids"),
    [("updateManyTickets", [244, 245]), ("showManyJobStatuses", ["244", "245"])],
)
def test_ids_are_a_list_however_the_comma_is_sent(
    operation: str, ids: list[str | int], query: str
) -> None:
    reading = read_request(Match(CONTRACT.operations[operation], {}), query, (), b"")
    assert reading.query == {"ids": ids}


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/api/v2/job_statuses", "listJobStatuses"),
        ("/api/v2/job_statuses.json", "listJobStatuses"),
        ("/api/v2/job_statuses/show_many", "showManyJobStatuses"),
        ("/api/v2/job_statuses/show_many.json", "showManyJobStatuses"),
        ("/api/v2/job_statuses/8b726e606741012ffc2d782bcb7848fe", "showJobStatus"),
        ("/api/v2/job_statuses/8b726e606741012ffc2d782bcb7848fe.json", "showJobStatus"),
    ],
)
def test_the_paths_of_the_samples_lead_to_their_operations(path: str, operation: str) -> None:
    match = CONTRACT.find("GET", path)
    assert match is not None
    assert match.operation.id == operation
    assert set(match.arguments.values()) <= {"8b726e606741012ffc2d782bcb7848fe"}


@pytest.mark.parametrize(("name", "started_by", "seen"), JOBS, ids=[name for name, *_ in JOBS])
def test_a_recorded_job_follows_the_lifecycle(name: str, started_by: str, seen: list[Job]) -> None:
    states = [job["status"] for job in seen]
    assert started_by in LIFECYCLE["started_by"], name
    assert states[0] in LIFECYCLE["initial"]
    for before, after in pairwise(states):
        assert after == before or after in LIFECYCLE["moves"][before]
    for job in seen:
        nulls = LIFECYCLE["null"].get(job["status"], ())
        assert {value for pointer in nulls for value in select(job, pointer)} <= {None}
        present = LIFECYCLE["present"].get(job["status"], ())
        assert None not in {value for pointer in present for value in select(job, pointer)}
    done = [job["progress"] for job in seen if job["progress"] is not None]
    assert done == sorted(done)


def test_every_starter_and_every_sequence_is_recorded() -> None:
    jobs = [(started_by, [job["status"] for job in seen]) for _, started_by, seen in JOBS]
    assert {started_by for started_by, _ in jobs} == set(LIFECYCLE["started_by"])
    sequences = {"→".join(states) for _, states in jobs}
    assert sequences >= {
        "queued",
        "queued→completed",
        "queued→working→completed",
        "queued→queued→completed",
        "queued→queued→working→completed",
        "queued→working→working→completed",
        "queued→failed",
    }


def test_no_example_of_the_page_is_left_out() -> None:
    assert len(DOCUMENTED) == 13
    assert Counter(bool(example.elided) for example in DOCUMENTED) == {False: 10, True: 3}


def test_every_body_and_every_fault_is_tried_once() -> None:
    assert len(RECORDED) == 54
    assert len(TRIALS.broken) == 201
    for examples in (RECORDED, TRIALS.valid, TRIALS.broken):
        assert len({example.name for example in examples}) == len(examples)


def test_the_whole_jobs_and_answers_of_the_page_stand_in_the_specification() -> None:
    shown = list(select(CONTRACT.document, "/components/examples/*/value"))
    whole = [it for it in DOCUMENTED if "answer" in it.where or it.name == "bulk update"]
    assert len(whole) == 6
    for example in whole:
        assert example.body in shown or {"job_status": example.body} in shown


def test_the_tables_of_the_page_are_in_the_specification() -> None:
    job = CONTRACT.document["components"]["schemas"]["JobStatus"]["properties"]
    assert set(job) == {
        "id",
        "job_type",
        "message",
        "progress",
        "results",
        "status",
        "total",
        "url",
    }
    states = set(CONTRACT.document["components"]["schemas"]["JobState"]["enum"])
    assert states == {"queued", "working", "failed", "completed"} | {"killed"}
    (ids,) = CONTRACT.operations["showManyJobStatuses"].parameters
    assert (ids.location, ids.required) == ("query", True)
    (job_id,) = CONTRACT.operations["showJobStatus"].parameters
    assert (job_id.location, job_id.required) == ("path", True)
