"""What exchanges taught of an API, without their data: shapes, statuses, moves of jobs.

Facts are a commutative monoid as shapes are: `merge_facts` adds them up in any order, `NO_FACTS`
is nothing. A baseline is the facts of many recordings, tonight's run the facts of one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from contract_kit.model.content import Unreadable, is_json
from contract_kit.model.contract import AnswerPromise
from contract_kit.model.exchange import Answer, Headers
from contract_kit.model.inference import Guide, guide, shapes_of
from contract_kit.model.lifecycle import Mined
from contract_kit.model.pointer import tokens
from contract_kit.model.shape import NOTHING, Record, Shape, bounded, merge
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.model.tracing import mined
from contract_kit.model.walked import Step, walked

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_SECRET = re.compile(r"auth|cookie|token|secret|session|credential|signature|passw|csrf|xsrf|key")
_NO_WORDS = Guide(volatile=frozenset({()}))
OTHER_CHARSET = "other-charset"
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)")
_STORED = re.compile(r"^(?!.*(?:no-store|no-cache|private)).*(?:public|immutable|max-?age=0*[1-9])")
_READ = 100_000  # bytes of a text body that are looked at


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The answers of one operation and status.

    `headers` is the shape of an object of header values by name in lower case, numbers as numbers;
    of `content-type` only the media type, and whether the charset is an unusual one
    (`text/html+other-charset`), of `cache-control` whether the answer may be `stored` and given out
    again. `body` has only the bodies that were not empty, as texts those that are not what their
    media type says.
    """

    headers: Shape = NOTHING
    body: Shape = NOTHING


@dataclass(frozen=True, slots=True)
class Facts:
    """What some exchanges taught.

    `answers` are by operation id and status, `steps` count the statuses (as text) of each step by
    story, step and operation id, `walks` are by the same how far walks through listings went
    (`walked.walked`), `lives` what jobs did, by the operation that shows them and the pointer of
    the state in the job (`showJob /job_status`).
    """

    answers: Mapping[tuple[str, str], AnswerFacts] = field(default_factory=dict)
    steps: Mapping[Step, Mapping[str, int]] = field(default_factory=dict)
    walks: Mapping[Step, Shape] = field(default_factory=dict)
    lives: Mapping[str, Mined] = field(default_factory=dict)


NO_FACTS = Facts()


def facts_of(journey: Journey) -> Facts:
    """What one story's exchanges teach."""
    seen: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    steps: dict[Step, Counter[str]] = defaultdict(Counter)
    for sighting in journey.sightings:
        operation, status = sighting.operation.id, str(sighting.exchange.answer.status)
        seen[operation, status].append(sighting)
        steps[journey.name, sighting.step, operation][status] += 1
    answers = {key: _answers(sightings) for key, sightings in seen.items()}
    counted = {step: dict(sorted(counts.items())) for step, counts in steps.items()}
    return Facts(answers, counted, walked(journey), mined(journey))


def merge_facts(one: Facts, other: Facts) -> Facts:
    """What both taught."""
    answers, steps = dict(one.answers), dict(one.steps)
    walks, lives = dict(one.walks), dict(one.lives)
    for key, facts in other.answers.items():
        answers[key] = _merge_answers(answers[key], facts) if key in answers else facts
    for step, counts in other.steps.items():
        steps[step] = dict(sorted((Counter(steps.get(step, {})) + Counter(counts)).items()))
    for step, walk in other.walks.items():
        walks[step] = merge(walks[step], walk) if step in walks else walk
    for name, life in other.lives.items():
        lives[name] = lives.get(name, Mined()) + life
    return Facts(answers, steps, walks, lives)


def _merge_answers(one: AnswerFacts, other: AnswerFacts) -> AnswerFacts:
    return AnswerFacts(merge(one.headers, other.headers), merge(one.body, other.body))


def _answers(sightings: Sequence[Sighting]) -> AnswerFacts:
    body = NOTHING
    for promise, group in groupby(sightings, key=attrgetter("promise")):
        answers = (sighting.exchange.answer for sighting in group)
        values = (_value(answer) for answer in answers if answer.body)
        body = merge(body, shapes_of(values, _guide(promise) if promise else Guide()))
    return AnswerFacts(_headers([one.exchange.answer.headers for one in sightings]), body)


def _value(answer: Answer) -> object:
    """The JSON value of a body, or its text where it is none or not what its media type says."""
    try:
        return answer.json if is_json(answer.media_type) else _text(answer.body)
    except Unreadable:
        return _text(answer.body)


def _text(body: bytes) -> str:
    return body[:_READ].decode("utf-8", "replace")


def _guide(promise: AnswerPromise) -> Guide:
    return _guide_by(
        promise.free,
        frozenset(promise.volatile),
        frozenset(tokens(life.state)[-1] for life in promise.lifecycles if life.state),
    )


@lru_cache(maxsize=1024)
def _guide_by(free: frozenset[str], volatile: frozenset[str], tags: frozenset[str]) -> Guide:
    return guide(free, volatile, tags)


def _headers(seen: Sequence[Headers]) -> Shape:
    """The shape of the headers of each answer as one object.

    It has no tag: what a header says is not what sort of answer this is.
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for headers in seen:
        for name, text in _joined(headers).items():
            columns[name].append(text)
    members = {name: _header(name, texts) for name, texts in columns.items()}
    return Shape(len(seen), records={"": Record(len(seen), bounded(members))})


def _joined(headers: Headers) -> Mapping[str, str]:
    """The lines of one name are one value (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _header(name: str, texts: Sequence[str]) -> Shape:
    if name == "content-type":
        return shapes_of(map(_media, texts))
    if name == "cache-control":
        return shapes_of(map(_caching, texts))
    return shapes_of(map(_said, texts), _NO_WORDS if _SECRET.search(name) else Guide())


def _media(text: str) -> str:
    """A media type in lower case, with its charset where that is none that JSON has anyway."""
    kind, charset = text.partition(";")[0].strip().lower(), _CHARSET.search(text.lower())
    usual = charset is None or charset[1] in ("utf-8", "utf8", "us-ascii")
    return kind if usual else f"{kind}+{OTHER_CHARSET}"


def _caching(text: str) -> str:
    return "stored" if _STORED.search(text.lower()) else "not-stored"


@lru_cache(maxsize=4096)
def _said(text: str) -> object:
    """A number as such, any other text as it is."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
