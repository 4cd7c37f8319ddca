"""What exchanges taught of an API, without their data: shapes, statuses, moves of jobs.

Facts are a commutative monoid as shapes are: `merge_facts` adds them up in any order, `NO_FACTS`
is nothing. A baseline is the facts of many recordings, tonight's run the facts of one.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from contract_kit.model.content import Unreadable, is_json, parse
from contract_kit.model.contract import AnswerPromise, Operation
from contract_kit.model.exchange import Answer, Headers, media_type
from contract_kit.model.inference import Guide, guide, shape_of
from contract_kit.model.lifecycle import Mined
from contract_kit.model.pointer import tokens
from contract_kit.model.shape import NOTHING, Record, Shape, bounded, merge
from contract_kit.model.sighting import Journey
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
    again. `body` has only the bodies that were not empty.
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
    answers: dict[tuple[str, str], AnswerFacts] = {}
    steps: dict[Step, Counter[str]] = {}
    for sighting in journey.sightings:
        answer, operation = sighting.exchange.answer, sighting.operation
        key, facts = (operation.id, str(answer.status)), answer_facts(operation, answer)
        answers[key] = _merge_answers(answers[key], facts) if key in answers else facts
        step = (journey.name, sighting.step, operation.id)
        steps.setdefault(step, Counter())[str(answer.status)] += 1
    counted = {step: dict(sorted(counts.items())) for step, counts in steps.items()}
    return Facts(answers, counted, walked(journey), mined(journey))


def answer_facts(operation: Operation, answer: Answer) -> AnswerFacts:
    """What one answer teaches; a body that is not what its media type says teaches as text."""
    headers = _headers(answer.headers)
    if not answer.body:
        return AnswerFacts(headers)
    promise = operation.answer(answer.status)
    return AnswerFacts(headers, shape_of(_value(answer), _guide(promise) if promise else Guide()))


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


def _headers(headers: Headers) -> Shape:
    """The shape of the headers as one object; the lines of one name are one value (RFC 9110, 5.3).

    It has no tag: what a header says is not what sort of answer this is.
    """
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append(value)
    members = {name: _header(name, ", ".join(values)) for name, values in found.items()}
    return Shape(1, records={"": Record(1, bounded(members))})


def _media(text: str) -> str:
    """A media type in lower case, with its charset where that is none that JSON has anyway."""
    kind, charset = text.partition(";")[0].strip().lower(), _CHARSET.search(text.lower())
    usual = charset is None or charset[1] in ("utf-8", "utf8", "us-ascii")
    return kind if usual else f"{kind}+{OTHER_CHARSET}"


def _header(name: str, text: str) -> Shape:
    if name == "content-type":
        return shape_of(_media(text))
    if name == "cache-control":
        return shape_of("stored" if _STORED.search(text.lower()) else "not-stored")
    if _NUMBER.fullmatch(text):
        return shape_of(float(text) if "." in text else int(text))
    return shape_of(text, _NO_WORDS if _SECRET.search(name) else Guide())


def _value(answer: Answer) -> object:
    """The JSON value of a body, or its text where it is none."""
    kind = media_type(answer.headers)
    try:
        return parse(kind, answer.body) if is_json(kind) else _text(answer.body)
    except Unreadable:
        return _text(answer.body)


def _guide(promise: AnswerPromise) -> Guide:
    return _guide_by(
        promise.free,
        frozenset(promise.volatile),
        frozenset(tokens(life.state)[-1] for life in promise.lifecycles if life.state),
    )


@lru_cache(maxsize=1024)
def _guide_by(free: frozenset[str], volatile: frozenset[str], tags: frozenset[str]) -> Guide:
    return guide(free, volatile, tags)


def _text(body: bytes) -> str:
    return body[:_READ].decode("utf-8", "replace")
