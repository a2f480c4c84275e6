"""历史: the steps of the journal, and what was deleted."""
