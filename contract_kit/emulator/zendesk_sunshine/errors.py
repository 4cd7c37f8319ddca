"""Words a refusal as this vendor does: a list of errors with code, title, status and detail.

Job results carry the same items for the records that failed.
"""

from contract_kit.emulator.vendor import Refusal, Reply
from contract_kit.emulator.zendesk import title


def refuse(refusal: Refusal) -> Reply:
    """The answer to a refused request.

    Limits say `message` where everything else says `detail`, as the vendor's page of limits does.
    """
    error = error_item(refusal)
    if refusal.status == 429:
        error["message"] = error.pop("detail")
    return Reply(refusal.status, {"errors": [error]}, refusal.headers)


def error_item(refusal: Refusal) -> dict[str, str]:
    """One error as a member of `errors`."""
    said = title(refusal.status)
    return {
        "code": refusal.code or said.replace(" ", ""),
        "detail": refusal.detail,
        "status": str(refusal.status),
        "title": said,
    }
