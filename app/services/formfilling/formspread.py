"""A task over several rows of a form, one for each target: 锅炉 台 23, below it 接管 户 200."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.importing.tables.columns import ColumnMapping
from app.importing.tables.headings import squash
from app.importing.tables.rows import BodyRow
from app.models.rules.measure_units import canonical
from app.models.rules.quantities import read_quantities
from app.models.targetlines import TargetLine
from app.models.views import TargetView
from app.services.formfilling.formchoices import FormRow
from app.services.formfilling.formtargets import number_said, of_further
from app.services.formfilling.formvalues import TaskFacts

OF_TARGET = frozenset({"target", "target_unit", "amount", "amount_added", "left", "share"})
"""What a column takes of a target; all else is the task's, and told in its first row."""

_UNIT, _NAME, _NUMBER = 4, 3, 2


@dataclass(frozen=True, slots=True)
class Spread:
    """Rows of tasks that are told target by target.

    Attributes:
        tasks: the task with the target each such row speaks of.
        below: the rows below a task's first one, that print its words no more.
    """

    tasks: Mapping[int, TaskFacts]
    below: frozenset[int]


def spread_over(
    body: Sequence[BodyRow],
    mapping: ColumnMapping,
    rows: Sequence[FormRow],
    tasks: Mapping[int, TaskFacts],
    *,
    wants_target: bool,
) -> Spread:
    """Which rows speak of which target of a task.

    Args:
        body: the rows of the form's table, from the top.
        mapping: its columns.
        rows: those read as tasks with what is known of them; one that is of no task stays so.
        tasks: the tasks by number.
        wants_target: whether the goal or the unit is asked, so that blank rows follow the order.
    """
    told = {one.row: one.task_id for one in rows if one.task_id is not None}
    none = {one.row for one in rows if one.task_id is None and not one.asked}
    names = {one.index for role in ("serial", "text") for one in mapping.playing(role)}
    units = {one.index for one in mapping.playing("unit")}
    found: dict[int, TaskFacts] = {}
    below: set[int] = set()
    for block in _blocks([row for row in body if row.row not in none], told, names):
        facts = tasks.get(told[block[0].row])
        if facts is None or not facts.line.more or facts.line.target is None:
            continue
        reads = [_Row(one, names, units) for one in block]
        held = _shared_out(reads, (facts.line.target, *facts.line.more), in_order=wants_target)
        for row, place in held.items():
            found[row] = of_further(facts, facts.line.more[place - 1]) if place else facts
        below |= {one.row for one in reads[1:] if one.row in held and not one.is_named}
    return Spread(found, frozenset(below))


def _blocks(
    rows: Sequence[BodyRow], told: Mapping[int, int], names: Collection[int]
) -> Iterator[list[BodyRow]]:
    """Each row of a task with the unclaimed rows right below that go on with it."""
    block: list[BodyRow] = []
    for row in rows:
        if block and _goes_on(block, row, told, names):
            block.append(row)
            continue
        if block:
            yield block
        block = [row] if row.row in told else []
    if block:
        yield block


def _goes_on(
    block: Sequence[BodyRow],
    row: BodyRow,
    told: Mapping[int, int],
    names: Collection[int],
) -> bool:
    """Whether a row says no other number and wording than the task's first one above it."""
    first = block[0]
    if row.row != block[-1].row + 1 or told.get(row.row) not in {None, told[first.row]}:
        return False
    said = [(at, squash(row.cells[at].text)) for at in names if at in row.cells]
    return all(at in first.cells and squash(first.cells[at].text) == text for at, text in said)


class _Row:
    """What a row says beside the task's number and wording."""

    def __init__(self, row: BodyRow, names: Collection[int], units: Collection[int]) -> None:
        self.row = row.row
        own = {at: squash(one.text) for at, one in row.cells.items() if one.row == row.row}
        self.is_named = any(at in own for at in names)
        self.is_joined = any(at in row.cells for at in names)
        self.words = [text for at, text in own.items() if at not in names and text]
        self.unit = next((canonical(own[at]) for at in units if own.get(at)), "")

    def speaks_of(self, target: TargetView | TargetLine, units: Collection[str]) -> int:
        """How much speaks for a target; below 0 where the row counts in another unit."""
        stated = {self.unit} if self.unit else {canonical(one) for one in self.words} & {*units}
        unit = canonical(target.unit)
        if stated and unit not in stated:
            return -1
        counted = [one for text in self.words for one in read_quantities(text)]
        says_unit = bool(stated) or any(canonical(one.unit) == unit for one in counted)
        numbers = {*(one.number for one in counted), *filter(None, map(number_said, self.words))}
        named = bool(target.name) and any(target.name in text for text in self.words)
        return _UNIT * says_unit + _NAME * named + _NUMBER * (target.number in numbers)


def _shared_out(
    rows: Sequence[_Row], targets: Sequence[TargetView | TargetLine], *, in_order: bool
) -> dict[int, int]:
    """The place of the target each row speaks of, by what it says; rows that tell none are out."""
    units = {canonical(one.unit) for one in targets}
    spoken = {
        (row.row, place): row.speaks_of(target, units)
        for row in rows
        for place, target in enumerate(targets)
    }
    if in_order and len(rows) > 1 and all(row.is_joined and not row.words for row in rows):
        return {row.row: place for place, row in enumerate(rows[: len(targets)])}
    if len(rows) == 1 and not (units & {canonical(one) for one in rows[0].words}):
        return {}  # a task in one row tells of its counted target, unless it says another unit
    found: dict[int, int] = {}
    free = set(range(len(targets)))
    for row in sorted(rows, key=lambda row: -max(spoken[row.row, at] for at in free)):
        best = sorted(((spoken[row.row, at], at) for at in free), reverse=True)
        if best and best[0][0] > 0 and (len(best) == 1 or best[0][0] > best[1][0]):
            found[row.row] = best[0][1]
            free.remove(best[0][1])
    left = [row for row in rows if row.row not in found]
    if len(left) == len(free) == 1 and found and left[0].is_joined:
        (last,) = free
        if spoken[left[0].row, last] >= 0:
            found[left[0].row] = last
    return found
