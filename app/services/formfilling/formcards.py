"""Forms without a table: a blank beside each label, near the task the label speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.importing.comparing.pairs import HeldTask
from app.importing.sheet import Sheet
from app.importing.tables.headings import is_heading, squash
from app.models.rules.pace import plain
from app.models.rules.periods import Period
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formanswers import has_boxes
from app.services.formfilling.formcolumns import BoundColumn, bind_label
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formorigins import Origin, Writings
from app.services.formfilling.formperiods import names_period, period_of
from app.services.formfilling.formrows import match_wordings
from app.services.formfilling.formtasks import ENTERED
from app.services.formfilling.formvalues import Spot, value_for

_LONGEST_LABEL = 16
_LEAST_WORDING = 6


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with the blank to its right, or with room below its own words, ``before``."""

    row: int
    blank: tuple[int, int]
    column: BoundColumn
    before: str = ""


def fill_cards(
    writings: Writings, sheet: Sheet, shape: FormShape, facts: FormFacts
) -> tuple[BoundColumn, ...]:
    """Fill the blanks beside labels; a label speaks of the task named last before it.

    Returns:
        What each kind of label takes; none where the sheet is no such form.
    """
    labels = list(_labels(sheet, shape, Period.parse(facts.view.head.period)))
    asked = any(ENTERED & set(label.column.field.split("+")) for label in labels)
    if not asked:
        return ()
    named = _named_tasks(sheet, facts.held)
    used: dict[str, BoundColumn] = {}
    for label in labels:
        task = _task_before(label, named, shape)
        line = facts.tasks.get(task) if task is not None else None
        if line is None:
            continue
        used.setdefault(label.column.name, label.column)
        value = value_for(label.column, line, Spot(shape, *label.blank))
        if value is not None:
            period = label.column.period or line.period
            origin = Origin(line.line, label.column.field, period, label.column.name)
            written = f"{label.before}\n{_as_text(value)}" if label.before else value
            writings.put(sheet.name, *label.blank, written, origin)
    return tuple(used.values())


def _as_text(value: str | Decimal) -> str:
    """A value behind words is words."""
    return value if isinstance(value, str) else plain(value)


def _labels(sheet: Sheet, shape: FormShape, period: Period) -> Iterator[_Label]:
    """The labels that ask for something, each with its blank or its boxes."""
    for (row, column), cell in sorted(sheet.cells.items()):
        words = squash(cell.value).rstrip(":：")
        if not words or len(words) > _LONGEST_LABEL:
            continue
        bound = bind_label(column, words, period)
        _, _, _, right = shape.area(row, column)
        blank = (row, right + 1)
        text = shape.text(*blank)
        free = (not text.strip() or has_boxes(text)) and not shape.is_locked(*blank)
        beside = shape.area(*blank)[:2] == blank and shape.is_ruled(*blank)
        if bound.field and free and beside:
            yield from _blanks(_Label(row, blank, bound), shape, period)
        elif bound.field and right > column and cell.value.strip().endswith((":", "：")):
            yield _Label(row, (row, column), bound, cell.value.rstrip())


def _blanks(label: _Label, shape: FormShape, period: Period) -> Iterator[_Label]:
    """The blank beside a label; the blanks to its right, where heads above name their periods."""
    row, column = label.blank
    while (head := _head_above(row, column, shape)) and shape.is_ruled(row, column):
        other = period_of([head], period)
        bound = replace(label.column, period=other) if other else label.column
        if not shape.text(row, column).strip() and not shape.is_locked(row, column):
            yield replace(label, blank=(row, column), column=bound)
        column = shape.area(row, column)[3] + 1
    if (row, column) == label.blank:
        yield label


def _head_above(row: int, column: int, shape: FormShape) -> str:
    """The nearest words above a cell in its column, if they name a period."""
    words = (squash(shape.text(at, column)) for at in range(row - 1, 0, -1))
    told = next((one for one in words if one), "")
    return told if names_period(told) else ""


def _named_tasks(sheet: Sheet, held: tuple[HeldTask, ...]) -> dict[tuple[int, int], int]:
    """The cells that word a task, with the task."""
    wordings = {
        place: cell.value
        for place, cell in sorted(sheet.cells.items())
        if len(squash(cell.value)) >= _LEAST_WORDING and not is_heading(cell.value)
    }
    numbered = dict(enumerate(wordings))
    found = match_wordings({at: wordings[place] for at, place in numbered.items()}, held)
    return {numbered[at]: task for at, task in found.items()}


def _task_before(label: _Label, named: dict[tuple[int, int], int], shape: FormShape) -> int | None:
    """The task whose merged cell stands beside the label, else the one named last above it."""
    above: tuple[tuple[int, int], int] | None = None
    for place, task in named.items():
        top, _, bottom, _ = shape.area(*place)
        if top <= label.row <= bottom:
            return task
        if place[0] <= label.row and (above is None or place > above[0]):
            above = (place, task)
    return above[1] if above else None
