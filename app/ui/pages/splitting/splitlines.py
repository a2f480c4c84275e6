"""The lines of the matrix of villages by tasks: what a cell holds, sums, and what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.rules.pace import plain
from app.models.rules.splitting import added, difference_words, reported_by
from app.ui.itemmodels.columns import Column
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from app.models.registers import ShareView, SplitRow
    from app.models.rules.periods import Period
    from app.models.views import UnitView

_CELL, _TASK = 76, 208


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One row of the matrix as it is shown.

    Attributes:
        row: the target with its parts.
        shares: the parts by unit.
        period: the period whose reports are shown; None for the plan.
        whole: all parts together; of reports the newest of each unit.
        difference: 差 2 台, 多 1 台; empty when they agree, or nothing is split yet.
        is_open: not or not wholly split.
    """

    row: SplitRow
    shares: Mapping[int, ShareView]
    period: Period | None
    whole: Decimal | None
    difference: str
    is_open: bool

    @property
    def key(self) -> tuple[int, int]:
        """What tells lines apart: the task and the target."""
        return self.row.task_id, self.row.target_id

    @property
    def is_counted(self) -> bool:
        """The parts are the items by unit: nothing to be typed."""
        return not self.row.target_id

    def cell(self, unit_id: int) -> Decimal | None:
        """What a unit carries, or reports for the period."""
        share = self.shares.get(unit_id)
        if share is None:
            return None
        return share.amount if self.period is None else share.reports.get(self.period.key)

    @property
    def target(self) -> str:
        """23 台."""
        total = "" if self.row.total is None else plain(self.row.total)
        return f"{total} {self.row.measure}".strip()

    @property
    def text(self) -> str:
        """The task's words on one line, with the target's own name."""
        words = " ".join(self.row.text.split())
        return f"{self.row.name}　{words}" if self.row.name else words

    def tip(self, unit: UnitView) -> str:
        """What there is to know of a cell."""
        share = self.shares.get(unit.id)
        if share is None:
            return f"{unit.name}　{self.text}"
        planned = "" if share.amount is None else f"，计划 {plain(share.amount)}"
        told = None if self.period is None else reported_by(share.reports, self.period)
        done = "" if told is None else f"，已报 {plain(told)}"
        return f"{unit.name}{planned}{done} {self.row.measure}\n{self.text}"


def lines_of(rows: Sequence[SplitRow], period: Period | None) -> tuple[SplitLine, ...]:
    """The rows as lines of the plan, or of the reports of a period."""
    return tuple(_line(row, period) for row in rows)


def _line(row: SplitRow, period: Period | None) -> SplitLine:
    whole = _whole(row, period)
    difference = difference_words(row.total, whole, row.measure)
    shares = {share.unit_id: share for share in row.shares}
    return SplitLine(row, shares, period, whole, difference, whole is None or bool(difference))


def _whole(row: SplitRow, period: Period | None) -> Decimal | None:
    if period is None:
        return added(share.amount for share in row.shares)
    return added(reported_by(share.reports, period) for share in row.shares)


def frozen_columns(plan: bool) -> list[Column[SplitLine]]:
    """What stays in view at the left: the task, its target, the sum and what is missing."""
    return [
        Column("serial", "序号", lambda line: line.row.serial, 56, muted=True),
        Column("task", "任务", lambda line: line.text, _TASK, tip=lambda line: line.text),
        Column("target", "目标", lambda line: line.target, 84, "right"),
        Column("whole", "计划合计" if plan else "上报合计", lambda line: line.whole, 76, "right"),
        Column(
            "left",
            "差额" if plan else "还差",
            lambda line: line.difference,
            84,
            "right",
            colour=lambda line: Ink.FAULT.value if plan or "多" in line.difference else None,
        ),
    ]  # fmt: skip


def unit_columns(
    units: Sequence[UnitView], edit: Callable[[SplitLine, int, str], object] | None
) -> list[Column[SplitLine]]:
    """A column for each unit."""
    return [_unit_column(unit, edit) for unit in units]


def _unit_column(
    unit: UnitView, edit: Callable[[SplitLine, int, str], object] | None
) -> Column[SplitLine]:
    return Column(
        f"unit:{unit.id}",
        unit.name,
        lambda line: line.cell(unit.id),
        max(_CELL, 16 * len(unit.name) + 20),
        "right",
        edit=(lambda line, text: edit(line, unit.id, text)) if edit else None,
        may_edit=lambda line: not line.is_counted,
        field=str(unit.id),
        tip=lambda line: line.tip(unit),
        colour=lambda line: Ink.MUTED.value if line.is_counted else None,
    )


def narrow_task(width: int) -> int:
    """The width of the task's words where the window is narrow."""
    return px(_TASK if width >= px(900) else 112)
