"""填写本季进展: one task after the other, by keyboard alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.views import TaskView
from app.services import queries
from app.services.work import progress
from app.ui.controls import ElidedLabel, button, fill, hairline, row, scrolled
from app.ui.dropped import dropped_paths
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.operations import act, soon
from app.ui.pages.entering.entryasides import ProofNote
from app.ui.pages.entering.entryasking import Amount, EntryAsking
from app.ui.pages.entering.fillinglist import FillingList, tasks_to_fill
from app.ui.pages.entering.progressform import ProgressForm
from app.ui.pages.entering.targetamounts import TargetAmounts
from app.ui.pages.entering.taskwords import TaskWords
from app.ui.pages.slices import Slices
from app.ui.style import px
from app.ui.wording import period_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from app.models.database import Ledger
    from app.models.rules.doubts import Doubt
    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

_FORM_WIDTH = 760
_LISTS_AFTER_MS = 40  # the task gone to is painted by then


class FillingView(QWidget):
    """The form of one task at a time, with the list of all beside it.

    Ctrl+Enter saves and goes on, Ctrl+Shift+Enter goes back, Ctrl+0 is 零报告, Esc leaves.

    Signals:
        left: the clerk is through, or leaves.
        noted: a few words for the page's head: how many are filled.
    """

    left = Signal()
    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._tasks: tuple[TaskView, ...] = ()
        self._place = 0
        self._leaving = False
        self.detail: TaskDetail | None = None
        self._found: TaskDetail | None = None
        self.model = TableModel[TaskView](
            (Column("text", "任务", lambda task: task.text),), key=lambda task: task.id
        )
        self._asking = EntryAsking(self, workspace)
        self.setAcceptDrops(not workspace.readonly)
        self._slices = Slices(self, self._make())

    def _make(self) -> Iterator[None]:
        """The list and what is told of a task, then the form in its place."""
        self.list = FillingList(self.model)
        self.list.clicked.connect(lambda index: self.go_to(index.row()))
        self._make_words()
        words = self._lay_out()
        yield
        self.form = ProgressForm(wide=True)
        self.form.ask_draft = self._draft
        self.form.ask_doubts = self._doubts
        self.targets = TargetAmounts(self.workspace)
        self.form.further.addWidget(self.targets)
        self.form.accepted.connect(self.go_on)
        self.form.nil_reported.connect(self.leave)
        self._take_keys()
        words.addWidget(self.form, 1)
        self.setTabOrder(self.form.nil, self.previous_button)
        self.setTabOrder(self.previous_button, self.next_button)

    def _take_keys(self) -> None:
        for keys, run in (
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("Ctrl+Shift+Return", self.go_to_previous),
            ("Ctrl+Shift+Enter", self.go_to_previous),
            ("Ctrl+0", self.report_nothing),
            ("Ctrl+D", self.form.take_over),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, run)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def task_id(self) -> int | None:
        """The task in hand."""
        return self._tasks[self._place].id if self._tasks else None

    def begin(self, tasks: Sequence[TaskView], task_id: int | None = None) -> None:
        """Begin at a task, or at the first that has no progress yet, when all is made."""
        if not self._slices.is_through:
            self.setFocus()
        for work in (partial(self._take, tasks, task_id), self._look_up, self._fill_in):
            self._slices.then(work)

    def _take(self, tasks: Sequence[TaskView], task_id: int | None) -> None:
        self._tasks = tasks_to_fill(tasks, keep=task_id)
        self.model.set_rows(self._tasks)
        self._place = self._first_place(task_id)

    def refresh(self, tasks: Sequence[TaskView]) -> None:
        """Take in what changed; the task in hand stays in hand."""
        self._slices.finish()
        current = self.task_id
        held = {task.id for task in self._tasks}
        fresh = {task.id: task for task in tasks}
        kept = tuple(fresh[task.id] for task in self._tasks if task.id in fresh)
        self._tasks = kept or tasks_to_fill(tasks)
        self.model.set_rows(self._tasks)
        if current in held and current in fresh:
            self._place = next(n for n, task in enumerate(self._tasks) if task.id == current)
            self._show_list()
            self._take_in()
        else:
            self._place = min(self._place, max(len(self._tasks) - 1, 0))
            self._show()

    def begin_field(self) -> None:
        """Put the keyboard into the first field: where months make the amount, an empty month."""
        self._slices.finish()
        if self.form.amount.isEnabled() or not self.targets.begin():
            self.form.begin()

    def go_to(self, place: int) -> None:
        """Save what was typed and go to another task."""
        if self._save_to_leave(with_draft=False) and 0 <= place < len(self._tasks):
            self._place = place
            self._show()

    def go_on(self) -> None:
        """Save, an untouched draft too, and go to the next task; after the last, leave.

        What doesn't add up is shown first; going on once more accepts it.
        """
        if self.form.raises_doubts():
            return
        if not self._save_to_leave(with_draft=True):
            return
        if self._place + 1 < len(self._tasks):
            self._place += 1
            self._show()
        else:
            self._end()

    def go_to_previous(self) -> None:
        """Save what was typed and go back one task."""
        self.go_to(self._place - 1)

    def report_nothing(self) -> None:
        """零报告 for the task in hand."""
        self.form.report_nothing()

    def leave(self) -> bool:
        """Save what was typed; False when it can't be saved as it stands."""
        return self._save(with_draft=False)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._tasks:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.proof.attach(self.task_id, paths)

    def _make_words(self) -> None:
        self.words = TaskWords()
        self.previous_button = button("上一项", self.go_to_previous)
        self.previous_button.setToolTip("保存，回到上一项（Ctrl+Shift+Enter）")
        self.proof = ProofNote(self.workspace)
        self.nil_hint = ElidedLabel("small")
        self.nil_hint.setText("零报告 Ctrl+0　　沿用上期 Ctrl+D　　退出 Esc")
        self.next_button = button("下一项　Ctrl+Enter", self.go_on, role="primary")
        self.next_button.setToolTip("保存，到下一项（Ctrl+Enter）")

    def _lay_out(self) -> QVBoxLayout:
        """All but the form, which comes into the layout handed back."""
        inner = QWidget()
        inner.setProperty("role", "clear")
        words = QVBoxLayout(inner)
        words.setContentsMargins(px(24), px(16), px(24), px(8))
        words.setSpacing(px(4))
        fill(words, self.words, 4, hairline(), 4)
        foot = row(self.nil_hint, None, self.proof, self.previous_button, self.next_button)
        foot.setContentsMargins(px(24), px(8), px(24), px(16))
        card = QFrame()
        card.setProperty("role", "surface")
        card.setMaximumWidth(px(_FORM_WIDTH + 48))
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._area = scrolled(inner)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self.list)
        layout.addWidget(card, 1)
        layout.addStretch(0)
        return words

    def _first_place(self, task_id: int | None) -> int:
        if task_id is not None:
            for place, task in enumerate(self._tasks):
                if task.id == task_id:
                    return place
        return next((n for n, task in enumerate(self._tasks) if not task.has_progress), 0)

    def _show(self) -> None:
        """Show the task in hand."""
        self._look_up()
        self._fill_in()

    def _look_up(self) -> None:
        self._show_list()
        self._found = self._read() if self._tasks else None

    def _fill_in(self) -> None:
        found, self._found = self._found, None
        if found is not None:
            self._load(found)
            self._area.verticalScrollBar().setValue(0)  # which task it is comes before its fields
            self.begin_field()
        elif not self._tasks:
            self._end()

    def _take_in(self) -> None:
        """Show what another hand changed (undo, an import), unless words are being typed here."""
        if self._leaving:
            return
        detail = None if self.form.is_changed() else self._read()
        if detail is not None and not self.form.holds(detail, self.workspace.period):
            self._load(detail)
        elif detail is not None:
            self.detail = detail
            self._show_words(detail)

    def _read(self) -> TaskDetail | None:
        task, workspace = self._tasks[self._place], self.workspace
        return act(
            self,
            workspace,
            lambda: queries.task_detail(
                workspace.ledger,
                task.id,
                as_of=workspace.as_of,
                period=workspace.period,
            ),
            changes=False,
        )

    def _load(self, detail: TaskDetail) -> None:
        self.detail = detail
        self._show_words(detail)
        readonly, period = self.workspace.readonly, self.workspace.period
        draft = "" if readonly else self._draft() or ""
        foresee = partial(self._foresee, detail.task.id)
        self.form.load(detail, period, foresee=foresee, draft=draft)
        self.form.setEnabled(not readonly)

    def _show_words(self, detail: TaskDetail) -> None:
        self.targets.show_task(detail, after=self.form.amount)
        self.words.show_task(detail, self.workspace.period)
        self.proof.show_held(detail)
        last = self._place + 1 == len(self._tasks)
        self.next_button.setText("保存并结束　Ctrl+Enter" if last else "下一项　Ctrl+Enter")
        self.previous_button.setEnabled(self._place > 0)

    def _show_list(self) -> None:
        count = len(self._tasks)
        self.words.show_place(self._place + 1, count)
        filled = sum(task.has_progress for task in self._tasks)
        self.noted.emit(f"已填 {filled} / {count} 项")
        index = self.model.index(self._place, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _save(self, *, with_draft: bool) -> bool:
        """Write the entry when it differs from what is kept."""
        if self.workspace.readonly or self.detail is None or not self._tasks:
            return True
        self.targets.leave()
        if not (with_draft or self.form.is_changed()):
            return True
        try:
            entry = self.form.entry(with_draft=with_draft)
        except ValueError:
            self.workspace.complain("完成数应是数字；请重新填写。")
            self.form.begin()
            return False
        if not self.form.differs(entry):
            return True
        return self._write(entry)

    def _save_to_leave(self, *, with_draft: bool) -> bool:
        """Save on the way to another task: this one need not be read again."""
        self._leaving = True
        try:
            return self._save(with_draft=with_draft)
        finally:
            self._leaving = False

    def _write(self, entry: progress.Entry) -> bool:
        task, period, workspace = self._tasks[self._place], self.workspace.period, self.workspace
        self.form.keep(entry)
        saved = act(
            self,
            workspace,
            lambda: _record(workspace.ledger, task.id, period, entry, workspace.as_of),
            changes=False,
        )
        if saved:
            # On the way to another task, that one comes first, the lists after it.
            goes_on = self._leaving and self._place + 1 < len(self._tasks)
            if goes_on:
                soon(self, workspace.tell_changed, after_ms=_LISTS_AFTER_MS)
            else:
                workspace.tell_changed()
            workspace.say(f"已保存{period_label(period)}进展", undoable=True)
        return bool(saved)

    def _end(self) -> None:
        missing = sum(not task.has_progress for task in self._tasks)
        self.left.emit()
        if self._tasks:
            rest = f"，还差 {missing} 项" if missing else ""
            self.workspace.say(f"{period_label(self.workspace.period)}进展填写到末项{rest}")

    def _draft(self, amount: Amount = progress.UNSET) -> str | None:
        return None if self.task_id is None else self._asking.draft(self.task_id, amount)

    def _doubts(self, entry: progress.Entry) -> tuple[Doubt, ...] | None:
        return None if self.task_id is None else self._asking.doubts(self.task_id, entry)

    def _foresee(self, task_id: int, amount: Decimal | None) -> TaskView | None:
        task = self._asking.foresee(task_id, amount)
        if task:
            self.words.show_why(task)
        return task


def _record(ledger: Ledger, task_id: int, period: str, entry: progress.Entry, as_of: date) -> bool:
    progress.record_progress(ledger, task_id, period, entry, as_of=as_of)
    return True
