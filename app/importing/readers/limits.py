"""How much one sheet may hold before it is taken for a bomb rather than a list."""

MAX_CELLS = 500_000
"""Filled cells one sheet may hold; a list of 10,000 tasks has about 140,000."""

MAX_MERGES = 200_000


class TooManyCellsError(Exception):
    """The sheet holds more filled cells than any list."""
