"""A list of objects from any sheet: looked at, put right, imported as a task's items."""
