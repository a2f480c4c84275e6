"""What is seen while locked: no title, no content, one field for the password."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.keeping.windowpassword import is_password
from app.ui.controls import button, fill, label, row, surface
from app.ui.operations import run_aside
from app.ui.outline import restore_place
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from app.ui.memory import Memory

_WIDTH = 440


class LockWindow(QWidget):
    """The place of the window, with nothing of the ledger on it.

    Signals:
        unlocked: the right password was given.
        left: the window was closed instead.
    """

    unlocked = Signal()
    left = Signal()

    def __init__(self, kept_hash: str, memory: Memory) -> None:
        super().__init__()
        self.setWindowTitle("攻坚台账（已锁定）")
        self._kept_hash, self._memory = kept_hash, memory
        self.field = secret("密码")
        self.go = button("解锁", self._try, role="primary")
        self.fault = label("", "fault", wrap=True)
        self.way_out = label(way_out(memory), "muted", wrap=True, selectable=True)
        self.way_out.hide()
        self._forgot = button("忘了密码？", self.way_out.show, role="link")
        self._lay_out()
        self.field.returnPressed.connect(self._try)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        self.fault.setAccessibleName("解锁结果")

    def open_over(self, front: QWidget | None) -> None:
        """Stand where the window stood."""
        if front is None or not front.isVisible():
            restore_place(self, self._memory)
            self.show()
        elif front.isMaximized():
            self.setGeometry(front.normalGeometry())
            self.showMaximized()
        else:
            self.setGeometry(front.window().geometry())
            self.show()
        self.activateWindow()
        self.field.setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        card, inner = surface(margins=(32, 28))
        card.setFixedWidth(px(_WIDTH))
        inner.setSpacing(px(12))
        fill(
            inner,
            label("窗口已锁定", "title"),
            label("台账原样开着，没写完的内容都在。", "muted", wrap=True),
            row(self.field, self.go),
            self.fault,
            row(self._forgot, None),
            self.way_out,
        )
        self._complain("")
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row(None, card, None))  # an aligned widget would not grow with its words
        whole.addStretch(3)

    def _complain(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _try(self) -> None:
        password = self.field.text()
        if not password or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        work = partial(is_password, password, self._kept_hash)
        run_aside(self, work, done=self._on_checked)

    def _on_checked(self, right: bool) -> None:
        self.go.setEnabled(True)
        self.field.clear()
        if right:
            self.unlocked.emit()
        else:
            self._complain("密码不对；请核对大小写和输入法后再试。")
            self.field.setFocus()


def way_out(memory: Memory) -> str:
    """What to do without the password, honestly: the lock is no more than a curtain."""
    return (
        "密码没有备份，只有能用这台电脑这个账号的人可以去掉它：关掉程序，"
        f"用记事本打开“{memory.file}”，删去 [lock] 一节，再打开程序。台账里的内容一项不少。"
    )


def secret(word: str) -> QLineEdit:
    """A field whose letters are not shown."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(200)
    field.setAccessibleName(word)
    return field
