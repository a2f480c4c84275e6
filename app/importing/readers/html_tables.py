"""The tables and lines of some HTML in reading order, tables within tables told apart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.importing.readers.css import PLAIN, Style, read_classes, style_of
from app.importing.readers.html_cells import (
    BLOCK,
    LINE,
    as_written,
    flowing,
    lines_of,
)
from app.importing.readers.html_grid import HtmlTable, OpenCell, TableBuilder
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.markup import Token, attributes_of, tokens

MAX_DEPTH = 40
"""Tables within tables; pages nest a handful."""

_REMEMBERED = 10_000
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "hr",
    }
    | {"center", "section", "article", "header", "footer", "caption", "blockquote", "address"}
)
_SILENT = frozenset({"title", "xml", "option", "template", "svg"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_TABLE_TAGS = frozenset({"table", "tr", "td", "th"})
_UNSHOWN_INPUTS = frozenset({"hidden", "checkbox", "radio", "button", "submit", "reset", "image"})
_HEARD = _BLOCKS | _SILENT | _SECTIONS | _TABLE_TAGS | {"br", "col", "input", "select", "head"}


@dataclass(slots=True)
class Page:
    """What some HTML holds.

    Attributes:
        tables: its tables, in reading order of their ends, those within others before these.
        tail: lines of text after the last table; all of them when there is no table.
        names: the sheet names an Excel page tells.
        cut_off: whether the source ends inside a table.
    """

    tables: list[HtmlTable] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    cut_off: bool = False


_SHEET_NAME = re.compile(r"<x:Name>\s*([^<]*?)\s*</x:Name>", re.IGNORECASE)


class _PageReader:
    """Hears the tokens of a page and builds its tables, one open table a level."""

    def __init__(self) -> None:
        self.page = Page()
        self._classes: dict[str, Style] = {}
        self._styles: dict[str, Style] = {}
        self._open: list[TableBuilder] = []
        self._free: list[str] = []
        self._silent = ""
        self._written = 0

    def read(self, stream: Iterable[Token]) -> Page:
        for token in stream:
            self._hear(token)
        self.page.cut_off = self._cell() is not None
        while self._open:
            self._end_table()
        self.page.tail = self._take_free()
        return self.page

    def _hear(self, token: Token) -> None:
        kind, text = token.kind, token.text
        if kind == "comment" or self._silent == "xml":
            self._note_names(token)
        if kind == "style":
            self._classes |= read_classes(text)
            self._styles.clear()
        elif self._silent and not self._speaks_again(token):
            return
        elif kind == "text":
            self._add(as_written(text) if self._keeps_blanks() else flowing(text))
        elif kind == "start":
            self._start(text, token.raw)
        elif kind == "end":
            self._end(text)

    def _note_names(self, token: Token) -> None:
        if token.kind == "comment" and "x:" in token.text:
            self.page.names += _SHEET_NAME.findall(token.text)

    def _speaks_again(self, token: Token) -> bool:
        """Whether what is not shown has ended; an option ends where the next begins."""
        ended = token.kind == "end" and token.text in {self._silent, "select", "head"}
        if ended or (token.kind == "start" and token.text in {*_TABLE_TAGS, "option"}):
            self._silent = ""
            return True
        return False

    def _cell(self) -> OpenCell | None:
        return self._open[-1].open if self._open else None

    def _keeps_blanks(self) -> bool:
        cell = self._cell()
        return self._written > 0 or (cell is not None and cell.style.keeps_blanks)

    def _add(self, text: str) -> None:
        if not self._open:
            self._free.append(text)
            return
        # Text between the rows, such as a caption, shows above the table.
        cell = self._open[-1].open
        (self._open[-1].stray if cell is None else cell.parts).append(text)

    def _start(self, tag: str, raw: str) -> None:
        if tag == "br":
            self._add(LINE)
        elif tag in _BLOCKS:
            self._add(BLOCK)
            self._written += tag == "pre"
        elif tag == "table":
            self._start_table()
        elif tag == "input":
            self._start_input(attributes_of(raw))
        elif tag in _SILENT:
            if tag != "option" or "selected" not in attributes_of(raw):
                self._silent = tag
        elif self._open or tag in {"tr", "td", "th"}:
            if not self._open:
                self._start_table()
            self._start_part(self._open[-1], tag, raw)

    def _start_input(self, attributes: Mapping[str, str]) -> None:
        """What stands in a field of a form shows as text."""
        if attributes.get("type", "").lower() not in _UNSHOWN_INPUTS:
            self._add(flowing(attributes.get("value", "")))

    def _start_part(self, builder: TableBuilder, tag: str, raw: str) -> None:
        if tag in {"td", "th"}:
            builder.start_cell(attributes_of(raw), self._style(raw))
        elif tag == "tr":
            builder.start_row(self._style(raw))
        elif tag == "col":
            builder.start_column(attributes_of(raw), self._style(raw))
        elif tag in _SECTIONS:
            builder.start_section()

    def _style(self, raw: str) -> Style:
        if not raw:
            return PLAIN
        known = self._styles.get(raw)
        if known is None:
            known = style_of(attributes_of(raw), self._classes)
            if len(self._styles) < _REMEMBERED:
                self._styles[raw] = known
        return known

    def _start_table(self) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise TooManyCellsError
        self._add(BLOCK)
        nested = self._cell() is not None
        self._open.append(TableBuilder([] if nested else self._take_free(), nested=nested))

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add(BLOCK)
            self._written = max(0, self._written - (tag == "pre"))
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self._open:
            self._open[-1].close_cell()
        elif tag in _SECTIONS and self._open:
            self._open[-1].start_section()

    def _end_table(self) -> None:
        table = self._open.pop().finish()
        cell = self._cell()
        if cell is None:
            self.page.tables.append(table)
        elif not table.is_list:
            cell.parts += [BLOCK, *_as_lines(table), BLOCK]
        else:
            self._lift_out(table, cell)

    def _lift_out(self, table: HtmlTable, cell: OpenCell) -> None:
        """A list inside the cell of a frame; what the frame said before it is its title."""
        frame = self._open[-1].table
        if not frame.is_list:
            above = frame.take_lines()
            inside = lines_of(cell.parts)
            cell.parts.clear()
            table.lead = [*frame.lead, *above, *inside, *table.lead]
            frame.lead = []
        self.page.tables.append(table)

    def _take_free(self) -> list[str]:
        lines, self._free = lines_of(self._free), []
        return lines


def _as_lines(table: HtmlTable) -> list[str]:
    """A small table as text inside a cell: a line a row."""
    parts = [part for line in table.lead for part in (line, LINE)]
    row = 0
    for at in sorted(table.cells):
        if parts:
            parts.append(" " if at[0] == row else LINE)
        parts.append(table.cells[at].value.replace("\n", LINE))
        row = at[0]
    return parts


def read_page(html: str) -> Page:
    """The tables and texts of some HTML; scripts are skipped, nothing is fetched.

    Raises:
        TooManyCellsError: it holds more than any list, or tables nested beyond reason.
    """
    return _PageReader().read(tokens(html, _HEARD))
