"""The box for our own faults: it says that work goes on, and offers the saved report to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = (
    "程序出错，这一步没有做完。已保存的内容都在，没做完的没有写入台账，可以继续工作。"
    "请把下面的报告发给维护人员。"
)
_CLEAN = "报告里没有台账内容和个人信息。"


class BugDialog(QDialog):
    """Says that a step went wrong, what of it was kept, and where the report lies."""

    def __init__(self, report: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.setObjectName("bug")
        self.resize(640, 400)
        self._report = report
        self._more = 0
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("报告")
        place = QLabel(_CLEAN + (f"已保存：{path}" if path else "未能保存，请复制。"))
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setProperty("role", "muted")
        self.more = QLabel()
        self.more.setProperty("role", "muted")
        self.more.hide()
        buttons = QDialogButtonBox()
        copy = buttons.addButton("复制报告", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy_report)
        close = buttons.addButton("继续工作", QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (words, text, place, self.more, buttons):
            layout.addWidget(widget)

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)

    def count_one_more(self) -> None:
        """Something else broke meanwhile; it stands in the log."""
        self._more += 1
        self.more.setText(f"打开这个提示后又出错 {self._more} 次，都记在日志里。")
        self.more.show()
