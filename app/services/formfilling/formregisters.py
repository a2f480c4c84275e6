"""A form's table about problems, single objects or villages: its rows, columns and values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.importing.registers.itemcolumns import map_item_columns
from app.importing.registers.problemheads import part_of, speaks_of_problems
from app.importing.tables.columns import ColumnMapping, MappedColumn, map_columns
from app.importing.tables.headings import sense_of, squash
from app.importing.tables.layout import Table
from app.models.rules.periods import Period
from app.reports.formats.catalogues import CATALOGUES
from app.services.formfilling.formchoices import FormChoices, FormRow
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formlooks import BlankLooks
from app.services.formfilling.formorigins import Origin
from app.services.formfilling.formrows import match_names, shared_words
from app.services.formfilling.formvalues import Spot
from app.services.formfilling.formvillages import VillageRows

_PROBLEM_HEADS: tuple[tuple[str, str], ...] = (
    (r"是否.*销号|销号(?:与否|情况|状态)", "is_closed"),
    (r"是否.*(?:整改|完成|办结|到位)", "is_rectified"),
    (r"销号(?:时间|日期)|实际完成(?:整改)?(?:时间|日期)", "closed_on"),
    (r"(?:整改|当前|目前|问题)*状态", "state"),
    (r"(?:所处|当前|目前)*(?:环节|阶段)", "step"),
)
_PROBLEM_PARTS = {"deadline_text": "deadline"}
_SERIAL = re.compile(r"序号|序|No\.?", re.IGNORECASE)
_ITEM_PARTS = {"serial": "ordinal", "name": "name", "unit": "unit", "due": "due", "notes": ""}
_RECTIFYING = re.compile(r"整改|销号")
_TASK_KINDS = frozenset({"wording", "name", "content", "label"})
_YES_NO = re.compile(r"是否|与否|状态|^已|有无")
_NOT_KEPT = re.compile(r"备注|备考|说明")
_TITLE_WORDS = re.compile(
    r"20\d\d年?度?|第?[一二三四]季度|[上下]半年|\d{1,2}月份?|(?:完成|进展|推进|整治|落实)?(?:情况|进度|进展)|"
    r"一[企口河点]一[档策]|清单|台账|统计|汇总|明细|登记|调度|名录|名册|表$"
)
_NAMED = 0.6


def register_rows(
    facts: FormFacts, table: Table, choices: FormChoices, looks: BlankLooks
) -> Iterator["RegisterRows | VillageRows"]:
    """The registers a table may be about, by its head and title."""
    mapping = map_columns(table)
    period = Period.parse(facts.view.head.period)
    for rows, bind in _BINDERS:
        fields = bind(table, mapping)
        if fields:
            columns = _columns(mapping, rows, fields, choices, table.sheet, looks.reckoned)
            yield RegisterRows(facts, table, rows, columns)
    villages = VillageRows(facts, table, mapping, looks, period)
    if villages.asks:
        yield villages


def _columns(
    mapping: ColumnMapping,
    rows: str,
    fields: Mapping[int, str],
    choices: FormChoices,
    sheet: str,
    reckoned: frozenset[int],
) -> tuple[BoundColumn, ...]:
    """Every column with its field; the clerk may have said to leave one blank."""
    taken: set[str] = set()
    bound = []
    for column in mapping.columns:
        name = fields.get(column.index, "")
        left = choices.columns.get((sheet, column.name)) == "" or column.index in reckoned
        field = f"{rows}.{name}" if name and name not in taken and not left else ""
        taken.add(name)
        head = squash(column.path[-1]) if column.path else column.name
        why = f"表头是“{head}”" if field else "留给人工填写"
        bound.append(BoundColumn(column.index, column.name, field, None, 0.9, why))
    return tuple(bound)


def _problem_fields(table: Table, mapping: ColumnMapping) -> dict[int, str]:
    """The parts of a list of problems; none for a table about tasks with a column of problems."""
    found = {}
    for column in mapping.columns:
        head = squash(column.path[-1]) if column.path else ""
        own = next((name for words, name in _PROBLEM_HEADS if re.fullmatch(words, head)), None)
        part = own or part_of(column.path)
        found[column.index] = (
            "ordinal" if _SERIAL.fullmatch(head) else _PROBLEM_PARTS.get(part or "", part or "")
        )
    about = {at for at, name in found.items() if name == "text"}
    if not about or any(_words_task(one) for one in mapping.columns if one.index not in about):
        return {}
    told = speaks_of_problems(table.title + table.sheet)
    told = told or any(_RECTIFYING.search(one.name) for one in mapping.columns)
    return {at: name for at, name in found.items() if name} if told else {}


def _words_task(column: MappedColumn) -> bool:
    """Whether a column's head is that of tasks: then 存在问题 beside it is one of their columns."""
    sense = sense_of(column.path[-1]) if column.path else None
    return sense is not None and sense.kind in _TASK_KINDS


def _item_fields(table: Table, mapping: ColumnMapping) -> dict[int, str]:
    """The parts of a list of objects; none where tasks stand in the rows."""
    items = map_item_columns(table)
    if items.of("name") is None:
        return {}
    found = {}
    for column in items.columns:
        head = squash(column.name.rpartition("/")[2])
        if column.field in {"done_on", "end"} or re.fullmatch(r".*(?:完成|整治|改造)时间", head):
            found[column.index] = "is_done" if _YES_NO.search(head) else "done_on"
        elif column.field in _ITEM_PARTS:
            found[column.index] = _ITEM_PARTS[column.field]
        elif not _NOT_KEPT.search(head):
            found[column.index] = f"fields.{column.name}"
    return {at: name for at, name in found.items() if name}


_BINDERS: tuple[tuple[str, Callable[[Table, ColumnMapping], dict[int, str]]], ...] = (
    ("problems", _problem_fields),
    ("items", _item_fields),
)
_NAMES = {"problems": "text", "items": "name"}
_ASKED = {
    "problems": {"progress", "is_rectified", "is_closed", "closed_on", "state", "step"},
    "items": {"is_done", "done_on", "state"},
}


class RegisterRows:
    """The problems or objects as one table of a form asks for them."""

    def __init__(
        self, facts: FormFacts, table: Table, rows: str, columns: tuple[BoundColumn, ...]
    ) -> None:
        self._facts, self._table, self._rows = facts, table, rows
        self._kind = CATALOGUES[rows]
        self.columns = columns
        self._lines = facts.registers.of(rows)
        self._told = self._matched()

    @property
    def names(self) -> frozenset[int]:
        """The column that names the problem or object."""
        name = f"{self._rows}.{_NAMES[self._rows]}"
        return frozenset(one.index for one in self.columns if one.field == name)

    @property
    def asks(self) -> bool:
        """Whether a column wants how it stands, and the ledger has lines that can tell."""
        fields = {one.part for one in self.columns}
        told = bool(self._told) if self._table.rows else bool(self.listed(""))
        return bool(fields & _ASKED[self._rows]) and told

    def _matched(self) -> dict[int, Any]:
        names = {
            row.row: " ".join(row.cells[at].text for at in sorted(self.names) if at in row.cells)
            for row in self._table.rows
        }
        held = {at: self._kind.read(line, _NAMES[self._rows], self._facts.view.head).text
                for at, line in enumerate(self._lines)}  # fmt: skip
        return {row: self._lines[at] for row, at in match_names(names, held).items()}

    def told(self) -> Mapping[int, Any]:
        """The line of each row that is known."""
        return self._told

    def rows(self) -> Sequence[FormRow]:
        """Rows of registers are known by name alone: none is asked for."""
        return ()

    def is_theme(self, label: str) -> bool:
        """Whether a label is a source, or the task of the objects."""
        words = squash(label)
        return any(squash(group) == words for line in self._lines for group in line.groups)

    def listed(self, theme: str) -> Sequence[Any]:
        """The lines for empty rows: all problems; the objects of the task the title names."""
        if self._rows != "items":
            return self._under(self._lines, theme)
        title = _TITLE_WORDS.sub("", squash(self._table.title or self._table.sheet))
        shares = {line.item.task_id: shared_words(title, line.task) for line in self._lines}
        best = max(shares.values(), default=0.0)
        named = [task for task, share in shares.items() if share == best >= _NAMED]
        lines = [line for line in self._lines if named == [line.item.task_id]]
        return [replace(line, ordinal=at) for at, line in enumerate(self._under(lines, theme), 1)]

    def _under(self, lines: Sequence[Any], theme: str) -> list[Any]:
        words = squash(theme)
        return [one for one in lines if not words or words in map(squash, one.groups)]

    def value(self, column: BoundColumn, line: Any, spot: Spot) -> str | Decimal | None:
        """What a cell takes of a problem or object, as the built-in registers print it."""
        value = self._kind.read(line, column.part, self._facts.view.head)
        if value.number is not None:
            return value.number
        if value.text in {"是", "否"}:
            return spot.answered(value.text, column.name)
        return value.text or None

    def origin(self, column: BoundColumn, line: Any) -> Origin | None:
        """The line and what was taken of it."""
        period = Period.parse(self._facts.view.head.period)
        return Origin(line, column.part, period, column.name)

    def measure(self, column: BoundColumn, line: Any) -> str:
        """Problems and objects are told in words and days: nothing of them is added up."""
        return f"{column.name}{line.ordinal}"
