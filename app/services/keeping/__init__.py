"""The ledger as a whole: made, opened, backed up, checked, handed over."""
