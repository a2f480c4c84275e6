"""The window locked by a password while nobody sits there, and who works on the ledger now."""
