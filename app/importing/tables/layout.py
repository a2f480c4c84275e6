"""From a sheet to its task tables: heads found, body rows kept, every other row told why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from app.importing.sheet import Sheet
from app.importing.tables.grid import Grid
from app.importing.tables.headings import squash
from app.importing.tables.heads import Head, find_head, is_same_head, read_head
from app.importing.tables.labels import level_of
from app.importing.tables.rows import BodyRow, SkippedRow, is_continuation, judge_rows
from app.importing.tables.spans import restore_spans
from app.importing.tables.titles import Front, read_front


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of a table.

    Attributes:
        index: the sheet's column number, from 1.
        path: the head texts above it, outermost first; white space inside is as written.
        hidden: whether the sheet hides the column.
    """

    index: int
    path: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet, merges resolved, every row with text accounted for.

    Attributes:
        sheet: the sheet's name.
        title: the title above the head, or empty.
        annex: the number of the annex (附件1), or empty.
        unit_line: the line of unit and date between title and head, or empty.
        header_rows: the rows of the first head.
        columns: the columns, from left to right.
        rows: the rows that hold tasks.
        skipped: all other rows with text, each with its reason.
        merged: whether the body has cells merged over several rows.
        hidden: whether the sheet itself is hidden.
        notes: what the reader could not carry over, one Chinese sentence each.
    """

    sheet: str
    title: str
    annex: str
    unit_line: str
    header_rows: tuple[int, ...]
    columns: tuple[HeadColumn, ...]
    rows: tuple[BodyRow, ...]
    skipped: tuple[SkippedRow, ...]
    merged: bool
    hidden: bool = False
    notes: tuple[str, ...] = ()


def find_tables(sheet: Sheet, asked: Callable[[str], bool] | None = None) -> tuple[Table, ...]:
    """Every table of a sheet that has a head, in reading order.

    Rows of a sheet with tables are all accounted for: those before the first head belong to the
    first table, those after a body to the table above them.

    Args:
        sheet: the sheet.
        asked: tells the heads of columns that a form wants filled in, which no list has.
    """
    grid = Grid(restore_spans(sheet), asked)
    heads = tuple(_heads(grid))
    fronts = [
        read_front(grid, _front_rows(grid, heads, index), first=index == 0)
        for index in range(len(heads))
    ]
    return tuple(
        _table(grid, head, front, _body_rows(grid, heads, fronts, index))
        for index, (head, front) in enumerate(zip(heads, fronts, strict=True))
    )


def _heads(grid: Grid) -> Iterator[Head]:
    """The heads that begin a table; repeats of the head above are not among them."""
    head: Head | None = None
    title, after = "", min(grid.rows, default=1) - 1
    while (row := find_head(grid, after, known=head)) is not None:
        found = read_head(grid, row)
        first = head is None
        front = read_front(grid, _rows_above(grid, row, after), first=first)
        if head is None or not is_same_head(head, found) or _renews(front, title):
            head, title = found, squash(front.title)
            yield found
        after = found.rows[-1]


def _renews(front: Front, title: str) -> bool:
    """Whether a repeated head opens a new table: a new annex or title stands right above it."""
    again = squash(front.title) == title or is_continuation(front.title)
    level = level_of(front.title)
    named = front.names_list and (not level or level == level_of(title))
    return not again and (bool(front.annex) or named)


def _rows_above(grid: Grid, row: int, floor: int) -> tuple[int, ...]:
    """The lines right above a row that are no table rows: title, annex, unit line."""
    above: list[int] = []
    for candidate in reversed([r for r in grid.rows if floor < r < row]):
        if len(grid.places(candidate)) > 3 or len(above) >= 6:
            break
        above.append(candidate)
    return tuple(reversed(above))


def _front_rows(grid: Grid, heads: tuple[Head, ...], index: int) -> tuple[int, ...]:
    first = heads[index].rows[0]
    if index == 0:
        return tuple(row for row in grid.rows if row < first)
    return _rows_above(grid, first, heads[index - 1].rows[-1])


def _body_rows(
    grid: Grid, heads: tuple[Head, ...], fronts: list[Front], index: int
) -> tuple[int, ...]:
    first = heads[index].rows[-1]
    if index + 1 == len(heads):
        return tuple(row for row in grid.rows if row > first)
    following = heads[index + 1]
    last = min((row.row for row in fronts[index + 1].skipped), default=following.rows[0])
    return tuple(row for row in grid.rows if first < row < last)


def _table(grid: Grid, head: Head, front: Front, body: tuple[int, ...]) -> Table:
    judged = judge_rows(grid, head, front.title, body, opening=front.opening)
    columns = _columns(grid, head, judged.rows)
    skipped = [*front.skipped]
    skipped += [
        SkippedRow(row, "head", grid.row_text(row)) for row in head.rows if grid.places(row)
    ]
    return Table(
        sheet=grid.sheet.name,
        title=front.title_alone if judged.opened else front.title,
        annex=front.annex,
        unit_line=front.unit_line,
        header_rows=head.rows,
        columns=columns,
        rows=judged.rows,
        skipped=tuple(sorted([*skipped, *judged.skipped], key=lambda row: row.row)),
        merged=grid.has_vertical_merge(frozenset(row.row for row in judged.rows)),
        hidden=grid.sheet.hidden,
        notes=grid.sheet.notes,
    )


def _with_broken_spans(grid: Grid, head: Head, indexes: list[int]) -> dict[int, tuple[str, ...]]:
    """The head paths; amid a head whose merges were broken, a column without one has its left's."""
    paths = dict(head.paths)
    if any(grid.merge_at(row, column) for row in head.rows for column in head.paths):
        return paths
    for left, index in pairwise(indexes):
        if index not in paths and left == index - 1 and index < max(head.paths):
            paths[index] = paths.get(left, ())
    return paths


def _columns(grid: Grid, head: Head, rows: tuple[BodyRow, ...]) -> tuple[HeadColumn, ...]:
    """The head's columns, and those without a head that hold text in the body."""
    filled = {column for row in rows for column in row.cells if row.cells[column].own}
    indexes = sorted(head.paths.keys() | filled)
    paths = _with_broken_spans(grid, head, indexes)
    columns = [HeadColumn(index, paths.get(index, ())) for index in indexes]
    hidden = grid.sheet.hidden_columns
    return tuple(replace(column, hidden=column.index in hidden) for column in columns)
