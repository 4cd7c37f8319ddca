"""What breaks `keeps_its_errors`, and what comes close and keeps it."""

from typing import Any

from contract_kit.model.exchange import Answer
from tests.rules.comparisons import compared
from tests.rules.examples.example import Example
from tests.rules.shop import SHOP, answer, many

_SAID: dict[str, Any] = {
    "code": "NotFound",
    "detail": "There is no book 7",
    "trail": [{"at": "a b"}],
}


def examples() -> tuple[Example, ...]:
    def errors(kind: str, pointer: str, now: Any, good: Any, before: Any = _SAID) -> Example:
        def seen(said: Any) -> Answer:
            return said if isinstance(said, Answer) else answer({"error": said}, 404)

        old = many([seen(before)])
        bad, fine = (compared(SHOP["showBook"], old, [seen(said)]) for said in (now, good))
        return Example(
            "keeps_its_errors", kind, pointer, bad, fine, operation="showBook", status="404"
        )

    no_detail = {name: said for name, said in _SAID.items() if name != "detail"}
    other_words = {**_SAID, "detail": "No such book: 12", "trail": [{"at": "c"}, {"at": "d e"}]}
    text = answer("Not found", 404, Content_Type="text/plain")
    problem = answer({"error": _SAID}, 404, Content_Type="application/json; charset=utf-8")
    return (
        errors("envelope", "/error/detail", no_detail, other_words),
        errors("envelope", "/error/trail", {**_SAID, "trail": {"at": "a b"}}, {**_SAID, "hint": 1}),
        errors("envelope", "/error", "NotFound", other_words),
        errors("code", "/error/code", {**_SAID, "code": "not_found"}, other_words),
        errors(
            "code",
            "/error/code",
            {"code": 40401, "text": "No book"},
            {"code": 404, "text": "None"},
            {"code": 404, "text": "No book"},
        ),
        errors("emptied", "/error/trail", {**_SAID, "trail": []}, other_words),
        errors("emptied", "/error/detail", {**_SAID, "detail": ""}, other_words),
        errors("emptied", "/error/detail", {**_SAID, "detail": None}, other_words),
        errors("not-json", "header:Content-Type", text, problem),
    )
