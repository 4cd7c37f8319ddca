"""Words a refusal as this vendor does: a number of eight digits and a message.

Jobs that failed and rows that failed carry the same.
"""

from typing import Any

from contract_kit.emulator.vendor import Refusal, Reply

# What refusals that no handler worded have: 710130 is a job, 710136 its file; 9000 is not about
# custom objects. The last two digits are the category.
_CODES = {
    400: 71013020,
    401: 90000011,
    403: 71012513,
    404: 90000040,
    405: 90000030,
    413: 71013630,
    414: 90000020,
    415: 71013020,
    429: 71013061,
}
_INTERNAL = 71013060


def refuse(refusal: Refusal) -> Reply:
    """The answer to a refused request, in the form of the vendor's examples."""
    return Reply(refusal.status, coded(refusal), refusal.headers)


def coded(refusal: Refusal) -> dict[str, Any]:
    """A refusal as code and message."""
    code = int(refusal.code) if refusal.code else _CODES.get(refusal.status, _INTERNAL)
    return {"code": code, "message": refusal.detail}
