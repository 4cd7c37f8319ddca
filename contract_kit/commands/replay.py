"""`contract-kit emulate --from-cassettes`: serves a recording on loopback until interrupted."""

from collections.abc import Callable
from pathlib import Path

from contract_kit import openapi
from contract_kit.configuration import Project
from contract_kit.emulator.recorded import replaying
from contract_kit.emulator.server import serve
from contract_kit.formats import store
from contract_kit.model.errors import Mistake
from contract_kit.player import Player
from contract_kit.scrubbing import is_made


def replay(
    project: Project, name: str, recording: str, *, port: int, ready: Callable[[str, str], None]
) -> None:
    """Blocks as `emulate` does; the recording is named by its story or by its file."""
    api = project.api(name)
    folder = project.cassettes(api)
    stories = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    path = stories.get(recording) or Path(recording)
    if not path.is_file():
        known = ", ".join(stories) or "none yet: contract-kit record makes them"
        raise Mistake(f"no recording of {api.name} is called {recording!r}; there are {known}")
    cassette = store.load(path)
    heading = cassette.heading
    base = heading.base_url if heading else openapi.load(api.spec, api.name).server
    told = f"plays {len(cassette.exchanges)} exchanges of {path.name}, whoever asks"
    app = replaying(Player(cassette.exchanges, is_made), base)
    serve(app, port, lambda url: ready(url, told))
