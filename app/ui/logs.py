"""The log of the window: one rotating file in the clerk's own folder, Qt's messages included."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.files import log_dir

_BYTES, _KEPT = 500_000, 3
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
NO_DISPLAY = "没有可用的图形界面，窗口打不开；请在桌面环境中启动，或改用命令行（main.py --help）。"
_log = logging.getLogger("qt")


def set_up_log() -> None:
    """Write the log into the clerk's own folder; without one, go on without a log."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        handler = RotatingFileHandler(
            log_dir() / "window.log",
            maxBytes=_BYTES,
            backupCount=_KEPT,
            encoding="utf-8",
            delay=True,
        )
    except OSError as error:
        sys.stderr.write(f"log: {error}\n")
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


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
