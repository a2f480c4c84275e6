"""Reading .xlsx and .xlsm: shown values, kept results of formulas, merges, what is hidden.

A streaming reader of its own (ECMA-376 part 1, 18.3): blank formatted cells cost nothing, so a used
range blown up to XFD1048576 reads as fast as the list in it.
"""

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import UserError
from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW, read_address, read_area
from app.importing.readers.numbers import BUILTIN_FORMATS, Shown, show_number
from app.importing.readers.package import Package, open_package, too_large
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.monitor import SILENT, Monitor

MAX_CELLS = 500_000
"""Filled cells one sheet may hold; a list of 10,000 tasks has about 140,000."""

MAX_MERGES = 200_000

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def is_workbook(names: frozenset[str]) -> bool:
    """Whether the parts of a package are those of an Excel workbook."""
    return "xl/workbook.xml" in names


def read_xlsx(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every worksheet of a workbook, in the order of its tabs.

    Raises:
        UserError: the file is damaged, no workbook, or too large.
    """
    with open_package(path) as package:
        book = _WorkbookSink()
        package.parse("xl/workbook.xml", book)
        targets = _targets(package)
        strings, styles = _StringsSink(), _StylesSink()
        package.parse(targets.get("sharedStrings", "xl/sharedStrings.xml"), strings)
        package.parse(targets.get("styles", "xl/styles.xml"), styles)
        sheets = []
        for done, entry in enumerate(book.sheets):
            monitor.report(done, len(book.sheets), f"正在读取工作表“{entry.name}”")
            target = targets.get(entry.relation, "")
            if target in package.names and "/chartsheets/" not in target:
                sheets.append(_read_sheet(package, target, entry, book, strings, styles))
        return tuple(sheets)


def _targets(package: Package) -> dict[str, str]:
    """Part names by relation id, and by kind for the parts there is one of."""
    sink = _RelationsSink()
    package.parse("xl/_rels/workbook.xml.rels", sink)
    return sink.targets


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


class _RelationsSink(_Sink):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        name = posixpath.normpath(name)
        self.targets[attributes.get("Id", "")] = name
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind in {"sharedStrings", "styles"}:
            self.targets[kind] = name


class _StringsSink(_Sink):
    """Shared strings; rich text joined, phonetic guides (rPh) left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_guide = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        if tag == "si":
            self._parts = []
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


class _StylesSink(_Sink):
    """The number format of every cell style."""

    def __init__(self) -> None:
        self.formats: list[str] = []
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self._in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._codes[_int(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self.formats.append(self._codes.get(_int(attributes.get("numFmtId")), ""))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


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


class _SheetSink(_Sink):
    """Cells, merges and hidden rows and columns of one worksheet part."""

    def __init__(self, strings: list[str], formats: list[str], *, from_1904: bool) -> None:
        self.cells: dict[Address, Cell] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.unsaved_formulas = 0
        self._strings, self._formats, self._from_1904 = strings, formats, from_1904
        self._open = _Open()
        self._row = 0
        self._column = 0
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

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _int(attributes.get("r")) or self._row + 1
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows.add(self._row)

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            last = min(_int(attributes.get("max")), MAX_COLUMN)
            self.hidden_columns.update(range(_int(attributes.get("min")), last + 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = read_address(attributes.get("r", "")) or (self._row, self._column + 1)
        self._row, self._column = address
        style = _int(attributes.get("s"))
        self._open = _Open(address[0], address[1], attributes.get("t", "n"), style)

    def _end_cell(self) -> None:
        cell = self._open
        stored = "".join(cell.value)
        if not stored:
            self.unsaved_formulas += cell.formula
            return
        shown = self._show(cell, stored)
        if shown.text and 0 < cell.row <= MAX_ROW and cell.column <= MAX_COLUMN:
            self.cells[cell.row, cell.column] = Cell(
                shown.text, cell.row, cell.column, shown.number, shown.day, cell.formula
            )
            if len(self.cells) > MAX_CELLS:
                raise _TooManyCellsError

    def _show(self, cell: _Open, stored: str) -> Shown:
        if cell.kind == "s":
            index = _int(stored.strip())
            text = self._strings[index] if index < len(self._strings) else ""
            return Shown(text, None, None)
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
        if area and len(self.merges) < MAX_MERGES:
            self.merges.append(area)


class _TooManyCellsError(Exception):
    """The sheet holds more filled cells than any list."""


def _read_sheet(
    package: Package,
    target: str,
    entry: _Entry,
    book: _WorkbookSink,
    strings: _StringsSink,
    styles: _StylesSink,
) -> Sheet:
    sink = _SheetSink(strings.strings, styles.formats, from_1904=book.from_1904)
    try:
        package.parse(target, sink)
    except _TooManyCellsError as error:
        raise too_large(package.path, f"more than {MAX_CELLS} cells in {target}") from error
    return Sheet(
        name=entry.name,
        cells=sink.cells,
        merges=tuple(sink.merges),
        hidden_rows=frozenset(sink.hidden_rows),
        hidden_columns=frozenset(sink.hidden_columns),
        hidden=entry.hidden,
        notes=unsaved_formulas(sink.unsaved_formulas),
    )


def unsaved_formulas(count: int) -> tuple[str, ...]:
    """The sentence for formulas without a kept result, when there are any."""
    if not count:
        return ()
    return (
        f"有{count}个公式单元格没有保存结果，按空白读入；请用WPS或Excel打开并保存一次后再导入。",
    )


def require_sheets(path: Path, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets, when at least one holds text.

    Raises:
        UserError: ``empty_file``.
    """
    if not any(sheet.cells for sheet in sheets):
        message = f"文件“{path.name}”里没有任何文字；请检查是否选错了文件。"
        raise UserError("empty_file", message)
    return sheets
