"""The running window application: its dress, a first look at once, then the ledger.

Reading the database's rooms takes longer than showing a window. So the window's outline is painted
first, and only then the rest of the program is loaded and the ledger opened.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.files import data_dir, resource_path, start_log
from app.ui.bugs import catch_bugs
from app.ui.garbage import collect_when_left, uncollected
from app.ui.locking.locker import locker
from app.ui.logs import take_qt_messages
from app.ui.memory import Memory
from app.ui.outline import Outline
from app.ui.style import apply_style
from app.ui.typinglimits import LineLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.ledgerdesk import Desk

_log = logging.getLogger(__name__)
_DESK = "app.ui.ledgerdesk"
# How long work in the background may hold the window up before it has to let it in.
_SWITCH_SECONDS = 0.001


class Starter(QObject):
    """Shows the outline, then loads the rest and hands over to the desk."""

    def __init__(self, memory: Memory, folder: Path | None) -> None:
        super().__init__()
        self._memory, self._folder = memory, folder
        self.desk: Desk | None = None
        self._outline = Outline(memory)
        self._outline.painted.connect(self._hand_over)

    def begin(self) -> None:
        """Show the outline; the rest follows."""
        self._outline.show()

    def close(self) -> None:
        """Let go of the ledger."""
        if self.desk:
            self.desk.close()

    def _hand_over(self) -> None:
        with uncollected():
            self.desk = import_module(_DESK).Desk(self._memory, window=self._outline)
            if self.desk:
                self.desk.begin(self._folder)


def run_window(argv: Sequence[str] = ()) -> int:
    """Run the window until it is closed; a folder named in ``argv`` is opened.

    Returns:
        The exit code, 0.
    """
    start_log("window.log")
    take_qt_messages()
    application = make_application()
    memory = Memory(data_dir() / "window.ini")
    apply_style(application, percent=memory.text_size(), contrast=memory.contrast())
    catch_bugs(application)
    starter = Starter(memory, Path(argv[0]) if argv else None)
    locker(memory).admit(starter.begin)
    code = application.exec()
    starter.close()
    return code


def make_application() -> QApplication:
    """The application with its name, icon and Chinese words for Qt's own buttons."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication([sys.argv[0]])
    collect_when_left(application)
    LineLimits(application)
    application.setApplicationDisplayName("攻坚台账")
    application.setDesktopFileName("gongjian-ledger")
    application.setWindowIcon(QIcon(str(resource_path("icons", "logo.svg"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
    return application
