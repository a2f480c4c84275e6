"""What was understood of a file, as plain data for ``read --json``."""

from collections.abc import Mapping
from typing import Any

from app.errors import Problem
from app.importing.drafts import ROLES, DraftList, DraftTask
from app.importing.reading import ReadResult
from app.importing.tables.columns import ColumnMapping, MappedColumn
from app.importing.tables.labels import level_of, split_labels
from app.models.rules.deadlines import Deadline
from app.models.rules.quantities import Quantity

_FAMILIES = ("quarters", "months", "years", "towns")
_REACHED = frozenset({"target", "increment", "total", "part"})
_TEXTS = ("acceptance", "score", "scoring_method")


def as_json(result: ReadResult) -> dict[str, Any]:
    """A file's task lists as plain data; parts that a table does not have are left out."""
    described: dict[str, Any] = {
        "file": result.file,
        "tables": [_list(drafts) for drafts in result.lists],
    }
    if result.others:
        described["others"] = [
            {"sheet": part.sheet, "title": part.title, "why": part.why} for part in result.others
        ]
    return described


def _list(drafts: DraftList) -> dict[str, Any]:
    table, mapping = drafts.table, drafts.mapping
    told = _told_by_groups(drafts)
    described: dict[str, Any] = {"sheet": drafts.sheet, "title": drafts.title}
    if drafts.kind != "table":
        described["kind"] = drafts.kind
    if table.annex:
        described["annex"] = table.annex
    if table.unit_line:
        described["unit_line"] = table.unit_line
    if table.hidden:
        described["hidden"] = True
    return described | {
        "header_rows": list(table.header_rows),
        "columns": [_column(column) for column in mapping.columns],
        "tasks": [
            _task(task, mapping, told) if drafts.kind == "table" else _clause(task)
            for task in drafts.tasks
        ],
        "skipped": [{"row": r.row, "why": r.why, "text": r.text} for r in drafts.skipped],
        "problems": [_problem(problem) for problem in drafts.problems],
    }


def _told_by_groups(drafts: DraftList) -> frozenset[str]:
    """The outermost label column when it holds numbered headings only: groups tells it whole."""
    column = next(iter(drafts.mapping.playing("groups")), None)
    if column is None:
        return frozenset()
    texts = {task.values[column.name] for task in drafts.tasks if column.name in task.values}
    labels = [label for text in texts for label in split_labels(text)]
    numbered = sum(1 for label in labels if level_of(label) in {1, 2})
    return frozenset({column.name}) if labels and numbered >= 0.8 * len(labels) else frozenset()


def _column(column: MappedColumn) -> dict[str, Any]:
    described = {
        "path": list(column.path),
        "field": column.field,
        "why": column.why,
        "confidence": round(column.confidence, 2),
    }
    return described | ({"hidden": True} if column.hidden else {})


def _task(task: DraftTask, mapping: ColumnMapping, told: frozenset[str]) -> dict[str, Any]:
    described: dict[str, Any] = {"row": task.row}
    if mapping.has("serial"):
        described["serial"] = task.serial
    described |= {"groups": list(task.groups), "text": task.text}
    if mapping.has("deadline"):
        described["deadline_text"] = task.deadline_text
        described["deadline"] = _deadline(task.deadline)
    for role in ROLES:
        names: tuple[str, ...] = getattr(task, role)
        if names or mapping.has(role):
            described[role] = list(names)
    described |= {name: getattr(task, name) for name in _TEXTS if mapping.has(name)}
    for name in _FAMILIES:
        if columns := mapping.in_family(name):
            described[name] = _whole(getattr(task, name), columns)
    described["targets"] = [_quantity(target) for target in task.targets]
    described["values"] = {
        column.name: task.values.get(column.name, "")
        for column in mapping.columns
        if column.name not in told
    }
    return described | ({"hidden": True} if task.hidden else {})


def _clause(task: DraftTask) -> dict[str, Any]:
    """A task of a plan in prose; its row is the paragraph it stands in."""
    described: dict[str, Any] = {
        "row": task.source_row,
        "groups": list(task.groups),
        "text": task.text,
    }
    if task.deadline_text:
        described["deadline_text"] = task.deadline_text
        described["deadline"] = _deadline(task.deadline)
    described |= {role: list(names) for role in ROLES if (names := getattr(task, role))}
    described["targets"] = [_quantity(target) for target in task.targets]
    described["values"] = dict(task.values)
    return described


def _whole(texts: Mapping[str, str], columns: Mapping[str, MappedColumn]) -> dict[str, str]:
    return {part: texts.get(part, "") for part in columns}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    described: dict[str, Any] = {"kind": deadline.kind}
    if deadline.start:
        described["start"] = deadline.start.isoformat()
    if deadline.due:
        described["due"] = deadline.due.isoformat()
    if deadline.precision:
        described["precision"] = deadline.precision
    for mark in ("soft", "ambiguous"):
        if getattr(deadline, mark):
            described[mark] = True
    return described


def _quantity(quantity: Quantity) -> dict[str, Any]:
    described: dict[str, Any] = {
        "number": str(quantity.number),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
    }
    if quantity.change is not None:
        described["change"] = str(quantity.change)
    if quantity.baseline_year is not None:
        described["baseline_year"] = quantity.baseline_year
    if quantity.role not in _REACHED:
        described["role"] = quantity.role
    return described


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "row": problem.row,
        "column": problem.column,
        "message": problem.message,
    }
