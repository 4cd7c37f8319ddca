"""Changes of the look of ids, which later requests then carry: told in both directions."""

import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.drift.kind import Kind
from benchmarks.drift.resources import SUNSHINE, ZUORA
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer

_VERSION_ONE = re.compile(r"-1([0-9a-f]{3}-[89ab][0-9a-f]{3}-)")
_VERSION_FOUR = re.compile(r"-4([0-9a-f]{3}-[89ab][0-9a-f]{3}-)")
_JOB = re.compile(r'"Id":"([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})"')
_BARE = re.compile(r"(?<=/)([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\b")


def version_four(name: str, pointers: tuple[str, ...]) -> Kind:
    """UUIDs of version 1 become such of version 4; those of requests are turned back."""
    operations = frozenset(("createJob", "showJob", "listJobs", "searchRecords"))
    change = _translated(
        lambda text: _VERSION_ONE.sub(r"-4\1", text), lambda text: _VERSION_FOUR.sub(r"-1\1", text)
    )
    return Kind(name, "shape", SUNSHINE, change, operations, pointers)


def dashless(name: str, pointers: tuple[str, ...]) -> Kind:
    """The ids of jobs come without dashes, and are understood in that form."""
    operations = frozenset(
        ("submitBulkJob", "showBulkJob", "cancelBulkJob", "uploadBulkJobFile", "listBulkJobs")
    )
    change = _translated(
        lambda text: _JOB.sub(r'"Id":"\1\2\3\4\5"', text),
        lambda text: _BARE.sub(r"\1-\2-\3-\4-\5", text),
    )
    return Kind(name, "shape", ZUORA, change, operations, pointers)


def _translated(there: Callable[[str], str], back: Callable[[str], str]) -> Callable[[], Change]:
    def ask(asked: Asked) -> Asked:
        body = back(asked.body.decode("utf-8", "surrogateescape"))
        return replace(asked, path=back(asked.path), body=body.encode("utf-8", "surrogateescape"))

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return replace(true, body=there(true.body.decode()).encode())

    return lambda: Change(answer, ask)
