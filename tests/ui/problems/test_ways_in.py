"""Problems come in: typed one after the other, pasted, or from a file looked at before."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.ui.mainwindow import MainWindow
from app.ui.problems.page import ProblemsPage
from tests.importing.builders import a_workbook
from tests.ui.problems.hands import rows, type_into


def test_problems_are_typed_one_after_the_other(page: ProblemsPage, window: MainWindow) -> None:
    page.table.setFocus()
    page._add.trigger()
    line = page.ways.line
    assert window.focusWidget() is line.text
    line.text.setText("油烟扰民")
    line.source.setText("信访")
    line.unit.setText("王村")
    type_into(line.deadline, "7月底前")
    assert line.text.text() == ""
    assert line.source.text() == "信访"
    type_into(line.text, "噪声扰民")
    made = rows(page)[3:]
    assert [(one.text, one.unit, one.source) for one in made] == [
        ("油烟扰民", "王村", "信访"), ("噪声扰民", "", "信访"),
    ]  # fmt: skip
    assert made[0].due == date(2020, 7, 31)
    assert page.go_back()
    assert not line.isVisible()
    window.undo()
    assert len(rows(page)) == 4


def test_rows_from_a_spreadsheet_are_pasted(page: ProblemsPage, window: MainWindow) -> None:
    text = '问题\t责任单位\t整改措施\n污水直排\t张村\t"一、排查\n二、整改"\n'
    QGuiApplication.clipboard().setText(text)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    made = rows(page)[3]
    assert (made.text, made.unit, made.measures) == ("污水直排", "张村", "一、排查\n二、整改")
    assert len(rows(page)) == 4
    window.undo()
    assert len(rows(page)) == 3


def test_a_file_is_previewed_before_it_is_imported(
    page: ProblemsPage, window: MainWindow, tmp_path: Path
) -> None:
    head = ("序号", "存在问题", "整改时限", "责任单位", "督办单位")
    body = [
        ("1", "加油站油气回收缺失", "12月底前", "安监站", "区局"),
        ("2", "建材堆场扬尘", "", "", ""),
    ]
    path = a_workbook(tmp_path / "省督察问题清单.xlsx", [("省级督察反馈问题清单",), head, *body])
    page.ways.read_file(path)
    view = page.ways.preview
    assert view.isVisible()
    assert len(rows(page)) == 3
    assert [line.taken for line in view.model.rows] == [True, False]
    assert view.source.text() == "省督察"
    assert view.take.text() == "导入 1 个问题"
    view.table.selectAll()
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert view.take.text() == "导入 2 个问题"
    box = view.columns[5]
    box.setCurrentIndex(box.findData("person"))
    box.activated.emit(box.currentIndex())
    assert view.take.text() == "导入 1 个问题"
    view.take.click()
    made = rows(page)[3]
    assert (made.source, made.person, made.unit) == ("省督察", "区局", "安监站")
    assert not view.isVisible()
    window.undo()
    assert len(rows(page)) == 3


def test_esc_leaves_the_preview_with_nothing_written(page: ProblemsPage, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "问题.xlsx", [("问题", "责任单位"), ("污水直排", "张村")])
    page.ways.read_file(path)
    assert page.go_back()
    assert page.table.isVisible()
    assert len(rows(page)) == 3


def test_a_file_that_lists_no_problems_is_told(
    page: ProblemsPage, window: MainWindow, tmp_path: Path
) -> None:
    page.ways.read_file(a_workbook(tmp_path / "名单.xlsx", [("姓名", "电话"), ("张三", "1")]))
    assert "没有找到问题清单" in window.statusline.text()
    assert page.table.isVisible()
