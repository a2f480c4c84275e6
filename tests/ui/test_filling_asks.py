"""Filling by keyboard: what is asked before saving, drafts that follow, keys, proof dropped."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.database import Ledger
from app.models.views import ProgressView
from app.services import queries
from app.services.work import goals
from app.services.work.progress import NIL_TEXT, Entry, record_progress
from app.services.work.readings import record_readings
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.entering.filling import FillingView
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE, a_list, a_task

Open = Callable[[Workspace], MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 40


@pytest.fixture
def sewer(ledger: Ledger) -> int:
    """Three kilometres of pipe, 1.5 of them reported in the first quarter."""
    task_id = a_task(ledger, a_list(ledger), "新建污水管网3公里")
    told = Entry(amount=Decimal("1.5"), text="截至3月底，已完成1.5公里。")
    record_progress(ledger, task_id, "2020Q1", told)
    return task_id


@pytest.fixture
def filling(
    dressed: QApplication, ledger: Ledger, memory: Memory, sewer: int, open_window: Open
) -> FillingView:
    """Filling begun at the sewer, a second task after it."""
    a_task(ledger, 1, "推进老旧管网排查")
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=1))
    window.go(Destination("tasks", part="fill", task_id=sewer))
    page = window.current_page()
    assert isinstance(page, TasksPage)
    return page.filling


def entry_of(filling: FillingView, task_id: int) -> ProgressView | None:
    ledger = filling.workspace.ledger
    detail = queries.task_detail(ledger, task_id, as_of=JUNE, period="2020Q2")
    return next((entry for entry in detail.progress if entry.period == "2020Q2"), None)


def press(filling: FillingView, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    target = filling.window().focusWidget() or filling
    QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)


def typed(filling: FillingView, amount: str) -> None:
    filling.form.amount.selectAll()
    QTest.keyClicks(filling.form.amount, amount)
    filling.form.look_ahead()


def test_a_number_and_enter_fill_a_task(filling: FillingView, sewer: int) -> None:
    QTest.keyClicks(filling.form.amount, "2.4")
    press(filling, Qt.Key.Key_Return)
    assert filling.task_id != sewer
    entry = entry_of(filling, sewer)
    assert entry is not None
    assert entry.amount == Decimal("2.4")
    assert entry.text is not None


def test_an_untouched_draft_follows_the_amount(filling: FillingView, sewer: int) -> None:
    typed(filling, "2.4")
    assert "已完成2.4公里，占80%" in filling.form.text.toPlainText()
    typed(filling, "1.8")
    assert "已完成1.8公里，占60%" in filling.form.text.toPlainText()
    press(filling, Qt.Key.Key_Return)
    filling.go_to(0)
    typed(filling, "2.7")
    assert "已完成2.7公里" in filling.form.text.toPlainText()
    filling.leave()
    entry = entry_of(filling, sewer)
    assert entry is not None
    assert entry.text is not None
    assert "已完成2.7公里" in entry.text


def test_words_of_one_s_own_stay_whatever_the_amount(filling: FillingView, sewer: int) -> None:
    typed(filling, "2.4")
    filling.form.text.setPlainText("管网铺到新建路，正在回填。")
    typed(filling, "1.8")
    assert filling.form.text.toPlainText() == "管网铺到新建路，正在回填。"
    press(filling, Qt.Key.Key_Return)
    filling.go_to(0)
    typed(filling, "2.7")
    assert filling.form.text.toPlainText() == "管网铺到新建路，正在回填。"


def test_a_doubt_is_shown_once_and_enter_accepts(filling: FillingView, sewer: int) -> None:
    QTest.keyClicks(filling.form.amount, "1")
    press(filling, Qt.Key.Key_Return)
    assert filling.task_id == sewer
    assert filling.form.doubts.isVisible()
    assert filling.form.doubts.text() == "？完成数1公里比上期的1.5公里少。"
    press(filling, Qt.Key.Key_Return)
    assert filling.task_id != sewer
    entry = entry_of(filling, sewer)
    assert entry is not None
    assert entry.amount == Decimal(1)


def test_a_doubt_in_view_already_costs_no_key(filling: FillingView, sewer: int) -> None:
    typed(filling, "1")
    assert filling.form.doubts.isVisible()
    press(filling, Qt.Key.Key_Return)
    assert filling.task_id != sewer
    filling.go_to(0)
    assert "1.5公里" in filling.form.doubts.text()
    typed(filling, "2")
    assert not filling.form.doubts.isVisible()


def test_last_period_s_words_by_key_are_questioned(filling: FillingView) -> None:
    filling.form.text.setFocus()
    press(filling, Qt.Key.Key_D, CTRL)
    assert filling.form.text.toPlainText() == "截至3月底，已完成1.5公里。"
    assert filling.form.raises_doubts()
    assert "截至3月底" in filling.form.doubts.text()


def test_nil_report_keeps_its_words(filling: FillingView, sewer: int) -> None:
    press(filling, Qt.Key.Key_0, CTRL)
    assert filling.form.text.toPlainText() == NIL_TEXT
    entry = entry_of(filling, sewer)
    assert entry is not None
    assert entry.nil_report


def test_an_indicator_is_not_typed(filling: FillingView, sewer: int) -> None:
    ledger = filling.workspace.ledger
    air = goals.add_target(ledger, sewer, "PM2.5≤33微克/立方米")
    goals.move_target(ledger, air, 0)
    record_readings(ledger, air, {f"2020-{n:02d}": Decimal(31) for n in range(1, 7)})
    filling.workspace.tell_changed()
    filling.go_to(1)
    filling.go_to(0)
    assert not filling.form.amount.isEnabled()
    assert filling.form.amount.text() == "31"
    assert filling.form.unit.text() == "微克/立方米，按月度数据（1—6月平均）"
    assert "1—6月平均31微克/立方米" in filling.form.text.toPlainText()
    press(filling, Qt.Key.Key_Return, CTRL)
    entry = entry_of(filling, sewer)
    assert entry is not None
    assert entry.amount is None


def test_files_dropped_prove_the_entry(filling: FillingView, sewer: int, tmp_path: Path) -> None:
    photo = tmp_path / "管网.jpg"
    photo.write_bytes(b"\xff\xd8jpeg" * 300)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    drop = QDropEvent(
        QPointF(QPoint(10, 10)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    filling.dropEvent(drop)
    detail = queries.task_detail(filling.workspace.ledger, sewer, as_of=JUNE, period="2020Q2")
    assert [(file.file_name, file.period) for file in detail.evidence] == [("管网.jpg", "2020Q2")]
    assert filling.proof.text() == "本期佐证 1 件"


def test_forty_tasks_take_a_number_and_one_key_each(
    dressed: QApplication, ledger: Ledger, memory: Memory, open_window: Open
) -> None:
    list_id = a_list(ledger)
    numbers = [a_task(ledger, list_id, f"第{n}片区新建管网9公里") for n in range(MANY)]
    window = open_window(Workspace(ledger, memory, as_of=JUNE, list_id=list_id))
    window.go(Destination("tasks", part="fill"))
    page = window.current_page()
    assert isinstance(page, TasksPage)
    keys = 0
    while page.is_filling():
        press(page.filling, Qt.Key.Key_5)
        press(page.filling, Qt.Key.Key_Return)
        keys += 2
        assert keys <= 2 * MANY
    assert keys == 2 * MANY  # a spreadsheet takes as many, for the number alone
    views = queries.list_tasks(ledger, as_of=JUNE, period="2020Q2")
    assert {view.amount for view in views} == {Decimal(5)}
    assert all(view.has_progress for view in views)
    entries = queries.task_detail(ledger, numbers[-1], as_of=JUNE, period="2020Q2").progress
    assert entries[0].text is not None
    assert "已完成5公里" in entries[0].text
