"""The returns page: live pages, the check list that leads to the cell, filing, printing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.errors import UserError
from app.models.database import Ledger
from app.models.returnviews import CheckFinding, FiledReturn
from app.reports.rendering.pdf import render_pdf
from app.services import queries, settings
from app.services.formfilling.blankforms import keep_form
from app.services.formfilling.formchoices import FormChoices
from app.services.reporting import filing
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.formats import FormatName
from app.services.supervision.problems import add_problem
from app.services.work import progress, tasks
from app.ui.filing import desk
from app.ui.filing.asking import READ_ONLY
from app.ui.filing.calendarpanel import state_words
from app.ui.filing.checkpanel import CheckPanel
from app.ui.filing.choices import formats_for
from app.ui.filing.findings import group_findings, passed_checks
from app.ui.mainwindow import MainWindow
from app.ui.pages import returns as returns_page
from app.ui.pages.returns import ReturnsPage
from app.ui.paper.gridpages import GridPages
from app.ui.paper.laidpages import LaidPages
from app.ui.paper.pages import PdfPages, pdf_file
from app.ui.paper.paperview import FIT_PAGE, PaperView
from app.ui.paper.printing import make_printer, paint_pages, print_pages
from app.ui.workspace import Destination, Saying, Workspace
from tests.forms import a_form, saved
from tests.ledgers import a_list, a_task


@pytest.fixture
def page(window: MainWindow) -> ReturnsPage:
    """The returns page of the window on the 23 boilers."""
    found = window.show_page("returns")
    assert isinstance(found, ReturnsPage)
    return found


def explain(page: ReturnsPage, words: str = "情况属实") -> None:
    for field in page.checks._fields.values():
        field.setText(words)


def darkness(image: QImage) -> int:
    """How many points of a coarse look at a picture are not white."""
    small = image.scaled(60, 60)
    return sum(small.pixelColor(x, y).lightness() < 250 for x in range(60) for y in range(60))


def test_the_pages_are_shown_at_once(page: ReturnsPage) -> None:
    assert page.pages.count >= 1
    assert page.paper.view.page_count == page.pages.count
    assert darkness(page.pages.image(0, 600)) > 20
    assert page.list.current_choice() == formats_for("2020Q2")[0]


def test_formats_of_the_period_come_first() -> None:
    assert "季" in formats_for("2020Q2")[0].name
    assert "月" in formats_for("2020-06")[0].name
    assert "年" in formats_for("2020")[0].name
    assert formats_for("2020H1")[0].key == "half_review"


def test_another_format_is_another_page(page: ReturnsPage) -> None:
    before = page.pages
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.current_choice() == formats_for("2020Q2")[1]
    assert page.pages is not before
    assert page.pages.count


def test_the_page_follows_the_data(page: ReturnsPage, ledger: Ledger) -> None:
    assert {one.code for one in page.checks._findings or ()} >= {"missing_progress"}
    before = page.pages
    entry = progress.Entry(text="已完成3台。", problems="资金不足。")
    progress.record_progress(ledger, 1, "2020Q2", entry)
    page.workspace.tell_changed()
    assert page.pages is not before
    assert "missing_progress" not in {one.code for one in page.checks._findings or ()}


def test_the_page_follows_the_period(page: ReturnsPage) -> None:
    page.workspace.use_period("2020Q1")
    wanted = page._wanted()
    assert wanted is not None
    assert wanted.period == "2020Q1"
    assert page.pages.count


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


def test_export_writes_both_files_and_remembers_the_folder(
    page: ReturnsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    asked: list[str] = []

    def ask(_parent: object, _caption: str, start: str) -> str:
        asked.append(start)
        return str(folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask)
    page.export()
    page.export()
    assert {path.suffix for path in folder.iterdir()} == {".xlsx", ".pdf"}
    assert asked[1] == str(folder)
    assert str(folder) in page.notice.words


def test_without_a_printer_it_says_so(page: ReturnsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    told: list[Saying] = []
    page.workspace.said.connect(told.append)
    assert page.print_page()
    assert told == [
        Saying("这台电脑没有可用的打印机；请先导出 PDF，再到连有打印机的电脑上打印。", fault=True)
    ]
    with pytest.raises(UserError, match="没有可用的打印机"):
        print_pages(page.pages, title="报表", parent=page)


def test_what_is_printed_fills_its_own_paper(page: ReturnsPage, tmp_path: Path) -> None:
    printer = make_printer(page.pages, title="报表")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    paint_pages(page.pages, printer)
    read = pypdf.PdfReader(tmp_path / "out.pdf")
    assert len(read.pages) == page.pages.count
    box = read.pages[0].mediabox
    size = page.pages.size(0)
    assert abs(float(box.width) - size.width()) < 2
    assert abs(float(box.height) - size.height()) < 2
    assert darkness(pdf_file(tmp_path / "out.pdf").image(0, 600)) > 20


def test_a_range_and_copies_are_printed(page: ReturnsPage, ledger: Ledger, tmp_path: Path) -> None:
    for number in range(40):
        a_task(ledger, 1, f"任务{number}：" + "完成整治并通过验收。" * 6, serial=str(100 + number))
    page.workspace.tell_changed()
    assert page.pages.count > 3
    for place, (first, last, copies, sheets) in enumerate(
        ((2, 3, 1, 2), (2, 3, 2, 4), (0, 0, 1, page.pages.count), (3, 999, 1, page.pages.count - 2))
    ):
        printer = make_printer(page.pages, title="报表")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        out = tmp_path / f"{place}.pdf"
        printer.setOutputFileName(str(out))
        printer.setResolution(72)  # which pages come out is asked here, not how they look
        printer.setFromTo(first, last)
        printer.setCopyCount(copies)
        paint_pages(page.pages, printer)
        assert len(pypdf.PdfReader(out).pages) == sheets


def test_without_the_pdf_part_the_grid_is_drawn(
    page: ReturnsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "HAS_PDF", False)
    page.refresh()
    assert isinstance(page.pages, GridPages)
    assert page.pages.count >= 1
    assert darkness(page.pages.image(0, 600)) > 20


def test_a_long_grid_breaks_over_pages_with_its_head(ledger: Ledger, page: ReturnsPage) -> None:
    for number in range(40):
        a_task(ledger, 1, f"任务{number}：" + "完成整治并通过验收。" * 6, serial=str(100 + number))
    wanted = page._wanted()
    assert wanted is not None
    one = formats_for("2020Q2")[0]
    prepared = desk.prepare(ledger, one, wanted, _Deaf())
    drawn, printed = GridPages(prepared.grid), PdfPages(render_pdf(prepared.grid))
    assert prepared.pages().count == printed.count
    for number in range(printed.count):  # the page drawn alone is the page of the whole document
        assert prepared.pages().image(number, 600) == printed.image(number, 600)
    assert drawn.count > 2
    assert abs(drawn.count - printed.count) <= 1


class _Deaf:
    def report(self, done: int, total: int, text: str = "") -> None:
        """Hear nothing."""


def test_a_row_of_the_paper_leads_to_its_task(page: ReturnsPage, ledger: Ledger) -> None:
    for number in range(30):
        a_task(ledger, 1, f"任务{number}：" + "完成整治并通过验收。" * 6, serial=str(100 + number))
    page.workspace.tell_changed()
    origins = page.tracing.origins
    assert origins is not None
    size = page.pages.size(0)
    found = [
        place.task_id
        for number in range(page.pages.count)
        for y in range(0, round(size.height()), 6)
        if (place := origins.place_at(number, size.width() / 3, y)) is not None
    ]
    assert list(dict.fromkeys(found)) == list(range(1, 32))  # each once, from top to bottom
    assert origins.place_at(0, 5, 5) is None
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    view = page.paper.view
    QTest.mouseDClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.viewport().rect().center()
    )
    assert went
    assert went[0].part == "progress"


def test_pages_are_turned_and_zoomed(page: ReturnsPage, ledger: Ledger) -> None:
    for number in range(40):
        a_task(ledger, 1, f"任务{number}：" + "完成整治并通过验收。" * 6)
    page.workspace.tell_changed()
    view: PaperView = page.paper.view
    assert view.page_count > 2
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == view.page_count - 1
    small = view.percent
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.percent > small
    view.set_zoom(FIT_PAGE)
    view.show_page(0)
    assert view.grab().width() == view.width()


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


def headings(page: ReturnsPage) -> list[str]:
    """The list's lines that can't be chosen."""
    items = [page.list.item(place) for place in range(page.list.count())]
    return [item.text() for item in items if not item.flags()]


def test_formats_stand_by_what_they_print(page: ReturnsPage) -> None:
    assert headings(page) == ["任务", "清单", "问题整改", "交办", "分解和汇总", "已定稿　暂无"]


def test_what_was_handed_out_last_comes_first(
    page: ReturnsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns_page, "ask_folder", lambda *_: tmp_path)
    page.go_to(Destination("returns", part="problem_register"))
    page.export()
    page.refresh()
    assert headings(page)[0] == "问题整改"
    choice = page.list.current_choice()
    assert isinstance(choice, FormatName)
    assert choice.key == "problem_register"
    keys = [one.key for one in formats_for("2020Q2", recent=("monthly_dispatch", "lag_warning"))]
    assert keys[:2] == ["lag_warning", "quarterly_tasks"], "a month's form is not for a quarter"


@pytest.mark.parametrize("key", [one.key for one in formats_for("2020Q2")])
def test_every_format_is_shown(page: ReturnsPage, key: str) -> None:
    page.go_to(Destination("returns", part=key))
    choice = page.list.current_choice()
    assert isinstance(choice, FormatName)
    assert choice.key == key
    assert page.pages.count >= 1
    assert darkness(page.pages.image(0, 600)) > 20


def test_a_destination_of_no_format_leaves_the_page_as_it_is(page: ReturnsPage) -> None:
    before = page.list.current_choice()
    page.go_to(Destination("returns", part="weekly"))
    assert page.list.current_choice() == before


def test_a_row_of_a_register_leads_to_its_own_page(page: ReturnsPage, ledger: Ledger) -> None:
    number = add_problem(
        ledger, text="排口直排", source="信访", deadline_text="2020年5月底前", year=2020
    )
    page.go_to(Destination("returns", part="problem_register"))
    page.workspace.tell_changed()
    assert page.tracing.origins is not None
    (place,) = page.tracing.origins._places.values()
    assert place == Destination("problems", problem_id=number)
    (group,) = [
        one for one in group_findings(page.checks._findings or ()) if one.code == "problem_overdue"
    ]
    assert group.lines(1)[0].destination == Destination("problems", problem_id=number)


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


def test_a_long_return_is_let_go_out_of_sight_and_laid_out_again(
    page: ReturnsPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, view = page.pages.count, page.paper.view
    explain(page, "已协调")
    monkeypatch.setattr(returns_page, "_MANY_PAGES", 0)
    window.show_page("settings")
    assert not page.pages.count
    assert page.tracing.origins is None
    assert view.page_count == count, "the place in view stays"
    assert not page._print_action.isEnabled()
    window.show_page("returns")
    assert page.pages.count == view.page_count == count
    assert page.tracing.origins is not None
    assert page._print_action.isEnabled()
    assert set(page.checks.words.values()) <= {"已协调"}


def test_a_short_return_stays_while_out_of_sight(page: ReturnsPage, window: MainWindow) -> None:
    held = page.pages
    window.show_page("settings")
    window.show_page("returns")
    assert page.pages is held


def test_a_blank_form_is_asked_for_from_here(page: ReturnsPage) -> None:
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    (link,) = [one for one in page.findChildren(QPushButton) if one.text() == "用区里的空表…"]
    link.click()
    assert went == [Destination("form", part="choose")]


def test_an_empty_ledger_teaches(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace
) -> None:
    page = open_window(bare_workspace).show_page("returns")
    assert isinstance(page, ReturnsPage)
    assert page._desk._empty.isVisible()
    assert not page.print_page()


def test_with_several_lists_one_is_chosen_first(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace, ledger: Ledger
) -> None:
    for year in (2020, 2021):
        a_task(ledger, a_list(ledger, title=f"{year}年任务分解表", year=year))
    window = open_window(bare_workspace)
    page = window.show_page("returns")
    assert isinstance(page, ReturnsPage)
    assert page._desk._pick.isVisible()
    bare_workspace.use_list(1)
    assert page.pages.count
