"""`contract-kit apis`, `rules` and `explain`: what there is, and what it means."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from contract_kit import openapi, rules
from contract_kit.configuration import Project
from contract_kit.emulator.registry import emulated
from contract_kit.model.errors import Mistake
from contract_kit.model.finding import SEVERITIES, Severity
from contract_kit.model.mermaid import mermaid


@dataclass(frozen=True, slots=True)
class ApiLine:
    """One API under contract."""

    name: str
    title: str
    operations: int
    emulated: bool
    spec: Path


@dataclass(frozen=True, slots=True)
class ApiView:
    """One API: id, method, path and effect of its operations, its lifecycles drawn in Mermaid."""

    operations: tuple[tuple[str, ...], ...]
    lifecycles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its promise in a sentence, the gravest severity of its kinds, the kinds."""

    name: str
    severity: Severity
    promise: str
    kinds: tuple[str, ...]


def list_apis(project: Project) -> tuple[ApiLine, ...]:
    """The APIs that the project knows, its own and those that come with the kit."""
    names = emulated()
    lines = []
    for api in project.apis.values():
        contract = openapi.load(api.spec, api.name)
        count = len(contract.operations)
        lines.append(ApiLine(api.name, contract.title, count, api.name in names, api.spec))
    return tuple(lines)


def show_api(project: Project, name: str) -> ApiView:
    """What one API offers; raises `Mistake` with the nearest name where there is none."""
    api = project.api(name)
    operations = openapi.load(api.spec, api.name).operations.values()
    answers = (answer for one in operations for answer in one.answers.values())
    lives = {life.name: life for answer in answers for life in answer.lifecycles}
    rows = tuple((one.id, one.method, one.path, one.effect) for one in operations)
    return ApiView(rows, tuple(map(mermaid, lives.values())))


def list_rules() -> tuple[RuleLine, ...]:
    """The catalogue of rules in the order in which they judge."""
    return tuple(
        RuleLine(
            rules.name_of(rule),
            min(rule.KINDS.values(), key=SEVERITIES.index),
            (rule.__doc__ or "").splitlines()[0],
            tuple(rule.KINDS),
        )
        for rule in rules.CATALOGUE
    )


def explain_rule(name: str) -> str:
    """The manual page of a rule; raises `Mistake` with the nearest name where there is none."""
    pages = {rules.name_of(rule): (rule.__doc__ or "").strip() for rule in rules.CATALOGUE}
    if name not in pages:
        near = get_close_matches(name, pages, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(pages)}"
        raise Mistake(f"no rule is called {name!r}; {hint}")
    return pages[name]
