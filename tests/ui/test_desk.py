"""From the start page to a ledger and back: sample, new, open, held by another, text size."""

import errno
import os
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.services.keeping import backup, ledgers
from app.ui.contrast import Contrast
from app.ui.dialogs.newledger import NewLedgerDialog
from app.ui.ledgerdesk import Desk
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.outline import Outline
from app.ui.pages.settings import SettingsPage
from app.ui.pages.start import StartPage
from app.ui.style import apply_style, contrast, text_scale
from tests.ledgers import a_ledger


def test_the_first_start_offers_three_ways(desk: Desk) -> None:
    desk.begin()
    assert isinstance(desk.window, StartPage)
    names = [button.accessibleName() for button in desk.window.buttons.values()]
    assert names == ["打开示例台账", "新建台账", "打开已有台账"]


def test_the_sample_opens_as_of_its_own_day(desk: Desk, tmp_path: Path) -> None:
    desk.begin()
    desk.carry_out("sample")
    window = _window(desk)
    assert window.workspace.as_of.isoformat() == "2020-06-30"
    assert window.workspace.period == "2020Q2"
    assert (tmp_path / "文档" / "示例台账" / "ledger.db").is_file()


def test_a_new_ledger_is_made_and_opened_again_at_the_next_start(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: NewLedgerDialog) -> int:
        dialog.office.setText("横山桥镇")
        return 1

    monkeypatch.setattr(NewLedgerDialog, "exec", fill)
    desk.begin()
    desk.carry_out("new")
    folder = _window(desk).workspace.ledger.folder
    assert folder == tmp_path / "文档" / "横山桥镇攻坚台账"
    assert desk.memory.last_ledger() == folder
    desk.close()
    again = Desk(desk.memory)
    again.begin()
    window = _window(again)
    assert window.windowTitle().startswith("横山桥镇")
    again.close()
    window.close()
    window.deleteLater()


def test_an_office_and_a_free_folder_are_needed(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    a_ledger(tmp_path).close()
    dialog = NewLedgerDialog(home=tmp_path)
    qtbot.addWidget(dialog)
    make = next(one for one in dialog.findChildren(QPushButton) if one.text() == "新建")
    assert not make.isEnabled()
    dialog.office.setText("牛塘镇")
    assert make.isEnabled()
    dialog.folder.setText(str(tmp_path / "台账"))
    dialog.folder.textEdited.emit("")
    assert not make.isEnabled()


def test_a_held_ledger_says_who_and_opens_for_reading(desk: Desk, tmp_path: Path) -> None:
    held = a_ledger(tmp_path)
    try:
        desk.begin()
        desk.open_folder(held.folder)
        box = _box(desk)
        assert "只能查看" in box.text()
        next(one for one in box.buttons() if one.text() == "只读打开").click()
        window = _window(desk)
        assert window.workspace.readonly
        assert not window.undo_action.isEnabled()
    finally:
        held.close()


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "只读的，或没有写入的权限"), (errno.ENOSPC, "磁盘空间已满")]
)
def test_a_place_that_cannot_be_written_opens_for_reading(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    with a_ledger(tmp_path) as made:
        folder = made.folder

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(FileLock, "acquire", refuse)
    desk.begin(folder)
    box = _box(desk)
    assert words in box.text()
    assert "只能查看" in box.text()
    next(one for one in box.buttons() if one.text() == "只读打开").click()
    assert _window(desk).workspace.readonly


def test_what_is_no_ledger_is_said(desk: Desk, tmp_path: Path) -> None:
    desk.begin()
    desk.open_folder(tmp_path)
    assert "没有台账" in _box(desk).text()
    assert isinstance(desk.window, StartPage)


def test_a_last_ledger_that_is_gone_leads_to_the_start_page(desk: Desk, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    desk.memory.keep_last(empty)
    desk.begin()
    assert isinstance(desk.window, StartPage)
    assert "没有台账" in _box(desk).text()


def test_high_contrast_is_put_on_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    before = _window(desk)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    try:
        before.workspace.contrast_chosen.emit("dark")
        assert contrast() is Contrast.DARK
        page = _window(desk).current_page()
        assert _window(desk) is not before
        assert isinstance(page, SettingsPage)
        assert page.contrasts[Contrast.DARK].isChecked()
        page.contrasts[Contrast.USUAL].click()
        assert contrast() is Contrast.USUAL
        assert desk.memory.contrast() is Contrast.USUAL
    finally:
        apply_style(application)


def test_another_text_size_dresses_the_window_anew(desk: Desk, tmp_path: Path) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    before = _window(desk)
    try:
        before.workspace.text_size_chosen.emit(130)
        assert text_scale() == pytest.approx(1.3)
        assert _window(desk) is not before
        assert _window(desk).current_page().title == "设置"
        assert desk.memory.number("window/text_size", 100) == 130
    finally:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_style(application)


def test_backup_and_restore_by_the_menu(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    pack = tmp_path / "备份.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(pack), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.carry_out("backup")
    assert pack.is_file()
    assert "已备份" in _window(desk).statusline.text()
    desk.carry_out("restore")
    assert _window(desk).workspace.ledger.folder == tmp_path / "备份"
    desk.carry_out("check")
    assert _box(desk).text() == "台账完好。"


def test_leaving_a_ledger_lets_others_write(desk: Desk, tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    desk.show_ledger(ledger)
    desk.carry_out("start")
    assert isinstance(desk.window, StartPage)
    ledgers.open_ledger(ledger.folder).close()
    assert desk.memory.last_ledger() is None


def test_the_outline_is_painted_before_anything_is_loaded(
    dressed: QApplication, qtbot: QtBot, memory: Memory
) -> None:
    outline = Outline(memory)
    qtbot.addWidget(outline)
    with qtbot.waitSignal(outline.painted):
        outline.show()


def test_a_fault_while_backing_up_leaves_the_ledger_as_it_was(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.show_ledger(a_ledger(tmp_path))
    pack = tmp_path / "没有这个文件夹\0" / "备份.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pack)[:0], ""))
    desk.carry_out("backup")
    assert backup.check(_window(desk).workspace.ledger).faults == ()


def _window(desk: Desk) -> MainWindow:
    assert isinstance(desk.window, MainWindow)
    return desk.window


def _box(desk: Desk) -> QMessageBox:
    assert desk.window is not None
    return desk.window.findChildren(QMessageBox)[-1]
