"""Opens what a run needs: the contract of an API, and the target that it talks to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches

from contract_kit import openapi
from contract_kit.commands.options import BUDGET_AWAY, DEFAULT_BUDGET, Options
from contract_kit.configuration import Api, Project
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import emulated, started
from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.target import Target
from contract_kit.targets import (
    ALL,
    READS,
    control_of,
    credentials_for,
    live_url,
    parse_url,
    reachable,
    variable,
)

REPLAYED = "http://127.0.0.1"  # what a recording stands in for; nothing is ever sent there


def default_target(project: Project, api: Api) -> str:
    """The emulator where there is one, else the recordings; raises `Mistake` without either."""
    if api.name in emulated():
        return "emulator"
    if project.cassettes(api).is_dir():
        return "cassettes"
    raise Mistake(f"there is no emulator of {api.name!r}: say where it runs with --target URL")


def chosen(project: Project, names: Sequence[str]) -> tuple[Api, ...]:
    """The named APIs; without names the project's own, and without those the shipped ones."""
    return tuple(project.api(name) for name in names or project.own() or tuple(project.apis))


def contract_of(api: Api, operations: Sequence[str] = ()) -> Contract:
    """The compiled specification of an API; raises `Mistake` where an operation is not in it."""
    contract = openapi.load(api.spec, api.name)
    for name in operations:
        if name not in contract.operations:
            near = get_close_matches(name, contract.operations, n=1)
            known = ", ".join(contract.operations)
            hint = f"did you mean {near[0]}?" if near else f"it has {known}"
            raise Mistake(f"{api.name} has no operation {name!r}; {hint}")
    return contract


@contextmanager
def target_of(contract: Contract, options: Options, default: str) -> Iterator[Target]:
    """The target of a run; an emulator is started for it, without limits, and stopped after it."""
    name = options.target or default
    if name == "cassettes":
        yield Target(name, REPLAYED, credentials_for(contract.api, REPLAYED, {}))
        return
    if name == "emulator":
        with started(contract, Settings(seed=options.seed, limits="off")) as running:
            setup = f"contract-kit emulate {contract.api} --seed {options.seed} --limits off"
            credentials = credentials_for(contract.api, running.url, {})
            yield Target(name, running.url, credentials, setup, running.emulator.reset)
        return
    url = live_url(contract) if name == "live" else parse_url(name)
    target = Target(name, url, credentials_for(contract.api, url))
    if not target.credentials and any(op.secured for op in contract.operations.values()):
        names = "…_PASSWORD, or …_TOKEN, or …_CLIENT_ID and …_CLIENT_SECRET"
        wanted = f"{variable(contract.api, 'username')} and {names}"
        raise CouldNotLook("credentials", f"{contract.api} needs credentials: set {wanted}")
    reachable(target)
    with control_of(url) as reset:
        yield replace(target, reset=reset)


def effects_allowed(api: Api, target: Target, options: Options) -> frozenset[Effect]:
    """What may be done to a target: everything on loopback, elsewhere only reads unless told.

    Raises `Mistake` where writes are asked for on a host that is not declared a sandbox.
    """
    if options.reads_only:
        return READS
    if target.loopback:
        return ALL
    if not options.allow_writes:
        return READS
    if api.settings.get("sandbox") is not True:
        table = f"[tool.contract_kit.apis.{api.name}]"
        raise Mistake(f"--allow-writes on {target.url} needs `sandbox = true` in {table}")
    return ALL


def budget_of(verb: str, api: Api, target: Target, options: Options) -> int | None:
    """How many requests a run may send to an API; None where there is no limit, on this machine."""
    if verb != "drift" and target.loopback:
        return options.budget
    usual = DEFAULT_BUDGET if verb == "drift" else BUDGET_AWAY
    return options.budget or int(api.settings.get("budget", usual))
