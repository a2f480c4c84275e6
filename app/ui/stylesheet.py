"""The style sheet: one text with the colours and measures put in."""

from collections.abc import Mapping
from string import Template

from app.files import resource_path

_NUMBER_PREFIX = "px"
_MEASURES = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    10,
    11,
    12,
    14,
    16,
    18,
    20,
    24,
    26,
    28,
    30,
    32,
    36,
    40,
    48,
    64,
    96,
)


def style_sheet(colours: Mapping[str, str], scale: float, *, dark: bool = False) -> str:
    """The style sheet at a text scale.

    Args:
        colours: name to ``#rrggbb``; ``$ACCENT`` in the text is colour ACCENT.
        scale: 1.0 at 100 %; ``$px8`` in the text is 8 pixels at 100 %.
        dark: the ground is dark, so that the small signs must be light.
    """
    text = resource_path("style.qss").read_text(encoding="utf-8")
    measures = {f"{_NUMBER_PREFIX}{n}": f"{max(1, round(n * scale))}px" for n in _MEASURES}
    sizes = {
        "small": f"{9 * scale:.2f}pt",
        "body": f"{10.5 * scale:.2f}pt",
        "large": f"{12 * scale:.2f}pt",
        "title": f"{14 * scale:.2f}pt",
        "figure": f"{18 * scale:.2f}pt",
    }
    measures |= _radio(scale)
    icons = {"icons": resource_path("icons").as_posix()}
    icons |= {"arrow": "-light" if dark else "", "tick": "tick-dark" if dark else "tick-white"}
    return Template(text).substitute({**colours, **measures, **sizes, **icons})


def _radio(scale: float) -> dict[str, str]:
    """A radio button stays round only while its radius is exactly half its side."""
    half, ring = round(8 * scale), round(5 * scale)
    sides = {"radio": 2 * half - 2, "radio_half": half, "radio_ring": ring}
    sides["radio_dot"] = 2 * (half - ring)
    return {name: f"{side}px" for name, side in sides.items()}
