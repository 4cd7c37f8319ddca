"""Who may call: four tokens with the two permissions or without, and what their users can reach.

Also what every answer says of its request: its name, the client's own name for it, and how many
more may follow.
"""

import re
from collections.abc import Mapping

from contract_kit.emulator.access import bearer
from contract_kit.emulator.state import State
from contract_kit.emulator.vendor import Call, Handler, Quota, Refusal, Reply, User
from contract_kit.model.exchange import Headers, header

A_MINUTE = 1000  # chosen: the headers are observed, no number is
LOGIN = "tokens: all, edit, delete and none (curl --oauth2-bearer all)"

# By token, which is the client's name and role at once. The first is the documented job's.
USER_IDS: Mapping[str, str] = {
    "all": "7b39d73f-22e6-404a-b8e7-894f7620e91c",
    "edit": "5f2d8c1e9a4b47d0b6e35a7c8d9e0f12",
    "delete": "c04e7a5bd1f34862a97d02b1e6f3584c",
    "none": "918bd0e264c54f0fb3da6e27c15f7a08",
}
_SECRET = "secret"
_LIVES = 3598  # seconds

# What all users can reach; whoever names anything else is refused.
_WITHIN_REACH: Mapping[str, frozenset[str]] = {
    "Zuora-Org-Ids": frozenset(
        ("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
    ),
    "Zuora-Entity-Ids": frozenset(("eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee",)),
}
_TRACK_ID = re.compile("[ !#-&(-9<-~]{1,64}")  # US-ASCII without colon, semicolon and quotes

identify = bearer({name: User(name, name) for name in USER_IDS})


def headers(request: Headers, quota: Quota, state: State) -> Mapping[str, str]:
    """What every answer carries. A track id that breaks the rules is not repeated."""
    carried = {
        "Zuora-Request-Id": str(state.uuid4()),
        "RateLimit-Limit": str(quota.limit),
        "RateLimit-Remaining": str(quota.remaining),
        "RateLimit-Reset": str(quota.reset),
    }
    track_id = (header(request, "zuora-track-id") or "").strip()
    if _TRACK_ID.fullmatch(track_id):
        carried["Zuora-Track-Id"] = track_id
    return carried


def within_reach(handler: Handler) -> Handler:
    """The handler, for callers who name only organizations and entities that they can reach."""

    def reached(call: Call) -> Reply:
        for name, known in _WITHIN_REACH.items():
            named = call.reading.headers.get(name)
            if named is not None and not {part.strip() for part in named.split(",")} <= known:
                raise Refusal(400, f"{name} names what the user has no access to")
        return handler(call)

    return reached


def create_token(call: Call) -> Reply:
    """A token for a client's id and secret (RFC 6749, section 4.4)."""
    client = call.reading.body["client_id"]
    if client not in USER_IDS or call.reading.body["client_secret"] != _SECRET:
        raise Refusal(401, "No client has this id and secret")
    token = {"access_token": client, "token_type": "bearer", "expires_in": _LIVES}
    return Reply(200, {**token, "scope": "user.all tenant.all", "jti": f"{call.state.draw():032x}"})
