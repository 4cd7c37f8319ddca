"""Keeps a contract with an HTTP API that somebody else runs: specify, emulate, fuzz, judge."""

__version__ = "0.1.0"
