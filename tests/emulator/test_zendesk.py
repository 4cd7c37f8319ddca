"""Who may log in."""

import base64

import pytest

from contract_kit.emulator.zendesk import identify


def basic(credentials: bytes, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(credentials).decode()}"


@pytest.mark.parametrize(
    ("credentials", "role"),
    [
        (b"admin@example.com/token:secret", "admin"),
        (b"agent@example.com/token:secret", "agent"),
        (b"user@example.com/token:secret", "end-user"),
        (b"admin@example.com:password", "admin"),
        (b"user@example.com:password", "end-user"),
    ],
)
def test_a_token_or_a_password_logs_in(credentials: bytes, role: str) -> None:
    user = identify((("AUTHORIZATION", basic(credentials)),))
    assert user is not None
    assert user.role == role


def test_the_scheme_has_no_case() -> None:
    header = basic(b"admin@example.com:password", "bAsIc")
    assert identify((("authorization", header),)) is not None


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Basic %%%",
        "Basic ä",
        "Basic YQ",
        "Bearer c2VjcmV0",
        basic(b"\xff\xfe:\xfd"),
        basic(b"admin@example.com:password").replace("YW", "Y%W", 1),
        basic(b"admin@example.com"),
        basic(b"admin@example.com:secret"),
        basic(b"admin@example.com/token:password"),
        basic(b"ADMIN@example.com:password"),
    ],
)
def test_other_and_garbled_credentials_are_nobodys(header: str) -> None:
    assert identify((("Authorization", header),)) is None


def test_without_credentials_one_is_nobody() -> None:
    assert identify((("Accept", "*/*"),)) is None
