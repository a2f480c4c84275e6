"""A plan without a table: its headings and duties, and the clauses each duty is cut into."""
