"""Qt's own messages go to the log too; a missing display is said before Qt gives up."""

import logging
import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
NO_DISPLAY = "没有可用的图形界面，窗口打不开；请在桌面环境中启动，或改用命令行（main.py --help）。"
_log = logging.getLogger("qt")


def take_qt_messages() -> None:
    """Send Qt's messages to the log; when there is no display, say so before Qt gives up."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
    if kind == QtMsgType.QtFatalMsg:
        no_display = "platform plugin" in message or "display" in message
        sys.stderr.write(f"{NO_DISPLAY if no_display else message}\n")
        sys.stderr.flush()
        os._exit(1)  # Qt aborts after a fatal message; leave in good order instead
