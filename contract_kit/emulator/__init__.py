"""The emulated vendors: real HTTP, real state, on loopback.

    HTTP ─ server ─▶ app (look-up, access, limits, validation) ─▶ vendor's handler ─▶ state (SQLite)

A vendor is a package here with the same file names as every other (see CONTRIBUTING.md), named by
an entry point of the group `contract_kit.emulators`.
"""
