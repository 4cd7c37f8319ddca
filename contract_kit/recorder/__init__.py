"""Records and replays the HTTP of your own client code, whichever client library it uses.

    from pathlib import Path
    import requests
    from contract_kit import openapi
    from contract_kit.recorder import recording

    SERVER = "http://127.0.0.1:8000/v1"
    contract = openapi.load(Path("specs/bookshelf.yaml"))

    def test_the_title_of_a_book():
        with recording(Path("cassettes/title.yaml"), contract, target_url=SERVER):
            book = requests.get(f"{SERVER}/books/1", timeout=5).json()
        assert book["title"] == "Emma"

The first run asks the server, those after it do not. It works around sync and async code. Tasks and
threads begun inside belong to the recording; those that run beside it have their own, or none.
"""

from contract_kit.recorder.keeping import Keeper
from contract_kit.recorder.recording import recording
from contract_kit.recorder.tape import Blocked, Mode, Tape

__all__ = ["Blocked", "Keeper", "Mode", "Tape", "recording"]
