"""Registers drawn from a ledger: items, problems, 交办, shares, summaries."""
