"""Reading .ods: shown texts, stored numbers and dates, merges, what is hidden.

A streaming reader (OpenDocument 1.3 part 3, 9): repeated cells and rows are counted, and set out
only where they hold text, so a sheet formatted to its last row costs nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW
from app.importing.readers.limits import MAX_CELLS, MAX_TEXT, TooManyCellsError
from app.importing.readers.numbers import plain
from app.importing.readers.package import ZIP, Package, locked_file, open_package
from app.importing.readers.remarks import unsaved_formulas
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.models.rules.pace import is_sane
from app.monitor import SILENT, Monitor

MAX_SHEETS = 500
"""Sheets one file may have; a list a town makes some twenty."""

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_SKIPPED = frozenset({"annotation", "shapes", "tracked-changes", "forms", "ruby-text", "frame",
                      "custom-shape", "dde-links", "note"})  # fmt: skip
"""What is no text of a cell: comments, drawings, changes undone, notes."""

_HIDDEN = frozenset({"collapse", "filter"})
_SPACES = re.compile(r"[ \t\r\n]+")
_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|Err:\d{3}")


def is_ods(path: Path, head: bytes) -> bool:
    """Whether a file is an OpenDocument spreadsheet."""
    if not head.startswith(ZIP):
        return False
    with open_package(path) as package:
        if not package.has("content.xml") and not package.has("encrypted-package"):
            return False
        return package.read("mimetype").strip().startswith(_SPREADSHEET)


def read_ods(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every sheet of a spreadsheet, in the order of its tabs.

    Raises:
        UserError: the file is damaged, too large, or behind a password.
    """
    monitor.report(0, 1, f"正在读取“{path.name}”")
    with open_package(path) as package:
        _require_open(package)
        sink = _ContentSink()
        package.parse("content.xml", sink)
    return tuple(_sheet(table, sink.hidden_styles) for table in sink.tables)


class _ManifestSink:
    """Whether any part of the package is encrypted."""

    def __init__(self) -> None:
        self.encrypted = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        del attributes
        self.encrypted = self.encrypted or tag == "encryption-data"

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text; manifests hold none."""


def _require_open(package: Package) -> None:
    sink = _ManifestSink()
    package.parse("META-INF/manifest.xml", sink)
    if sink.encrypted or package.has("encrypted-package"):
        raise locked_file(package.path)


@dataclass(slots=True)
class _OpenTable:
    """A sheet while it is read."""

    name: str
    style: str
    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsaved_formulas: int = 0


@dataclass(slots=True)
class _OpenCell:
    """A cell while it is read."""

    attributes: dict[str, str]
    column: int
    covered: bool
    parts: list[str] = field(default_factory=list)
    length: int = 0
    begun: bool = False

    def add(self, text: str) -> None:
        """Put text at the end."""
        self.parts.append(text)
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise TooManyCellsError

    def break_line(self) -> None:
        """Begin a paragraph."""
        if self.begun:
            self.add("\n")
        self.begun = True

    def ends_blank(self) -> bool:
        """Whether white space that follows is not shown."""
        return not self.parts or self.parts[-1][-1:] in {" ", "\n"}


class _ContentSink:
    """Takes the events of ``content.xml`` and builds its sheets."""

    def __init__(self) -> None:
        self.tables: list[_OpenTable] = []
        self.hidden_styles: set[str] = set()
        self._style = ""
        self._open: _OpenCell | None = None
        self._row_cells: list[_OpenCell] = []
        self._row = self._column = self._repeat = 0
        self._groups: list[bool] = []
        self._row_hidden = False
        self._skipping = 0
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if self._skipping or tag in _SKIPPED or (tag == "table" and self._open):
            self._skipping += 1
        elif tag == "p" and self._open:
            self._depth += 1
            if self._depth == 1:
                self._open.break_line()
        elif self._depth:
            self._start_in_text(tag, attributes)
        else:
            self._start_part(tag, attributes)

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._skipping:
            self._skipping -= 1
        elif tag == "p" and self._depth:
            self._depth -= 1
        elif tag in {"table-cell", "covered-table-cell"}:
            self._open = None
        elif tag == "table-row" and self.tables:
            self._end_row()
        elif tag == "table-row-group" and self._groups:
            self._groups.pop()

    def data(self, text: str) -> None:
        """Text inside the element opened last; white space runs count as one space."""
        if self._depth and self._open and not self._skipping:
            text = _SPACES.sub(" ", text)
            if self._open.ends_blank():
                text = text.removeprefix(" ")
            if text:
                self._open.add(text)

    def _start_in_text(self, tag: str, attributes: dict[str, str]) -> None:
        if self._open is None:
            return
        if tag == "s":
            self._open.add(" " * _count(attributes.get("c"), 1000))
        elif tag == "tab":
            self._open.add("\t")
        elif tag == "line-break":
            self._open.add("\n")

    def _start_part(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "table-properties":
            if attributes.get("display") == "false":
                self.hidden_styles.add(self._style)
        elif tag == "table":
            self._start_table(attributes)
        elif not self.tables:
            return
        elif tag == "table-column":
            self._start_column(attributes)
        elif tag == "table-row-group":
            self._groups.append(attributes.get("display") == "false")
        elif tag == "table-row":
            self._start_row(attributes)
        elif tag in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes, covered=tag != "table-cell")

    def _start_table(self, attributes: dict[str, str]) -> None:
        name, style = attributes.get("name", ""), attributes.get("style-name", "")
        self.tables.append(_OpenTable(name, style))
        if len(self.tables) > MAX_SHEETS:
            raise TooManyCellsError
        self._row = self._column = 0
        self._groups = []

    def _start_column(self, attributes: dict[str, str]) -> None:
        repeat = _count(attributes.get("number-columns-repeated"), MAX_COLUMN - self._column)
        if attributes.get("visibility") in _HIDDEN:
            columns = range(self._column + 1, self._column + repeat + 1)
            self.tables[-1].hidden_columns.update(columns)
        self._column += repeat

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._repeat = _count(attributes.get("number-rows-repeated"), MAX_ROW - self._row)
        self._row_hidden = attributes.get("visibility") in _HIDDEN or any(self._groups)
        self._row_cells = []
        self._column = 0

    def _start_cell(self, attributes: dict[str, str], *, covered: bool) -> None:
        repeat = _count(attributes.get("number-columns-repeated"), MAX_COLUMN - self._column)
        self._open = _OpenCell(attributes, self._column + 1, covered)
        if repeat and not covered:
            self._row_cells.append(self._open)
        self._column += repeat

    def _end_row(self) -> None:
        table, rows = self.tables[-1], range(self._row + 1, self._row + self._repeat + 1)
        self._row += self._repeat
        filled = [each for each in self._row_cells if each.begun or _holds(each.attributes)]
        if not filled:
            return
        for row in rows:
            if self._row_hidden:
                table.hidden_rows.add(row)
            for each in filled:
                self._put(table, each, row)

    def _put(self, table: _OpenTable, opened: _OpenCell, row: int) -> None:
        attributes = opened.attributes
        rows = _count(attributes.get("number-rows-spanned"), MAX_ROW - row + 1)
        columns = _count(attributes.get("number-columns-spanned"), MAX_COLUMN - opened.column + 1)
        if rows * columns > 1:
            right = opened.column + columns - 1
            table.merges.append(Merge(row, opened.column, row + rows - 1, right))
        left = MAX_COLUMN - opened.column + 1
        repeat = _count(attributes.get("number-columns-repeated"), left)
        self._count += repeat
        if self._count > MAX_CELLS:
            raise TooManyCellsError
        made = _cell(opened, row)
        if made is None:
            table.unsaved_formulas += "formula" in attributes and not opened.begun
            return
        for step in range(repeat):
            column = opened.column + step
            table.cells[row, column] = Cell(
                made.value, row, column, made.number, made.day, made.formula
            )


def _holds(attributes: dict[str, str]) -> bool:
    """Whether a cell without a paragraph holds a value all the same."""
    return any(key in attributes for key in ("value", "date-value", "string-value", "formula"))


def _cell(opened: _OpenCell, row: int) -> Cell | None:
    attributes = opened.attributes
    text = "".join(opened.parts) or attributes.get("string-value", "")
    number, day = _number(attributes.get("value")), None
    if attributes.get("value-type") == "boolean":
        text = "是" if attributes.get("boolean-value") == "true" else "否"
    if attributes.get("value-type") == "date":
        day, number = _day(attributes.get("date-value", "")), None
        text = text or attributes.get("date-value", "")
    if not text and number is not None:
        text = plain(number)
    if not text or _ERRORS.fullmatch(text):
        return None
    return Cell(text, row, opened.column, number, day, "formula" in attributes)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and is_sane(number) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _count(text: str | None, most: int) -> int:
    """How often or how far something goes: 1 when the file says nothing or nonsense."""
    number = int(text) if text and text.isdecimal() and len(text) < 12 else 1
    return max(0, min(max(number, 1), most))


def _sheet(table: _OpenTable, hidden_styles: set[str]) -> Sheet:
    return Sheet(
        name=table.name,
        cells=table.cells,
        merges=tuple(table.merges),
        hidden_rows=frozenset(table.hidden_rows),
        hidden_columns=frozenset(table.hidden_columns),
        hidden=table.style in hidden_styles,
        notes=unsaved_formulas(table.unsaved_formulas, program="LibreOffice"),
    )
