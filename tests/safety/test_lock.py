"""The lock: nothing is seen, nothing is lost, work goes on, and no password is kept anywhere."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.services.history.chronicle import list_people
from app.services.keeping.windowpassword import change_password, hash_password, is_password
from app.services.work import tasks
from app.ui.bugs import show_bug
from app.ui.dialogs.newledger import NewLedgerDialog
from app.ui.locking.locker import Locker, locker
from app.ui.locking.lockwindow import LockWindow
from app.ui.locking.offering import LOCKING
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import Worker, run_service
from app.ui.pages.settings import SettingsPage
from app.ui.workspace import Destination, Workspace

SECRET = "牛塘-Passwort-7391"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def kept() -> str:
    return hash_password(SECRET)


@pytest.fixture
def lock(dressed: QApplication, memory: Memory, kept: str) -> Iterator[Locker]:
    held = locker(memory)
    held.keep_hash(kept)
    yield held
    held.keep_hash("")
    held.unlock()


def in_front(lock: Locker) -> LockWindow:
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, LockWindow)]
    (window,) = (one for one in shown if one.isVisible())
    return window


def seen(*allowed: QWidget) -> list[str]:
    """Whatever a passer-by could read, besides what is allowed: titles, windows, tooltips."""
    return [
        f"{type(one).__name__} {one.windowTitle()}"
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and one not in allowed
    ]


def test_a_password_is_known_only_by_its_hash(kept: str) -> None:
    assert SECRET not in kept
    assert kept.startswith("scrypt$")
    assert kept != hash_password(SECRET)  # salted
    assert is_password(SECRET, kept)
    assert not is_password(SECRET + " ", kept)
    for broken in ("", "scrypt$", "md5$YQ==$YQ==", "scrypt$!!$!!", "scrypt$YQ==$YQ=="):
        assert not is_password(SECRET, broken)


def test_a_password_is_changed_only_by_who_knows_it(kept: str) -> None:
    with pytest.raises(UserError, match="现在的密码不对"):
        change_password(kept, current="1234", wanted="")
    assert change_password(kept, current=SECRET, wanted="") == ""
    with pytest.raises(UserError, match="至少4个字符"):
        change_password("", current="", wanted="abc")


def test_without_a_password_the_lock_is_off_and_says_where_to_set_one(
    window: MainWindow, memory: Memory
) -> None:
    held = locker(memory)
    held.lock()
    assert not held.locked
    _press_lock(window)
    assert isinstance(window.current_page(), SettingsPage)
    assert "先在这里设一个" in window.statusline.text()


def test_locked_nothing_is_seen_and_unlocked_everything_is_as_it_was(
    window: MainWindow, lock: Locker, workspace: Workspace
) -> None:
    window.topbar.search.setFocus()
    window.topbar.search.setText("没写完的")
    box = QInputDialog(window)
    box.setTextValue("也没写完")
    box.open()
    _press_lock(window)
    front = in_front(lock)
    assert seen(front) == []
    assert front.windowTitle() == "攻坚台账（已锁定）"
    front.field.setText("1234")
    front.go.click()
    assert lock.locked
    assert "密码不对" in front.fault.text()
    assert front.field.text() == ""
    front.field.setText(SECRET)
    QTest.keyClick(front.field, Qt.Key.Key_Return)
    assert not lock.locked
    assert window.isVisible()
    assert box.isVisible()
    assert box.windowModality() == Qt.WindowModality.WindowModal
    assert box.textValue() == "也没写完"
    assert window.topbar.search.text() == "没写完的"
    box.close()


def test_a_box_that_is_waited_for_is_given_up_and_does_not_come_back(
    window: MainWindow, lock: Locker
) -> None:
    box = NewLedgerDialog(window)
    QTimer.singleShot(0, window, lock.lock)
    assert box.exec() == QDialog.DialogCode.Rejected
    assert seen(in_front(lock)) == []
    lock.unlock()
    assert not box.isVisible()
    assert window.isVisible()


def test_what_shows_itself_while_locked_stays_hidden_until_then(
    window: MainWindow, lock: Locker, capsys: pytest.CaptureFixture[str]
) -> None:
    lock.lock()
    painted: list[QEvent] = []
    show_bug(window, ValueError("牛溪村的锅炉"))
    dialog = window.findChildren(QDialog)[-1]
    dialog.paintEvent = painted.append  # type: ignore[method-assign]
    QTest.qWait(1)
    assert not dialog.isVisible()
    assert painted == []
    window.refresh_shell()  # what changes meanwhile is not told in any title
    assert seen(in_front(lock)) == []
    lock.unlock()
    assert dialog.isVisible()
    dialog.close()
    assert "牛溪村" in capsys.readouterr().err


def test_work_goes_on_and_the_lock_opens_while_it_runs(
    window: MainWindow, lock: Locker, workspace: Workspace, qtbot: QtBot, qapp: QApplication
) -> None:
    for one in qapp.findChildren(Worker):
        one.inline = False
    go_on, done = threading.Event(), list[bool]()
    run_service(window, workspace, lambda _: go_on.wait(20), done=done.append, changes=False)
    lock.lock()
    front = in_front(lock)
    front.field.setText(SECRET)
    front.go.click()
    qtbot.waitUntil(lambda: not lock.locked, timeout=10_000)
    assert done == []
    lock.lock()
    go_on.set()
    qtbot.waitUntil(lambda: bool(done), timeout=5_000)
    assert lock.locked


def test_it_locks_when_nobody_has_touched_anything_and_only_then(
    window: MainWindow, lock: Locker, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0, 5_000.0]
    monkeypatch.setattr("app.ui.locking.locker._moment", lambda: tuple(clock))
    lock.keep_minutes(10)
    clock[0] += 599
    lock.look_at_clock()
    assert not lock.locked
    handle = window.windowHandle()
    lock._watch(handle)
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    clock[0] += 599
    lock.look_at_clock()
    assert not lock.locked  # a key was pressed in between
    clock[1] += 601  # the computer slept: only the wall clock went on
    lock.look_at_clock()
    assert lock.locked


def test_a_clock_set_back_neither_locks_nor_keeps_from_locking(
    window: MainWindow, lock: Locker, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0, 5_000.0]
    monkeypatch.setattr("app.ui.locking.locker._moment", lambda: tuple(clock))
    lock.keep_minutes(10)
    clock[1] -= 100_000
    lock.look_at_clock()
    assert not lock.locked
    clock[0] += 601
    lock.look_at_clock()
    assert lock.locked


def test_at_the_start_the_password_comes_before_anything_is_read(
    dressed: QApplication, lock: Locker
) -> None:
    begun: list[bool] = []
    lock.admit(lambda: begun.append(True))
    assert begun == []
    front = in_front(lock)
    front.field.setText(SECRET)
    front.go.click()
    assert begun == [True]


def test_closing_the_locked_window_closes_the_program(
    window: MainWindow, lock: Locker, memory: Memory
) -> None:
    window.show_page("tasks")
    lock.lock()
    in_front(lock).close()
    assert memory.text("window/page") == "tasks"


def test_it_is_set_changed_and_taken_in_the_settings(
    window: MainWindow, memory: Memory, dressed: QApplication
) -> None:
    window.go(Destination("settings", part=LOCKING))
    page = window.current_page()
    assert isinstance(page, SettingsPage)
    panel, held = page.locking, locker(memory)
    panel.change.click()
    panel.first.setText(SECRET)
    panel.second.setText("anders")
    panel.save.click()
    assert "不一样" in panel.fault.text()
    panel.second.setText(SECRET)
    QTest.keyClick(panel.second, Qt.Key.Key_Return)
    assert is_password(SECRET, held.kept_hash)
    assert "Ctrl+Shift+L" in window.statusline.text()
    panel.minutes.setCurrentIndex(panel.minutes.findData(0))
    panel.minutes.activated.emit(panel.minutes.currentIndex())
    assert held.minutes == 0
    panel.remove.click()
    panel.current.setText("1234")
    panel.save.click()
    assert "现在的密码不对" in panel.fault.text()
    panel.current.setText(SECRET)
    panel.save.click()
    assert held.kept_hash == ""


def test_no_password_is_left_in_any_file_or_line_of_the_log(
    window: MainWindow, lock: Locker, memory: Memory, caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        lock.lock()
        front = in_front(lock)
        front.field.setText(SECRET)
        front.go.click()
    memory.keep("any", "thing")
    memory._store.sync()
    assert SECRET not in caplog.text
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert memory.file in found
    for path in found:
        content = path.read_bytes()
        assert SECRET.encode() not in content
        assert SECRET.encode("utf-16-le") not in content


def test_a_colleague_takes_over_in_two_clicks(
    window: MainWindow, workspace: Workspace, open_window: Callable[[Workspace], MainWindow]
) -> None:
    menu = window.navigation.menu()
    menu.aboutToShow.emit()  # first click: the ledger's menu
    (clerks,) = (one for one in menu.findChildren(QMenu) if one.title().startswith("经办人"))
    assert clerks.title() == "经办人：张三(&P)"
    clerks.aboutToShow.emit()
    clerks.actions()[-1].trigger()
    box = window.findChildren(QInputDialog)[-1]
    box.setTextValue("李\u202e四\x00")
    box.accept()
    tasks.change_tasks(workspace.ledger, [1], notes="李四写的")
    assert "李四" in list_people(workspace.ledger)
    clerks.aboutToShow.emit()
    names = [one.text() for one in clerks.actions() if one.isCheckable()]
    assert names == ["李四", "张三"]
    clerks.actions()[names.index("张三")].trigger()  # second click: the name
    assert workspace.ledger.who == "张三"
    workspace.ledger.who = "系统用户"
    open_window(workspace)  # the next start goes on under the last name
    assert workspace.ledger.who == "张三"


def _press_lock(window: MainWindow) -> None:
    (action,) = (one for one in window.actions() if one.text().startswith("锁定窗口"))
    action.trigger()
