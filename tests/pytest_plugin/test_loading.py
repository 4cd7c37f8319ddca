"""A suite that has no use for the plugin hardly notices it."""

import subprocess
import sys

HEAVY = ("vcr", "schemathesis", "deepdiff", "starlette", "hypothesis", "yaml", "rich")


def test_loading_the_plugin_imports_nothing_heavy() -> None:
    code = (
        "import sys, contract_kit.pytest_plugin\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "print(sorted(name for name in sys.modules if name.startswith('contract_kit')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    heavy, own = done.stdout.splitlines()
    assert heavy == "[]"
    assert own == str(
        [
            "contract_kit",
            "contract_kit.pytest_plugin",
            "contract_kit.pytest_plugin.asked",
            "contract_kit.pytest_plugin.fixtures",
            "contract_kit.pytest_plugin.held",
        ]
    )
