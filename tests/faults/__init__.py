"""Faults of disk, plug and neighbour: what a ledger comes through."""
