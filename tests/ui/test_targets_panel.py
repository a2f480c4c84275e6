"""节点 in the panel: targets typed and ordered, months pasted, checkpoints written and spread."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.models.rules.readings import Goal
from app.models.views import TaskDetail
from app.services import queries
from app.services.history import journal
from app.services.keeping.ledgers import open_ledger
from app.services.work import goals
from app.services.work.readings import record_readings
from app.ui.linechart import LineChart, Months
from app.ui.memory import Memory
from app.ui.pages.sidepanels.sidepanel_checkpoints import CheckpointTab
from app.ui.targets import named_target
from app.ui.workspace import Workspace
from tests.ledgers import JUNE, a_list, a_task


@pytest.fixture
def sewer(ledger: Ledger) -> int:
    """Three kilometres of pipe."""
    return a_task(ledger, a_list(ledger), "新建污水管网3公里")


def shown_on(workspace: Workspace, task_id: int, qtbot: QtBot) -> CheckpointTab:
    tab = CheckpointTab(workspace)
    qtbot.addWidget(tab)
    tab.resize(420, 700)

    def read() -> None:
        tab.show_detail(detail_of(workspace, task_id))

    workspace.changed.connect(read)
    read()
    tab.show()
    return tab


@pytest.fixture
def tab(
    dressed: QApplication, ledger: Ledger, memory: Memory, sewer: int, qtbot: QtBot
) -> Iterator[CheckpointTab]:
    """The tab on the sewer, read again after each change."""
    workspace = Workspace(ledger, memory, as_of=JUNE, list_id=1)
    yield shown_on(workspace, sewer, qtbot)
    workspace.changed.disconnect()


def detail_of(workspace: Workspace, task_id: int) -> TaskDetail:
    return queries.task_detail(workspace.ledger, task_id, as_of=JUNE, period="2020Q2")


def names(tab: CheckpointTab) -> list[str]:
    return [named_target(line.target) for line in tab.targets.model.rows]


def edit(tab: CheckpointTab, row: int, text: str) -> None:
    model = tab.targets.model
    model.setData(model.index(row, model.column_of("target")), text)


def test_targets_are_typed_reworded_and_taken_out(tab: CheckpointTab) -> None:
    tab.targets.typed.setText("接管200户")
    QTest.keyClick(tab.targets.typed, Qt.Key.Key_Return)
    assert names(tab) == ["3公里", "接管 200户"]
    assert tab.targets.typed.text() == ""
    edit(tab, 1, "接管 250户")
    assert names(tab) == ["3公里", "接管 250户"]
    tab.targets.table.delete_asked.emit(tab.targets.model.rows[1:])
    assert names(tab) == ["3公里"]
    journal.undo(tab.workspace.ledger)
    tab.workspace.tell_changed()
    assert names(tab) == ["3公里", "接管 250户"]


def test_words_without_a_number_are_told(tab: CheckpointTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.workspace.said) as said:
        edit(tab, 0, "尽快完成")
    assert said.args is not None
    assert said.args[0].fault
    assert names(tab) == ["3公里"]


def test_alt_up_makes_a_target_the_counted_one(tab: CheckpointTab) -> None:
    goals.add_target(tab.workspace.ledger, 1, "接管200户")
    tab.workspace.tell_changed()
    tab.targets.table.select_key(tab.targets.model.rows[1].target.id)
    tab.targets.table.setFocus()
    QTest.keyClick(tab.targets.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(tab) == ["接管 200户", "3公里"]
    assert detail_of(tab.workspace, 1).task.target is not None


def test_a_row_of_months_is_pasted_as_one_step(tab: CheckpointTab) -> None:
    ledger = tab.workspace.ledger
    goals.add_target(ledger, 1, "PM2.5≤33微克/立方米")
    tab.workspace.tell_changed()
    tab.targets.table.select_key(tab.targets.model.rows[1].target.id)
    assert not tab.targets.readings.isVisible()
    tab.targets.months.click()
    assert tab.targets.readings.isVisible()
    QGuiApplication.clipboard().setText("40\t38\t36.5\t35\t33\t30\r\n")
    QTest.keyClick(tab.targets.readings.cells[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    line = tab.targets.model.rows[1]
    assert line.amount == Decimal("35.42")
    assert tab.targets.readings.cells[2].text() == "36.5"
    assert "1—6月平均 35.42" in tab.targets.readings.head.text()
    assert tab.targets.readings.chart.isVisible()
    assert "超过上限33" in tab.targets.heading.text()
    assert "后6个月平均须不高于30.5" in tab.targets.heading.text()
    journal.undo(ledger)
    tab.workspace.tell_changed()
    assert tab.targets.model.rows[1].amount is None


def test_a_month_is_typed_and_enter_goes_on(tab: CheckpointTab, qtbot: QtBot) -> None:
    tab.targets.months.click()
    first, second = tab.targets.readings.cells[:2]
    first.setFocus()
    QTest.keyClicks(first, "1.2")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert tab.targets.model.rows[0].amount == Decimal("1.2")
    assert tab.focusWidget() is second
    with qtbot.waitSignal(tab.workspace.said) as said:
        second.setText("约两")
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert said.args is not None
    assert said.args[0].text == "2月的“约两”不是数字；请重新填写。"


def test_a_base_turns_a_fall_into_a_line(tab: CheckpointTab) -> None:
    ledger = tab.workspace.ledger
    fall = goals.add_target(ledger, 1, "PM2.5比2015年下降20%")
    record_readings(ledger, fall, {"2020-05": Decimal(39), "2020-06": Decimal(41)})
    tab.workspace.tell_changed()
    tab.targets.table.select_key(fall)
    block = tab.targets.readings
    assert block.base_words.text() == "2015年基准值"
    assert "填入基准值" in block.head.text()
    block.base.setFocus()
    QTest.keyClicks(block.base, "50")
    QTest.keyClick(block.base, Qt.Key.Key_Return)
    line = tab.targets.model.rows[1]
    assert (line.goal.number, line.amount) == (Decimal(40), Decimal(40))
    block.how.setCurrentIndex(block.how.findData("latest"))
    block.how.activated.emit(block.how.currentIndex())
    assert tab.targets.model.rows[1].amount == Decimal(41)


def test_checkpoints_are_written_reworded_and_moved_in_place(tab: CheckpointTab) -> None:
    assert tab.period.currentText() == "第二季度"
    tab.typed.setText("完成1.5公里")
    QTest.keyClick(tab.typed, Qt.Key.Key_Return)
    (point,) = tab.model.rows
    assert (point.period, point.amount) == ("2020Q2", Decimal("1.5"))
    assert tab.period.findData("2020Q2") < 0
    tab.model.setData(tab.model.index(0, tab.model.column_of("text")), "完成2公里")
    tab.model.setData(tab.model.index(0, tab.model.column_of("period")), "9月")
    tab.model.setData(tab.model.index(0, tab.model.column_of("reached_on")), "6.20")
    (point,) = tab.model.rows
    assert (point.period, point.amount) == ("2020-09", Decimal(2))
    assert point.reached_on == JUNE.replace(day=20)
    tab.table.delete_asked.emit(tab.model.rows)
    assert tab.model.rows == ()


def test_a_target_is_spread_in_one_step(tab: CheckpointTab) -> None:
    tab.spread.click()
    assert [field.text() for field in tab.spread_form.cells.values()] == ["0.8", "1.5", "2.3", "3"]
    tab.spread_form.cells["2020Q1"].setText("0.5")
    QTest.keyClick(tab.spread_form.cells["2020Q1"], Qt.Key.Key_Return)
    assert not tab.spread_form.isVisible()
    assert [point.text for point in tab.model.rows] == [
        "累计完成0.5公里", "累计完成1.5公里", "累计完成2.3公里", "累计完成3公里",
    ]  # fmt: skip
    journal.undo(tab.workspace.ledger)
    tab.workspace.tell_changed()
    assert tab.model.rows == ()


def test_esc_closes_the_spreading(tab: CheckpointTab) -> None:
    tab.spread.click()
    tab.spread_form.kind.setCurrentIndex(1)
    assert len(tab.spread_form.cells) == 12
    assert tab.go_back()
    assert not tab.go_back()


def test_reading_only_offers_nothing_to_change(
    dressed: QApplication, ledger: Ledger, memory: Memory, sewer: int, qtbot: QtBot
) -> None:
    goals.add_target(ledger, sewer, "接管200户")
    record_readings(ledger, 2, {"2020-06": Decimal(30)})
    folder = ledger.folder
    with open_ledger(folder, readonly=True) as locked:
        tab = shown_on(Workspace(locked, memory, as_of=JUNE, list_id=1), sewer, qtbot)
        tab.targets.table.select_key(2)
        for part in (tab.targets.typed, tab.targets.up, tab.targets.months, tab.spread, tab.typed):
            assert not part.isVisible()
        assert all(cell.isReadOnly() for cell in tab.targets.readings.cells)
        index = tab.targets.model.index(0, 0)
        assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_the_chart_draws_what_it_is_given(dressed: QApplication, qtbot: QtBot) -> None:
    chart = LineChart()
    qtbot.addWidget(chart)
    chart.resize(360, 128)
    months = Months({1: Decimal(40), 2: Decimal(30)}, Goal(Decimal(33), "", "<="), "PM2.5")
    chart.show_months(months)
    with_line = chart.grab().toImage()
    assert chart.accessibleName() == "PM2.5各月数据，目标33"
    assert chart.accessibleDescription() == "1月40，2月30"
    chart.show_months(replace(months, goal=Goal(None, "", "=")))
    assert chart.grab().toImage() != with_line
