"""What was understood of a table, turned into the picture of the sheet that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.importwizard.picture import ColumnTag, RowMark, SheetPicture
from app.ui.importwizard.words import part_word, reason_words

if TYPE_CHECKING:
    from app.importing.drafts import DraftList
    from app.importing.sheet import Sheet
    from app.importing.tables.columns import MappedColumn
    from app.importing.tables.rows import SkippedRow

_SURE = 0.6
_HIDDEN = RowMark("task", "隐藏", "原表中隐藏的行，已照常读入")
_TASK = RowMark("task")
_QUIET = frozenset({"head", "head_repeated", "group"})


def picture_of(sheet: Sheet, drafts: DraftList) -> SheetPicture:
    """The sheet with every row's part and every column's tag."""
    rows = {skipped.row: _mark(skipped) for skipped in drafts.skipped}
    rows |= {task.source_row: _HIDDEN if task.hidden else _TASK for task in drafts.tasks}
    tags = {column.index: tag_of(column) for column in drafts.mapping.columns}
    return SheetPicture(sheet, rows, tags)


def tag_of(column: MappedColumn) -> ColumnTag:
    """A column's tag."""
    part = part_word(column.field)
    if column.also and column.also != column.field:
        part = f"{part}、{part_word(column.also)}"
    return ColumnTag(
        column=column.index,
        heading=column.name,
        field=column.field,
        part=part,
        sure=column.confidence >= _SURE,
        why=f"“{column.name}”：{column.why}" if column.why else column.name,
    )


def left_out(drafts: DraftList) -> tuple[SkippedRow, ...]:
    """The rows that became nothing: titles, notes, signature lines; heads and groups are used."""
    return tuple(row for row in drafts.skipped if row.why not in _QUIET)


def left_out_words(rows: tuple[SkippedRow, ...]) -> str:
    """Which kinds of rows they are: 标题、注、签字."""
    return "、".join(dict.fromkeys(reason_words(row.why)[0] for row in rows))


def heads_words(drafts: DraftList) -> str:
    """Where the head stands: 表头第 4 行, 表头第 3—4 行."""
    rows = drafts.table.header_rows
    if not rows:
        return ""
    span = f"{rows[0]}—{rows[-1]}" if len(rows) > 1 else str(rows[0])
    return f"表头第 {span} 行"


def _mark(skipped: SkippedRow) -> RowMark:
    word, why = reason_words(skipped.why)
    if skipped.why in {"head", "head_repeated"}:
        return RowMark("head", word, why)
    return RowMark("group" if skipped.why == "group" else "skipped", word, why)
