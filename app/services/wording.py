"""Small turns of phrase that the services' sentences share."""

_UNITS = ("B", "KB", "MB", "GB")


def shorten(text: str, length: int = 20) -> str:
    """A text on one line, cut to ``length`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def size_words(size: int) -> str:
    """A size in bytes as a clerk reads it: 482 KB."""
    amount, place = float(size), 0
    while amount >= 1024 and place < len(_UNITS) - 1:
        amount, place = amount / 1024, place + 1
    digits = 1 if 0 < amount < 10 and place else 0
    return f"{amount:.{digits}f} {_UNITS[place]}"
