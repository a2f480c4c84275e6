"""Asks for the password that seals a 交接包, or that opens one; it is kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
)

from app.services.keeping.seals import SHORTEST_PASSWORD
from app.ui.controls import label
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class SealDialog(QDialog):
    """Whether the 交接包 is sealed, and with what; typed twice, for nobody can read it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("交接")
        self.setMinimumWidth(px(520))
        self.seals = QCheckBox("用密码加密(&E)")
        self.seals.setChecked(True)
        self.first, self.second = _secret("密码"), _secret("再输一遍")
        self._hint = label("", "fault", wrap=True)
        self._buttons = QDialogButtonBox()
        self._go = self._buttons.addButton("选择存到哪里…", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self._go.setDefault(True)
        self.seals.toggled.connect(self._check)
        for field in (self.first, self.second):
            field.textChanged.connect(self._check)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._check()
        self.first.setFocus()

    def password(self) -> str:
        """The password, empty for none."""
        return self.first.text() if self.seals.isChecked() else ""

    def _lay_out(self) -> None:
        words = (
            "把整本台账写成一个文件：任务、进展、佐证、已定稿报表、空白表和设置都在里面。"
            "对方用“打开交接包”就能接着用。"
        )
        secret = "密码忘了谁也打不开；请另外告诉接收人，不要和文件放在一起。"
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(12))
        form.addRow("密码", self.first)
        form.addRow("再输一遍", self.second)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(20), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(self.seals)
        layout.addLayout(form)
        layout.addWidget(label(secret, "muted", wrap=True))
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)

    def _check(self) -> None:
        wanted = self.seals.isChecked()
        first, second = self.first.text(), self.second.text()
        short = len(first) < SHORTEST_PASSWORD
        self.first.setEnabled(wanted)
        self.second.setEnabled(wanted)
        hint = ""
        if wanted and first and short:
            hint = f"密码至少{SHORTEST_PASSWORD}个字符。"
        elif wanted and second and first != second:
            hint = "两次输入的密码不一样。"
        self._hint.setText(hint)
        self._go.setEnabled(not wanted or (not short and first == second))


class UnsealDialog(QDialog):
    """The password of a sealed 交接包."""

    def __init__(self, name: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打开交接包")
        self.setMinimumWidth(px(480))
        self.field = _secret("密码")
        buttons = QDialogButtonBox()
        self._go = buttons.addButton("打开", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.addRow("密码", self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(20), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(label(f"“{name}”是加密的，请输入密码。", wrap=True))
        layout.addLayout(form)
        if words:
            layout.addWidget(label(words, "fault", wrap=True))
        layout.addWidget(buttons)
        self._go.setDefault(True)
        self._go.setEnabled(False)
        self.field.textChanged.connect(lambda text: self._go.setEnabled(bool(text)))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def password(self) -> str:
        """What was typed."""
        return self.field.text()


def _secret(word: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(word)
    return field
