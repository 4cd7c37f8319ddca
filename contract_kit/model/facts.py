"""What exchanges taught of an API, without their data: shapes, statuses, moves of jobs.

Facts are a commutative monoid as shapes are: `merge` adds them up in any order, `NO_FACTS` is
nothing. A baseline is the facts of many recordings, tonight's run the facts of one.
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
from contract_kit.model.shape import NOTHING, Shape, merge
from contract_kit.model.sighting import Journey
from contract_kit.model.tracing import mined

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_READ = 100_000  # characters of a text body that are looked at


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The answers of one operation and status.

    `headers` is the shape of an object of header values by name in lower case, numbers as numbers,
    of `content-type` only the media type. `body` has only the bodies that were not empty.
    """

    headers: Shape = NOTHING
    body: Shape = NOTHING


@dataclass(frozen=True, slots=True)
class Facts:
    """What some exchanges taught.

    `answers` are by operation id and status, `steps` count the statuses (as text) of each step by
    story and step, `lives` what jobs did, by the pointer of their state and the operation that
    shows them (`showJob /data/job_status`).
    """

    answers: Mapping[tuple[str, str], AnswerFacts] = field(default_factory=dict)
    steps: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    lives: Mapping[str, Mined] = field(default_factory=dict)


NO_FACTS = Facts()


def facts_of(journey: Journey) -> Facts:
    """What one story's exchanges teach."""
    facts = Facts(lives=mined(journey))
    for sighting in journey.sightings:
        answer, operation = sighting.exchange.answer, sighting.operation
        status = str(answer.status)
        one = Facts(
            answers={(operation.id, status): answer_facts(operation, answer)},
            steps={(journey.name, sighting.step): {status: 1}},
        )
        facts = merge_facts(facts, one)
    return facts


def answer_facts(operation: Operation, answer: Answer) -> AnswerFacts:
    """What one answer teaches."""
    headers = shape_of(_headers(answer.headers))
    if not answer.body:
        return AnswerFacts(headers)
    promise = operation.answer(answer.status)
    return AnswerFacts(headers, shape_of(_value(answer), _guide(promise) if promise else Guide()))


def merge_facts(one: Facts, other: Facts) -> Facts:
    """What both taught."""
    answers, steps, lives = dict(one.answers), dict(one.steps), dict(one.lives)
    for key, facts in other.answers.items():
        held = answers.get(key, AnswerFacts())
        answers[key] = AnswerFacts(merge(held.headers, facts.headers), merge(held.body, facts.body))
    for step, counts in other.steps.items():
        steps[step] = dict(sorted((Counter(steps.get(step, {})) + Counter(counts)).items()))
    for name, life in other.lives.items():
        lives[name] = lives.get(name, Mined()) + life
    return Facts(answers, steps, lives)


def _headers(headers: Headers) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in headers:
        text = value.partition(";")[0].strip().lower() if name.lower() == "content-type" else value
        found[name.lower()] = float(text) if _NUMBER.fullmatch(text) else text
    return found


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
