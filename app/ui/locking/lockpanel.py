"""The 锁屏密码 part of 设置: a password for the window, and after how long it locks by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.services.keeping.windowpassword import change_password
from app.ui.controls import ChoiceBox, button, fill, label, row
from app.ui.keys import LOCK
from app.ui.locking.locker import IDLE_MINUTES, locker
from app.ui.locking.lockwindow import secret, way_out
from app.ui.operations import run_aside
from app.ui.style import px

if TYPE_CHECKING:
    from app.errors import UserError
    from app.ui.locking.locker import Locker
    from app.ui.workspace import Workspace

PURPOSE = (
    "锁定时盖住窗口，只挡路过的人。它不加密文件：能打开台账文件夹的人，仍看得到里面的内容；"
    "要加密，请用电脑自带的磁盘加密。"
)
_NEVER = 0
_FIELD = 280


class LockPanel(QWidget):
    """One line that says how it stands; the fields come when a password is set, changed, taken."""

    def __init__(self, workspace: Workspace, caption_width: int) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self.workspace = workspace
        self.state, self.idle = label(), label("空闲", "muted")
        self.minutes = ChoiceBox("空闲多久后锁定")
        for minutes in (*IDLE_MINUTES, _NEVER):
            self.minutes.addItem(f"{minutes} 分钟后锁定" if minutes else "不自动锁定", minutes)
        self.lock = button("现在锁定", self._lock)
        self.lock.setToolTip(LOCK.tip("现在锁定"))
        self.change = button("", partial(self._ask, removing=False))
        self.remove = button("取消密码…", partial(self._ask, removing=True))
        self.current, self.first, self.second = map(secret, ("现在的密码", "新密码", "再输一遍"))
        self.fault = label("", "fault", wrap=True)
        self.save = button("保存密码", self._save)
        self.leave = button("不改了", self._close)
        self._removing = False
        self._fields = QWidget()
        self._form = QFormLayout()
        self._lay_out(caption_width)
        self._connect()

    def refresh(self) -> None:
        """Show how it stands; fields that are open stay open."""
        held = self._locker()
        has_one = bool(held.kept_hash)
        self.state.setText("已设" if has_one else "没有设")
        self.change.setText("改密码…" if has_one else "设密码…")
        for widget in (self.idle, self.minutes, self.lock, self.remove):
            widget.setVisible(has_one)
        self.minutes.setCurrentIndex(self.minutes.findData(held.minutes))

    def _lay_out(self, caption_width: int) -> None:
        line, form = QFormLayout(), self._form
        parts = (self.lock, self.change, self.remove)
        caption = partial(_caption, width=caption_width)
        line.addRow(caption("密码"), row(self.state, 8, self.idle, self.minutes, None, *parts))
        for field in (self.current, self.first, self.second):
            field.setMaximumWidth(px(_FIELD))
            form.addRow(caption(field.accessibleName()), field)
        for one in (line, form):
            one.setContentsMargins(0, 0, 0, 0)
            one.setHorizontalSpacing(px(16))
            one.setVerticalSpacing(px(8))
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fill(fields, form, label(way_out(self.workspace.memory), "muted", wrap=True), self.fault)
        fields.addLayout(row(self.save, self.leave, None))
        self._close()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(8))
        layout.setSpacing(px(8))
        fill(layout, label(PURPOSE, "muted", wrap=True), line, self._fields)

    def _connect(self) -> None:
        self.minutes.activated.connect(
            lambda _at: self._locker().keep_minutes(int(self.minutes.currentData()))
        )
        for field in (self.current, self.first, self.second):
            field.returnPressed.connect(self._save)
            field.textEdited.connect(lambda _text: self._complain(""))

    def _locker(self) -> Locker:
        return locker(self.workspace.memory)

    def _lock(self) -> None:
        self._locker().lock()

    def _ask(self, *, removing: bool) -> None:
        self._close()
        self._removing = removing
        self._form.setRowVisible(self.current, bool(self._locker().kept_hash))
        for field in (self.first, self.second):
            self._form.setRowVisible(field, not removing)
        self.save.setText("取消密码" if removing else "保存密码")
        self._fields.show()
        self._first_empty().setFocus()

    def _close(self) -> None:
        for field in (self.current, self.first, self.second):
            field.clear()
        self._complain("")
        self._fields.hide()

    def _complain(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _first_empty(self) -> QLineEdit:
        shown = [one for one in (self.current, self.first, self.second) if one.isVisibleTo(self)]
        return next((one for one in shown if not one.text()), shown[-1])

    def _save(self) -> None:
        """Enter goes on to the field still empty; then the password is set, changed or taken."""
        if not self._first_empty().text():
            self._first_empty().setFocus()
        elif not self._removing and self.first.text() != self.second.text():
            self._complain("两次输入的新密码不一样；请重新输入。")
        elif self.save.isEnabled():
            self.save.setEnabled(False)
            current, wanted = self.current.text(), self.first.text()
            work = partial(
                change_password, self._locker().kept_hash, current=current, wanted=wanted
            )
            run_aside(self, work, done=self._keep, failed=self._refuse)

    def _keep(self, kept: str) -> None:
        self.save.setEnabled(True)
        self._locker().keep_hash(kept)
        self._close()
        self.refresh()
        words = f"锁屏密码已设；按 {LOCK.text} 锁定。" if kept else "锁屏密码已取消。"
        self.workspace.say(words)

    def _refuse(self, error: UserError) -> None:
        self.save.setEnabled(True)
        self._complain(error.message)
        if error.code == "wrong_password":
            self.current.clear()
        self._first_empty().setFocus()


def _caption(word: str, width: int) -> QWidget:
    caption = label(word, "muted")
    caption.setMinimumWidth(width)
    return caption
