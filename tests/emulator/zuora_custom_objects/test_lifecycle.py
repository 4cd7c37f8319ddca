"""Whatever is asked in whatever order, jobs keep the lifecycle that the specification promises."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.faults import Fault
from contract_kit.model.contract import Contract
from tests.emulator.zuora_custom_objects.conftest import JOBS, OpenTenant, Tenant, request

UNFINISHED = ("accepted", "pending", "in_progress")
STEPS = st.one_of(
    st.tuples(st.just("submit"), st.sampled_from(["delete", "create", "update"])),
    st.tuples(st.just("fault"), st.sampled_from(["job_failed", "job_partial", "job_aborted"])),
    st.tuples(st.sampled_from(["show", "cancel", "upload"]), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.integers(0, 120)),
)


@pytest.fixture(scope="session")
def busy_tenant(open_tenant: OpenTenant) -> Tenant:
    """A tenant whose jobs take two polls for every move."""
    return open_tenant(Settings(pace=Pace("polls", 2)))


@given(st.integers(1, 3), st.lists(STEPS, max_size=40))
def test_jobs_keep_their_lifecycle(
    busy_tenant: Tenant, zuora_contract: Contract, seed: int, steps: list[tuple[str, Any]]
) -> None:
    busy_tenant.emulator.reset(seed)
    promised = zuora_contract.document["components"]["schemas"]["Job"]["x-lifecycle"]
    lives = [snapshot(busy_tenant)]
    for name, argument in steps:
        take(busy_tenant, name, argument)
        lives.append(snapshot(busy_tenant))
    for before, after in pairwise(lives):
        assert set(before) <= set(after)
        for job_id, job in after.items():
            follows(promised, before.get(job_id), job)
        assert sum(job["status"] in UNFINISHED for job in after.values()) <= 5


def snapshot(tenant: Tenant) -> dict[str, Any]:
    """All jobs by their ids."""
    jobs = tenant.value("GET", f"{JOBS}?pageSize=100")["jobs"]
    return {job["Id"]: job for job in jobs}


def take(tenant: Tenant, name: str, argument: Any) -> None:
    """One step; what it is answered does not matter here."""
    if name == "submit":
        tenant.ask("POST", JOBS, request(argument))
    elif name == "fault":
        tenant.emulator.faults.add(Fault("submitBulkJob", argument))
    elif name == "wait":
        tenant.state.clock.advance(argument)
    else:
        job = tenant.value("GET", f"{JOBS}?pageSize=10")["jobs"][argument]
        if name == "upload":
            tenant.upload(job, "name,age\nA,1\nB,x\n")
        elif name == "cancel":
            tenant.cancel(job)
        else:
            tenant.show(job)


def follows(promised: Any, before: Any, job: Any) -> None:
    """A job may come out of what it was before; None where it was not there."""
    assert job["CreatedDate"] <= job["UpdatedDate"]
    if before is None:
        assert job["status"] in promised["initial"]
        return
    assert job["status"] in (before["status"], *promised["moves"].get(before["status"], ()))
    for name in ("processingTime", "recordsProcessed", "UpdatedDate"):
        assert job[name] >= before[name]
    for pointer in promised["immutable"]:
        assert job[pointer[1:]] == before[pointer[1:]]
    if job["status"] == before["status"]:
        assert job == before
