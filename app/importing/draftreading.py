"""Reads the rows of a mapped table as draft tasks, carrying the labels in force from row to row."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.errors import Problem
from app.importing.brackets import read_stretches
from app.importing.drafts import ROLES, DraftList, DraftTask
from app.importing.tables.columns import ColumnMapping, MappedColumn
from app.importing.tables.headings import squash
from app.importing.tables.labels import Outline, level_of, split_labels
from app.importing.tables.layout import Table
from app.importing.tables.mending import MendedRow, mend_rows
from app.importing.tables.rows import BodyCell
from app.models.rules.deadlines import Deadline, read_deadline
from app.models.rules.quantities import read_quantities
from app.models.rules.responsibility import Responsibility, read_responsibility
from app.monitor import SILENT, Monitor

_FIELDS = (
    *("text", "groups", "content", "serial", "deadline", "acceptance", "score", "scoring_method"),
    *ROLES,
    *("place", "village", "unit"),
)
_FAMILIES = ("quarters", "months", "years", "towns")
_STEP = 500
_LOOSE = " \u3000\t\r\n；;，,、。"
_OCTOBER_NUMBER = re.compile(r"(20\d\d)\.1")
_PERSONS = re.compile(r"责任人|负责人|联系人|领导")
_PERSON = re.compile(
    r"[(（](?![^()（）]*(?:街道|[镇乡区县市村办委局])[)）])[^()（）、，]{2,4}[)）]"
)


def read_drafts(
    table: Table, mapping: ColumnMapping, *, year: int, monitor: Monitor = SILENT
) -> DraftList:
    """Read every row of a table as a draft task.

    Args:
        table: the table.
        mapping: the part of each column, as guessed or as the clerk set it.
        year: the plan's year, for deadlines that name none.
        monitor: hears how far the reading is, and may stop it.
    """
    reader = _RowReader(table, mapping, year)
    tasks = []
    for done, row in enumerate(mend_rows(table, mapping)):
        if done % _STEP == 0:
            monitor.report(done, len(table.rows), f"正在识别“{table.sheet}”的任务")
        tasks.append(reader.read(row))
    return DraftList(
        title=table.title or table.sheet,
        sheet=table.sheet,
        table=table,
        mapping=mapping,
        tasks=tuple(tasks),
        skipped=table.skipped,
        problems=(*_table_problems(table, mapping), *reader.problems),
        year=year,
    )


class _RowReader:
    """Reads one row after the other, carrying the labels in force."""

    def __init__(self, table: Table, mapping: ColumnMapping, year: int) -> None:
        self._table, self._mapping, self._year = table, mapping, year
        self._playing = {field: _playing(mapping, field) for field in _FIELDS}
        self._families = {name: mapping.in_family(name) for name in _FAMILIES}
        self._outline = Outline()
        self._has_roles = any(column.field in ROLES for column in mapping.columns)
        self._carried_told = False
        self._deadlines: dict[tuple[str, bool], Deadline] = {}
        self._units: dict[tuple[str, str], Responsibility] = {}
        self.problems: list[Problem] = []

    def read(self, row: MendedRow) -> DraftTask:
        groups, text = self._wording(row)
        deadline_cell = self._cell(row, "deadline")
        deadline = self._deadline(deadline_cell)
        units = self._responsibility(row) if self._has_roles else self._units_within(text)
        task = DraftTask(
            row=row.row.row,
            sheet=self._table.sheet,
            serial=self._text(row, "serial").strip(),
            groups=groups,
            text=text,
            deadline_text=deadline_cell.text if deadline_cell else "",
            deadline=deadline,
            lead=units.lead,
            responsible=_unique((*units.responsible, *units.carry_out)),
            assist=units.assist,
            main_responsible=units.main,
            acceptance=self._text(row, "acceptance"),
            score=self._text(row, "score").strip(),
            scoring_method=self._text(row, "scoring_method").strip(),
            quarters=self._family(row, "quarters"),
            months=self._family(row, "months"),
            years=self._family(row, "years"),
            towns=self._family(row, "towns"),
            targets=read_quantities(text),
            values={c.name: row.text(c) for c in self._mapping.columns if row.text(c)},
            role_texts={role: words for role in ROLES if (words := self._text(row, role))},
            place=self._text(row, "place").strip(),
            village=self._text(row, "village").strip(),
            unit=self._text(row, "unit").strip(),
            hidden=row.row.hidden,
        )
        self._tell_problems(task, row)
        return task

    def _cell(self, row: MendedRow, field: str) -> BodyCell | None:
        return next(
            (
                row.cells[column.index]
                for column in self._playing[field]
                if column.index in row.cells
            ),
            None,
        )

    def _text(self, row: MendedRow, field: str) -> str:
        cells = {
            (cell.row, cell.column): cell.text
            for column in self._playing[field]
            if (cell := row.cells.get(column.index))
        }
        return "\n".join(cells.values())

    def _family(self, row: MendedRow, name: str) -> dict[str, str]:
        columns = self._families[name].items()
        return {part: text for part, column in columns if (text := row.text(column))}

    def _wording(self, row: MendedRow) -> tuple[tuple[str, ...], str]:
        """The labels above and the text; a cell merged over label and task is the task alone."""
        cell = self._cell(row, "text")
        labels = self._label_cells(row, cell)
        if cell is None and labels:
            cell = labels.pop()
        groups = (*row.row.groups, *self._labels(labels))
        text = cell.text if cell else ""
        return _without_repeats(groups, text), text

    def _label_cells(self, row: MendedRow, text: BodyCell | None) -> list[BodyCell]:
        cells: dict[tuple[int, int], BodyCell] = {}
        for column in (*self._playing["groups"], *self._playing["content"]):
            cell = row.cells.get(column.index)
            if cell and (text is None or (cell.row, cell.column) != (text.row, text.column)):
                cells.setdefault((cell.row, cell.column), cell)
        return list(cells.values())

    def _labels(self, cells: list[BodyCell]) -> tuple[str, ...]:
        """The labels of the cells; numbered ones of the outermost carry their parents on."""
        if not cells:
            return ()
        outer = split_labels(cells[0].text)
        if all(level_of(label) for label in outer):
            outer = self._outline.enter(outer)
        inner = tuple(label for cell in cells[1:] for label in split_labels(cell.text))
        return (*outer, *inner)

    def _deadline(self, cell: BodyCell | None) -> Deadline:
        if cell is None:
            return Deadline("none")
        key = (cell.text, cell.number)
        if key not in self._deadlines:
            self._deadlines[key] = _read_deadline_cell(cell, self._year)
        return self._deadlines[key]

    def _responsibility(self, row: MendedRow) -> Responsibility:
        """The units of all role columns; a cell merged over two of them is read once."""
        seen: set[tuple[int, int]] = set()
        found: list[Responsibility] = []
        for column in self._mapping.columns:
            cell = row.cells.get(column.index)
            if column.field in ROLES and cell and (cell.row, cell.column) not in seen:
                seen.add((cell.row, cell.column))
                named = _PERSON.sub("", cell.text) if _names_persons(column) else cell.text
                found.append(self._read_units(named, str(column.field)))
        return _joined(found)

    def _units_within(self, text: str) -> Responsibility:
        """The units that brackets in the text name, in a table without columns of units."""
        stretches = read_stretches(text) if "（" in text or "(" in text else ()
        return _joined([stretch.units for stretch in stretches if stretch.units])

    def _read_units(self, text: str, role: str) -> Responsibility:
        """One cell's units; where 主体责任 has a column of its own, that column alone names it."""
        key = (text, role)
        if key not in self._units:
            units = read_responsibility(text.strip(_LOOSE), role=role)
            if role != "main_responsible" and self._mapping.has("main_responsible"):
                both = (*units.responsible, *units.main)
                units = replace(units, responsible=both, main=())
            self._units[key] = units
        return self._units[key]

    def _tell_problems(self, task: DraftTask, row: MendedRow) -> None:
        if not squash(task.text):
            self._tell("no_text", task.row, "", "这一行没有任务内容，请核对后补上或删去。")
        column = next(iter(self._playing["deadline"]), None)
        if column and task.deadline.kind == "unknown":
            message = f"完成时限“{task.deadline_text.strip()}”不能识别，请填写日期。"
            self._tell("deadline_unknown", task.row, column.name, message)
        elif column and task.deadline.ambiguous:
            message = f"完成时限“{task.deadline_text.strip()}”有两种读法，请确认。"
            self._tell("deadline_ambiguous", task.row, column.name, message)
        if row.carried and not self._carried_told:
            self._carried_told = True
            message = "表中的合并单元格已被拆开，空白处按上一行的内容补齐，请核对。"
            self._tell("carried_down", task.row, "", message)

    def _tell(self, code: str, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(code, message, row, column))


def _playing(mapping: ColumnMapping, field: str) -> tuple[MappedColumn, ...]:
    return tuple(column for column in mapping.columns if field in {column.field, column.also})


def _names_persons(column: MappedColumn) -> bool:
    """Whether a column of units names who answers for them besides: 责任单位及责任人."""
    return bool(_PERSONS.search(squash(column.path[-1] if column.path else "")))


def _read_deadline_cell(cell: BodyCell, year: int) -> Deadline:
    """A deadline cell: a stored date is that day, a stored 2020.1 is October with its zero lost."""
    october = _OCTOBER_NUMBER.fullmatch(cell.text.strip()) if cell.number else None
    if october:
        reading = read_deadline(f"{october[1]}.10", year=year)
        literal = read_deadline(f"{october[1]}.01", year=year).due
        return replace(reading, text=cell.text, ambiguous=True, literal=literal)
    reading = read_deadline(cell.text, year=year)
    if cell.day and reading.due is None:
        return Deadline("due", due=cell.day, precision="day", text=cell.text)
    return reading


def _joined(parts: list[Responsibility]) -> Responsibility:
    def names(pick: Callable[[Responsibility], tuple[str, ...]]) -> tuple[str, ...]:
        return _unique(tuple(name for part in parts for name in pick(part)))

    return Responsibility(
        lead=names(lambda part: part.lead),
        responsible=names(lambda part: part.responsible),
        assist=names(lambda part: part.assist),
        main=names(lambda part: part.main),
        carry_out=names(lambda part: part.carry_out),
    )


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _without_repeats(groups: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Labels without one that only repeats the one before it, or the task itself."""
    kept: list[str] = []
    for label in groups:
        if squash(label) not in {squash(kept[-1]) if kept else "", squash(text)}:
            kept.append(label)
    return tuple(kept)


def _table_problems(table: Table, mapping: ColumnMapping) -> list[Problem]:
    problems = [Problem("reader_note", note) for note in table.notes]
    hidden = [row.row for row in table.rows if row.hidden]
    if hidden:
        message = f"有{len(hidden)}行任务在原表中被隐藏，已照常读入，请核对。"
        problems.append(Problem("hidden_rows", message, hidden[0]))
    problems += [_hidden_column(column) for column in mapping.columns if column.hidden]
    return problems


def _hidden_column(column: MappedColumn) -> Problem:
    message = f"“{column.name}”列在原表中被隐藏，已照常读入，请核对。"
    return Problem("hidden_column", message, None, column.name)
