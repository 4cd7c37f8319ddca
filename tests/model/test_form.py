"""A form in a request is read and judged like JSON."""

from pathlib import Path

import pytest

from contract_kit.model.conformance import Reading, read_request
from contract_kit.model.content import FORM, parse
from contract_kit.model.contract import Match
from contract_kit.openapi import load

DOCUMENT = """
openapi: 3.1.0
info: {title: Form, version: "1"}
paths:
  /token:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [grant_type]
              additionalProperties: false
              properties:
                grant_type: {const: client_credentials}
                client_id: {type: string}
      responses: {"200": {description: A token.}}
"""


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"a=1&b=2", {"a": "1", "b": "2"}),
        (b"a=b+c%26d%3D", {"a": "b c&d="}),
        (b"a=%C3%A9&%C3%A9=1", {"a": "é", "é": "1"}),
        (b"a=&b", {"a": "", "b": ""}),
        (b"a=1&a=2", {"a": "2"}),
        (b"a=%ff\xff", {"a": "\ufffd\ufffd"}),
        (b"", {}),
    ],
)
def test_a_form_is_a_mapping_of_texts(sent: bytes, read: dict[str, str]) -> None:
    assert parse(FORM, sent) == read


def test_a_form_that_the_schema_takes_has_no_misfit(tmp_path: Path) -> None:
    sent = read(tmp_path, b"grant_type=client_credentials&client_id=x%20y")
    assert sent.body == {"grant_type": "client_credentials", "client_id": "x y"}
    assert sent.misfits == ()


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (b"grant_type=password", ("grant_type",)),
        (b"client_id=x", ("grant_type",)),
        (b"grant_type=client_credentials&scope=all", ("scope",)),
    ],
)
def test_a_misfit_of_a_form_names_its_field(
    tmp_path: Path, sent: bytes, path: tuple[str, ...]
) -> None:
    (misfit,) = read(tmp_path, sent).misfits
    assert (misfit.place, misfit.breach.path) == ("body", path)


def read(folder: Path, body: bytes) -> Reading:
    document = folder / "form.yaml"
    document.write_text(DOCUMENT)
    (operation,) = load(document).operations.values()
    kind = ("Content-Type", f"{FORM}; charset=utf-8")
    return read_request(Match(operation, {}), "", (kind,), body)
