"""Proof that is held: moved, renamed, copied out, searched, exported, checked."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.models.database import Ledger
from app.services.breakdown.items import tick_items
from app.services.keeping.ledgers import open_ledger
from app.services.proof import evidence
from app.services.proof.evidence import Owner, attach
from app.ui.evidence import exportbar
from app.ui.evidence.lacktable import key_of
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.proof import CHECKED, HELD
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import Campaign
from tests.ui.proof.hands import Open, held, items_of, page_of, photos, sayings, tab_of


def test_files_are_moved_by_typing_the_item(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    tab = tab_of(desk, campaign.boilers)
    tab.box.attach(photos(tmp_path, "甲.jpg", "乙.jpg"), Owner(campaign.boilers))
    tab.grid.selectAll()
    tab.box.shift.click()
    assert tab.box.moving.words.text() == "2 件佐证移到："
    line = tab.box.moving.box.lineEdit()
    assert line is not None
    line.setText("燃气锅炉09")
    QTest.keyClick(line, Qt.Key.Key_Return)
    number = items_of(desk, campaign.boilers)["燃气锅炉09"]
    assert {file.item_id for file in held(desk, campaign.boilers)} == {number}


def test_a_file_is_renamed_in_place(desk: MainWindow, campaign: Campaign, tmp_path: Path) -> None:
    tab = tab_of(desk, campaign.sewer)
    QAbstractItemModelTester(tab.grid.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.attach(photos(tmp_path, "IMG_1.jpg"))
    model = tab.grid.cards
    assert model.setData(model.index(0), "排查报告")
    assert held(desk, campaign.sewer)[0].file_name == "排查报告.jpg"
    said = sayings(desk)
    assert model.setData(model.index(0), ".jpg")
    assert said[-1].fault


def test_copies_are_saved(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = tab_of(desk, campaign.sewer)
    tab.attach(photos(tmp_path, "甲.jpg"))
    out = tmp_path / "出"
    out.mkdir()
    (out / "甲.jpg").write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    tab.grid.selectAll()
    tab.box.save_action.trigger()
    assert sorted(path.name for path in out.iterdir()) == ["甲 (2).jpg", "甲.jpg"]
    assert (out / "甲.jpg").read_bytes() == b"mine"


def test_enter_leads_to_the_task(desk: MainWindow, campaign: Campaign) -> None:
    page = page_of(desk)
    page.table.select_key(key_of(page.model.rows[3]))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    current = desk.current_page()
    assert isinstance(current, TasksPage)
    assert current.panel.record_id == campaign.boilers


def test_all_proof_is_searched(desk: MainWindow, campaign: Campaign, tmp_path: Path) -> None:
    ledger = desk.workspace.ledger
    attach(ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf", "监测报告.pdf"))
    page = page_of(desk)
    page.tabs.setCurrentIndex(HELD)
    assert page.tabs.tabText(HELD) == "全部佐证 2"
    assert not page.filters.isVisible()
    page.search("jcbg")
    assert [card.file.file_name for card in page.held.model.cards] == ["监测报告.pdf"]
    assert not page.held.add.isVisible()


def test_empty_parts_teach(desk: MainWindow, campaign: Campaign) -> None:
    ledger = desk.workspace.ledger
    tick_items(ledger, list(items_of(desk, campaign.boilers).values()), None)
    page = page_of(desk)
    assert page.lacking_stack.currentIndex() == 1
    page.tabs.setCurrentIndex(HELD)
    assert page.held_stack.currentIndex() == 1


def test_proof_is_exported(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(desk.workspace.ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf"))
    page = page_of(desk)
    page.tabs.setCurrentIndex(HELD)
    page.held.grid.selectAll()
    assert page.primary_action is not None
    page.primary_action.trigger()
    bar = page.exporting
    assert [bar.range.itemText(n) for n in range(bar.range.count())] == [
        "全部", "2020年第二季度", "所选 1 项任务", "（一）打赢蓝天保卫战", "（二）打好碧水保卫战",
    ]  # fmt: skip
    out = tmp_path / "出"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    bar.go.click()
    assert (out / "佐证材料" / "佐证材料目录.xlsx").is_file()
    assert page.told.words.text().startswith("已导出佐证 1 件")
    opened: list[Path] = []
    monkeypatch.setattr(exportbar, "open_outside", opened.append)
    page.told.yes.click()
    assert opened == [out / "佐证材料"]
    page.primary_action.trigger()
    assert page.go_back()
    assert not page.go_back()


def test_a_check_names_what_is_missing_and_puts_it_back(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = desk.workspace.ledger
    original, other = photos(tmp_path, "改造合同.pdf", "别的.pdf")
    attach(ledger, Owner(campaign.boilers), [original])
    evidence.evidence_path(ledger, 1).unlink()
    page = page_of(desk)
    page._check()
    assert page.tabs.currentIndex() == CHECKED
    assert page.check.words.text() == "佐证文件 1 个，其中 1 个缺失或被改动。"
    bad = page.check.model.rows[0]
    assert bad.places.startswith("任务12 ")
    page.check.mend(bad, other)
    assert "不一样" in page.check.asking.words.text()
    page.check.asking.no.click()
    page.check.table.selectRow(0)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(original), ""))
    page.check.again.click()
    assert page.check.model.rowCount() == 0
    assert "全部完好" in page.check.words.text()
    evidence.evidence_path(ledger, 1).unlink()
    page._check()
    page.check.mend(page.check.model.rows[0], other)
    page.check.asking.yes.click()
    assert held(desk, campaign.boilers)[0].file_name == "别的.pdf"
    page._check()
    assert "全部完好" in page.check.words.text()


def test_a_readonly_ledger_is_looked_at(
    ledger: Ledger,
    campaign: Campaign,
    memory: Memory,
    open_window: Open,
    dressed: QApplication,
    tmp_path: Path,
) -> None:
    attach(ledger, Owner(campaign.boilers), photos(tmp_path, "改造合同.pdf"))
    with open_ledger(ledger.folder, readonly=True) as looked:
        desk = open_window(Workspace(looked, memory, as_of=JUNE, list_id=campaign.list_id))
        tab = tab_of(desk, campaign.boilers)
        for part in (tab.box.add, tab.box.shift, tab.box.off, tab.decide):
            assert not part.isVisible()
        assert not tab.box.paste_action.isEnabled()
        assert not tab.box.paste()
        tab.grid.selectAll()
        QTest.keyClick(tab.grid, Qt.Key.Key_Delete)
        assert tab.box.open.isEnabled()
        assert len(held(desk, campaign.boilers)) == 1
        page = page_of(desk)
        page._check()
        assert not page.check.again.isVisible()
        assert page.primary_action is not None
        assert page.primary_action.isEnabled()


def test_a_check_that_finds_all_well_offers_nothing_to_mend(desk: MainWindow) -> None:
    page = page_of(desk)
    page._check()
    assert page.tabs.currentIndex() == CHECKED
    assert not page.check.again.isVisibleTo(page)
