"""From a list of objects to drafts of items: each row one, or left out with the reason."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.importing.registers.itemcolumns import ItemMapping
from app.importing.registers.itemtables import is_village, village_of
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.importing.tables.rows import BodyCell, BodyRow, SkippedRow
from app.models.rules.deadlines import read_deadline

GROUP = "分组"
"""The own column that keeps the group rows of a list."""

_HAMLET = re.compile(r"(.+?(?:村|社区))第?[\d一二三四五六七八九十]+(?:村民)?小?(?:组|队)")
_YES = frozenset(
    ("是", "√", "✓", "✔", "已", "完成", "已完成", "已改造", "已拆除", "已淘汰", "已整治")
)
_NO = frozenset(("否", "×", "✗", "未", "未完成", "无", "/", "-", "—"))


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as a row of the list has it.

    Attributes:
        row: the sheet's row number.
        name: its name, with its tail.
        unit: who answers for it, or empty.
        due: its deadline, when one could be read.
        done_on: the day it was done, when the list has it.
        is_done: the list only says that it is done, not when.
        notes: its notes.
        task: what the list says of the task it belongs to.
        fields: its own columns, verbatim, blanks left out.
    """

    row: int
    name: str
    unit: str = ""
    due: date | None = None
    done_on: date | None = None
    is_done: bool = False
    notes: str = ""
    task: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftItems:
    """A list read: its drafts, and every other row with its reason."""

    table: Table
    mapping: ItemMapping
    items: tuple[ItemDraft, ...]
    skipped: tuple[SkippedRow, ...]
    own_columns: tuple[str, ...]


def read_item_drafts(table: Table, mapping: ItemMapping, *, year: int) -> DraftItems:
    """Read every row of a list by the parts of its columns.

    A date that can't be read stays as written, in an own column of that heading.
    """
    drafts, skipped = [], list(table.skipped)
    repeated = _repeated(table, mapping)
    for row in table.rows:
        draft = _draft(row, mapping, year, repeated)
        if draft is None:
            text = " ".join(cell.text.strip() for cell in row.cells.values())
            skipped.append(SkippedRow(row.row, "no_name", text))
        else:
            drafts.append(draft)
    present = {name for draft in drafts for name in draft.fields}
    own = [column.name for column in mapping.columns if column.name in present]
    own += [GROUP] if GROUP in present and GROUP not in own else []
    return DraftItems(
        table,
        mapping,
        tuple(drafts),
        tuple(sorted(skipped, key=lambda one: one.row)),
        tuple(own),
    )


def _repeated(table: Table, mapping: ItemMapping) -> frozenset[str]:
    """The names that stand more than once: only they need their tail."""
    column = mapping.of("name")
    cells = (row.cells.get(column.index) for row in table.rows) if column else ()
    counts = Counter(_words(cell) for cell in cells)
    return frozenset(name for name, count in counts.items() if count > 1)


def _draft(
    row: BodyRow, mapping: ItemMapping, year: int, repeated: frozenset[str]
) -> ItemDraft | None:
    cells = {column.field: _cell(row, column.index) for column in mapping.columns if column.field}
    name = _words(cells.get("name"))
    if not name:
        return None
    fields = {
        column.name: _clean(cell.text)
        for column in mapping.columns
        if column.field in {None, "tail"} and (cell := _cell(row, column.index)) is not None
    }
    village = next((village_of(one) for one in reversed(row.groups) if is_village(one)), "")
    others = [one for one in row.groups if not is_village(one)]
    if others:
        fields[GROUP] = "／".join(others)
    due = _day(cells.get("due"), year)
    done, said = _done(cells.get("done_on"), year)
    fields |= _unread(mapping, cells, due=due, done=done, said=said)
    unit = _words(cells.get("unit"))
    group = _HAMLET.fullmatch(unit)
    if group and (column := mapping.of("unit")):
        unit, fields[column.name] = group[1], unit  # 漕溪村三组 is the village's; its group is kept
    return ItemDraft(
        row=row.row,
        name=f"{name} {_words(cells.get('tail'))}".strip() if name in repeated else name,
        unit=unit or village,
        due=due,
        done_on=done,
        is_done=said,
        notes=_clean(cell.text) if (cell := cells.get("notes")) else "",
        task=_words(cells.get("task")),
        fields=fields,
    )


def _cell(row: BodyRow, index: int) -> BodyCell | None:
    return row.cells.get(index)


def _words(cell: BodyCell | None) -> str:
    """A cell's text on one line: breaks inside Chinese words go."""
    return _joined(cell.text) if cell else ""


def _joined(text: str) -> str:
    parts = text.split()
    line = parts[0] if parts else ""
    for part in parts[1:]:
        latin = line[-1].isascii() and part[0].isascii()
        line += f" {part}" if latin else part
    return line


def _clean(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _day(cell: BodyCell | None, year: int) -> date | None:
    if cell is None:
        return None
    return cell.day or read_deadline(cell.text, year=year).due


def _done(cell: BodyCell | None, year: int) -> tuple[date | None, bool]:
    """The day it was done, or that it is done without a day."""
    if cell is None or squash(cell.text) in _NO:
        return None, False
    if squash(cell.text) in _YES:
        return None, True
    return _day(cell, year), False


def _unread(
    mapping: ItemMapping,
    cells: Mapping[str, BodyCell | None],
    *,
    due: date | None,
    done: date | None,
    said: bool,
) -> dict[str, str]:
    """Dates in words that could not be read, kept under their headings."""
    found = {}
    for key, is_read in (("due", due is not None), ("done_on", done is not None or said)):
        column, cell = mapping.of(key), cells.get(key)
        if column and cell and not is_read and squash(cell.text) not in _NO:
            found[column.name] = _clean(cell.text)
    return found
