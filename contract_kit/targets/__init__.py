"""Where requests go, with whose credentials, and the transports that every one of them passes.

The one door to requests. Over the network goes the `Guard`, which refuses what is not planned
before a byte leaves; out of a recording answers the `Replay`, without a network.
"""

from contract_kit.model.watch import NotPlanned
from contract_kit.targets.addresses import credentials_for, live_url, parse_url, variable
from contract_kit.targets.bounds import Bounds, bounds_of
from contract_kit.targets.guard import ALL, READS, Guard
from contract_kit.targets.login import token_url
from contract_kit.targets.looking import control_of, reachable
from contract_kit.targets.replay import Replay
from contract_kit.targets.turned_away import TurnedAway
from contract_kit.targets.watched import Watched

__all__ = [
    "ALL",
    "READS",
    "Bounds",
    "Guard",
    "NotPlanned",
    "Replay",
    "TurnedAway",
    "Watched",
    "bounds_of",
    "control_of",
    "credentials_for",
    "live_url",
    "parse_url",
    "reachable",
    "token_url",
    "variable",
]
