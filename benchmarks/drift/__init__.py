"""Finds out what `contract-kit drift` finds: vendors that change, and vendors that only vary."""
