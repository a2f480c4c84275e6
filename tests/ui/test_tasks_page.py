"""The task page: groups, filters, search, keys, edits, and what survives a refresh."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.rules.pace import State
from app.models.views import TaskView
from app.services import queries
from app.services.history import journal
from app.services.proof.prooflack import decide_proof
from app.services.work.tasks import add_task, change_tasks, finish_tasks
from app.services.work.typed import read_target
from app.ui.itemmodels.grouping import Group, Grouping, group_tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.tasklist.taskfilters import TaskFilter
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.targets import one_line, target_words
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE, a_list
from tests.ui.campaign import AIR, WATER, Campaign, play_campaign

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def campaign(ledger: Ledger) -> Campaign:
    """Six tasks in two themes."""
    return play_campaign(ledger)


@pytest.fixture
def desk(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> MainWindow:
    """The window on the campaign, the task page in view."""
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    window.show_page("tasks")
    return window


def page_of(window: MainWindow) -> TasksPage:
    page = window.current_page()
    assert isinstance(page, TasksPage)
    return page


@pytest.fixture
def page(desk: MainWindow) -> TasksPage:
    """The task page."""
    return page_of(desk)


def titles(page: TasksPage) -> list[str]:
    return [row.title for row in page.model.rows if isinstance(row, Group)]


def serials(page: TasksPage) -> list[str]:
    return [row.serial for row in page.model.rows if isinstance(row, TaskView)]


def task(page: TasksPage, number: int) -> TaskView:
    return queries.task_detail(page.workspace.ledger, number, as_of=JUNE, period="2020Q2").task


def select(page: TasksPage, *numbers: int, column: str = "text") -> None:
    table = page.table
    table.clearSelection()
    for number in numbers:
        place = page.model.row_of(number)
        assert place is not None
        index = table.order.index(place, page.model.column_of(column))
        flags = QItemSelectionModel.SelectionFlag
        table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
    table.setFocus()


def test_the_models_keep_qt_s_rules_while_rows_come_and_go(page: TasksPage) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (page.model, page.table.order)]
    page.model.fold(AIR, folded=True)
    page.model.fold(AIR, folded=False)
    page.filters.grouping.setCurrentIndex(2)
    page.search("锅炉")
    page.search("")
    page.model.fold_all(folded=True)
    page.model.fold_all(folded=False)
    assert len(testers) == 2


def test_tasks_stand_under_their_theme_with_counts(page: TasksPage) -> None:
    assert titles(page) == [AIR, WATER]
    assert serials(page) == ["12", "15", "16", "40", "41"]
    air = page.model.groups[0]
    assert sum(count for _, count in air.counts) == 3


def test_a_list_of_one_theme_splits_by_its_parts(page: TasksPage) -> None:
    tasks = page.model.tasks()
    parts = [t for t in tasks if t.groups == (AIR,)]
    assert [g.title for g in group_tasks(parts, Grouping.THEME)] == [AIR]
    assert {g.title for g in group_tasks(tasks, Grouping.UNIT)} >= {"牛塘镇", "水利站"}
    assert [g.title for g in group_tasks(tasks, Grouping.DEADLINE)] == ["2020年12月"]
    lights = group_tasks(tasks, Grouping.LIGHT)
    assert sum(len(group.tasks) for group in lights) == len(tasks)
    assert all(len(group.counts) == 1 for group in lights)


def test_folding_by_keys_hides_the_rows_of_one_group(page: TasksPage) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.order.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert serials(page) == ["40", "41"]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert serials(page) == ["12", "15", "16", "40", "41"]


def test_filters_narrow_and_are_taken_back(page: TasksPage) -> None:
    page.filters.show_filter(TaskFilter(ours="ask"))
    assert serials(page) == ["16"]
    page.filters.show_filter(TaskFilter(ours="all"))
    assert serials(page) == ["12", "15", "16", "40", "41", "42"]
    page.filters.show_filter(TaskFilter(unit="水利站"))
    assert serials(page) == ["40"]
    page.filters.show_filter(TaskFilter(states=(State.OVERDUE, State.FAR_BEHIND, State.BEHIND)))
    assert all(t.judgement.state in {State.BEHIND, State.FAR_BEHIND} for t in page.model.tasks())
    page.filters.clear_button.click()
    assert len(serials(page)) == 5


def test_filters_show_what_lacks_proof_it_needs_and_own_tasks_only(
    page: TasksPage, ledger: Ledger, campaign: Campaign
) -> None:
    own = add_task(ledger, campaign.list_id, text="自查一次", acceptance="自查报告")
    change_tasks(ledger, [own], serial="自1")
    plain = add_task(ledger, campaign.list_id, text="走访一次")
    finish_tasks(ledger, [own, plain], JUNE)
    page.workspace.tell_changed()
    page.filters.show_filter(TaskFilter(extra="unproved"))
    assert serials(page) == ["自1"]
    decide_proof(ledger, [own], "no")
    page.workspace.tell_changed()
    assert serials(page) == []
    page.filters.show_filter(TaskFilter(ours="own"))
    assert {own, plain} <= {row.id for row in page.model.tasks()}
    assert all(row.is_own for row in page.model.tasks())
    page.filters.show_filter(TaskFilter(ours="listed"))
    assert not any(row.is_own for row in page.model.tasks())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("锅炉", ["12"]),
        ("41", ["41"]),
        ("水利站", ["40"]),
        ("trqgl", ["12"]),
        ("TRQGL", ["12"]),
        ("ranqi", ["12"]),
        ("tianranqiguo", ["12"]),
        ("trqguolu", ["12"]),
        ("rq锅炉", ["12"]),
        ("锅l", ["12"]),
        ("guanw", ["41"]),
        ("碧水 管网", ["41"]),
        ("没有的", []),
        ("  ", ["12", "15", "16", "40", "41"]),
    ],
)
def test_search_finds_words_serials_units_and_initials(
    page: TasksPage, words: str, found: list[str]
) -> None:
    page.search(words)
    assert serials(page) == found
    assert page.table.isVisible() == bool(found)


def test_selection_cursor_and_folding_survive_a_refresh(
    page: TasksPage, campaign: Campaign
) -> None:
    page.model.fold(WATER, folded=True)
    select(page, campaign.boilers, campaign.dust, column="units")
    page.filters.grouping.setCurrentIndex(2)
    page.filters.grouping.setCurrentIndex(0)
    page.refresh()
    assert {row.id for row in page.table.selected_rows()} == {campaign.boilers, campaign.dust}
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.dust
    assert page.table.currentIndex().column() == page.model.column_of("units")
    assert WATER in page.model.folded


def test_space_finishes_all_selected_and_takes_it_back(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.dust, campaign.sewer)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert task(page, campaign.sewer).done_on == JUNE
    assert task(page, campaign.dust).judgement.state is State.DONE
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert task(page, campaign.sewer).done_on is None


def test_delete_takes_out_and_undo_brings_back(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    page = page_of(desk)
    select(page, campaign.sewer)
    with qtbot.waitSignal(desk.workspace.said) as said:
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert said.args is not None
    assert said.args[0].undoable
    assert "41" not in serials(page)
    desk.undo()
    assert "41" in serials(page)


def test_f2_edits_the_whole_text_in_a_grown_cell(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.sewer)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    assert editor.height() > page.table.rowHeight(page.table.currentIndex().row())
    editor.setPlainText("完成老旧污水管网排查12公里。")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert task(page, campaign.sewer).text == "完成老旧污水管网排查12公里。"
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.sewer


def test_ctrl_d_fills_units_down(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.rivers, campaign.sewer, column="units")
    QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert task(page, campaign.sewer).responsible == ("水利站",)


def test_ctrl_enter_saves_for_all_selected(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.boilers, campaign.sewer, column="units")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText("水利站、城管中队")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for number in (campaign.boilers, campaign.sewer):
        assert task(page, number).responsible == ("水利站", "城管中队")


def test_a_photo_dropped_on_a_row_is_proof_and_a_list_is_not(
    page: TasksPage, campaign: Campaign, tmp_path: Path
) -> None:
    photo, listing = tmp_path / "现场.jpg", tmp_path / "附件1.xlsx"
    for file in (photo, listing):
        file.write_bytes(b"x")
    assert page.table.show_task(campaign.sewer)
    spot = page.table.visualRect(page.table.currentIndex()).center()

    def drop(path: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        page.table.dropEvent(
            QDropEvent(
                QPointF(spot),
                Qt.DropAction.CopyAction,
                mime,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )

    drop(listing)
    assert task(page, campaign.sewer).evidence == 0
    drop(photo)
    assert task(page, campaign.sewer).evidence == 1
    assert page.panel.files.isVisible()


def test_deadline_is_edited_as_worded_and_read_again(page: TasksPage, campaign: Campaign) -> None:
    place = page.model.row_of(campaign.sewer)
    assert place is not None
    index = page.model.index(place, page.model.column_of("due"))
    assert index.data() == "2020-12-31"
    assert index.data(Qt.ItemDataRole.EditRole) == "2020年底前"
    page.model.setData(index, "9月底前")
    assert task(page, campaign.sewer).due == date(2020, 9, 30)


def test_target_is_typed_and_a_strange_one_is_refused(
    page: TasksPage, campaign: Campaign, qtbot: QtBot
) -> None:
    place = page.model.row_of(campaign.sewer)
    assert place is not None
    index = page.model.index(place, page.model.column_of("target"))
    page.model.setData(index, "12公里")
    target = task(page, campaign.sewer).target
    assert target is not None
    assert (target.number, target.unit) == (Decimal(12), "公里")
    with qtbot.waitSignal(page.workspace.said) as said:
        page.model.setData(index, "很多")
    assert said.args is not None
    assert said.args[0].fault


def test_copy_gives_rows_of_tab_text(page: TasksPage, campaign: Campaign) -> None:
    select(page, campaign.boilers, campaign.dust)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert "17/23" in lines[0].split("\t")
    assert any(word in lines[0] for word in ("达到序时进度", "超序时"))


def test_hovering_a_light_says_why(page: TasksPage, campaign: Campaign) -> None:
    place = page.model.row_of(campaign.boilers)
    assert place is not None
    tip = page.model.index(place, page.model.column_of("light")).data(Qt.ItemDataRole.ToolTipRole)
    assert "17/23台" in tip


def test_asked_tasks_are_decided_where_they_are_shown(page: TasksPage, campaign: Campaign) -> None:
    assert page.asked.isVisible()
    page.asked.look.click()
    select(page, campaign.asked)
    page.asked.yes.click()
    assert task(page, campaign.asked).ours == "yes"
    assert not page.asked.isVisible()


def test_rows_of_long_text_get_two_lines_as_the_room_changes(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    page = page_of(desk)
    text = "开展" + "沿河排口、小餐饮、夜排档、理发店、洗车店" * 3
    number = add_task(desk.workspace.ledger, campaign.list_id, text=text, groups=(WATER,))
    page.refresh()
    place = page.model.row_of(number)
    assert place is not None
    short = page.model.row_of(campaign.sewer)
    assert short is not None
    qtbot.waitUntil(lambda: page.table.rowHeight(place) > page.table.rowHeight(short))


def test_narrow_tables_let_columns_go_and_bring_them_back(desk: MainWindow, qtbot: QtBot) -> None:
    page = page_of(desk)
    units = page.model.column_of("units")
    assert not page.table.isColumnHidden(units)
    page.open_panel(page.model.tasks()[0])
    qtbot.waitUntil(lambda: page.table.isColumnHidden(units))
    assert desk.width() == 1366
    page.close_panel()
    qtbot.waitUntil(lambda: not page.table.isColumnHidden(units))


def test_enter_opens_the_panel_which_follows_the_cursor_and_esc_closes_it(
    desk: MainWindow, campaign: Campaign
) -> None:
    page = page_of(desk)
    select(page, campaign.boilers)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert page.panel.record_id == campaign.boilers
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.panel.record_id == campaign.dust
    assert page.go_back()
    assert not page.panel.isVisible()
    assert not page.go_back()


def test_a_destination_selects_unfolds_and_opens_a_part(
    desk: MainWindow, campaign: Campaign
) -> None:
    page = page_of(desk)
    page.model.fold_all(folded=True)
    page.filters.show_filter(TaskFilter(ours="ask"))
    desk.go(Destination("tasks", task_id=campaign.boilers, part="items"))
    current = page.table.current_task()
    assert current is not None
    assert current.id == campaign.boilers
    assert page.panel.isVisible()
    assert page.panel.items.isVisible()
    desk.go(Destination("tasks", states=(State.NOT_STARTED.value,)))
    assert all(t.judgement.state is State.NOT_STARTED for t in page.model.tasks())


def test_a_new_task_is_opened_for_typing_under_the_same_theme(
    page: TasksPage, campaign: Campaign
) -> None:
    select(page, campaign.rivers)
    page._begin_adding()
    editor = page.table.viewport().findChild(QPlainTextEdit)
    assert editor is not None
    editor.setPlainText("本镇自加：巡查河道。")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    above, added = page.model.groups[1].tasks[:2]
    assert above.id == campaign.rivers
    assert (added.text, added.groups) == ("本镇自加：巡查河道。", (WATER,))


def test_no_task_yet_teaches_and_offers_the_import(
    bare_workspace: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(bare_workspace)
    window.show_page("tasks")
    page = page_of(window)
    assert page.empty.isVisible()
    assert not page.table.isVisible()
    assert page.empty.button is not None
    with qtbot.waitSignal(bare_workspace.left_for) as gone:
        bare_workspace.left_for.disconnect(window.go)
        page.empty.button.click()
    assert gone.args == [Destination("import")]


def test_nothing_can_be_written_in_a_read_only_ledger(
    dressed: QApplication, ledger: Ledger, memory: Memory, campaign: Campaign, open_window: Open
) -> None:
    ledger.readonly = True
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id))
    window.show_page("tasks")
    page = page_of(window)
    index = page.model.index(1, page.model.column_of("text"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    select(page, campaign.sewer)
    assert not page.table.tick_selected()
    assert not page._add.isEnabled()


def test_columns_put_away_stay_away(page: TasksPage, qtbot: QtBot) -> None:
    page.table.layout_of_columns.choose("units", on=False)
    page.table.layout_of_columns.choose("acceptance", on=True)
    assert page.table.isColumnHidden(page.model.column_of("units"))
    assert not page.table.isColumnHidden(page.model.column_of("acceptance"))
    qtbot.waitUntil(lambda: "units" in page.workspace.memory.text("tables/tasks"))
    again = TasksPage(page.workspace)
    qtbot.addWidget(again)
    again.refresh()
    again.table.resize(1100, 600)
    hidden = {c.key for n, c in enumerate(again.table.columns) if again.table.isColumnHidden(n)}
    assert "units" in hidden
    assert "acceptance" not in hidden
    again.table.layout_of_columns.forget()
    usual = [column for column in again.table.columns if not column.put_away]
    assert {"serial", "text", "target", "bar", "light", "due", "units"} <= {c.key for c in usual}
    assert all(again.table.layout_of_columns.is_chosen(column) for column in usual)


def test_five_thousand_tasks_are_searched_in_an_instant(
    dressed: QApplication, ledger: Ledger, memory: Memory, qtbot: QtBot
) -> None:
    list_id = a_list(ledger)
    add_task(ledger, list_id, text="完成23台天然气锅炉低氮改造", groups=(AIR,))
    seed = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")[0]
    page = TasksPage(Workspace(ledger, memory, as_of=JUNE, list_id=list_id))
    qtbot.addWidget(page)
    page._tasks = tuple(_numbered(seed, n) for n in range(5000))
    page.search("锅炉 77")
    assert {t.serial for t in page.model.tasks()} >= {"77", "4977"}
    page.search("trqgl")
    assert len(page.model.tasks()) == 5000


def _numbered(seed: TaskView, number: int) -> TaskView:
    values = {name: getattr(seed, name) for name in TaskView.__slots__}
    return TaskView(**{**values, "id": number + 1, "serial": str(number), "position": number})


def test_undo_survives_the_page_s_refresh(desk: MainWindow, campaign: Campaign) -> None:
    page = page_of(desk)
    page.verbs.change((task(page, campaign.sewer),), "notes", "需要资金")
    assert "修改任务" in journal.undo_state(desk.workspace.ledger).undo


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("23台", "23 台"),
        ("≥90%", "≥ 90 %"),
        (">= 90 %", "≥ 90 %"),
        ("不高于4.5吨", "≤ 4.5 吨"),
        ("全部", "全部"),
        ("", ""),
    ],
)
def test_targets_as_typed_are_targets_as_shown(typed: str, words: str) -> None:
    assert target_words(read_target(typed)) == words


def test_one_line_closes_up_between_chinese_characters() -> None:
    assert one_line("移动源\n污染防治") == "移动源污染防治"
    assert one_line("VOCs\n治理  两项") == "VOCs 治理 两项"


def test_tasks_of_others_shown_as_well_are_not_counted_against_ours(page: TasksPage) -> None:
    assert page._note.text() == "5 项"
    page.filters.show_filter(TaskFilter(ours="all"))
    assert page._note.text() == "6 项"
    page.filters.show_filter(TaskFilter(ours="ask"))
    assert page._note.text() == "1 / 5 项"
