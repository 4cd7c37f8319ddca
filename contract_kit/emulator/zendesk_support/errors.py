"""Words a refusal as this vendor does: an error in a word or two, mostly with a description."""

from typing import Any

from contract_kit.emulator.vendor import Refusal, Reply
from contract_kit.emulator.zendesk import title

_BY_REASON = {"path": "InvalidEndpoint", "maxItems": "TooManyValues"}
_BY_STATUS = {400: "InvalidValue", 404: "RecordNotFound"}
_MAX_COUNT = {"TooManyJobs": 30, "TooManyValues": 100}


def refuse(refusal: Refusal) -> Reply:
    """The answer to a refused request.

    Those to missing credentials and to a missing role look different from all others; what is not
    found is never said.
    """
    return Reply(refusal.status, _content(refusal), refusal.headers)


def _content(refusal: Refusal) -> dict[str, Any]:
    if refusal.status == 401:
        return {"error": refusal.detail}
    if refusal.status == 403:
        return {"error": {"title": title(403), "message": refusal.detail}}
    error = _error(refusal)
    if refusal.status == 404:
        return {"error": error, "description": "Not found"}
    content = {"error": error, "description": refusal.detail}
    return {**content, "max_count": _MAX_COUNT[error]} if error in _MAX_COUNT else content


def _error(refusal: Refusal) -> str:
    return (
        refusal.code
        or _BY_REASON.get(refusal.reason)
        or _BY_STATUS.get(refusal.status)
        or title(refusal.status).replace(" ", "")
    )
