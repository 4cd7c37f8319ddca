"""Reads, opens, changes and comments issues through GitHub's REST API (version 2022-11-28)."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from contract_kit import __version__
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.limits import retry_after
from contract_kit.model.target import is_loopback

State = Literal["open", "closed"]
Reason = Literal["completed", "not_planned", "reopened"]

LABEL = "contract-drift"
_TIMES = (5.0, 30.0)  # seconds to connect, and between two bytes
_PAGE = 100  # issues a page, the most that there may be
_PAGES = 100  # of issues, beyond which something is wrong
_TRIES = 3
_PATIENCE = 60.0  # seconds that a forge may ask to wait; the next night comes anyway
_PACE = 1.0  # seconds between two changes, which GitHub asks its clients for
_REPOSITORY = re.compile(r"(?!\.\.?/)[\w.-]+/(?!\.\.?$)[\w.-]+", re.ASCII)
_SAID = 200  # characters of what a forge says of its refusal


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue with our label."""

    number: int
    state: State
    title: str
    body: str


class _Bearer(requests.auth.AuthBase):
    """The token of a request; in an object of its own, so that no .netrc takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def hidden(self, text: str) -> str:
        """The text without the token."""
        return text.replace(self._token, "…")


class Forge:
    """The issues of one repository; every failure is a `CouldNotLook` without the token in it.

    `wait` gets seconds.
    """

    def __init__(
        self, url: str, repository: str, token: str, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._base = f"{url}/repos/{repository}"
        self._wait, self._pace = wait, 0.0 if is_loopback(url) else _PACE
        self._auth = _Bearer(token)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = self._auth
        self._session.headers.update(
            {
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
                "User-Agent": f"contract-kit/{__version__}",
            }
        )

    def issues(self) -> list[Issue]:
        """All issues with our label, open and closed, the oldest first."""
        found: list[Issue] = []
        query = {"labels": LABEL, "state": "all", "sort": "created", "direction": "asc"}
        for page in range(1, _PAGES + 1):
            asked = {**query, "per_page": str(_PAGE), "page": str(page)}
            answer = self._ask("GET", "/issues", query=asked)
            entries = self._json(answer, list)
            found += [self._issue(entry) for entry in entries if "pull_request" not in entry]
            if "next" not in answer.links:
                return found
        raise CouldNotLook("budget", f"more than {_PAGES * _PAGE} issues have the label {LABEL}")

    def make_label(self) -> None:
        """Makes our label unless it is there.

        Whoever may not do so could not label an issue either, and nobody would find it again.
        """
        content = {"name": LABEL, "color": "d93f0b", "description": "Kept by contract-kit nightly"}
        self._ask("POST", "/labels", content, taken=(422,))

    def open(self, title: str, body: str) -> Issue:
        """A new issue with our label."""
        content = {"title": title, "body": body, "labels": [LABEL]}
        return self._issue(self._json(self._ask("POST", "/issues", content), dict))

    def change(
        self, number: int, title: str, body: str, state: State, reason: Reason | None
    ) -> None:
        """Writes an issue anew; the reason goes with a change of its state."""
        content = {"title": title, "body": body, "state": state}
        told = {"state_reason": reason} if reason else {}
        self._ask("PATCH", f"/issues/{number}", {**content, **told})

    def comment(self, number: int, text: str) -> None:
        """Adds a comment to an issue."""
        self._ask("POST", f"/issues/{number}/comments", {"body": text})

    def _ask(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        taken: tuple[int, ...] = (),
    ) -> requests.Response:
        """The answer to a request that the forge did, tried again where that does no harm."""
        if content is not None:
            self._wait(self._pace)
        for left in reversed(range(_TRIES)):
            try:
                answer = self._once(method, path, content, query)
            except CouldNotLook:
                if not left or method == "POST":
                    raise
                self._wait(self._pace)
                continue
            if 200 <= answer.status_code < 300 or answer.status_code in taken:
                return answer
            pause = self._pause(method, answer)
            if pause is None or not left:
                break
            self._wait(pause)
        raise self._refused(method, path, answer)

    def _once(
        self,
        method: str,
        path: str,
        content: Mapping[str, Any] | None,
        query: Mapping[str, str] | None,
    ) -> requests.Response:
        try:
            return self._session.request(
                method,
                self._base + path,
                params=query,
                json=content,
                timeout=_TIMES,
                allow_redirects=False,
            )
        except requests.RequestException as error:  # whose text may tell headers
            name = type(error).__name__
            raise CouldNotLook("network", f"no answer from {self._base}: {name}") from None

    def _pause(self, method: str, answer: requests.Response) -> float | None:
        """Seconds after which to try again; None where that is no use, or might do it twice."""
        wanted = retry_after(tuple(answer.headers.items()), datetime.now(UTC))
        if answer.status_code in (403, 429):
            return wanted if wanted is not None and wanted <= _PATIENCE else None
        if answer.status_code < 500 or method == "POST":
            return None
        return min(wanted or self._pace, _PATIENCE)

    def _refused(self, method: str, path: str, answer: requests.Response) -> CouldNotLook:
        try:
            said = str(answer.json()["message"])[:_SAID]
        except (ValueError, KeyError, TypeError):
            said = answer.reason or "no reason given"
        spent = answer.headers.get("X-RateLimit-Remaining") == "0"
        limited = answer.status_code == 429 or spent or "Retry-After" in answer.headers
        reasons = {401: "credentials", 403: "credentials", 404: "credentials"}
        reason = "quota" if limited else reasons.get(answer.status_code, "network")
        place = f"{method} {self._base}{path}"
        return CouldNotLook(reason, f"{place} got {answer.status_code}: {self._auth.hidden(said)}")

    def _json(self, answer: requests.Response, kind: type) -> Any:
        try:
            data = answer.json()
        except ValueError:
            data = None
        if not isinstance(data, kind):
            raise self._strange()
        return data

    def _issue(self, entry: Any) -> Issue:
        try:
            state: State = "open" if entry["state"] == "open" else "closed"
            return Issue(int(entry["number"]), state, str(entry["title"]), entry["body"] or "")
        except (KeyError, TypeError, ValueError):
            raise self._strange() from None

    def _strange(self) -> CouldNotLook:
        return CouldNotLook("network", f"what answers at {self._base} is no forge")


def forge_of(environment: Mapping[str, str]) -> Forge:
    """The forge that a CI job names in its environment, as GitHub's runners do.

    Raises `Mistake` where repository or token are not there, or would travel in the clear.
    """
    repository, token = environment.get("GITHUB_REPOSITORY", ""), environment.get("GITHUB_TOKEN")
    if not _REPOSITORY.fullmatch(repository):
        raise Mistake("issues need the repository in GITHUB_REPOSITORY, as OWNER/NAME")
    if not token or not re.fullmatch("[!-~]+", token):
        raise Mistake("issues need a token in GITHUB_TOKEN, of visible ASCII characters alone")
    url = environment.get("GITHUB_API_URL") or "https://api.github.com"
    parts = urlsplit(url)
    if "@" in url or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))):
        raise Mistake("GITHUB_API_URL must be an https URL without credentials in it")
    return Forge(url.rstrip("/"), repository, token)
