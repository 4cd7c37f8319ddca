"""What is told of one direction is told of the other: a kind has an opposite, or a reason why not.

Two kinds of one rule are opposites, or one kind is told both ways, or nothing stands against it.
"""

import pytest

from contract_kit.rules import CATALOGUE, Rule, name_of

OPPOSITES = {
    "conforms_to_specification": [
        ("missing", "unexpected"),
        ("missing-header", "wrong-header"),
        ("unexpected-body", "not-json"),
    ],
    "refuses_invalid_requests": [],
    "keeps_its_shape": [
        ("removed", "added"),
        ("nested", "flattened"),
        ("wrapped", "unwrapped"),
        ("null-to-absent", "absent-to-null"),
        ("scalar-to-array", "array-to-scalar"),
        ("array-to-object", "object-to-array"),
        ("value-added", "value-gone"),
    ],
    "keeps_its_headers": [("gone", "cookie"), ("dropped", "software"), ("frozen", "rising")],
    "keeps_its_statuses": [("refused", "let-through"), ("gone-for-good", "added")],
    "pages_to_the_end": [
        ("next-on-last", "no-next"),
        ("previous-on-first", "no-previous"),
        ("repeat", "gap"),
        ("size-ignored", "size-capped"),
        ("too-many-pages", "ends-early"),
    ],
    "follows_lifecycle": [
        ("missing-at-state", "not-null-at-state"),
        ("backward-move", "skipped-state"),
        ("left-terminal", "never-ends"),
        ("still-there", "not-there"),
        ("progress-falls", "progress-beyond-total"),
    ],
    "guards_its_data": [],
}
BOTH_WAYS = {
    "conforms_to_specification": "undocumented-status undocumented-content-type wrong-type"
    " not-in-enum wrong-format out-of-range wrong-length no-variant other wrong-request"
    " refused-request",
    "keeps_its_shape": "renamed retyped variant format precision zone unit scale range length"
    " value-recased",
    "keeps_its_headers": "renamed content-type format unit",
    "keeps_its_errors": "envelope code not-json",
    "keeps_its_statuses": "moved",
    "honours_its_parameters": "unfiltered out-of-range unsorted detail-differs echo",
    "pages_to_the_end": "broken-link parameters-dropped ways-disagree more-lies default-size"
    " previous-not-inverse size-changed order-changes total-lies total-changes",
    "follows_lifecycle": "unknown-state times-out-of-order wrong-first-state illegal-move"
    " changed-after-end changed-immutable time-goes-back",
}
NOTHING_AGAINST_IT = {
    "survives_every_request": {"server-error": "a server that answers is what everybody expects"},
    "accepts_valid_requests": {
        "refused": "what is accepted though it is invalid is another rule's",
        "never-answered": "an operation that was answered was looked at",
    },
    "refuses_invalid_requests": {
        "accepted": "what is refused though it is valid is another rule's",
        "header-not-required": "a header that is required and documented is as it should be",
        "undeclared-method": "a declared one that is refused is a status that is not documented",
        "allow-header": "it has to be there, and right",
    },
    "keeps_its_shape": {
        "optional": "a member that is always there now, and was not, breaks no client",
        "nullable": "a member that is never null any more breaks no client",
        "always-null": "values where there were only nulls break no client",
        "sentinel": "null in place of a sentinel is `nullable`",
        "frozen": "a value that varies where it was always one breaks no client",
    },
    "keeps_its_headers": {
        "caching": "an answer that may not be stored any more is slower, not wrong",
        "constant": "an id that differs each time is what an id is for",
        "beyond-limit": "less than the limit is what a quota is for",
        "internal-host": "a host that is no longer named is nothing to tell",
        "deprecated": "a deprecation that is taken back is good news",
        "sunset": "so is a sunset",
    },
    "keeps_its_errors": {"emptied": "details that appear are an added member of an error"},
    "pages_to_the_end": {
        "other-host": "the own host is where links lead",
        "other-scheme": "so is the own scheme",
        "credentials-in-link": "a link without is as it should be",
        "loop": "a walk that goes on is as it should be",
        "long-link": "a short one works everywhere",
        "overlap": "told only where others may have inserted; the reverse is a `gap`",
    },
    "completes_its_stories": {
        "stopped": "a story that gets to its end is as it should be",
        "left-behind": "nothing that is left is as it should be",
    },
    "follows_lifecycle": {"outlives": "a job that is gone too early is a step that stops"},
    "guards_its_data": {
        "open": "what is closed to those who may see it is `refused`",
        "shared": "so is what is not shared",
        "withheld": "it is told of what the kit left out",
        "secret": "a secret that is gone is good news",
        "stack-trace": "so is a trace",
        "internal-host": "and a host",
        "exposed": "a member that is gone is `removed`",
    },
}


@pytest.mark.parametrize("rule", CATALOGUE, ids=name_of)
def test_every_kind_has_its_opposite_or_a_reason_why_not(rule: Rule) -> None:
    name = name_of(rule)
    paired = [kind for pair in OPPOSITES.get(name, []) for kind in pair]
    told = [*paired, *BOTH_WAYS.get(name, "").split(), *NOTHING_AGAINST_IT.get(name, {})]
    assert sorted(told) == sorted(rule.KINDS)
