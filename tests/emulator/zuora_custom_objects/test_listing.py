"""The list of jobs: its order, its filter and its pages."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.faults import Fault
from contract_kit.emulator.zuora_custom_objects.prepared import COMPLETED, DOCUMENTED
from tests.emulator.zuora_custom_objects.conftest import JOBS, UNKNOWN, Tenant, code

STATUSES = ("accepted", "pending", "in_progress", "completed", "failed", "cancelled")


def walk(tenant: Tenant, size: int, **filters: str) -> list[list[str]]:
    """The ids of all pages."""
    pages: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        query = urlencode({"pageSize": size, **filters, **cursor})
        page = tenant.value("GET", f"{JOBS}?{query}")
        ids = [job["Id"] for job in page["jobs"]]
        assert page["count"] == len(ids)
        pages.append(ids)
        if page["cursor"] is None:
            return pages
        assert page["cursor"] == ids[-1]
        cursor = {"cursor": page["cursor"]}


def test_jobs_are_listed_newest_first(tenant: Tenant) -> None:
    new = [tenant.submit("create")["Id"] for _ in range(2)]
    tenant.state.clock.advance(-1)  # a third in the same second as the second
    new.append(tenant.submit("create")["Id"])
    jobs = tenant.value("GET", f"{JOBS}?pageSize=100")["jobs"]
    assert [job["Id"] for job in jobs[:3]] == new[::-1]
    created = [job["CreatedDate"] for job in jobs]
    assert created == sorted(created, reverse=True)
    assert jobs[-1]["Id"] == DOCUMENTED


def test_a_page_has_25_jobs_unless_told_otherwise(tenant: Tenant) -> None:
    page = tenant.value("GET", JOBS)
    assert (page["count"], len(page["jobs"])) == (25, 25)


@given(st.integers(1, 40), st.sampled_from(["", *STATUSES]))
def test_pages_of_any_size_hold_every_job_once(any_tenant: Tenant, size: int, status: str) -> None:
    any_tenant.emulator.reset()
    filters = {"status": status} if status else {}
    pages = walk(any_tenant, size, **filters)
    (whole,) = walk(any_tenant, 100, **filters)
    assert [job_id for page in pages for job_id in page] == whole
    assert {len(page) for page in pages[:-1]} <= {size}


def test_jobs_that_are_added_do_not_disturb_a_walk(tenant: Tenant) -> None:
    (whole,) = walk(tenant, 100)
    page = tenant.value("GET", f"{JOBS}?pageSize=10")
    tenant.submit("create")
    rest = tenant.value("GET", f"{JOBS}?pageSize=100&cursor={page['cursor']}")
    assert [job["Id"] for job in rest["jobs"]] == whole[10:]
    assert rest["cursor"] is None


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_filters_the_list(polled: Tenant, status: str) -> None:
    whole = polled.value("GET", f"{JOBS}?pageSize=100")["jobs"]
    listed = polled.value("GET", f"{JOBS}?pageSize=100&status={status}")["jobs"]
    assert listed
    assert listed == [job for job in whole if job["status"] == status]


def test_a_cursor_is_a_place_under_any_filter(tenant: Tenant) -> None:
    page = tenant.value("GET", f"{JOBS}?status=failed&cursor={COMPLETED}")
    assert [job["Id"] for job in page["jobs"]] == [DOCUMENTED]


@pytest.mark.parametrize("cursor", [UNKNOWN, "", "x", "%00"])
def test_an_unknown_cursor_is_refused(tenant: Tenant, cursor: str) -> None:
    assert code(tenant.ask("GET", f"{JOBS}?cursor={cursor}")) == (400, 71013120)


def test_a_cursor_can_be_made_to_expire(tenant: Tenant) -> None:
    tenant.emulator.faults.add(Fault("listBulkJobs", "cursor_expired"))
    assert code(tenant.ask("GET", f"{JOBS}?cursor={COMPLETED}")) == (400, 71013120)
    assert tenant.ask("GET", f"{JOBS}?cursor={COMPLETED}").status == 200


@pytest.mark.parametrize("query", ["pageSize=0", "pageSize=101", "pageSize=x", "status=open"])
def test_a_malformed_query_is_refused(tenant: Tenant, query: str) -> None:
    assert code(tenant.ask("GET", f"{JOBS}?{query}")) == (400, 71013020)


def test_an_empty_tenant_has_no_jobs(tenant: Tenant) -> None:
    tenant.emulator.reset(state="empty")
    assert tenant.value("GET", JOBS) == {"count": 0, "cursor": None, "jobs": []}
