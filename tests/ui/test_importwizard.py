"""The import as a clerk walks it: three clicks for a clean list, and everything put right."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.models.database import Ledger
from app.services import queries, settings
from app.services.breakdown.items import create_blanks
from app.services.history import journal
from app.ui.comparing import marked
from app.ui.importwizard import filestep
from app.ui.importwizard.choices import questions
from app.ui.importwizard.sheetview import SheetView
from app.ui.importwizard.wizard import DIFF, FILE, READ, SLICE, ImportPage
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.workspace import Destination, Saying, Workspace
from tests.importing.builders import a_workbook
from tests.ledgers import JUNE

HEAD = ("序号", "主题", "任务内容", "完成时限", "牵头单位", "责任单位", "备注")
OURS = (
    ("一、大气", "完成23台燃气锅炉低氮改造。", "2020年12月底前", "生态环境局", "牛塘镇"),
    ("一、大气", "工地扬尘“六个百分之百”全覆盖。", "2020年6月底前", "住建局", "各镇（街道）"),
    ("二、水", "完成5条河道整治。", "2020年9月底前", "水利局", "牛塘镇"),
)
ASKED = ("二、水", "排查入河排污口。", "2020年10月底前", "生态环境局", "相关区镇")
OTHERS = ("三、土", "修复化工地块。", "2020年11月底前", "资规局", "湖塘镇")
Body = tuple[tuple[str, ...], ...]


def a_list_file(folder: Path, body: Body, *, name: str = "任务分解表.xlsx") -> Path:
    """A workbook as a district sends it: title, unit line, head, rows, note and signature."""
    rows: list[tuple[str, ...]] = [
        ("2020年武进区污染防治攻坚战任务分解表",),
        ("填报单位：区攻坚办", "", "", "", "", "2020年3月1日"),
        HEAD,
    ]
    rows += [(str(number), *row, "") for number, row in enumerate(body, 1)]
    rows += [("注：各单位按季报送进展。",), ("填报人：", "", "", "审核人：")]
    last = f"A{len(rows) - 1}:G{len(rows) - 1}"
    return a_workbook(folder / name, rows, ("A1:G1", last), name="附件1")


@pytest.fixture
def page(open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace) -> ImportPage:
    """The import page of the window of an empty ledger of 牛塘镇."""
    window = open_window(bare_workspace)
    window.go(Destination("import"))
    found = window.current_page()
    assert isinstance(found, ImportPage)
    return found


def press(page: ImportPage, words: str, *, shown: bool = True) -> None:
    """Click the one button in view that says these words."""
    window = page.window()
    if not shown and isinstance(window, MainWindow):
        window.go(Destination("import"))
    QApplication.processEvents()
    buttons = [one for one in page.findChildren(QPushButton) if one.text() == words]
    (button,) = [one for one in buttons if one.isVisible()]
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def said_by(workspace: Workspace) -> list[Saying]:
    told: list[Saying] = []
    workspace.said.connect(told.append)
    return told


def test_a_clean_list_takes_three_clicks(
    page: ImportPage, tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_list_file(tmp_path, (*OURS, OTHERS))
    monkeypatch.setattr(filestep, "ask_file", lambda _parent, _start: str(file))
    told = said_by(page.workspace)
    press(page, "选择文件…")
    assert page.step == READ
    press(page, "下一步")
    assert page.step == DIFF  # nothing waits for a word: step 3 is passed over
    press(page, "导入")
    (held,) = queries.list_lists(ledger)
    assert (held.title, held.ours, held.ask, held.others) == (
        "2020年武进区污染防治攻坚战任务分解表",
        3,
        0,
        1,
    )
    assert told[-1] == Saying("已导入 4 项，其中本镇 3 项。", undoable=True)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.current_page().title == "任务"
    assert page.workspace.list_id == held.id


def test_an_import_is_undone(page: ImportPage, tmp_path: Path, ledger: Ledger) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    page.go_on()
    page.go_on()
    assert queries.list_lists(ledger)
    journal.undo(ledger)
    assert not queries.list_lists(ledger)


def test_rows_that_ask_stop_at_our_slice(page: ImportPage, tmp_path: Path, ledger: Ledger) -> None:
    told = said_by(page.workspace)
    page.open_file(a_list_file(tmp_path, (*OURS, ASKED, OTHERS)))
    page.go_on()
    assert page.step == SLICE
    assert page.slice_step.segments.current == "ask"
    assert page.slice_step.counts == {"yes": 3, "ask": 1, "no": 1}
    page.go_on()
    page.go_on()
    assert told[-1].text == "已导入 5 项，其中本镇 3 项，待确认 1 项。"
    assert queries.list_lists(ledger)[0].ask == 1


def test_space_says_ours_and_the_row_stays_in_view(
    page: ImportPage, tmp_path: Path, ledger: Ledger
) -> None:
    page.open_file(a_list_file(tmp_path, (*OURS, ASKED)))
    page.go_on()
    table = page.slice_step.table
    assert table.order.rowCount() == 1
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert page.slice_step.counts == {"yes": 4}
    assert table.order.rowCount() == 1
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert page.slice_step.counts == {"yes": 3, "no": 1}
    page.go_on()
    page.go_on()
    assert queries.list_lists(ledger)[0].others == 1


def test_a_question_is_answered_for_all_its_rows(page: ImportPage, tmp_path: Path) -> None:
    again = ("三、土", "清理固废堆场。", *ASKED[2:])
    page.open_file(a_list_file(tmp_path, (*OURS, ASKED, again)))
    page.go_on()
    (question,) = questions(page.slice_step.model.rows)
    assert (question.wording, len(question.rows)) == ("相关区镇", 2)
    press(page, "全部是")
    assert page.slice_step.counts == {"yes": 5}
    press(page, "改")
    assert page.slice_step.counts == {"yes": 3, "ask": 2}
    press(page, "全部不是")
    assert page.slice_step.counts == {"yes": 3, "no": 2}


def test_every_row_of_the_slice_says_why(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, (*OURS, ASKED, OTHERS)))
    assert all(row.why for row in page.slice_step.model.rows)
    page.slice_step.decide([page.slice_step.model.rows[0].row], "no")
    assert page.slice_step.model.rows[0].why.startswith("由您确定")


def test_another_name_of_ours_is_learned(page: ImportPage, tmp_path: Path, ledger: Ledger) -> None:
    strange = ("三、土", "建成采样点。", "2020年11月底前", "资规局", "牛塘片区")
    page.open_file(a_list_file(tmp_path, (strange, OTHERS)))
    page.go_on()
    assert page.step == SLICE  # not one row is ours: that wants a look
    page.slice_step.segments.choose("no")
    page.slice_step.table.selectRow(0)
    menu = page.slice_step.alias_menu()
    assert menu.actions()[0].text() == "“牛塘片区”就是本镇"
    menu.actions()[0].trigger()
    assert "牛塘片区" in settings.office(ledger).aliases
    assert page.slice_step.counts["yes"] == 1


def test_the_sheet_is_shown_as_it_came(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    view = page.read_step.view
    assert view.columnSpan(0, 0) == 7
    marks = [view.sheet_model.mark(row).word for row in range(1, 9)]
    assert marks == ["标题", "填报", "表头", "", "", "", "注", "签字"]
    picture = view.sheet_model.picture
    assert picture is not None
    assert [tag.part for tag in picture.tags.values()][3:6] == ["完成时限", "牵头单位", "责任单位"]
    assert picture.tags[7].sign == "?"
    assert page.read_step.panel.summary.text() == "识别到 3 项任务，表头第 3 行"


def test_a_tag_is_put_right_by_its_menu(page: ImportPage, tmp_path: Path, ledger: Ledger) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    menu = page.read_step.menu_for(7)
    (notes,) = [one for one in menu.actions() if one.text() == "配合单位"]
    notes.trigger()
    picture = page.read_step.view.sheet_model.picture
    assert picture is not None
    assert picture.tags[7].part == "配合单位"
    page.go_on()
    page.go_on()
    page.open_file(a_list_file(tmp_path, OURS, name="再来一次.xlsx"))
    picture = page.read_step.view.sheet_model.picture
    assert picture is not None
    assert picture.tags[7].part == "配合单位"  # remembered under the same head


def test_a_click_on_a_tag_asks_for_its_menu(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    view = page.read_step.view
    view.tag_clicked.disconnect()
    header = view.horizontalHeader()
    middle = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    with qtbot.waitSignal(view.tag_clicked) as caught:
        QTest.mouseClick(
            header.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPointF(middle, header.height() / 2).toPoint(),
        )
    assert caught.args is not None
    assert caught.args[0] == 2


def test_a_revised_list_shows_old_and_new(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, (*OURS, OTHERS)))
    page.go_on()
    page.go_on()
    changed = (OURS[0][0], OURS[0][1].replace("23", "24"), *OURS[0][2:])
    added = ("三、土", "建立固体废物信息台账。", "2020年8月底前", "生态环境局", "牛塘镇")
    page.open_file(a_list_file(tmp_path, (changed, OURS[1], OURS[2], added)))
    assert "第 2 版" in page.read_step.panel.naming.held.text()
    page.go_on()
    assert page.step == DIFF
    assert "新增 1，修改 1，取消 1，不变 2" in page.diff_step.summary.text()
    (line,) = [one for one in page.diff_step.model.rows if one.kind == "changed"]
    assert [field.name for field in line.fields] == ["任务"]
    assert ("23台" in line.fields[0].old, "24台" in line.fields[0].new) == (True, True)
    page.go_on()
    assert queries.list_lists(page.workspace.ledger)[0].edition == 2


def test_the_clerk_says_whether_what_hangs_on_a_joined_task_goes_along(
    page: ImportPage, tmp_path: Path, ledger: Ledger
) -> None:
    dredge = ("二、水", "完成五条镇级河道清淤疏浚和垃圾清理", *OURS[2][2:])
    shore = ("二、水", "完成镇区河道岸坡整治和绿化补植工程", *OURS[2][2:])
    page.open_file(a_list_file(tmp_path, (*OURS[:2], dredge, shore)))
    page.go_on()
    page.go_on()
    create_blanks(ledger, queries.find_task(ledger, "4"), 3, stem="岸坡")
    joined = (dredge[0], f"{dredge[1]}；{shore[1]}", *dredge[2:])
    window = page.window()
    assert isinstance(window, MainWindow)
    window.go(Destination("import"))
    page.open_file(a_list_file(tmp_path, (*OURS[:2], joined), name="修订.xlsx"))
    page.go_on()
    (line,) = [one for one in page.diff_step.model.rows if one.kind == "ask"]
    assert line.told == "这一项可能并入第 3 项，已有清单3项"
    assert "取消 1，不变 2，1 项可能并入别的项" in page.diff_step.summary.text()
    press(page, "留在原项")
    assert not any(one.kind == "ask" for one in page.diff_step.model.rows)
    press(page, "重新确认已答的 1 处")
    press(page, "转到第 3 项")
    page.go_on()
    joined_task = queries.find_task(ledger, "3")
    assert len(queries.task_detail(ledger, joined_task, as_of=JUNE, period="2020Q2").items) == 3


def test_the_same_list_again_changes_nothing(page: ImportPage, tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        page.open_file(a_list_file(tmp_path, OURS, name=name))
        page.go_on()
        if name == "一.xlsx":
            page.go_on()
    assert {line.kind for line in page.diff_step.model.rows} == {"same"}


def test_several_tables_are_offered(page: ImportPage, tmp_path: Path) -> None:
    path = a_list_file(tmp_path, OURS)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("附件2")
    sheet.append(["2020年水污染防治任务表"])
    sheet.append(list(HEAD))
    sheet.append(["1", *OURS[2], ""])
    book.save(path)
    page.open_file(path)
    panel = page.read_step.panel
    assert panel.tables.isVisible()
    assert panel.tables.count() == 2
    panel.tables.setCurrentIndex(1)
    panel.tables.activated.emit(1)
    assert panel.summary.text().startswith("识别到 1 项任务")
    assert panel.naming.wanted == ("2020年水污染防治任务表", 2020)
    told = said_by(page.workspace)
    page.go_on()
    page.go_on()
    assert told[-1].text == "已导入 1 项，其中本镇 1 项。文件里还有 1 张表未导入。"
    press(page, "2020年武进区污染防治攻坚战任务分解表（3 项）", shown=False)
    assert page.step == READ
    assert panel.summary.text().startswith("识别到 3 项任务")


def test_the_list_is_given_another_name(page: ImportPage, tmp_path: Path, ledger: Ledger) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    naming = page.read_step.panel.naming
    naming.open_fields()
    naming.title.setEditText("攻坚战任务（牛塘）")
    naming.changed.emit()
    page.go_on()
    page.go_on()
    assert queries.list_lists(ledger)[0].title == "攻坚战任务（牛塘）"


def test_an_unreadable_file_is_told_in_place(page: ImportPage, tmp_path: Path) -> None:
    bad = tmp_path / "不是表.xlsx"
    bad.write_bytes(b"hello")
    page.open_file(bad)
    assert page.step == FILE
    faults = [one.text() for one in page.file_step.findChildren(type(page.file_step._fault))]
    assert any("不是表.xlsx" in text for text in faults)


def test_beside_a_fault_no_other_file_is_named(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    assert page._note.text() == "任务分解表.xlsx"
    bad = tmp_path / "不是表.xlsx"
    bad.write_bytes(b"hello")
    page.open_file(bad)
    assert page._note.text() == ""


def test_a_file_dropped_on_the_zone_is_read(page: ImportPage, tmp_path: Path) -> None:
    file = a_list_file(tmp_path, OURS)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    zone = page.file_step._zone
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    zone.dropEvent(event)
    assert page.step == READ


def test_the_last_files_are_offered_again(page: ImportPage, tmp_path: Path, memory: Memory) -> None:
    file = a_list_file(tmp_path, OURS)
    page.open_file(file)
    page.go_back()
    assert page.step == FILE
    press(page, file.name)
    assert page.step == READ
    assert memory.text("import/recent") == str(file)


def test_escape_goes_back_step_by_step(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, (*OURS, ASKED)))
    page.go_on()
    page.go_on()
    steps = [page.step]
    while page.go_back():
        steps.append(page.step)
    assert steps == [DIFF, SLICE, READ, FILE]


def test_wordings_are_marked_where_they_differ() -> None:
    before, after = marked("完成23台", "完成24台<")
    assert "<s>3</s>" in before
    assert "4" in after
    assert "&lt;" in after


def test_a_sheet_of_five_thousand_rows_is_shown_whole(page: ImportPage, tmp_path: Path) -> None:
    body = tuple(
        (*OURS[number % 3][:1], f"任务{number}：{OURS[number % 3][1]}", *OURS[0][2:])
        for number in range(5000)
    )
    page.open_file(a_list_file(tmp_path, body))
    view, picture = SheetView(), page.read_step.view.sheet_model.picture
    assert picture is not None
    view.resize(800, 500)
    view.show_picture(picture)
    view.grab()
    assert view.sheet_model.rowCount() >= 5000
