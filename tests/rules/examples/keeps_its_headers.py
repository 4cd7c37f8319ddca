"""What breaks `keeps_its_headers`, and what comes close and keeps it."""

from contract_kit.model.exchange import Answer
from tests.rules.comparisons import compared
from tests.rules.examples.example import Example
from tests.rules.shop import SHOP, answer, journey, many, visit

_RULE = "keeps_its_headers"
_UUIDS = ("0d79adc0-f4b9-4a1c-8788-48fd6422b106", "0c1f40b4-acaa-4644-b8f2-de01979d9dc9")


def examples() -> tuple[Example, ...]:
    return (*_of_comparisons(), *_of_journeys())


def _header(
    kind: str, name: str, before: list[Answer], now: list[Answer], good: list[Answer]
) -> Example:
    bad, fine = (compared(SHOP["listBooks"], many(before), seen) for seen in (now, good))
    return Example(_RULE, kind, f"header:{name}", bad, fine, operation="listBooks", status="200")


def _of_comparisons() -> tuple[Example, ...]:
    plain = answer()
    ids = [answer(X_Request_Id=uuid) for uuid in _UUIDS]
    left = [answer(X_RateLimit_Remaining=str(n)) for n in range(90, 80, -1)]
    full = answer(Location="https://shop.example.com/books/1")
    return (
        _header("gone", "ETag", [answer(ETag='"1"')], [plain], [answer(etag='"2"')]),
        _header("gone", "X-Dated", [answer(X_Dated="a b")], [plain], [answer(X_Dated="c d")]),
        _header("dropped", "X-Cache", [answer(X_Cache="HIT")], [plain], [answer(X_Cache="MISS")]),
        _header(
            "renamed",
            "X-Rate-Limit-Remaining",
            [answer(X_Rate_Limit_Remaining="9", X_Rate_Limit="10")],
            [answer(RateLimit_Remaining="9", X_Rate_Limit="10")],
            [answer(X_Rate_Limit_Remaining="4", X_Rate_Limit="5", RateLimit_Remaining="4")],
        ),
        _header(
            "content-type",
            "Content-Type",
            [plain],
            [answer(Content_Type="application/vnd.shop+json")],
            [answer(Content_Type="Application/JSON; charset=utf-8")],
        ),
        _header(
            "content-type",
            "Content-Type",
            [plain],
            [answer(Content_Type="application/json; charset=iso-8859-1")],
            [answer(Content_Type="application/json; charset=UTF8")],
        ),
        _header(
            "caching",
            "Cache-Control",
            [answer(Cache_Control="max-age=0, private, must-revalidate")],
            [answer(Cache_Control="public, max-age=600")],
            [answer(Cache_Control="no-store, max-age=600")],
        ),
        _header(
            "format",
            "Location",
            [full],
            [answer(Location="/books/1")],
            [answer(Location="https://other.example.com/books/2")],
        ),
        _header(
            "unit",
            "Retry-After",
            [answer(Retry_After="5"), answer(Retry_After="60")],
            [answer(Retry_After="60000")],
            [answer(Retry_After="900")],
        ),
        _header(
            "unit",
            "RateLimit-Reset",
            [answer(RateLimit_Reset="5")],
            [answer(RateLimit_Reset="1767225600")],
            [answer(RateLimit_Reset="59")],
        ),
        _header("constant", "X-Request-Id", ids, [ids[0], ids[0]], ids),
        _header("frozen", "X-RateLimit-Remaining", left, [left[5]] * 4, left[2:6]),
        _header("cookie", "Set-Cookie", [plain], [answer(Set_Cookie="sid=1")], [plain]),
        _header(
            "software", "X-Powered-By", [plain], [answer(X_Powered_By="PHP")], [answer(X_Id="7")]
        ),
        _header(
            "software",
            "Server",
            [answer(Server="nginx")],
            [answer(Server="nginx/1.18.0 (Ubuntu)")],
            [answer(Server="cloudflare")],
        ),
    )


def _of_journeys() -> tuple[Example, ...]:
    def announced(kind: str, name: str, bad: Answer, good: Answer) -> Example:
        ended, fine = (
            journey(visit("listBooks", seen), visit("listBooks", seen)) for seen in (bad, good)
        )
        pointer = f"header:{name}"
        return Example(_RULE, kind, pointer, ended, fine, operation="listBooks", status="200")

    def quota(kind: str, left: list[int], good: list[int]) -> Example:
        bad, fine = (
            journey(
                *(
                    visit(
                        "listBooks",
                        answer(RateLimit_Remaining=str(n), RateLimit_Reset=str(60 - at)),
                    )
                    for at, n in enumerate(numbers)
                )
            )
            for numbers in (left, good)
        )
        pointer = "header:RateLimit-Remaining"
        return Example(_RULE, kind, pointer, bad, fine, operation="listBooks", status="200")

    return (
        announced(
            "beyond-limit",
            "X-Rate-Limit-Remaining",
            answer(X_Rate_Limit="10", X_Rate_Limit_Remaining="11"),
            answer(X_Rate_Limit="10", X_Rate_Limit_Remaining="10"),
        ),
        quota("frozen", [9, 9, 9, 9], [9, 9, 8, 8]),
        quota("rising", [1, 2, 2, 3], [9, 8, 10, 9]),
        announced(
            "deprecated", "Deprecation", answer(Deprecation="@1767225600"), answer(Deprecation="?0")
        ),
        announced(
            "sunset", "Sunset", answer(Sunset="Tue, 30 Jun 2026 00:00:00 GMT"), answer(Age="5")
        ),
        announced(
            "internal-host",
            "X-Backend",
            answer(X_Backend="books-7.prod.internal:8080"),
            answer(X_Backend="https://shop.example.com/internal", Via="1.1 varnish"),
        ),
    )
