"""Serves a print shop on loopback and says where, until it is interrupted."""

import sys
from random import Random

from benchmarks.drift.unseen import shop_wire
from benchmarks.unseen.shop import Shop
from contract_kit.emulator.server import serve


def main(seed: str) -> None:
    """Serves the shop of a seed."""
    serve(shop_wire(Shop(Random(seed))), 0, lambda url: print(f"{url}/v2", flush=True))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1")
