"""进展 in the side panel: this period's entry edited in place, the earlier ones below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.rules.pace import plain
from app.services.work import progress
from app.ui.controls import clear, hairline, label, row, scrolled_parts
from app.ui.pages.entering.entryasking import Amount, EntryAsking
from app.ui.pages.entering.progressform import ProgressForm
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.style import px
from app.ui.wording import period_label

if TYPE_CHECKING:
    from app.models.rules.doubts import Doubt
    from app.models.views import ProgressView, TaskDetail
    from app.ui.workspace import Workspace


class ProgressTab(PanelTab):
    """进展: what the task reports, period by period."""

    key = "progress"
    title = "进展"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._period = ""
        self.head = label("", "heading")
        self.form = ProgressForm(wide=False)
        self._asking = EntryAsking(self, workspace)
        self.form.ask_draft = self._draft
        self.form.ask_doubts = self._doubts
        self.form.left.connect(self.leave)
        self.form.nil_reported.connect(self.leave)
        self.form.setEnabled(not workspace.readonly)
        self._earlier = QVBoxLayout()
        self._earlier.setSpacing(px(8))
        self._earlier.setContentsMargins(0, px(8), 0, 0)
        earlier = QWidget()
        earlier.setLayout(self._earlier)
        scrolled_parts(self.head, self.form, earlier, into=self.body)

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        same = detail.task.id == self.task_id() and self._period == self.workspace.period
        super().show_detail(detail)
        self._period = self.workspace.period
        if not (same and self.form.is_changed()):
            self.head.setText(period_label(self._period))
            self.form.load(
                detail, self._period, foresee=partial(self._asking.foresee, detail.task.id)
            )
        self._show_earlier(detail)

    @staticmethod
    @override
    def count(detail: TaskDetail, period: str) -> str:
        filled = any(entry.period == period for entry in detail.progress)
        return "✓" if filled else ""

    @override
    def begin(self) -> None:
        self.form.begin()

    @override
    def leave(self) -> None:
        """Save what was typed, when anything was."""
        if not self.detail or self.workspace.readonly or not self.form.is_changed():
            return
        task_id, period = self.task_id(), self._period
        try:
            entry = self.form.entry()
        except ValueError:
            self.workspace.complain("完成数应是数字；请重新填写。")
            return
        self.form.keep(entry)
        ledger, day = self.workspace.ledger, self.workspace.as_of
        self.act(
            lambda: progress.record_progress(ledger, task_id, period, entry, as_of=day),
            say=f"已保存{period_label(period)}进展",
        )

    def _draft(self, amount: Amount) -> str | None:
        return self._asking.draft(self.task_id(), amount)

    def _doubts(self, entry: progress.Entry) -> tuple[Doubt, ...] | None:
        return self._asking.doubts(self.task_id(), entry)

    def _show_earlier(self, detail: TaskDetail) -> None:
        clear(self._earlier)
        for entry in sorted(detail.progress, key=lambda one: one.period, reverse=True):
            if entry.period != self._period:
                self._earlier.addWidget(hairline())
                self._earlier.addLayout(_told(entry))


def _told(entry: ProgressView) -> QVBoxLayout:
    """An earlier entry, to be read."""
    amount = "" if entry.amount is None else f"完成数 {plain(entry.amount)}"
    nil = "零报告" if entry.nil_report else ""
    layout = QVBoxLayout()
    layout.setSpacing(px(4))
    facts = "　".join(part for part in (amount, nil) if part)
    layout.addLayout(row(label(period_label(entry.period), "heading"), label(facts, "muted"), None))
    for head, text in (
        ("", entry.text),
        ("问题：", entry.problems),
        ("下一步：", entry.next_steps),
    ):
        if text:
            layout.addWidget(label(f"{head}{text}", wrap=True, selectable=True))
    return layout
