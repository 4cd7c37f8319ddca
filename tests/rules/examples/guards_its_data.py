"""What breaks `guards_its_data` in what an answer shows, and what comes close and keeps it."""

from typing import Any

from tests.rules.comparisons import compared
from tests.rules.examples.example import Example
from tests.rules.shop import SHOP, answer, many, visit

_JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
_TRACE = 'Traceback (most recent call last):\n  File "app.py", line 7, in show\nKeyError: 7'
_JAVA = "java.lang.NullPointerException\n\tat com.shop.Books.show(Books.java:42)"
_NODE = "TypeError: x\n    at show (/srv/app/books.js:10:15)"
_NET = "at Shop.Books.Show(Int32 id) in C:\\src\\Books.cs:line 12"
_PHP = "Uncaught Error: x in /var/www/books.php:12"
_RUBY = "books.rb:12:in `show'"
_SQL = "SQLSTATE[42S02]: Base table or view not found"
_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIE"
_CURSOR = "eyJvIjoibmFtZSIsInYiOiJhYmMifQ=="


def examples() -> tuple[Example, ...]:
    def shown(kind: str, pointer: str, bad: Any, good: Any, status: int = 200) -> Example:
        wrong, right = (
            visit("showBook", answer(body, status), path="/books/7") for body in (bad, good)
        )
        return Example("guards_its_data", kind, pointer, wrong, right)

    def failed(kind: str, said: str, good: str) -> Example:
        return shown(kind, "/error", {"error": said}, {"error": good}, 404)

    def book(**members: str) -> Any:
        return {"book": {"id": "7", **members}}

    return (
        *_exposed(),
        *(
            failed("stack-trace", trace, "no book at 7, see Books.java")
            for trace in (_TRACE, _JAVA, _NODE, _NET, _PHP, _RUBY, _SQL)
        ),
        shown("stack-trace", "/book/errors", book(errors=_TRACE), book(summary=_TRACE, note=_JAVA)),
        shown("secret", "/book/key", book(key=_KEY), book(key="MIIEowIBAAKCAQEA7")),
        shown("secret", "/book/owner", book(owner=_JWT), book(owner=_CURSOR, access_token=_JWT)),
        shown(
            "secret",
            "/book/store",
            book(store="postgres://shop:hunter2@db/books"),
            book(store="https://shop.example.com/@me:7", cursor=_JWT, **{"pass": _JWT}),
        ),
        shown(
            "secret", "/book/aws", book(aws="AKIAIOSFODNN7EXAMPLE"), book(aws="AKIA-7", note=_KEY)
        ),
        failed("internal-host", "no answer from 10.1.2.3:5432", "no answer from 203.0.113.7"),
        failed("internal-host", "db-1.prod.internal is down", "shop.example.com is down"),
    )


def _exposed() -> tuple[Example, ...]:
    def added(pointer: str, now: Any) -> Example:
        """What was never there; nothing is said of what always was."""
        before = many([answer({"book": {"id": "7"}})])
        wrong, right = (compared(SHOP["showBook"], old, [now]) for old in (before, many([now])))
        where = {"operation": "showBook", "status": "200"}
        return Example("guards_its_data", "exposed", pointer, wrong, right, **where)

    def book(**members: Any) -> Any:
        return answer({"book": {"id": "7", **members}})

    return (
        added("/book/contact", book(contact="anna@example.com")),
        added("/book/owner", book(owner={"mail": "anna@example.com"})),
        added("/book/callbackToken", book(callbackToken="x9y8z7")),
        added("header:X-Session-Token", answer({"book": {"id": "7"}}, X_Session_Token="x")),
    )
