"""The rate limit of an emulated vendor."""

from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import build
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Headers
from tests.emulator.conftest import Client

JOBS = "/api/sunshine/jobs"
HEADERS: Headers = (("Authorization", "Basic YWdlbnRAZXhhbXBsZS5jb206cGFzc3dvcmQ="),)


def test_more_requests_than_a_minute_allows_are_refused_until_it_is_over(
    timed_sunshine: Client,
) -> None:
    timed_sunshine.control("POST", "reset")
    answers = [timed_sunshine.ask("GET", JOBS) for _ in range(701)]
    assert {answer.status_code for answer in answers[:700]} == {200}
    assert answers[699].headers["X-Rate-Limit-Remaining"] == "0"
    refused = answers[700]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    timed_sunshine.control("POST", "clock", {"advance": int(refused.headers["Retry-After"])})
    assert timed_sunshine.ask("GET", JOBS).status_code == 200


def test_without_limits_nothing_is_refused(sunshine_contract: Contract) -> None:
    emulator = build(sunshine_contract, Settings(limits="off"))
    window = emulator.state.clock.ms
    for _ in range(800):
        reply, _ = emulator.answer("GET", JOBS, "", HEADERS, b"")
        emulator.state.clock.advance((window - emulator.state.clock.ms) / 1000)
        assert reply.status == 200
