"""From a Word document's blocks to sheets: tables with the lines around them, one grid each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.importing.readers.limits import TooManyCellsError
from app.importing.readers.word_blocks import Block, Paragraph, WordTable
from app.importing.readers.word_grid import Placed, place_rows, text_of
from app.importing.sheet import Address, Cell, Merge, Sheet
from app.importing.tables.grid import Grid
from app.importing.tables.headings import squash
from app.importing.tables.heads import Head, find_head, line_of, read_head
from app.importing.tables.labels import level_of
from app.importing.tables.rows import is_continuation, is_note, is_signature
from app.importing.tables.titles import read_front

MAX_TABLES = 1000
"""Tables one document may hold; a plan with all its annexes has some fifty."""

_MOST_LINES = 8
_LONGEST_LINE = 80
_ENDS_OF_PROSE = ("。", "；", ";", "，", "：", ":")
_NUMBERED = re.compile(r"[\d①-⑳(（]")


@dataclass(slots=True)
class _Part:
    """A table, or several that go on in one another, with the lines around it.

    Attributes:
        tables: the tables, and between them lines such as 续表.
        head: the head of the first table, when it has one.
        front: the lines above.
        tail: the lines below.
    """

    tables: list[Block]
    head: Head | None
    front: list[Paragraph] = field(default_factory=list)
    tail: list[Paragraph] = field(default_factory=list)


def sheets_of(
    blocks: Sequence[Block], notes: tuple[str, ...] = ()
) -> tuple[tuple[Sheet, ...], tuple[Paragraph, ...]]:
    """The tables of a document as sheets, and all its paragraphs outside them.

    Args:
        blocks: the paragraphs and tables of the body.
        notes: what was not read; every sheet carries them.

    Raises:
        TooManyCellsError: there are more tables than in any plan.
    """
    flow = list(_unwrapped(blocks))
    parts = _parts(flow)
    if len(parts) > MAX_TABLES:
        raise TooManyCellsError
    names: set[str] = set()
    sheets = tuple(_sheet(part, names, notes) for part in parts)
    owners: dict[int, int] = {}
    for number, part in enumerate(parts, start=1):
        between = [block for block in part.tables if isinstance(block, Paragraph)]
        owners |= dict.fromkeys(map(id, (*part.front, *between, *part.tail)), number)
    paragraphs = tuple(
        replace(block, table=owners.get(id(block), 0))
        for block in flow
        if isinstance(block, Paragraph)
    )
    return sheets, paragraphs


def _unwrapped(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, tables that only lay out other tables replaced by what they hold."""
    for block in blocks:
        if isinstance(block, WordTable) and _is_frame(block):
            for row in block.rows:
                for cell in row.cells:
                    yield from _unwrapped(cell.blocks)
        else:
            yield block


def _is_frame(table: WordTable) -> bool:
    """Whether a table holds other tables and is no list itself."""
    cells = [cell for row in table.rows for cell in row.cells]
    if not any(isinstance(block, WordTable) for cell in cells for block in cell.blocks):
        return False
    return find_head(Grid(_bare_sheet([table])), 0, known=None) is None


def _bare_sheet(tables: Sequence[Block]) -> Sheet:
    cells, merges, hidden = _filled(tables)
    return Sheet("", cells, merges, hidden)


def _has_text(table: WordTable) -> bool:
    return any(text_of(cell.blocks).strip() for row in table.rows for cell in row.cells)


def _parts(flow: Sequence[Block]) -> list[_Part]:
    """The tables with text, joined where one goes on, each with its lines."""
    parts: list[_Part] = []
    between: list[Paragraph] = []
    for block in flow:
        if isinstance(block, Paragraph):
            if block.text.strip():
                between.append(block)
        elif _has_text(block):
            if parts and _goes_on(parts[-1], between, block):
                parts[-1].tables += [*between, block]
            else:
                _share(between, parts)
                front = _front_of(between, parts[-1].tail if parts else [])
                parts.append(_Part([block], _head_of(block), front))
            between = []
    _share(between, parts)
    return parts


def _goes_on(part: _Part, between: list[Paragraph], table: WordTable) -> bool:
    """Whether a table is the rest of the one above, cut off by a page break."""
    above = part.head
    if above is None:
        return False
    known = {squash(line.text) for line in part.front}
    if not all(squash(line.text) in known or is_continuation(line.text) for line in between):
        return False
    below = Grid(_bare_sheet([table]))
    found = find_head(below, 0, known=None)
    if found is not None:
        return read_head(below, found).lines == above.lines
    first = below.rows[0]
    repeated = line_of(below.places(first)) == above.lines[0]
    return repeated or below.last_column == max(above.paths)


def _head_of(table: WordTable) -> Head | None:
    grid = Grid(_bare_sheet([table]))
    row = find_head(grid, 0, known=None)
    return None if row is None else read_head(grid, row)


def _share(between: list[Paragraph], parts: list[_Part]) -> None:
    """Give the notes and lines to sign right below a table to it."""
    if not parts:
        return
    noted = False
    for line in between:
        noted = noted or is_note(line.text)
        if not (
            is_note(line.text)
            or is_signature(line.text)
            or (noted and _NUMBERED.match(squash(line.text)))
        ):
            break
        parts[-1].tail.append(line)


def _front_of(between: list[Paragraph], taken: list[Paragraph]) -> list[Paragraph]:
    """The lines above a table that name it: annex number, title, line of unit and date."""
    front: list[Paragraph] = []
    free = between[len(taken) :] if taken and between[:1] == taken[:1] else between
    for line in reversed(free[-_MOST_LINES:]):
        text = squash(line.text)
        if len(text) > _LONGEST_LINE or text.endswith(_ENDS_OF_PROSE):
            break
        front.append(line)
        if _is_annex(line.text) or (level_of(line.text) and len(front) > 1):
            break
    return front[::-1]


def _is_annex(text: str) -> bool:
    return bool(re.match(r"附\s*[件表录]", text.strip()))


def _sheet(part: _Part, names: set[str], notes: tuple[str, ...]) -> Sheet:
    cells, merges, hidden = _filled([*part.tables, *part.tail])
    for above, line in enumerate(reversed(part.front)):
        cells[-above, 1] = Cell(line.text, -above, 1)
    sheet = Sheet("", cells, merges, hidden, notes=notes)
    return replace(sheet, name=_name(sheet, names))


def _name(sheet: Sheet, names: set[str]) -> str:
    """A name for a table: its annex number or title, never one given before."""
    grid = Grid(sheet)
    front = read_front(grid, tuple(row for row in grid.rows if row < 1), first=True)
    stem = front.annex or front.title[:30] or f"表格{len(names) + 1}"
    name, again = stem, 2
    while name in names:
        name, again = f"{stem}({again})", again + 1
    names.add(name)
    return name


def _filled(
    blocks: Sequence[Block],
) -> tuple[dict[Address, Cell], tuple[Merge, ...], frozenset[int]]:
    """Cells, merges and hidden rows of blocks set one below the other, from row 1."""
    tables = [block for block in blocks if isinstance(block, WordTable)]
    placed = iter(place_rows(tables))
    cells: dict[Address, Cell] = {}
    merges: list[Merge] = []
    hidden: set[int] = set()
    row = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            row += 1
            cells[row, 1] = Cell(block.text, row, 1)
        else:
            rows = next(placed)
            _fill(rows, row, cells)
            merges += _merges(rows, row)
            hidden.update(row + at for at, each in enumerate(block.rows, 1) if each.hidden)
            row += len(block.rows)
    return cells, tuple(merges), frozenset(hidden)


def _fill(rows: list[list[Placed]], above: int, cells: dict[Address, Cell]) -> None:
    for at, placed in enumerate(rows, start=above + 1):
        for each in placed:
            text = "" if each.cell.above else text_of(each.cell.blocks)
            if text.strip():
                held = cells.get((at, each.left))
                joined = f"{held.value}\n{text}" if held else text
                cells[at, each.left] = Cell(joined, at, each.left)


def _merges(rows: list[list[Placed]], above: int) -> Iterator[Merge]:
    """Areas of cells that span columns or go on downwards in cells marked so."""
    going: dict[int, Merge] = {}
    for at, placed in enumerate(rows, start=above + 1):
        still: dict[int, Merge] = {}
        for each in placed:
            held = going.pop(each.left, None) if each.cell.above else None
            if held is not None:
                right = max(held.right, each.right)
                still[each.left] = Merge(held.top, held.left, at, right)
            else:
                still[each.left] = Merge(at, each.left, at, each.right)
        yield from (merge for merge in going.values() if merge.rows * merge.columns > 1)
        going = still
    yield from (merge for merge in going.values() if merge.rows * merge.columns > 1)
