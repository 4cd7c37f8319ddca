"""Lets `python -m contract_kit` do what `contract-kit` does."""

import sys

from contract_kit.cli import main

if __name__ == "__main__":
    sys.exit(main())
