"""The steps of the journal: narrowed by kind, person, day, words or one task, read in portions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.services.history import chronicle, journal
from app.services.history.chronicle import StepFilter
from app.services.history.journalwords import clock_time
from app.ui.controls import ChoiceBox, button, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.operations import run_service
from app.ui.pages.past.operationpanel import OperationPanel
from app.ui.pages.past.stepkinds import KINDS
from app.ui.style import Ink, px
from app.ui.tables import Table, select_only
from app.ui.undoing import destination_of, undo_step
from app.ui.wording import read_day, stamp, today

if TYPE_CHECKING:
    from app.models.views import OperationView
    from app.services.history.journal import UndoResult
    from app.ui.workspace import Workspace

_PORTION = 200
_SPANS = ("全部时间", "今天", "昨天", "近 7 天", "近 30 天")


class StepList(QWidget):
    """Steps at the left, the one chosen in full at the right.

    Signals:
        noted: other steps are shown; ``note_words`` tells how many.
    """

    noted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.wanted = StepFilter()
        self.note_words = ""
        self._asked = 0
        self._whole = False
        self.kinds = ChoiceBox("操作类别", role="filter")
        self.people = ChoiceBox("经办人", role="filter")
        self.spans = ChoiceBox("时间", role="filter")
        self.day = _day_field()
        self.task_button = button("", self.widen, role="link")
        self.model: TableModel[OperationView] = TableModel(
            _columns(), key=lambda step: step.id, parent=self
        )
        self.table = Table(self.model, workspace.memory, "history", sortable=False)
        self.table.setAccessibleName("操作历史")
        self.panel = OperationPanel(workspace)
        self.more = button("更早的…", self._read_more, role="link")
        self._fill_choices()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the newest again; what is chosen stays chosen."""
        self._show_people()
        self._read()

    def search(self, words: str) -> None:
        """Keep the steps that say these words, in their title or in what was changed."""
        if words != self.wanted.words:
            self._want(replace(self.wanted, words=words))

    def show_step(self, operation_id: int) -> None:
        """Show one step, whatever the list was narrowed to."""
        self._reset()
        if not self.table.select_key(operation_id):
            found = chronicle.step(self.workspace.ledger, operation_id)
            self._take(chronicle.list_steps(self.workspace.ledger, before=operation_id + 1))
            self.table.select_key(operation_id)
            self.panel.show_step(found)

    def narrow_to_task(self, task_id: int) -> None:
        """Keep the steps that touched one task or what belongs to it."""
        self._want(replace(self.wanted, task_id=task_id))

    def widen(self) -> bool:
        """Show the steps of all tasks again; False when they are shown."""
        if self.wanted.task_id is None:
            return False
        self._want(replace(self.wanted, task_id=None))
        return True

    def _fill_choices(self) -> None:
        self.kinds.addItems([name for name, _ in KINDS])
        self.spans.addItems(list(_SPANS))
        self.people.addItem("全部经办人")

    def _show_people(self) -> None:
        names = chronicle.list_people(self.workspace.ledger)
        held = [self.people.itemText(n) for n in range(1, self.people.count())]
        if held != list(names):
            chosen = self.people.currentText()
            self.people.clear()
            self.people.addItems(["全部经办人", *names])
            self.people.setCurrentIndex(max(self.people.findText(chosen), 0))
        self.people.setVisible(len(names) > 1)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(px(16))
        splitter.setProperty("role", "clear")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([px(660), px(460)])
        self.panel.setMinimumWidth(px(260))
        self.table.setMinimumWidth(px(260))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(12), 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(
            row(self.kinds, self.people, self.spans, self.day, self.task_button, None, spacing=4)
        )
        layout.addWidget(splitter, 1)
        layout.addLayout(row(self.more, None))

    def _connect(self) -> None:
        for box in (self.kinds, self.people, self.spans):
            box.activated.connect(lambda _place: self._on_chosen())
        self.day.editingFinished.connect(self._on_day)
        self.table.selection_changed.connect(self._show_chosen)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.panel.undo_asked.connect(self._undo)
        self.panel.redo_asked.connect(partial(self._undo, redo=True))
        self.panel.look_asked.connect(self._look)
        self.task_button.hide()

    def _on_chosen(self) -> None:
        self.day.clear()
        self._want(self._chosen())

    def _chosen(self) -> StepFilter:
        """What the choices say, the words and the task kept."""
        now, place = today(), self.spans.currentIndex()
        days = {1: (now, now), 2: (now - timedelta(days=1),) * 2}
        first, last = days.get(place, (None, None))
        if place > 2:
            first = now - timedelta(days=6 if place == 3 else 29)
        who = self.people.currentText() if self.people.currentIndex() > 0 else ""
        verbs = KINDS[max(self.kinds.currentIndex(), 0)][1]
        return replace(self.wanted, who=who, first=first, last=last, verbs=verbs)

    def _on_day(self) -> None:
        """Keep one day, typed as everywhere; an empty field gives the choices their say again."""
        words = self.day.text().strip()
        if not words:
            self._want(self._chosen())
            return
        day = read_day(words, today().year)
        if day is None:
            self.workspace.complain(f"“{words}”不是日期；请写成 6.20 或 2020-6-20。")
            return
        self.spans.setCurrentIndex(0)
        self._want(replace(self.wanted, first=day, last=day))

    def _reset(self) -> None:
        for box in (self.kinds, self.people, self.spans):
            box.setCurrentIndex(0)
        self.day.clear()
        self._want(StepFilter())

    def _want(self, wanted: StepFilter) -> None:
        if wanted == self.wanted:
            return
        self.wanted = wanted
        self.task_button.setVisible(wanted.task_id is not None)
        self.task_button.setText("只看一项任务的操作　取消（Esc）")
        self._read()

    def _read(self, *, before: int | None = None) -> None:
        """Read a portion; words and one task are looked for in the background."""
        self._asked += 1
        asked, ledger, wanted = self._asked, self.workspace.ledger, self.wanted

        def show(steps: tuple[OperationView, ...]) -> None:
            if asked == self._asked:
                self._take(steps, after=before is not None)

        if not wanted.words and wanted.task_id is None:
            show(chronicle.list_steps(ledger, wanted, before=before, limit=_PORTION))
            return
        run_service(
            self,
            self.workspace,
            lambda _monitor: chronicle.list_steps(ledger, wanted, before=before, limit=_PORTION),
            done=show,
            title="正在读取历史…",
            changes=False,
        )

    def _take(self, steps: tuple[OperationView, ...], *, after: bool = False) -> None:
        chosen, place = self.table.current_row(), self.table.verticalScrollBar().value()
        self._whole = len(steps) < _PORTION
        self.model.set_rows((*self.model.rows, *steps) if after else steps)
        self.more.setVisible(not self._whole)
        if chosen is None or not self.table.select_key(chosen.id):
            self._select_first()
        if after:
            self.table.verticalScrollBar().setValue(place)
        count = len(self.model.rows)
        self.note_words = f"{count} 步" if self._whole else f"最近 {count} 步"
        self.noted.emit()
        self._show_chosen()

    def _read_more(self) -> None:
        if self.model.rows and not self._whole:
            self._read(before=self.model.rows[-1].id)

    def _on_scrolled(self, value: int) -> None:
        if value and value == self.table.verticalScrollBar().maximum():
            self._read_more()

    def _select_first(self) -> None:
        if self.table.order.rowCount():
            select_only(self.table, 0)

    def _show_chosen(self) -> None:
        rows = self.table.selected_rows()
        self.panel.show_step(rows[0] if rows else None)

    def _undo(self, operation_id: int, *, redo: bool = False) -> None:
        undo_step(
            self,
            self.workspace,
            operation_id,
            redo=redo,
            done=lambda one: self._keep(operation_id, one),
        )

    def _keep(self, operation_id: int, result: UndoResult) -> None:
        self.panel.keep(operation_id, result)

    def _look(self, operation_id: int) -> None:
        destination = destination_of(journal.place_of(self.workspace.ledger, operation_id))
        if destination:
            self.workspace.go(destination)
        else:
            self.workspace.complain("这一步所改的内容已经不在台账里；删除的可在“已删除”里恢复。")


def _day_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("某一天，如 6.20")
    field.setAccessibleName("某一天")
    field.setProperty("role", "quiet")
    field.setFixedWidth(px(136))
    field.setClearButtonEnabled(True)
    return field


def _columns() -> tuple[Column[OperationView], ...]:
    return (
        Column("at", "时间", lambda step: stamp(step.at), 128, muted=True, tip=_clock),
        Column(
            "title",
            "操作",
            lambda step: step.title,
            200,
            stretch=True,
            tip=lambda step: step.title,
            colour=lambda step: Ink.FAINT.value if step.undone or step.kind != "do" else None,
        ),
        Column("state", "状态", lambda step: "已撤销" if step.undone else "", 72, muted=True),
        Column("who", "经办", lambda step: step.who, 96, muted=True, spare=1),
    )


def _clock(step: OperationView) -> str:
    return f"{clock_time(step.at):%Y-%m-%d %H:%M:%S}"
