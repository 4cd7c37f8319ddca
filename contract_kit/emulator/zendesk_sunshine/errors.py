"""Words a refusal as this vendor does: a list of errors with code, title, status and detail.

Job results carry the same items for the records that failed.
"""

from http.client import responses

from contract_kit.emulator.vendor import Refusal, Reply

_TITLES = {413: "Payload Too Large", 414: "URI Too Long"}  # where Python's words are older


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
    title = _TITLES.get(refusal.status) or responses.get(refusal.status, "Error")
    return {
        "code": refusal.code or title.replace(" ", ""),
        "detail": refusal.detail,
        "status": str(refusal.status),
        "title": title,
    }
