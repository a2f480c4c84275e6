"""Our own faults, wherever they break out: one box, the window stays, nothing is half done."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRunnable,
    Qt,
    QThread,
    QThreadPool,
    QTimer,
)  # fmt: skip
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.errors import Bug
from app.files import log_dir
from app.models.tasks import Task
from app.models.units import Unit
from app.services.parties import units
from app.ui.bugs import Bugs, bugs, catch_bugs, show_bug
from app.ui.dialogs.bug import BugDialog
from app.ui.mainwindow import MainWindow
from app.ui.operations import Worker, act, run_service
from app.ui.workspace import Workspace
from tests.ledgers import count_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.qt_no_exception_capture,
]


@pytest.fixture
def caught(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Bugs]:
    """Faults go where they go in the running program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    catch_bugs(dressed)
    held = bugs(dressed)
    held.forget()
    yield held
    held.forget()
    for one in boxes():
        one.close()


def boxes() -> list[BugDialog]:
    """The boxes on the screen."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, BugDialog)]
    return [one for one in shown if one.isVisible()]


def still_works(window: MainWindow) -> bool:
    """The window stands, and the next edit goes through."""
    for box in boxes():
        box.accept()
    name = f"村{count_of(window.workspace.ledger, Unit)}"
    done = act(window, window.workspace, lambda: units.add_unit(
        window.workspace.ledger, name, kind="village"))  # fmt: skip
    return window.isVisible() and done is not None


class Breaking(QWidget):
    """Breaks with every paint."""

    paints = 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        raise ValueError("paint")


class BrokenModel(QAbstractListModel):
    """Breaks with every cell."""

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 50

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            raise KeyError("cell")
        return None


class Filter(QObject):
    """Breaks on a key."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            raise RuntimeError("filter")
        return False


class Job(QRunnable):
    """Breaks on a thread of the pool."""

    @override
    def run(self) -> None:
        raise ZeroDivisionError("job")


class Runner(QThread):
    """Breaks on a thread of its own."""

    @override
    def run(self) -> None:
        raise ZeroDivisionError("thread")


def in_a_slot(window: MainWindow) -> None:
    QTimer.singleShot(0, window, lambda: [].pop())


def in_a_paint_event(window: MainWindow) -> None:
    widget = Breaking(window)
    widget.resize(50, 50)
    widget.show()
    for _ in range(5):
        QTimer.singleShot(0, widget, widget.update)
        _let_events_in()
    assert widget.paints > 1
    widget.deleteLater()


def in_a_models_data(window: MainWindow) -> None:
    view = QListView(window)
    model = BrokenModel(view)
    view.setModel(model)
    view.resize(200, 400)
    QTimer.singleShot(0, view, view.show)
    _let_events_in()
    view.deleteLater()


def in_an_event_filter(window: MainWindow) -> None:
    watcher = Filter(window)
    window.installEventFilter(watcher)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QCoreApplication.postEvent(window, key)
    _let_events_in()
    window.removeEventFilter(watcher)


def _let_events_in() -> None:
    """As the running program does: from the event loop, with no Python below that could catch."""
    loop = QEventLoop()
    QTimer.singleShot(10, loop.quit)
    loop.exec()


def in_a_pool(window: MainWindow) -> None:
    pool = QThreadPool(window)
    pool.start(Job())
    pool.waitForDone()


def in_a_qthread(window: MainWindow) -> None:
    runner = Runner(window)
    runner.start()
    runner.wait()


def in_a_python_thread(window: MainWindow) -> None:
    thread = threading.Thread(target=lambda: list[int]()[0])
    thread.start()
    thread.join()


def in_a_service(window: MainWindow) -> None:
    run_service(window, window.workspace, lambda _: 1 // 0)


def after_a_service(window: MainWindow) -> None:
    run_service(window, window.workspace, lambda _: 1, done=lambda _: 1 // 0, changes=False)


@pytest.mark.parametrize(
    "break_out",
    [
        in_a_slot, in_a_paint_event, in_a_models_data, in_an_event_filter, in_a_pool, in_a_qthread,
        in_a_python_thread, in_a_service, after_a_service,
    ],
    ids=lambda one: one.__name__,
)  # fmt: skip
def test_one_box_and_work_goes_on(
    window: MainWindow, caught: Bugs, qtbot: QtBot, break_out: Callable[[MainWindow], None]
) -> None:
    break_out(window)
    qtbot.waitUntil(lambda: len(boxes()) == 1, timeout=5000)
    assert "【出错】" in boxes()[0]._report
    assert still_works(window)
    assert boxes() == []


def test_a_storm_is_one_box_one_report_and_a_few_lines(
    window: MainWindow, caught: Bugs, caplog: pytest.LogCaptureFixture
) -> None:
    before = len(list(log_dir().glob("报告-*.txt")))
    for _ in range(250):
        try:
            raise ValueError("storm")
        except ValueError as error:
            show_bug(window, error)
    assert len(boxes()) == 1
    assert "249 次" in boxes()[0].more.text()
    assert len(list(log_dir().glob("报告-*.txt"))) <= before + 1
    assert len(caplog.records) == 1 + 3  # in full once, then at 1, 101 and 201
    boxes()[0].accept()
    try:
        raise OSError("another one is shown again")
    except OSError as error:
        show_bug(window, error)
    assert len(boxes()) == 1


def test_the_same_bug_is_shown_again_after_a_while(
    window: MainWindow, caught: Bugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("app.ui.bugs.time.monotonic", lambda: clock[0])
    error = ValueError("x")
    for at, shown in ((0.0, 1), (500.0, 0), (601.0, 1)):
        clock[0] = at
        show_bug(window, error)
        assert len(boxes()) == shown
        for box in boxes():
            box.accept()


def test_a_transaction_that_breaks_is_taken_back_whole(
    window: MainWindow, caught: Bugs, workspace: Workspace
) -> None:
    ledger = workspace.ledger
    before = count_of(ledger, Unit), count_of(ledger, Task)

    def work() -> None:
        with ledger.transaction("t", "新增") as step:
            step.session.add(Unit(name="半途村", kind="village"))
            step.session.flush()
            raise Bug("half way")

    assert act(window, workspace, work) is None
    run_service(window, workspace, lambda _: work())
    assert (count_of(ledger, Unit), count_of(ledger, Task)) == before
    assert still_works(window)


def test_a_bug_on_the_worker_comes_to_the_windows_thread(
    window: MainWindow, caught: Bugs, workspace: Workspace, qtbot: QtBot, qapp: QApplication
) -> None:
    workers = qapp.findChildren(Worker)
    for one in workers:
        one.inline = False
    run_service(window, workspace, lambda _: 1 // 0)
    qtbot.waitUntil(lambda: len(boxes()) == 1, timeout=5000)
    for one in workers:
        one.inline = True
    assert still_works(window)


def test_while_the_program_ends_a_bug_is_only_written_down(
    caught: Bugs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(QCoreApplication, "closingDown", lambda: True)
    show_bug(None, ValueError("late"))
    assert boxes() == []
    assert "bug" in caplog.text


def test_keyboard_interrupt_ends_the_program(caught: Bugs, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(QCoreApplication, "quit", lambda: ended.append(True))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert ended == [True]
    assert boxes() == []


def test_the_box_says_what_holds_and_offers_the_report(window: MainWindow, caught: Bugs) -> None:
    show_bug(window, ValueError("牛溪村"))
    (box,) = boxes()
    box.copy_report()
    copied = QApplication.clipboard().text()
    assert "ValueError" in copied
    assert "牛溪村" not in copied


@pytest.mark.parametrize("fault", ["[][1]", "1 / 0", "len(3)", "int('x')"])
def test_a_fault_raised_in_c_does_not_end_the_program(fault: str) -> None:
    """Qt's binding would end it where Python itself made Qt call the method."""
    script = f"""
import sys
from typing_extensions import override
import app.ui
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

class Field(QLineEdit):
    @override
    def keyPressEvent(self, event):
        return {fault}

application = QApplication([])
field = Field()
field.show()
try:
    QTest.keyClick(field, "a")
except Exception as error:
    print("told", error)
print("alive")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True,
        text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("alive\n")
    assert "keyPressEvent" in done.stdout + done.stderr
