"""A small table that counts tasks by theme or unit: 专题, 任务数, 已完成, 滞后."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.importing.sheet import Sheet
from app.importing.tables.headings import squash
from app.importing.tables.labels import bare_label
from app.models.returnviews import ReturnLine
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.reports.formats.fields import state_of
from app.reports.forms.formshape import FormShape
from app.services.formfilling.formcolumns import BoundColumn
from app.services.formfilling.formfacts import FormFacts
from app.services.formfilling.formorigins import Origin, Writings

_LABEL = re.compile(
    r"专题|类别|分类|领域|板块|方面|主题|战役|攻坚战|专项(?:行动)?|项目类别|任务类别|"
    r"(?:牵头|责任)?(?:单位|部门)(?:名称)?"
)
_DONE = frozenset({State.DONE, State.DONE_LATE})
_GOING = frozenset({State.ON_PACE, State.AHEAD})
_LATE = frozenset({State.BEHIND, State.FAR_BEHIND, State.OVERDUE})
_EVERY = frozenset(State)
_NUMBER = r"(?:数|项数|数量|任务数|任务|个数|项目数)?(?:\((?:项|个|件|条)\))?"
_COUNTS: tuple[tuple[re.Pattern[str], frozenset[State]], ...] = tuple(
    (re.compile(f"(?:{words}){_NUMBER}"), states)
    for words, states in (
        (r"(?:任务|项目|工作|事项)(?:总)?(?:数|项数|数量|个数)|总数|任务总?量", _EVERY),
        (r"(?:已|按期|全部)?完成", _DONE),
        (r"(?:已)?(?:达到?|按)序时(?:进度)?(?:推进)?|正常(?:推进)?|序时推进", _GOING),
        (r"严重滞后", frozenset({State.FAR_BEHIND})),
        (r"(?:超期|逾期)(?:未完成)?", frozenset({State.OVERDUE})),
        (r"(?:进度|进展)?滞后|未达到?序时(?:进度)?", _LATE),
        (r"(?:尚)?未(?:启动|开工|开展)", frozenset({State.NOT_STARTED})),
        (r"(?:正在)?(?:推进|实施|进行)(?:中)?", _GOING | _LATE),
        (r"未完成", _EVERY - _DONE),
    )
)
_LEAST = 2
COUNTED = "count."
ALL_COUNTED = COUNTED + "+".join(sorted(State))
"""What a column of all tasks counts."""


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of such a table: its row, the column of labels, the states each column counts."""

    row: int
    label: int
    counts: Mapping[int, frozenset[State]]
    names: Mapping[int, str]


def fill_summaries(
    writings: Writings, sheet: Sheet, shape: FormShape, facts: FormFacts, others: frozenset[int]
) -> tuple[tuple[BoundColumn, ...], frozenset[int]]:
    """Fill the counts of every such table outside the rows of other tables.

    Returns:
        What each column takes, none where the sheet has no such table; and the rows of them.
    """
    columns: list[BoundColumn] = []
    inside: set[int] = set()
    ours = [task.line for id_, task in facts.tasks.items() if id_ in facts.ours]
    period = Period.parse(facts.view.head.period)
    for head in _heads(sheet, others):
        filled = False
        for row, label, lines in _rows(head, sheet, ours):
            for column, states in head.counts.items():
                if shape.text(row, column).strip() or shape.is_formula(row, column):
                    continue
                told = tuple(line for line in lines if state_of(line) in states)
                origin = Origin(told, _counts(states), period, head.names[column], label)
                writings.put(sheet.name, row, column, Decimal(len(told)), origin)
                filled = True
            inside |= {head.row, row} if filled else set()
        if filled:
            columns += (
                BoundColumn(column, name, "groups.count", None, 0.9, f"表头含“{name}”")
                for column, name in head.names.items()
            )
    return tuple(columns), frozenset(inside)


def _counts(states: frozenset[State]) -> str:
    """What a column counts, as a field: ``count.done+done_late``."""
    return COUNTED + "+".join(sorted(states))


def counted(lines: Sequence[ReturnLine], label: str, field: str) -> tuple[ReturnLine, ...]:
    """The tasks that a cell counts: those of its label that stand as its column says."""
    states = set(field.removeprefix(COUNTED).split("+"))
    return tuple(
        line
        for line in lines
        if _belongs(line, label) and (state := state_of(line)) and state.value in states
    )


def _heads(sheet: Sheet, inside: frozenset[int]) -> Iterator[_Head]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row not in inside:
            rows.setdefault(row, {})[column] = squash(cell.value)
    for row, cells in rows.items():
        label = next((at for at, text in cells.items() if _LABEL.fullmatch(text)), 0)
        counts = {at: states for at, text in cells.items() if at > label
                  for states in [_states(text)] if states}  # fmt: skip
        if label and len(counts) >= _LEAST:
            names = {at: cells[at] for at in counts}
            yield _Head(row, label, _without_claimed(counts), names)


def _states(text: str) -> frozenset[State]:
    return next((states for words, states in _COUNTS if words.fullmatch(text)), frozenset())


def _without_claimed(counts: Mapping[int, frozenset[State]]) -> dict[int, frozenset[State]]:
    """滞后 beside 严重滞后 counts the others that lag only."""
    single = [states for states in counts.values() if len(states) == 1]
    claimed = frozenset().union(*single)
    return {at: states - claimed if states == _LATE else states for at, states in counts.items()}


def _rows(
    head: _Head, sheet: Sheet, lines: Sequence[ReturnLine]
) -> Iterator[tuple[int, str, tuple[ReturnLine, ...]]]:
    """The rows below a head, as long as they are labelled, with label and tasks of each."""
    row = head.row + 1
    while label := sheet.text(row, head.label):
        told = tuple(line for line in lines if _belongs(line, label))
        if told:
            yield row, label, told
        row += 1


def _belongs(line: ReturnLine, label: str) -> bool:
    """Whether a task stands under a theme, or is led by a unit."""
    words = bare_label(label)
    groups = (bare_label(group) for group in line.groups)
    return bool(words) and (words in groups or words in map(squash, line.lead))
