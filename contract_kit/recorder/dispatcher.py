"""What vcrpy's stubs take for a cassette: hands each request to the recording it belongs to."""

from typing import Any

from contract_kit.formats.headers import grouped
from contract_kit.model.exchange import Exchange
from contract_kit.recorder.current import current
from contract_kit.recorder.messages import answer_of, request_of, response_of


class Dispatcher:
    """One for all recordings. `decoded` says that the client takes content codings off itself.

    The recording answers once for each of vcrpy's requests, however often a stub asks, and
    whatever is refused it raises itself: so no stub ever finds this write-protected.
    """

    write_protected = False
    custom_patches = ()
    skip_patchers = ()
    _path = ""  # goes into the names of the stubs' classes

    def __init__(self, *, decoded: bool) -> None:
        self._decoded = decoded

    def can_play_response_for(self, asked: Any) -> bool:
        """Whether the request is answered from a recording; raises where it is refused."""
        tape = current()
        if tape is None:
            return False
        if not hasattr(asked, "recorded"):
            asked.recorded = tape.answer(request_of(asked))
        return asked.recorded is not None

    def play_response(self, asked: Any) -> dict[str, Any]:
        """The recorded response to a request that can be played."""
        return response_of(asked.recorded.exchange.answer)

    def append(self, asked: Any, response: dict[str, Any]) -> None:
        """Records what came back from the network."""
        answer = answer_of(response, decoded=self._decoded)
        if self._decoded:  # the stub makes the client's response of it: no coding is left to tell
            response["headers"] = grouped(answer.headers)
        tape = current()
        if tape is not None:
            tape.keep(Exchange(request_of(asked), answer))

    def filter_request(self, asked: Any) -> Any:
        """The request if it is to be recorded: of any other aiohttp's answer is not read."""
        tape = current()
        return asked if tape and tape.holds(asked.uri) else None
