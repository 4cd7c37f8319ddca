"""Which APIs a project has under contract, and with what settings.

Read from `[tool.contract_kit]` in the nearest `pyproject.toml`, completed by what lies in `specs/`
and by the APIs that come with the kit. Environment and flags win over the file.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from contract_kit.model.errors import Mistake

_SUFFIXES = (".yaml", ".yml", ".json")
_API_KEYS = {
    "spec": str,
    "stories": str,
    "cassettes": str,
    "budget": int,
    "pace": str,
    "allow_writes": bool,
    "sandbox": bool,
    "inputs": dict,
}
_KEYS = {
    "apis": dict,
    "specs": str,
    "reports": str,
    "seed": int,
    "cases": int,
    "contract_tests": dict,  # from here on of the pytest plugin
    "contract_target": str,
    "contract_collect": list,
    "contract_allowed_hosts": list,
    "contract_max_age": str,
}
_WORDS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}


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
        raise Mistake(
            f"no API is called {name!r}; {hint} (or give the path of an OpenAPI document)"
        )

    def stories(self, api: Api) -> Path | None:
        """The file of an API's stories: as configured, else beside its specification, else None."""
        if "stories" in api.settings:
            return self.root / str(api.settings["stories"])
        beside = api.spec.with_name(f"{api.spec.stem}.arazzo.yaml")
        return beside if beside.is_file() else None

    def cassettes(self, api: Api) -> Path:
        """The folder of an API's recordings, which need not exist."""
        return self.root / str(api.settings.get("cassettes", f"cassettes/{api.name}"))

    def shown(self, path: Path) -> str:
        """A path as people are told of it: seen from the project's root, where it is below."""
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)

    def accepted(self, api: Api) -> Path:
        """The file of an API's acceptances, which need not exist: with the project's own specs."""
        name = f"{api.spec.stem}.accepted.yaml"
        if not api.shipped:
            return api.spec.with_name(name)
        return self.root / str(self.settings.get("specs", "specs")) / name

    def own(self) -> tuple[str, ...]:
        """The names of the APIs that this project itself has put under contract."""
        return tuple(name for name, api in self.apis.items() if not api.shipped)


def read_project(start: Path) -> Project:
    """The project around a folder: the nearest one above with a configuration, else the folder."""
    root, settings = _nearest(start.resolve())
    _refuse_wrong(settings, _KEYS, root, "[tool.contract_kit]")
    shipped = {
        path.stem: Api(path.stem, path, shipped=True) for path in _specifications(shipped_specs())
    }
    found = {
        path.stem: Api(path.stem, path)
        for path in _specifications(root / settings.get("specs", "specs"))
    }
    configured = dict(_configured(root, settings.get("apis", {}), {**shipped, **found}))
    taken = {api.spec for api in configured.values()}  # known by the name that was given to it
    unnamed = {name: api for name, api in found.items() if api.spec not in taken}
    return Project(root, {**shipped, **unnamed, **configured}, settings)


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
            if table is not None:
                return folder, table
    return start, {}


def _configured(
    root: Path, tables: Mapping[str, Any], known: Mapping[str, Api]
) -> Iterator[tuple[str, Api]]:
    for name, entry in tables.items():
        table = f"[tool.contract_kit.apis.{name}]"
        _refuse_wrong(entry, _API_KEYS, root, table)
        if "spec" in entry:
            yield name, Api(name, root / entry["spec"], entry)
        elif name in known:
            yield name, Api(name, known[name].spec, entry)
        else:
            raise Mistake(f"{root / 'pyproject.toml'}: {table} needs `spec`")


def _specifications(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in _SUFFIXES and not path.stem.endswith((".arazzo", ".accepted"))
    )


def _refuse_wrong(entry: Any, allowed: Mapping[str, type], root: Path, name: str) -> None:
    """Raises `Mistake` where a table has an unknown setting, or a value of the wrong type."""
    place = f"{root / 'pyproject.toml'}: {name}"
    if not isinstance(entry, dict):
        raise Mistake(f"{place} must be a table")
    for key, value in entry.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"allowed are {', '.join(allowed)}"
            raise Mistake(f"{place} has no setting {key!r}; {hint}")
        if type(value) is not allowed[key]:  # True is no number here
            raise Mistake(f"{place}: {key} must be {_WORDS[allowed[key]]}, it is {value!r}")
