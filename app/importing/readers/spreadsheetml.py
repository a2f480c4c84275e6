"""Reading the XML workbook of Excel 2003, which many systems save under the name of .xls."""

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW, whole
from app.importing.readers.css import NAMED_FORMATS
from app.importing.readers.encoding import decode_text, read_text
from app.importing.readers.limits import MAX_CELLS, MAX_MERGES, TooManyCellsError
from app.importing.readers.numbers import Shown, show_number
from app.importing.readers.package import broken_file, too_large
from app.importing.readers.xml import XmlError, XmlTooLargeError, parse_xml
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.monitor import SILENT, Monitor

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook[\s>]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_TRUE = frozenset({"1", "true"})
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  days of a sheet have no zone


def is_spreadsheetml(path: Path, head: bytes) -> bool:
    """Whether the content is a workbook written as one XML file."""
    del path
    decoded = decode_text(head)
    text = decoded.text if decoded else ""
    return _NAMESPACE in text and bool(_WORKBOOK.search(text))


def read_spreadsheetml(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """Every worksheet of an XML workbook.

    Raises:
        UserError: the file is damaged, or holds more than any list.
    """
    decoded = read_text(path)
    # The text is decoded already, so what the file says of its encoding is left out.
    text = _DECLARATION.sub("", decoded.text, count=1)
    sink = _BookSink(monitor)
    try:
        parse_xml(io.BytesIO(text.strip().encode("utf-8", "replace")), sink)
    except XmlError as error:
        raise broken_file(path, repr(error)) from error
    except (XmlTooLargeError, TooManyCellsError) as error:
        raise too_large(path, repr(error)) from error
    return tuple(part.as_sheet(decoded.notes) for part in sink.sheets)


@dataclass(slots=True)
class _Part:
    """A worksheet while it is read."""

    name: str
    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def as_sheet(self, notes: tuple[str, ...]) -> Sheet:
        return Sheet(
            self.name,
            self.cells,
            tuple(self.merges),
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            self.hidden,
            notes,
        )


class _BookSink:
    """Hears the elements of the workbook (Excel 2003 XML Spreadsheet Reference)."""

    def __init__(self, monitor: Monitor) -> None:
        self.sheets: list[_Part] = []
        self._monitor = monitor
        self._styles: dict[str, str] = {}
        self._style = ""
        self._row = self._column = self._told = 0
        self._cell: dict[str, str] = {}
        self._kind = ""
        self._value: list[str] = []
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if tag == "Worksheet":
            name = attributes.get("Name", "")
            self._monitor.report(len(self.sheets), len(self.sheets) + 1, f"正在读取工作表“{name}”")
            self.sheets.append(_Part(name))
            self._row = self._told = 0
        elif tag == "Style":
            self._style = attributes.get("ID", "")
            self._styles[self._style] = self._styles.get(attributes.get("Parent", "Default"), "")
        elif tag == "NumberFormat":
            code = attributes.get("Format", "")
            self._styles[self._style] = NAMED_FORMATS.get(code.lower(), code)
        elif tag in {"Comment", "Data", "Visible"} and self._inside != "Comment":
            self._inside, self._value = tag, []
            self._kind = attributes.get("Type", "String")
        elif self.sheets:
            self._start_part(self.sheets[-1], tag, attributes)

    def _start_part(self, part: _Part, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Row":
            first = max(whole(attributes.get("Index"), MAX_ROW + 1), self._row + 1)
            self._row = first + whole(attributes.get("Span"), MAX_ROW)
            self._column = 0
            if self._row > MAX_ROW:
                raise TooManyCellsError
            if attributes.get("Hidden") in _TRUE:
                part.hidden_rows.update(range(first, self._row + 1))
        elif tag == "Column":
            first = max(whole(attributes.get("Index"), MAX_COLUMN + 1), self._told + 1)
            self._told = min(first + whole(attributes.get("Span"), MAX_COLUMN), MAX_COLUMN)
            if attributes.get("Hidden") in _TRUE:
                part.hidden_columns.update(range(first, self._told + 1))
        elif tag == "Cell":
            self._start_cell(part, attributes)

    def _start_cell(self, part: _Part, attributes: dict[str, str]) -> None:
        column = whole(attributes.get("Index"), MAX_COLUMN + 1) or self._column + 1
        across = whole(attributes.get("MergeAcross"), MAX_COLUMN)
        down = whole(attributes.get("MergeDown"), MAX_ROW)
        self._column = column + across
        if self._column > MAX_COLUMN or len(part.merges) >= MAX_MERGES:
            raise TooManyCellsError
        if across or down:
            bottom = min(self._row + down, MAX_ROW)
            part.merges.append(Merge(self._row, column, bottom, self._column))
        self._cell = {**attributes, "column": str(column)}

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag != self._inside:
            return
        self._inside = ""
        text = "".join(self._value)
        if tag == "Visible" and self.sheets:
            self.sheets[-1].hidden = text.strip() != "SheetVisible"
        elif tag == "Data" and self.sheets and self._cell:
            self._keep(self.sheets[-1], text)

    def _keep(self, part: _Part, text: str) -> None:
        at = (self._row, int(self._cell["column"]))
        shown = _show(self._kind, text, self._styles.get(self._cell.get("StyleID", "Default"), ""))
        if shown.text and not shown.text.isspace():
            formula = "Formula" in self._cell
            part.cells[at] = Cell(shown.text, *at, shown.number, shown.day, formula)
            if len(part.cells) > MAX_CELLS:
                raise TooManyCellsError

    def data(self, text: str) -> None:
        """Text inside the element opened last."""
        if self._inside in {"Data", "Visible"}:
            self._value.append(text)


def _show(kind: str, text: str, code: str) -> Shown:
    if kind == "Number":
        return show_number(text.strip(), code)
    if kind == "DateTime":
        return _show_moment(text.strip(), code)
    if kind == "Boolean":
        return Shown("是" if text.strip() == "1" else "否", None, None)
    return Shown("" if kind == "Error" else text, None, None)


def _show_moment(text: str, code: str) -> Shown:
    """A date, written 2020-12-31T00:00:00.000 whatever its format shows."""
    try:
        since = datetime.fromisoformat(text[:19]) - _DAY_ZERO
    except (ValueError, TypeError):
        return Shown(text, None, None)
    serial = Decimal(since.days) + Decimal(since.seconds) / 86_400
    return show_number(str(serial), code or "yyyy/m/d")
