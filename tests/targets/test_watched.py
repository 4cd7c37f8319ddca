"""A watched guard sends what is planned and what its watch lets leave, on loopback too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_kit.model.contract import Contract, Match
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import ALL, Guard, NotPlanned, Watched
from tests.openapi.small import OK, document, load
from tests.targets.hostile import Hostile, hostile, told


class Watching:
    """Lets everything leave but deletions, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, int, bytes]] = []

    def __call__(self, match: Match, request: Request, leave: Callable[[], Answer]) -> Answer:
        if match.operation.effect == "destroy":
            raise NotPlanned("nothing is deleted")
        answer = leave()
        self.seen.append((match.operation.id, request.url, answer.status, answer.body))
        return answer


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    item = {name: {"operationId": f"{name}Job", "responses": OK} for name in ("get", "delete")}
    return load(tmp_path, document({"/jobs/{id}": item}))


def watched(contract: Contract, server: Hostile, watching: Watching) -> Watched:
    target = Target("url", server.url, Credentials(token="t0ken"))
    return Watched(Guard(contract, target, ALL), watching)


def test_the_watch_sees_each_request_with_its_answer(contract: Contract) -> None:
    watching = Watching()
    with hostile(lambda _: lambda _: told('{"id": 1}')) as server:
        transport = watched(contract, server, watching)
        with transport.session() as session:
            assert session.get(f"{server.url}/jobs/1?a=b").json() == {"id": 1}
        assert watching.seen == [("getJob", f"{server.url}/jobs/1?a=b", 200, b'{"id": 1}')]
        assert transport.sent == 1


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/jobs/1"), ("PATCH", "/jobs/1"), ("GET", "/other")]
)
def test_what_the_watch_or_the_plan_refuses_does_not_leave(
    contract: Contract, method: str, path: str
) -> None:
    watching = Watching()
    with hostile(lambda _: lambda _: told("{}")) as server:
        transport = watched(contract, server, watching)
        with transport.session() as session, pytest.raises(NotPlanned):
            session.request(method, f"{server.url}{path}")
        assert (server.lines, transport.sent, watching.seen) == ([], 0, [])
