import pytest

from contract_kit.scrubbing import Scrubber
from contract_kit.scrubbing.substitutes import checks_as_iban, luhn
from tests.scrubbing.places import told
from tests.scrubbing.planted import card, iban

CARD = card("personal")
IBAN = iban("personal")


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("From: Some Body <some.body@corp.org>", "From: Some Body <user-1@example.com>"),
        ("a.b+c@x-y.co.uk, A.B+C@x-y.co.uk", "user-1@example.com, user-1@example.com"),
        ("jürgen@müller.de", "user-1@example.com"),
        ("mailto:a%40b.org", "mailto:user-1%40example.com"),
        ("Call us: +49 (0)151 234-5678 now", "Call us: +15550100001 now"),
        ("tel. 030 1234567", "tel. +15550100001"),
        ("order +49 151 2345678", "order +49 151 2345678"),
        (f"your card {CARD} was charged", "your card 4000000000000010 was charged"),
        (f"order {CARD} was sent", f"order {CARD} was sent"),
        ("your card 1234567890123456 was", "your card 1234567890123456 was"),
        (f"pay to {IBAN[:4]} {IBAN[4:8]} {IBAN[8:12]} {IBAN[12:16]} {IBAN[16:20]} {IBAN[20:]} NOW",
         "pay to DE09000000000000000001 NOW"),
        (f"pay to {IBAN[:-1]}{(int(IBAN[-1]) + 1) % 10}", None),
        ("ck-1a2b-first@example.com", "ck-1a2b-first@example.com"),
        ("icons/logo@2x.png and pkg@1.2.3", "icons/logo@2x.png and pkg@1.2.3"),
        ("@mention, a@b and user@localhost", "@mention, a@b and user@localhost"),
    ],
)  # fmt: skip
def test_personal_data_becomes_that_of_nobody(text: str, scrubbed: str | None) -> None:
    answer = Scrubber().scrub(told(text, "text/plain"), None).exchange.answer
    assert answer.body.decode() == (text if scrubbed is None else scrubbed)


def test_substitutes_have_the_check_digits_of_their_kind() -> None:
    bodies = [f'{{"card": "{card(str(n))}", "to": "{iban(str(n))}"}}' for n in range(30)]
    scrubber = Scrubber()
    made = {scrubber.scrub(told(body), None).exchange.answer.body.decode() for body in bodies}
    assert len(made) == 30
    for text in made:
        _, _, _, number, _, _, _, account, _ = text.split('"')
        assert luhn(number)
        assert checks_as_iban(account)
