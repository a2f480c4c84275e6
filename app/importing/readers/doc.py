"""Reading .doc and .wps, the binary Word document: its paragraphs and tables."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from app.importing.readers.doc_file import DocFile, DocParagraph, Sprms
from app.importing.readers.doc_lists import read_lists
from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.ole import OLE, Compound
from app.importing.readers.package import broken_file, too_large
from app.importing.readers.word_blocks import Block, Paragraph, WordCell, WordRow, WordTable
from app.importing.readers.word_body import MAX_NESTING, MAX_SPAN
from app.importing.readers.word_numbering import Counters

_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_LEVEL, _NUMBERING, _OUTLINE, _ALIGNED = 0x260A, 0x460B, 0x2640, (0x2461, 0x2403)
_DEF_TABLE, _VERTICAL = 0xD608, 0xD62B
_CELL_SIZE = 20
_SIGNS = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0", "\t": "\t"}


@dataclass(frozen=True, slots=True)
class DocBody:
    """The blocks of a binary document, and how much of it is not shown."""

    blocks: tuple[Block, ...]
    hidden: int
    deleted: int
    footnotes: int


def is_doc(path: Path, head: bytes) -> bool:
    """Whether the content is that of a binary Word document."""
    return head.startswith(OLE) and "worddocument" in Compound(path).names


def read_body(path: Path) -> DocBody:
    """The paragraphs and tables of a binary document, in reading order.

    Raises:
        UserError: ``password_protected``, ``unreadable_file`` or ``too_large``.
        OldWordError: it is older than Word 97.
    """
    try:
        file = DocFile(path, Compound(path))
        builder = _Builder(Counters(read_lists(*file.lists())))
        for paragraph in file.paragraphs():
            builder.add(paragraph)
        blocks = builder.close()
    except (struct.error, IndexError) as error:
        raise broken_file(path, repr(error)) from error
    except TooManyCellsError as error:
        raise too_large(path, "tables nested too deep") from error
    return DocBody(tuple(blocks), file.hidden, file.deleted, builder.footnotes)


@dataclass(slots=True)
class _Row:
    """A row of a table: where its cells begin and end, and what merges they are in."""

    edges: tuple[int, ...]
    beside: tuple[bool, ...]
    above: tuple[bool, ...]
    cells: list[list[Block]]


@dataclass(slots=True)
class _Open:
    """A table being read."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class _Builder:
    """Puts paragraphs into the tables they belong to."""

    def __init__(self, counters: Counters) -> None:
        self.footnotes = 0
        self._counters = counters
        self._blocks: list[Block] = []
        self._open: list[_Open] = []
        self._number = 0
        self._fields: list[bool] = []

    def add(self, paragraph: DocParagraph) -> None:
        """Take the next paragraph."""
        sprms = paragraph.sprms
        depth = _depth(sprms)
        self._reach(depth)
        row_ends = _is_on(sprms, _ROW_END if depth == 1 else _INNER_ROW_END)
        if depth and row_ends:
            self._end_row(sprms)
            return
        if not depth:
            self._number += 1
        made = self._paragraph(paragraph)
        target = self._open[-1].blocks if depth else self._blocks
        target.append(made)
        if depth and (paragraph.mark == "\x07" or _is_on(sprms, _INNER_CELL)):
            table = self._open[-1]
            table.cells.append(table.blocks)
            table.blocks = []

    def close(self) -> list[Block]:
        """All blocks, once the last paragraph was taken."""
        self._reach(0)
        return self._blocks

    def _reach(self, depth: int) -> None:
        """Open or close tables until as many lie in one another as the paragraph says."""
        if depth > MAX_NESTING:
            raise TooManyCellsError
        while len(self._open) < depth:
            self._open.append(_Open())
        while len(self._open) > depth:
            done = self._open.pop()
            target = self._open[-1].blocks if self._open else self._blocks
            if done.cells or done.blocks:
                cells = [*done.cells, done.blocks] if done.blocks else done.cells
                done.rows.append(_even_row(cells))
            if done.rows:
                target.append(_table(done.rows))

    def _end_row(self, sprms: Sprms) -> None:
        table = self._open[-1]
        table.rows.append(_row(sprms, table.cells))
        table.cells, table.blocks = [], []

    def _paragraph(self, paragraph: DocParagraph) -> Paragraph:
        sprms = paragraph.sprms
        numbering = _signed(sprms.get(_NUMBERING))
        level = sprms.get(_LEVEL, b"\0")[0]
        label = self._counters.label(str(numbering), level) if numbering > 0 else ""
        outline = sprms.get(_OUTLINE, b"\x09")[0]
        return Paragraph(
            number=self._number,
            text=label + self._shown(paragraph.text),
            level=outline + 1 if outline < 9 else 0,
            centred=any(sprms.get(key, b"\0")[0] == 1 for key in _ALIGNED),
            label=label,
        )

    def _shown(self, text: str) -> str:
        """The text without field instructions and marks; results of fields stay."""
        if text.isprintable() and not self._fields:
            return text
        shown = []
        for char in text:
            if char == "\x13":
                self._fields.append(False)
            elif char == "\x14" and self._fields:
                self._fields[-1] = True
            elif char == "\x15" and self._fields:
                self._fields.pop()
            elif all(self._fields):
                self.footnotes += char == "\x02"
                shown.append(char if char >= " " else _SIGNS.get(char, ""))
        return "".join(shown)


def _depth(sprms: Sprms) -> int:
    """How many tables a paragraph lies in."""
    raw = sprms.get(_DEPTH)
    depth = int(struct.unpack("<i", raw)[0]) if raw else 0
    return max(depth, 1) if _is_on(sprms, _IN_TABLE) else max(depth, 0)


def _is_on(sprms: Sprms, code: int) -> bool:
    return bool(sprms.get(code, b"\0")[0])


def _signed(raw: bytes | None) -> int:
    return int(struct.unpack("<h", raw)[0]) if raw else 0


def _row(sprms: Sprms, cells: list[list[Block]]) -> _Row:
    """A row by its table definition (MS-DOC 2.9.326); without one its cells are equally wide."""
    raw = sprms.get(_DEF_TABLE, b"")
    count = raw[0] if raw else 0
    if not count or len(raw) < 1 + 2 * (count + 1):
        return _even_row(cells)
    edges = struct.unpack_from(f"<{count + 1}h", raw, 1)
    marks = [
        int(struct.unpack_from("<H", raw, at)[0])
        for at in range(1 + 2 * (count + 1), len(raw) - 1, _CELL_SIZE)
    ]
    marks += [0] * (count - len(marks))
    above = [mark >> 5 & 3 == 1 for mark in marks[:count]]
    if (vertical := sprms.get(_VERTICAL)) and len(vertical) >= 2 and vertical[0] < count:
        above[vertical[0]] = vertical[1] & 3 == 1
    beside = tuple(mark & 3 == 1 for mark in marks[:count])
    return _Row(tuple(edges), beside, tuple(above), cells)


def _even_row(cells: list[list[Block]]) -> _Row:
    count = len(cells)
    nothing = (False,) * count
    return _Row(tuple(range(0, 1000 * (count + 1), 1000)), nothing, nothing, cells)


def _table(rows: Sequence[_Row]) -> WordTable:
    """The rows over one grid of all their edges."""
    edges = sorted({edge for row in rows for edge in row.edges})[: MAX_SPAN + 1]
    index = {edge: at for at, edge in enumerate(edges)}
    table = WordTable([right - left for left, right in pairwise(edges)])
    for row in rows:
        made = WordRow(before=index.get(row.edges[0], 0))
        for at, blocks in enumerate(row.cells):
            made.cells.append(_cell(row, at, blocks, index))
        table.rows.append(made)
    return table


def _cell(row: _Row, at: int, blocks: list[Block], index: dict[int, int]) -> WordCell:
    if at + 1 >= len(row.edges):
        return WordCell(1, blocks=blocks)
    left, right = index.get(row.edges[at], 0), index.get(row.edges[at + 1], 0)
    return WordCell(max(1, right - left), row.above[at], row.beside[at], blocks)
