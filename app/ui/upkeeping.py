"""Looks after the open ledger in the background, on a thread of its own, once the window stands.

A ledger that is left open for days is looked after every day, as one that is opened daily.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer, Signal
from typing_extensions import override

from app.errors import Cancelled, UserError
from app.monitor import Cancellable
from app.services.keeping.upkeep import is_due_again, look_after
from app.ui.wording import now

if TYPE_CHECKING:
    from app.models.database import Ledger

_log = logging.getLogger(__name__)
_AFTER_MS = 5_000
_LOOK_EVERY_MS = 15 * 60_000


class Upkeeper(QObject):
    """One round of upkeep for one open ledger; it stops at once when the ledger closes.

    Signals:
        ended: the round is over, whatever came of it.
    """

    ended = Signal()

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._watch = Cancellable()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._job: _Round | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self._begin)
        self._last = now()
        self._again = QTimer(self, interval=_LOOK_EVERY_MS)
        self._again.timeout.connect(self.look_again)

    def start(self) -> None:
        """Begin in a moment, when the window has been drawn and the first page read."""
        if not self._ledger.readonly:
            self._timer.start()
            self._again.start()

    def look_again(self) -> None:
        """Begin another round when one is due, and none is under way."""
        busy = self._timer.isActive() or self._pool.activeThreadCount()
        if not busy and is_due_again(self._ledger, last=self._last, now=now()):
            self._begin()

    def run_now(self) -> None:
        """Do the round here and now, in the caller's thread."""
        self.carry_out()
        self.ended.emit()

    def stop(self) -> None:
        """Leave off and wait until it has."""
        self._timer.stop()
        self._again.stop()
        self._watch.cancel()
        self._pool.waitForDone()

    def carry_out(self) -> None:
        """One round; upkeep never gets in the way of work, so a fault goes to the log."""
        try:
            look_after(self._ledger, now=now(), monitor=self._watch)
        except Cancelled:
            _log.info("upkeep left off: the ledger closes")
        except UserError as error:
            _log.warning("%s: %s %s", error.code, error.message, error.details)
        except Exception:  # noqa: BLE001  a bug of upkeep must not end the clerk's work
            _log.exception("upkeep failed")

    def _begin(self) -> None:
        self._last = now()
        self._job = _Round(self)
        self._pool.start(self._job)


class _Round(QRunnable):
    def __init__(self, keeper: Upkeeper) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python owns it: it lives as long as its Upkeeper
        self._keeper = keeper

    @override
    def run(self) -> None:
        self._keeper.carry_out()
        self._keeper.ended.emit()
