"""Reading .xlsx and .xlsm: shown values, kept results of formulas, merges, what is hidden.

A streaming reader of its own (ECMA-376 part 1, 18.3): blank formatted cells cost nothing, so a used
range blown up to XFD1048576 reads as fast as the list in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW, read_address, read_area, whole
from app.importing.readers.limits import MAX_CELLS, MAX_MERGES, MAX_TEXT, TooManyCellsError
from app.importing.readers.numbers import BUILTIN_FORMATS, Shown, show_number
from app.importing.readers.package import Package, broken_file, open_package, too_large
from app.importing.readers.relations import main_part, relations
from app.importing.readers.remarks import unsaved_formulas
from app.importing.readers.xml import MAX_ELEMENTS, XmlError
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.monitor import SILENT, Monitor

MAX_SHEETS = 500
"""Sheets one workbook may have; a list a town makes some twenty."""

_LONGEST_FORMAT = 255
_STEP = 500
_NO_LISTS = ("chartsheets/", "dialogsheets/", "macrosheets/")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def is_workbook(names: frozenset[str]) -> bool:
    """Whether the parts of a package are those of an Excel workbook."""
    return any(name.lower().endswith("/workbook.xml") for name in names)


def read_xlsx(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every worksheet of a workbook, in the order of its tabs.

    Raises:
        UserError: the file is damaged, no workbook, or too large.
    """
    with open_package(path) as package:
        main = main_part(package, "xl/workbook.xml")
        book = _WorkbookSink()
        package.parse(main, book)
        if len(book.sheets) > MAX_SHEETS:
            raise too_large(path, f"{len(book.sheets)} sheets")
        targets, kinds = relations(package, main)
        strings, styles = _StringsSink(), _StylesSink()
        package.parse(kinds.get("sharedStrings", "xl/sharedStrings.xml"), strings)
        package.parse(kinds.get("styles", "xl/styles.xml"), styles)
        sheets = []
        for done, entry in enumerate(book.sheets):
            beat = partial(_report, monitor, done, len(book.sheets), entry.name)
            beat(0)
            target = targets.get(entry.relation, "")
            if not any(folder in target for folder in _NO_LISTS):
                if not package.has(target):
                    raise broken_file(path, f"no part for sheet {entry.name}")
                sheets.append(_read_sheet(package, target, entry, book, strings, styles, beat))
        return tuple(sheets)


def _report(monitor: Monitor, done: int, total: int, name: str, row: int) -> None:
    """How far the reading is; within a sheet, at which row."""
    at = f"第{row}行" if row else ""
    monitor.report(done, total, f"正在读取工作表“{name}”{at}")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    relation: str
    hidden: bool


class _Sink:
    """A sink that hears nothing; readers override what they need."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text inside the element opened last."""


class _WorkbookSink(_Sink):
    def __init__(self) -> None:
        self.sheets: list[_Entry] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Entry(attributes.get("name", ""), attributes.get("id", ""), hidden))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}


class _StringsSink(_Sink):
    """Shared strings; rich text joined, phonetic guides (rPh) left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._in_text = False
        self._in_guide = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        if tag == "si":
            self._parts, self._length = [], 0
        elif tag == "rPh":
            self._in_guide = True
        elif tag == "t":
            self._in_text = not self._in_guide

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_guide = False
        elif tag == "si":
            self.strings.append(_decode("".join(self._parts)))

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)
            self._length += len(text)
            if self._length > MAX_TEXT:
                raise TooManyCellsError


class _StylesSink(_Sink):
    """The number format of every cell style."""

    def __init__(self) -> None:
        self.formats: list[str] = []
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self._in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._codes[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[
                :_LONGEST_FORMAT
            ]
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self.formats.append(self._codes.get(whole(attributes.get("numFmtId")), ""))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


def _decode(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold (_x000D_, ECMA-376 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


@dataclass(slots=True)
class _Open:
    """The cell being read."""

    row: int = 0
    column: int = 0
    kind: str = "n"
    style: int = 0
    value: list[str] = field(default_factory=list)
    formula: bool = False
    length: int = 0


class _SheetSink(_Sink):
    """Cells, merges and hidden rows and columns of one worksheet part."""

    def __init__(
        self,
        strings: list[str],
        formats: list[str],
        *,
        from_1904: bool,
        beat: Callable[[int], None],
    ) -> None:
        self._beat = beat
        self.cells: dict[Address, Cell] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.unsaved_formulas = 0
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._open = _Open()
        self._row = 0
        self._column = 0
        self._column_marks = 0
        self._taking = False
        self._in_guide = False
        self._shown: dict[tuple[str, int], Shown] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self._taking = not self._in_guide
        elif tag == "f":
            self._open.formula = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._in_guide = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col":
            self._start_column(attributes)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self._in_guide = False

    def data(self, text: str) -> None:
        if self._taking:
            self._open.value.append(text)
            self._open.length += len(text)
            if self._open.length > MAX_TEXT:
                raise TooManyCellsError

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = whole(attributes.get("r")) or self._row + 1
        self._column = 0
        if self._row % _STEP == 0:
            self._beat(self._row)
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows.add(self._row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            self._column_marks += min(last, MAX_COLUMN) - first + 1
            if self._column_marks > 4 * MAX_COLUMN:
                raise XmlError("columns set again and again")
            self.hidden_columns.update(range(max(1, first), min(last, MAX_COLUMN) + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        address = read_address(reference) if reference else (self._row, self._column + 1)
        if address is None or address[0] > MAX_ROW or address[1] > MAX_COLUMN:
            raise XmlError(f"no such cell: {reference[:20]}")
        self._row, self._column = address
        style = whole(attributes.get("s"))
        self._open = _Open(address[0], address[1], attributes.get("t", "n"), style)

    def _end_cell(self) -> None:
        cell = self._open
        stored = "".join(cell.value)
        if not stored:
            self.unsaved_formulas += cell.formula
            return
        shown = self._show(cell, stored)
        if shown.text and cell.row > 0:
            self.cells[cell.row, cell.column] = Cell(
                shown.text, cell.row, cell.column, shown.number, shown.day, cell.formula
            )
            if len(self.cells) > MAX_CELLS:
                raise TooManyCellsError

    def _show(self, cell: _Open, stored: str) -> Shown:
        if cell.kind == "s":
            index = whole(stored.strip(), MAX_ELEMENTS)
            if index >= len(self._strings):
                raise XmlError(f"no shared string {index}")
            return Shown(self._strings[index], None, None)
        if cell.kind == "b":
            return Shown("是" if stored.strip() == "1" else "否", None, None)
        if cell.kind in {"n", "d"}:
            return self._number(stored.strip(), cell.style)
        return Shown("" if stored in _ERRORS else _decode(stored), None, None)

    def _number(self, stored: str, style: int) -> Shown:
        known = self._shown.get((stored, style))
        if known is None:
            code = self._formats[style] if style < len(self._formats) else ""
            known = show_number(stored, code, from_1904=self._from_1904)
            self._shown[stored, style] = known
        return known

    def _merge(self, reference: str) -> None:
        area = read_area(reference)
        if area:
            self.merges.append(area)
        if len(self.merges) > MAX_MERGES:
            raise TooManyCellsError


def _read_sheet(
    package: Package,
    target: str,
    entry: _Entry,
    book: _WorkbookSink,
    strings: _StringsSink,
    styles: _StylesSink,
    beat: Callable[[int], None],
) -> Sheet:
    sink = _SheetSink(strings.strings, styles.formats, from_1904=book.from_1904, beat=beat)
    package.parse(target, sink)
    return Sheet(
        name=entry.name,
        cells=sink.cells,
        merges=tuple(sink.merges),
        hidden_rows=frozenset(sink.hidden_rows),
        hidden_columns=frozenset(sink.hidden_columns),
        hidden=entry.hidden,
        notes=unsaved_formulas(sink.unsaved_formulas),
    )
