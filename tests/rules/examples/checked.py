"""What the checks of the fuzzer show, by the rule that speaks for them."""

from tests.rules.examples.example import Example
from tests.rules.sightings import seen


def examples() -> tuple[Example, ...]:
    def checked(
        rule: str, kind: str, check: str, pointer: str = "status", status: int = 200
    ) -> Example:
        return Example(rule, kind, pointer, seen(failed=check, status=status), seen())

    refuses = "refuses_invalid_requests"
    return (
        Example(
            "survives_every_request",
            "server-error",
            "status",
            seen(status=500),
            seen(status=404),
        ),
        checked("accepts_valid_requests", "refused", "positive_data_acceptance", status=400),
        checked(refuses, "accepted", "negative_data_rejection"),
        checked(refuses, "header-not-required", "missing_required_header"),
        checked(refuses, "undeclared-method", "unsupported_method"),
        checked(refuses, "allow-header", "allow_header_conformance", "header:Allow", status=405),
        checked("follows_lifecycle", "still-there", "use_after_free"),
        checked("follows_lifecycle", "not-there", "ensure_resource_availability", status=404),
        checked("completes_its_stories", "stopped", "story", ""),
        checked("guards_its_data", "open", "ignored_auth"),
        checked("guards_its_data", "shared", "object_level_authorization"),
    )
