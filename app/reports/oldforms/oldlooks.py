"""The looks of a binary workbook's cells and letters, as those of the workbook it becomes."""

from collections.abc import Sequence
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

_LINES = (
    None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed",
    "dashDot", "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot",
)  # fmt: skip
_ACROSS = (
    "general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed",
)  # fmt: skip
_UPRIGHT = ("top", "center", "bottom", "justify", "distributed")
_PATTERNS = (
    None, "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical",
    "darkDown", "darkUp", "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical",
    "lightDown", "lightUp", "lightGrid", "lightTrellis", "gray125", "gray0625",
)  # fmt: skip
UNDERLINES = {1: "single", 2: "double", 0x21: "singleAccounting", 0x22: "doubleAccounting"}
_RISES = {1: "superscript", 2: "subscript"}


class Palette:
    """A workbook's colours and patterns by their numbers."""

    def __init__(self, book: Any) -> None:
        self._colors = book.colour_map

    def color(self, index: int) -> str | None:
        """A colour as the new workbook takes it; None for the automatic one."""
        found = self._colors.get(index)
        return "FF{:02X}{:02X}{:02X}".format(*found) if found else None

    @staticmethod
    def pattern(number: int) -> str | None:
        """A pattern's name."""
        return _PATTERNS[number] if number < len(_PATTERNS) else "solid"


def line_of(number: int) -> Any:
    """A line's name."""
    return _LINES[number] if number < len(_LINES) else "thin"


class OldLooks:
    """The looks of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self.palette = book, Palette(book)
        self._known: dict[int, tuple[Any, ...]] = {}

    @property
    def usual_font(self) -> Font:
        """The font of a cell that is told nothing."""
        return self._font(self._book.font_list[self._book.xf_list[0].font_index])

    def dress(self, target: Any, index: int) -> None:
        """Give a cell the look of that number."""
        if index not in self._known:
            self._known[index] = self._read(self._book.xf_list[index])
        font, fill, border, alignment, code, protection = self._known[index]
        target.font, target.fill, target.border = font, fill, border
        target.alignment, target.number_format, target.protection = alignment, code, protection

    def _read(self, style: Any) -> tuple[Any, ...]:
        alignment, guard = style.alignment, style.protection
        return (
            self._font(self._book.font_list[style.font_index]),
            self._fill(style.background),
            self._border(style.border),
            Alignment(
                horizontal=_ACROSS[alignment.hor_align] if alignment.hor_align else None,
                vertical=_UPRIGHT[min(alignment.vert_align, 4)],
                wrap_text=bool(alignment.text_wrapped),
                shrink_to_fit=bool(alignment.shrink_to_fit),
                indent=alignment.indent_level,
                text_rotation=alignment.rotation,
            ),
            self._book.format_map[style.format_key].format_str,
            Protection(locked=bool(guard.cell_locked), hidden=bool(guard.formula_hidden)),
        )

    def _font(self, font: Any) -> Font:
        return Font(
            name=font.name,
            size=font.height / 20,
            bold=font.weight >= 600,
            italic=bool(font.italic),
            strike=bool(font.struck_out),
            underline=UNDERLINES.get(font.underline_type),  # type: ignore[arg-type]
            vertAlign=_RISES.get(font.escapement),  # type: ignore[arg-type]
            color=self.palette.color(font.colour_index),
        )

    def _fill(self, back: Any) -> PatternFill:
        kind: Any = self.palette.pattern(back.fill_pattern)
        if not kind:
            return PatternFill()
        ink = self.palette.color(back.pattern_colour_index)
        ground = self.palette.color(back.background_colour_index)
        if kind == "solid":
            return PatternFill(kind, fgColor=ink) if ink else PatternFill()
        return PatternFill(kind, fgColor=ink or "FF000000", bgColor=ground or "FFFFFFFF")

    def _border(self, border: Any) -> Border:
        names = ("left", "right", "top", "bottom")
        sides: dict[str, Any] = {name: self._side(border, name) for name in names}
        falls, rises = bool(border.diag_down), bool(border.diag_up)
        if falls or rises:
            sides["diagonal"] = self._side(border, "diag")
        return Border(**sides, diagonalDown=falls, diagonalUp=rises)

    def _side(self, border: Any, name: str) -> Side:
        return Side(
            style=line_of(getattr(border, f"{name}_line_style")),
            color=self.palette.color(getattr(border, f"{name}_colour_index")),
        )

    def rich(self, text: str, runs: Sequence[tuple[int, int]]) -> CellRichText | str:
        """A text whose parts have fonts of their own, from where each begins."""
        starts = [start for start, _ in runs]
        parts: list[Any] = [text[: starts[0]]] if starts and starts[0] else []
        for (start, font), end in zip(runs, [*starts[1:], len(text)], strict=True):
            if text[start:end]:
                parts.append(TextBlock(self._inline(font), text[start:end]))
        return CellRichText(parts) if parts else text

    def _inline(self, number: int) -> InlineFont:
        font = self._font(self._book.font_list[number])
        return InlineFont(
            rFont=font.name,
            sz=font.size,
            b=font.bold or None,
            i=font.italic or None,
            strike=font.strike or None,
            u=font.underline,
            vertAlign=font.vertAlign,
            color=font.color,
        )
