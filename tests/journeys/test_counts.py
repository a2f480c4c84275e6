"""Ten usual jobs through the real window, their keys and clicks counted and held to Excel's."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.services import queries
from app.services.breakdown import items
from app.services.history import journal
from app.services.parties import units
from app.services.work import progress, tasks
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.dashboard import DashboardPage
from app.ui.pages.itemlist.items import ItemsPage
from app.ui.pages.past.history import HistoryPage
from app.ui.pages.returns import ReturnsPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.paper import printing
from app.ui.workspace import Workspace
from tests.journeys.counting import Hands
from tests.journeys.test_window import click, click_row, key
from tests.journeys.test_window import type_in as commit
from tests.ledgers import JUNE, a_ledger, a_list

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
COUNTS = Path(__file__).resolve().parents[2] / "docs/counts.md"
VILLAGE, MISTAKE = "张村", "写错的备注"
BOILERS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """The window on a ledger of 40 tasks, and the numbers of its boilers."""

    window: MainWindow
    ledger: Ledger
    boilers: int
    made: tuple[int, ...]
    step: int
    photos: tuple[Path, ...]


@pytest.fixture
def year(dressed: QApplication, memory: Memory, qtbot: QtBot, tmp_path: Path) -> Iterator[Year]:
    """40 tasks with what was done in the first quarter; one overdue, 23 boilers, a village."""
    with a_ledger(tmp_path) as ledger:
        made = fill(ledger)
        (step,) = [
            one.id for one in journal.recent_operations(ledger, 20) if MISTAKE in str(one.details)
        ]
        tasks.change_tasks(ledger, made[5:6], notes="今天写的")
        window = MainWindow(Workspace(ledger, memory, as_of=JUNE, list_id=1))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show_page("dashboard")
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        window.current_page().take_focus()
        yield Year(window, ledger, made[BOILERS - 1], made, step, photos(tmp_path))


def fill(ledger: Ledger) -> tuple[int, ...]:
    """A list of 40 tasks, each with a target and an entry for the first quarter."""
    list_id = a_list(ledger)
    units.add_unit(ledger, VILLAGE, kind="village")
    made = []
    for place in range(1, 41):
        boiler = place == BOILERS
        words = "完成23台天然气锅炉低氮改造" if boiler else f"完成第{place}批10家企业深度治理"
        due = "2020年3月底前" if place == 20 else "2020年底前"
        group = "（一）打赢蓝天保卫战" if place <= 24 else "（二）打好碧水保卫战"
        number = tasks.add_task(
            ledger, list_id, text=words, groups=(group,), deadline_text=due, responsible=("牛塘镇",)
        )
        tasks.change_tasks(ledger, [number], serial=str(place))
        if not boiler:
            tasks.change_target(ledger, number, number=Decimal(10), unit="家")
            entry = progress.Entry(amount=Decimal(3), text="已完成3家。")
            progress.record_progress(ledger, number, "2020Q1", entry)
        made.append(number)
    boilers = items.create_blanks(ledger, made[BOILERS - 1], 23, stem="燃气锅炉")
    items.change_items(ledger, boilers[:4], unit=VILLAGE)
    tasks.change_tasks(ledger, made[2:3], notes=MISTAKE)
    return tuple(made)


def photos(folder: Path) -> tuple[Path, ...]:
    paths = tuple(folder / f"IMG_20200620_1015{n:02d}.jpg" for n in range(11, 23))
    for place, path in enumerate(paths):
        image = QImage(16, 12, QImage.Format.Format_RGB32)
        image.fill(0xFF000000 + place * 0x0A0B0C)
        assert image.save(str(path))
    return paths


def type_in(words: str) -> None:
    """Type key by key, each where the keyboard is then: the first may open a cell."""
    for letter in words:
        field = QApplication.focusWidget()
        assert field is not None
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            commit(letter)


def view(year: Year) -> list[tuple[str, bool]]:
    return [(one.name, one.done_on is not None) for one in queries.list_items(year.ledger)]


def tick_all(year: Year, _hands: Hands) -> None:
    """Ctrl+3, Ctrl+F, rqgl, Enter, Ctrl+A, Space."""
    key(Qt.Key.Key_3, CTRL)
    assert isinstance(year.window.current_page(), ItemsPage)
    key(Qt.Key.Key_F, CTRL)
    type_in("rqgl")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_A, CTRL)
    key(Qt.Key.Key_Space)
    assert sum(done for _, done in view(year)) == 23


def fill_quarter(year: Year, _hands: Hands) -> None:
    """Alt+Enter on the 工作台; for each task its number and Ctrl+Enter, the draft taken."""
    key(Qt.Key.Key_Return, ALT)
    page = year.window.current_page()
    assert isinstance(page, TasksPage)
    for _ in range(40):
        if page.filling.form.amount.hasFocus() and page.filling.form.amount.isEnabled():
            type_in("7")
        key(Qt.Key.Key_Return, CTRL)
    rows = queries.list_tasks(year.ledger, as_of=JUNE, period="2020Q2")
    assert sum(row.has_progress for row in rows) == 40


def attach_photos(year: Year, hands: Hands) -> None:
    """Find the task; in the folder click the first, Shift+click the last, drag them over."""
    key(Qt.Key.Key_2, CTRL)
    key(Qt.Key.Key_F, CTRL)
    type_in("rqgl")
    key(Qt.Key.Key_Return)
    page = year.window.current_page()
    assert isinstance(page, TasksPage)
    hands.elsewhere(clicks=3)  # first, last, the drag
    place = page.table.visualRect(page.table.currentIndex()).center()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in year.photos])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    drop = QDropEvent(QPointF(place), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    page.table.dropEvent(drop)  # Qt itself delivers drops only while the system drags
    QApplication.processEvents()
    detail = queries.task_detail(year.ledger, year.boilers, as_of=JUNE, period="2020Q2")
    assert len(detail.evidence) == 12


def find_what_is_owed(year: Year, _hands: Hands) -> None:
    """Ctrl+6, the first letters of the village, Enter."""
    key(Qt.Key.Key_6, CTRL)
    type_in("zc")
    key(Qt.Key.Key_Return)
    page = year.window.current_page()
    assert isinstance(page, UnitsPage)
    assert page.desk.duties.table.order.rowCount() == 4


def correct_deadlines(year: Year, _hands: Hands) -> None:
    """Ctrl+2, click the first, Shift+click the twentieth, type, Ctrl+Enter."""
    key(Qt.Key.Key_2, CTRL)
    page = year.window.current_page()
    assert isinstance(page, TasksPage)
    column = page.model.column_of("due")
    table = page.table
    tasks_only = [n for n in range(table.order.rowCount()) if is_task(page, n)]
    click_row(table, tasks_only[0], column=column)
    last = table.model().index(tasks_only[19], column)
    table.scrollTo(last)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, SHIFT, table.visualRect(last).center()
    )
    type_in("2020.9.30")
    key(Qt.Key.Key_Return, CTRL)
    rows = queries.list_tasks(year.ledger, as_of=JUNE, period="2020Q2")
    assert [row.due for row in rows[:20]] == [date(2020, 9, 30)] * 20
    assert rows[20].due == date(2020, 12, 31)


def is_task(page: TasksPage, place: int) -> bool:
    return hasattr(page.table.order.row_at(page.table.order.index(place, 0)), "serial")


def add_a_task(year: Year, _hands: Hands) -> None:
    """Ctrl+2, Ctrl+N, the words, Enter."""
    key(Qt.Key.Key_2, CTRL)
    key(Qt.Key.Key_N, CTRL)
    type_in("开展村级环境自查")
    key(Qt.Key.Key_Return)
    rows = queries.list_tasks(year.ledger, as_of=JUNE, period="2020Q2")
    assert any(row.text == "开展村级环境自查" for row in rows)


def paste_names(year: Year, _hands: Hands) -> None:
    """Find the task, Enter for its panel, click 清单, paste."""
    QApplication.clipboard().setText("\n".join(f"第{n}号排口" for n in range(1, 41)))
    key(Qt.Key.Key_2, CTRL)
    key(Qt.Key.Key_F, CTRL)
    type_in("30")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Return)
    page = year.window.current_page()
    assert isinstance(page, TasksPage)
    click(page.panel, "粘贴清单")
    assert len(queries.list_items(year.ledger)) == 63


def print_return(year: Year, hands: Hands) -> None:
    """Ctrl+5, Ctrl+P, and Enter in the system's dialog."""
    key(Qt.Key.Key_5, CTRL)
    assert isinstance(year.window.current_page(), ReturnsPage)
    key(Qt.Key.Key_P, CTRL)
    hands.elsewhere(keys=1)
    assert year.window.statusline.text() == "已送打印。"


def ask_why_red(year: Year, _hands: Hands) -> None:
    """Click 超期 on the 工作台; Enter opens the task with its reason."""
    page = year.window.current_page()
    assert isinstance(page, DashboardPage)
    tile = next(one for state, one in page.tiles.items() if state.value == "overdue")
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    key(Qt.Key.Key_Return)
    shown = year.window.current_page()
    assert isinstance(shown, TasksPage)
    QTest.qWait(200)
    assert "3月31日" in shown.panel.why.text() or "超" in shown.panel.why.text()


def take_back(year: Year, _hands: Hands) -> None:
    """Ctrl+H, click yesterday's step, 撤销这一步; today's work stays."""
    key(Qt.Key.Key_H, CTRL)
    page = year.window.current_page()
    assert isinstance(page, HistoryPage)
    row = page.steps.model.row_of(year.step)
    assert row is not None
    click_row(page.steps.table, row, column=1)
    click(page.steps.panel, "撤销这一步")
    details = [
        queries.task_detail(year.ledger, number, as_of=JUNE, period="2020Q2").notes
        for number in (year.made[2], year.made[5])
    ]
    assert details == ["", "今天写的"]


Job = Callable[[Year, Hands], None]
JOBS: dict[str, Job] = {
    "勾选 23 项": tick_all,
    "填写 40 项任务的本季进展": fill_quarter,
    "添加 12 张照片": attach_photos,
    "查某村欠着什么": find_what_is_owed,
    "改 20 项任务的时限": correct_deadlines,
    "新增一项任务": add_a_task,
    "粘贴 40 个名称为清单": paste_names,
    "打印季度报表": print_return,
    "看一项任务为什么超期": ask_why_red,
    "撤销昨天写错的一处": take_back,
}
ROW = re.compile(r"\| (?P<job>[^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|")


def written() -> dict[str, tuple[int, ...]]:
    """The table of docs/counts.md: keys, clicks, both; the same in Excel."""
    rows = ROW.finditer(COUNTS.read_text(encoding="utf-8"))
    return {row["job"]: tuple(map(int, row.groups()[1:])) for row in rows}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_takes_no_more_than_in_excel(
    year: Year, job: str, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: dialog.DialogCode.Accepted)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室"])
    monkeypatch.setattr(printing, "paint_pages", lambda _pages, _printer: None)
    hands = Hands(qapp)
    try:
        JOBS[job](year, hands)
    finally:
        hands.rest()
    keys, clicks, both, excel_keys, excel_clicks, excel = written()[job]
    sys.stdout.write(f"| {job} | {hands.keys} | {hands.clicks} | {hands.total} | {excel} |\n")
    assert (hands.keys, hands.clicks, hands.total) == (keys, clicks, both)
    assert excel == excel_keys + excel_clicks
    assert hands.total <= excel


def test_the_ten_jobs_and_no_others_are_told() -> None:
    assert list(written()) == list(JOBS)
    assert len(JOBS) == 10


def test_hands_count_each_key_once(qapp: QApplication, qtbot: QtBot) -> None:
    outer = QWidget()
    inner = QWidget(outer)
    qtbot.addWidget(outer)
    outer.show()
    hands = Hands(qapp)
    QTest.keyClick(inner, Qt.Key.Key_A)
    QTest.keyClick(inner, Qt.Key.Key_F, CTRL)
    QTest.mouseClick(inner, Qt.MouseButton.LeftButton)
    QTest.keyClick(outer, Qt.Key.Key_B)
    hands.rest()
    assert (hands.keys, hands.clicks, hands.total) == (3, 1, 4)
