"""A form's table with a row a village: what each carries of a task, and what it has reported."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.importing.tables.columns import ColumnMapping
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.models.registerlines import ShareLine
from app.models.registers import ShareView
from app.models.rules.periods import Period
from app.models.rules.splitting import reported_by
from app.services.formfilling.formbinding import bind_columns
from app.services.formfilling.formchoices import FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formrows import lone_rows, match_names, shared_words
from app.services.formfilling.formvalues import Spot

_ASKED = frozenset({"target", "amount", "amount_added", "share", "left"})
_NAMED = 0.6
_PLAIN_WORDS = re.compile(
    r"[\d.%。]|完成|新建|建设|建成|推进|开展|实施|整治|治理|改造|更新|淘汰|提升|全面"
)


@dataclass(frozen=True, slots=True)
class _Village:
    """A village with its place in the order of the villages."""

    ordinal: int
    name: str


class VillageRows:
    """The villages as one table of a form asks for them.

    A column speaks of the task its head names; without one, of the task the title names.
    """

    def __init__(
        self,
        facts: FormFacts,
        table: Table,
        mapping: ColumnMapping,
        looks: BlankLooks,
        period: Period,
    ) -> None:
        self._facts, self._table, self._period = facts, table, period
        self.names = frozenset(one.index for one in mapping.playing("village"))
        self._lines: Sequence[ShareLine] = ()
        self._tasks: dict[int, ShareLine] = {}
        self.columns: tuple[BoundColumn, ...] = ()
        if self.names and not mapping.has("text"):
            self._lines = facts.registers.of("villages")
            self.columns = tuple(
                self._own(one) for one in bind_columns(table, mapping, period, looks=looks)
            )
        self._villages = self._listed()

    def _own(self, column: BoundColumn) -> BoundColumn:
        """The column with the field of a village's part, where its task is told."""
        if column.index in self.names:
            return replace(column, field="villages.unit", why="按村名对应")
        if column.field == "serial":
            return replace(column, field="villages.ordinal")
        line = self._task_of(column)
        if column.field not in _ASKED or line is None:
            return replace(column, field="")
        self._tasks[column.index] = line
        return replace(column, field=f"villages.{column.field}")

    def _task_of(self, column: BoundColumn) -> ShareLine | None:
        """The split task that the column's head names, else the table's title."""
        for words in (column.name, self._table.title, self._table.sheet):
            told = [(self._named(line, words), at) for at, line in enumerate(self._lines)]
            best = max(told, default=(0.0, 0))
            if best[0] >= _NAMED:
                return self._lines[best[1]]
        return None

    def _named(self, line: ShareLine, words: str) -> float:
        """How plainly some words name a task: its first clause without numbers and verbs."""
        bare = line.split.text.split("，")[0].replace(line.split.measure, "")
        return shared_words(_PLAIN_WORDS.sub("", squash(bare)), words)

    def _listed(self) -> tuple[_Village, ...]:
        names = dict.fromkeys(unit for line in self._tasks.values() for unit in line.units)
        return tuple(_Village(at, name) for at, name in enumerate(names, 1))

    @property
    def asks(self) -> bool:
        """Whether a column wants a village's part of a task that is split."""
        return bool(self._tasks)

    def told(self) -> Mapping[int, Any]:
        """The village of each row."""
        names = {
            row.row: " ".join(row.cells[at].text for at in self.names if at in row.cells)
            for row in self._table.rows
        }
        names |= {row.row: row.text for row in lone_rows(self._table)}
        held = {one.ordinal: one.name for one in self._villages}
        found = match_names(names, held)
        return {row: self._villages[ordinal - 1] for row, ordinal in found.items()}

    def rows(self) -> Sequence[FormRow]:
        """Villages are known by name alone."""
        return ()

    def is_theme(self, label: str) -> bool:
        """Villages stand under nothing."""
        return not squash(label)

    def listed(self, theme: str) -> Sequence[Any]:
        """Every village that carries a part."""
        return self._villages if not theme else ()

    def value(self, column: BoundColumn, line: _Village, spot: Spot) -> str | Decimal | None:
        """What a cell takes of a village."""
        field = column.part
        if field == "unit":
            return line.name
        if field == "ordinal":
            return Decimal(line.ordinal)
        share = self._share(column, line)
        return None if share is None else self._told(column, field, share, spot)

    def _told(
        self, column: BoundColumn, field: str, share: ShareView, spot: Spot
    ) -> str | Decimal | None:
        """What a village's part tells: what it carries, what it has done, what is left."""
        whole, done = share.amount, reported_by(share.reports, column.period or self._period)
        if field == "target":
            return whole
        if field == "share":
            return spot.percent(done / whole, column.unit) if done and whole else None
        if field == "left":
            return None if done is None or whole is None else whole - done
        return done if field == "amount" else self._added(share, done)

    def _added(self, share: ShareView, done: Decimal | None) -> Decimal | None:
        """What the period brought: reports are to date, so those before go off."""
        if done is None or self._period.number == 1:
            return done
        before = reported_by(share.reports, self._period.previous)
        return None if before is None else done - before

    def _share(self, column: BoundColumn, line: _Village) -> ShareView | None:
        held = self._tasks[column.index].split.shares
        return next((share for share in held if share.unit == line.name), None)

    def origin(self, column: BoundColumn, line: _Village) -> Origin | None:
        """The split task, and the village's part."""
        task = self._tasks.get(column.index)
        if task is None:
            return None
        field = column.part
        return Origin(task, field, column.period or self._period, column.name, line.name)

    def measure(self, column: BoundColumn, line: ShareLine) -> str:
        """The task's measure."""
        return column.unit or line.split.measure
