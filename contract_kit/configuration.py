"""Which APIs a project has under contract, and with what settings.

Read from `[tool.contract_kit]` in the nearest `pyproject.toml`, completed by what lies in `specs/`
and by the APIs that come with the kit. Environment and flags win over the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from contract_kit.model.errors import Mistake

_SUFFIXES = (".yaml", ".yml", ".json")
_API_KEYS = frozenset(
    ("spec", "stories", "cassettes", "budget", "pace", "allow_writes", "sandbox", "inputs")
)
_KEYS = frozenset(("apis", "specs", "reports", "seed", "cases"))


@dataclass(frozen=True, slots=True)
class Api:
    """One API under contract: its name, its specification, and its settings as written."""

    name: str
    spec: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """The project that the kit works for; `root` is the folder of its configuration."""

    root: Path
    apis: Mapping[str, Api]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def api(self, name: str) -> Api:
        """The API of that name, or of that file; raises `Mistake` with the nearest name."""
        if name in self.apis:
            return self.apis[name]
        path = Path(name)
        if path.suffix in _SUFFIXES:
            return Api(path.stem, path)
        near = get_close_matches(name, self.apis, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(self.apis)}"
        raise Mistake(f"no API is called {name!r}; {hint} A path to an OpenAPI document works too")

    def own(self) -> tuple[str, ...]:
        """The names of the APIs that this project itself has put under contract."""
        return tuple(name for name, api in self.apis.items() if not api.shipped)


def read_project(start: Path) -> Project:
    """The project around a folder: the nearest one above with a configuration, else the folder."""
    root, settings = _nearest(start.resolve())
    _refuse_unknown(settings, _KEYS, root, "[tool.contract_kit]")
    shipped = {
        path.stem: Api(path.stem, path, shipped=True) for path in _specifications(shipped_specs())
    }
    found = {
        path.stem: Api(path.stem, path)
        for path in _specifications(root / settings.get("specs", "specs"))
    }
    for name, entry in settings.get("apis", {}).items():
        table = f"[tool.contract_kit.apis.{name}]"
        _refuse_unknown(entry, _API_KEYS, root, table)
        spec = root / entry["spec"] if "spec" in entry else None
        known = found.get(name) or shipped.get(name)
        if spec is None and known is None:
            raise Mistake(f"{root / 'pyproject.toml'}: {table} needs `spec`")
        found[name] = Api(name, spec or known.spec, entry)  # type: ignore[union-attr]
    return Project(root, {**shipped, **found}, settings)


def shipped_specs() -> Path:
    """The folder of the specifications that come with the kit (in a checkout: its own `specs/`)."""
    package = Path(__file__).parent
    inside = package / "specs"
    return inside if inside.is_dir() else package.parent / "specs"


def _nearest(start: Path) -> tuple[Path, dict[str, Any]]:
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            try:
                data = tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise Mistake(f"{file}: {error}") from None
            table = data.get("tool", {}).get("contract_kit")
            if isinstance(table, dict):
                return folder, table
    return start, {}


def _specifications(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and not path.stem.endswith((".arazzo", ".accepted"))
    )


def _refuse_unknown(
    table: Mapping[str, Any], allowed: frozenset[str], root: Path, name: str
) -> None:
    for key in table:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"allowed are {', '.join(sorted(allowed))}"
            raise Mistake(f"{root / 'pyproject.toml'}: {name} has no setting {key!r}; {hint}")
