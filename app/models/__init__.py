"""What exists: the mapped records, their plain views, the database, and the rules."""
