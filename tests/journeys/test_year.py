"""A year at the desk: every month's work through the real window, read back in December."""

import os
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.services.history import journal
from app.services.reporting.filing import filed_returns
from app.ui.importwizard.wizard import ImportPage
from app.ui.ledgerdesk import Desk
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.past.history import HistoryPage
from app.ui.pages.unitlist.handing import HandingPage
from app.ui.problems.page import ProblemsPage
from tests.journeys import yearpapers as papers
from tests.journeys.test_window import CTRL, click, click_row, key, type_in
from tests.journeys.yearclerk import ENTER, Drawer, YearClerk, row_of
from tests.journeys.yearverbs import (
    FORM,
    Filed,
    a_village_answers,
    close_a_problem,
    file_return,
    fill_in,
    fill_in_months,
    finish,
    keep_the_form,
    list_the_boilers,
    split_over_villages,
    take_reports,
    tick_boilers,
    tick_rivers,
    write_checkpoints,
)

CHOICE = Qt.ItemDataRole.UserRole + 1
VERBS = {
    "record_progress", "report_shares", "record_readings", "attach", "tick_items", "set_shares",
    "complete_step", "advance_problems", "record_feedback", "accept_feedback", "return_feedback",
    "write_checkpoint", "spread_target", "issue_assignments", "paste_problems", "keep_form",
    "import_items", "decide_ours",
}  # fmt: skip


@pytest.fixture
def drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawer:
    """The system's dialogs, in which the clerk picks what lies on top."""
    made = Drawer()
    made.folder = tmp_path / "桌面"
    made.folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", made.one)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", made.many)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", made.place)
    return made


@pytest.fixture
def clerk(desk: Desk, qtbot: QtBot, drawer: Drawer) -> YearClerk:
    """A clerk who starts the program in January for the first time."""
    return YearClerk(desk, qtbot, drawer, os.environ.get("YEAR_PICTURES", ""))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_year(clerk: YearClerk) -> None:
    """From the district's list in January to the last return in December."""
    in_january_the_list_comes(clerk)
    in_february_it_is_broken_down(clerk)
    in_march_villages_are_told(clerk)
    filed = the_first_quarter(clerk)
    in_may_problems_are_found(clerk)
    filed |= the_second_quarter(clerk)
    in_july_the_list_is_revised(clerk)
    filed |= the_third_quarter(clerk)
    filed |= the_fourth_quarter(clerk)
    in_december_all_is_read_back(clerk, filed)


def in_january_the_list_comes(clerk: YearClerk) -> None:
    """New ledger; the list dropped in: recognised, ours decided, kept."""
    clerk.sit_down()
    clerk.make_ledger("牛塘镇")
    clerk.on("2020-01-10")
    clerk.drawer.lay(papers.write_list(clerk.drawer.folder / "附件1.xlsx"))
    key(Qt.Key.Key_I, CTRL)
    page = clerk.page(ImportPage)
    click(page, "选择文件…")
    clerk.look("导入")
    key(Qt.Key.Key_Return, CTRL)
    click(page, "是本镇")
    clerk.look("导入-本镇")
    key(Qt.Key.Key_Return, CTRL)
    click(page, "导入")
    assert clerk.said == "已导入 13 项，其中本镇 11 项，待确认 1 项。"
    assert clerk.task(papers.STATIONS).ours == "yes"
    click(clerk.open(papers.TALKS, "节点").panel, "是本镇任务")
    assert clerk.task(papers.TALKS).ours == "yes"


def in_february_it_is_broken_down(clerk: YearClerk) -> None:
    """Lists imported, pasted and proposed; villages' parts; checkpoints; months."""
    clerk.on("2020-02-05")
    list_the_boilers(clerk)
    clerk.copy([("路段", "长度"), ("人民路", "1.2"), ("延政路", "0.8"), ("长虹路", "2.1")])
    click(clerk.open(papers.SEWERS, "清单").panel, "粘贴清单")
    click(clerk.open(papers.RIVERS, "清单").panel, "从文字中提取")
    click(clerk.panel, "添加所选 3 项")
    assert clerk.task(papers.SEWERS).items == clerk.task(papers.RIVERS).items == 3
    split_over_villages(clerk)
    write_checkpoints(clerk)
    fill_in_months(clerk, "4.9", "4.6")


def in_march_villages_are_told(clerk: YearClerk) -> None:
    """Ctrl+J on toilets and film: each village its order, with its own number, on paper."""
    clerk.on("2020-03-02")
    for words in (papers.TOILETS, papers.FILM):
        clerk.find(words)
        key(Qt.Key.Key_J, CTRL)
        clerk.look("交办")
        key(ENTER)
        assert clerk.said.startswith("已交办 4 家单位，共 4 项")
    page = clerk.page(HandingPage)
    clerk.look("交办单")
    click(page, "导出…")
    (pdf,) = clerk.drawer.folder.glob("*.pdf")
    printed = papers.text_of(pdf)
    for village in papers.VILLAGES:
        assert village in printed


def the_first_quarter(clerk: YearClerk) -> Filed:
    """Five boilers, the first reports, the return and the district's own form."""
    clerk.on("2020-03-31")
    tick_boilers(clerk, 5)
    take_reports(clerk, papers.TOILETS, "1000", 1)
    a_village_answers(clerk, "cxc", "已建成1座", returned="没有照片")
    fill_in_months(clerk, "4.4")
    clerk.on("2020-04-08")
    fill_in(clerk, {papers.PIPES: "1.5", papers.FILM: "10", papers.TALKS: "1"})
    filed = file_return(clerk)
    keep_the_form(clerk)
    return filed | file_return(clerk, FORM)


def in_may_problems_are_found(clerk: YearClerk) -> None:
    """An inspection's findings pasted; the first two steps of each ticked."""
    clerk.on("2020-05-20")
    heads = ("存在问题", "问题来源", "责任单位", "整改时限")
    mixed = ("采菱港沿线雨污混接", "省督察", "漕溪村", "9月底前")
    heap = ("建材堆场未覆盖", "信访", "塘口村", "7月底前")
    clerk.copy([heads, mixed, heap])
    key(Qt.Key.Key_4, CTRL)
    page = clerk.page(ProblemsPage)
    key(Qt.Key.Key_V, CTRL)
    assert page.table.order.rowCount() == 2
    key(Qt.Key.Key_A, CTRL)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Space)
    clerk.look("问题")
    assert {view.step.name for view in page.model.rows if view.step} == {"整改中"}


def the_second_quarter(clerk: YearClerk) -> Filed:
    """Twelve boilers; the survey ticked by mistake, as July will show."""
    clerk.on("2020-06-30")
    tick_boilers(clerk, 12)
    take_reports(clerk, papers.TOILETS, "1110", 3)
    a_village_answers(clerk, "tkc", "已建成1座")
    fill_in_months(clerk, "4.5", "4.3", "4.2")
    finish(clerk, papers.SURVEY)
    clerk.on("2020-07-08")
    fill_in(clerk, {papers.PIPES: "3.9", papers.FILM: "25", papers.TALKS: "2", papers.WASTE: "94"})
    return file_return(clerk) | file_return(clerk, FORM)


def in_july_the_list_is_revised(clerk: YearClerk) -> None:
    """Changed, added, removed, renumbered; what is ours stays; June's slip is taken back."""
    clerk.on("2020-07-20")
    revised = papers.write_list(clerk.drawer.folder / "调整.xlsx", papers.revised())
    clerk.drawer.lay(revised)
    key(Qt.Key.Key_I, CTRL)
    page = clerk.page(ImportPage)
    click(page, "选择文件…")
    key(ENTER, CTRL)
    clerk.look("调整")
    assert page.diff_step.summary.text().endswith("新增 1，修改 2，取消 1，不变 10，8 项序号有变")
    click(page, "导入")
    assert clerk.said == "已导入 13 项，其中本镇 12 项。"
    take_back_june_s_slip(clerk)
    panel = clerk.open("26台天然气锅炉", "清单").panel
    assert panel.bar.tabText(1) == "清单 12/23"
    for name in ("24号锅炉房", "25号锅炉房", "26号锅炉房"):
        panel.items.quick.setFocus()
        type_in(name)
        key(ENTER)
    assert clerk.task("26台").items == 26


def take_back_june_s_slip(clerk: YearClerk) -> None:
    """Ctrl+H: the survey was not done; that step alone is undone, all since stays."""
    assert clerk.task(papers.SURVEY).done_on is not None
    key(Qt.Key.Key_H, CTRL)
    page = clerk.page(HistoryPage)
    slip = f"标记完成“完成农用地{papers.SURVEY}。”"
    place = row_of(page.steps.table, lambda step: step.title == slip)
    click_row(page.steps.table, place, column=1)
    clerk.look("历史")
    click(page.steps.panel, "撤销这一步")
    assert clerk.task(papers.SURVEY).done_on is None
    assert clerk.task(papers.FILM).amount == 25


def the_third_quarter(clerk: YearClerk) -> Filed:
    """Twenty of now 26 boilers, two rivers, the stations and the survey done, a problem closed."""
    clerk.on("2020-09-30")
    tick_boilers(clerk, 20)
    tick_rivers(clerk, 0, 1)
    take_reports(clerk, papers.TOILETS, "1121", 5)
    a_village_answers(clerk, "yhc", "已建成2座")
    fill_in_months(clerk, "4.1", "4.0", "4.2")
    for words in (papers.STATIONS, papers.SURVEY):
        finish(clerk, words)
    close_a_problem(clerk, "雨污混接")
    clerk.on("2020-10-08")
    fill_in(clerk, {papers.PIPES: "6", papers.FILM: "45", papers.QUAY: "1", papers.WASTE: "95"})
    return file_return(clerk) | file_return(clerk, FORM)


def the_fourth_quarter(clerk: YearClerk) -> Filed:
    """All that is left."""
    clerk.on("2020-12-31")
    tick_boilers(clerk, 26)
    tick_rivers(clerk, 2)
    take_reports(clerk, papers.TOILETS, "1122", 6)
    a_village_answers(clerk, "ljxsq", "已建成2座")
    fill_in_months(clerk, "4.3", "4.4", "4.4")
    close_a_problem(clerk, "建材堆场")
    fill_in(clerk, {papers.PIPES: "7.5", papers.FILM: "60", papers.QUAY: "2", papers.WASTE: "96"})
    return file_return(clerk) | file_return(clerk, FORM)


def in_december_all_is_read_back(clerk: YearClerk, filed: Filed) -> None:
    """Nothing filed has changed, every figure agrees, every step has its name, nothing is amiss."""
    assert len(filed) == 8
    what_was_filed_prints_as_filed(clerk, filed)
    the_form_carries_each_quarter(clerk)
    figures_agree(clerk)
    every_step_has_its_name(clerk)
    the_last_step_comes_back(clerk)
    nothing_is_amiss(clerk)


def what_was_filed_prints_as_filed(clerk: YearClerk, filed: Filed) -> None:
    """Each filed return exported again, byte for byte."""
    page = clerk.returns()
    for number, kept in filed.items():
        rows = [page.list.item(place).data(CHOICE) for place in range(page.list.count())]
        choices = [getattr(choice, "id", None) for choice in rows]
        click_row(page.list, choices.index(number))
        clerk.drawer.folder = clerk.drawer.folder.parent / f"重印{number}"
        clerk.drawer.folder.mkdir()
        click(page, "导出…")
        again = {path.suffix[1:]: path.read_bytes() for path in clerk.drawer.folder.iterdir()}
        assert again == kept
    clerk.look("已定稿")


def the_form_carries_each_quarter(clerk: YearClerk) -> None:
    """On the form filed last every quarter's words on the pipes stand in their own columns."""
    last = next(one for one in filed_returns(clerk.ledger) if one.format_name == FORM)
    sheet = openpyxl.load_workbook(last.files["xlsx"]).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    (pipes,) = [row for row in rows if papers.PIPES in row[1]]
    for words, cell in zip(("1.5公里", "3.9公里", "6公里", "7.5公里"), pipes[2:6], strict=True):
        assert words in cell


def figures_agree(clerk: YearClerk) -> None:
    """工作台, table, panel and the filed return say the same."""
    key(Qt.Key.Key_1, CTRL)
    tiles = clerk.page(DashboardPage).tiles
    clerk.look("工作台-十二月")
    shown = Counter(task.judgement.state for task in clerk.tasks().values())
    for state, tile in tiles.items():
        assert tile.accessibleName().endswith(f" {shown[state]} 项")
    panel = clerk.open("26台", "清单").panel
    assert panel.bar.tabText(1) == "清单 26/26"
    assert panel.light.word() == clerk.task("26台").judgement.state.label


def every_step_has_its_name(clerk: YearClerk) -> None:
    """The journal holds the whole year in the clerk's name."""
    steps = journal.recent_operations(clerk.ledger, 2000)
    assert {step.who for step in steps} == {clerk.ledger.who}
    assert all(step.title for step in steps)
    verbs = Counter(step.verb for step in steps)
    assert (verbs["import"], verbs["file_return"], verbs["undo"]) == (2, 8, 0)
    assert set(verbs) >= VERBS


def the_last_step_comes_back(clerk: YearClerk) -> None:
    """A note typed by mistake: Ctrl+Z."""
    before = clerk.tasks()
    finish(clerk, papers.SITES)
    key(Qt.Key.Key_Z, CTRL)
    assert clerk.tasks() == before


def nothing_is_amiss(clerk: YearClerk) -> None:
    """检查台账 finds no fault."""
    clerk.command("检查台账")
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.text() == "台账完好。"
    box.close()
