"""The prepared tenant: what the specification's examples speak of is there."""

from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.emulator.zuora_custom_objects.prepared import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    DOCUMENTED,
    IN_PROGRESS,
    PENDING,
)
from contract_kit.model.contract import Contract
from tests.emulator.zuora_custom_objects.conftest import JOBS, OpenTenant, Tenant


def test_every_operation_of_the_specification_has_a_handler(zuora_contract: Contract) -> None:
    assert set(vendor.handlers) == set(zuora_contract.operations)


def test_the_documented_job_is_as_documented_but_for_its_dates(tenant: Tenant) -> None:
    job = tenant.show({"Id": DOCUMENTED})
    assert job.pop("filter")["conditions"]
    assert job == {
        "CreatedById": "7b39d73f-22e6-404a-b8e7-894f7620e91c",
        "CreatedDate": "2020-03-15T06:47:18Z",
        "Id": "ed4b9701-bafb-4976-8019-b08269430153",
        "UpdatedById": "7b39d73f-22e6-404a-b8e7-894f7620e91c",
        "UpdatedDate": "2020-03-15T06:47:18Z",
        "error": {"code": 71012560, "message": "Service limit reached, please retry later."},
        "namespace": "default",
        "object": "passenger",
        "operation": "delete",
        "processingTime": 1882,
        "recordsProcessed": 500,
        "status": "failed",
    }


def test_there_is_a_job_in_every_state(polled: Tenant) -> None:
    jobs = polled.value("GET", f"{JOBS}?pageSize=100")["jobs"]
    known = {job["Id"]: job["status"] for job in jobs}
    assert {job_id: known[job_id] for job_id in sorted(known) if job_id in NAMED} == NAMED
    assert [job["status"] for job in jobs].count("completed") == 31


def test_the_completed_job_has_two_errors(tenant: Tenant) -> None:
    assert [(error["row"], error["code"]) for error in tenant.errors({"Id": COMPLETED})] == [
        (2, 71012520),
        (4, 71012522),
    ]


def test_prepared_jobs_change_no_record_when_they_go_on(polled: Tenant) -> None:
    before = polled.passengers()
    for _ in range(3):
        polled.state.clock.advance(3600)
        polled.value("GET", JOBS)
    assert polled.show({"Id": ACCEPTED})["status"] == "completed"
    assert polled.show({"Id": IN_PROGRESS})["status"] == "completed"
    assert polled.show({"Id": PENDING})["status"] == "pending"
    assert polled.passengers() == before
    assert len(before) == 20


def test_other_seeds_have_other_ids_but_the_same_fixed_jobs(open_tenant: OpenTenant) -> None:
    one, two = (open_tenant(Settings(seed=seed)) for seed in (1, 2))
    ids = [
        {job["Id"] for job in tenant.value("GET", f"{JOBS}?pageSize=100")["jobs"]}
        for tenant in (one, two)
    ]
    assert ids[0] & ids[1] == set(NAMED)


NAMED = {
    PENDING: "pending",
    ACCEPTED: "accepted",
    IN_PROGRESS: "in_progress",
    COMPLETED: "completed",
    CANCELLED: "cancelled",
    DOCUMENTED: "failed",
}
