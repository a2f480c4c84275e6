"""清单: the table of named items, and how items are made."""
