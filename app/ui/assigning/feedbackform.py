"""What a unit answered on the lines chosen: recorded, accepted or sent back where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.handing import LineState
from app.models.rules.pace import plain
from app.services.supervision import assignments, assignments_feedback
from app.services.work.typed import read_amount
from app.ui.controls import ElidedLabel, button, label, row
from app.ui.dayfield import DayField
from app.ui.operations import act
from app.ui.style import px
from app.ui.wording import day_in_year, this_period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from app.models.registers import AssignedView, FeedbackView
    from app.services.supervision.assignments_feedback import Reported
    from app.ui.workspace import Workspace

T = TypeVar("T")
_ANSWERABLE = frozenset({LineState.WAITING, LineState.RETURNED})
_MOST_LINES = 4


class FeedbackForm(QFrame):
    """The rounds of the line chosen, and what can be done next with it or with several.

    Signals:
        judged: a verdict was given; the keyboard is free to go on to the next line.
    """

    judged = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._workspace = workspace
        self._lines: tuple[AssignedView, ...] = ()
        self._offer: Reported | None = None
        self.head = ElidedLabel("heading")
        self.rounds = label("", wrap=True, selectable=True)
        self._rounds_area = self._make_rounds_area()
        self.text = _field("反馈内容", "反馈内容，Enter 登记")
        self.text.returnPressed.connect(self.record)
        self.amount = _field("完成数", "完成数")
        self.amount.setFixedWidth(px(88))
        self.amount.returnPressed.connect(self.record)
        self.day = DayField(workspace.as_of)
        self.day.setAccessibleName("反馈或审核日期")
        self.day.refused.connect(workspace.complain)
        self.why = _field("审核意见", "审核意见；退回时写明原因，Enter 退回")
        self.why.returnPressed.connect(self.return_back)
        self.accept_button = button("办结", self.accept)
        self.tick_button = button("办结并勾选清单", lambda: self.accept(tick=True))
        self.straight = button("不等反馈，直接办结", self.accept, role="link")
        self.unjudge = button("取消审核", self.take_back, role="link")
        self.restore = button("恢复交办单", self.restore_orders, role="link")
        self.offer = button("", self.take_over, role="link")
        self.answering = _line(
            self.text, self.amount, button("登记反馈", self.record), self.straight
        )
        self.judging = _line(
            self.why, button("退回", self.return_back), self.tick_button, self.accept_button
        )
        self.ended = _line(self.unjudge, self.restore, self.offer, None)
        self.dated = _line(label("日期", "muted"), self.day, None)
        self._lay_out()
        self.show_lines(())

    def _make_rounds_area(self) -> QScrollArea:
        """What was answered so far; long rounds scroll."""
        area = QScrollArea()
        area.setAccessibleName("反馈记录")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.rounds)
        area.viewport().setAutoFillBackground(False)
        self.rounds.setAutoFillBackground(False)
        return area

    def show_lines(self, lines: Sequence[AssignedView]) -> None:
        """Show the lines chosen; the same ones again after a change keep what is being typed."""
        fresh = [line.id for line in lines] != [line.id for line in self._lines]
        self._lines = tuple(lines)
        if fresh:
            self._clear()
        self._show_rounds()
        states = {LineState(line.state) for line in lines}
        writing = bool(lines) and not self._workspace.readonly
        self.answering.setVisible(writing and states <= _ANSWERABLE)
        self.judging.setVisible(writing and states == {LineState.ANSWERED})
        self.tick_button.setVisible(any(line.item_open for line in lines))
        settled = states == {LineState.SETTLED}
        self.unjudge.setVisible(settled)
        self.restore.setVisible(states == {LineState.WITHDRAWN})
        self._show_offer(settled=settled)
        self.ended.setVisible(writing and states <= {LineState.SETTLED, LineState.WITHDRAWN})
        self.dated.setVisible(self.answering.isVisibleTo(self) or self.judging.isVisibleTo(self))

    def record(self) -> None:
        """Write down what the unit answered; the keyboard goes on to the verdict."""
        try:
            amount = read_amount(self.amount.text())
        except ValueError:
            self._workspace.complain(f"“{self.amount.text()}”不是数；完成数请只填数字。")
            return
        text, day, ids = self.text.text(), self.day.day(), self._ids()
        done = self._act(
            lambda: assignments_feedback.record_feedback(
                self._workspace.ledger, ids, text=text, amount=amount, on=day
            ),
            f"已登记反馈 {len(ids)} 项",
        )
        if done:
            self._clear()
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def return_back(self) -> None:
        """Send the answer back with the reason typed."""
        why, day, ids = self.why.text(), self.day.day(), self._ids()
        done = self._act(
            lambda: assignments_feedback.return_back(self._workspace.ledger, ids, why, on=day),
            f"已退回 {len(ids)} 项，等待重新反馈",
        )
        if done:
            self._clear()
            self.judged.emit()

    def accept(self, *, tick: bool = False) -> None:
        """Accept the answer; with ``tick`` the items of the lines are ticked in the same step."""
        why, day, ids = self.why.text(), self.day.day(), self._ids()
        done = self._act(
            lambda: assignments_feedback.accept(
                self._workspace.ledger, ids, on=day, tick=tick, why=why
            ),
            f"已办结 {len(ids)} 项" + ("，清单已勾选" if tick else ""),
        )
        if done:
            self._clear()
            self.judged.emit()

    def take_back(self) -> None:
        """Take the last verdict back."""
        ids = self._ids()
        self._act(
            lambda: assignments_feedback.take_back_verdict(self._workspace.ledger, ids),
            f"已取消审核 {len(ids)} 项",
        )

    def restore_orders(self) -> None:
        """Put withdrawn orders in force again."""
        orders = {line.assignment_id for line in self._lines}
        ledger = self._workspace.ledger
        self._act(
            lambda: assignments.withdraw_assignments(ledger, sorted(orders), None),
            f"已恢复交办单 {len(orders)} 份",
        )

    def take_over(self) -> None:
        """Write what units reported into the task's progress, as offered."""
        offer, workspace = self._offer, self._workspace
        if offer is None:
            return
        self._act(
            lambda: assignments_feedback.take_over_amount(
                workspace.ledger,
                offer.task_id,
                period=workspace.period,
                as_of=workspace.as_of,
                amount=offer.amount,
            ),
            f"已填写{this_period(workspace.period)}完成数 {plain(offer.amount)}",
        )

    def _show_rounds(self) -> None:
        lines = self._lines
        if not lines:
            self.head.setText("选中一项，登记反馈或审核")
        elif len(lines) == 1:
            self.head.setText(f"{lines[0].state_label}　{' '.join(lines[0].text.split())}")
        else:
            self.head.setText(f"选中 {len(lines)} 项，一起办理")
        told = [words for one in lines[0].feedback for words in _round(one)] if lines else []
        self.rounds.setText("\n".join(told))
        self._rounds_area.setVisible(len(lines) == 1 and bool(told))
        self._fit_rounds()

    def _fit_rounds(self) -> None:
        """As high as the rounds are, up to a few lines; the newest are in view."""
        area = self._rounds_area
        wanted = self.rounds.heightForWidth(max(area.viewport().width(), 1))
        area.setFixedHeight(min(max(wanted, 1), self.fontMetrics().lineSpacing() * _MOST_LINES))
        bar = area.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rounds()

    def _show_offer(self, *, settled: bool) -> None:
        """Offer to take reported amounts over, where the task's entry says something else."""
        self._offer = None
        workspace = self._workspace
        if settled and not workspace.readonly:
            found = assignments_feedback.reported_amounts(
                workspace.ledger, self._ids(), period=workspace.period, as_of=workspace.as_of
            )
            self._offer = found[0] if found else None
        self.offer.setVisible(self._offer is not None)
        if self._offer:
            self.offer.setText(_offer_words(self._offer, this_period(workspace.period)))

    def _act(self, work: Callable[[], T], say: str) -> bool:
        """Carry out an edit; True when it was done."""

        def carry_out() -> bool:
            work()
            return True

        return bool(act(self, self._workspace, carry_out, say=say))

    def _ids(self) -> list[int]:
        return [line.id for line in self._lines]

    def _clear(self) -> None:
        for field in (self.text, self.amount, self.why):
            field.clear()
        self.day.show_day(self._workspace.as_of)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(6))
        top = row(self.head, None, self.dated)
        column.addLayout(top)
        for part in (self._rounds_area, self.answering, self.judging, self.ended):
            column.addWidget(part)


def _round(one: FeedbackView) -> list[str]:
    amount = f"完成 {plain(one.amount)}" if one.amount is not None else ""
    said = "；".join(part for part in (amount, one.text) if part)
    lines = [f"{day_in_year(one.given_on)}　反馈：{said}"] if said else []
    if one.verdict:
        word = "退回" if one.verdict == "returned" else "办结"
        day = day_in_year(one.verdict_on or one.given_on)
        lines.append(f"{day}　{word}" + (f"：{one.verdict_why}" if one.verdict_why else ""))
    return lines


def _offer_words(offer: Reported, period: str) -> str:
    held = f"（现填 {plain(offer.held)}）" if offer.held is not None else ""
    return (
        f"{offer.of_units} 家中 {offer.units} 家已办结，合计 {plain(offer.amount)}，"
        f"写入任务{period}完成数{held}"
    )


def _field(name: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    return field


def _line(*parts: QWidget | None) -> QWidget:
    widget = QWidget()
    widget.setProperty("role", "clear")
    layout = row(*parts)
    layout.setContentsMargins(0, 0, 0, 0)
    widget.setLayout(layout)
    return widget
