"""The fields of one progress entry, with last period's words beside them and the light to come."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.models.rules.pace import CEILINGS, plain, points
from app.models.rules.periods import Period
from app.services.work.entryfacts import amount_source
from app.services.work.progress import NIL_TEXT, UNSET, Entry
from app.services.work.typed import read_amount
from app.ui.controls import ElidedLabel, button, label, row
from app.ui.fields import LightLabel, NoteEdit
from app.ui.pages.entering.draft import Draft
from app.ui.pages.entering.entryasides import DoubtNote, LastWords
from app.ui.style import px
from app.ui.targets import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.rules.doubts import Doubt
    from app.models.views import ProgressView, TaskDetail, TaskView
    from app.ui.pages.entering.entryasking import Amount

_FORESEE_AFTER_MS = 120
_NOTHING_COUNTED = Entry(UNSET, None, None, None, nil_report=False)
_NOTHING = Entry(None, None, None, None, nil_report=False)


class ProgressForm(QWidget):
    """Amount, text, problems, next steps and nil report of one period.

    A drafted text is shown in an empty field and marked; it never takes the place of written
    words, and it counts as written only once the clerk goes on with it or changes it.

    Signals:
        left: a field was left with something changed; time to save.
        nil_reported: 零报告 was ticked or taken back.
        foreseen: the task as it will stand, a TaskView, after each change of the amount.
        accepted: Enter in the amount: the clerk is through with this entry.
    """

    left = Signal()
    nil_reported = Signal()
    foreseen = Signal(object)
    accepted = Signal()

    def __init__(self, *, wide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foresee: Callable[[Decimal | None], TaskView | None] | None = None
        self._kept = Entry()
        self._draft = Draft()
        self._asked: tuple[Entry, Sequence[Doubt]] | None = None
        self._loading = False
        self.amount = QLineEdit()
        self.amount.setFixedWidth(px(96))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.unit = ElidedLabel("muted")
        self.share = label("")
        self.light = LightLabel()
        self.last = LastWords(self.take_over)
        self.further = QVBoxLayout()  # room below the amount, for what else is counted
        self.doubts = DoubtNote()
        self.text = NoteEdit(5 if wide else 4, grows=wide)
        self.drafted = label("草拟，可改", "small")
        self.draft = button("草拟", self._ask_draft, role="link")
        self.draft.setToolTip("按清单和完成数草拟一句；已写的文字不会被覆盖")
        self.problems = NoteEdit(3 if wide else 2, grows=wide)
        self.next_steps = NoteEdit(3 if wide else 2, grows=wide)
        for field, name in (
            (self.amount, "完成数"),
            (self.text, "进展情况"),
            (self.problems, "存在问题"),
            (self.next_steps, "下一步措施"),
        ):
            field.setAccessibleName(name)
        self.nil = QCheckBox("零报告（本期无新增进展）")
        self._later = QTimer(self, singleShot=True, interval=_FORESEE_AFTER_MS)
        self._later.timeout.connect(self.look_ahead)
        self.ask_draft: Callable[[Amount], str | None] | None = None
        self.ask_doubts: Callable[[Entry], Sequence[Doubt] | None] | None = None
        self._lay_out(wide=wide)
        self._connect()

    def load(
        self,
        detail: TaskDetail,
        period: str,
        *,
        foresee: Callable[[Decimal | None], TaskView | None],
        draft: str = "",
    ) -> None:
        """Show a task's entry for a period.

        Args:
            detail: the task.
            period: the period's key.
            foresee: the task as it would stand with an amount.
            draft: a drafted text, shown when nothing is written.
        """
        self._loading = True
        self._foresee = foresee
        entry = _entry_of(detail, period)
        self.last.show_entry(_entry_of(detail, Period.parse(period).previous.key))
        self._show_amount(detail, entry)
        written = (entry.text or "") if entry else ""
        is_nil = bool(entry and entry.nil_report)
        self.text.setPlainText(self._draft.begin(draft, written=written, is_nil=is_nil))
        self.problems.setPlainText((entry.problems or "") if entry else "")
        self.next_steps.setPlainText((entry.next_steps or "") if entry else "")
        self.nil.setChecked(is_nil)
        self._kept = self.entry()
        self._loading = False
        self._show_draft_mark()
        self._show_standing(detail.task)
        self._asked = None
        if self._draft.offered:
            self._look_ahead()
        self._show_doubts()

    def entry(self, *, with_draft: bool = False) -> Entry:
        """What is in the fields; an untouched draft counts only when asked for.

        Raises:
            ValueError: the amount is no number.
        """
        text = self._written()
        if self._draft.is_offered(text) and not with_draft:
            text = ""
        return Entry(
            amount=self._amount(),
            text=text or None,
            problems=self.problems.toPlainText().strip() or None,
            next_steps=self.next_steps.toPlainText().strip() or None,
            nil_report=self.nil.isChecked(),
        )

    def is_changed(self) -> bool:
        """Something differs from what is kept."""
        if not isValid(self.amount):  # the window is being taken down under the keyboard
            return False
        try:
            return self.entry() != self._kept
        except ValueError:
            return True

    def holds(self, detail: TaskDetail, period: str) -> bool:
        """What is kept here is what the ledger holds."""
        entry = _entry_of(detail, period)
        kept = self._kept
        if entry is None:
            return kept in {_NOTHING, _NOTHING_COUNTED}
        amount = UNSET if kept.amount is UNSET else entry.amount
        return kept == Entry(amount, entry.text, entry.problems, entry.next_steps, entry.nil_report)

    def differs(self, entry: Entry) -> bool:
        """An entry differs from what is kept."""
        return entry != self._kept

    def keep(self, entry: Entry) -> None:
        """These words are written now; a draft accepted goes on following the amount."""
        self._kept = entry
        self._draft.accept(entry.text)
        self._show_draft_mark()

    def report_nothing(self) -> None:
        """零报告: tick it, with its words where nothing is written; a second time takes it back."""
        self.nil.setChecked(not self.nil.isChecked())

    def look_ahead(self) -> None:
        """Say what the light becomes with what is typed, and what doesn't add up in it."""
        self._later.stop()
        if self._look_ahead():
            self._redraft()
            self._show_doubts()

    def _look_ahead(self) -> bool:
        """Show how the task would stand; False while the amount is no number."""
        try:
            amount = self._typed_amount()
        except ValueError:
            self.share.setText("请填数字")
            self.light.show_state(None)
            return False
        nothing = amount is None and not self._written() and not self.nil.isChecked()
        task = None if nothing or self._foresee is None else self._foresee(amount)
        if task:
            self._show_standing(task)
            self.foreseen.emit(task)
        return True

    def raises_doubts(self) -> bool:
        """Show what the entry as typed doesn't add up in; True when some of it is new to the eye.

        It is asked once: what is in view already is taken as accepted.
        """
        with suppress(ValueError):  # a strange amount is told when it is saved
            self._redraft()
        doubts = self._doubts()
        seen = self.doubts.holds(doubts)
        self.doubts.show_doubts(doubts)
        return not seen

    def begin(self) -> None:
        """Take the keyboard at the first field to fill."""
        field: QLineEdit | NoteEdit = self.amount if self.amount.isEnabled() else self.text
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        else:
            field.moveCursor(QTextCursor.MoveOperation.End)

    def _lay_out(self, *, wide: bool) -> None:
        becomes = row(self.share, self.light, None)
        head = label("完成数", "muted")
        head.setToolTip("从年初累计到本期末")
        numbers = row(head, self.amount, self.unit, 8, becomes if wide else None)
        heads = row(label("进展情况", "muted"), self.drafted, None, self.draft)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        problems, steps = label("存在问题", "muted"), label("下一步措施", "muted")
        places = ((0, 0), (0, 1)) if wide else ((0, 0), (2, 0))
        for (down, across), head, field in zip(
            places, (problems, steps), (self.problems, self.next_steps), strict=True
        ):
            grid.addWidget(head, down, across)
            grid.addWidget(field, down + 1, across)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(self.last)
        layout.addSpacing(px(8))
        layout.addLayout(numbers)
        if not wide:
            layout.addLayout(becomes)
        layout.addLayout(self.further)
        layout.addWidget(self.doubts)
        layout.addSpacing(px(8))
        layout.addLayout(heads)
        layout.addWidget(self.text, 2 if wide else 0)
        layout.addSpacing(px(8))
        layout.addLayout(grid, 1 if wide else 0)
        layout.addWidget(self.nil)

    def _connect(self) -> None:
        self.amount.textEdited.connect(lambda _: self._later.start())
        self.amount.editingFinished.connect(self._on_left)
        self.amount.returnPressed.connect(self.accepted)
        self.text.textChanged.connect(self._on_text_changed)
        self.nil.toggled.connect(self._on_nil)
        for field in (self.text, self.problems, self.next_steps):
            field.left.connect(self._on_left)

    def _redraft(self) -> None:
        """An untouched draft follows the amount; words of a person's own stay."""
        text = self._written()
        if self.ask_draft is None or not self._draft.follows(text):
            return
        fresh = self.ask_draft(self._amount()) or text
        if fresh == text:
            return
        self._loading = True
        self.text.setPlainText(fresh)
        self._loading = False
        self._draft.renew(text, fresh)

    def _doubts(self) -> Sequence[Doubt]:
        """What the entry as typed doesn't add up in; an untouched draft alone asks nothing."""
        if self.ask_doubts is None or not self.isEnabled():
            return ()
        try:
            entry, own = self.entry(with_draft=True), self.entry()
        except ValueError:
            return ()
        if not (isinstance(own.amount, Decimal) or own.text or own.nil_report):
            return ()
        if self._asked is None or self._asked[0] != entry:
            self._asked = (entry, self.ask_doubts(entry) or ())
        return self._asked[1]

    def _show_doubts(self) -> None:
        self.doubts.show_doubts(self._doubts())

    def _on_left(self) -> None:
        if not self._loading and self.is_changed():
            self.left.emit()

    def _on_text_changed(self) -> None:
        if not self._loading:
            self._show_draft_mark()
            self._later.start()

    def _on_nil(self, on: bool) -> None:
        if self._loading:
            return
        text = self._written()
        if on and self._draft.is_no_ones_words(text):
            self.text.setPlainText(NIL_TEXT)
        elif not on and text == NIL_TEXT:
            self.text.setPlainText(self._draft.offered)
        self.nil_reported.emit()

    def _show_amount(self, detail: TaskDetail, entry: ProgressView | None) -> None:
        task = detail.task
        source = amount_source(task)
        self.amount.setEnabled(not source)
        held = task.amount if source else (entry.amount if entry else None)
        self.amount.setText("" if held is None else plain(held))
        unit = task.target.unit if task.target else ""
        self.unit.setText("，".join(part for part in (unit, source) if part))
        self.amount.setToolTip(
            f"完成数{source}得出，不用填写" if source else "回车：保存，到下一项"
        )

    def _show_standing(self, task: TaskView) -> None:
        share = task.judgement.actual
        target = task.target  # of what stays below a limit nothing adds up
        measured = target is not None and target.comparator not in CEILINGS
        self.share.setText(f"累计 {points(share)} %　→" if measured and share is not None else "→")
        self.light.show_state(task.judgement.state)
        self.light.setToolTip(explained(task))

    def _show_draft_mark(self) -> None:
        text = self._written()
        self.drafted.setVisible(self._draft.is_offered(text))
        self.draft.setVisible(self.ask_draft is not None)
        self.draft.setEnabled(not text)

    def _ask_draft(self) -> None:
        if self.ask_draft and not self._written():
            asked = self.ask_draft(self._amount()) or ""
            self._draft.offered = asked
            self.text.setPlainText(asked)
            self._draft.offered = ""  # asked for, so it counts as written
            self.text.setFocus()

    def take_over(self) -> None:
        """Fill in last period's words, after what is written."""
        if self._draft.is_no_ones_words(self._written()):
            self.text.setPlainText(self.last.text)
        else:
            self.text.appendPlainText(self.last.text)
        self.text.setFocus()

    def _written(self) -> str:
        return self.text.toPlainText().strip()

    def _amount(self) -> Amount:
        """The amount typed, or that it is not this form's to set."""
        return self._typed_amount() if self.amount.isEnabled() else UNSET

    def _typed_amount(self) -> Decimal | None:
        return read_amount(self.amount.text())


def _entry_of(detail: TaskDetail, period: str) -> ProgressView | None:
    return next((entry for entry in detail.progress if entry.period == period), None)
