"""What the package's docstring shows works."""

import re
import shutil
from http.server import ThreadingHTTPServer
from pathlib import Path
from textwrap import dedent
from threading import Thread
from typing import Any

import pytest

from contract_kit import recorder
from contract_kit.formats.store import load
from tests.own_api.server import Bookshelf
from tests.recorder.conftest import BOOKSHELF


def test_the_example_is_recorded_with_the_server_and_played_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = re.search(r"(?m)(^    .*\n|^\n)+", recorder.__doc__ or "")
    assert shown
    (tmp_path / "specs").mkdir()
    shutil.copy(BOOKSHELF, tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Bookshelf) as server:
        source = dedent(shown[0]).replace("127.0.0.1:8000", f"127.0.0.1:{server.server_port}")
        names: dict[str, Any] = {}
        exec(source, names)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            names["test_the_title_of_a_book"]()
        finally:
            server.shutdown()
            thread.join(5)
    names["test_the_title_of_a_book"]()
    (one,) = load(tmp_path / "cassettes" / "title.yaml").exchanges
    assert one.operation == "showBook"
