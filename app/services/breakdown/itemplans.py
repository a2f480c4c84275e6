"""The plain values of an import of items: the file as read, what is wanted, what would happen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.importing.registers.itemcolumns import ItemMapping, with_item_field
from app.importing.registers.itemdrafts import DraftItems, ItemDraft
from app.importing.sheet import Sheet
from app.importing.tables.layout import Table
from app.importing.tables.rows import SkippedRow


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A file or clipboard with the lists of objects in it.

    Attributes:
        name: what it is called.
        sheets: its sheets as they came, by name.
        tables: its lists, with the parts of their columns as corrected so far.
        current: which of them is imported.
    """

    name: str
    sheets: Mapping[str, Sheet]
    tables: tuple[tuple[Table, ItemMapping], ...]
    current: int = 0

    @property
    def table(self) -> Table:
        """The list that is imported."""
        return self.tables[self.current][0]

    @property
    def mapping(self) -> ItemMapping:
        """The parts of its columns."""
        return self.tables[self.current][1]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet it stands on."""
        return self.sheets.get(self.table.sheet)

    def choosing(self, place: int) -> "ItemFile":
        """The same file with another of its lists to import."""
        return replace(self, current=place)

    def correcting(self, column: int, part: str | None) -> "ItemFile":
        """The same file with another part for a column."""
        table, mapping = self.tables[self.current]
        chosen = (table, with_item_field(mapping, column, part))
        tables = (*self.tables[: self.current], chosen, *self.tables[self.current + 1 :])
        return replace(self, tables=tables)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk wants of a list.

    Attributes:
        task_id: the task whose items these are; None when the list says it row by row.
        list_id: where tasks named by the list are looked for.
        answers: the clerk's word on doubtful rows, by row: True for the same.
        fill: real names take the places of numbered blanks.
        as_of: the day put to objects of which the list only says that they are done.
    """

    task_id: int | None
    list_id: int | None
    as_of: date
    answers: Mapping[int, bool] = field(default_factory=dict)
    fill: bool = True


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What becomes of one row; ``kind`` is add, update, same, fill or twin (left out).

    Attributes:
        draft: the row as read.
        task_id: the task it comes to.
        item_id: the item held that it is, None for a new one.
        held: that item's name.
        asked: the clerk should look at it.
        twin: the row of the same name above it, 0 for none.
        alike: the name held that is like it, when asked.
        changes: what the item held has otherwise: column, before, after.
    """

    draft: ItemDraft
    task_id: int
    kind: str
    item_id: int | None = None
    held: str = ""
    asked: bool = False
    twin: int = 0
    alike: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many items a task will have, against its target."""

    task_id: int
    text: str
    listed: int
    held: int
    target: str

    @property
    def words(self) -> str:
        """名单 21 项，目标 23 台; with what there will be in all, where others are held."""
        goal = f"，目标 {self.target}" if self.target else ""
        others = f"，导入后清单共 {self.held} 项" if self.held != self.listed else ""
        return f"名单 {self.listed} 项{goal}{others}"


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What an import of items would do.

    Attributes:
        drafts: the list as read.
        lines: what becomes of each of its rows.
        left_out: the rows that hold no item, with the reason; ``no_task`` where the list names a
            task that there is not.
        missing: the names held that the list doesn't have, by task; they stay.
        counts: of every task concerned.
        ticked_blanks: how many of the numbered blanks to be filled are ticked off already.
        blanks: how many numbered blanks there are to fill.
        undated: how many rows only say that they are done.
    """

    drafts: DraftItems
    lines: tuple[ItemLine, ...]
    left_out: tuple[SkippedRow, ...]
    missing: Mapping[int, tuple[str, ...]]
    counts: tuple[TaskCount, ...]
    blanks: int = 0
    ticked_blanks: int = 0
    undated: int = 0

    def count(self) -> Counter[str]:
        """How many rows are added, updated, the same, filled in or left out as twins."""
        return Counter(line.kind for line in self.lines)

    @property
    def asked(self) -> tuple[ItemLine, ...]:
        """The rows the clerk should look at."""
        return tuple(line for line in self.lines if line.asked)
