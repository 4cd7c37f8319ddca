"""Changes of the print shop, which the kit has never seen: pages, headers, refusals, data."""

from benchmarks.drift.edits import (
    added,
    backwards,
    gone,
)
from benchmarks.drift.kind import (
    always,
    bodies,
    kind,
)
from benchmarks.drift.print_shop import (
    ORDER,
    header_as,
    links_as,
    part,
    problem,
    status_as,
    unfiltered,
    unsized,
    without_login,
)
from benchmarks.drift.unseen import API

_PAGES = (
    links_as("next removed", r'<[^>]*>; rel="next"', '<>; rel="none"'),
    links_as("next on another host", "http://[^/]*", "https://print.example.net"),
    links_as("next without its phase", "phase=[a-z]+&?", ""),
    links_as("prev called back", 'rel="prev"', 'rel="back"'),
    links_as("next leads to the first page", r"after=[^&>]*", ""),
    kind(
        f"{API}: limit ignored",
        "pagination",
        API,
        always("listOrders", unsized),
        "listOrders",
        "/orders",
        "/orders/*",
        "/orders/*/ref",
        "header:Link",
    ),
    kind(
        f"{API}: matching less than shown",
        "pagination",
        API,
        bodies({"listOrders": "/summary/matching"}, lambda n: 1),
        "listOrders",
        "/summary/matching",
    ),
    kind(
        f"{API}: summary removed",
        "pagination",
        API,
        bodies({"listOrders": "/summary"}, gone),
        "listOrders",
        "/summary",
        "/summary/matching",
    ),
)

_REST = (
    header_as("Location relative", "location", "/v2/orders/ORD-0000000000", "placeOrder"),
    header_as("Location gone", "location", None, "placeOrder"),
    header_as("request id always the same", "x-request-id", "0e8e1f5c-3a52-4a6a-9d7f-6c1b5d0f2a14"),
    header_as("X-Quota-Left frozen", "x-quota-left", "42"),
    header_as("cookie appears", "set-cookie", "shop=b2s5; Path=/; HttpOnly"),
    header_as("Sunset appears", "sunset", "Tue, 30 Jun 2026 00:00:00 GMT"),
    header_as("orders may be cached", "cache-control", "public, max-age=3600", "showOrder"),
    status_as("200 for a new order", "placeOrder", 202, 200),
    status_as("410 for an unknown order", "showOrder", 404, 410),
    status_as("403 without credentials", "listOrders", 401, 403),
    problem(
        "problem as error and message",
        lambda p: {"error": p["title"], "message": p["detail"]},
        "/type",
        "/title",
        "/status",
        "/detail",
        "/error",
        "/message",
        "",
    ),
    problem("types of problems blank", lambda p: {**p, "type": "about:blank"}, "/type"),
    problem("detail of problems empty", lambda p: {**p, "detail": ""}, "/detail"),
    problem("status of problems as text", lambda p: {**p, "status": str(p["status"])}, "/status"),
    kind(
        f"{API}: filter by phase ignored",
        "parameters",
        API,
        always("listOrders", unfiltered),
        "listOrders",
        "/orders/*/phase",
    ),
    part(
        "title comes back in capitals", "parameters", ORDER.only("placeOrder"), "/title", str.upper
    ),
    kind(
        f"{API}: newest last",
        "parameters",
        API,
        bodies({"listOrders": "/orders"}, backwards),
        "listOrders",
        "/orders",
        "/orders/*/submittedAt",
        "/orders/*/ref",
        "header:Link",
    ),
    kind(
        f"{API}: answers without credentials",
        "data",
        API,
        always("listOrders", without_login, lambda s: s == 401),
        "listOrders",
        "status",
        "",
    ),
    part(
        "contact of the customer in orders",
        "data",
        ORDER,
        "",
        added("contact", {"email": "buyer@customer.example", "phone": "+49 30 901820"}),
        "/contact",
        "/contact/email",
        "/contact/phone",
    ),
)

KINDS = _PAGES + _REST
