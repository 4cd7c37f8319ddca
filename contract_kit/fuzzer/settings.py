"""Words a budget, a contract and credentials as schemathesis's configuration."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from contract_kit.model.contract import Contract, Operation
from contract_kit.model.pointer import select
from contract_kit.model.target import Credentials, Target

if TYPE_CHECKING:
    from contract_kit.fuzzer import Budget

# What no field value may hold (RFC 9110, section 5.5): servers refuse it before any API sees it.
_NO_HEADER = "".join(map(chr, (*range(0x20), 0x7F)))
# What even valid requests may be answered with, wherever it is documented: no access, not there,
# in conflict, too many. A failing server is another check's to report.
_ALWAYS_ACCEPTABLE = ["2xx", "3xx", 401, 403, 404, 409, 429, "5xx"]


def settings(contract: Contract, target: Target, budget: "Budget") -> dict[str, Any]:
    """The configuration as schemathesis's TOML would hold it.

    One worker, no example database and no cache: else two runs of one seed would differ. Bodies
    are kept whole, since they are judged.
    """
    gentle = budget.gentle
    schemes = dict(_schemes(contract, target.credentials))
    return {
        "seed": budget.seed,
        "base-url": target.url,
        "workers": 1,
        "continue-on-failure": True,
        "cache": {"enabled": False},
        "request-timeout": 30.0,
        "generation": {
            "mode": "positive" if gentle else "all",
            "max-examples": budget.cases,
            "database": "none",
            "unique-inputs": False,
            "exclude-header-characters": _NO_HEADER,
        },
        "phases": {
            "coverage": {"unexpected-methods": []} if gentle else {},
            "fuzzing": {"enabled": not gentle},
            "stateful": {"enabled": not gentle or budget.linked},
        },
        "output": {"truncation": {"max-recorded-payload-size": 0}},
        **({"auth": {"openapi": schemes}} if schemes else {}),
        "operations": [
            *(_refusals(operation) for operation in contract.operations.values()),
            *_left_out(contract, budget.operations),
        ],
    }


def document(contract: Contract) -> dict[str, Any]:
    """The specification to draw from: a copy without the parameters that only the API can fill.

    A cursor that nobody handed out is refused, so inventing one would waste the case.
    """
    copy = deepcopy(dict(contract.document))
    for item in copy.get("paths", {}).values():
        for owner in (item, *item.values()):
            if isinstance(owner, dict) and "parameters" in owner:
                owner["parameters"] = [p for p in owner["parameters"] if not _handed_out(copy, p)]
    return copy


def _handed_out(document: Mapping[str, Any], parameter: Any) -> bool:
    while "$ref" in parameter:
        parameter = next(select(document, parameter["$ref"].removeprefix("#")))
    volatile = parameter.get("schema", {}).get("x-volatile", parameter.get("x-volatile"))
    return volatile == "cursor" and not parameter.get("required")


def _refusals(operation: Operation) -> dict[str, Any]:
    statuses = [*_ALWAYS_ACCEPTABLE, *operation.refuses]
    return {
        "include-name": f"{operation.method} {operation.path}",
        "checks": {
            "positive_data_acceptance": {"expected-statuses": statuses},
            "negative_data_rejection": {"expected-statuses": ["4xx", "5xx"]},
        },
    }


def _left_out(contract: Contract, wanted: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for operation in contract.operations.values():
        if wanted and operation.id not in wanted:
            yield {"include-name": f"{operation.method} {operation.path}", "enabled": False}


def _schemes(
    contract: Contract, credentials: Credentials
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Credentials for each security scheme of the document that they fit."""
    components = contract.document.get("components", {})
    for name, scheme in components.get("securitySchemes", {}).items():
        kind, http = scheme.get("type"), str(scheme.get("scheme", "")).lower()
        if kind == "http" and http == "basic" and credentials.username:
            yield name, {"username": credentials.username, "password": credentials.password}
        elif (kind == "oauth2" or http == "bearer") and credentials.token:
            yield name, {"bearer": credentials.token}
        elif kind == "apiKey" and credentials.token:
            yield name, {"api_key": credentials.token}
