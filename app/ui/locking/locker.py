"""Hides everything behind a password, on wish or when nobody has touched the window for a while.

It keeps passers-by from looking; it encrypts nothing (docs/adr/0008). Windows are hidden, not
closed: what is typed stays typed, and work in the background goes on.
"""

from __future__ import annotations

import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from typing_extensions import override

from app.errors import Bug

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

    from app.ui.locking.lockwindow import LockWindow
    from app.ui.memory import Memory

IDLE_MINUTES = (5, 10, 15, 30, 60)
_HASH, _MINUTES = "lock/hash", "lock/minutes"
_USUAL_MINUTES = 10
_LOOK_EVERY_MS = 5_000
_WINDOW = "app.ui.locking.lockwindow"  # loaded when wanted: few set a password
_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.InputMethod,
})  # fmt: skip


class Locker(QObject):
    """The lock of the running application; it belongs to it, as the worker does."""

    def __init__(self, memory: Memory, application: QApplication) -> None:
        super().__init__(application)
        self.memory = memory
        self._application = application
        self._window: LockWindow | None = None
        self._hidden: list[tuple[QWidget, Qt.WindowModality]] = []
        self._watched: QWindow | None = None
        self._touched = _moment()
        self._clock = QTimer(self, interval=_LOOK_EVERY_MS)
        self._clock.timeout.connect(self.look_at_clock)
        application.focusWindowChanged.connect(self._watch)
        self.begin_watching()

    @property
    def kept_hash(self) -> str:
        """What is kept of the password; empty when there is none."""
        return self.memory.text(_HASH)

    @property
    def minutes(self) -> int:
        """After how many minutes without a key or a click it locks; 0 for never by itself."""
        minutes = self.memory.number(_MINUTES, _USUAL_MINUTES)
        return minutes if minutes in IDLE_MINUTES else 0

    @property
    def locked(self) -> bool:
        """Everything is hidden now."""
        return self._window is not None

    def keep_hash(self, kept: str) -> None:
        """Remember another password's hash; empty for no password."""
        self.memory.keep(_HASH, kept)
        self.begin_watching()

    def keep_minutes(self, minutes: int) -> None:
        """Remember after how many idle minutes to lock."""
        self.memory.keep(_MINUTES, minutes)
        self.begin_watching()

    def begin_watching(self) -> None:
        """Watch for idleness, when that is wanted."""
        self._touch()
        if self.kept_hash and self.minutes:
            self._watch(self._application.focusWindow())
            self._clock.start()
        else:
            self._watch(None)
            self._clock.stop()

    def admit(self, begin: Callable[[], object]) -> None:
        """Begin, once the password was given where there is one."""
        if self.kept_hash:
            self.lock()
            if self._window:
                self._window.unlocked.connect(begin)
        else:
            begin()

    def lock(self) -> None:
        """Hide every window behind the lock; without a password nothing happens."""
        if self.locked or not self.kept_hash:
            return
        for one in self._application.topLevelWidgets():
            if one.windowType() == Qt.WindowType.Popup:
                one.close()
        QToolTip.hideText()
        shown = [one for one in self._application.topLevelWidgets() if one.isVisible()]
        front = self._application.activeWindow() or next(iter(shown), None)
        window: LockWindow = import_module(_WINDOW).LockWindow(self.kept_hash, self.memory)
        self._window = window
        window.unlocked.connect(self.unlock)
        window.left.connect(self._leave)
        self._application.installEventFilter(self)
        window.open_over(front)
        for one in shown:
            self._hide(one)

    def unlock(self) -> None:
        """Show again what was hidden, as it was."""
        self._application.removeEventFilter(self)
        window, hidden = self._window, self._hidden
        self._window, self._hidden = None, []
        for one, modality in hidden:
            if shiboken6.isValid(one):
                one.setWindowModality(modality)  # hiding a dialog takes it away
                one.show()
                one.activateWindow()
        if window:
            window.hide()
            window.deleteLater()
        self._touch()

    def look_at_clock(self) -> None:
        """Lock when nothing was touched for the time set."""
        idle = max(now - then for now, then in zip(_moment(), self._touched, strict=True))
        if self.minutes and idle >= self.minutes * 60:
            self.lock()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there; while locked, hide what would show itself."""
        kind = event.type()
        if kind in _TOUCHES:
            self._touch()
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._on_shown(watched)
        return False

    def _on_shown(self, widget: QWidget) -> None:
        if self.locked and widget is not self._window:
            QTimer.singleShot(0, widget, partial(self._hide, widget))

    def _hide(self, widget: QWidget) -> None:
        if not self.locked or not widget.isVisible():
            return
        modality = widget.windowModality()
        if isinstance(widget, QDialog) and modality == Qt.WindowModality.ApplicationModal:
            widget.reject()  # somebody waits for its answer, and would never hear it once hidden
        else:
            self._hidden.append((widget, modality))
            widget.hide()

    def _leave(self) -> None:
        """The locked program is closed: its windows close as they would have."""
        self._application.removeEventFilter(self)
        for one, _ in self._hidden:
            if shiboken6.isValid(one) and not isinstance(one, QDialog):
                one.close()

    def _watch(self, window: QWindow | None) -> None:
        """Watch the one window that has the keyboard: a filter on everything costs every event."""
        if self._watched and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window if self.kept_hash and self.minutes else None
        if self._watched:
            self._watched.installEventFilter(self)

    def _touch(self) -> None:
        self._touched = _moment()


def locker(memory: Memory) -> Locker:
    """The one lock of the running application."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise Bug("no application is running")
    found = application.findChild(Locker) or Locker(memory, application)
    if found.memory is not memory:
        found.memory = memory
        found.begin_watching()
    return found


def _moment() -> tuple[float, float]:
    """Now, by two clocks: one stands still while the computer sleeps, the other can be set back."""
    return time.monotonic(), time.time()
