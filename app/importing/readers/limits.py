"""How much one sheet may hold before it is taken for a bomb rather than a list."""

MAX_CELLS = 750_000
"""Filled cells one sheet may hold; a list of 10,000 tasks has about 140,000, a register of 50,000
machines with 14 columns 700,000."""

MAX_MERGES = 200_000

MAX_TEXT = 200_000
"""Characters one cell may hold; programs stop at 32,767."""

MAX_SHOWN = 40_000_000
"""Characters one file may show in all, texts that many cells share counted for each of them."""


MAX_PARAGRAPHS = 20_000
"""Paragraphs of running text one document may hold; the longest plan seen has a thousand."""


class TooManyCellsError(Exception):
    """The sheet holds more filled cells than any list."""
