"""Our own faults, wherever they arise: logged, reported, shown in one box, and work goes on.

One box at a time: what breaks while it is open, or the same thing again soon after (a table that
can't be painted breaks with every paint), is counted and not shown.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.bugreport import describe_bug, save_report
from app.ui.dialogs.bug import BugDialog

if TYPE_CHECKING:
    from types import TracebackType

_log = logging.getLogger(__name__)
_AGAIN_AFTER = 600  # seconds until the same bug is shown once more
_TELL_EVERY = 100


class Place(NamedTuple):
    """Where a bug sits: the same one again has the same place."""

    kind: str
    file: str
    line: int


@dataclass(slots=True)
class Seen:
    """When a bug was shown, and how often it has come again since."""

    at: float
    again: int = 0


class Bugs(QObject):
    """The faults of the running application; it belongs to it, as the worker does.

    Signals:
        noted: something broke, on any thread; carries the exception, and whether it is new.
    """

    noted = Signal(object, bool)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._seen: dict[Place, Seen] = {}
        self.noted.connect(self._show_later, Qt.ConnectionType.QueuedConnection)

    def take(self, parent: QWidget | None, error: BaseException) -> None:
        """Write a bug down and show it at once."""
        self._show(parent, error, is_new=self._note(error))

    def take_anywhere(self, error: BaseException) -> None:
        """Write a bug down, and show it when the window is done with what it is at.

        It may have come on another thread, or in the middle of painting.
        """
        self.noted.emit(error, self._note(error))

    def _show_later(self, error: BaseException, is_new: bool) -> None:
        self._show(QApplication.activeWindow(), error, is_new=is_new)

    def _show(self, parent: QWidget | None, error: BaseException, *, is_new: bool) -> None:
        shown = _open_box()
        if shown:
            shown.count_one_more()
        elif is_new:
            report = describe_bug(error)
            dialog = BugDialog(report, save_report(report), parent)
            # The connection holds the box: without a window as its parent nothing else would.
            dialog.finished.connect(lambda _code, box=dialog: box.deleteLater())
            dialog.open()

    def forget(self) -> None:
        """Show every bug anew, as after a start."""
        self._seen.clear()

    def _note(self, error: BaseException) -> bool:
        """Print and log a bug; False for the same again a short while after, which is counted."""
        place, now = _place_of(error), time.monotonic()
        held = self._seen.get(place)
        if held is None or now - held.at > _AGAIN_AFTER:
            self._seen[place] = Seen(now)
            _write_down(error)
            return True
        held.again += 1
        if held.again % _TELL_EVERY == 1:
            _log.error("again, %d times by now: %s in %s:%d", held.again, *place)
        return False


def show_bug(parent: QWidget | None, error: BaseException) -> None:
    """Take a bug that was caught in the window's thread."""
    application = _running()
    if application:
        bugs(application).take(parent, error)
    else:
        _only_write_down(error)


def bugs(application: QCoreApplication) -> Bugs:
    """The one keeper of faults of the running application."""
    return application.findChild(Bugs) or Bugs(application)


def catch_bugs(application: QCoreApplication) -> None:
    """What nobody caught, in whatever thread, comes here."""
    bugs(application)  # made in the window's thread: other threads only tell it

    def take(error: BaseException) -> None:
        application = _running()
        if application:
            bugs(application).take_anywhere(error)
        else:
            _only_write_down(error)

    def hook(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
        else:
            take(error)

    def thread_hook(told: threading.ExceptHookArgs) -> None:
        if told.exc_value:
            take(told.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook


def _running() -> QCoreApplication | None:
    """The application, unless it is about to end."""
    return None if QCoreApplication.closingDown() else QCoreApplication.instance()


def _only_write_down(error: BaseException) -> None:
    _write_down(error)
    save_report(describe_bug(error))


def _write_down(error: BaseException) -> None:
    traceback.print_exception(error, file=sys.stderr)
    _log.error("bug", exc_info=error)


def _place_of(error: BaseException) -> Place:
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    file, line = (frames[0].filename, frames[0].lineno or 0) if frames else ("", 0)
    return Place(type(error).__name__, file, line)


def _open_box() -> BugDialog | None:
    shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, BugDialog))
    return next((one for one in shown if one.isVisible()), None)
