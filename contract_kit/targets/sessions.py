"""Sessions that send all they are asked through one adapter."""

import requests
from requests.adapters import BaseAdapter


def session_through(adapter: BaseAdapter) -> requests.Session:
    """A session of our own."""
    made = requests.Session()
    mount(made, adapter)
    return made


def mount(session: requests.Session, adapter: BaseAdapter) -> None:
    """Puts the adapter under a session that may be somebody else's; no proxy, no .netrc."""
    session.trust_env = False
    session.mount("http://", adapter)
    session.mount("https://", adapter)
