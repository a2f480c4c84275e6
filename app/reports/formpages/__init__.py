"""A filled form as pages, as it would be printed: sizes, looks, conditions, heads, notes."""
