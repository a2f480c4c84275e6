"""Reading .xls, the binary workbook of Excel 97 to 2003 and of WPS (.et), and its older kin."""

import io
import struct
from pathlib import Path

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.sheet import Sheet as BookSheet

from app.errors import UserError
from app.files import telling_disk_faults
from app.importing.readers.biff import BIFF8, Survey, survey
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.numbers import BUILTIN_FORMATS, Shown, show_number
from app.importing.readers.ole import MAX_FILE, OLE, Compound
from app.importing.readers.package import broken_file, too_large
from app.importing.readers.remarks import unsaved_formulas
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.monitor import SILENT, Monitor

_WORKBOOKS = ("workbook", "book")
_BARE = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_DAMAGED = (
    XLRDError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)
_LOST_FORMATS = "这个文件的格式信息已损坏，合并单元格和隐藏行列没有读出，请核对。"


def is_xls(path: Path, head: bytes) -> bool:
    """Whether the content is that of a binary workbook, in a compound file or bare."""
    if head.startswith(_BARE):
        return True
    return head.startswith(OLE) and bool(Compound(path).names & set(_WORKBOOKS))


def read_xls(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every worksheet of a binary workbook, in the order of its tabs.

    Raises:
        UserError: the file is damaged, too large, or opens with a password only.
    """
    stream = bytearray(_stream(path))
    if not stream:
        raise broken_file(path, "no workbook stream")
    try:
        told = survey(stream)
    except TooManyCellsError as error:
        raise too_large(path, "more records than any list") from error
    if told.encrypted:
        raise password_protected(path)
    try:
        return _read(bytes(stream), told, monitor, formats=True)
    except _DAMAGED:
        pass
    try:
        return _read(bytes(stream), told, monitor, formats=False)
    except _DAMAGED as error:
        raise broken_file(path, repr(error)) from error


def password_protected(path: Path) -> UserError:
    """The sentence for a file that opens with a password only."""
    message = f"文件“{path.name}”设有打开密码；请在WPS或Excel中取消密码，另存后再导入。"
    return UserError("password_protected", message)


def _stream(path: Path) -> bytes:
    with telling_disk_faults(path):
        if path.stat().st_size > MAX_FILE:
            raise too_large(path, "binary workbook")
        with path.open("rb") as file:
            if file.read(len(OLE)) != OLE:
                file.seek(0)
                return file.read()
    compound = Compound(path)
    return next(filter(None, map(compound.stream, _WORKBOOKS)), b"")


def _read(stream: bytes, told: Survey, monitor: Monitor, *, formats: bool) -> tuple[Sheet, ...]:
    # Files older than Excel 97 hold bytes of a code page that many of them name wrongly.
    encoding = None if told.version >= BIFF8 else "gb18030"
    book = xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=formats,
        encoding_override=encoding,
        on_demand=True,
        ragged_rows=True,
    )
    sheets = []
    for at in range(book.nsheets):
        monitor.report(at, book.nsheets, f"正在读取工作表“{book.sheet_names()[at]}”")
        offset = told.sheets[at] if at < len(told.sheets) else 0
        sheets.append(_SheetReader(book, book.sheet_by_index(at)).read(told, offset))
        book.unload_sheet(at)
    return tuple(sheets)


class _SheetReader:
    def __init__(self, book: Book, sheet: BookSheet) -> None:
        self._book, self._sheet = book, sheet
        self._from_1904 = book.datemode == 1
        self._with_formats = bool(book.formatting_info)
        self._shown: dict[tuple[float, int], Shown] = {}

    def read(self, told: Survey, offset: int) -> Sheet:
        sheet = self._sheet
        rows, columns = sheet.rowinfo_map, sheet.colinfo_map
        return Sheet(
            name=sheet.name,
            cells=self._cells(told.formulas.get(offset, set())),
            merges=tuple(
                Merge(top + 1, left + 1, bottom, right)
                for top, bottom, left, right in sheet.merged_cells
                if bottom - top > 1 or right - left > 1
            ),
            hidden_rows=frozenset(at + 1 for at, row in rows.items() if row.hidden),
            hidden_columns=frozenset(at + 1 for at, column in columns.items() if column.hidden),
            hidden=sheet.visibility != 0,
            notes=self._notes(told.unsaved.get(offset, 0)),
        )

    def _notes(self, unsaved: int) -> tuple[str, ...]:
        lost = () if self._with_formats else (_LOST_FORMATS,)
        return (*unsaved_formulas(unsaved), *lost)

    def _cells(self, formulas: set[Address]) -> dict[Address, Cell]:
        cells: dict[Address, Cell] = {}
        for at in range(self._sheet.nrows):
            types, values = self._sheet.row_types(at), self._sheet.row_values(at)
            for column, kind in enumerate(types):
                if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}:
                    continue
                shown = self._show(at, column, kind, values[column])
                if shown.text:
                    cells[at + 1, column + 1] = Cell(
                        shown.text,
                        at + 1,
                        column + 1,
                        shown.number,
                        shown.day,
                        (at, column) in formulas,
                    )
        return cells

    def _show(self, row: int, column: int, kind: int, value: object) -> Shown:
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Shown("是" if value else "否", None, None)
        if not isinstance(value, float):
            return Shown(str(value), None, None)
        style = self._sheet.cell_xf_index(row, column) if self._with_formats else -kind
        known = self._shown.get((value, style))
        if known is None:
            known = show_number(repr(value), self._code(style), from_1904=self._from_1904)
            self._shown[value, style] = known
        return known

    def _code(self, style: int) -> str:
        """A style's number format; of a file whose formats are lost, a date is told as one."""
        if style < 0:
            return "yyyy/m/d" if -style == xlrd.XL_CELL_DATE else ""
        key = self._book.xf_list[style].format_key
        return BUILTIN_FORMATS.get(key) or str(self._book.format_map[key].format_str)
