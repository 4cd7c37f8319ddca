"""Secrets to plant: none stands in a file, each is put together of harmless pieces when it runs."""

import json
import random
import string
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable

from contract_kit.scrubbing.substitutes import checks_as_iban, luhn

ALNUM = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
DIGITS = string.digits


def drawn(seed: str, alphabet: str, length: int) -> str:
    """The same text for the same seed, with at least one digit."""
    source = random.Random(seed)
    text = "".join(source.choice(alphabet) for _ in range(length - 1))
    return text + source.choice(DIGITS)


def jwt(seed: str) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": seed, "iat": 1591740144})
    head, payload = (urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts)
    return f"{head}.{payload}.{drawn(seed, ALNUM, 43)}"


def private_key(seed: str) -> str:
    marks = ["-" * 5 + f"{word} RSA " + "PRIVATE" + " KEY" + "-" * 5 for word in ("BEGIN", "END")]
    lines = [drawn(f"{seed}{n}", ALNUM + "+/", 64) for n in range(4)]
    return "\n".join((marks[0], *lines, marks[1]))


def iban(seed: str) -> str:
    account = drawn(seed, DIGITS, 18)
    return next(
        text
        for n in range(98)
        if checks_as_iban(text := f"DE{n:02}{account}") and text[2:4] != "00"
    )


def card(seed: str) -> str:
    body = "5" + drawn(seed, DIGITS, 14)
    return next(body + last for last in DIGITS if luhn(body + last))


# What is found wherever it stands
ANYWHERE: dict[str, Callable[[str], str]] = {
    "AWS access key": lambda s: "AK" + "IA" + drawn(s, UPPER, 16),
    "GitHub token": lambda s: "gh" + "p_" + drawn(s, ALNUM, 36),
    "GitHub fine-grained token": lambda s: "github" + "_pat_" + drawn(s, ALNUM + "_", 60),
    "GitLab token": lambda s: "gl" + "pat-" + drawn(s, ALNUM, 20),
    "Slack token": lambda s: "xo" + "xb-" + drawn(s, DIGITS, 12) + "-" + drawn(s, ALNUM, 24),
    "Slack webhook": lambda s: "https://hooks.sl" + "ack.com/services/T" + drawn(s, UPPER, 8)
    + "/B" + drawn(s, UPPER, 8) + "/" + drawn(s, ALNUM, 24),
    "Stripe live key": lambda s: "sk" + "_live_" + drawn(s, ALNUM, 24),
    "Stripe test key": lambda s: "rk" + "_test_" + drawn(s, ALNUM, 24),
    "Stripe webhook secret": lambda s: "wh" + "sec_" + drawn(s, ALNUM, 32),
    "Twilio key": lambda s: "S" + "K" + drawn(s, LOWER, 32),
    "SendGrid key": lambda s: "S" + "G." + drawn(s, ALNUM, 22) + "." + drawn(s + "b", ALNUM, 43),
    "npm token": lambda s: "np" + "m_" + drawn(s, ALNUM, 36),
    "PyPI token": lambda s: "pypi-" + "AgEIcHlwaS5vcmc" + drawn(s, ALNUM, 80),
    "OpenAI key": lambda s: "s" + "k-" + drawn(s, ALNUM, 20) + "T3Blbk" + "FJ"
    + drawn(s, ALNUM, 20),
    "Mailchimp key": lambda s: drawn(s, LOWER, 32) + "-us" + "12",
    "Telegram token": lambda s: drawn(s, "123456789", 9) + ":" + drawn(s, ALNUM, 35),
    "Discord token": lambda s: "M" + drawn(s, ALNUM, 23) + "." + drawn(s, ALNUM, 6) + "."
    + drawn(s, ALNUM, 27),
    "Square secret": lambda s: "sq0" + "csp-" + drawn(s, ALNUM, 43),
    "Google key": lambda s: "AI" + "za" + drawn(s, ALNUM, 35),
    "Google secret": lambda s: "GOC" + "SPX-" + drawn(s, ALNUM, 28),
    "Shopify token": lambda s: "shp" + "at_" + drawn(s, "0123456789abcdef", 32),
    "JWT": jwt,
    "private key": private_key,
    "e-mail": lambda s: f"{drawn(s, LOWER, 9)}.x@corp-{drawn(s, LOWER, 4)}.org",
    "IBAN": iban,
}  # fmt: skip

# What is found beside a name that tells of it
NAMED: dict[str, tuple[str, Callable[[str], str]]] = {
    "password": ("password", lambda s: "pw " + drawn(s, ALNUM + "!$", 9)),
    "passphrase": ("sshPassphrase", lambda s: drawn(s, ALNUM, 12)),
    "access token": ("access_token", lambda s: drawn(s, ALNUM, 40)),
    "refresh token": ("refreshToken", lambda s: drawn(s, ALNUM, 40)),
    "id token": ("id_token", lambda s: drawn(s, ALNUM + "-", 60)),
    "client secret": ("client_secret", lambda s: drawn(s, "0123456789abcdef", 32)),
    "API key as hex": ("X-Api-Key", lambda s: drawn(s, "0123456789abcdef", 40)),
    "API key as UUID": (
        "apikey",
        lambda s: "-".join(drawn(f"{s}{n}", "0123456789abcdef", n) for n in (8, 4, 4, 4, 12)),
    ),
    "AWS secret key": ("aws_secret_access_key", lambda s: drawn(s, ALNUM + "/+", 40)),
    "signature": ("X-Amz-Signature", lambda s: drawn(s, "0123456789abcdef", 64)),
    "short signature": ("sig", lambda s: drawn(s, ALNUM, 30)),
    "session": ("JSESSIONID", lambda s: drawn(s, UPPER, 32)),
    "CSRF token": ("csrf-token", lambda s: drawn(s, ALNUM, 44)),
    "webhook key": ("webhook_key", lambda s: drawn(s, ALNUM, 32)),
    "card": ("card_number", card),
    "phone": ("mobilePhone", lambda s: "+49 151 " + drawn(s, DIGITS, 8)),
}


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()
