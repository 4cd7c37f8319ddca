"""The peer that cannot live in the virtual environment, and how to get it.

cassetter's pytest plugin claims the option `--record-mode`, which is pytest-recording's as well:
with both installed no test starts. So it lies in a folder that only the benchmarks look into.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / ".contract-kit" / "peers"
_VERSION = "0.16.1"
MISSING = f"missing: pip install --target .contract-kit/peers cassetter=={_VERSION}"


def cassetter() -> Any:
    """The module, None where it is not installed."""
    if str(_FOLDER) not in sys.path:
        sys.path.append(str(_FOLDER))  # at the end: nothing else is taken from there
    try:
        return import_module("cassetter")
    except ImportError:
        return None


def genson() -> Any:
    """The module, None where it is not installed (`pip install genson`, anywhere it is found)."""
    if str(_FOLDER) not in sys.path:
        sys.path.append(str(_FOLDER))
    try:
        return import_module("genson")
    except ImportError:
        return None
