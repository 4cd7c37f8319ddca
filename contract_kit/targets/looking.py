"""Looks whether somebody answers at a target, and whether it is an emulator of ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import create_connection
from urllib.parse import urlsplit

import requests

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Target, is_loopback
from contract_kit.targets.bounds import STRICT

CONNECT = STRICT.connect
_PORTS = {"http": 80, "https": 443}


@contextmanager
def control_of(url: str) -> Iterator[Callable[[], None] | None]:
    """The reset of an emulator of ours that runs at a loopback URL; None where there is none."""
    if not is_loopback(url):
        yield None
        return
    with requests.Session() as made:
        made.trust_env = False

        def reset() -> None:
            made.post(f"{url}/__contract__/reset", timeout=CONNECT).raise_for_status()

        yield reset if _is_emulator(made, url) else None


def _is_emulator(made: requests.Session, url: str) -> bool:
    try:
        known = made.get(f"{url}/__contract__/state", timeout=CONNECT, allow_redirects=False)
    except requests.RequestException:
        return False
    return known.status_code == 200 and b'"seed"' in known.content


def reachable(target: Target) -> None:
    """Raises `CouldNotLook` where nobody listens at the target; sends nothing."""
    try:
        parts = urlsplit(target.url)
        port = parts.port or _PORTS[parts.scheme]
        create_connection((parts.hostname or "", port), CONNECT).close()
    except TimeoutError:
        waited = f"within {CONNECT:.0f} s"
        raise CouldNotLook("network", f"no answer from {target.url} {waited}") from None
    except OSError:
        raise CouldNotLook("network", f"nobody answers at {target.url}") from None
    except (ValueError, KeyError) as error:
        raise CouldNotLook("network", f"{target.url}: {error}") from None
