"""The lines of 交办单 as a table's rows: what is shown of each, and what is edited in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.services.supervision import assignments
from app.services.work.typed import read_amount
from app.ui.itemmodels.columns import Column
from app.ui.operations import act
from app.ui.style import Ink
from app.ui.wording import no_day, read_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.models.registers import AssignedView, AssignmentView
    from app.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line with the order it stands on."""

    order: AssignmentView
    line: AssignedView


class LineEdits:
    """What a clerk may type into a line, and into the order it stands on."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        self._parent, self._workspace = parent, workspace

    def line(self, field: str) -> Callable[[OrderLine, str], object]:
        """Write words into a field of the line."""
        return lambda one, text: self._change(one, **{field: text})

    def order(self, field: str) -> Callable[[OrderLine, str], object]:
        """Write words into a field of the order."""
        ledger = self._workspace.ledger
        return lambda one, text: act(
            self._parent,
            self._workspace,
            lambda: assignments.change_assignment(ledger, one.order.id, **{field: text}),
        )

    def due(self, one: OrderLine, text: str) -> None:
        """Set the line's day; empty takes it away."""
        day = read_due(text, self._workspace.as_of.year) if text.strip() else None
        if text.strip() and day is None:
            self._workspace.complain(no_day(text))
        else:
            self._change(one, due=day)

    def amount(self, one: OrderLine, text: str) -> None:
        """Set the line's amount; empty takes it away."""
        try:
            amount = read_amount(text, one.line.measure)
        except ValueError:
            self._workspace.complain(f"“{text}”不是数；请只填数字。")
            return
        self._change(one, amount=amount)

    def _change(self, one: OrderLine, **fields: Any) -> None:
        ledger = self._workspace.ledger
        act(
            self._parent,
            self._workspace,
            lambda: assignments.change_lines(ledger, [one.line.id], **fields),
        )


def order_columns(edits: LineEdits) -> list[Column[OrderLine]]:
    """The columns over lines: first the line's own, then its order's."""
    return [*_line_columns(edits), *_order_columns(edits)]


def _line_columns(edits: LineEdits) -> list[Column[OrderLine]]:
    return [
        Column("state", "状态", lambda one: one.line.state_label, 80, colour=_state_colour),
        Column(
            "text", "交办事项", lambda one: " ".join(one.line.text.split()), 220, stretch=True,
            edit=edits.line("text"), long=True, tip=lambda one: one.line.text,
        ),
        Column(
            "line_demands", "本项要求", lambda one: one.line.demands, 112, long=True,
            edit=edits.line("demands"), tip=lambda one: one.line.demands, spare=3,
        ),
        Column(
            "amount", "数量", lambda one: one.line.amount, 64, "right", edit=edits.amount, spare=2,
        ),
        Column(
            "due", "时限", lambda one: one.line.due, 104, edit=edits.due, dated=True,
            colour=lambda one: Ink.FAULT.value if one.line.late else None,
        ),
        Column("answered", "最近反馈", _answered, 104, spare=4),
    ]  # fmt: skip


def _order_columns(edits: LineEdits) -> list[Column[OrderLine]]:
    return [
        Column("number", "编号", lambda one: one.order.number, 150, edit=edits.order("number"),
               spare=1),
        Column(
            "demands", "整单要求", lambda one: one.order.demands, 120, long=True, spare=5,
            edit=edits.order("demands"), tip=lambda one: one.order.demands,
        ),
        Column(
            "contact", "联系方式", lambda one: one.order.contact, 112, spare=6,
            edit=edits.order("contact"),
        ),
    ]  # fmt: skip


def _answered(one: OrderLine) -> object:
    return one.line.feedback[-1].given_on if one.line.feedback else None


def _state_colour(one: OrderLine) -> str | None:
    if one.line.late:
        return Ink.FAULT.value
    return None if one.line.is_open else Ink.MUTED.value
