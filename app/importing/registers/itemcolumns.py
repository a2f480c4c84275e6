"""Which column of a list of objects plays which part: guessed with a reason, put right by a click.

The word list of plans (columns.toml) reads 企业名称 as a task; here it is the object's name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.importing.registers.itemheadings import (
    FIELDS,
    TAIL,
    key_of,
    name_rank,
    other_part,
    unit_rank,
)
from app.importing.tables.columns import map_columns
from app.importing.tables.contents import Content, content_of
from app.importing.tables.headings import squash
from app.importing.tables.layout import HeadColumn, Table

PREFIX = "item:"
"""Before the fingerprints of lists of objects, which may have the head of a plan."""

_MARKS = frozenset(["是", "否", "√", "✓", "✔", "×", "已完成", "未完成", "完成", "已", "未"])
_DISTINCT, _MOSTLY = 0.9, 0.6


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """A column with the part it plays.

    Attributes:
        index: the sheet's column number.
        name: its head path joined with ``/``; the name of an own column.
        field: one of FIELDS, or None: kept as a column of its own.
        confidence: 0 to 1.
        why: the reason, a Chinese phrase.
    """

    index: int
    name: str
    field: str | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class ItemMapping:
    """The parts of all columns of a list of objects, and its head's own mark."""

    columns: tuple[ItemColumn, ...]
    fingerprint: str

    def of(self, field: str) -> ItemColumn | None:
        """The column that plays a part."""
        return next((column for column in self.columns if column.field == field), None)

    def fields(self) -> dict[str, str | None]:
        """Part by column name, to be remembered."""
        return {column.name: column.field for column in self.columns}


def map_item_columns(
    table: Table, *, remembered: Mapping[str, Mapping[str, str | None]] | None = None
) -> ItemMapping:
    """Guess the part of every column, or take what was confirmed for the same head."""
    plain = map_columns(table)
    mark = PREFIX + plain.fingerprint
    known = (remembered or {}).get(mark, {})
    guessed = _Guesser(table).guesses()
    columns = []
    for column, (field, sure, why) in zip(plain.columns, guessed, strict=True):
        if table.header_rows and column.name in known and known[column.name] in (*FIELDS, None):
            field, sure, why = known[column.name], 1.0, "同样的表头上次已确认"
        columns.append(ItemColumn(column.index, column.name, field, sure, why))
    return ItemMapping(tuple(columns), mark)


def with_item_field(mapping: ItemMapping, index: int, field: str | None) -> ItemMapping:
    """The mapping with the clerk's own choice; every part is played by one column only."""

    def chosen(column: ItemColumn) -> ItemColumn:
        if column.index == index:
            return replace(column, field=field, confidence=1.0, why="由您指定")
        if field is not None and column.field == field:
            return replace(column, field=None, confidence=1.0, why="已改由另一列担任")
        return column

    return replace(mapping, columns=tuple(chosen(column) for column in mapping.columns))


Guess = tuple[str | None, float, str]


class _Guesser:
    """One table's guessing: words first, then what stands below."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns = table.columns
        self._leaves = [_leaf(column) for column in table.columns]
        self._contents = [content_of(table, column.index) for column in table.columns]
        self._guesses: dict[int, Guess] = {}

    def guesses(self) -> list[Guess]:
        self._by_words()
        self._name()
        self._unit()
        self._ends()
        self._by_content()
        self._tail()
        kept: Guess = (None, 1.0, "原样保留为清单的一列")
        return [self._guesses.get(at, kept) for at in range(len(self._columns))]

    def _open(self) -> list[int]:
        return [at for at in range(len(self._columns)) if at not in self._guesses]

    def _take(self, at: int, field: str | None, sure: float, why: str) -> None:
        self._guesses[at] = (field, sure, why)

    def _has(self, field: str) -> bool:
        return any(guess[0] == field for guess in self._guesses.values())

    def _by_words(self) -> None:
        for at, leaf in enumerate(self._leaves):
            part = other_part(leaf)
            if part == "serial":
                self._serial(at)
            elif part == "done_on" and self._dated_or_marked(at):
                self._once(at, "done_on")
            elif part in {"due", "notes"}:
                self._once(at, part)
            elif part == "task" and self._contents[at].filled > 0:
                self._once(at, "task")

    def _once(self, at: int, field: str) -> None:
        if not self._has(field):
            self._take(at, field, 0.9, f"表头“{self._leaves[at]}”是常用写法")

    def _serial(self, at: int) -> None:
        """A number that only counts the rows is not kept; one of an object's own is."""
        counts = self._contents[at].ordinal > _MOSTLY or key_of(self._leaves[at]) in {"序号", "序"}
        if counts and not self._has("serial"):
            self._take(at, "serial", 1.0, "只是行号，不另保留")

    def _dated_or_marked(self, at: int) -> bool:
        content = self._contents[at]
        return content.filled == 0 or content.dates > _MOSTLY or self._marked(at)

    def _marked(self, at: int) -> bool:
        index = self._columns[at].index
        texts = [squash(row.cells[index].text) for row in self._table.rows if index in row.cells]
        return bool(texts) and all(text in _MARKS for text in texts)

    def _name(self) -> None:
        ranked = [
            (self._fitness(at), -at) for at in self._open() if name_rank(self._leaves[at])
        ]  # fmt: skip
        if ranked:
            at = -max(ranked)[1]
            self._take(at, "name", 0.95, f"“{self._leaves[at]}”是每一项的名称")
            return
        likely = [at for at in self._open() if self._reads_as_names(self._contents[at])]
        if likely:
            best = max(likely, key=lambda at: (self._contents[at].distinct > _DISTINCT, -at))
            self._take(best, "name", 0.5, "内容各不相同，像是名称")

    def _fitness(self, at: int) -> float:
        content = self._contents[at]
        thin = 50.0 if content.filled < 0.5 or content.numeric > _MOSTLY else 0.0
        return name_rank(self._leaves[at]) - thin

    def _reads_as_names(self, content: Content) -> bool:
        return content.filled > 0.5 and content.numeric < 0.5 and content.dates < 0.5

    def _unit(self) -> None:
        ranked = [
            (unit_rank(self._leaves[at]), -at)
            for at in self._open()
            if unit_rank(self._leaves[at]) and self._contents[at].measures < _MOSTLY
        ]
        if ranked:
            at = -max(ranked)[1]
            self._take(at, "unit", 0.9, f"“{self._leaves[at]}”说明由谁负责")

    def _ends(self) -> None:
        """完成时间 is the deadline, unless another column is: then it is the day it was done."""
        for at in self._open():
            if other_part(self._leaves[at]) != "end" or not self._dated_or_marked(at):
                continue
            if self._marked(at) or (self._has("due") and not self._has("done_on")):
                self._take(at, "done_on", 0.7, f"“{self._leaves[at]}”记完成")
            elif not self._has("due"):
                self._take(at, "due", 0.7, f"“{self._leaves[at]}”当作时限")

    def _by_content(self) -> None:
        for at in self._open():
            content = self._contents[at]
            if self._leaves[at] or content.filled == 0:
                continue
            if not self._has("serial") and content.ordinal > _DISTINCT:
                self._take(at, "serial", 0.8, "列中是行号")
            elif not self._has("unit") and self._villages(at) > _MOSTLY:
                self._take(at, "unit", 0.7, "列中多为村（社区）")
            elif not self._has("due") and content.dates > _MOSTLY and content.numeric < _MOSTLY:
                self._take(at, "due", 0.5, "列中多为日期")

    def _villages(self, at: int) -> float:
        texts = list(self._texts(at))
        ends = sum(1 for text in texts if text.endswith(("村", "社区", "居委会")))
        return ends / len(texts) if texts else 0.0

    def _texts(self, at: int) -> Iterable[str]:
        index = self._columns[at].index
        return (squash(row.cells[index].text) for row in self._table.rows if index in row.cells)

    def _tail(self) -> None:
        """Where names repeat (three boilers of one mill), a column that tells them apart."""
        name = next((at for at, guess in self._guesses.items() if guess[0] == "name"), None)
        if name is None or len(set(self._texts(name))) == len(list(self._texts(name))):
            return
        for at in self._open():
            if TAIL.fullmatch(key_of(self._leaves[at])) and self._tells_apart(name, at):
                words = f"名称有重复，接上“{self._leaves[at]}”就各不相同"
                self._take(at, "tail", 0.8, words)
                return

    def _tells_apart(self, name: int, at: int) -> bool:
        first, second = self._columns[name].index, self._columns[at].index
        rows = [(row.cells.get(first), row.cells.get(second)) for row in self._table.rows]
        pairs = [tuple(squash(cell.text) if cell else "" for cell in row) for row in rows]
        return len(set(pairs)) == len(pairs)


def _leaf(column: HeadColumn) -> str:
    return "".join(column.path[-1].split()) if column.path else ""
