"""The codes of refusals: eight digits by the documented grammar, or those of the whole vendor."""

import re

import pytest

from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zuora_custom_objects.errors import refuse
from contract_kit.emulator.zuora_custom_objects.prepared import COMPLETED
from tests.emulator.zuora_custom_objects.conftest import JOBS, Tenant, code

GRAMMAR = re.compile("(7101(25|30|31|32|33|34|35|36|37)|900000)(1[1-5]|2[0-2]|30|40|60|61)")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 414, 415, 418, 429, 500, 503])
def test_every_refusal_has_a_code_of_the_grammar(status: int) -> None:
    reply = refuse(Refusal(status, "No", headers={"Retry-After": "1"}))
    assert reply.status == status
    assert reply.content["message"] == "No"
    assert GRAMMAR.fullmatch(str(reply.content["code"]))
    assert reply.headers == {"Retry-After": "1"}


@pytest.mark.parametrize(
    ("method", "url", "expected"),
    [
        ("GET", "/", (404, 90000040)),
        ("GET", f"{JOBS}/{COMPLETED}/nothing", (404, 90000040)),
        ("DELETE", f"{JOBS}/{COMPLETED}", (405, 90000030)),
    ],
)
def test_odd_requests_get_the_vendors_own_error(
    tenant: Tenant, method: str, url: str, expected: tuple[int, int]
) -> None:
    assert code(tenant.ask(method, url)) == expected
