"""The body of a Word document as it reads once every tracked change is accepted.

A streaming reader (ECMA-376 part 1, 17): paragraphs and tables in reading order, text boxes after
the paragraph that holds them, content controls opened, fields by their results. Headers, footers
and whatever lies outside the file are never looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.importing.readers.addresses import whole
from app.importing.readers.limits import MAX_TEXT, TooManyCellsError
from app.importing.readers.word_blocks import Block, Paragraph, WordCell, WordRow, WordTable
from app.importing.readers.word_numbering import Counters, NumberingSink, StylesSink
from app.importing.readers.word_symbols import symbol

MAX_BLOCKS = 400_000
"""Paragraphs, rows and cells one document may hold in all."""

MAX_NESTING = 12
"""Tables and text boxes that may lie in one another; real documents reach three."""

MAX_SPAN = 1024
"""Grid columns a cell may span; Word itself allows 63."""

_SKIPPED = frozenset({
    "moveFrom", "Fallback", "rt", "txBody", "pPrChange", "rPrChange", "tblPrChange", "tcPrChange",
    "trPrChange", "tblGridChange", "sectPrChange", "tblPrExChange", "numberingChange",
})  # fmt: skip
"""What is not shown: moved away, doubled for old programs, ruby, and properties as they were."""


@dataclass(slots=True)
class _OpenParagraph:
    parts: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    numbering: str = ""
    level: int | None = None
    centred: bool = False
    joined: bool = False
    length: int = 0
    floating: list[Block] = field(default_factory=list)


class BodySink:
    """Takes the events of ``document.xml`` and builds its blocks."""

    def __init__(self, styles: StylesSink, numbering: NumberingSink) -> None:
        self.blocks: list[Block] = []
        self.hidden_texts = 0
        self.deleted_texts = 0
        self.footnotes = 0
        self.embedded = 0
        self._styles, self._counters = styles, Counters(numbering)
        self._containers: list[list[Block]] = [self.blocks]
        self._paragraphs: list[_OpenParagraph] = []
        self._tables: list[WordTable] = []
        self._carried: dict[int, list[str]] = {}
        self._tags: list[str] = [""]
        self._fields: list[bool] = []
        self._controls: list[bool] = []
        self._skipping = 0
        self._hidden_run = False
        self._taking = False
        self._count = 0
        self._number = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "p": self._start_p, "r": self._start_r, "t": self._start_t, "tbl": self._start_tbl,
            "tr": self._start_tr, "tc": self._start_tc, "txbxContent": self._start_box,
            "sdt": self._start_sdt, "fldChar": self._start_field, "sym": self._start_sym,
            "footnoteReference": self._start_footnote, "endnoteReference": self._start_footnote,
            "altChunk": self._start_chunk,
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_p, "t": self._end_t, "tbl": self._end_tbl, "tc": self._end_container,
            "txbxContent": self._end_box, "sdt": self._end_sdt,
        }  # fmt: skip

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if self._skipping:
            self._skipping += 1
            self.deleted_texts += tag == "delText"
            return
        parent = self._tags[-1]
        if tag in _SKIPPED or (tag == "del" and parent not in {"rPr", "trPr"}):
            self._skipping = 1
            return
        if tag == "sdtContent" and self._controls and self._controls[-1]:
            self._skipping = 1
            return
        self._tags.append(tag)
        handler = self._starts.get(tag)
        if handler:
            handler(attributes)
        elif parent in _PROPERTIES:
            _PROPERTIES[parent](self, tag, attributes)

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._skipping:
            self._skipping -= 1
            return
        self._tags.pop()
        handler = self._ends.get(tag)
        if handler:
            handler()

    def data(self, text: str) -> None:
        """Text inside the element opened last."""
        if self._taking and not self._skipping:
            self._take(text)

    def _take(self, text: str) -> None:
        """Put shown text to the paragraph; instructions of fields and hidden runs are not shown."""
        if self._paragraphs and all(self._fields):
            if self._hidden_run:
                self.hidden_texts += 1
            else:
                paragraph = self._paragraphs[-1]
                paragraph.parts.append(text)
                paragraph.length += len(text)
                if paragraph.length > MAX_TEXT:
                    raise TooManyCellsError

    def _count_part(self) -> None:
        self._count += 1
        if self._count > MAX_BLOCKS:
            raise TooManyCellsError

    def _start_p(self, attributes: dict[str, str]) -> None:
        del attributes
        self._count_part()
        if len(self._containers) == 1:
            self._number += 1
        self._paragraphs.append(_OpenParagraph())

    def _end_p(self) -> None:
        paragraph = self._paragraphs.pop()
        container = self._containers[-1]
        if paragraph.joined:
            self._carried.setdefault(id(container), []).extend(paragraph.parts)
        else:
            before = self._carried.pop(id(container), [])
            container.append(self._closed(paragraph, "".join([*before, *paragraph.parts])))
        container.extend(paragraph.floating)

    def _closed(self, paragraph: _OpenParagraph, text: str) -> Paragraph:
        style = paragraph.style
        numbering = paragraph.numbering or self._styles.find(style, "numbering") or ""
        level = paragraph.level
        if level is None:
            level = whole(str(self._styles.find(style, "level") or 0))
        outline = paragraph.outline
        if outline is None:
            found = self._styles.find(style, "outline")
            outline = found if isinstance(found, int) else 9
        label = self._counters.label(str(numbering), level) if numbering else ""
        known = self._styles.styles.get(style)
        return Paragraph(
            number=self._number,
            text=label + text,
            style=known.name if known else style,
            level=outline + 1 if 0 <= outline < 9 else 0,
            centred=paragraph.centred,
            label=label,
        )

    def _start_r(self, attributes: dict[str, str]) -> None:
        del attributes
        self._hidden_run = False

    def _start_t(self, attributes: dict[str, str]) -> None:
        del attributes
        self._taking = True

    def _end_t(self) -> None:
        self._taking = False

    def _start_sym(self, attributes: dict[str, str]) -> None:
        try:
            code = int(attributes.get("char", ""), 16)
        except ValueError:
            return
        self._take(symbol(attributes.get("font", ""), code))

    def _start_field(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("fldCharType", "")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _start_footnote(self, attributes: dict[str, str]) -> None:
        del attributes
        self.footnotes += 1

    def _start_chunk(self, attributes: dict[str, str]) -> None:
        del attributes
        self.embedded += 1

    def _start_sdt(self, attributes: dict[str, str]) -> None:
        del attributes
        self._controls.append(False)

    def _end_sdt(self) -> None:
        if self._controls:
            self._controls.pop()

    def _start_tbl(self, attributes: dict[str, str]) -> None:
        del attributes
        self._tables.append(WordTable())
        if len(self._tables) > MAX_NESTING:
            raise TooManyCellsError

    def _end_tbl(self) -> None:
        table = self._tables.pop()
        table.rows = [row for row in table.rows if not row.deleted]
        if table.rows:
            self._containers[-1].append(table)

    def _start_tr(self, attributes: dict[str, str]) -> None:
        del attributes
        self._count_part()
        if self._tables:
            self._tables[-1].rows.append(WordRow())

    def _start_tc(self, attributes: dict[str, str]) -> None:
        del attributes
        self._count_part()
        cell = WordCell()
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(cell)
        self._containers.append(cell.blocks)

    def _end_container(self) -> None:
        container = self._containers.pop()
        rest = self._carried.pop(id(container), [])
        if rest:
            container.append(Paragraph(self._number, "".join(rest)))

    def _start_box(self, attributes: dict[str, str]) -> None:
        del attributes
        self._containers.append([])
        if len(self._containers) > 2 * MAX_NESTING:
            raise TooManyCellsError

    def _end_box(self) -> None:
        box = self._containers[-1]
        self._end_container()
        blocks = self._paragraphs[-1].floating if self._paragraphs else self._containers[-1]
        blocks.extend(box)

    def in_run(self, tag: str, attributes: dict[str, str]) -> None:
        """A mark inside a run."""
        kind = attributes.get("type", "textWrapping")
        if tag == "tab":
            self._take("\t")
        elif tag == "cr" or (tag == "br" and kind == "textWrapping"):
            self._take("\n")
        elif tag == "noBreakHyphen":
            self._take("-")

    def in_run_properties(self, tag: str, attributes: dict[str, str]) -> None:
        """A property of a run, or of the mark that ends a paragraph."""
        of_mark = self._tags[-3] == "pPr"
        if tag == "vanish" and not of_mark:
            self._hidden_run = _is_on(attributes)
        elif tag == "del" and of_mark and self._paragraphs:
            self._paragraphs[-1].joined = True

    def in_paragraph_properties(self, tag: str, attributes: dict[str, str]) -> None:
        """A property of a paragraph."""
        if not self._paragraphs:
            return
        paragraph, value = self._paragraphs[-1], attributes.get("val", "")
        if tag == "pStyle":
            paragraph.style = value
        elif tag == "outlineLvl":
            paragraph.outline = whole(value, 9)
        elif tag == "jc":
            paragraph.centred = value == "center"

    def in_numbering(self, tag: str, attributes: dict[str, str]) -> None:
        """The numbering of a paragraph."""
        if not self._paragraphs:
            return
        if tag == "numId":
            self._paragraphs[-1].numbering = attributes.get("val", "")
        elif tag == "ilvl":
            self._paragraphs[-1].level = whole(attributes.get("val"))

    def in_control(self, tag: str, attributes: dict[str, str]) -> None:
        """A property of a content control; a prompt nobody has written over is no text."""
        if tag == "showingPlcHdr" and self._controls:
            self._controls[-1] = _is_on(attributes)

    def in_grid(self, tag: str, attributes: dict[str, str]) -> None:
        """A column of the table's grid."""
        if tag == "gridCol" and self._tables and len(self._tables[-1].widths) < MAX_SPAN:
            self._tables[-1].widths.append(whole(attributes.get("w")))

    def in_row_properties(self, tag: str, attributes: dict[str, str]) -> None:
        """A property of a table row."""
        if not self._tables or not self._tables[-1].rows:
            return
        row = self._tables[-1].rows[-1]
        if tag == "gridBefore":
            row.before = whole(attributes.get("val"), MAX_SPAN)
        elif tag == "hidden":
            row.hidden = _is_on(attributes)
        elif tag == "del":
            row.deleted = True

    def in_cell_properties(self, tag: str, attributes: dict[str, str]) -> None:
        """A property of a table cell."""
        if not self._tables or not self._tables[-1].rows or not self._tables[-1].rows[-1].cells:
            return
        cell, value = self._tables[-1].rows[-1].cells[-1], attributes.get("val", "continue")
        if tag == "gridSpan":
            cell.span = max(1, whole(value, MAX_SPAN))
        elif tag == "vMerge":
            cell.above = value == "continue"
        elif tag == "hMerge":
            cell.beside = value == "continue"


_PROPERTIES: dict[str, Callable[[BodySink, str, dict[str, str]], None]] = {
    "r": BodySink.in_run,
    "rPr": BodySink.in_run_properties,
    "pPr": BodySink.in_paragraph_properties,
    "numPr": BodySink.in_numbering,
    "sdtPr": BodySink.in_control,
    "tblGrid": BodySink.in_grid,
    "trPr": BodySink.in_row_properties,
    "tcPr": BodySink.in_cell_properties,
}


def _is_on(attributes: dict[str, str]) -> bool:
    return attributes.get("val", "true") not in {"0", "false", "off"}
