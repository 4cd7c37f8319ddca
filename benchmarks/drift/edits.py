"""What vendors do to the parts of a JSON body: rename, retype, nest, wrap, round, shift in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from benchmarks.drift.kind import GONE, Edit


def gone(_: Any) -> Any:
    """Nothing is left."""
    return GONE


def to(value: Any) -> Edit:
    """Always the same value."""
    return lambda _: value


def member(name: str, edit: Edit) -> Edit:
    """Edits one member of an object that has it."""

    def edited(value: Any) -> Any:
        if not isinstance(value, dict) or name not in value:
            return value
        after = edit(value[name])
        pairs = ((key, after if key == name else old) for key, old in value.items())
        return {key: part for key, part in pairs if part is not GONE}

    return edited


def added(name: str, value: Any) -> Edit:
    """One more member."""
    return lambda old: {**old, name: value} if isinstance(old, dict) else old


def renamed(old: str, new: str) -> Edit:
    """A member under another name, in the same place."""
    return lambda value: (
        {new if name == old else name: part for name, part in value.items()}
        if isinstance(value, dict)
        else value
    )


def recased(case: Callable[[str], str]) -> Edit:
    """All names of an object in another case."""
    return lambda value: {case(name): part for name, part in value.items()}


def nested(into: str, names: dict[str, str]) -> Edit:
    """Some members, under new names, in an object of their own."""

    def edited(value: Any) -> Any:
        if not isinstance(value, dict) or not any(name in value for name in names):
            return value
        kept = {name: part for name, part in value.items() if name not in names}
        return {**kept, into: {new: value[old] for old, new in names.items() if old in value}}

    return edited


def flattened(name: str) -> Edit:
    """The members of one member in its place."""
    return lambda value: {**{k: v for k, v in value.items() if k != name}, **value[name]}


def wrapped(name: str) -> Edit:
    """The value as the only member of an object."""
    return lambda value: {name: value}


def words(**new: str) -> Edit:
    """Some texts are said otherwise."""
    return lambda value: new.get(value, value) if isinstance(value, str) else value


def for_null(value: Any) -> Edit:
    """Something else where null was."""
    return lambda old: value if old is None else old


def unless_null(edit: Edit) -> Edit:
    """Edits what is not null."""
    return lambda old: None if old is None else edit(old)


def without_nulls(value: Any) -> Any:
    """An object without the members that are null."""
    return {name: part for name, part in value.items() if part is not None}


def in_time(form: Callable[[datetime], Any]) -> Edit:
    """A moment in another form; null stays null."""
    return unless_null(lambda text: form(datetime.fromisoformat(text)))


def later(seconds: float) -> Edit:
    """A moment, moved, in the form that it has."""

    def moved(moment: datetime) -> str:
        shifted = moment + timedelta(seconds=seconds)
        unit = "milliseconds" if moment.microsecond else "seconds"
        return shifted.isoformat(timespec=unit).replace("+00:00", "Z")

    return in_time(moved)


def numbered(value: Any) -> Any:
    """A list as an object whose names are the positions."""
    return {str(n): item for n, item in enumerate(value)} if isinstance(value, list) else value


def backwards(value: Any) -> Any:
    """A list in the other direction."""
    return value[::-1] if isinstance(value, list) else value
