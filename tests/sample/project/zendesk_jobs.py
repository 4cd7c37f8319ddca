"""A client for the jobs and the search of Zendesk's legacy custom objects."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import requests

_TIMEOUT = 10
_MOST_PAGES = 80
Record = Mapping[str, Any]


class JobFailed(Exception):
    """A job that did not complete, or some of whose items were left undone."""


class Account:
    """One account; `url` is its base URL, `wait` is called with seconds to sleep."""

    def __init__(
        self, url: str, user: str, token: str, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._url, self._wait = url, wait
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.auth = (f"{user}/token", token)

    def close(self) -> None:
        """Gives the connections back."""
        self._session.close()

    def submit(self, action: str, records: Sequence[Record]) -> str:
        """Starts a job over records and gives its id."""
        body = {"type": "resources", "action": action, "data": list(records)}
        return str(self._ask("POST", f"{self._url}/api/sunshine/jobs", body)["data"]["id"])

    def follow(self, job: str, polls: int = 20) -> list[str]:
        """Polls a job to its end and gives the ids of its records; raises `JobFailed`."""
        for _ in range(polls):
            shown = self.job(job)
            if shown["job_status"] == "completed":
                return self._ids(shown["results"])
            if shown["job_status"] in ("failed", "aborted"):
                raise JobFailed(shown["job_status"])
            self._wait(2)
        raise JobFailed(f"still {shown['job_status']} after {polls} polls")

    def job(self, job: str) -> Record:
        """One job as it is now."""
        shown: Record = self._ask("GET", f"{self._url}/api/sunshine/jobs/{job}")["data"]
        return shown

    def search(self, query: Record, per_page: int = 10) -> Iterator[Record]:
        """All records that match, page after page."""
        url: str | None = f"{self._url}/api/sunshine/objects/query?per_page={per_page}"
        body = {"query": query, "sort_by": "_created_at asc"}
        for _ in range(_MOST_PAGES):
            if url is None:
                return
            page = self._ask("POST", url, body)
            yield from page["data"]
            following = page["links"]["next"]
            url = following and (following if "://" in following else f"{self._url}{following}")

    def _ask(self, method: str, url: str, body: Record | None = None) -> Any:
        """The answer; waits as long as the server says where it is asked too often."""
        for _ in range(3):
            answer = self._session.request(method, url, json=body, timeout=_TIMEOUT)
            if answer.status_code != requests.codes.too_many_requests:
                break
            self._wait(float(answer.headers.get("Retry-After", 1)))
        answer.raise_for_status()
        return answer.json()

    def _ids(self, results: Sequence[Record]) -> list[str]:
        undone = [result for result in results if not result["success"]]
        if undone:
            raise JobFailed(f"{len(undone)} of {len(results)} were left undone")
        return [result["data"]["id"] for result in results]
