"""What the records of a binary workbook's sheet tell beyond what the reading library gives."""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.reports.oldforms.oldformulas import Code, Place, words_at

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FORMULA, _SHARED, _ARRAY = 0x0006, 0x04BC, 0x0221
_DRAWING, _DRAWINGS, _OBJECT, _TEXT = 0x00EC, 0x00EB, 0x005D, 0x01B6
_WORKSHEET = 0x0010
_MARGINS = {0x26: "left", 0x27: "right", 0x28: "top", 0x29: "bottom"}
_FLAGS = {
    0x83: "centred", 0x84: "middle", 0x2A: "headings", 0x2B: "gridlines", 0x12: "is_locked",
    0x63: "locks_objects", 0xDD: "locks_scenarios",
}  # fmt: skip


@dataclass(slots=True)
class Setup:
    """How a sheet is printed."""

    margins: dict[str, float] = field(default_factory=dict)
    header: str = ""
    footer: str = ""
    others: tuple[str, ...] = ()
    head_flags: int = 0
    numbers: tuple[int, ...] = ()
    fits: bool = False


@dataclass(slots=True)
class TextRecord:
    """A text in a drawing: how it stands, its words, and where each font begins."""

    flags: int
    turn: int
    words: str = ""
    fonts: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class SheetRecords:
    """The records of one worksheet.

    Attributes:
        formulas: by row and column from 0.
        shared: formulas for several cells, by the cell that first tells them.
        arrays: formulas whose result fills an area: top, bottom, left, right.
        conditions: a conditional format's areas and rules, as kept.
        validations: as kept.
        drawing: what hangs over the sheet, with the kind and flags of each object in order.
        flags: what is on, by name.
        password: its check sum, 0 for none.
        rights: what a protected sheet allows, as bits; None when not told.
        lost: kinds of what is not told here at all.
    """

    formulas: dict[Place, Code] = field(default_factory=dict)
    shared: dict[Place, Code] = field(default_factory=dict)
    arrays: dict[Place, tuple[Code, tuple[int, int, int, int]]] = field(default_factory=dict)
    conditions: list[tuple[bytes, list[bytes]]] = field(default_factory=list)
    validations: list[bytes] = field(default_factory=list)
    drawing: bytearray = field(default_factory=bytearray)
    objects: list[tuple[int, int]] = field(default_factory=list)
    texts: list[TextRecord] = field(default_factory=list)
    setup: Setup = field(default_factory=Setup)
    flags: dict[str, bool] = field(default_factory=dict)
    password: int = 0
    rights: int | None = None
    is_frozen: bool = False
    split: tuple[int, int] = (0, 0)
    tab_color: int = -1
    lost: set[str] = field(default_factory=set)
    last: Place = (0, 0)


@dataclass(slots=True)
class BookRecords:
    """The records of a workbook: its pictures, and each worksheet's in the file's order."""

    drawings: bytearray = field(default_factory=bytearray)
    sheets: list[SheetRecords] = field(default_factory=list)
    locks_sheets: bool = False
    has_macros: bool = False


def book_records(stream: bytes) -> BookRecords:
    """Read a workbook's stream."""
    book, sheet, depth = BookRecords(), None, 0
    reader = _Joined()
    for code, body in _records(stream):
        if code == _BOF:
            depth += 1
            if depth == 1:
                kind = struct.unpack_from("<H", body, 2)[0]
                sheet = SheetRecords() if kind == _WORKSHEET else None
        elif code == _EOF:
            depth -= 1
            if depth == 0 and sheet is not None:
                book.sheets.append(sheet)
                sheet = None
        elif depth > 1:
            continue  # a chart of its own inside the sheet
        elif sheet is not None:
            _take(sheet, reader, code, body)
        else:
            _take_of_book(book, reader, code, body)
    return book


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


@dataclass(slots=True)
class _Joined:
    """Remembers what a record that only goes on belongs to."""

    code: int = 0
    text: TextRecord | None = None
    letters: int = 0
    fonts: int = 0


def _take_of_book(book: BookRecords, reader: _Joined, code: int, body: bytes) -> None:
    if code == _CONTINUE:
        if reader.code == _DRAWINGS:
            book.drawings += body
        return
    reader.code = code
    if code == _DRAWINGS:
        book.drawings += body
    elif code == 0x12:
        book.locks_sheets = bool(struct.unpack_from("<H", body)[0])
    elif code == 0xD3:
        book.has_macros = True


def _take(sheet: SheetRecords, reader: _Joined, code: int, body: bytes) -> None:
    if code == _CONTINUE:
        _go_on(sheet, reader, body)
        return
    reader.code = code
    if code in _MARGINS:
        sheet.setup.margins[_MARGINS[code]] = struct.unpack_from("<d", body)[0]
    elif code in _FLAGS:
        sheet.flags[_FLAGS[code]] = bool(struct.unpack_from("<H", body)[0])
    elif code in {_DRAWING, _OBJECT, _TEXT}:
        _take_drawn(sheet, reader, code, body)
    elif code in _TAKERS:
        _TAKERS[code](sheet, body)


def _go_on(sheet: SheetRecords, reader: _Joined, body: bytes) -> None:
    """More of a text, of its fonts, or of what hangs over the sheet."""
    text = reader.text
    if text is not None and reader.letters > 0:
        is_wide = bool(body[0] & 1)
        text.words += body[1:].decode("utf-16-le" if is_wide else "latin-1", "replace")
        reader.letters -= (len(body) - 1) // (2 if is_wide else 1)
    elif text is not None and reader.fonts > 0:
        found = struct.iter_unpack("<HHI", body[: len(body) // 8 * 8])
        text.fonts += tuple((at, font) for at, font, _ in found)
        reader.fonts -= len(body)
    elif reader.code in {_DRAWING, _OBJECT, _TEXT}:
        sheet.drawing += body


def _take_drawn(sheet: SheetRecords, reader: _Joined, code: int, body: bytes) -> None:
    if code == _DRAWING:
        sheet.drawing += body
        reader.text = None
    elif code == _OBJECT:
        kind, _, flags = struct.unpack_from("<HHH", body, 4)
        sheet.objects.append((kind, flags))
    else:
        flags, turn = struct.unpack_from("<HH", body)
        reader.letters, reader.fonts = struct.unpack_from("<HH", body, 10)
        reader.text = TextRecord(flags, turn)
        sheet.texts.append(reader.text)


def _take_formula(sheet: SheetRecords, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    size = struct.unpack_from("<H", body, 20)[0]
    sheet.formulas[row, column] = Code(body[22 : 22 + size], body[22 + size :])
    sheet.last = (row, column)


def _take_shared(sheet: SheetRecords, body: bytes) -> None:
    top, _, left, _, _, _, size = struct.unpack_from("<HHBBBBH", body)
    code = Code(body[10 : 10 + size], body[10 + size :])
    sheet.shared[top, left] = sheet.shared[sheet.last] = code


def _take_array(sheet: SheetRecords, body: bytes) -> None:
    top, bottom, left, right = struct.unpack_from("<HHBB", body)
    size = struct.unpack_from("<H", body, 12)[0]
    code = Code(body[14 : 14 + size], body[14 + size :])
    sheet.arrays[top, left] = (code, (top, bottom, left, right))


def _take_setup(sheet: SheetRecords, body: bytes) -> None:
    sheet.setup.numbers = struct.unpack_from("<6H", body)
    edges = struct.unpack_from("<2d", body, 16)
    sheet.setup.margins["header"], sheet.setup.margins["footer"] = edges


def _take_header(sheet: SheetRecords, body: bytes) -> None:
    sheet.setup.header = words_at(body, 0)[0] if body else ""


def _take_footer(sheet: SheetRecords, body: bytes) -> None:
    sheet.setup.footer = words_at(body, 0)[0] if body else ""


def _take_other_heads(sheet: SheetRecords, body: bytes) -> None:
    """Headers and footers of even pages and of the first one."""
    flags, *sizes = struct.unpack_from("<5H", body, 28)
    found, at = list[str](), 38
    for size in sizes:
        words, at = words_at(body, at) if size else ("", at)
        found.append(words)
    sheet.setup.others, sheet.setup.head_flags = tuple(found), flags


def _take_options(sheet: SheetRecords, body: bytes) -> None:
    sheet.setup.fits = bool(struct.unpack_from("<H", body)[0] & 0x0100)


def _take_password(sheet: SheetRecords, body: bytes) -> None:
    sheet.password = struct.unpack_from("<H", body)[0]


def _take_feature(sheet: SheetRecords, body: bytes) -> None:
    """What a protected sheet allows all the same."""
    kind, _, size = struct.unpack_from("<HBI", body, 12)
    if kind == 2 and size:
        sheet.rights = struct.unpack_from("<I", body, 19)[0]


def _take_panes(sheet: SheetRecords, body: bytes) -> None:
    sheet.split = struct.unpack_from("<2H", body)


def _take_window(sheet: SheetRecords, body: bytes) -> None:
    sheet.is_frozen = bool(struct.unpack_from("<H", body)[0] & 0x0008)


def _take_tab(sheet: SheetRecords, body: bytes) -> None:
    sheet.tab_color = struct.unpack_from("<I", body, 16)[0] & 0x7F


def _take_condition(sheet: SheetRecords, body: bytes) -> None:
    sheet.conditions.append((body, []))


def _take_rule(sheet: SheetRecords, body: bytes) -> None:
    if sheet.conditions:
        sheet.conditions[-1][1].append(body)


_TAKERS: Mapping[int, Callable[[SheetRecords, bytes], None]] = {
    _FORMULA: _take_formula,
    _SHARED: _take_shared,
    _ARRAY: _take_array,
    0x00A1: _take_setup,
    0x0014: _take_header,
    0x0015: _take_footer,
    0x089C: _take_other_heads,
    0x0081: _take_options,
    0x0013: _take_password,
    0x0867: _take_feature,
    0x0041: _take_panes,
    0x023E: _take_window,
    0x0862: _take_tab,
    0x01B0: _take_condition,
    0x01B1: _take_rule,
    0x01BE: lambda sheet, body: sheet.validations.append(body),
    0x087A: lambda sheet, _: sheet.lost.add("色阶、数据条和图标集"),
    0x00B0: lambda sheet, _: sheet.lost.add("数据透视表"),
}
