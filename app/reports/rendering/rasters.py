"""Pictures inside a form, opened with care: what would swell beyond reason is left out."""

from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""More than any office camera takes for a form; four bytes each once opened."""
# Whoever only asks for a picture's size may: the limit is ours, kept where it is unpacked.
Image.MAX_IMAGE_PIXELS = None
_DRAWN_FORMATS, _DPI = frozenset({"EMF", "WMF"}), 200


def _draw_large(opened: Any) -> None:
    """A drawing of lines and words is given more points; only Windows itself can draw one."""
    wide, high = opened.size
    if opened.format in _DRAWN_FORMATS and wide * high * (_DPI / 72) ** 2 <= MOST_PIXELS:
        opened.load(dpi=_DPI)


def open_raster(content: bytes) -> Image.Image | None:
    """A picture with its clear parts; None where it can't or must not be unpacked."""
    try:
        with Image.open(BytesIO(content)) as opened:
            _draw_large(opened)
            wide, high = opened.size
            return None if wide * high > MOST_PIXELS else opened.convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, MemoryError):
        return None
