"""Every answer is one that the specification describes, and so is every request that is taken.

Judged are status, media type, headers and body. The pointer names the place in the body with `*`
for any index, or `header:Name`, or `status`.

Requests are judged where they are those of a client, in a story or a recorded test, and were
answered with success: a date of a form that nobody described may well mean another day. Of a
client's own code a refused one is told as well, since the refusal may not say what was wrong; what
the fuzzer and some stories send is nonsense on purpose.

Kinds: `undocumented-status`, `undocumented-content-type`, `unexpected-body`, `missing-header`,
`wrong-header`, `not-json`, and of the body against its schema `missing` (a required member),
`unexpected` (a member that the schema forbids), `wrong-type`, `not-in-enum`, `wrong-format`,
`out-of-range`, `wrong-length`, `no-variant` (no arm of a union fits) and `other`. Of a request
`wrong-request` (a warning; the pointer is `query:name`, `request:Name` of a header, or
`request:/…`, a place in its body): either the client is wrong or the specification; and
`refused-request` (an info, at the same places: a test may mean to be refused).
What to do: where the answer is right, the specification is wrong: describe what really comes, with
`x-provenance` saying so. Where the specification is right, it is the vendor's breach.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from contract_kit.model.conformance import Misfit, misfits_of, misfits_of_request
from contract_kit.model.contract import Match
from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import starred
from contract_kit.model.sighting import Sighting
from contract_kit.rules.comparing import once
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "undocumented-status": "error",
    "undocumented-content-type": "error",
    "unexpected-body": "error",
    "missing-header": "error",
    "wrong-header": "error",
    "not-json": "error",
    "missing": "error",
    "unexpected": "error",
    "wrong-type": "error",
    "not-in-enum": "error",
    "wrong-format": "error",
    "out-of-range": "error",
    "wrong-length": "error",
    "no-variant": "error",
    "other": "error",
    "wrong-request": "warning",
    "refused-request": "info",
}
_told = Telling("conforms_to_specification", KINDS)

_BY_KEYWORD = {
    "status": "undocumented-status",
    "media-type": "undocumented-content-type",
    "content": "unexpected-body",
    "json": "not-json",
    "required": "missing",
    "additionalProperties": "unexpected",
    "unevaluatedProperties": "unexpected",
    "falseSchema": "unexpected",
    "type": "wrong-type",
    "enum": "not-in-enum",
    "const": "not-in-enum",
    "format": "wrong-format",
    "pattern": "wrong-format",
    "minimum": "out-of-range",
    "maximum": "out-of-range",
    "exclusiveMinimum": "out-of-range",
    "exclusiveMaximum": "out-of-range",
    "multipleOf": "out-of-range",
    "minLength": "wrong-length",
    "maxLength": "wrong-length",
    "minItems": "wrong-length",
    "maxItems": "wrong-length",
    "oneOf": "no-variant",
    "anyOf": "no-variant",
}
_CHECKS = frozenset(
    (
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
)
_FAILING = 500
_NOT_FOR_THAT = (401, 403, 429)  # refusals that are about who asks, and how often


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """The misfits of the answer and of a client's request, each cause once."""
    if not isinstance(exhibit, Sighting) or not exhibit.declared:
        return
    if (exhibit.failed or misfits_of(exhibit)) and not _is_anothers(exhibit):
        yield from once(_of_answer(exhibit))
    status = exhibit.exchange.answer.status
    if exhibit.step and status // 100 == 2:
        yield from _of_request(exhibit, "wrong-request", "answered with success, although")
    elif exhibit.client and status // 100 == 4 and status not in _NOT_FOR_THAT:
        yield from _of_request(exhibit, "refused-request", f"refused with {status}:")


def _of_answer(sighting: Sighting) -> Iterator[Finding]:
    """A fuzzer's check that no misfit explains is told as it is."""
    misfits, status = misfits_of(sighting), str(sighting.exchange.answer.status)
    for misfit in misfits:
        breach = misfit.breach
        kind = _kind(misfit)
        pointer = starred(breach.path) if misfit.place == "body" else misfit.place
        yield _finding(sighting, kind, pointer, breach.expected, breach.actual, breach.message)
    if not misfits:
        for failed in sighting.failed:
            if failed.check in _CHECKS:
                yield _finding(sighting, "other", "", failed.expected, status, failed.message)


def _of_request(sighting: Sighting, kind: str, came: str) -> Iterable[Finding]:
    operation, request = sighting.operation, sighting.exchange.request
    arguments = _arguments(operation.path, request.path)
    if arguments is None or (request.body and "content-encoding" in request.named):
        return ()
    misfits = misfits_of_request(Match(operation, arguments), request)
    return once(_wrong(sighting, misfit, kind, came) for misfit in misfits) if misfits else ()


def _wrong(sighting: Sighting, misfit: Misfit, kind: str, came: str) -> Finding:
    breach, name = misfit.breach, misfit.place.removeprefix("header:")
    pointer = {
        "body": f"request:{starred(breach.path)}",
        f"header:{name}": f"request:{name}",
    }.get(misfit.place, misfit.place)
    message = f"the request was {came} {breach.message}"
    return _finding(sighting, kind, pointer, breach.expected, breach.actual, message)


def _arguments(template: str, path: str) -> dict[str, str] | None:
    """The arguments of a path by its template; whatever the server's own path in front of it."""
    names, form = _form(template)
    found = form.search(path)
    return dict(zip(names, map(unquote, found.groups()), strict=True)) if found else None


@lru_cache(maxsize=1024)
def _form(template: str) -> tuple[list[str], re.Pattern[str]]:
    names = re.findall(r"\{([^}]*)\}", template)
    parts = map(re.escape, re.split(r"\{[^}]*\}", template.rstrip("/")))
    return names, re.compile("([^/]+?)".join(parts) + r"(?:\.json)?/?$")


def _is_anothers(sighting: Sighting) -> bool:
    """Whether an answer is another rule's to tell of.

    A server that fails in a way that is not documented is; and what is answered to invalid data
    that was accepted has that one cause already.
    """
    status = sighting.exchange.answer.status
    failing = status >= _FAILING and sighting.promise is None
    return failing or any(one.check == "negative_data_rejection" for one in sighting.failed)


def _kind(misfit: Misfit) -> str:
    if misfit.place.startswith("header:") and misfit.breach.keyword != "media-type":
        return "missing-header" if misfit.breach.keyword == "required" else "wrong-header"
    return _BY_KEYWORD.get(misfit.breach.keyword, "other")


def _finding(
    sighting: Sighting, kind: str, pointer: str, expected: str, actual: str, message: str
) -> Finding:
    return _told(
        sighting,
        kind,
        pointer,
        expected=expected,
        actual=actual,
        message=message,
    )
