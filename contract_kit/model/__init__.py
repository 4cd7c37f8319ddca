"""The words of the problem as frozen values: exchanges, contracts, breaches, findings.

Floor 0: standard library only, no I/O. Everything above speaks in these values.
"""
