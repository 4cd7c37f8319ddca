"""Where a night tells what it found to those who did not watch: the issues of a repository.

The one door to a forge, GitHub's REST API. It sees issues with our label and no others.
"""

from contract_kit.forge.github import LABEL, Forge, Issue, Reason, State, forge_of

__all__ = ["LABEL", "Forge", "Issue", "Reason", "State", "forge_of"]
