"""Keeps secrets and personal data out of recordings: finds, replaces, withholds, proves.

Nothing here reads or writes a file: exchanges go in, exchanges that may be stored come out.
"""

from contract_kit.scrubbing.scrubber import Leak, Scrubbed, Scrubber
from contract_kit.scrubbing.substitutes import is_made

__all__ = ["Leak", "Scrubbed", "Scrubber", "is_made"]
