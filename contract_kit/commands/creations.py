"""Lets the fuzzer change what it has created itself on somebody's server, and nothing else."""

from collections.abc import Callable
from threading import Lock

from contract_kit.commands.cleaning import is_gone
from contract_kit.commands.ledger import Page
from contract_kit.commands.running import Run
from contract_kit.model.contract import Match, Operation
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.watch import NotPlanned, Watch
from contract_kit.openapi.creations import deleter_of, thing_of
from contract_kit.openapi.things import Thing, is_deletion
from contract_kit.stories import Owed


class Creations:
    """What one fuzzing of an API has created; as a watch, it refuses what would touch more.

    Every creation stands in the ledger before the next request leaves.
    """

    def __init__(self, run: Run, watch: Watch) -> None:
        """What it does not refuse is handed on to another watch."""
        operations = run.contract.operations
        self._run, self._watch = run, watch
        self._makers = {name for name, one in operations.items() if deleter_of(run.contract, one)}
        self._things: dict[str, Thing] = {}  # by the step under which it stands in the ledger
        self._page: Page | None = None
        self._number = 0
        self._over = False
        self._one = Lock()  # the requests are sent by another thread than the one that ends it

    def __call__(self, match: Match, request: Request, leave: Callable[[], Answer]) -> Answer:
        """The answer to a request; raises `NotPlanned` where it would touch what others have made.

        Raises `CouldNotLook` where the budget has no room to delete what it would create.
        """
        with self._one:
            if match.operation.effect != "read":
                self._refuse_foreign(match, request)
            if match.operation.id in self._makers:
                return self._make(match, request, leave)
            answer = self._watch(match, request, leave)
            if match.operation.effect == "destroy":
                self._strike(match, request, answer)
            return answer

    def may_begin_with(self, name: str) -> bool:
        """Whether an operation can be tried in every way, and not only on what was created."""
        operation = self._run.contract.operations[name]
        return operation.effect == "read" or (name in self._makers and "{" not in operation.path)

    def end(self) -> None:
        """Lets nothing be changed any more; what is left is deleted at the end of the run."""
        with self._one:
            self._over = True

    def _refuse_foreign(self, match: Match, request: Request) -> None:
        name = match.operation.id
        if self._over:
            raise NotPlanned(f"{name} would change something after the end")
        if any(one.is_all_of(match, request) for one in self._things.values()):
            return
        if match.arguments or match.operation.effect == "destroy":
            raise NotPlanned(f"{name} is tried only on what this run has created itself")
        if name not in self._makers:
            raise NotPlanned(f"the specification does not say how to delete what {name} creates")

    def _make(self, match: Match, request: Request, leave: Callable[[], Answer]) -> Answer:
        """Asks for something new, as long as the budget has a request for its deletion too."""
        name, ledger = match.operation.id, self._run.ledger
        self._page = self._page or ledger.begin(self._run.target.url, "", "")
        self._run.guard.reserve(len(self._page.left) + 1)
        ledger.ask(self._page, name)
        try:
            answer = self._watch(match, request, leave)
        except CouldNotLook:  # it has not left, or was turned away
            ledger.know(self._page, name)
            raise
        self._note(self._page, match, Exchange(request, answer))
        self._run.guard.reserve(len(self._page.left))
        return answer

    def _note(self, page: Page, match: Match, exchange: Exchange) -> None:
        """Notes what was created; where nobody knows what, that is not asked for once more."""
        name, ledger = match.operation.id, self._run.ledger
        thing = thing_of(self._run.contract, self._run.target.url, match, exchange)
        if thing is not None and thing.new and not self._is_known(thing):
            self._number += 1
            step = f"{name}#{self._number}"
            self._things[step] = thing
            ledger.know(page, name, Owed(step, thing.deleter, thing.deletion))
        elif thing is None and _has_created(match.operation, exchange.answer.status):
            self._makers.discard(name)
        else:
            ledger.know(page, name)

    def _is_known(self, thing: Thing) -> bool:
        return any(is_deletion(one.deletion, thing.deletion) for one in self._things.values())

    def _strike(self, match: Match, request: Request, answer: Answer) -> None:
        """What is deleted is nobody's any more: somebody else may have it again."""
        if self._page is None or not is_gone(answer.status):
            return
        for step, thing in tuple(self._things.items()):
            if match.operation.id == thing.deleter and thing.is_all_of(match, request):
                del self._things[step]
                self._run.ledger.strike(self._page, step)
        self._run.guard.reserve(len(self._page.left))


def _has_created(operation: Operation, status: int) -> bool:
    """Whether an answer may say that something was created: 200 beside a 201 says it was there."""
    found = status == 200 and {"200", "201"} <= set(operation.answers)
    return status // 100 == 2 and not found
