"""The foot of the window: what happened and 撤销, the last backup, and the day lights stand for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.controls import ElidedLabel, button, fill, label
from app.ui.dayfield import DayField
from app.ui.keys import DAY, UNDO
from app.ui.style import px
from app.ui.wording import moment, today
from app.ui.workspace import Saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.keeping.upkeep import Alarm

_STAYS_MS = 20_000


class StatusLine(QFrame):
    """What happened, quietly.

    Signals:
        undo_asked: 撤销 was pressed.
        day_chosen: another day for 截至.
        keeping_asked: the clerk wants to see how the ledger is kept.
        mend_asked: the clerk wants the damaged ledger's newest good backup.
        writing_asked: the clerk wants to write the ledger that was held by another.
    """

    undo_asked = Signal()
    day_chosen = Signal(object)
    keeping_asked = Signal()
    mend_asked = Signal()
    writing_asked = Signal()

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusline")
        self._words = ElidedLabel()
        self._undo = button("撤销", self.undo_asked.emit, role="link")
        self._undo.setToolTip(UNDO.tip("撤销"))
        self._undo.hide()
        self._holder = label("", "fault")
        self._mend = button("用最近的好备份恢复到旁边", self.mend_asked.emit, role="link")
        self._mend.hide()
        self._write = button("打开修改", self.writing_asked.emit, role="link")
        self._write.hide()
        self._backup = label("", "muted")
        self._alarm = button("", self.keeping_asked.emit, role="link")
        self._alarm.setProperty("alarm", True)
        self._alarm.hide()
        self._today = button("回到今天", lambda: self.day_chosen.emit(today()), role="link")
        self.day = DayField(day)
        self.day.setProperty("role", "quiet")
        self.day.setAccessibleName("截至日期")
        self.day.setToolTip(DAY.tip("亮灯按这一天判定"))
        self.day.picked.connect(self.day_chosen)
        self.day.refused.connect(lambda words: self.say(Saying(words, fault=True)))
        self._fade = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._fade.timeout.connect(self.hush)
        self._lay_out()
        self.show_day(day)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(24), px(2), px(16), px(2))
        layout.setSpacing(px(8))
        fill(layout, self._words, self._undo, None)
        fill(layout, self._holder, self._mend, self._write, self._backup, self._alarm, 16)
        fill(layout, label("截至", "muted"), self.day, self._today)

    def text(self) -> str:
        """The words shown now."""
        return self._words.text()

    def say(self, saying: Saying) -> None:
        """Show what happened, and 撤销 where it fits."""
        self._words.setProperty("role", "fault" if saying.fault else "")
        self._words.style().polish(self._words)
        self._words.setText(saying.text)
        self._undo.setVisible(saying.undoable)
        self._fade.start()

    def hush(self) -> None:
        """Fall silent."""
        self._words.clear()
        self._undo.hide()

    def show_day(self, day: date) -> None:
        """Show the day lights are judged on."""
        self.day.show_day(day)
        self._today.setVisible(day != today())

    def take_day(self) -> None:
        """Put the keyboard into the day, ready to be typed over."""
        self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.day.selectAll()

    def show_backup(self, at: datetime | None) -> None:
        """Show when the last backup was written."""
        now = datetime.now().astimezone()
        self._backup.setText(f"上次备份 {moment(at, now)} ✓" if at else "尚未备份")

    def show_alarms(self, found: Sequence[Alarm]) -> None:
        """Say in red what is wrong with the ledger's keeping; it leads to 设置."""
        self._backup.setVisible(not found)
        self._alarm.setVisible(bool(found))
        if found:
            self._alarm.setText(f"■ {found[0].word}")
            self._alarm.setToolTip("\n".join(one.sentence for one in found))
            self._alarm.setAccessibleName(found[0].sentence)

    def show_holder(self, words: str, *, mends: bool = False) -> None:
        """Say that the ledger is open for reading only, and why; a damaged one can be mended."""
        self._holder.setText(words)
        self._mend.setVisible(mends)

    def show_free(self) -> None:
        """Say that whoever held the ledger has closed it."""
        self._holder.setText("对方已关闭台账，可以修改了")
        self._write.show()
