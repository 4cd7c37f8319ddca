"""What may change something on somebody's server, request by request."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.commands.creations import Creations
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.opening import contract_of
from contract_kit.commands.options import Options
from contract_kit.commands.running import Run
from contract_kit.commands.tally import Tally
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import ALL, Guard, NotPlanned
from tests.commands.depot import project_of

URL = "https://sandbox.example.com"
NEW = Answer(201, (), b'{"id": "7", "name": "n"}')
GONE = Answer(204)


class Asking:
    """Requests as the fuzzer would send them, to a server that is not there."""

    def __init__(self, folder: Path) -> None:
        project = project_of(folder)
        api = project.api("small")
        self.contract = contract_of(api)
        target = Target("live", URL, Credentials())
        guard, tally = Guard(self.contract, target, ALL), Tally(self.contract, target)
        self.ledger = Ledger(folder, "small")
        given: Any = (Options(), tally, lambda *_: None, self.ledger)
        run = Run(project, api, self.contract, target, ALL, guard, *given)
        self.creations = Creations(run, lambda match, request, leave: leave())
        self.left: list[str] = []

    def ask(self, line: str, answer: Answer | None = NEW) -> None:
        """One request; without an answer it is kept from leaving."""
        method, _, path = line.partition(" ")
        match = self.contract.find(method, path)
        assert match is not None

        def leave() -> Answer:
            if answer is None:
                raise CouldNotLook("quota", "there is none left")
            self.left.append(line)
            return answer

        self.creations(match, Request(method, f"{URL}{path}"), leave)

    @property
    def owed(self) -> list[str]:
        """What stands in the ledger."""
        (page,) = self.ledger.pages
        return [one.request.url.removeprefix(URL) for one in page.left]


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(tmp_path)


@pytest.mark.parametrize(
    "line",
    ["PUT /things/7", "DELETE /things/7", "POST /things/7/notes", "PUT /settings", "POST /jobs"],
)
def test_what_this_run_has_not_created_is_not_touched(asking: Asking, line: str) -> None:
    with pytest.raises(NotPlanned):
        asking.ask(line)
    assert asking.left == []


def test_what_is_created_may_be_changed_until_it_is_deleted(asking: Asking) -> None:
    asking.ask("POST /things")
    asking.ask("PUT /things/7", Answer(200, (), NEW.body))
    asking.ask("POST /things/7/notes", Answer(201, (), b'{"id": "8"}'))
    assert asking.owed == ["/things/7/notes/8", "/things/7"]
    asking.ask("DELETE /things/7/notes/8", GONE)
    asking.ask("DELETE /things/7", Answer(500))
    assert asking.owed == ["/things/7"]
    asking.ask("DELETE /things/7", GONE)
    assert asking.owed == []
    for line in ("DELETE /things/7", "PUT /things/7", "DELETE /things/7/notes/8"):
        with pytest.raises(NotPlanned, match="only on what this run has created"):
            asking.ask(line)


def test_what_is_said_to_be_created_twice_is_deleted_once(asking: Asking) -> None:
    asking.ask("POST /things")
    asking.ask("POST /things")
    assert asking.owed == ["/things/7"]


def test_what_was_refused_or_did_not_leave_has_created_nothing(asking: Asking) -> None:
    asking.ask("POST /things", Answer(422))
    with pytest.raises(CouldNotLook):
        asking.ask("POST /things", None)
    (page,) = asking.ledger.pages
    assert (page.unknown, page.left) == ([], ())


def test_an_answer_that_names_nothing_has_created_something_unless_it_says_otherwise(
    asking: Asking,
) -> None:
    asking.ask("POST /things")
    asking.ask("POST /things/7/notes", Answer(200, (), b"{}"))  # it has a 201 for what is new
    asking.ask("POST /boxes", Answer(200, (), b'{"box": {}}'))
    assert asking.ledger.pages[0].unknown == ["addBox"]
    with pytest.raises(NotPlanned, match="does not say how to delete what addBox creates"):
        asking.ask("POST /boxes")


def test_after_the_end_nothing_is_changed(asking: Asking) -> None:
    asking.ask("POST /things")
    asking.creations.end()
    for line in ("POST /things", "PUT /things/7", "DELETE /things/7"):
        with pytest.raises(NotPlanned, match="after the end"):
            asking.ask(line)
    asking.ask("GET /things")
    assert asking.left == ["POST /things", "GET /things"]
    assert asking.owed == ["/things/7"]
