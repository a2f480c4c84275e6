"""The colours of shapes and charts as drawings tell them: by value or theme, brighter, darker."""

import colorsys
from collections.abc import Mapping, Sequence

from app.reports.forms.markup import Node

_NAMED = {
    "black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF",
    "yellow": "FFFF00", "gray": "808080", "grey": "808080", "orange": "FFA500", "purple": "800080",
}  # fmt: skip
_SCHEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5",
           "accent6", "hlink", "folHlink")  # fmt: skip
_ALIKE = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_WHOLE = 100_000
_DASHES: Mapping[str, tuple[float, ...]] = {
    "sysDot": (1, 1), "sysDash": (3, 1), "dash": (4, 3), "dashDot": (4, 3, 1, 3),
    "lgDash": (8, 3), "lgDashDot": (8, 3, 1, 3), "dot": (1, 3), "lgDashDotDot": (8, 3, 1, 3, 1, 3),
    "sysDashDot": (3, 1, 1, 1), "sysDashDotDot": (3, 1, 1, 1, 1, 1),
}  # fmt: skip
_EMU_PER_POINT = 12700
NONE = "none"


class DrawnColors:
    """Reads colours against a workbook's theme.

    Args:
        theme: the theme's twelve colours, light before dark.
    """

    def __init__(self, theme: Sequence[str]) -> None:
        self._scheme = dict(zip(_SCHEME, theme, strict=True))

    def accent(self, at: int) -> str:
        """The colour of a chart's series, counted from 0."""
        return self._scheme[f"accent{at % 6 + 1}"]

    def of(self, holder: Node | None, own: str = "") -> str:
        """The colour told inside an element as RRGGBB; empty when none is told.

        Args:
            holder: a solid fill, a style's reference or the like.
            own: what ``phClr`` stands for.
        """
        for node in holder.nodes() if holder else ():
            base = self._base(node, own)
            if base:
                return _changed(base, node)
        return ""

    def _base(self, node: Node, own: str) -> str:
        told = node.attributes.get("val", "")
        if node.local == "srgbClr":
            return told.upper()
        if node.local == "schemeClr":
            return own if told == "phClr" else self._scheme.get(_ALIKE.get(told, told), "")
        if node.local == "sysClr":
            return node.attributes.get("lastClr", "000000").upper()
        return _NAMED.get(told, "000000") if node.local == "prstClr" else ""

    def fill(self, shape: Node | None) -> str:
        """The fill of a shape's properties; ``NONE`` when it is to have none."""
        for node in shape.nodes() if shape else ():
            if node.local == "noFill":
                return NONE
            if node.local == "solidFill":
                return self.of(node)
            if node.local == "gradFill":
                stops = (node.find("gsLst") or node).nodes("gs")
                return self.of(stops[len(stops) // 2]) if stops else ""
            if node.local == "pattFill":
                return self.of(node.find("bgClr"))
            if node.local == "blipFill":
                return NONE
        return ""

    def line(self, shape: Node | None) -> tuple[str, float, tuple[float, ...]]:
        """Colour, width in points and dashes of a shape's outline; ``NONE``, 0 where not told."""
        line = shape.find("ln") if shape else None
        if line is None:
            return "", 0.0, ()
        width = float(line.attributes.get("w", 0)) / _EMU_PER_POINT
        kind = line.find("prstDash")
        dashes = _DASHES.get(kind.attributes.get("val", ""), ()) if kind else ()
        return self.fill(line), width, tuple(part * max(0.5, width) for part in dashes)


def _changed(color: str, node: Node) -> str:
    """A colour with its changes: brighter, darker, mixed with white."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, depth = colorsys.rgb_to_hls(red, green, blue)
    for change in node.nodes():
        share = float(change.attributes.get("val", _WHOLE)) / _WHOLE
        if change.local in {"lumMod", "shade"}:
            light *= share
        elif change.local == "lumOff":
            light += share
        elif change.local in {"tint", "alpha"}:
            # On white paper a see-through colour is a paler one.
            light = 1 - (1 - light) * share
        elif change.local == "satMod":
            depth *= share
    parts = colorsys.hls_to_rgb(hue, min(1.0, light), min(1.0, depth))
    return "".join(f"{round(part * 255):02X}" for part in parts)
