"""Filing: the check list, words on what is found, versions, what changed since, the calendar."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.models.database import Ledger
from app.models.returnviews import CheckFinding, FiledReturn
from app.reports.rendering.pdf import render_pdf
from app.services import queries, settings
from app.services.formfilling.blankforms import keep_form
from app.services.formfilling.formchoices import FormChoices
from app.services.reporting import filing
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.formats import FormatName
from app.services.work import progress, tasks
from app.ui.filing.asking import READ_ONLY
from app.ui.filing.calendarpanel import state_words
from app.ui.filing.checkpanel import CheckPanel
from app.ui.filing.findings import group_findings, passed_checks
from app.ui.pages import returns as returns_page
from app.ui.pages.returns import ReturnsPage
from app.ui.paper.laidpages import LaidPages
from app.ui.workspace import Destination, Saying
from tests.forms import a_form, saved
from tests.ledgers import a_task
from tests.ui.returns.hands import explain, headings


def test_a_finding_leads_to_the_cell(page: ReturnsPage) -> None:
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    (group,) = [
        one for one in group_findings(page.checks._findings or ()) if one.code == "missing_progress"
    ]
    links = [one for one in page.checks.findChildren(QPushButton) if one.text() == group.action]
    QTest.mouseClick(links[0], Qt.MouseButton.LeftButton)
    assert went == [Destination("tasks", task_id=1, part="fill")]


def test_filing_wants_a_word_on_every_soft_finding(page: ReturnsPage, ledger: Ledger) -> None:
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    page.file()
    assert told[-1].fault
    assert not filing.filed_returns(ledger)
    assert page.focusWidget() in page.checks._fields.values()


def test_filing_freezes_and_says_where(page: ReturnsPage, ledger: Ledger) -> None:
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    explain(page)
    page.file()
    (filed,) = filing.filed_returns(ledger)
    assert all(Path(path).is_file() for path in filed.files.values())
    assert str(ledger.returns_folder) in page.notice.words
    assert told[-1].text.startswith("已定稿：2020年第二季度")
    assert not told[-1].undoable  # a filing is not taken back by 撤销
    choices = [page.list.item(place).text() for place in range(page.list.count())]
    assert choices[-1] == "2020年第二季度"


def test_a_filed_return_stays_as_it_was(page: ReturnsPage, ledger: Ledger) -> None:
    explain(page)
    page.file()
    page.list.setCurrentRow(page.list.count() - 1)
    (filed,) = filing.filed_returns(ledger)
    frozen = render_pdf(filed_papers(ledger, filed.id).papers[0])
    tasks.change_tasks(ledger, [1], text="另一项任务")
    page.workspace.tell_changed()
    choice = page.list.current_choice()
    assert isinstance(choice, FiledReturn)
    assert render_pdf(filed_papers(ledger, filed.id).papers[0]) == frozen
    assert isinstance(page.pages, LaidPages)
    assert page.filed.isVisible()
    assert "不能再改" in page.filed._state.text()
    assert "退回重报" in page.filed._state.text()  # what to do when it must be mended
    assert not page.checks.isVisible()


def test_the_same_return_filed_again_is_a_new_version(page: ReturnsPage, ledger: Ledger) -> None:
    explain(page)
    page.file()
    page.file()
    assert [(one.version, one.state) for one in filing.filed_returns(ledger)] == [
        (2, "filed"),
        (1, "superseded"),
    ]


def test_a_hard_finding_stops_the_filing(page: ReturnsPage, ledger: Ledger) -> None:
    office = settings.office(ledger)
    settings.change_office(ledger, settings.Office("", office.aliases))
    page.workspace.tell_changed()
    assert [one.code for one in page.checks.hard] == ["no_office"]
    assert page.primary_action is not None
    assert not page.primary_action.isEnabled()
    assert "本单位" in page.primary_action.toolTip()
    explain(page)
    page.file()
    assert not filing.filed_returns(ledger)


def test_the_check_panel_says_what_is_in_order(dressed: object) -> None:
    panel = CheckPanel()
    panel.show_findings(())
    assert len(passed_checks(())) == 9
    assert len(passed_checks((), "form")) == 13
    assert panel._summary.text() == "可以定稿。"
    panel.show_blocked(READ_ONLY)
    assert not panel._blocked.isHidden()
    panel.show_blocked("")
    assert panel._blocked.isHidden()
    soft = CheckFinding("amount_fell", False, "12　锅炉：完成数 3 少于上期的 9", 7)
    unknown = CheckFinding("odd", False, "没见过的问题", None)
    panel.show_findings((soft, unknown))
    assert panel._summary.text() == "2 处写明说明后可以定稿。"
    assert [one.title for one in group_findings((soft, unknown))] == [
        "1 项完成数比上期少",
        "1 项需要说明",
    ]
    assert panel.focus_unexplained()
    panel.show_blocked(READ_ONLY)
    assert not panel.words
    assert panel._summary.isHidden()


def test_what_the_district_sent_back_is_told_until_it_is_filed_again(
    page: ReturnsPage, ledger: Ledger
) -> None:
    explain(page)
    page.file()
    (filed,) = filing.filed_returns(ledger)
    page.list.choose_filed(filed.id)
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    page.filed.back.click()
    assert told[-1].fault
    page.filed.why.setText("第12项缺责任人")
    QTest.keyClick(page.filed.why, Qt.Key.Key_Return)
    assert told[-1].undoable
    assert "第12项缺责任人" in page.filed._state.text()
    assert not page.filed.back.isVisible()
    page.filed.mend.click()
    assert page.checks._reason.text() == "上级退回：第12项缺责任人"
    page.file()
    assert not page.checks._reason.isVisible()
    assert [one.state for one in filing.filed_returns(ledger)] == ["filed", "superseded"]


def test_what_changed_since_the_last_filing_is_listed(page: ReturnsPage, ledger: Ledger) -> None:
    page.right.bar.setCurrentIndex(1)
    assert "还没有可以相比的定稿" in page.right.changes.words[0]
    explain(page)
    page.file()
    page.right.bar.setCurrentIndex(1)
    assert page.right.changes.words[0].endswith("没有变化。")
    progress.record_progress(ledger, 1, "2020Q2", progress.Entry(text="已完成3台。"))
    page.workspace.tell_changed()
    assert "1 行不同" in page.right.changes.words[0]
    assert "进展情况：空 → 已完成3台。" in page.right.changes.words


def test_changes_against_the_quarter_before_are_one_click_away(
    page: ReturnsPage, ledger: Ledger
) -> None:
    for period in ("2020Q1", "2020Q2"):
        page.workspace.use_period(period)
        explain(page)
        page.file()
    page.right.bar.setCurrentIndex(1)
    panel = page.right.changes
    assert panel.words[0].startswith("与2020年第二季度第1版")
    (other,) = [one for one in panel.findChildren(QPushButton) if "改与" in one.text()]
    other.click()
    assert panel.words[0].startswith("与2020年第一季度第1版")
    page.list.choose_filed(filing.filed_returns(ledger)[0].id)
    assert panel.words[0].startswith("与2020年第一季度第1版")


def test_many_changes_are_listed_some_at_a_time(page: ReturnsPage, ledger: Ledger) -> None:
    explain(page)
    page.file()
    for number in range(25):
        a_task(ledger, 1, f"任务{number}")
    page.workspace.tell_changed()
    page.right.bar.setCurrentIndex(1)
    panel = page.right.changes
    assert sum(words.startswith("新增") for words in panel.words) == 20
    (more,) = [one for one in panel.findChildren(QPushButton) if one.text() == "其余 5 行"]
    more.click()
    assert sum(words.startswith("新增") for words in panel.words) == 25


def test_the_calendar_leads_to_what_was_filed_and_what_is_due(page: ReturnsPage) -> None:
    page.workspace.use_period("2020Q1")
    explain(page)
    page.file()
    page.workspace.use_as_of(date(2020, 6, 30))
    waiting, filed = page.right.calendar._shown or ()
    assert [waiting.period, filed.period] == ["2020Q2", "2020Q1"]
    assert state_words(waiting) == "○ 还有 10 天"
    page.right.calendar.chosen.emit(filed)
    choice = page.list.current_choice()
    assert isinstance(choice, FiledReturn)
    assert choice.period == "2020Q1"
    page.right.calendar.chosen.emit(waiting)
    choice = page.list.current_choice()
    assert isinstance(choice, FormatName)
    assert (choice.key, page.workspace.period) == ("quarterly_tasks", "2020Q2")


def test_a_kept_form_is_filled_exported_and_filed_like_any_format(
    page: ReturnsPage, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns_page, "ask_folder", lambda *_: tmp_path / "报送")
    progress.record_progress(ledger, 1, "2020Q2", progress.Entry(text="已完成3台。"))
    text = queries.task_names(ledger)[1][1]
    blank = saved(
        a_form([["序号", "目标任务", "进展情况"]], [[1, text, None]]), tmp_path / "季报.xlsx"
    )
    kept = keep_form(ledger, blank, list_id=1, period="2020Q2", choices=FormChoices())
    page.workspace.tell_changed()
    page.go_to(Destination("returns", part=kept.key))
    assert "区里的空白表" in headings(page)
    assert page.tracing.origins is not None
    (paper,) = page.tracing.origins._papers
    (told,) = [cell for cell in paper.grid.cells if "已完成3台" in cell.text]
    assert [(one.row, one.column) for one in page.tracing._traced()] == [(told.row, told.column)]
    page.export()
    assert {path.suffix for path in (tmp_path / "报送").iterdir()} == {".xlsx", ".pdf"}
    explain(page)
    page.file()
    (filed,) = filing.filed_returns(ledger)
    assert filed.format_key == kept.key
    progress.record_progress(ledger, 1, "2020Q2", progress.Entry(text="已完成4台。"))
    page.workspace.tell_changed()
    page.right.bar.setCurrentIndex(1)
    assert "进展情况：已完成3台。 → 已完成4台。" in page.right.changes.words
