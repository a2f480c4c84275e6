"""The page for a district's blank form: dropped in, put right by clicks, kept."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QScrollArea

from app.models.database import Ledger
from app.services.formfilling.blankforms import list_forms
from app.services.history.journal import undo
from app.services.work.progress import Entry, record_progress
from app.ui.formdesk.formpage import FormPage
from app.ui.formdesk.rowquestion import RowQuestion
from app.ui.importwizard.wizard import ImportPage
from app.ui.mainwindow import MainWindow
from app.ui.pages.returns import ReturnsPage
from app.ui.workspace import Destination, Workspace
from tests.forms import a_form, saved
from tests.ledgers import a_task

_HEAD = ["序号", "目标任务", "进展情况", "情况说明"]
_BOILERS = "完成23台天然气锅炉低氮改造"


@pytest.fixture
def blank(tmp_path: Path, ledger: Ledger, workspace: Workspace) -> Path:
    """A form with one row that is known and one that is not."""
    pipes = a_task(ledger, 1, "新建污水管网7.5公里，逐步消除空白区", serial="15")
    record_progress(ledger, pipes, "2020Q2", Entry(text="完成5公里。"))
    rows = [[1, _BOILERS, None, None], [2, "管网补短板", None, None]]
    return saved(a_form([_HEAD], rows), tmp_path / "季报.xlsx")


@pytest.fixture
def page(window: MainWindow, blank: Path) -> FormPage:
    """The form's page with the blank dropped in."""
    window.go(Destination("form", file=blank))
    page = window.findChild(FormPage)
    assert page is not None
    return page


def _words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_sheet_stands_with_its_tags(page: FormPage) -> None:
    picture = page.view.sheet_model.picture
    assert picture is not None
    assert [tag.part for tag in picture.tags.values()] == [
        "序号",
        "任务内容",
        "进展情况",
        "留给人工填写",
    ]
    assert "4 栏，由台账填 3 栏；2 行已对上 1 行，1 行待认" in page.panel.summary.text()
    assert page.paper.view.page_count == 1


def test_a_tags_menu_gives_the_column_another_part(page: FormPage) -> None:
    menu = page.menu_for(4)
    assert _words(menu)[0] == "留给人工填写"
    next(action for action in menu.actions() if action.text() == "存在问题").trigger()
    assert page.form is not None
    (columns,) = page.form.columns.values()
    assert columns[3].field == "problems"


def test_a_doubtful_row_is_told_by_a_choice(page: FormPage) -> None:
    question = page.panel.findChild(RowQuestion)
    assert question is not None
    place = question.choice.findText("15 新建污水管网7.5公里，逐步消除空白区")
    question.choice.setCurrentIndex(place)
    question.choice.activated.emit(place)
    assert page.form is not None
    assert not any(row.asked for row in page.form.rows)
    assert "待认" not in page.panel.summary.text()


def test_what_is_kept_is_remembered(page: FormPage, ledger: Ledger, blank: Path) -> None:
    page.choose_field(4, "problems")
    page.panel.name.setText("区季报")
    page.keep_action.trigger()
    (kept,) = list_forms(ledger)
    assert (kept.name, kept.kind) == ("区季报", "quarter")
    page.open_file(blank)
    assert page.form is not None
    (columns,) = page.form.columns.values()
    assert columns[3].why == "人工指定"


def test_without_a_list_it_says_what_to_do(
    open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace, tmp_path: Path
) -> None:
    window = open_window(bare_workspace)
    told: list[str] = []
    bare_workspace.said.connect(lambda saying: told.append(saying.text))
    path = saved(a_form([_HEAD], [[1, _BOILERS, None, None]]), tmp_path / "季报.xlsx")
    window.go(Destination("form", file=path))
    assert "先导入" in told[-1]
    page = window.findChild(FormPage)
    assert page is not None
    assert page.form is None
    assert not page.keep_action.isEnabled()


def test_long_rows_stay_within_the_panel(
    window: MainWindow, tmp_path: Path, workspace: Workspace
) -> None:
    rows = [[1, "全镇范围内推进工业企业无组织排放管控并开展专项执法检查" * 3, None, None]]
    blank = saved(a_form([_HEAD], [*rows, [2, _BOILERS, None, None]]), tmp_path / "长表.xlsx")
    window.go(Destination("form", file=blank))
    page = window.findChild(FormPage)
    assert page is not None
    area = page.panel.findChild(QScrollArea)
    assert area is not None
    inner = area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= area.viewport().width()


def test_a_filled_cell_leads_to_its_entry_in_the_ledger(page: FormPage, ledger: Ledger) -> None:
    record_progress(ledger, 1, "2020Q2", Entry(text="已完成3台。"))
    page.choose_field(4, "problems")
    went: list[Destination] = []
    page.workspace.left_for.disconnect()
    page.workspace.left_for.connect(went.append)
    assert page.form is not None
    (place,) = [at for at, one in page.form.filled.items() if one.value == "已完成3台。"]
    for cell in page._origins.cells(lambda _row, _column, _paper: True):
        page.paper.view.pointed.emit(cell.page, QPointF(cell.place.center()))
    assert place == ("进展表", 3, 3)
    assert [(one.page, one.task_id, one.part) for one in went] == [("tasks", 1, "progress")]


@pytest.fixture
def kept(page: FormPage, window: MainWindow) -> FormPage:
    """The page with the form that was kept, opened again from the list of returns."""
    page.panel.name.setText("区季报")
    page.keep_action.trigger()
    returns = window.current_page()
    assert isinstance(returns, ReturnsPage)
    returns._design()
    assert window.current_page() is page
    return page


def test_a_kept_form_is_put_right_again(kept: FormPage, ledger: Ledger) -> None:
    assert kept.panel.name.text() == "区季报"
    assert "季报.xlsx" in kept._file_name()
    kept.choose_field(4, "problems")
    kept.panel.name.setText("二季度进展表")
    kept.keep_action.trigger()
    (one,) = list_forms(ledger)
    assert one.name == "二季度进展表"
    assert "problems" in one.choices.columns.values()
    undo(ledger)
    (one,) = list_forms(ledger)
    assert (one.name, one.choices.columns) == ("区季报", {})


def test_a_row_that_is_told_can_be_told_otherwise(kept: FormPage) -> None:
    lines = [link for link in kept.panel.findChildren(QPushButton) if "第3行" in link.text()]
    lines[0].click()
    questions = kept.panel.findChildren(RowQuestion)
    asked = next(one for one in questions if "第3行" in one.choice.accessibleName())
    asked.choice.activated.emit(asked.choice.findText("这一行不填"))
    assert kept.form is not None
    assert [row.task_id for row in kept.form.rows if row.row == 3] == [None]


def test_a_kept_form_is_taken_out(kept: FormPage, ledger: Ledger) -> None:
    assert kept.remove_action.isVisible()
    kept.remove_action.trigger()
    assert not list_forms(ledger)
    undo(ledger)
    assert [one.name for one in list_forms(ledger)] == ["区季报"]


def test_what_an_old_form_loses_is_told_before_it_is_kept(
    window: MainWindow, blank: Path, tmp_path: Path
) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("进展表")
    for column, head in enumerate(_HEAD):
        sheet.write(0, column, head)
    for row, values in enumerate([[1, _BOILERS], [2, "管网补短板"]], 1):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    end = b"\x0a\x00\x00\x00"
    box = struct.pack("<HHHHHHH", 0x5D, 22, 0x15, 18, 0x0B, 1, 0x11) + bytes(16)
    old = tmp_path / "老表.xls"
    old.write_bytes(book.get_biff_data().removesuffix(end) + box + end)
    window.go(Destination("form", file=old))
    page = window.findChild(FormPage)
    assert page is not None
    told = [one.text() for one in page.panel.findChildren(QLabel) if "没有带过来" in one.text()]
    assert told == [
        "这份 .xls 空白表里的窗体控件没有带过来；"
        "要保留的，请用表格软件打开原表，另存为 .xlsx 再选。"
    ]


def _drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(400, 400), Qt.DropAction.CopyAction, data, left, none))


@pytest.mark.parametrize("place", ["returns", "form"])
def test_a_blank_dropped_on_the_returns_or_on_its_page_is_filled(
    window: MainWindow, blank: Path, place: str
) -> None:
    window.show_page(place)
    _drop(window, blank)
    page = window.current_page()
    assert isinstance(page, FormPage)
    assert page.form is not None


def test_what_is_no_workbook_and_what_is_dropped_elsewhere_is_imported(
    window: MainWindow, blank: Path, tmp_path: Path
) -> None:
    _drop(window, blank)
    page = window.current_page()
    assert isinstance(page, ImportPage)
    page.read_step.panel.form.click()
    assert isinstance(window.current_page(), FormPage)
    plan = tmp_path / "方案.docx"
    assert window.show_page("returns").destination_of_drop(plan).page == "import"
