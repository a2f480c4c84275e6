"""Characters of symbol fonts as plain text."""

_SYMBOLS = {
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
    ("wingdings", 0x6E): "■", ("wingdings", 0x6C): "●", ("wingdings", 0xE0): "→",
    ("wingdings 2", 0x50): "√", ("wingdings 2", 0x4F): "×", ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0xA3): "□", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤",
    ("symbol", 0xB1): "±", ("symbol", 0xB4): "×", ("symbol", 0xB7): "·", ("symbol", 0xD7): "·",
    ("symbol", 0xB0): "°", ("symbol", 0x6D): "μ", ("symbol", 0xA5): "∞", ("symbol", 0xBB): "≈",
    ("symbol", 0xB9): "≠", ("symbol", 0xD6): "√",
}  # fmt: skip
"""Characters of symbol fonts that lists use, by font and code."""


def symbol(font: str, code: int) -> str:
    """The character a code of a symbol font shows; empty for a code that is none.

    Args:
        font: the font's name; empty when it is not known, then Wingdings is supposed.
        code: its code; symbol fonts begin at F000.
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    known = _SYMBOLS.get((font.lower() or "wingdings", low))
    return known or (chr(code) if 0x20 <= code <= 0xFFFF else "")
