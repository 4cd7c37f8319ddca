"""What an issue on a forge is about, remembered in the issue itself between two nights.

The issue's body begins with a comment that nobody sees: the notice as JSON.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

_MARK = re.compile(r"<!-- contract-kit (?P<notice>\{.*?\}) -->(\r?\n|$)")


@dataclass(frozen=True, slots=True)
class Sight:
    """When a thing was last seen at a place (RFC 3339 date), and what was left out in that night.

    `without` has one text for each part that was not looked at to its end.
    """

    last: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One cause: `key` is the finding's fingerprint, or a word for what is no finding.

    `facts` are words about it whose change is worth telling; `at` is where it is still there, by
    the name of the place.
    """

    key: str
    api: str = ""
    operation: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, Sight] = field(default_factory=dict)


def written(notice: Notice, text: str) -> str:
    """The body of an issue: the notice, which no reader sees, and a text for people."""
    data = json.dumps(asdict(notice), sort_keys=True)
    hidden = data.replace("--", r"\u002d\u002d")  # which would end the comment
    return f"<!-- contract-kit {hidden} -->\n{text}"


def read(body: str) -> tuple[Notice, str] | None:
    """The notice and the text of an issue's body; None where it has none of ours.

    >>> read(written(Notice("4f1d2c3b4a59"), "for people"))
    (Notice(key='4f1d2c3b4a59', api='', operation='', facts={}, at={}), 'for people')
    """
    found = _MARK.search(body)  # somebody may have written above it
    if found is None:
        return None
    try:
        data = json.loads(found["notice"])
        at = {
            str(place): Sight(str(sight["last"]), tuple(map(str, sight["without"])))
            for place, sight in data["at"].items()
        }
        facts = {str(name): str(word) for name, word in data["facts"].items()}
        key, api, operation = (str(data[name]) for name in ("key", "api", "operation"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Notice(key, api, operation, facts, at), body[: found.start()] + body[found.end() :]
