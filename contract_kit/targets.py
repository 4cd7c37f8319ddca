"""Where requests go, with whose credentials, and the guard that every one of them passes.

The one door to requests. A request that is not planned (another host, an operation whose effect is
not allowed) is refused before a byte leaves.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import CouldNotLook, KitError, Mistake
from contract_kit.model.target import Credentials, Target, is_loopback

READS: frozenset[Effect] = frozenset(("read",))
ALL: frozenset[Effect] = frozenset(("read", "write", "destroy"))
_CONNECT, _READ = 5.0, 30.0  # seconds


class NotPlanned(KitError):
    """A request that the plan does not hold; refused, and a bug of whoever made it."""


def parse_url(url: str) -> str:
    """A target's base URL, checked; raises `Mistake` saying what is allowed."""
    if "@" in url:
        raise Mistake("a target's URL holds no credentials; they come from the environment")
    allowed = "allowed are emulator, live, or an http(s) URL"
    try:
        parts = urlsplit(requests.Request("GET", url).prepare().url or "")
    except ValueError:  # what requests raises of a URL is one
        raise Mistake(f"target {url!r}: {allowed}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Mistake(f"target {url!r}: {allowed}")
    if parts.query or parts.fragment:
        raise Mistake(f"target {url!r}: a base URL has neither a query nor a fragment")
    return parts.geturl().rstrip("/")


def variable(api: str, name: str) -> str:
    """The environment variable that holds a setting of an API.

    >>> variable("zendesk-sunshine", "token")
    'CONTRACT_KIT_ZENDESK_SUNSHINE_TOKEN'
    """
    return f"CONTRACT_KIT_{api}_{name}".upper().replace("-", "_").replace(".", "_")


def credentials_for(
    api: str, url: str, environment: Mapping[str, str] | None = None
) -> Credentials:
    """The credentials of an API from the environment; without any, on loopback the emulator's."""
    values = os.environ if environment is None else environment
    found = Credentials(
        values.get(variable(api, "username"), ""),
        values.get(variable(api, "password"), ""),
        values.get(variable(api, "token"), ""),
    )
    if found or not is_loopback(url):
        return found
    return Credentials("admin@example.com/token", "secret", "all", public=True)


def live_url(contract: Contract, environment: Mapping[str, str] | None = None) -> str:
    """The vendor's own URL: `…_URL`, else the first server with variables of the environment."""
    values = os.environ if environment is None else environment
    name = variable(contract.api, "url")
    if name in values:
        return parse_url(values[name])
    server: Mapping[str, Any] = (contract.document.get("servers") or [{}])[0]
    url = str(server.get("url", ""))
    for key, described in (server.get("variables") or {}).items():
        value = values.get(variable(contract.api, key))
        if value is None and "enum" not in described:
            wanted = f"{variable(contract.api, key)} (or {name})"
            raise Mistake(f"--target live needs {wanted} to be set")
        url = url.replace(f"{{{key}}}", value or str(described.get("default", "")))
    return parse_url(url)


class Guard(HTTPAdapter):
    """The transport that all traffic passes: only to the target, only with allowed effects.

    On loopback, where all effects are allowed, everything goes: the fuzzer tries undeclared methods
    there. `sent` counts what left.
    """

    def __init__(self, contract: Contract, target: Target, effects: frozenset[Effect]) -> None:
        super().__init__()
        self._contract, self._target, self._effects = contract, target, effects
        self.sent = 0

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Sends a planned request; raises `NotPlanned` on any other."""
        self._refuse_unplanned(request.method or "", request.url or "")
        self.sent += 1
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = (_CONNECT, _READ)
        return super().send(request, *args, **kwargs)

    def session(self) -> requests.Session:
        """A session whose every request passes the guard."""
        made = requests.Session()
        self.mount(made)
        return made

    def mount(self, session: requests.Session) -> None:
        """Makes a session that somebody else has built pass the guard; no proxy, no .netrc."""
        session.trust_env = False
        session.mount("http://", self)
        session.mount("https://", self)

    def _refuse_unplanned(self, method: str, url: str) -> None:
        there, here = urlsplit(self._target.url), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise NotPlanned(f"{method} {url} goes to another host than {self._target.url}")
        if self._target.loopback and self._effects == ALL:
            return
        if not f"{here.path}/".startswith(f"{there.path}/"):
            raise NotPlanned(f"{method} {url} is not below {self._target.url}")
        path = here.path.removeprefix(there.path) or "/"
        if any(unquote(segment) in (".", "..") for segment in path.split("/")):
            raise NotPlanned(f"{method} {path} may lead to another path than it says")
        match = self._contract.find(method, path)
        if match is None:
            raise NotPlanned(f"{method} {path} is no operation of {self._contract.api}")
        if match.operation.effect not in self._effects:
            raise NotPlanned(f"{match.operation.id} has the effect {match.operation.effect}")


@contextmanager
def control_of(url: str) -> Iterator[Callable[[], None] | None]:
    """The reset of an emulator of ours that runs at a loopback URL; None where there is none."""
    if not is_loopback(url):
        yield None
        return
    with requests.Session() as made:
        made.trust_env = False

        def reset() -> None:
            made.post(f"{url}/__contract__/reset", timeout=_CONNECT).raise_for_status()

        yield reset if _is_emulator(made, url) else None


def _is_emulator(made: requests.Session, url: str) -> bool:
    try:
        known = made.get(f"{url}/__contract__/state", timeout=_CONNECT, allow_redirects=False)
    except requests.RequestException:
        return False
    return known.status_code == 200 and b'"seed"' in known.content


def reachable(target: Target) -> None:
    """Raises `CouldNotLook` where nobody listens at the target."""
    try:
        with requests.Session() as made:
            made.trust_env = False
            made.head(target.url, timeout=_CONNECT, allow_redirects=False)
    except requests.ConnectionError:
        raise CouldNotLook("network", f"nobody answers at {target.url}") from None
    except requests.Timeout:
        waited = f"within {_CONNECT:.0f} s"
        raise CouldNotLook("network", f"no answer from {target.url} {waited}") from None
    except requests.RequestException as error:
        raise CouldNotLook("network", f"{target.url}: {error}") from None
