"""What all emulated APIs of Zendesk have in common: the users, and the headers that count requests.

Headers as counted in recordings of public clients; 700 requests a minute is the limit seen most.
"""

from collections.abc import Mapping
from http.client import responses

from contract_kit.emulator.access import basic
from contract_kit.emulator.state import State
from contract_kit.emulator.vendor import Quota, User
from contract_kit.model.exchange import Headers

A_MINUTE = 700
LOGIN = "users: admin@, agent@ and user@example.com (curl -u USER/token:secret)"

_TITLES = {413: "Payload Too Large", 414: "URI Too Long"}  # where Python's words are older
_ROLES = {
    "admin@example.com": "admin",
    "agent@example.com": "agent",
    "user@example.com": "end-user",
}

identify = basic(
    {
        credentials: User(email, role)
        for email, role in _ROLES.items()
        for credentials in (f"{email}/token:secret", f"{email}:password")
    }
)


def headers(request: Headers, quota: Quota, state: State) -> Mapping[str, str]:
    """How many requests a minute may have, and how many this one still has."""
    return {
        "X-Rate-Limit": str(quota.limit),
        "X-Rate-Limit-Remaining": str(quota.remaining),
        "ratelimit-limit": str(quota.limit),
        "ratelimit-remaining": str(quota.remaining),
        "ratelimit-reset": str(quota.reset),
    }


def title(status: int) -> str:
    """What a status is called.

    >>> title(413)
    'Payload Too Large'
    """
    return _TITLES.get(status) or responses.get(status, "Error")
