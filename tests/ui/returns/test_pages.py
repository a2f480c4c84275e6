"""报表: the pages follow format, data and period; turned, zoomed, let go out of sight."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.models.database import Ledger
from app.reports.rendering.pdf import render_pdf
from app.services.reporting.formats import FormatName
from app.services.supervision.problems import add_problem
from app.services.work import progress
from app.ui.filing import desk
from app.ui.filing.choices import formats_for
from app.ui.filing.findings import group_findings
from app.ui.mainwindow import MainWindow
from app.ui.pages import returns as returns_page
from app.ui.pages.returns import ReturnsPage
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import PdfPages
from app.ui.paper.paperview import FIT_PAGE, PaperView
from app.ui.workspace import Destination, Workspace
from tests.ledgers import a_list, a_task
from tests.ui.returns.hands import darkness, explain, headings


class _Deaf:
    def report(self, done: int, total: int, text: str = "") -> None:
        """Hear nothing."""


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
