import pytest

from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.scrubbing import Scrubber
from tests.scrubbing.places import ONE_LINE, PAIRS, TEXTS, URL, traces
from tests.scrubbing.planted import ALNUM, ANYWHERE, NAMED, basic, drawn


@pytest.mark.parametrize("kind", ANYWHERE)
def test_a_secret_with_a_grammar_is_left_nowhere(kind: str) -> None:
    secret = ANYWHERE[kind](kind)
    places = TEXTS if "\n" in secret else TEXTS | ONE_LINE
    left = {
        place: found for place, plant in places.items() if (found := _left(secret, plant(secret)))
    }
    assert not left


@pytest.mark.parametrize("kind", NAMED)
def test_a_secret_beside_a_telling_name_is_left_nowhere(kind: str) -> None:
    name, make = NAMED[kind]
    secret = make(kind)
    left = {
        place: found
        for place, plant in PAIRS.items()
        if (found := _left(secret, plant(name, secret)))
    }
    assert not left


@pytest.mark.parametrize("place", TEXTS)
def test_what_is_planted_can_be_read_before_it_is_scrubbed(place: str) -> None:
    secret = ANYWHERE["GitHub token"](place)
    assert place == "a deflated body" or traces(secret, TEXTS[place](secret))


HEADERS = {
    "a bearer token": ("Authorization", "Bearer {}"),
    "a token without a scheme": ("Authorization", "{}"),
    "a proxy's token": ("Proxy-Authorization", "Bearer {}"),
    "a signature of AWS": (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential={}/eu-west-1/s3/aws4, SignedHeaders=host, Signature={}",
    ),
    "a digest": ("Authorization", 'Digest username="{}", realm="r", response="{}", nc=00000001'),
    "a cookie": ("Cookie", "lang=de; sid={}; theme=dark"),
    "a new cookie": ("Set-Cookie", "sid={}; Path=/; HttpOnly; SameSite=Lax"),
    "an API key": ("X-Api-Key", "{}"),
    "a token of GitLab": ("PRIVATE-TOKEN", "{}"),
    "a signature of a webhook": ("X-Hub-Signature-256", "sha256={}"),
    "a session": ("X-Session", "{}"),
    "a token against forgery": ("X-CSRF-Token", "{}"),
    "a key of a subscription": ("Ocp-Apim-Subscription-Key", "{}"),
    "a security token": ("X-Amz-Security-Token", "{}"),
    "a link": ("Link", '<https://api.example.net/x?page=2&access_token={}>; rel="next"'),
    "a redirection": ("Location", "https://app.example.net/cb#access_token={}&state=1"),
    "a link with a password": ("Referer", "https://somebody:{}@api.example.net/x"),
}


@pytest.mark.parametrize("what", HEADERS)
@pytest.mark.parametrize("side", ["request", "answer"])
def test_a_header_with_credentials_keeps_all_but_them(what: str, side: str) -> None:
    name, form = HEADERS[what]
    secret = drawn(what, ALNUM, 32)
    headers = ((name, form.replace("{}", secret)),)
    request = Request("GET", URL, headers if side == "request" else ())
    exchange = Exchange(request, Answer(200, headers if side == "answer" else ()))
    scrubbed = Scrubber().scrub(exchange, None).exchange
    message = scrubbed.request if side == "request" else scrubbed.answer
    assert message.headers[0][0] == name
    assert not traces(secret, scrubbed)
    around = [piece for piece in form.split("{}")[-1:] if "lang" not in form]
    assert all(piece in message.headers[0][1] for piece in around)


def test_basic_credentials_stay_readable_ones_of_somebody_else() -> None:
    user, password = ANYWHERE["e-mail"]("basic"), drawn("basic", ALNUM, 40)
    header = ("Authorization", basic(f"{user}/token", password))
    exchange = Exchange(Request("GET", URL, (header,)), Answer(200, (), f"Hi {user}".encode()))
    scrubbed = Scrubber().scrub(exchange, None).exchange
    padded = "redacted-token-1-" + "x" * 23
    assert scrubbed.request.headers == (
        ("Authorization", basic("user-1@example.com/token", padded)),
    )
    assert scrubbed.answer.body == b"Hi user-1@example.com"


def test_user_info_of_a_url_is_replaced() -> None:
    secret = drawn("userinfo", ALNUM, 12)
    url = f"https://somebody:{secret}@api.example.net/x?a=1"
    scrubbed = Scrubber().scrub(Exchange(Request("GET", url), Answer(204)), None).exchange
    made = "redacted-user-1:redacted-token-1"
    assert scrubbed.request.url == f"https://{made}@api.example.net/x?a=1"


def test_a_secret_is_gone_where_it_stood_before_the_place_that_told_it() -> None:
    secret = drawn("echo", ALNUM, 30)
    body = f'{{"note": "you sent {secret}", "id": "{secret}", "api_key": "{secret}"}}'.encode()
    exchange = Exchange(Request("GET", f"{URL}/{secret}"), Answer(200, (), body))
    assert not traces(secret, Scrubber().scrub(exchange, None).exchange)


def _left(secret: str, exchange: Exchange) -> list[str]:
    scrubbed = Scrubber().scrub(exchange, None)
    return [*traces(secret, scrubbed.exchange), *scrubbed.withheld]
