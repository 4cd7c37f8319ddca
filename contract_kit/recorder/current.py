"""Knows to which recording a request belongs: that of the task or thread that makes it.

A task inherits the context of whoever began it, a thread does not (before Python 3.14, and there
by a flag): without more, what a client does in its threads would go to the network unnoticed.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from threading import Thread
from typing import Any
from unittest import mock

from contract_kit.recorder.tape import Tape

_CURRENT: ContextVar[Tape | None] = ContextVar("contract_kit.recorder", default=None)
_START, _SUBMIT = Thread.start, ThreadPoolExecutor.submit


def current() -> Tape | None:
    """The recording that a request made here and now belongs to."""
    return _CURRENT.get()


@contextmanager
def using(tape: Tape | None) -> Iterator[None]:
    """Requests made inside belong to `tape`."""
    token = _CURRENT.set(tape)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def inherited() -> Iterator[None]:
    """Threads begun inside belong to the recording of whoever begins them.

    Only that is handed on: no other variable of the context reaches a thread that it would not.
    """
    with ExitStack() as patches:
        patches.enter_context(mock.patch.object(Thread, "start", _start))
        patches.enter_context(mock.patch.object(ThreadPoolExecutor, "submit", _submit))
        yield


def _start(thread: Thread) -> None:
    tape, run = current(), thread.run
    if tape is not None:
        thread.run = lambda: _within(tape, run)  # type: ignore[method-assign]
    _START(thread)


def _submit(
    pool: ThreadPoolExecutor, job: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> "Future[Any]":
    # a pool's threads belong to whoever made it start them, its jobs to whoever hands them in
    return _SUBMIT(pool, _within, current(), job, *args, **kwargs)


def _within(tape: Tape | None, job: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with using(tape):
        return job(*args, **kwargs)
