"""A thousand fields of real answers in which there is no secret, made anew when it runs."""

import hashlib
import json
import random
import uuid
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_DRAWN = random.Random(4)
_PROSE = (
    "the record was not found because its type has been removed by an admin last week please try"
    " again later when all jobs are done and no token secret password or key is missing phone us"
    " call the card session expired basic bearer authentication required signature of the user"
)
_WORDS = _PROSE.split()


def uuid_of_time(n: int) -> str:
    return str(uuid.UUID(fields=(n * 7919, n, 0x11E9, 0x80, 0xF8, 0x65590B274410 + n), version=1))


def uuid_of_chance(n: int) -> str:
    return (
        str(uuid.UUID(int=_DRAWN.getrandbits(128), version=4)).upper()
        if n % 5 == 0
        else str(uuid.UUID(int=_DRAWN.getrandbits(128), version=4))
    )


def digest(n: int) -> str:
    kind = (hashlib.md5, hashlib.sha1, hashlib.sha256)[n % 3]
    return kind(str(n).encode()).hexdigest()


def cursor(n: int) -> str:
    moment = datetime(2020, 6, 9, 22, 2, tzinfo=UTC) + timedelta(seconds=n)
    shapes = (
        moment.isoformat(timespec="milliseconds"),
        json.dumps({"o": "-created_at", "v": [n * 1_000_003, None]}),
        f"{moment:%Y-%m-%d %H:%M:%S.000}|{n}",
    )
    encode = b64encode if n % 2 else urlsafe_b64encode
    return encode(shapes[n % 3].encode()).decode().rstrip("=" if n % 4 == 0 else "")


def opaque_cursor(n: int) -> str:
    return b64encode(_DRAWN.randbytes(24 + n % 20)).decode()


def job(n: int) -> str:
    return f"V3-{digest(n * 3)}" if n % 2 else f"8b72559ae838-{uuid_of_time(n)[9:]}a6e6"


def number(n: int) -> str:
    return str(_DRAWN.randrange(10 ** (5 + n % 13)))


def time(n: int) -> str:
    moment = datetime(2020, 6, 9, 22, 2, 24, 921000, UTC) + timedelta(hours=n)
    forms = (
        moment.isoformat(),
        f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        f"{moment:%Y-%m-%d %H:%M:%S.921}",
        f"{moment:%Y-%m-%d %H:%M:%S} +0000",
        format_datetime(moment, usegmt=True),
        str(int(moment.timestamp())),
        f"{moment.timestamp():.3f}",
        f"{moment:%Y%m%dT%H%M%SZ}",
    )
    return forms[n % len(forms)]


def link(n: int) -> str:
    forms = (
        f"https://example.zendesk.com/api/v2/job_statuses/{job(n)}.json",
        f"/api/sunshine/objects/query?per_page=10&cursor={cursor(n)}",
        f"https://example.zendesk.com/api/v2/users/{number(n)}/identities.json?page[size]={n}",
        f"https://cdn.example.net/assets/{digest(n)}/logo@2x.png?v={n}#top",
        f"https://api.example.net/oauth/token/{n}?next_page_token={opaque_cursor(n)}",
    )
    return forms[n % len(forms)]


def sentence(n: int) -> str:
    words = [_DRAWN.choice(_WORDS) for _ in range(5 + n % 12)]
    return " ".join(words).capitalize() + f", item {n}: done."


def version(n: int) -> str:
    return (f"v{n}.4.{n % 7}-rc.1+build.{n}", f"contract-kit/{n}.0 (Linux x86_64)", f"{n}.0.0.1")[
        n % 3
    ]


def order(n: int) -> str:
    return (f"+{number(10)[:6]}-{n}", f"4111-{n:04}-1111", f"({n:03}) 555-{n:04}", f"{n:016}")[
        n % 4
    ]


KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "a UUID of time": ("record_id", uuid_of_time),
    "a UUID of chance": ("Id", uuid_of_chance),
    "a hash": ("checksum", digest),
    "a cursor": ("cursor", cursor),
    "an opaque cursor": ("after_cursor", opaque_cursor),
    "a job's id": ("job_id", job),
    "a number": ("external_id", number),
    "a time": ("updated_at", time),
    "a link": ("url", link),
    "a sentence": ("message", sentence),
    "a version": ("version", version),
    "an order's number": ("order_number", order),
}
FIELDS = [(kind, name, make(n)) for kind, (name, make) in KINDS.items() for n in range(1, 91)]
