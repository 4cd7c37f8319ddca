"""The fuzzer against a server that is not the kit's own: within the budget, and only reading."""

from pathlib import Path

from contract_kit.commands.fuzz import fuzz, fuzz_operations
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.opening import contract_of
from contract_kit.commands.options import Options
from contract_kit.commands.running import Run
from contract_kit.commands.tally import Tally
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import ALL, Guard
from tests.commands.sandbox import LOOK, project_in, specification
from tests.targets.hostile import hostile, told


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def test_the_fuzzer_keeps_to_the_budget_and_tells_what_it_left_out(tmp_path: Path) -> None:
    project = project_in(tmp_path, LOOK)
    with hostile(lambda _: lambda _: told('{"items": []}')) as server:
        report = fuzz(project, (), Options(target=server.url, budget=5, cases=3), quiet)
        lines = [line for line in server.lines if "__contract__" not in line]
    assert len(lines) == report.requests == 5
    assert {entry.reason for entry in report.not_looked} == {"budget"}


def test_the_fuzzer_changes_nothing_on_a_server_elsewhere(tmp_path: Path) -> None:
    spec = specification()
    del spec["paths"]["/things"]["get"], spec["paths"]["/things/{id}"]["get"]
    project = project_in(tmp_path, specified=spec)
    api = project.api("small")
    contract = contract_of(api)
    target = Target("live", "https://api.example.com", Credentials())
    guard, tally = Guard(contract, target, ALL), Tally(contract, target)
    ledger = Ledger(tmp_path, "small")
    fuzz_operations(
        Run(project, api, contract, target, ALL, guard, Options(), tally, quiet, ledger)
    )
    assert guard.sent == 0
    assert {(one.operation, one.reason) for one in tally.not_looked} == {
        ("createThing", "writes"),
        ("deleteThing", "writes"),
    }
    assert all("changes nothing on a server" in one.detail for one in tally.not_looked)
