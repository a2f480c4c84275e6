"""Running services: in the background with cancel, inline, and one way for every kind of error."""

import threading
import time

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QProgressBar,
    QProgressDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.monitor import Monitor
from app.ui.dialogs.bug import BugDialog
from app.ui.operations import Operation, Worker, act, run_service
from app.ui.workspace import Saying, Workspace


@pytest.fixture
def parent(qtbot: QtBot, workspace: Workspace) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def in_background(workspace: Workspace, qapp: QApplication) -> Worker:
    """Work runs on the worker thread, as it does for a clerk."""
    worker = qapp.findChild(Worker, "main")
    assert worker is not None
    worker.inline = False
    return worker


def test_work_runs_on_another_thread_and_its_result_comes_back(
    qtbot: QtBot, parent: QWidget, workspace: Workspace, in_background: Worker
) -> None:
    here, got = threading.get_ident(), []
    said = _listen(workspace)
    with qtbot.waitSignal(workspace.changed):
        run_service(
            parent,
            workspace,
            lambda _: threading.get_ident(),
            done=lambda ident: got.append((ident, threading.get_ident())),
            say=lambda _: "已做好",
        )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != here
    assert got[0][1] == here
    assert said == [Saying("已做好", undoable=True)]


def test_long_work_shows_progress_and_can_be_cancelled(
    qtbot: QtBot, parent: QWidget, workspace: Workspace, in_background: Worker
) -> None:
    said, done = _listen(workspace), []

    def work(monitor: Monitor) -> None:
        for step in range(10_000):
            monitor.report(step, 10_000, f"第 {step} 步")
            threading.Event().wait(0.005)

    run_service(parent, workspace, work, done=lambda _: done.append(1), title="正在导入…")
    qtbot.waitUntil(lambda: bool(parent.findChildren(QProgressDialog)), timeout=3000)
    dialog = parent.findChildren(QProgressDialog)[0]
    assert "步" in dialog.labelText()
    dialog.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: bool(said), timeout=3000)
    assert said[0].text.startswith("已取消")
    assert not done


def test_what_a_clerk_can_mend_is_said_in_its_own_sentence(
    qtbot: QtBot, parent: QWidget, workspace: Workspace
) -> None:
    def work(_: Monitor) -> None:
        raise UserError("disk_full", "磁盘空间已满；请腾出空间后再试。")

    run_service(parent, workspace, work)
    box = parent.findChildren(QMessageBox)[0]
    assert box.text() == "磁盘空间已满；请腾出空间后再试。"
    box.close()


def test_a_quick_edit_complains_at_the_foot(parent: QWidget, workspace: Workspace) -> None:
    said = _listen(workspace)

    def work() -> None:
        raise UserError("empty_name", "名称不能为空；请填写名称。")

    assert act(parent, workspace, work) is None
    assert said == [Saying("名称不能为空；请填写名称。", fault=True)]


def test_a_bug_is_reported_and_work_goes_on(
    qtbot: QtBot, parent: QWidget, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert act(parent, workspace, lambda: 1 // 0) is None
    dialog = parent.findChildren(BugDialog)[0]
    dialog.copy_report()
    report = QApplication.clipboard().text()
    assert "ZeroDivisionError" in report
    assert "【系统】" in report
    assert "ZeroDivisionError" in capsys.readouterr().err
    dialog.close()


def test_a_window_closed_meanwhile_loses_nothing(
    qtbot: QtBot, workspace: Workspace, in_background: Worker
) -> None:
    widget, gate = QWidget(), threading.Event()
    run_service(widget, workspace, lambda _: gate.wait(2), changes=False)
    widget.deleteLater()
    del widget
    QTest.qWait(20)
    gate.set()
    in_background.waitForDone()
    QTest.qWait(20)


def _listen(workspace: Workspace) -> list[Saying]:
    said: list[Saying] = []
    workspace.said.connect(said.append)
    return said


def test_work_may_end_while_its_progress_is_shown(
    qtbot: QtBot, parent: QWidget, workspace: Workspace, in_background: Worker
) -> None:
    """The box lets events in when its value is set: the end of the work may be among them."""
    begun, go_on, done = threading.Event(), threading.Event(), []

    def work(monitor: Monitor) -> None:
        monitor.report(1, 10, "第 1 步")
        begun.set()
        go_on.wait(5)

    operation = run_service(parent, workspace, work, done=lambda _: done.append(1))
    qtbot.waitUntil(lambda: bool(parent.findChildren(QProgressDialog)), timeout=3000)
    dialog = parent.findChildren(QProgressDialog)[0]
    bar = dialog.findChildren(QProgressBar)[0]
    bar.valueChanged.connect(lambda _: _let_end(operation, go_on))
    operation._on_progressed(9, 10, "第 9 步")
    assert not operation.running
    assert done == [1]
    assert not dialog.isVisible()


def _let_end(operation: Operation[None], go_on: threading.Event) -> None:
    go_on.set()
    end = time.monotonic() + 5
    while operation.running and time.monotonic() < end:
        QApplication.processEvents()
