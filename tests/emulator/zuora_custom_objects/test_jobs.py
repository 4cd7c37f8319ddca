"""Jobs: their lives, their limits, and what came of them."""

import pytest

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.zuora_custom_objects.prepared import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    DOCUMENTED,
    IN_PROGRESS,
    PENDING,
)
from tests.emulator.zuora_custom_objects.conftest import (
    JOBS,
    UNKNOWN,
    OpenTenant,
    Tenant,
    code,
    request,
    retry_after,
)

DAY = 24 * 60 * 60
MINORS = ("age", "LT", 22)  # two of the prepared passengers
SERVICE_LIMIT = {"code": 71012560, "message": "Service limit reached, please retry later."}
FOUR = "name,age\nA,1\nB,2\nC,3\nD,4\n"


def test_a_new_delete_job_is_accepted(tenant: Tenant) -> None:
    job = tenant.submit("delete", MINORS)
    assert job == {
        "CreatedById": "7b39d73f-22e6-404a-b8e7-894f7620e91c",
        "CreatedDate": "2020-06-09T22:00:00Z",
        "Id": job["Id"],
        "UpdatedById": "7b39d73f-22e6-404a-b8e7-894f7620e91c",
        "UpdatedDate": "2020-06-09T22:00:00Z",
        "filter": {"conditions": [{"field": "age", "operator": "LT", "value": 22}]},
        "namespace": "default",
        "object": "passenger",
        "operation": "delete",
        "processingTime": 0,
        "recordsProcessed": 0,
        "status": "accepted",
    }


def test_a_delete_job_moves_at_every_poll_and_deletes_at_the_last(polled: Tenant) -> None:
    job = polled.submit("delete", MINORS)
    seen = [(polled.show(job), len(polled.ages())) for _ in range(3)]
    assert [(each["status"], left) for each, left in seen] == [
        ("in_progress", 20),
        ("completed", 18),
        ("completed", 18),
    ]
    assert [each["recordsProcessed"] for each, _ in seen] == [0, 2, 2]
    assert [each["processingTime"] for each, _ in seen] == [0, 58, 58]
    assert [each["UpdatedDate"][-3:] for each, _ in seen] == ["01Z", "02Z", "02Z"]
    assert "error" not in seen[2][0]


@pytest.mark.parametrize("operation", ["create", "update"])
def test_a_writing_job_waits_for_its_file(polled: Tenant, operation: str) -> None:
    job = polled.submit(operation)
    assert "filter" not in job
    for _ in range(3):
        polled.state.clock.advance(DAY)
        assert polled.show(job)["status"] == "pending"
    assert polled.upload(job, "Id,name\n1,A\n" if operation == "update" else FOUR).status == 200
    assert polled.show(job)["status"] == "completed"


def test_an_upload_starts_a_job(polled: Tenant) -> None:
    job = polled.submit("create")
    started = polled.upload(job, FOUR, token="edit")
    assert b'"status":"in_progress"' in started.body
    assert b'"UpdatedById":"5f2d8c1e9a4b47d0b6e35a7c8d9e0f12"' in started.body
    assert len(polled.ages()) == 20
    done = polled.show(job)
    assert (done["status"], done["recordsProcessed"], done["processingTime"]) == (
        "completed",
        4,
        66,
    )
    assert polled.ages()[20:] == [1, 2, 3, 4]


def test_five_hundred_records_take_as_long_as_documented(tenant: Tenant) -> None:
    done = tenant.write("create", "name\n" + "X\n" * 500)
    assert (done["recordsProcessed"], done["processingTime"]) == (500, 1882)


def test_a_job_that_nobody_polls_moves_all_the_same(polled: Tenant) -> None:
    job = polled.submit("delete", MINORS)
    statuses = []
    for _ in range(3):
        listed = polled.value("GET", JOBS)["jobs"]
        statuses.append(next(each["status"] for each in listed if each["Id"] == job["Id"]))
        polled.state.clock.advance(120)
    assert statuses == ["accepted", "in_progress", "completed"]


def test_only_polls_of_its_own_move_a_job(polled: Tenant) -> None:
    job, other = polled.submit("delete", MINORS), polled.submit("delete", MINORS)
    for _ in range(3):
        polled.show(other)
    assert polled.value("GET", f"{JOBS}?status=accepted")["jobs"][0]["Id"] == job["Id"]


def test_jobs_that_are_due_together_run_in_an_order_of_their_own(open_tenant: OpenTenant) -> None:
    """Each job deletes what the other would, so that the second finds nothing left."""
    tenant, orders = open_tenant(Settings(pace=Pace("seconds", 60))), []
    for seed in range(1, 21):
        tenant.emulator.reset(seed)
        jobs = [tenant.submit("delete", MINORS) for _ in range(2)]
        for _ in range(2):
            tenant.state.clock.advance(61)
            tenant.value("GET", JOBS)
        orders.append(tuple(tenant.show(job)["recordsProcessed"] for job in jobs))
    assert set(orders) == {(2, 0), (0, 2)}


@pytest.mark.parametrize("job_id", [PENDING, ACCEPTED, IN_PROGRESS])
def test_an_unfinished_job_can_be_cancelled(polled: Tenant, job_id: str) -> None:
    cancelled = polled.cancel({"Id": job_id}, token="delete")
    assert cancelled.status == 200
    assert b'"UpdatedById":"c04e7a5bd1f34862a97d02b1e6f3584c"' in cancelled.body
    polled.state.clock.advance(DAY)
    job = polled.show({"Id": job_id})
    assert (job["status"], job["recordsProcessed"], job["processingTime"]) == ("cancelled", 0, 0)
    assert job["UpdatedDate"] == "2020-06-09T22:00:00Z"


def test_a_cancelled_job_does_nothing(polled: Tenant) -> None:
    job = polled.submit("create")
    polled.upload(job, FOUR)
    assert polled.cancel(job).status == 200
    polled.state.clock.advance(DAY)
    assert polled.show(job)["status"] == "cancelled"
    assert len(polled.ages()) == 20
    assert polled.state.sizes()["file"] == 0


@pytest.mark.parametrize("job_id", [DOCUMENTED, COMPLETED, CANCELLED])
def test_a_finished_job_cannot_be_cancelled(polled: Tenant, job_id: str) -> None:
    before = polled.show({"Id": job_id})
    assert code(polled.cancel({"Id": job_id})) == (400, 71013430)
    assert polled.show({"Id": job_id}) == before


@pytest.mark.parametrize("job_id", [ACCEPTED, IN_PROGRESS, COMPLETED, CANCELLED, DOCUMENTED])
def test_only_a_pending_job_takes_a_file(polled: Tenant, job_id: str) -> None:
    assert code(polled.upload({"Id": job_id}, FOUR)) == (400, 71013020)


def test_a_job_takes_one_file(polled: Tenant) -> None:
    job = polled.submit("create")
    assert polled.upload(job, FOUR).status == 200
    assert code(polled.upload(job, FOUR)) == (400, 71013020)
    polled.show(job)
    assert code(polled.upload(job, FOUR)) == (400, 71013020)
    assert len(polled.ages()) == 24


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/errors"), ("PATCH", "/cancel"), ("POST", "/files")],
)
def test_an_unknown_job_is_not_found(tenant: Tenant, method: str, path: str) -> None:
    answer = tenant.ask(method, f"{JOBS}/{UNKNOWN}{path}", raw=b"name\n", media="text/csv")
    assert code(answer) == (404, 71013140)


def test_an_id_that_is_none_is_refused(tenant: Tenant) -> None:
    assert code(tenant.ask("GET", f"{JOBS}/1")) == (400, 71013020)


@pytest.mark.parametrize(
    ("fault", "status", "left"),
    [("job_failed", "failed", 20), ("job_partial", "failed", 19), ("job_aborted", "cancelled", 20)],
)
def test_a_delete_job_ends_as_a_fault_says(
    tenant: Tenant, fault: str, status: str, left: int
) -> None:
    job = tenant.show(tenant.submit("delete", MINORS, fault=fault))
    assert (job["status"], job["recordsProcessed"]) == (status, 20 - left)
    assert job.get("error") == (SERVICE_LIMIT if status == "failed" else None)
    assert len(tenant.ages()) == left


@pytest.mark.parametrize(
    ("fault", "status", "created"),
    [("job_failed", "failed", 0), ("job_partial", "failed", 2), ("job_aborted", "cancelled", 0)],
)
@pytest.mark.parametrize("operation", ["submitBulkJob", "uploadBulkJobFile"])
def test_a_create_job_ends_as_a_fault_of_either_call_says(
    tenant: Tenant, operation: str, fault: str, status: str, created: int
) -> None:
    tenant.emulator.faults.add(Fault(operation, fault))
    job = tenant.write("create", FOUR)
    assert (job["status"], job["recordsProcessed"]) == (status, created)
    assert job.get("error") == (SERVICE_LIMIT if status == "failed" else None)
    assert tenant.ages()[20:] == [1, 2, 3, 4][:created]
    assert tenant.state.sizes()["file"] == 0


def test_the_sixth_unfinished_job_is_refused(polled: Tenant) -> None:
    first, second = polled.submit("delete", MINORS), polled.submit("create")  # three are prepared
    refused = polled.ask("POST", JOBS, request("delete", MINORS))
    assert code(refused) == (429, 71013061)
    assert retry_after(refused) == 60
    for _ in range(2):
        polled.show(first)
    polled.submit("delete", MINORS)
    assert code(polled.ask("POST", JOBS, request("create"))) == (429, 71013061)
    assert polled.cancel(second).status == 200
    polled.submit("create")


def test_without_limits_any_number_of_jobs_is_taken(tenant: Tenant) -> None:
    assert {tenant.submit("create")["status"] for _ in range(20)} == {"pending"}


def test_the_same_key_and_body_are_answered_with_the_first_job(polled: Tenant) -> None:
    headers = (("Idempotency-Key", "once"),)
    first = polled.submit("delete", MINORS, headers=headers)
    for _ in range(2):
        polled.show(first)
    again = polled.submit("delete", MINORS, headers=headers)
    assert (again["Id"], again["status"]) == (first["Id"], "completed")
    assert len(polled.value("GET", f"{JOBS}?pageSize=100")["jobs"]) == 37


def test_the_same_key_with_another_body_is_refused(tenant: Tenant) -> None:
    headers = (("Idempotency-Key", "once"),)
    tenant.submit("delete", MINORS, headers=headers)
    for body in (request("delete"), request("delete", ("age", "LT", 23)), request("create")):
        assert code(tenant.ask("POST", JOBS, body, headers=headers)) == (400, 71013020)


def test_a_key_can_be_used_again_after_a_day(tenant: Tenant) -> None:
    headers = (("Idempotency-Key", "once"),)
    first = tenant.submit("create", headers=headers)
    tenant.state.clock.advance(DAY - 2)
    assert tenant.submit("create", headers=headers)["Id"] == first["Id"]
    tenant.state.clock.advance(1)
    second = tenant.submit("delete", headers=headers)
    assert second["Id"] != first["Id"]
    assert tenant.submit("delete", headers=headers)["Id"] == second["Id"]


def test_other_keys_and_no_keys_ask_for_other_jobs(tenant: Tenant) -> None:
    keys = [(("Idempotency-Key", "a"),), (("Idempotency-Key", "A"),), (), ()]
    assert len({tenant.submit("create", headers=headers)["Id"] for headers in keys}) == 4


@pytest.mark.parametrize(
    "body",
    [
        {"namespace": "com_zuora", "object": "passenger", "operation": "create"},
        {"namespace": "default", "object": "SavedQuery", "operation": "create"},
        {"namespace": "default", "object": "Passenger", "operation": "delete"},
        {**request("delete", MINORS), "operation": "create"},
        request("delete", MINORS, MINORS, MINORS),
        {**request("delete"), "filter": {"conditions": []}},
        {**request("delete"), "more": 1},
        request("upsert"),
        [],
    ],
)
def test_a_job_that_nobody_can_do_is_refused(tenant: Tenant, body: object) -> None:
    assert code(tenant.ask("POST", JOBS, body)) == (400, 71013020)


def test_saved_queries_are_records_like_others(tenant: Tenant) -> None:
    body = {"namespace": "com_zuora", "object": "SavedQuery", "operation": "create"}
    job = tenant.value("POST", JOBS, body)
    tenant.upload(job, "name,query\nAll,select 1\n,select 2\n")
    assert tenant.show(job)["recordsProcessed"] == 2
    assert [error["row"] for error in tenant.errors(job)] == [3]
    done = tenant.show(tenant.value("POST", JOBS, {**body, "operation": "delete"}))
    assert done["recordsProcessed"] == 4
    assert len(tenant.ages()) == 20


def test_ids_are_all_different(tenant: Tenant) -> None:
    jobs = {tenant.submit("create")["Id"] for _ in range(30)}
    tenant.write("create", "name\n" + "X\n" * 50)
    assert len(jobs) == 30
    assert len(tenant.passengers()) == 70
