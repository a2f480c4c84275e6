"""Turns a blank .xls form into the same form as .xlsx, so that it can be filled in."""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import xlrd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from xlrd import formula as xlrd_formula
from xlrd.compdoc import CompDoc

from app.errors import UserError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
_LINES = (
    None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed",
    "dashDot", "mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot",
)  # fmt: skip
_ACROSS = (
    "general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed",
)  # fmt: skip
_UPRIGHT = ("top", "center", "bottom", "justify", "distributed")
_STATES = {0: "visible", 1: "hidden", 2: "veryHidden"}
_PRINT_NAMES = {"Print_Titles", "Print_Area"}
_MARGINS = {0x26: "left", 0x27: "right", 0x28: "top", 0x29: "bottom"}


@dataclass(slots=True)
class _Extra:
    """What the reading library does not tell of a sheet."""

    formulas: dict[tuple[int, int], bytes] = field(default_factory=dict)
    margins: dict[str, float] = field(default_factory=dict)
    header: str = ""
    footer: str = ""
    setup: tuple[int, ...] = ()
    centred: bool = False
    middle: bool = False
    fits: bool = False
    frozen: bool = False
    split: tuple[int, int] = (0, 0)


def is_old_form(content: bytes) -> bool:
    """Whether the bytes are a binary workbook."""
    return content.startswith((_OLE, *_BARE))


def as_xlsx(content: bytes) -> bytes:
    """The form as .xlsx: values, formulas, merges, sizes, looks and page setup.

    Raises:
        UserError: ``form_damaged``: the file can't be read.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
        extras = list(_extras(_stream(content)))
        made = Workbook()
        made.remove(made.worksheets[0])
        for at, sheet in enumerate(book.sheets()):
            extra = extras[at] if at < len(extras) else _Extra()
            _Copier(book, sheet, made.create_sheet(sheet.name), extra).copy()
        _copy_names(book, made)
        stream = io.BytesIO()
        made.save(stream)
    except Exception as error:
        # A damaged binary workbook fails in any of a dozen ways.
        message = "这份 .xls 空白表读不完整；请用表格软件打开后另存为 .xlsx 再试。"
        raise UserError("form_damaged", message, details=repr(error)) from error
    return stream.getvalue()


def _stream(content: bytes) -> bytes:
    if not content.startswith(_OLE):
        return content
    document: Any = CompDoc(content, logfile=io.StringIO())
    return bytes(document.get_named_stream("Workbook") or document.get_named_stream("Book") or b"")


def _extras(stream: bytes) -> Iterator[_Extra]:
    """The worksheets' records in file order."""
    sheet: _Extra | None = None
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if code == 0x0809:
            sheet = _Extra() if struct.unpack_from("<H", body, 2)[0] == 0x0010 else None
        elif code == 0x000A and sheet is not None:
            yield sheet
            sheet = None
        elif sheet is not None:
            _take(sheet, code, body)


def _take(sheet: _Extra, code: int, body: bytes) -> None:
    if code == 0x0006:
        row, column = struct.unpack_from("<HH", body)
        length = struct.unpack_from("<H", body, 20)[0]
        sheet.formulas[row, column] = body[22 : 22 + length]
    elif code in _MARGINS:
        sheet.margins[_MARGINS[code]] = struct.unpack_from("<d", body)[0]
    elif code == 0x00A1:
        sheet.setup = struct.unpack_from("<6H", body)
        sheet.margins["header"], sheet.margins["footer"] = struct.unpack_from("<2d", body, 16)
    elif code in {0x14, 0x15}:
        words = _words(body)
        sheet.header, sheet.footer = (
            (words, sheet.footer) if code == 0x14 else (sheet.header, words)
        )
    elif code in {0x83, 0x84}:
        value = bool(struct.unpack_from("<H", body)[0])
        sheet.centred, sheet.middle = (
            (value, sheet.middle) if code == 0x83 else (sheet.centred, value)
        )
    elif code == 0x81:
        sheet.fits = bool(struct.unpack_from("<H", body)[0] & 0x0100)
    elif code == 0x41:
        sheet.split = struct.unpack_from("<2H", body)
    elif code == 0x023E:
        sheet.frozen = bool(struct.unpack_from("<H", body)[0] & 0x0008)


def _words(body: bytes) -> str:
    if not body:
        return ""
    size, wide = struct.unpack_from("<HB", body)
    if wide & 1:
        return body[3 : 3 + size * 2].decode("utf-16-le")
    return body[3 : 3 + size].decode("latin-1")


class _Copier:
    """Copies one sheet."""

    def __init__(self, book: Any, source: Any, target: Any, extra: _Extra) -> None:
        self._book, self._source, self._target, self._extra = book, source, target, extra
        self._looks: dict[int, tuple[Any, ...]] = {}

    def copy(self) -> None:
        for row in range(self._source.nrows):
            for column in range(self._source.row_len(row)):
                self._copy_cell(row, column)
        for top, bottom, left, right in self._source.merged_cells:
            self._merge(top, bottom, left, right)
        self._sizes()
        self._page()

    def _copy_cell(self, row: int, column: int) -> None:
        cell = self._source.cell(row, column)
        target = self._target.cell(row + 1, column + 1)
        self._dress(target, cell.xf_index)
        formula = self._formula(row, column)
        if formula:
            target.value = formula
        elif cell.ctype == 1 and cell.value != "":
            target.value = cell.value
            target.data_type = "s"
        elif cell.ctype in {2, 3}:
            target.value = int(cell.value) if cell.value == int(cell.value) else cell.value
        elif cell.ctype == 4:
            target.value = bool(cell.value)
        elif cell.ctype == 5:
            target.value = xlrd.error_text_from_code.get(cell.value, "#N/A")
            target.data_type = "e"

    def _formula(self, row: int, column: int) -> str:
        code = self._extra.formulas.get((row, column))
        if code is None:
            return ""
        decompile: Any = xlrd_formula.decompile_formula
        words = decompile(
            self._book, code, len(code), xlrd_formula.FMLA_TYPE_CELL, browx=row, bcolx=column
        )
        return f"={words}" if words and "?" not in words else ""

    def _dress(self, target: Any, index: int) -> None:
        if index not in self._looks:
            self._looks[index] = _look(self._book, self._book.xf_list[index])
        font, fill, border, alignment, code, protection = self._looks[index]
        target.font, target.fill, target.border = font, fill, border
        target.alignment, target.number_format, target.protection = alignment, code, protection

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """Merge without the library's tidying, which takes the inner cells' borders away."""
        ends = f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"
        kept = {}
        for row in range(top, bottom):
            for column in range(left, right):
                cell = self._target.cell(row + 1, column + 1)
                kept[row, column] = cell._style
        self._target.merge_cells(ends)
        for (row, column), style in kept.items():
            self._target.cell(row + 1, column + 1)._style = style

    def _sizes(self) -> None:
        for column, info in self._source.colinfo_map.items():
            if column < 256:
                size = self._target.column_dimensions[get_column_letter(column + 1)]
                size.width, size.hidden = info.width / 256, bool(info.hidden)
        for row, info in self._source.rowinfo_map.items():
            size = self._target.row_dimensions[row + 1]
            size.height, size.hidden = info.height / 20, bool(info.hidden)

    def _page(self) -> None:
        target, extra = self._target, self._extra
        target.sheet_state = _STATES.get(self._source.visibility, "visible")
        for side, inches in extra.margins.items():
            setattr(target.page_margins, side, inches)
        if extra.setup:
            paper, scale, _first, wide, high, flags = extra.setup
            target.page_setup.paperSize = paper or None
            target.page_setup.scale = scale if 10 <= scale <= 400 else None
            target.page_setup.fitToWidth, target.page_setup.fitToHeight = wide, high
            target.page_setup.orientation = "portrait" if flags & 2 else "landscape"
        target.sheet_properties.pageSetUpPr.fitToPage = extra.fits
        target.print_options.horizontalCentered = extra.centred or None
        target.print_options.verticalCentered = extra.middle or None
        _put_words(target.oddHeader, extra.header)
        _put_words(target.oddFooter, extra.footer)
        if extra.frozen:
            across, down = extra.split
            target.freeze_panes = f"{get_column_letter(across + 1)}{down + 1}"


def _put_words(place: Any, words: str) -> None:
    if words:
        parts = re.split(r"&([LCR])", words)
        texts = {"C": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=False))}
        place.left.text = texts.get("L") or None
        place.center.text = texts.get("C") or None
        place.right.text = texts.get("R") or None


def _look(book: Any, style: Any) -> tuple[Any, ...]:
    font, border, back = book.font_list[style.font_index], style.border, style.background
    sides = {
        side: Side(
            style=_line(getattr(border, f"{side}_line_style")),
            color=_colour(book, getattr(border, f"{side}_colour_index")),
        )
        for side in ("left", "right", "top", "bottom")
    }
    fill = PatternFill()
    if back.fill_pattern:
        colour = _colour(book, back.pattern_colour_index)
        fill = PatternFill("solid", fgColor=colour) if colour else PatternFill()
    alignment = style.alignment
    return (
        Font(
            name=font.name,
            size=font.height / 20,
            bold=font.weight >= 600,
            italic=bool(font.italic),
            strike=bool(font.struck_out),
            underline="single" if font.underline_type else None,
            color=_colour(book, font.colour_index),
        ),
        fill,
        Border(**sides),  # type: ignore[arg-type]
        Alignment(
            horizontal=_ACROSS[alignment.hor_align] if alignment.hor_align else None,
            vertical=_UPRIGHT[min(alignment.vert_align, 4)],
            wrap_text=bool(alignment.text_wrapped),
            shrink_to_fit=bool(alignment.shrink_to_fit),
            indent=alignment.indent_level,
            text_rotation=alignment.rotation,
        ),
        book.format_map[style.format_key].format_str,
        Protection(locked=bool(style.protection.cell_locked)),
    )


def _line(number: int) -> Any:
    return _LINES[number] if number < len(_LINES) else "thin"


def _colour(book: Any, index: int) -> str | None:
    colour = book.colour_map.get(index)
    return "FF{:02X}{:02X}{:02X}".format(*colour) if colour else None


def _copy_names(book: Any, made: Workbook) -> None:
    """Print areas and titles of the sheets."""
    for name in book.name_obj_list:
        if name.name not in _PRINT_NAMES or name.scope < 0 or name.result is None:
            continue
        sheet = made.worksheets[name.scope]
        for reference in name.result.value or ():
            _, _, top, bottom, left, right = reference.coords
            ends = f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"
            if name.name == "Print_Area":
                sheet.print_area = ends
            elif right - left >= 256:
                sheet.print_title_rows = f"{top + 1}:{bottom}"
            else:
                first, last = get_column_letter(left + 1), get_column_letter(right)
                sheet.print_title_cols = f"{first}:{last}"
