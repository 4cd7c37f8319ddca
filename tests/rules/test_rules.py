"""The catalogue keeps its own promises: every kind is documented, shown by examples, and closed."""

import json
from functools import reduce
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import rules
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.facts import Facts, facts_of, merge_facts
from contract_kit.model.finding import SEVERITIES
from contract_kit.model.sighting import FailedCheck, Journey, Sighting
from contract_kit.rules import CATALOGUE, Rule, name_of
from tests.model.laws import bodies, header_values, headers, law, queries, values
from tests.rules.examples import EXAMPLES
from tests.rules.examples.example import Example
from tests.rules.shop import SHOP
from tests.rules.sightings import JSON, OPERATIONS

WAIVED = {
    # no single exchange shows it: commands.tally tells it when a whole run is over
    ("accepts_valid_requests", "never-answered"),
    # nor this: commands.record tells it of what it left out of a recording
    ("guards_its_data", "withheld"),
    # commands.cleaning tells it, of a server that is not to be left as it is
    ("completes_its_stories", "left-behind"),
}
NO_RULES = {  # modules of the package that serve the rules
    *("checked", "comparing", "header_names", "header_shapes", "journey_headers", "leaks"),
    *("same_thing", "telling", "witness"),
}
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
    "ensure_resource_availability",
    "ignored_auth",
    "object_level_authorization",
)


def named(example: Example) -> str:
    return f"{example.rule}-{example.kind}-{example.pointer}"


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_a_broken_promise_is_told_once_by_its_rule_kind_and_pointer(example: Example) -> None:
    (told,) = rules.judge(example.bad)
    assert (told.rule, told.kind, told.pointer) == (example.rule, example.kind, example.pointer)
    assert (told.api, told.operation, told.status) == ("small", *example.cause)
    assert told.message


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_of_what_comes_close_nothing_is_told(example: Example) -> None:
    assert list(rules.judge(example.good)) == []


def test_every_kind_of_every_rule_has_its_examples() -> None:
    shown = {(example.rule, example.kind) for example in EXAMPLES}
    kinds = {(name_of(rule), kind) for rule in CATALOGUE for kind in rule.KINDS}
    assert shown | WAIVED == kinds
    assert shown & WAIVED == set()


def test_every_module_of_the_package_is_in_the_catalogue() -> None:
    modules = {name for _, name, _ in iter_modules(rules.__path__)}
    assert {name_of(rule) for rule in CATALOGUE} | NO_RULES == modules
    assert len({name_of(rule) for rule in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("rule", CATALOGUE, ids=name_of)
def test_the_manual_page_says_the_promise_every_kind_and_what_to_do(rule: Rule) -> None:
    page = rule.__doc__ or ""
    promise = page.splitlines()[0]
    assert promise.endswith(".")
    assert promise == promise.strip()
    for kind in rule.KINDS:
        assert f"`{kind}`" in page
    assert "\nKinds: " in page
    assert "\nWhat to do: " in page


@pytest.mark.parametrize("rule", CATALOGUE, ids=name_of)
def test_every_kind_has_a_severity(rule: Rule) -> None:
    assert rule.KINDS
    assert set(rule.KINDS.values()) <= set(SEVERITIES)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_of_the_fuzzer_speaks_through_one_rule(check: str) -> None:
    request = Request("GET", "http://h/things")
    sighting = Sighting(
        "small",
        OPERATIONS["listThings"],
        Exchange(request, Answer(404, JSON, b"{}")),
        (FailedCheck(check, "said so"),),
    )
    assert len(list(rules.judge(sighting))) == 1


def test_the_rules_answer_for_every_check_of_schemathesis() -> None:
    checks = pytest.importorskip("schemathesis").checks
    import_module("schemathesis.specs.openapi.checks")
    assert set(CHECKS) == set(checks.CHECKS.get_all_names())


operations = {**OPERATIONS, **SHOP}
documents = values.map(lambda value: json.dumps({"data": [value], "id": value}).encode())
telling_headers = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "X-Request-Id"),
                *("Location", "Deprecation", "Set-Cookie", "Server", "Content-Type"),
            )
        ),
        header_values | st.integers(0, 10**12).map(str) | st.just("10.0.0.1"),
    ),
    max_size=6,
).map(tuple)
sightings = st.builds(
    Sighting,
    api=st.just("small"),
    operation=st.sampled_from(list(operations.values())),
    exchange=st.builds(
        Exchange,
        request=st.builds(
            Request,
            method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", ""]),
            url=queries.map("http://[h/things?sort=at&state=a&".__add__)
            | st.sampled_from(("http://h/books", "http://h/books/1", "http://h/things/%FF/"))
            | st.text(),
            headers=headers,
            body=bodies | documents,
        ),
        answer=st.builds(
            Answer,
            status=st.sampled_from([200, 204, 404, 500, 0, -1, 10**9]) | st.integers(),
            headers=telling_headers | headers | st.just(JSON),
            body=bodies | documents,
        ),
    ),
    failed=st.lists(
        st.builds(FailedCheck, st.text() | st.sampled_from(CHECKS), st.text(), st.text()),
        max_size=2,
    ).map(tuple),
    step=st.sampled_from(("", "step")),
    number=st.integers(1, 3),
)
journeys = st.builds(
    Journey,
    api=st.just("small"),
    name=st.just("story"),
    server=st.just("http://h") | st.text(),
    sightings=st.lists(sightings, max_size=6).map(tuple),
)
comparisons = st.builds(
    Comparison,
    api=st.just("small"),
    operations=st.just(operations) | st.just({}),
    before=journeys.map(lambda journey: multiplied(facts_of(journey))),
    now=journeys.map(facts_of),
    recordings=st.integers(0, 100),
)
exhibits = sightings | journeys | comparisons


def multiplied(facts: Facts) -> Facts:
    """What 64 recordings of the same would teach."""
    return reduce(lambda found, _: merge_facts(found, found), range(6), facts)


@law
@given(exhibits)
def test_every_rule_is_total_and_its_kinds_are_closed(exhibit: Exhibit) -> None:
    for rule in CATALOGUE:
        for finding in rule.judge(exhibit):
            assert finding.rule == name_of(rule)
            assert finding.severity == rule.KINDS[finding.kind]
            assert len(finding.fingerprint) == 12


@law
@given(exhibits)
def test_a_rule_says_the_same_of_the_same_exhibit_and_each_cause_once(exhibit: Exhibit) -> None:
    told = list(rules.judge(exhibit))
    assert told == list(rules.judge(exhibit))
    if not isinstance(exhibit, Sighting):
        assert len({finding.fingerprint for finding in told}) == len(told)


@law
@given(journeys)
def test_what_is_as_it_was_is_no_change(journey: Journey) -> None:
    now = facts_of(journey)
    same = Comparison("small", operations, multiplied(now), now, 64)
    assert list(rules.judge(same)) == []
