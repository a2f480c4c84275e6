"""Lists of objects in a sheet: tables with a head known or plain, and bare names without one."""

import re
from dataclasses import replace

from app.importing.registers.itemheadings import is_item_heading
from app.importing.sheet import Sheet
from app.importing.tables.grid import Grid
from app.importing.tables.headings import is_measure, squash, vocabulary
from app.importing.tables.heads import Head, read_head
from app.importing.tables.labels import level_of
from app.importing.tables.layout import HeadColumn, Table, find_tables
from app.importing.tables.rows import (
    BodyRow,
    SkippedRow,
    is_note,
    is_signature,
    plain_row,
)
from app.importing.tables.spans import restore_spans

_LONGEST_HEAD = 16
_ROWS_LOOKED_AT = 12
_SENTENCE = re.compile(r"[。；：:;!！]|空白|无正文")
_VILLAGE = re.compile(r".*(村|社区|居委会|村委会|组)")


def find_item_tables(sheet: Sheet) -> tuple[Table, ...]:
    """Every list of objects in a sheet; a sheet with text always has at least one."""
    grid = Grid(restore_spans(sheet))
    known = tuple(_with_lone_names(grid, table) for table in find_tables(sheet))
    useful = tuple(table for table in known if table.rows)
    if useful or not sheet.cells:
        return useful
    return (_plain_table(grid),)


def is_village(label: str) -> bool:
    """Whether the words of a group row name a village: its objects lie there."""
    return bool(_VILLAGE.fullmatch(_without_number(label)))


def village_of(label: str) -> str:
    """A group row's village without its number: 一、漕溪村 is 漕溪村."""
    return _without_number(label)


def _without_number(label: str) -> str:
    bare = re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*", "", label.strip())
    return re.sub(r"[(（][^()（）]*[)）]$", "", bare)


def _with_lone_names(grid: Grid, table: Table) -> Table:
    """A row with nothing but a name is an object here, where a plan would have a group."""
    lone = {row.row: row for row in table.skipped if _is_lone(grid, row)}
    if not lone:
        return table
    labels = {row.text.strip() for row in lone.values()}
    rows = [
        replace(row, groups=tuple(label for label in row.groups if label.strip() not in labels))
        for row in table.rows
    ]
    rows += [plain_row(grid, number) for number in lone]
    return replace(
        table,
        rows=tuple(sorted(rows, key=lambda row: row.row)),
        skipped=tuple(row for row in table.skipped if row.row not in lone),
    )


def _is_lone(grid: Grid, row: SkippedRow) -> bool:
    places = grid.places(row.row)
    if row.why not in {"group", "note"} or len(places) != 1 or places[0].width > 1:
        return False
    text = squash(row.text)
    told = is_note(text) or is_signature(text) or _SENTENCE.search(text)
    return not (told or level_of(text) or is_village(text)) and len(text) <= 2 * _LONGEST_HEAD


def _plain_table(grid: Grid) -> Table:
    """All rows of a sheet whose head, if it has one, is none of a plan's."""
    sheet = grid.sheet
    top = next((row for row in grid.rows[:_ROWS_LOOKED_AT] if _is_head(grid, row)), None)
    head = read_head(grid, top) if top is not None else None
    above = tuple(row for row in grid.rows if head is not None and row < head.rows[0])
    below = tuple(row for row in grid.rows if head is None or row > head.rows[-1])
    verdicts = {row: _verdict(grid, row, head) for row in below}
    rows = tuple(plain_row(grid, row) for row in below if not verdicts[row])
    skipped = [SkippedRow(row, "title", grid.row_text(row)) for row in above]
    skipped += [SkippedRow(row, "head", grid.row_text(row)) for row in (head.rows if head else ())]
    skipped += [SkippedRow(row, why, grid.row_text(row)) for row, why in verdicts.items() if why]
    return Table(
        sheet=sheet.name,
        title=grid.row_text(above[0]) if above else sheet.name,
        annex="",
        unit_line="",
        header_rows=head.rows if head else (),
        columns=_columns(grid, head, rows),
        rows=rows,
        skipped=tuple(skipped),
        merged=grid.has_vertical_merge(frozenset(row.row for row in rows)),
        hidden=sheet.hidden,
        notes=sheet.notes,
    )


def _is_head(grid: Grid, row: int) -> bool:
    places = grid.places(row)
    texts = [squash(place.text) for place in places]
    if any(len(text) > _LONGEST_HEAD or _is_number(text) for text in texts):
        return False
    if len(places) == 1:
        return places[0].width == 1 and grid.last_column == 1 and is_item_heading(places[0].text)
    return any(is_item_heading(place.text) for place in places)


def _verdict(grid: Grid, row: int, head: Head | None) -> str:
    """Why a row holds no object; empty when it does."""
    places = grid.places(row)
    first = squash(places[0].text)
    line = tuple(squash(place.text) for place in places)
    if head is not None and line in head.lines:
        return "head_repeated"
    if len(places) == 1 and places[0].width > 2:
        return "group" if head is not None else "title"
    tests = (
        ("total", first.rstrip(":：") in vocabulary().totals),
        ("note", is_note(places[0].text) and len(places) <= 2),
        ("signature", all(is_signature(place.text) for place in places[:2])),
        ("blank", all(_is_number(text) or is_measure(text) for text in line)),
    )
    return next((why for why, fits in tests if fits), "")


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,%]+", text))


def _columns(grid: Grid, head: Head | None, rows: tuple[BodyRow, ...]) -> tuple[HeadColumn, ...]:
    paths = head.paths if head else {}
    filled = {column for row in rows for column in row.cells}
    hidden = grid.sheet.hidden_columns
    return tuple(
        HeadColumn(index, paths.get(index, ()), index in hidden)
        for index in sorted(paths.keys() | filled)
    )
