"""Jobs: the ways they take, what they show on them, and for how long they are shown."""

import re
from collections import Counter
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Settings
from contract_kit.model.exchange import header
from tests.emulator.conftest import Client
from tests.emulator.zendesk_support.conftest import (
    ENDED,
    HOST,
    JOBS,
    Account,
    OpenAccount,
    error,
)
from tests.model.laws import law

DAY = 24 * 60 * 60
TWO = {"tickets": [{"comment": {"body": "It is broken."}}, {"description": "So is this."}]}


def played(account: Account, count: int) -> list[list[Any]]:
    """The ways of as many jobs of two tickets, one after the other."""
    return [account.play(account.create(2)) for _ in range(count)]


def waiting(account: Account, *, working: int) -> Any:
    """A job of ten tickets that is at work for a number of polls."""
    job = account.create(10)
    change = "UPDATE job SET patience = 1, working = ? WHERE id = ?"
    account.state.run(change, (working, job["id"]))
    return job


def test_a_new_job_is_queued_and_answered_200_without_location(account: Account) -> None:
    answer = account.ask("POST", "/api/v2/tickets/create_many", TWO)
    job = orjson.loads(answer.body)["job_status"]
    assert answer.status == 200
    assert header(answer.headers, "Location") is None
    assert job.pop("total") in (None, 2)
    assert job == {
        "id": job["id"],
        "message": None,
        "progress": None,
        "results": None,
        "status": "queued",
        "url": f"http://{HOST}{JOBS}/{job['id']}.json",
    }


def test_ids_are_v3_and_32_hexadecimal_digits_and_never_the_same(account: Account) -> None:
    found = [account.create(2)["id"] for _ in range(50)]
    assert len(set(found)) == 50
    assert all(re.fullmatch(r"V3-[0-9a-f]{32}", job_id) for job_id in found)


def test_the_url_is_where_the_job_can_be_polled(support: Client) -> None:
    job = support.ask("POST", "/api/v2/tickets/create_many", json=TWO).json()["job_status"]
    assert job["url"] == f"{support.url}{JOBS}/{job['id']}.json"
    polled = support.ask("GET", job["url"].removeprefix(support.url)).json()["job_status"]
    assert polled["id"] == job["id"]


def test_jobs_take_the_observed_ways_as_often_as_observed(account: Account) -> None:
    seen = Counter(tuple(body["status"] for body in way) for way in played(account, 550))
    observed = {
        ("queued", "completed"): 240,
        ("queued", "working", "completed"): 120,
        ("queued", "queued", "completed"): 90,
        ("queued", "queued", "working", "completed"): 60,
        ("queued", "working", "working", "completed"): 40,
    }
    assert set(seen) == set(observed)
    assert all(abs(seen[way] - often) < 50 for way, often in observed.items())


def test_few_jobs_tell_their_type_and_then_always(account: Account) -> None:
    ways = played(account, 200)
    typed = [way for way in ways if "job_type" in way[0]]
    assert 2 <= len(typed) <= 25
    assert all(body["job_type"] == "Bulk Create Ticket" for way in typed for body in way)
    assert all("job_type" not in body for way in ways if way not in typed for body in way)


def test_about_half_of_the_queued_jobs_tell_their_total(account: Account) -> None:
    totals = Counter(account.create(2)["total"] for _ in range(100))
    assert set(totals) == {None, 2}
    assert min(totals.values()) > 30


def test_every_state_has_its_nulls(account: Account) -> None:
    for way in played(account, 40):
        for body in way:
            nulls = {name for name, value in body.items() if value is None} - {"total"}
            assert (
                nulls
                == {
                    "queued": {"message", "progress", "results"},
                    "working": {"results"},
                    "completed": set(),
                }[body["status"]]
            )
            assert body["status"] == "queued" or body["total"] == 2


def test_a_working_job_says_which_item_it_is_at(account: Account) -> None:
    way = account.play(waiting(account, working=4))
    assert [(body["progress"], body["message"]) for body in way[1:]] == [
        (2, "Creating ticket #3"),
        (4, "Creating ticket #5"),
        (6, "Creating ticket #7"),
        (8, "Creating ticket #9"),
        (10, "Completed at 2020-06-09 22:00:05 +0000"),
    ]


def test_a_job_that_nobody_polls_moves_all_the_same(account: Account) -> None:
    waiting(account, working=1)
    seen = []
    for _ in range(5):
        seen.append(account.page("page[size]=1")["job_statuses"][0])
        account.state.clock.advance(30)
    assert [(job["status"], job["progress"]) for job in seen] == [
        ("queued", None),
        ("queued", None),
        ("working", 5),
        ("working", 5),
        ("completed", 10),
    ]


def test_progress_follows_the_time_where_nobody_polls(account: Account) -> None:
    waiting(account, working=2)
    account.state.clock.advance(60)
    seen = []
    for _ in range(6):
        seen.append(account.page("page[size]=1")["job_statuses"][0]["progress"])
        account.state.clock.advance(23)
    assert seen == [3, 3, 4, 6, 8, 10]


def test_a_job_takes_its_time_in_real_time(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("seconds", 10)))
    job = waiting(account, working=1)
    seen = []
    for seconds in (9.5, 1, 5.2, 5):
        account.state.clock.advance(seconds)
        seen.append(account.show(job))
    assert [(body["status"], body["progress"]) for body in seen] == [
        ("queued", None),
        ("working", 0),
        ("working", 5),
        ("completed", 10),
    ]


def test_at_once_means_at_the_next_look(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("instant"), limits="off"))
    ways = played(account, 20)
    assert all([body["status"] for body in way] == ["queued", "completed"] for way in ways)


_LOOKS = st.lists(
    st.one_of(st.sampled_from(["show", "show_many", "list"]), st.floats(0.0, 90.0)), max_size=12
)


@law
@given(seed=st.integers(0, 1000), size=st.integers(1, 100), looks=_LOOKS, fault=st.booleans())
def test_progress_never_falls_nor_exceeds_the_total_and_states_only_advance(
    account: Account, seed: int, size: int, looks: list[str | float], fault: bool
) -> None:
    account.emulator.reset(seed=seed)
    job = account.create(size, fault="job_failed" if fault else "")
    urls = {
        "show": f"{JOBS}/{job['id']}",
        "show_many": f"{JOBS}/show_many?ids={job['id']}",
        "list": f"{JOBS}?page[size]=100",
    }
    seen = [job]
    for look in (*looks, *["show"] * 6):
        if isinstance(look, float):
            account.state.clock.advance(look)
            continue
        value = account.value("GET", urls[look])
        bodies = [value["job_status"]] if look == "show" else value["job_statuses"]
        seen += [body for body in bodies if body["id"] == job["id"]]
    order = ["queued", "working", *ENDED]
    states = [order.index(body["status"]) for body in seen]
    progress = [body["progress"] or 0 for body in seen]
    assert states == sorted(states)
    assert progress == sorted(progress)
    assert all(part <= size for part in progress)
    assert (seen[-1]["status"], progress[-1]) == (("failed", 0) if fault else ("completed", size))
    assert all(body["total"] == size for body in seen if body["status"] != "queued")


def test_the_same_seed_gives_the_same_bytes(open_account: OpenAccount) -> None:
    first, again, other = (
        orjson.dumps(played(open_account(Settings(seed=seed)), 8)) for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_a_list_is_no_poll(account: Account) -> None:
    job = waiting(account, working=0)
    for _ in range(5):
        account.page()
    assert account.page("page[size]=1")["job_statuses"][0]["id"] == job["id"]
    assert account.show(job)["status"] == "completed"


def test_a_job_is_gone_a_day_after_its_creation(account: Account) -> None:
    job = account.create(1)
    account.state.clock.advance(DAY - 2)
    assert account.show(job)["status"] == "completed"
    account.state.clock.advance(1)
    refused = account.ask("GET", f"{JOBS}/{job['id']}")
    assert refused.status == 404
    assert error(refused) == {"error": "RecordNotFound", "description": "Not found"}
    assert account.value("GET", f"{JOBS}/show_many?ids={job['id']}") == {"job_statuses": []}
    assert account.listed() == []


@pytest.mark.parametrize("job_id", ["unknown", "1", "%00", "%ff", "V3-"])
def test_an_unknown_job_is_not_found(account: Account, job_id: str) -> None:
    assert account.ask("GET", f"{JOBS}/{job_id}").status == 404
