"""Proof on a real ledger and real files."""
