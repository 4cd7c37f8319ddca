"""How much a target is asked, how long is waited for it, and how much of an answer is read."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of all traffic of one run; times are seconds, sizes bytes.

    `requests` may be sent at most (None: any number). `connect` is the time to get through, `read`
    the time between two bytes, `whole` the time from the first wait for an answer to its last byte,
    and `size` is what of a body is read. `patience` is what may be waited in all for a target that
    says `Retry-After`, for which one request is sent `resends` times more. `failures` in succession
    of the network end the run.

    A `strict` guard takes a refusal for a reason not to look any further: what the credentials,
    the rate limit and the network say. One that is not hands such an answer on, to be judged as
    the behaviour of the server that is tested.
    """

    requests: int | None = None
    connect: float = 5.0
    read: float = 30.0
    whole: float = 30.0
    size: int = 64 << 20
    patience: float = 60.0
    resends: int = 3
    failures: int = 2
    strict: bool = True


STRICT = Bounds()
LENIENT = Bounds(patience=2.0, strict=False)


def bounds_of(verb: str, requests: int | None, *, loopback: bool) -> Bounds:
    """The limits of a verb's run; drift is strict anywhere, the others only off this machine.

    On this machine nobody waits for longer than a moment.
    """
    usual = STRICT if verb == "drift" or not loopback else LENIENT
    patience = LENIENT.patience if loopback else STRICT.patience
    return replace(usual, requests=requests, patience=patience)
