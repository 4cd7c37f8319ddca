"""A guard before a hostile server, with all that it waited for and told."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import READS, Bounds, Guard
from tests.openapi.small import OK, document, load
from tests.targets.hostile import Answering, Hostile

SHORT = Bounds(connect=1.0, read=0.2, whole=0.4, size=1 << 20, patience=3.0)


@cache
def jobs() -> Contract:
    """Jobs that are listed and searched."""
    paths = {
        "/jobs": {
            "get": {"operationId": "listJobs", "responses": OK},
            "post": {"operationId": "search", "responses": OK, "x-effect": "read"},
        }
    }
    with TemporaryDirectory() as folder:
        return load(Path(folder), document(paths))


class Asking:
    """A guard with all that it waited for and told."""

    def __init__(self, server: Hostile, bounds: Bounds = SHORT) -> None:
        self.waited: list[float] = []
        self.told: list[str] = []
        self._url = f"{server.url}/jobs"
        target = Target("live", server.url, Credentials(token="t0ken"))
        self.guard = Guard(
            jobs(), target, READS, bounds, wait=self.waited.append, tell=self.told.append
        )

    def ask(self, method: str = "GET", **headers: str) -> requests.Response:
        with self.guard.session() as session:
            return session.request(method, self._url, headers=headers, allow_redirects=False)

    def kept_from(self) -> str:
        """Why nothing was looked at."""
        with pytest.raises(CouldNotLook) as told:
            self.ask()
        return told.value.reason


def always(*answer: bytes) -> Callable[[Hostile], Answering]:
    return lambda _: lambda _: list(answer)
