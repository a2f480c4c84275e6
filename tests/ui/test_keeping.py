"""交接, a damaged ledger, the 备份 part of 设置 and the alarms, in the real window."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.models.database import DATABASE
from app.services.keeping import backup
from app.services.keeping.handover import needs_password
from app.services.keeping.keepingstate import keeping_of, remember
from app.ui import upkeeping
from app.ui.dialogs.packpassword import SealDialog, UnsealDialog
from app.ui.holderwatch import HolderWatch
from app.ui.ledgerdesk import Desk
from app.ui.mainwindow import MainWindow
from app.ui.pages.keepingpanel import KeepingPanel
from app.ui.pages.settings import SettingsPage
from app.ui.wording import now
from app.ui.workspace import Destination, Workspace
from tests.ledgers import a_ledger, boilers

PASSWORD = "滆湖2020-低氮"


def test_a_ledger_is_handed_over_sealed_and_opened(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = a_ledger(tmp_path)
    boilers(ledger, ticked=3)
    desk.show_ledger(ledger)
    pack = tmp_path / "交接.gjb"
    typed = iter(["wrong-one", PASSWORD])

    def seal(dialog: SealDialog) -> int:
        dialog.first.setText(PASSWORD)
        dialog.second.setText(PASSWORD)
        return 1

    def unseal(dialog: UnsealDialog) -> int:
        dialog.field.setText(next(typed))
        return 1

    monkeypatch.setattr(SealDialog, "exec", seal)
    monkeypatch.setattr(UnsealDialog, "exec", unseal)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pack), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.carry_out("handover")
    assert needs_password(pack)
    assert "已加密" in _window(desk).statusline.text()
    desk.carry_out("openpack")
    assert _window(desk).workspace.ledger.folder == tmp_path / "交接"
    assert "和备份时一样：任务表 1，任务 1，清单项 23" in _window(desk).statusline.text()
    assert any(one.path.stem.endswith("restore") for one in backup.list_copies(ledger))


def test_a_password_is_typed_twice_and_long_enough(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = SealDialog()
    qtbot.addWidget(dialog)
    assert not dialog._go.isEnabled()
    dialog.first.setText("1234567")
    dialog.second.setText("1234567")
    assert not dialog._go.isEnabled()
    dialog.first.setText(PASSWORD)
    assert not dialog._go.isEnabled()
    dialog.second.setText(PASSWORD)
    assert dialog._go.isEnabled()
    assert dialog.password() == PASSWORD
    dialog.seals.setChecked(False)
    assert dialog._go.isEnabled()
    assert dialog.password() == ""


def test_an_unreadable_ledger_offers_its_backup_beside(desk: Desk, tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    boilers(ledger)
    backup.back_up_before(ledger, "import")
    folder = ledger.folder
    ledger.close()
    (folder / DATABASE).write_bytes(b"\0" * 8192)
    desk.begin(folder)
    assert desk.window
    box = desk.window.findChildren(QMessageBox)[-1]
    assert "已损坏" in box.text()
    next(one for one in box.buttons() if one.text() == "用最近的好备份恢复到旁边").click()
    restored = _window(desk).workspace.ledger.folder
    assert restored.parent == folder.parent
    assert restored.name.startswith("台账-恢复")
    assert "已恢复到" in _window(desk).statusline.text()
    assert (folder / DATABASE).read_bytes() == b"\0" * 8192


def test_a_ledger_with_a_damaged_index_is_shown_and_mended(desk: Desk, tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    boilers(ledger)
    backup.back_up_before(ledger, "import")
    folder = ledger.folder
    ledger.close()
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE type='index' AND tbl_name='item'"
        ).fetchone()
        (page,) = database.execute("PRAGMA page_size").fetchone()
    content = bytearray((folder / DATABASE).read_bytes())
    content[(root - 1) * page + 3 : (root - 1) * page + 5] = bytes(2)  # the index has no rows
    (folder / DATABASE).write_bytes(content)
    desk.begin(folder)
    foot = _window(desk).statusline
    assert foot._holder.text() == "台账已损坏，只能查看"
    assert not foot._mend.isHidden()
    foot._mend.click()
    window = _window(desk)
    assert window.workspace.ledger.folder != folder
    assert not window.workspace.readonly
    assert (folder / DATABASE).read_bytes() == content


def test_upkeep_backs_up_and_the_foot_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    assert desk.upkeeper
    desk.upkeeper.run_now()
    window = _window(desk)
    assert window.statusline._backup.text().startswith("上次备份 今天")
    assert keeping_of(window.workspace.ledger).drilled


def test_a_ledger_left_open_is_backed_up_every_day(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    keeper = desk.upkeeper
    assert keeper
    keeper._timer.stop()
    keeper.run_now()
    ledger = _window(desk).workspace.ledger
    held = len(backup.list_copies(ledger))
    keeper.look_again()
    assert not keeper._pool.activeThreadCount()
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr(upkeeping, "now", lambda: tomorrow)
    with qtbot.waitSignal(keeper.ended):
        keeper.look_again()
    assert len(backup.list_copies(ledger)) == held + 1
    stick = tmp_path / "优盘"
    remember(ledger, place=str(stick), place_fault="找不到优盘。")
    keeper.look_again()
    assert not keeper._pool.activeThreadCount()
    stick.mkdir()
    with qtbot.waitSignal(keeper.ended):
        keeper.look_again()
    assert keeping_of(ledger).place_reached


def test_an_alarm_is_red_and_leads_to_its_settings(
    workspace: Workspace, open_window: Callable[[Workspace], MainWindow]
) -> None:
    remember(workspace.ledger, drill_fault="恢复演练没有通过：有 1 个文件恢复不出来。")
    window = open_window(workspace)
    assert window.statusline._alarm.text() == "■ 恢复演练没有通过"
    assert not window.statusline._backup.isVisible()
    window.statusline._alarm.click()
    page = window.current_page()
    assert isinstance(page, SettingsPage)
    assert "1 个文件" in page.keeping.alarm.text()
    window.go(Destination("dashboard"))
    remember(workspace.ledger, drill_fault="")
    window.refresh_shell()
    assert not window.statusline._alarm.isVisible()


def test_the_panel_backs_up_mirrors_and_rehearses(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = KeepingPanel(workspace, 72)
    qtbot.addWidget(panel)
    panel.refresh()
    assert panel.copies.text() == "还没有"
    assert not panel.rehearse.isEnabled()
    panel.back_up.click()
    assert "共 1 份" in panel.copies.text()
    stick = tmp_path / "优盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    panel.choose.click()
    assert list(stick.rglob("*.db"))
    assert panel.place.text().startswith("上次更新 今天")
    panel.rehearse.click()
    assert panel.drilled.text().endswith("通过")
    panel.leave.click()
    assert keeping_of(workspace.ledger).place == ""
    assert panel.leave.isHidden()


def test_who_holds_it_stands_at_the_foot(desk: Desk, tmp_path: Path) -> None:
    held = a_ledger(tmp_path)
    try:
        desk.begin()
        desk.open_folder(held.folder, readonly=True)
        assert _window(desk).statusline._holder.text().startswith("只读：正由")
        assert _window(desk).statusline._mend.isHidden()
    finally:
        held.close()


def test_the_second_is_told_when_the_first_has_closed(desk: Desk, tmp_path: Path) -> None:
    held = a_ledger(tmp_path)
    try:
        desk.begin()
        desk.open_folder(held.folder, readonly=True)
        window = _window(desk)
        (watch,) = window.findChildren(HolderWatch)
        watch.look()
        assert window.statusline._write.isHidden()
    finally:
        held.close()
    watch.look()
    assert window.statusline._holder.text() == "对方已关闭台账，可以修改了"
    window.statusline._write.click()
    assert not _window(desk).workspace.readonly


def _window(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window
