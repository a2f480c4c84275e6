"""A form's table with a row a town and a column a task: only our own row is ours to fill in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.importing.comparing.pairs import HeldTask
from app.importing.tables.columns import ColumnMapping
from app.importing.tables.headings import is_measure, squash
from app.importing.tables.layout import Table
from app.models.rules.measure_units import canonical
from app.models.rules.periods import Period
from app.services.formfilling.formbinding import bind_columns
from app.services.formfilling.formchoices import FormChoices, FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formnames import TaskNames, named_task
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formrows import lone_rows
from app.services.formfilling.formtasks import ENTERED
from app.services.formfilling.formvalues import Spot, TaskFacts, value_for
from app.services.formfilling.formwords import is_ignored, without_bracket

_ASKED = ENTERED | {"target"}
_BRACKET = re.compile(r"[(（\[]?([^()（）]+)[)）\]]?")
_OF_TOWNS = re.compile(r"(?:单位|镇|乡|街道|板块|地区|区域|属地|园区)(?:名称)?$")
_TITLE_WORDS = re.compile(
    r"20\d\d年?度?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|各?(?:区镇|乡镇|镇街|街道|板块|园区)|"
    r"(?:完成|进展|推进|落实)?(?:情况|进度|进展)|统计|汇总|明细|调度|表$|[(（].*[)）]"
)


class TownRows:
    """Our own town's row in a table of all towns.

    A column speaks of the task its head names; without one, of the task the title names.
    """

    def __init__(
        self,
        facts: FormFacts,
        table: Table,
        mapping: ColumnMapping,
        looks: BlankLooks,
        choices: FormChoices,
    ) -> None:
        self._facts, self._table, self._choices = facts, table, choices
        self._own, name = self._our_row()
        self.names = frozenset({name} if name else ())
        self._tasks: dict[int, TaskFacts] = {}
        self.columns: tuple[BoundColumn, ...] = ()
        if self._own:
            self._names = [TaskNames(self._counted()), TaskNames(facts.held)]
            period = Period.parse(facts.view.head.period)
            bound = bind_columns(table, mapping, period, looks=looks)
            paths = {column.index: column.path for column in table.columns}
            self.columns = tuple(self._bound(one, paths[one.index]) for one in bound)

    def _our_row(self) -> tuple[int, int]:
        """Our row and the column of the towns' names; zeros where no other town has one."""
        town = self._facts.town
        places: dict[int, list[tuple[int, str]]] = {}
        for row in self._table.rows:
            for at, cell in row.cells.items():
                places.setdefault(at, []).append((row.row, cell.text))
        first = min((column.index for column in self._table.columns), default=0)
        for lone in lone_rows(self._table):
            places.setdefault(first, []).append((lone.row, lone.text))
        for at, cells in sorted(places.items()):
            ours = [row for row, text in cells if town.is_ours(text)]
            others = any(town.is_other(text) for _, text in cells)
            if not others and self._is_headed_towns(at):
                others = town.stands_among([text for _, text in cells])
            if len(ours) == 1 and others:
                return ours[0], at
        return 0, 0

    def _is_headed_towns(self, index: int) -> bool:
        """Whether a column's head says that towns stand below it."""
        path = next((one.path for one in self._table.columns if one.index == index), ())
        return any(_OF_TOWNS.search(squash(part)) for part in path)

    def _bound(self, column: BoundColumn, path: Sequence[str]) -> BoundColumn:
        """The column with the task its head names, and what it asks of that task."""
        sheet, nothing = self._table.sheet, replace(column, field="")
        left = self._choices.columns.get((sheet, column.name)) == ""
        if column.index in self.names or left or not path or is_ignored(squash(path[-1])):
            return nothing
        if "公式" in column.why:
            return nothing
        words, unit = _parts(path)
        asked = column.field if column.field in _ASKED else "amount"
        named = words[:-1] if column.field in _ASKED else words
        facts = next(filter(None, (self._task_of(one) for one in self._wordings(named))), None)
        if facts is None or (column.field not in _ASKED and not named):
            return nothing
        self._tasks[column.index] = facts
        why = f"“{named[-1] if named else self._table.title}”是任务{facts.line.serial}".rstrip()
        return replace(column, field=f"towns.{asked}", unit=column.unit or unit, why=why)

    def _wordings(self, named: Sequence[str]) -> Iterator[str]:
        """What may name the task, the nearest first."""
        yield from reversed(named)
        if len(named) > 1:
            yield "".join(named[-2:])
        if not named:
            yield _TITLE_WORDS.sub("", squash(self._table.title))

    def _counted(self) -> Sequence[HeldTask]:
        """The tasks an amount was told of, with what was told: the head may name just that."""
        told = []
        for task in self._facts.held:
            facts = self._facts.tasks.get(task.id)
            entries = (
                [one for one in facts.entries.values() if one.amount is not None] if facts else []
            )
            if entries:
                words = "。".join((task.text, *(one.text or "" for one in entries)))
                told.append(replace(task, text=words))
        return told

    def _task_of(self, words: str) -> TaskFacts | None:
        """The task some words name: of those that were counted, else of all."""
        named = (named_task(names, words) for names in self._names)
        task = next(filter(None, named), None)
        return self._facts.tasks.get(task.id) if task is not None else None

    @property
    def asks(self) -> bool:
        """Whether a column wants something of a task."""
        return bool(self._tasks)

    def told(self) -> Mapping[int, Any]:
        """Our own row."""
        return {self._own: self._own} if self._own else {}

    def rows(self) -> Sequence[FormRow]:
        """Towns are known by name alone."""
        return ()

    def is_theme(self, label: str) -> bool:
        """Towns stand under nothing."""
        return not squash(label)

    def listed(self, theme: str) -> Sequence[Any]:
        """A table without our name has no row of ours."""
        return ()

    def value(self, column: BoundColumn, line: Any, spot: Spot) -> str | Decimal | None:
        """What the column's task tells."""
        facts = self._tasks.get(column.index)
        plain = replace(column, field=column.part)
        return value_for(plain, facts, spot) if facts is not None else None

    def origin(self, column: BoundColumn, line: Any) -> Origin | None:
        """The task's line and what was taken of it."""
        facts = self._tasks.get(column.index)
        if facts is None:
            return None
        period, own = column.period or facts.period, column.period is None
        field = column.part
        return Origin(facts.line, field, period, column.name, is_own=own)

    def measure(self, column: BoundColumn, line: Any) -> str:
        """What other towns report is not known: nothing is added up."""
        return column.name


def _parts(path: Sequence[str]) -> tuple[list[str], str]:
    """The words of a head without its measure, and the measure."""
    words, unit = [squash(part) for part in path], ""
    last = _BRACKET.fullmatch(words[-1])
    if len(words) > 1 and last and is_measure(last[1]):
        words, unit = words[:-1], canonical(last[1])
    return [without_bracket(one) for one in words], unit
