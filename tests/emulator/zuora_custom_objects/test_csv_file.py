"""The file of a job: what its first line and its rows may say, and what becomes of them."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.zuora_custom_objects import csv_file
from tests.emulator.zuora_custom_objects.conftest import Tenant, code

CELLS = st.text(st.characters(codec="utf-8"), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(csv.list_dialects()))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]], dialect: str) -> None:
    wanted = [["x"], *rows]
    delimiter = {} if dialect != "excel-tab" else {"delimiter": ","}
    text = io.StringIO(newline="")
    csv.writer(text, dialect, **delimiter).writerows(wanted)  # type: ignore[arg-type]
    names, lines = csv_file.read(text.getvalue().encode())
    assert [list(names), *(list(line.cells) for line in lines)] == wanted
    assert [line.number for line in lines] == list(range(2, len(rows) + 2))


@given(st.one_of(st.binary(), st.text(st.sampled_from('name,age\r\n"1 ')).map(str.encode)))
def test_no_file_whatsoever_breaks_a_job(any_tenant: Tenant, content: bytes) -> None:
    any_tenant.emulator.reset()
    job = any_tenant.submit("create")
    if any_tenant.upload(job, content).status == 400:
        assert any_tenant.show(job)["status"] == "pending"
        return
    job = any_tenant.show(job)
    assert job["status"] in ("completed", "failed")
    assert job["recordsProcessed"] >= len(any_tenant.errors(job))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"age\n1\n", 71013722),
        (b"name,name\nA,B\n", 71013720),
        (b"name,size\nA,1\n", 71013721),
        (b"Name\nA\n", 71013721),
        (b"name,\nA,\n", 71013721),
        (b"Id,name\n1,A\n", 71013730),
        (b"name,CreatedDate\nA,\n", 71013730),
    ],
)
def test_a_job_with_unusable_columns_fails_and_does_nothing(
    tenant: Tenant, content: bytes, expected: int
) -> None:
    job = tenant.write("create", content)
    assert (job["status"], job["error"]["code"], job["recordsProcessed"]) == ("failed", expected, 0)
    assert job["error"]["message"]
    assert tenant.errors(job) == []
    assert len(tenant.ages()) == 20


@pytest.mark.parametrize(
    ("content", "expected"),
    [("name\nA\n", 71013722), ("Id,Id\n1,1\n", 71013720), ("Id,UpdatedById\n1,1\n", 71013730)],
)
def test_an_update_needs_its_ids(tenant: Tenant, content: str, expected: int) -> None:
    job = tenant.write("update", content)
    assert (job["status"], job["error"]["code"]) == ("failed", expected)


@pytest.mark.parametrize(
    ("row", "expected", "record"),
    [
        ("A", 71012522, {"name": "A"}),
        ("A,1,2.5,true,more", 71012521, {"name": "A", "age": "1", "fare": "2.5", "member": "true"}),
        (",1,,", 71012522, {"name": "", "age": "1", "fare": "", "member": ""}),
        ("A,old,,", 71012520, {"name": "A", "age": "old", "fare": "", "member": ""}),
        ("A,1.5,,", 71012520, {"name": "A", "age": "1.5", "fare": "", "member": ""}),
        ("A,٣,,", 71012520, {"name": "A", "age": "٣", "fare": "", "member": ""}),
        ("A,,much,", 71012520, {"name": "A", "age": "", "fare": "much", "member": ""}),
        ("A,,,yes", 71012520, {"name": "A", "age": "", "fare": "", "member": "yes"}),
    ],
)
def test_a_bad_row_is_told_and_the_good_ones_are_done(
    tenant: Tenant, row: str, expected: int, record: dict[str, str]
) -> None:
    job = tenant.write("create", f"name,age,fare,member\nX,1,2.5,TRUE\n{row}\n\nY,,-3,false\n")
    assert (job["status"], job["recordsProcessed"]) == ("completed", 3)
    (error,) = tenant.errors(job)
    assert error.pop("message")
    assert error == {"code": expected, "record": record, "row": 3}
    assert list(tenant.passengers().values())[20:] == [
        {"name": "X", "age": 1, "fare": 2.5, "member": True},
        {"name": "Y", "age": None, "fare": -3.0, "member": False},
    ]


def test_an_update_changes_the_columns_of_its_file_and_no_others(tenant: Tenant) -> None:
    (first, old), (second, other) = list(tenant.passengers().items())[:2]
    rows: list[Any] = [(first, "50"), (second, ""), ("", "1"), ("nobody", "1"), (first, "x")]
    text = "Id,age\n" + "".join(f"{record_id},{age}\n" for record_id, age in rows)
    job = tenant.write("update", text)
    assert (job["status"], job["recordsProcessed"]) == ("completed", 5)
    errors = tenant.errors(job)
    assert [(error["row"], error["code"]) for error in errors] == [
        (4, 71012522),
        (5, 71012540),
        (6, 71012520),
    ]
    now = tenant.passengers()
    assert now[first] == {**old, "age": 50}
    assert now[second] == {**other, "age": None}
    assert len(now) == 20


def test_an_update_is_seen_in_the_record_and_keeps_its_creation(tenant: Tenant) -> None:
    record_id = next(iter(tenant.passengers()))
    before = tenant.state.row("SELECT * FROM record WHERE id = ?", (record_id,))
    tenant.state.clock.advance(60)
    job = tenant.submit("update", token="edit")
    tenant.upload(job, f"name,Id\nNew,{record_id}\n")
    tenant.show(job)
    after = tenant.state.row("SELECT * FROM record WHERE id = ?", (record_id,))
    assert before is not None
    assert after is not None
    assert after["updated"] == tenant.state.clock.ms - 1000
    assert (after["created"], after["created_by"]) == (before["created"], before["created_by"])
    assert after["updated_by"] == "5f2d8c1e9a4b47d0b6e35a7c8d9e0f12"


def test_an_update_may_not_take_what_is_required(tenant: Tenant) -> None:
    record_id = next(iter(tenant.passengers()))
    job = tenant.write("update", f"Id,name\n{record_id},\n")
    assert [error["code"] for error in tenant.errors(job)] == [71012522]
    assert tenant.passengers()[record_id]["name"] == "Passenger 1"


def test_a_file_may_begin_with_a_byte_order_mark_and_quote_its_cells(tenant: Tenant) -> None:
    job = tenant.write("create", '\ufeff"name","age"\r\n"A, ""the"" one\r\nand only","1"\r\n')
    assert job["status"] == "completed"
    assert list(tenant.passengers().values())[20:] == [
        {"name": 'A, "the" one\r\nand only', "age": 1}
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe\n1\n", 71013620),
        (b'name\n"A', 71013620),
        (b'name\n"A"B\n', 71013620),
        (b"name\n" + b"A" * 200_000, 71013620),
        (b"\n\n", 71013622),
        (b"name\n", 71013622),
        (b"name", 71013622),
        (b"", 71013020),
    ],
    ids=range(8),
)
def test_what_is_no_file_of_records_is_refused_at_once(
    tenant: Tenant, content: bytes, expected: int
) -> None:
    job = tenant.submit("create")
    assert code(tenant.upload(job, content)) == (400, expected)
    assert tenant.upload(job, "name\nA\n").status == 200


@pytest.mark.parametrize(("beyond", "status"), [(0, 200), (1, 413)])
def test_a_file_has_15_megabytes_at_most(tenant: Tenant, beyond: int, status: int) -> None:
    job, size = tenant.submit("create"), 15 * 1024 * 1024 + beyond
    line = b"x" * (100 * 1024 - 1) + b"\n"
    answer = tenant.upload(job, (b"name\n" + line * 154)[:size])
    assert answer.status == status
    assert tenant.show(job)["status"] == ("completed" if status == 200 else "pending")
