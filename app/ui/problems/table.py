"""The table of problems: its columns as data, long texts on two lines, Space finishes a step."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from typing_extensions import override

from app.models.rules.closing import ProblemState
from app.ui.dropped import dropped_paths, importable_file
from app.ui.itemmodels.columns import Column, Role
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.problems.marks import problem_mark
from app.ui.style import px
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent

    from app.models.registers import ProblemView
    from app.ui.itemmodels.table import TableModel
    from app.ui.memory import Memory
    from app.ui.problems.verbs import ProblemVerbs

    Rows = tuple[ProblemView, ...]

ROW = 48
_ORDER = {state: place for place, state in enumerate(ProblemState)}
_DIGITS = re.compile(r"(\d+)")


class Number(str):
    """A number of the register as printed; 2 stands before 10 when sorted."""

    __slots__ = ()

    @override
    def __lt__(self, other: str) -> bool:
        return _natural(self) < _natural(other)


class ProblemTable(Table):
    """The register. Space finishes the step at hand, Enter opens.

    Signals:
        files_dropped: a problem, and the files dropped on its row as proof of the step at hand.
    """

    files_dropped = Signal(object, object)

    def __init__(self, model: TableModel[ProblemView], memory: Memory) -> None:
        super().__init__(model, memory, "problems")
        self.setAccessibleName("问题")
        self.advance: Callable[[Rows], object] | None = None
        self.setItemDelegate(TaskDelegate(self))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.setAccessibleName("问题")
        self.setAcceptDrops(True)

    @override
    def tick_selected(self) -> bool:
        """Space: finish the step at hand of all selected problems; it never types a blank."""
        rows = self.selected_rows()
        if self.advance and rows:
            self.advance(rows)
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row the cursor stands on is chosen, so that Space and the buttons mean it."""
        super().focusInEvent(event)
        if self.currentIndex().isValid() and not self.selected_rows():
            self.go_to(self.currentIndex())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(self.advance is not None and bool(proof_paths(event.mimeData())))

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self.indexAt(event.position().toPoint()).data(Role.ROW)
        event.setAccepted(row is not None and bool(proof_paths(event.mimeData())))

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        row = self.indexAt(event.position().toPoint()).data(Role.ROW)
        paths = proof_paths(event.mimeData())
        if row is not None and paths:
            event.acceptProposedAction()
            self.files_dropped.emit(row, paths)


def proof_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files of a drop that are proof; a list of problems is none, the page imports it."""
    return () if importable_file(data) else dropped_paths(data)


def problem_columns(
    verbs: ProblemVerbs,
    *,
    units: Callable[[], tuple[str, ...]],
    sources: Callable[[], tuple[str, ...]],
) -> list[Column[ProblemView]]:
    """The columns of the register, from left to right."""
    return [
        replace(_words(verbs, "number", "编号", 56), value=lambda row: Number(row.number)),
        _words(verbs, "text", "问题", 160, long=True, stretch=True),
        _words(verbs, "source", "来源", 88, spare=4, choices=lambda _: sources()),
        _words(verbs, "unit", "责任单位", 100, spare=3, choices=lambda _: units()),
        _words(verbs, "measures", "整改措施", 168, long=True, spare=5),
        Column(
            "due",
            "整改时限",
            lambda row: row.due or row.deadline_text,
            102,
            spare=1,
            edit=lambda row, text: verbs.change_deadline((row,), text),
            edit_many=verbs.change_deadline,
            dated=True,
            tip=lambda row: row.deadline_text,
        ),
        Column("step", "当前步骤", step_words, 112, spare=2, tip=lambda row: row.why),
        Column(
            "state",
            "状态",
            lambda row: _ORDER[row.state],
            116,
            mark=lambda row: problem_mark(row.state),
            tip=lambda row: row.why,
        ),
    ]


def step_words(row: ProblemView) -> str:
    """The step a problem stands at, with how many are done: 验收 4/7."""
    if not row.steps:
        return ""
    if row.closed_on is not None:
        return f"{row.closed_on:%Y-%m-%d}"
    done = sum(step.done_on is not None for step in row.steps)
    name = row.step.name if row.step else ""
    return f"{name} {done}/{len(row.steps)}"


def _natural(number: str) -> list[tuple[int, str]]:
    """Runs of digits by what they count, all else as it is written."""
    parts = _DIGITS.split(number)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _words(
    verbs: ProblemVerbs,
    field: str,
    title: str,
    width: int,
    *,
    long: bool = False,
    stretch: bool = False,
    spare: int = 0,
    choices: Callable[[ProblemView], tuple[str, ...]] | None = None,
) -> Column[ProblemView]:
    """A column of words that saves into the field of the same name."""

    def value(row: ProblemView) -> str:
        return str(getattr(row, field))

    return Column(
        field,
        title,
        value,
        width,
        edit=lambda row, text: verbs.change((row,), **{field: text}),
        edit_many=lambda rows, text: verbs.change(rows, **{field: text}),
        long=long,
        stretch=stretch,
        spare=spare,
        choices=choices,
        tip=value,
    )
