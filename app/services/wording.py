"""Small turns of phrase that the services' sentences share."""


def shorten(text: str, length: int = 20) -> str:
    """A text on one line, cut to ``length`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
