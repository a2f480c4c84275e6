"""Pasting into the import, plans in prose, every format offered, the comparison on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.models.database import Ledger
from app.models.views import TaskView
from app.services import queries
from app.services.intake.sources import show_source
from app.ui.dropped import ENDINGS, PATTERN, importable_file
from app.ui.importwizard import comparisonbar
from app.ui.importwizard.prosepicture import prose_picture
from app.ui.importwizard.wizard import DIFF, FILE, READ, ImportPage
from app.ui.mainwindow import MainWindow
from app.ui.paper.pages import Pages
from app.ui.style import apply_style
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.test_importwizard import OURS, a_list_file, said_by

TEXT = (
    "序号\t任务内容\t完成时限\t责任单位\n"
    "1\t完成23台燃气锅炉低氮改造。\t2020年底\t牛塘镇\n"
    "2\t完成5条河道整治。\t2020年底\t牛塘镇\n"
)
HTML = (
    "<table><tr><td>序号<td>任务内容<td>完成时限<td>责任单位"
    "<tr><td>1<td>完成23台燃气锅炉<br>低氮改造。<td>2020年底<td>牛塘镇</table>"
)
PLAN = """2020年牛塘镇污染防治工作计划
一、打赢蓝天保卫战
各部门要提高认识，压实责任。6月底前完成23台燃气锅炉低氮改造，全部安装在线监测设备。（环保办牵头，各村配合）
二、打好碧水保卫战
2020年底前完成采菱港、永安河等5条河道整治。（水利站负责）
"""


@pytest.fixture
def page(open_window: Callable[[Workspace], MainWindow], bare_workspace: Workspace) -> ImportPage:
    """The import page of the window of an empty ledger of 牛塘镇."""
    window = open_window(bare_workspace)
    window.go(Destination("import"))
    found = window.current_page()
    assert isinstance(found, ImportPage)
    return found


def copy(text: str = "", html: str = "", file: Path | None = None) -> None:
    """Put something on the clipboard as another program would."""
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if file:
        data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)


def press_paste(page: ImportPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_v_reads_a_pasted_table_and_keeps_it(page: ImportPage, ledger: Ledger) -> None:
    copy(TEXT, HTML)
    press_paste(page)
    assert page.step == READ
    naming = page.read_step.panel.naming
    assert naming.title.isVisible()  # it has no title of its own: the clerk is asked for one
    naming.title.setEditText("牛塘镇任务")
    naming.year.setValue(2020)
    naming.changed.emit()
    page.go_on()
    page.go_on()
    (held,) = queries.list_lists(ledger)
    assert (held.title, held.ours) == ("牛塘镇任务", 1)
    shown = show_source(ledger, queries.find_task(ledger, "1"))
    assert shown.source.file_name == "粘贴的内容.html"
    assert shown.sheets[shown.current].text(2, 2) == "完成23台燃气锅炉\n低氮改造。"
    assert page.file_step._kept() == []  # no file of the clerk's own to offer again


def test_the_button_pastes_tabbed_text(page: ImportPage) -> None:
    copy(TEXT)
    page.file_step.paste_button.click()
    assert page.step == READ
    assert page.read_step.panel.summary.text() == "识别到 2 项任务，表头第 1 行"


def test_two_untitled_lists_are_not_one(page: ImportPage, ledger: Ledger) -> None:
    for text in (TEXT, TEXT.replace("燃气锅炉", "工业炉窑").replace("河道", "道路")):
        copy(text)
        page.paste()
        page.hand.named = f"粘贴的表 {len(queries.list_lists(ledger))}"
        page._make_plan()
        page.go_on()
        page.go_on()
    assert len(queries.list_lists(ledger)) == 2


def test_an_empty_clipboard_is_told_in_place(page: ImportPage) -> None:
    copy(TEXT)
    page.paste()
    QGuiApplication.clipboard().clear()
    page.paste()
    assert page.step == FILE
    assert "剪贴板里没有文字" in page.file_step._fault.text()
    assert page.hand.read is None  # what was pasted before is gone, and so is its file


def test_a_copied_file_is_opened(page: ImportPage, tmp_path: Path) -> None:
    copy(file=a_list_file(tmp_path, OURS))
    page.paste()
    assert page.read_step.panel.summary.text() == "识别到 3 项任务，表头第 3 行"


def test_a_key_pressed_in_passing_loses_no_decision(page: ImportPage, tmp_path: Path) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    page.go_on()
    copy(TEXT)
    press_paste(page)
    assert page.step == DIFF
    assert len(page.diff_step.model.rows) == 3


def test_a_pasted_plan_shows_its_paragraphs(page: ImportPage, ledger: Ledger) -> None:
    copy(PLAN)
    page.paste()
    prose = page.read_step.prose
    assert prose.isVisible()
    shown = {one.number: one for one in prose.paragraphs}
    assert prose.toPlainText().replace("\n", "") == PLAN.replace("\n", "")
    assert shown[1].word == "标题"
    assert shown[3].tasks >= 1
    assert shown[5].tasks == 1
    clause = shown[5].stretches[0]
    assert "5条河道整治" in shown[5].text[clause.begin : clause.end]
    assert "时限：2020年底前" in clause.tip
    assert page.read_step.panel.summary.text().endswith("取自正文")
    page.read_step._show_row(5)
    assert prose.textCursor().blockNumber() == 4
    page.show_step(DIFF)
    page.go_on()
    rivers = [task for task in shown_tasks(ledger) if "河道" in task.text]
    assert show_source(ledger, rivers[0].id).source.row == 5


def test_every_clause_of_a_plan_has_its_place(page: ImportPage) -> None:
    copy(PLAN)
    page.paste()
    read = page.hand.read
    assert read is not None
    assert sum(one.tasks for one in prose_picture(read.drafts)) == len(read.drafts.tasks)


def test_another_year_of_a_plan_keeps_its_given_name(page: ImportPage) -> None:
    copy(PLAN)
    page.paste()
    naming = page.read_step.panel.naming
    naming.open_fields()
    naming.title.setEditText("蓝天碧水")
    naming.year.setValue(2021)
    naming.changed.emit()
    assert naming.wanted == ("蓝天碧水", 2021)


@pytest.mark.parametrize(
    "ending", ["xlsx", "xlsm", "xls", "et", "ods", "csv", "txt", "html", "docx", "doc", "wps"]
)
def test_every_format_is_offered_and_taken(ending: str, tmp_path: Path) -> None:
    assert f"*.{ending}" in PATTERN.split()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"表.{ending.upper()}"))])
    assert importable_file(data) is not None
    assert f".{ending}" in ENDINGS


def test_the_comparison_is_written_and_its_place_told(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open_file(a_list_file(tmp_path, OURS))
    page.go_on()
    assert not page.diff_step.comparison.isVisible()  # nothing to compare a first list with
    page.go_on()
    changed = (OURS[0][0], OURS[0][1].replace("23", "24"), *OURS[0][2:])
    page.workspace.go(Destination("import"))
    page.open_file(a_list_file(tmp_path, (changed, *OURS[1:]), name="修订.xlsx"))
    page.go_on()
    out = tmp_path / "对照"
    monkeypatch.setattr(comparisonbar, "ask_folder", lambda _parent, _start: str(out))
    page.diff_step.comparison.export_button.click()
    assert sorted(path.suffix for path in out.iterdir()) == [".pdf", ".xlsx"]
    assert str(out) in page.diff_step.comparison.notice.words


def test_the_comparison_is_printed(
    page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        page.open_file(a_list_file(tmp_path, OURS, name=name))
        page.go_on()
        if name == "一.xlsx":
            page.go_on()
    printed: list[int] = []

    def take(pages: Pages, **_: object) -> bool:
        printed.append(pages.count)
        return True

    monkeypatch.setattr(comparisonbar, "print_pages", take)
    page.diff_step.comparison.print_button.click()
    assert printed == [1]


def test_doubtful_pairs_are_answered_in_place_and_again(page: ImportPage, tmp_path: Path) -> None:
    words, due = (
        ("完成锅炉低氮改造并建立管理台账", "完成工业锅炉低氮改造，建立台账和清单"),
        "2020年底",
    )
    old = (("一、大气", words[0], due, "环保局", "牛塘镇"), *OURS[1:])
    new = (("三、净土", words[1], due, "住建局", "牛塘镇"), *OURS[1:])
    page.open_file(a_list_file(tmp_path, old))
    page.go_on()
    page.go_on()
    page.workspace.go(Destination("import"))
    page.open_file(a_list_file(tmp_path, new, name="修订.xlsx"))
    page.go_on()
    assert page.step == DIFF
    (asked,) = [line for line in page.diff_step.model.rows if line.kind == "ask"]
    assert asked.pair is not None
    QApplication.processEvents()
    buttons = [one for one in page.findChildren(QPushButton) if one.text() == "是同一项"]
    (same,) = [one for one in buttons if one.isVisible()]
    same.click()
    assert {line.kind for line in page.diff_step.model.rows} == {"changed", "same"}
    assert page.diff_step.again.isVisible()
    page.diff_step.again.click()
    assert {line.kind for line in page.diff_step.model.rows} == {"ask", "same"}
    assert not page.diff_step.again.isVisible()


def test_the_status_line_takes_an_import_back(page: ImportPage, ledger: Ledger) -> None:
    told = said_by(page.workspace)
    copy(PLAN)
    page.paste()
    page.show_step(DIFF)
    page.go_on()
    assert told[-1].undoable
    window = page.window()
    assert isinstance(window, MainWindow)
    window.statusline.undo_asked.emit()
    assert queries.list_lists(ledger) == ()


def shown_tasks(ledger: Ledger) -> tuple[TaskView, ...]:
    """All tasks, whosever they are."""
    return queries.list_tasks(ledger, as_of=JUNE, period="2020Q2", ours=("yes", "ask", "no"))


def test_every_step_fits_with_the_largest_text(
    dressed: QApplication,
    open_window: Callable[[Workspace], MainWindow],
    bare_workspace: Workspace,
    tmp_path: Path,
) -> None:
    apply_style(dressed, percent=150)
    try:
        window = open_window(bare_workspace)
        window.go(Destination("import"))
        page = window.current_page()
        assert isinstance(page, ImportPage)
        for name in ("一.xlsx", "二.xlsx"):
            page.open_file(a_list_file(tmp_path, OURS, name=name))
            page.show_step(DIFF)
            if name == "一.xlsx":
                page.go_on()
        window.go(Destination("import"))
        page.diff_step.show_answered(3)
        for key in ("history", "source"):
            window.show_page(key)
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 768
    finally:
        apply_style(dressed)
