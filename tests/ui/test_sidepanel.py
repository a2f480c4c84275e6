"""The side panel: items ticked, pasted, numbered, proposed; progress, proof, checkpoints."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.models.rules.names import last_number, stem_of
from app.models.views import TaskDetail
from app.services import queries
from app.services.wording import size_words
from app.services.work.tasks import change_target
from app.ui import sourcefile
from app.ui.evidence import verbs
from app.ui.itemmodels.columns import Role
from app.ui.mainwindow import MainWindow
from app.ui.pages.sidepanels.sidepanel import SidePanel
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.tables import Table
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import LAST_WORDS, Campaign

Open = Callable[[Workspace], MainWindow]


@pytest.fixture
def desk(campaign_window: MainWindow) -> MainWindow:
    """The window on the campaign, the task page in view."""
    campaign_window.show_page("tasks")
    return campaign_window


def panel_on(desk: MainWindow, task_id: int, part: str) -> SidePanel:
    desk.go(Destination("tasks", task_id=task_id, part=part))
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    return page.panel


def detail(desk: MainWindow, task_id: int) -> TaskDetail:
    return queries.task_detail(desk.workspace.ledger, task_id, as_of=JUNE, period="2020Q2")


def items_table(panel: SidePanel) -> Table:
    table = panel.items.table
    assert table is not None
    return table


def test_space_ticks_several_items_and_the_light_follows(
    desk: MainWindow, campaign: Campaign
) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    table = items_table(panel)
    before = panel.light.word()
    table.selectRow(17)
    for _ in range(5):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert detail(desk, campaign.boilers).task.items_done == 23
    assert panel.light.word() == "已完成" != before
    assert panel.bar.tabText(1) == "清单 23/23"
    assert len(table.selected_rows()) == 6
    desk.undo()
    assert panel.bar.tabText(1) == "清单 17/23"


def test_items_are_edited_in_place(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    model = panel.items.model
    assert model is not None
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def put(column: str, text: str) -> None:
        assert model.setData(model.index(0, model.column_of(column)), text)

    put("name", "XX印染厂")
    put("unit", "张村")
    put("due", "9.30")
    put("done_on", "2020-6-2")
    put("notes", "已签合同")
    item = detail(desk, campaign.boilers).items[0]
    assert (item.name, item.unit, item.notes) == ("XX印染厂", "张村", "已签合同")
    assert (item.due, item.done_on) == (date(2020, 9, 30), date(2020, 6, 2))
    put("due", "")
    assert detail(desk, campaign.boilers).items[0].due is None


def test_a_strange_date_is_refused_in_words(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    model = panel.items.model
    assert model is not None
    with qtbot.waitSignal(desk.workspace.said) as said:
        model.setData(model.index(0, model.column_of("due")), "尽快")
    assert said.args is not None
    assert said.args[0].fault


def test_a_list_is_pasted_with_its_own_columns(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.sewer, "items")
    QGuiApplication.clipboard().setText("名称\t村\t吨位\n甲厂\t张村\t4\n乙厂\t李村\t2\n")
    panel.items.paste.click()
    held = detail(desk, campaign.sewer)
    assert [item.name for item in held.items] == ["甲厂", "乙厂"]
    assert held.item_columns == ("吨位",)
    model = panel.items.model
    assert model is not None
    assert model.index(1, model.column_of("own:吨位")).data() == "2"
    assert items_table(panel).isVisible()


def test_pasting_several_lines_into_the_typing_line_makes_items(
    desk: MainWindow, campaign: Campaign
) -> None:
    panel = panel_on(desk, campaign.sewer, "items")
    QGuiApplication.clipboard().setText("甲厂\n乙厂\n")
    panel.items.quick.setFocus()
    panel.items._paste_into_quick()
    assert [item.name for item in detail(desk, campaign.sewer).items] == ["甲厂", "乙厂"]


def test_typing_names_adds_items_one_after_the_other(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.sewer, "items")
    for name in ("文昌路", "沿河路"):
        panel.items.quick.setText(name)
        QTest.keyClick(panel.items.quick, Qt.Key.Key_Return)
    assert [item.name for item in detail(desk, campaign.sewer).items] == ["文昌路", "沿河路"]
    assert panel.items.quick.text() == ""


def test_numbered_blanks_go_on_after_those_there_are(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    panel.items.number.click()
    form = panel.items.blanks
    assert form.stem.text() == "燃气锅炉"
    form.count.setValue(2)
    assert form.example.text() == "燃气锅炉24 … 燃气锅炉25"
    form.make.click()
    assert [item.name for item in detail(desk, campaign.boilers).items][-2:] == [
        "燃气锅炉24",
        "燃气锅炉25",
    ]
    assert not form.isVisible()


def test_names_in_the_text_are_proposed_and_ticked(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.rivers, "items")
    panel.items.propose.click()
    form = panel.items.proposal
    assert [box.text() for box in form.boxes] == ["采菱港", "永安河", "长沟河"]
    form.boxes[1].setChecked(False)
    assert form.add.text() == "添加所选 2 项"
    form.add.click()
    held = detail(desk, campaign.rivers)
    assert [item.name for item in held.items] == ["采菱港", "长沟河"]


def test_a_text_without_names_says_so(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.sewer, "items")
    panel.items.propose.click()
    assert not panel.items.proposal.add.isVisible()
    assert panel.go_back()
    assert not panel.items.proposal.isVisible()


def test_a_column_is_added_and_filled(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    panel.items.widen.click()
    panel.items.columns.name.setText("氮氧化物浓度")
    QTest.keyClick(panel.items.columns.name, Qt.Key.Key_Return)
    model = panel.items.model
    assert model is not None
    index = model.index(0, model.column_of("own:氮氧化物浓度"))
    assert model.setData(index, "28")
    assert detail(desk, campaign.boilers).items[0].fields == {"氮氧化物浓度": "28"}


def test_items_are_taken_out_by_delete(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.boilers, "items")
    table = items_table(panel)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert len(detail(desk, campaign.boilers).items) == 22
    desk.undo()
    assert len(detail(desk, campaign.boilers).items) == 23


def test_a_checkpoint_is_marked_as_reached(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.rivers, "checkpoints")
    model = panel.checkpoints.model
    index = model.index(1, model.column_of("reached"))
    assert model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert detail(desk, campaign.rivers).checkpoints[1].reached_on == JUNE
    assert panel.bar.tabText(0) == "节点 1/4"
    assert panel.light.word() == "达到序时进度"


def test_progress_is_edited_in_place_and_saved_on_leaving(
    desk: MainWindow, campaign: Campaign
) -> None:
    panel = panel_on(desk, campaign.dust, "progress")
    form = panel.progress.form
    assert form.last.shown.text() == LAST_WORDS
    QTest.keyClicks(form.amount, "4.1")
    form.look_ahead()
    assert form.light.word() == "达到序时进度"
    form.text.setPlainText("二季度降尘量4.1吨。")
    panel.show_record(campaign.boilers, at_once=True)
    entry = next(e for e in detail(desk, campaign.dust).progress if e.period == "2020Q2")
    assert (entry.amount, entry.text) == (Decimal("4.1"), "二季度降尘量4.1吨。")
    assert panel.bar.tabText(2) == "进展"


def test_an_amount_that_follows_from_ticks_is_not_typed(
    desk: MainWindow, campaign: Campaign
) -> None:
    form = panel_on(desk, campaign.boilers, "progress").progress.form
    assert not form.amount.isEnabled()
    assert form.amount.text() == "17"


def test_a_draft_is_written_only_into_an_empty_text(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.boilers, "progress")
    form = panel.progress.form
    assert form.text.toPlainText() == ""
    form.draft.click()
    assert "17台" in form.text.toPlainText()
    assert not form.draft.isEnabled()
    panel.leave()
    entry = detail(desk, campaign.boilers).progress[-1]
    assert entry.text is not None
    assert "17台" in entry.text


def test_a_wrong_amount_is_said_and_nothing_is_lost(
    desk: MainWindow, campaign: Campaign, qtbot: QtBot
) -> None:
    panel = panel_on(desk, campaign.dust, "progress")
    form = panel.progress.form
    form.amount.setText("四吨")
    with qtbot.waitSignal(desk.workspace.said) as said:
        panel.leave()
    assert said.args is not None
    assert said.args[0].fault
    assert form.amount.text() == "四吨"


def drop(panel: SidePanel, path: Path, at: QPoint) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(at),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)


def test_dropped_files_are_kept_opened_and_taken_off(
    desk: MainWindow, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(b"jpeg" * 1000)
    panel = panel_on(desk, campaign.boilers, "items")
    drop(panel, photo, QPoint(10, 10))
    files = detail(desk, campaign.boilers).evidence
    assert [file.file_name for file in files] == ["现场照片.jpg"]
    assert files[0].item_id is None
    assert panel.bar.tabText(3) == "佐证 1"
    opened: list[Path] = []
    monkeypatch.setattr(verbs, "open_outside", opened.append)
    panel.files.grid.select_file(files[0].id)
    QTest.keyClick(panel.files.grid, Qt.Key.Key_Return)
    assert opened[0].name == "现场照片.jpg"
    assert opened[0].read_bytes() == photo.read_bytes()
    QTest.keyClick(panel.files.grid, Qt.Key.Key_Delete)
    assert detail(desk, campaign.boilers).evidence == ()
    desk.undo()
    assert detail(desk, campaign.boilers).evidence == files


def test_a_file_dropped_on_an_item_proves_that_item(
    desk: MainWindow, campaign: Campaign, tmp_path: Path
) -> None:
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(b"jpeg")
    panel = panel_on(desk, campaign.boilers, "items")
    table = items_table(panel)
    line = table.visualRect(table.order.index(1, 1)).center()
    drop(panel, photo, table.viewport().mapTo(panel, line))
    held = detail(desk, campaign.boilers)
    assert [file.item_id for file in held.evidence] == [held.items[1].id]


def test_history_names_what_was_done_and_what_was_undone(
    desk: MainWindow, campaign: Campaign
) -> None:
    panel = panel_on(desk, campaign.boilers, "history")
    items_table(panel).selectRow(20)
    items_table(panel).tick_selected()
    assert panel.history.model.rows[0].title.startswith("勾选")
    desk.undo()
    words = [panel.history.model.index(n, 1).data() for n in range(2)]
    assert any(word.endswith("（已撤销）") for word in words)


def test_the_source_says_where_the_task_came_from(
    desk: MainWindow, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_on(desk, campaign.boilers, "source")
    assert panel.source.place.text() == "本单位自行增加"
    assert not panel.source.open.isVisible()
    opened: list[Path] = []
    monkeypatch.setattr(sourcefile, "open_file", opened.append)
    panel.source.open.click()
    assert opened == []


def test_the_asked_task_is_decided_in_its_panel(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.asked, "items")
    assert panel.asked.isVisible()
    panel._decide("yes")
    assert not panel.asked.isVisible()
    assert detail(desk, campaign.asked).task.ours == "yes"


def test_the_panel_closes_when_its_task_is_taken_out(desk: MainWindow, campaign: Campaign) -> None:
    panel = panel_on(desk, campaign.sewer, "items")
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    page.table.setFocus()
    page.verbs.remove((detail(desk, campaign.sewer).task,))
    assert not panel.isVisible() or panel.record_id != campaign.sewer


def test_the_last_part_is_remembered(desk: MainWindow, campaign: Campaign, qtbot: QtBot) -> None:
    panel_on(desk, campaign.boilers, "history")
    page = desk.current_page()
    assert isinstance(page, TasksPage)
    again = SidePanel(desk.workspace, page.verbs)
    qtbot.addWidget(again)
    assert again.bar.currentIndex() == 4


def test_the_row_under_an_item_is_its_view(desk: MainWindow, campaign: Campaign) -> None:
    table = items_table(panel_on(desk, campaign.boilers, "items"))
    assert table.order.index(0, 0).data(Role.ROW).item.name == "燃气锅炉01"


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("完成23台天然气锅炉低氮改造或更新。", "天然气锅炉"),
        ("新建公共厕所6座", "公共厕所"),
        ("", ""),
    ],
)
def test_a_stem_names_the_objects_of_a_task(text: str, stem: str) -> None:
    assert stem_of(text) == stem


def test_numbers_behind_a_stem_are_found() -> None:
    assert last_number("锅炉", ["锅炉01", "锅炉17", "锅炉房", "别的99"]) == 17
    assert last_number("锅炉", []) == 0


def test_sizes_read_like_a_desktop_s() -> None:
    assert [size_words(n) for n in (0, 900, 2048, 493_568, 5_767_168)] == [
        "0 B",
        "900 B",
        "2.0 KB",
        "482 KB",
        "5.5 MB",
    ]


@pytest.mark.parametrize(
    ("number", "unit", "begins"),
    [("42", "微克/立方米", "可以把任务拆成"), ("23", "台", "把 23 台列成清单")],
)
def test_only_what_is_counted_is_to_be_listed(
    desk: MainWindow, campaign: Campaign, number: str, unit: str, begins: str
) -> None:
    change_target(desk.workspace.ledger, campaign.dust, number=Decimal(number), unit=unit)
    panel = panel_on(desk, campaign.dust, "items")
    told = [one.text() for one in panel.items.findChildren(QLabel)]
    assert any(text.startswith(begins) for text in told), told
