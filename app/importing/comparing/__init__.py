"""Two editions of a list beside each other: the best pairing, and what changed field by field."""
