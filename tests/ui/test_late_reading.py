"""Pages read in the background: what stood before stays in use until the new figures stand."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.breakdown import Share, ShareReport
from app.models.database import Ledger
from app.models.registers import LinkTarget
from app.services.breakdown.shares import add_villages, set_shares, split_rows
from app.services.parties.units import change_unit, list_units
from app.services.supervision import problemlinks, problems, problemsteps
from app.ui.importwizard.picture import SheetPicture
from app.ui.importwizard.sheetview import SheetView
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import Worker
from app.ui.pages.splitting.split import SplitPage
from app.ui.problems.page import ProblemsPage
from app.ui.workspace import Destination, Workspace
from tests.importing.builders import a_sheet
from tests.ledgers import JUNE, count_of
from tests.ui.campaign import play_campaign

MAY = date(2020, 5, 6)
Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def behind(dressed: QApplication) -> Iterator[Callable[[], None]]:
    """Let work go to the background from here on, as for a clerk."""
    workers = [dressed.findChild(Worker, name) for name in ("main", "aside")]

    def begin() -> None:
        for worker in workers:
            if worker is not None:
                worker.inline = False

    yield begin
    for worker in workers:
        if worker is not None:
            worker.waitForDone()
            worker.inline = True


def register(ledger: Ledger) -> list[int]:
    return [
        problems.add_problem(ledger, text=text, year=2020, deadline_text="2020年5月底前")
        for text in ("污泥露天堆放", "河道黑臭", "噪声扰民")
    ]


def problems_page(window: MainWindow) -> ProblemsPage:
    page = window.show_page("problems")
    assert isinstance(page, ProblemsPage)
    return page


def is_as_the_ledger_holds(page: ProblemsPage) -> bool:
    workspace = page.workspace
    return page.model.rows == problems.list_problems(workspace.ledger, as_of=workspace.as_of)


def test_the_register_stays_in_use_while_another_day_is_read(
    qtbot: QtBot, window: MainWindow, ledger: Ledger, behind: Callable[[], None]
) -> None:
    first, *_ = register(ledger)
    window.workspace.tell_changed()
    page = problems_page(window)
    before = page.model.rows
    behind()
    window.workspace.use_as_of(MAY)
    assert page.model.rows == before
    page.table.select_key(first)
    # What is done meanwhile is not lost, and what one goes to is gone to when all is read.
    fourth = problems.add_problem(ledger, text="油烟扰民", year=2020)
    window.workspace.tell_changed()
    window.workspace.go(Destination("problems", problem_id=fourth))
    qtbot.waitUntil(lambda: is_as_the_ledger_holds(page))
    assert page.model.rows[0].state is not before[0].state
    qtbot.waitUntil(lambda: page.panel.record_id == fourth)
    current = page.table.current_row()
    assert current is not None
    assert current.id == fourth


def test_what_comes_goes_and_changes_is_read_alone_and_stands_in_its_place(
    window: MainWindow, ledger: Ledger
) -> None:
    numbers = register(ledger)
    page = problems_page(window)

    def told(*works: Callable[[], object]) -> None:
        for work in works:
            work()
            window.workspace.tell_changed()
            assert is_as_the_ledger_holds(page)

    step = page.model.rows[1].steps[0].id
    told(
        lambda: problems.change_problems(ledger, [numbers[0]], text="污泥已清运", unit="张村"),
        lambda: problemsteps.complete_step(ledger, step, JUNE),
        lambda: problems.remove_problems(ledger, [numbers[1]]),
        lambda: problemlinks.add_link(ledger, numbers[2], LinkTarget("同类", other_id=numbers[0])),
        lambda: problems.add_problem(ledger, text="油烟扰民", year=2020),
    )
    for _ in range(5):
        window.undo()
        assert is_as_the_ledger_holds(page)
    assert [row.id for row in page.model.rows] == numbers


@pytest.fixture
def matrix(ledger: Ledger, memory: Memory, dressed: QApplication, open_window: Open) -> SplitPage:
    """Four villages; nothing split yet."""
    made = play_campaign(ledger)
    add_villages(ledger, ("漕溪村", "塘口村", "人民社区", "卢家巷村"))
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=made.list_id))
    page = window.show_page("split")
    assert isinstance(page, SplitPage)
    return page


def test_a_number_typed_before_the_other_numbers_stand_goes_where_it_is_seen(
    qtbot: QtBot, matrix: SplitPage, ledger: Ledger, behind: Callable[[], None]
) -> None:
    behind()
    matrix.swap_numbers()
    assert matrix.is_plan
    matrix.table.model().setData(matrix.table.order.index(0, 0), "7")
    qtbot.waitUntil(lambda: not matrix.is_plan)
    assert count_of(ledger, Share) == 1
    assert count_of(ledger, ShareReport) == 0
    qtbot.waitUntil(lambda: matrix.matrix.model.rows[0].whole is None)
    assert split_rows(ledger)[0].shares[0].amount == Decimal(7)


def test_the_matrix_follows_undo_and_the_names_of_units(matrix: SplitPage, ledger: Ledger) -> None:
    window = matrix.window()
    assert isinstance(window, MainWindow)
    target = split_rows(ledger)[0].target_id
    unit = next(unit for unit in list_units(ledger) if unit.name == "塘口村")
    set_shares(ledger, {(target, unit.id): Decimal(23)})
    window.workspace.tell_changed()
    assert matrix.matrix.model.rows[0].whole == Decimal(23)
    assert not matrix.matrix.model.rows[0].is_open
    window.undo()
    assert matrix.matrix.model.rows[0].whole is None
    change_unit(ledger, unit.id, name="塘口社区")
    window.workspace.tell_changed()
    heads = [column.title for column in matrix.matrix.model.columns]
    assert "塘口社区" in heads
    assert "塘口村" not in heads


def test_rows_of_a_long_sheet_grow_to_their_text_behind_what_is_looked_at(
    qtbot: QtBot, dressed: QApplication, behind: Callable[[], None]
) -> None:
    behind()
    long = "完成企业挥发性有机物深度治理并通过验收，" * 8
    sheet = a_sheet([[long if row % 2 else "短"] for row in range(1, 801)])
    view = SheetView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    view.show_picture(SheetPicture(sheet))
    usual = view.rowHeight(0)
    view.scroll_to_top_row(401)
    qtbot.waitUntil(lambda: view.rowHeight(0) > usual)
    assert view.rowHeight(1) < view.rowHeight(0)
    assert view.rowAt(0) == 400
