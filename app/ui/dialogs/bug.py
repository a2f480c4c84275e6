"""The box for our own faults: it says that work goes on, and offers the saved report to copy."""

import logging
import sys
import traceback
from pathlib import Path

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

from app.ui.bugreport import describe_bug, save_report

_log = logging.getLogger(__name__)


class BugDialog(QDialog):
    """Says that a step went wrong, that nothing of it was kept, and where the report lies."""

    def __init__(self, report: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序出错")
        self.setObjectName("bug")
        self.resize(640, 400)
        self._report = report
        words = QLabel("这一步没有完成，台账没有改动，可以继续工作。请把下面的报告发给维护人员。")
        words.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        place = QLabel(f"报告已保存：{path}" if path else "报告未能保存，请复制。")
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setProperty("role", "muted")
        buttons = QDialogButtonBox()
        copy = buttons.addButton("复制报告", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy_report)
        close = buttons.addButton("继续工作", QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (words, text, place, buttons):
            layout.addWidget(widget)

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)


def show_bug(parent: QWidget | None, error: BaseException) -> None:
    """Log a bug, save its report and show it; print first, in case the window is broken too."""
    traceback.print_exception(error, file=sys.stderr)
    _log.error("bug", exc_info=error)
    report = describe_bug(error)
    dialog = BugDialog(report, save_report(report), parent)
    # The connection holds the box: without a window as its parent nothing else would.
    dialog.finished.connect(lambda _code, box=dialog: box.deleteLater())
    dialog.open()
