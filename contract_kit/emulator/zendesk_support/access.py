"""Who may log in: the users that all emulated APIs of Zendesk share."""

from contract_kit.emulator.zendesk import identify

__all__ = ["identify"]
