"""Keeps recordings whole on disk: nothing that was answered is lost, no file is ever half written.

    recording = Recording(path, heading)     # refused at once where it could not be saved
    recording.append(Recorded(…))            # kept from now on, also where the process is killed
    recording.finish()                       # merged into the file, as one step, and on the disk

Whatever a killed process left is taken over by the next recording of the same file, or `recover`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace as changed
from datetime import UTC, datetime
from hashlib import sha256
from heapq import merge
from pathlib import Path

from contract_kit import documents
from contract_kit.formats import vcr
from contract_kit.formats.durable import SIDES, carry_on, commit, locked
from contract_kit.formats.journal import (
    Journal,
    Left,
    Past,
    cassette_of,
    is_live,
    journals_of,
    read,
)
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.errors import Mistake


def load(path: Path) -> Cassette:
    """The recording in a file; raises `Mistake` naming file, line and reason."""
    return vcr.parse(documents.read_bytes(path), str(path))


def save(path: Path, cassette: Cassette, *, replace: bool = False) -> None:
    """Makes a recording the content of a file: that is the old one or the new one, never less.

    It returns when file and folder are on the disk. A file that another tool wrote or that can't be
    read is overwritten only with `replace`. Raises `Mistake`, with the old file intact.
    """
    source = vcr.render(cassette)
    with _alone(path):
        if not replace:
            _held(path)
        commit(path, source, ())


def recover(folder: Path) -> tuple[Path, ...]:
    """Merges whatever killed processes left in a folder, at any depth, into its recordings.

    Gives the files that it made or changed. Recordings under way are left alone.
    """
    sides = [path for path in folder.rglob(".*") if path.is_file()]
    found = {cassette_of(path) or _side_of(path) for path in sides}
    cassettes = sorted(path for path in found if path and path.suffix != ".json")  # the baseline
    return tuple(path for path in cassettes if _recover(path))


def _side_of(path: Path) -> Path | None:
    name = path.name[1:]
    stems = (name.removesuffix(f".{side}") for side in SIDES if name.endswith(f".{side}"))
    stem = next(stems, "")
    return path.with_name(stem) if stem else None


def _recover(path: Path) -> bool:
    before = _digest(path)
    with _alone(path):
        _merge(path, None, replace=False)
    return _digest(path) != before


class Recording:
    """A recording under way; each process has its own, also of the same file.

    What `finish` saves is added to what the file holds. With `anew` it takes the place of what the
    file held, and of what was left over, when the first of the recordings now under way began. With
    `replace` the file may be another tool's or unreadable, and is then recorded anew.

    `heading` has to agree with the file's in `api`, `origin` and `base_url`. Raises `Mistake`.
    """

    def __init__(
        self, path: Path, heading: Heading, *, anew: bool = False, replace: bool = False
    ) -> None:
        self._path, self._replace = path, replace
        with _alone(path):
            held = _held(path, replace=replace)
            journals = journals_of(path)
            live = [journal for journal in journals if is_live(journal)]
            left = [journal for journal in journals if journal not in live]
            past = next((it.past for it in _contents(live) if it.past), None)
            if past is None and (anew or (held is None and path.exists())):
                past = Past(_digest(path), tuple(journal.name for journal in left))
            stays = [] if past else [*_headings(held), *(it.heading for it in _contents(left))]
            _agreed(path, [*stays, *(it.heading for it in _contents(live)), heading])
            self._past = past
            self._journal = Journal(path, heading, past)

    def append(self, one: Recorded) -> None:
        """Keeps an exchange, already scrubbed, from now on; its number is given by `finish`.

        From now on a kill can't take it; a power cut can until `finish` (why: `journal`). Threads
        may call it at once. Raises `Mistake` where the disk is full; the exchange is then
        not kept, and those before it are.
        """
        self._journal.append(one)

    def finish(self) -> Cassette | None:
        """Merges what was recorded into the file, and gives what that holds now.

        It returns when file and folder are on the disk: every exchange that was appended is then in
        the file for good. The order is that of time, then of processes. None where nothing was ever
        recorded. Where it raises `Mistake`, what was recorded stays in its journal, and it can be
        called again.
        """
        with _alone(self._path):
            self._journal.close()
            return _merge(self._path, self._past, replace=self._replace)

    def discard(self) -> None:
        """Forgets what was recorded; the file stays as it is."""
        with _alone(self._path):
            self._journal.close()
            self._journal.path.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else writes, and what a killed process had begun to write is done."""
    with locked(path):
        carry_on(path, journals_of(path))
        yield


def _merge(path: Path, past: Past | None, *, replace: bool) -> Cassette | None:
    """Merges the journals that nobody writes any more into the file, less what is past."""
    journals = [journal for journal in journals_of(path) if not is_live(journal)]
    is_past = past is not None and path.exists() and past.file == _digest(path)
    held = None if is_past else _held(path, replace=replace)
    gone = past.journals if past else ()
    left = list(_contents([journal for journal in journals if journal.name not in gone]))
    if not any(it.recorded for it in left):
        for journal in journals:
            if journal.name not in gone:  # these go only when something takes their place
                journal.unlink()
        return _held(path, replace=replace)
    merged = _merged(path, held, left)
    commit(path, vcr.render(merged), journals)
    return merged


def _merged(path: Path, held: Cassette | None, left: Sequence[Left]) -> Cassette:
    """All in order of time, under the heading of whoever began first."""
    runs = [(heading, held.exchanges) for heading in _headings(held) if held]
    runs += [(it.heading, it.recorded) for it in left]
    _agreed(path, [heading for heading, _ in runs])
    began = [_instant(path, heading) for heading, _ in runs]
    first = min(began)
    shifted = (
        [_later(one, (instant - first).total_seconds()) for one in recorded]
        for instant, (_, recorded) in zip(began, runs, strict=True)
    )
    ordered = merge(*shifted, key=lambda one: one.at)  # the order within a run stays in any case
    exchanges = tuple(changed(one, n=n) for n, one in enumerate(ordered, 1))
    return Cassette(runs[began.index(first)][0], exchanges)


def _later(one: Recorded, seconds: float) -> Recorded:
    return changed(one, at=round(one.at + seconds, 6)) if seconds else one


def _instant(path: Path, heading: Heading) -> datetime:
    try:
        return datetime.fromisoformat(heading.recorded_at).astimezone(UTC)
    except ValueError:
        raise Mistake(f"{path}: recorded_at {heading.recorded_at!r} is no time") from None


def _agreed(path: Path, headings: Sequence[Heading]) -> None:
    for name in ("api", "origin", "base_url"):
        values = {getattr(heading, name): None for heading in headings}
        if len(values) > 1:
            shown = " and ".join(map(repr, values))
            raise Mistake(f"{path}: {name} would be {shown} in one recording: record it anew")


def _contents(journals: Sequence[Path]) -> Iterator[Left]:
    return (it for journal in journals if (it := read(journal)))


def _headings(held: Cassette | None) -> list[Heading]:
    return [held.heading] if held and held.heading else []


def _held(path: Path, *, replace: bool = False) -> Cassette | None:
    """The recording in a file, None of an absent one; refuses one that is not the kit's.

    With `replace` such a file counts as absent.
    """
    if not path.exists():
        return None
    try:
        held = load(path)
    except Mistake:
        if replace:
            return None
        raise
    if held.heading is None and not replace:
        raise Mistake(f"{path}: another tool wrote it: it is overwritten only when told to")
    return held if held.heading else None


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""
