"""From a sheet to the problems it lists: which column plays which part, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import mean

from app.importing.registers.problemheads import is_lead, part_of, source_in, speaks_of_problems
from app.importing.sheet import Sheet
from app.importing.tables.grid import Grid
from app.importing.tables.headings import squash
from app.importing.tables.heads import read_head
from app.importing.tables.layout import Table, find_tables
from app.importing.tables.rows import BodyRow, SkippedRow, judge_rows, plain_row
from app.importing.tables.spans import restore_spans
from app.models.rules.deadlines import read_deadline

_GROUP_FIELD = "分类"
_UNIT_ENDINGS = ("镇", "村", "局", "社区", "公司", "站", "办", "街道", "中心", "委", "厂", "所")
_SHORT = 16
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class ProblemColumn:
    """A column: its number in the sheet, its heading, and the part it plays, None for none."""

    index: int
    name: str
    part: str | None


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A problem as read, not yet in the ledger.

    Attributes:
        row: its number in the sheet.
        values: texts by part (see problemheads.PARTS); blank ones are left out.
        fields: the columns that play no part, by heading.
    """

    row: int
    values: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProblemTable:
    """One list of problems in a sheet; ``rows`` are kept, so that a column may be read anew."""

    sheet: str
    title: str
    columns: tuple[ProblemColumn, ...]
    rows: tuple[BodyRow, ...]
    skipped: tuple[SkippedRow, ...] = ()

    @property
    def source(self) -> str:
        """The source its title names, such as 中央督察; empty when none."""
        return source_in(self.title) or source_in(self.sheet)

    def has(self, part: str) -> bool:
        """Whether a column plays a part."""
        return any(column.part == part for column in self.columns)


def find_problem_tables(sheets: Sequence[Sheet]) -> tuple[ProblemTable, ...]:
    """Every list of problems in some sheets, in reading order."""
    found: list[ProblemTable] = []
    for sheet in sheets:
        if not sheet.hidden:
            found += _tables_of(sheet)
    return tuple(found)


def read_rows(sheet: Sheet) -> ProblemTable | None:
    """What was pasted, with a row of headings or without; None when nothing in it is a problem."""
    headed = _tables_of(sheet)
    if headed:
        return headed[0]
    grid = Grid(sheet)
    columns = range(1, grid.last_column + 1)
    rows = tuple(plain_row(grid, row) for row in grid.rows if not _is_lone_head(grid, row))
    parts = _parts_by_content(rows, columns)
    named = tuple(ProblemColumn(index, f"列{index}", parts.get(index)) for index in columns)
    table = ProblemTable(sheet.name, "", named, rows)
    return table if table.has("text") else None


def drafts_of(table: ProblemTable) -> tuple[ProblemDraft, ...]:
    """The problems of a table.

    A row whose problem is merged with the row above goes on with it: what it adds is joined.
    """
    drafts: list[ProblemDraft] = []
    texts = [column.index for column in table.columns if column.part == "text"]
    for row in table.rows:
        draft = _draft(table, row)
        cell = next((row.cells[index] for index in texts if index in row.cells), None)
        if cell is not None and not cell.own and drafts:
            drafts[-1] = _joined(drafts[-1], draft)
        elif draft.values.get("text"):
            drafts.append(draft)
    return tuple(drafts)


def with_part(table: ProblemTable, index: int, part: str | None) -> ProblemTable:
    """The table with the clerk's own choice for one column; the one that had the part gives it."""
    return replace(
        table,
        columns=tuple(
            replace(column, part=part)
            if column.index == index
            else replace(column, part=None)
            if part is not None and column.part == part
            else column
            for column in table.columns
        ),
    )


def _tables_of(sheet: Sheet) -> list[ProblemTable]:
    found = [made for table in find_tables(sheet) if (made := _problem_table(table)) is not None]
    if found:
        return found
    grid = Grid(restore_spans(sheet))
    top = next((row for row in grid.rows if _is_head(grid, row)), None)
    if top is None:
        return []
    head = read_head(grid, top)
    body = tuple(row for row in grid.rows if row > head.rows[-1])
    title = " ".join(grid.row_text(row) for row in grid.rows if row < top)
    judged = judge_rows(grid, head, title, body)
    columns = _columns(sorted(head.paths.items()))
    return [ProblemTable(sheet.name, title, columns, judged.rows, judged.skipped)]


def _problem_table(table: Table) -> ProblemTable | None:
    """A table that is a list of problems: a column says so, or its title and its longest texts."""
    columns = _columns([(column.index, column.path) for column in table.columns])
    if not any(column.part == "text" for column in columns):
        if not speaks_of_problems(f"{table.title}{table.sheet}"):
            return None
        columns = _with_longest(columns, table.rows)
    found = ProblemTable(table.sheet, table.title, columns, table.rows, table.skipped)
    return found if found.has("text") and table.rows else None


def _columns(paths: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[ProblemColumn, ...]:
    """Each part goes to the first column that names it; a lead stands in for a missing unit."""
    taken: set[str] = set()
    columns = []
    for index, path in paths:
        part = part_of(path)
        name = "/".join("".join(text.split()) for text in path) or f"列{index}"
        columns.append(ProblemColumn(index, name, None if part in taken else part))
        taken |= {part} if part else set()
    if "unit" not in taken:
        lead = next((index for index, path in paths if is_lead(path)), None)
        columns = [replace(one, part="unit") if one.index == lead else one for one in columns]
    return tuple(columns)


def _with_longest(
    columns: tuple[ProblemColumn, ...], rows: Sequence[BodyRow]
) -> tuple[ProblemColumn, ...]:
    free = [column.index for column in columns if column.part is None]
    longest = max(free, key=lambda index: _mean_length(rows, index), default=None)
    return tuple(
        replace(column, part="text") if column.index == longest else column for column in columns
    )


def _is_head(grid: Grid, row: int) -> bool:
    parts = [part_of((place.text,)) for place in grid.places(row)]
    return "text" in parts and len({part for part in parts if part}) >= 2


def _is_lone_head(grid: Grid, row: int) -> bool:
    """The heading over a single pasted column."""
    return row == grid.rows[0] and part_of((grid.row_text(row),)) == "text"


def _draft(table: ProblemTable, row: BodyRow) -> ProblemDraft:
    values: dict[str, str] = {}
    fields: dict[str, str] = {}
    for column in table.columns:
        cell = row.cells.get(column.index)
        text = cell.text.strip() if cell else ""
        if text:
            (values if column.part else fields)[column.part or column.name] = text
    groups = " / ".join(label.strip() for label in row.groups)
    if groups:
        fields[_GROUP_FIELD] = groups
        values.setdefault("source", source_in(groups))
    return ProblemDraft(row.row, {key: text for key, text in values.items() if text}, fields)


def _joined(above: ProblemDraft, below: ProblemDraft) -> ProblemDraft:
    return replace(
        above,
        values=_added(above.values, below.values),
        fields=_added(above.fields, below.fields),
    )


def _added(above: Mapping[str, str], below: Mapping[str, str]) -> dict[str, str]:
    """What the row below says more, on lines of its own."""
    joined = dict(above)
    for key, text in below.items():
        held = joined.get(key, "")
        if text not in held.split("\n"):
            joined[key] = f"{held}\n{text}" if held else text
    return joined


def _parts_by_content(rows: Sequence[BodyRow], columns: range) -> dict[int, str]:
    """Without headings: the longest column is the problem, the others are told by their texts."""
    texts = {
        index: [row.cells[index].text.strip() for row in rows if index in row.cells]
        for index in columns
    }
    filled = {index: held for index, held in texts.items() if held}
    if not filled:
        return {}
    parts: dict[int, str] = {}
    longest = max(filled, key=lambda index: mean(map(len, filled[index])))
    for index, held in filled.items():
        part = "text" if index == longest else _part_by_content(held)
        if part and part not in parts.values():
            parts[index] = part
    return parts


def _part_by_content(texts: Sequence[str]) -> str | None:
    tests = {
        "number": lambda text: squash(text).rstrip(".、").isdecimal() and len(text) <= 4,
        "deadline_text": lambda text: read_deadline(text, year=2000).due is not None,
        "unit": lambda text: len(text) <= _SHORT and text.endswith(_UNIT_ENDINGS),
        "source": lambda text: len(text) <= _SHORT and bool(source_in(text)),
    }
    for part, test in tests.items():
        if sum(map(test, texts)) >= _LEAST_SHARE * len(texts):
            return part
    return None


def _mean_length(rows: Sequence[BodyRow], index: int) -> float:
    texts = [row.cells[index].text for row in rows if index in row.cells]
    return mean(map(len, texts)) if texts else 0.0
