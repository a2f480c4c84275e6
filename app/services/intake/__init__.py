"""The way in: a list read, compared with what is held, committed, and shown beside its source."""
