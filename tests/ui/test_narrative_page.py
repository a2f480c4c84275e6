"""写工作报告 in the real window: reword, see the pages, take the new draft, file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app.models.database import Ledger
from app.models.returns import ReportText
from app.services.breakdown.items import list_open_items, tick_items
from app.services.keeping.ledgers import open_ledger
from app.services.reporting import filing
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.narrative.page import NarrativePage
from app.ui.narrative.sectioncard import SectionCard
from app.ui.pages.returns import ReturnsPage
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, count_of

Open = Callable[[Workspace], MainWindow]
AIR = "group:一、打赢蓝天保卫战"
EXTRA = "各企业已签订合同。"


def report_page(window: MainWindow) -> NarrativePage:
    page = window.show_page("narrative")
    assert isinstance(page, NarrativePage)
    QApplication.processEvents()
    return page


def card(page: NarrativePage, key: str) -> SectionCard:
    return page.sections.cards[key]


def write(window: MainWindow, page: NarrativePage, key: str, text: str) -> None:
    """Type at the end of a section, then leave it."""
    edit = card(page, key).edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    edit.insertPlainText(text)
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    QApplication.processEvents()


def press(owner: SectionCard, words: str) -> None:
    found = next(one for one in owner.findChildren(QPushButton) if one.text() == words)
    assert found.isVisible()
    found.click()
    QApplication.processEvents()


def test_the_returns_page_leads_to_it_and_esc_leads_back(window: MainWindow) -> None:
    returns = window.show_page("returns")
    link = next(one for one in returns.findChildren(QPushButton) if one.text() == "写工作报告…")
    link.click()
    page = window.current_page()
    assert isinstance(page, NarrativePage)
    assert page.pages.count == 1
    assert page.focusWidget() is card(page, "opening").edit
    QTest.keyClick(card(page, "opening").edit, Qt.Key.Key_Escape)
    assert isinstance(window.current_page(), ReturnsPage)


def test_what_is_typed_is_kept_when_the_keyboard_leaves(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    assert card(page, AIR).state.text() == "随台账更新"
    write(window, page, AIR, EXTRA)
    assert count_of(ledger, ReportText) == 1
    assert card(page, AIR).state.text() == "已改写，数字随台账更新"
    assert card(page, AIR).text.endswith(EXTRA)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() is page
    assert not card(page, AIR).text.endswith(EXTRA)
    assert card(page, AIR).state.text() == "随台账更新"


def test_the_pages_show_what_is_being_typed(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    before = page.pages.count
    edit = card(page, "opening").edit
    edit.setFocus()
    edit.insertPlainText("进展。\n" * 40)
    page._idle.timeout.emit()
    assert page.pages.count > before
    assert count_of(ledger, ReportText) == 0
    assert edit.toPlainText().startswith("进展。")


def test_the_numbers_of_a_reworded_section_follow(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    write(window, page, AIR, EXTRA)
    air = card(page, AIR)
    assert air.state.text() == "已改写，数字随台账更新"
    tick_items(ledger, list_open_items(ledger, 1, count=4), date(2020, 6, 29))
    page.workspace.tell_changed()
    assert "完成7台" in air.text
    assert air.text.endswith(EXTRA)
    assert not air.told.isVisible()
    assert count_of(ledger, ReportText) == 1


def test_a_reworded_section_tells_what_can_not_follow(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    card(page, AIR).edit.clear()
    write(window, page, AIR, EXTRA)
    tick_items(ledger, list_open_items(ledger, 1, count=4), date(2020, 6, 29))
    page.workspace.tell_changed()
    air = card(page, AIR)
    assert air.state.text() == "已改写"
    assert "台账数字已变" in air.told.text()
    assert "“严重滞后1项”改为“滞后1项”" in air.told.text()
    assert air.text.endswith(EXTRA)
    press(air, "仍用原文")
    assert not air.told.isVisible()
    press(air, "恢复草稿")
    assert "完成7台" in air.text
    assert not air.text.endswith(EXTRA)


def test_taking_the_new_draft_is_one_click(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    card(page, AIR).edit.clear()
    write(window, page, AIR, EXTRA)
    tick_items(ledger, list_open_items(ledger, 1, count=4), date(2020, 6, 29))
    page.workspace.tell_changed()
    press(card(page, AIR), "采用新稿")
    assert "完成7台" in card(page, AIR).text
    assert count_of(ledger, ReportText) == 0


def test_a_section_left_alone_follows_the_ledger(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    tick_items(ledger, list_open_items(ledger, 1, count=4), date(2020, 6, 29))
    page.workspace.tell_changed()
    assert "完成7台" in card(page, AIR).text


def test_another_period_has_texts_of_its_own(window: MainWindow) -> None:
    page = report_page(window)
    write(window, page, AIR, EXTRA)
    page.workspace.use_period("2020Q3")
    QApplication.processEvents()
    assert EXTRA not in card(page, AIR).text
    page.workspace.use_period("2020Q2")
    QApplication.processEvents()
    assert card(page, AIR).text.endswith(EXTRA)


def test_filing_wants_a_word_and_freezes(window: MainWindow, ledger: Ledger) -> None:
    page = report_page(window)
    action = page.primary_action
    assert action is not None
    action.trigger()
    assert filing.filed_returns(ledger) == ()
    assert page.why.hasFocus()
    page.why.insert("详见季度报表")
    action.trigger()
    (filed,) = filing.filed_returns(ledger)
    assert sorted(filed.files) == ["docx", "pdf"]
    assert "第1版" in page.notice.words
    assert "定稿2020年第二季度工作进展情况报告" not in window.undo_action.toolTip()


def test_a_filed_report_can_be_looked_at_on_the_returns_page(window: MainWindow) -> None:
    page = report_page(window)
    page.why.insert("详见季度报表")
    assert page.primary_action is not None
    page.primary_action.trigger()
    (filed,) = filing.filed_returns(page.workspace.ledger)
    returns = window.show_page("returns")
    assert isinstance(returns, ReturnsPage)
    returns.list.choose_filed(filed.id)
    QApplication.processEvents()
    assert returns.pages.count == page.pages.count


def test_export_writes_word_and_pdf(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = report_page(window)
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    page.export()
    stem = "牛塘镇2020年第二季度_工作进展情况报告"
    assert sorted(one.name for one in out.iterdir()) == [f"{stem}.docx", f"{stem}.pdf"]
    assert str(out) in page.notice.words


def test_an_empty_ledger_teaches(open_window: Open, bare_workspace: Workspace) -> None:
    page = report_page(open_window(bare_workspace))
    shown = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
    assert shown == ["导入任务分解表"]


def test_a_read_only_ledger_offers_nothing_to_change(
    open_window: Open, workspace: Workspace, ledger: Ledger, memory: Memory
) -> None:
    with open_ledger(ledger.folder, readonly=True) as reader:
        page = report_page(open_window(Workspace(reader, memory, as_of=JUNE, list_id=1)))
        assert all(one.edit.isReadOnly() for one in page.sections.cards.values())
        shown = {one.text() for one in page.findChildren(QPushButton) if one.isVisible()}
        assert shown == {"打印", "导出…"}


def test_a_card_is_as_high_as_its_text(window: MainWindow) -> None:
    page = report_page(window)
    edit = card(page, "opening").edit
    low = edit.height()
    edit.insertPlainText("进展。" * 200)
    QApplication.processEvents()
    assert edit.height() > low
    assert edit.verticalScrollBar().maximum() == 0


def test_the_pages_turn_to_the_section_that_is_written_in(window: MainWindow) -> None:
    page = report_page(window)
    card(page, "opening").edit.insertPlainText("进展。\n" * 60)
    page._idle.timeout.emit()
    card(page, AIR).edit.setFocus()
    assert page.paper.view.page == 3  # 18 lines below the title, then 22 a page, of 65
    card(page, "title").edit.setFocus()
    assert page.paper.view.page == 0


def test_a_report_that_was_sent_back_leads_to_its_draft(window: MainWindow) -> None:
    page = report_page(window)
    page.why.insert("详见季度报表")
    assert page.primary_action is not None
    page.primary_action.trigger()
    (filed,) = filing.filed_returns(page.workspace.ledger)
    returns = window.show_page("returns")
    assert isinstance(returns, ReturnsPage)
    returns.list.choose_filed(filed.id)
    returns.send_back("数字有误")
    returns.filed.mending_asked.emit()
    assert window.current_page() is page
