"""How the window calls services: in the background or inline, with one way for errors.

A service function runs on one worker thread, so that writes never race. What the clerk can mend
is said in its own sentence; anything else is a bug: it goes to the log and into a saved report,
and work goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QWidget

from app.errors import Bug, Cancelled, UserError
from app.monitor import Cancellable, Monitor
from app.services.history.journal import undo_state
from app.ui.bugs import show_bug
from app.ui.garbage import uncollected

if TYPE_CHECKING:
    from app.ui.workspace import Workspace

T = TypeVar("T")
Saying = str | Callable[[T], str]

_log = logging.getLogger(__name__)
_SHOW_AFTER_MS = 600
_MAIN, _ASIDE = "main", "aside"


class Worker(QThreadPool):
    """One worker thread; with ``inline`` set, work runs at once."""

    def __init__(self, parent: QObject, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMaxThreadCount(1)
        self.inline = False

    def take(self, job: QRunnable) -> None:
        """Run a job, when the ones before it are through."""
        if self.inline:
            job.run()
        else:
            self.start(job)


class _Signals(QObject):
    progressed = Signal(int, int, str)
    finished = Signal(object)
    broke = Signal(object)


class _Watch(Cancellable):
    """Carries the progress of the work over to the window's thread."""

    def __init__(self, signals: _Signals) -> None:
        super().__init__()
        self._signals = signals

    def show(self, done: int, total: int, text: str) -> None:
        self._signals.progressed.emit(done, total, text)


class _Job(QRunnable):
    def __init__(self, work: Callable[[Monitor], object], watch: _Watch, signals: _Signals) -> None:
        super().__init__()
        self.setAutoDelete(False)  # Python owns it: it lives as long as its Operation
        self._work, self._watch, self._signals = work, watch, signals

    def run(self) -> None:
        try:
            with uncollected():
                result = self._work(self._watch)
        except BaseException as error:  # noqa: BLE001  sorted out in the window's thread
            self._tell(self._signals.broke, error)
        else:
            self._tell(self._signals.finished, result)

    def _tell(self, signal: SignalInstance, outcome: object) -> None:
        """Tell the window; when it closed meanwhile, nobody waits for the outcome."""
        try:
            signal.emit(outcome)
        except RuntimeError:
            _log.info("the window closed before its work was through: %r", outcome)


class Operation(QObject, Generic[T]):
    """One running service function; made by run_service.

    Signals:
        ended: the work is over, whatever came of it.
    """

    ended = Signal()

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace | None,
        work: Callable[[Monitor], T],
        *,
        done: Callable[[T], object] | None,
        failed: Callable[[UserError], object] | None,
        title: str,
        say: Saying[T] | None,
        changes: bool,
    ) -> None:
        super().__init__(parent)
        self._quiet = not title and not changes
        self._window, self._workspace, self._title = parent, workspace, title
        self._done, self._failed, self._say, self._changes = done, failed, say, changes
        self._dialog: QProgressDialog | None = None
        self._last = (0, 0, "")
        self.running = True
        self._signals = _Signals(self)
        self._signals.progressed.connect(self._on_progressed)
        self._signals.finished.connect(self._on_finished)
        self._signals.broke.connect(self._on_broke)
        self._watch = _Watch(self._signals)
        self._job = _Job(work, self._watch, self._signals)

    def start(self, worker: Worker) -> None:
        """Begin; the progress dialog comes up when it takes longer than a moment."""
        if not self._quiet:
            QTimer.singleShot(_SHOW_AFTER_MS, self, self._open_dialog)
        worker.take(self._job)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._watch.cancel()
        if self._dialog:
            self._dialog.setLabelText("正在停止…")

    def _open_dialog(self) -> None:
        if not self.running:
            return
        dialog = QProgressDialog(self._title or "正在处理…", "取消", 0, 0, self._window)
        dialog.setWindowTitle("请稍候")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.setMinimumDuration(0)
        dialog.setMinimumWidth(420)
        dialog.canceled.connect(self.cancel)
        self._dialog = dialog
        self._show_progress()
        if self.running:
            dialog.show()

    def _on_progressed(self, done: int, total: int, text: str) -> None:
        self._last = (done, total, text)
        if self._dialog:
            self._show_progress()

    def _show_progress(self) -> None:
        """Show how far it is; the box lets events in, so the work may end while it is told."""
        done, total, text = self._last
        dialog = self._dialog
        if dialog:
            dialog.setMaximum(total)
            dialog.setLabelText(text or self._title or "正在处理…")
            dialog.setValue(min(done, total))
            if not self.running:
                dialog.hide()

    def _on_finished(self, result: object) -> None:
        self._end()
        with_result = cast("T", result)
        tell(self._workspace, with_result, say=self._say, changes=self._changes)
        if self._done:
            self._done(with_result)
        self.ended.emit()

    def _on_broke(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, Cancelled):
            if self._workspace and not self._quiet:
                self._workspace.say("已取消，什么都没有改动。")
        elif isinstance(error, UserError):
            _log.warning("%s: %s %s", error.code, error.message, error.details)
            (self._failed or self._say_fault)(error)
        else:
            show_bug(self._window, error)
        self.ended.emit()

    def _say_fault(self, error: UserError) -> None:
        show_fault(self._window, error)

    def _end(self) -> None:
        self.running = False
        if self._dialog:
            self._dialog.canceled.disconnect(self.cancel)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
        self.deleteLater()


def run_service(
    parent: QWidget,
    workspace: Workspace | None,
    work: Callable[[Monitor], T],
    *,
    done: Callable[[T], object] | None = None,
    failed: Callable[[UserError], object] | None = None,
    title: str = "",
    say: Saying[T] | None = None,
    changes: bool = True,
) -> Operation[T]:
    """Run a service function in the background and bring its result back to the window.

    Args:
        parent: the widget the progress, and any box, belongs to.
        workspace: told ``changed`` when the work is done; None before a ledger is open.
        work: the service function; it is handed the monitor to report to.
        done: gets the result, in the window's thread, after ``changed``.
        failed: gets what the clerk can mend; a box with its sentence when None.
        title: what is going on, for the progress dialog: 正在导入… Reading without a title is
            quiet: the page itself says that it is being filled, no box comes up, and a cancel by
            the page is not spoken of.
        say: the line for the foot of the window, or a function of the result, with 撤销 beside
            it; None says what the journal calls it.
        changes: False for work that only reads.
    """
    operation = Operation(
        parent, workspace, work, done=done, failed=failed, title=title, say=say, changes=changes
    )
    operation.start(_worker())
    return operation


def run_aside(
    parent: QWidget,
    work: Callable[[], T],
    *,
    done: Callable[[T], object],
    failed: Callable[[UserError], object] | None = None,
) -> None:
    """Run what touches no ledger on a thread of its own, not behind the work that runs."""
    operation = Operation(
        parent, None, lambda _monitor: work(), done=done, failed=failed, title="", say=None,
        changes=False,
    )  # fmt: skip
    operation.start(_worker(_ASIDE))


def act(
    parent: QWidget,
    workspace: Workspace,
    work: Callable[[], T],
    *,
    say: Saying[T] | None = None,
    changes: bool = True,
) -> T | None:
    """Carry out a quick edit at once (a tick, a cell); None when it could not be done.

    What the clerk can mend is said at the foot of the window, where the edit was made.
    """
    try:
        result = work()
    except UserError as error:
        _log.warning("%s: %s %s", error.code, error.message, error.details)
        workspace.complain(error.message)
        return None
    except Exception as error:  # noqa: BLE001  a bug of one edit must not end the work
        show_bug(parent, error)
        return None
    tell(workspace, result, say=say, changes=changes)
    return result


def tell(workspace: Workspace | None, result: T, *, say: Saying[T] | None, changes: bool) -> None:
    """Announce a finished piece of work: the change first, then the words."""
    if workspace is None:
        return
    if changes:
        workspace.tell_changed()
    if say is None:
        text = undo_state(workspace.ledger).undo if changes else ""
    else:
        text = say if isinstance(say, str) else say(result)
    if text:
        workspace.say(text, undoable=changes)


def show_fault(parent: QWidget, error: UserError) -> None:
    """A box with the sentence of what the clerk can mend."""
    box = QMessageBox(parent)
    box.setWindowTitle("攻坚台账")
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(error.message)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def soon(receiver: QObject, work: Callable[[], object], *, after_ms: int = 0) -> None:
    """Do a little work as soon as the window has dealt with what it is at; at once when inline."""
    if works_inline():
        work()
    else:
        QTimer.singleShot(after_ms, receiver, work)


def is_working() -> bool:
    """Whether the worker has anything under way."""
    return _worker().activeThreadCount() > 0


def wait_for_work() -> None:
    """Wait until the worker is through, before the ledger closes."""
    _worker().waitForDone()


def run_inline() -> None:
    """Let all work run at once in the caller's thread, for tests and pictures."""
    for name in (_MAIN, _ASIDE):
        _worker(name).inline = True


def works_inline() -> bool:
    """Whether all work runs at once in the caller's thread."""
    return _worker().inline


def _worker(name: str = _MAIN) -> Worker:
    """The workers belong to the running application, not to this module."""
    application = QApplication.instance()
    if application is None:
        raise Bug("no application is running")
    return application.findChild(Worker, name) or Worker(application, name)
