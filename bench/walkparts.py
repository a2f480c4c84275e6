"""What the clerk does on the walk, page by page: each action by its name (see bench/walks.py)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.rules.pace import State
from bench.walking import DAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.walking import Walk

OTHER_DAY = date(2020, 5, 29)
PAGES = ("dashboard", "tasks", "items", "problems", "units", "returns")


def problems(walk: Walk) -> None:
    """问题: opened, filtered, its panel, a step, a new problem."""
    walk.step("问题 opened first", partial(walk.window.show_page, "problems"))
    page = walk.page("problems")
    table = page.table
    walk.type("csyw", "问题: a key in the search box")
    for place in (1, 2, 0):
        walk.step("问题: another state", partial(page.filters.state.setCurrentIndex, place))
    table.setFocus()
    table.setCurrentIndex(table.order.index(5, 1))
    walk.step("问题: the panel opened first", partial(QTest.keyClick, table, Qt.Key.Key_Return))
    walk.step("问题: the panel closed", page.go_back)
    table.setFocus()
    walk.step("问题: the panel opened again", partial(QTest.keyClick, table, Qt.Key.Key_Return))
    table.setFocus()
    for _ in range(3):
        walk.step("问题: the next one, panel open", partial(QTest.keyClick, table, Qt.Key.Key_Down))
    for place in range(page.panel.bar.count()):
        name = f"问题: tab {page.panel.bar.tabText(place)[:2]} first shown"
        walk.step(name, partial(page.panel.bar.setCurrentIndex, place))
    page.panel.bar.setCurrentIndex(0)
    walk.settle()
    walk.step(
        "问题: a step finished, panel open", partial(page.verbs.advance, table.selected_rows())
    )
    page.close_panel()
    table.setFocus()
    walk.step("问题: a step finished, Space", partial(QTest.keyClick, table, Qt.Key.Key_Space))
    walk.step("问题: the line for new ones opened", page.begin_adding)
    line = page.ways.line
    line.text.setText("沿河堆放建筑垃圾，未设围挡。")
    walk.step("问题: a problem added", partial(QTest.keyClick, line.text, Qt.Key.Key_Return))
    walk.step("问题: the line closed", page.go_back)
    bar = table.verticalScrollBar()
    for place in range(1, 11):
        value = bar.maximum() * place // 10
        walk.step("问题: scrolled", partial(bar.setValue, value))


def days(walk: Walk) -> None:
    """截至 changed while each page is in view, and the page opened after it."""
    for key in PAGES:
        walk.page(key)
    for key in PAGES:
        page = walk.page(key)
        walk.step(
            f"截至 changed: {page.title}", partial(walk.window.workspace.use_as_of, OTHER_DAY)
        )
        walk.step(f"截至 changed: {page.title}", partial(walk.window.workspace.use_as_of, DAY))
    walk.page("dashboard")
    walk.window.workspace.use_as_of(OTHER_DAY)
    for key in PAGES[1:]:
        walk.step(f"opened after another 截至: {key}", partial(walk.window.show_page, key))
    walk.window.workspace.use_as_of(DAY)


def splitting(walk: Walk) -> None:
    """分解到村: opened, a cell, a block of 300, villages added."""
    walk.step("分解 opened first", partial(walk.window.show_page, "split"))
    page = walk.page("split")
    table = page.table
    for row in (4, 2500, 4990):
        index = table.order.index(row, 3)
        table.setCurrentIndex(index)
        walk.settle()
        walk.step("分解: a cell edited", partial(index.model().setData, index, "3"))
    block = "\n".join("\t".join("2" for _ in range(10)) for _ in range(30))
    for row in (0, 100):
        table.setCurrentIndex(table.order.index(row, 0))
        table.setFocus()
        QApplication.clipboard().setText(block)
        walk.step("分解: 300 cells pasted", partial(QTest.keySequence, table, "Ctrl+V"))
    for name in ("新桥村", "沙塘村"):
        walk.step("分解: a village added", partial(page.add_villages, (name,)))
    walk.step("分解: the other numbers", page.swap_numbers)
    walk.step("分解: the other numbers", page.swap_numbers)
    for place in (1, 2, 0):
        walk.step("分解: other rows", partial(page.which.setCurrentIndex, place))
        walk.step("分解: other columns", partial(page.columns.setCurrentIndex, place))
    walk.step("分解: evenly", page.split_evenly)
    walk.type("zl77", "分解: a key in the search box")
    bar = table.verticalScrollBar()
    for place in range(1, 11):
        value = bar.maximum() * place // 10
        walk.step("分解: scrolled", partial(bar.setValue, value))


def entering(walk: Walk) -> None:
    """填写: begun, the next task by keyboard, an entry saved, left."""
    page = walk.page("tasks")
    walk.step("填写 begun first", page.begin_filling)
    view = page.filling
    for _ in range(3):
        walk.step("填写: to the next, nothing to save", partial(view.go_to, view._place + 1))
    for _ in range(4):
        view.form.amount.setText("3")
        walk.step("填写: an entry saved, on to the next", view.go_on)
        walk.step("填写: an entry saved, on to the next", view.go_on)
    walk.step("填写: a figure typed", partial(QTest.keyClicks, view.form.amount, "4"))
    walk.step("填写: 零报告", view.report_nothing)
    walk.step("填写: left", page.go_back)


def dashboard(walk: Walk) -> None:
    """工作台: a light, the chart, the choices."""
    for state in (State.BEHIND, State.ON_PACE, State.DONE):
        page = walk.page("dashboard")
        walk.step("工作台: a light clicked", page.tiles[state].click)
    page = walk.page("dashboard")
    walk.step("工作台: a bar clicked", page._groups.itemAt(2).widget().click)
    page = walk.page("dashboard")
    for place in (1, 0):
        walk.step("工作台: the chart by units", partial(page.by.setCurrentIndex, place))
        walk.step("工作台: other duties", partial(page.kind.setCurrentIndex, place))
        walk.step("工作台: other spans", partial(page.span.setCurrentIndex, place))


def proof(walk: Walk) -> None:
    """佐证: 2,000 pieces opened, looked through, searched."""
    walk.step("佐证 opened first", partial(walk.window.show_page, "proof"))
    page = walk.page("proof")
    walk.step("佐证: all pieces", partial(page.tabs.setCurrentIndex, 1))
    bar = page.held.grid.verticalScrollBar()
    for place in range(1, 11):
        value = bar.maximum() * place // 10
        walk.step("佐证: scrolled", partial(bar.setValue, value))
    walk.type("0077", "佐证: a key in the search box")
    walk.step("佐证: what lacks", partial(page.tabs.setCurrentIndex, 0))
    walk.page("tasks")
    walk.step("佐证 opened again", partial(walk.window.show_page, "proof"))


def history(walk: Walk) -> None:
    """历史 with 20,000 steps: opened, scrolled, narrowed."""
    walk.step("历史 opened first", partial(walk.window.show_page, "history"))
    page = walk.page("history")
    bar = page.steps.table.verticalScrollBar()
    for _ in range(10):
        walk.step("历史: scrolled to older ones", partial(bar.setValue, bar.maximum()))
    for place in (1, 2, 0):
        page.steps.kinds.setCurrentIndex(place)
        walk.step("历史: another kind", partial(page.steps.kinds.activated.emit, place))
    walk.type("77", "历史: a key in the search box")
    walk.step("历史: 已删除", partial(page.tabs.setCurrentIndex, 1))


def further(walk: Walk) -> None:
    """计分, 帮助, 设置, 单位 and 报表, and the search field."""
    walk.step("计分 opened first", partial(walk.window.show_page, "scores"))
    page = walk.page("scores")
    walk.type("zl77", "计分: a key in the search box")
    table = page.table
    place = page.model.column_of("points")
    index = table.order.index(3, place)
    walk.step("计分: points by hand", partial(index.model().setData, index, "1.5"))
    walk.step("帮助 opened first", partial(walk.window.show_page, "help"))
    page = walk.page("help")
    for row in range(1, page.topics.count()):
        walk.step("帮助: another topic", partial(page.topics.setCurrentRow, row))
    walk.window.topbar.search.setFocus()
    walk.type("beifen", "帮助: a key in the search box")
    for words in ("备份", "佐证", "销号"):
        walk.step("帮助: words found", partial(page.search, words))
    walk.step("设置 opened first", partial(walk.window.show_page, "settings"))
    page = walk.page("settings")
    walk.step("设置: another preset", next(iter(page.presets.values())).click)
    walk.step("设置: a limit changed", partial(page.green.setValue, page.green.value() + 1))
    walk.page("items")
    walk.type("qiye05", "清单: a key in the search box")
    walk.page("tasks")
    walk.type("zl77", "任务: a key in the search box")
    walk.step("单位 opened", partial(walk.window.show_page, "units"))
    walk.step("报表 opened", partial(walk.window.show_page, "returns"))


def importing(walk: Walk, path: Path) -> None:
    """The import wizard's steps with a list of 5,000 rows."""
    walk.step("导入 opened first", partial(walk.window.show_page, "import"))
    page = walk.page("import")
    walk.step("导入: the list read", partial(page.open_file, path))
    bar = page.read_step.view.verticalScrollBar()
    for place in range(1, 6):
        value = bar.maximum() * place // 5
        walk.step("导入: 识别 scrolled", partial(bar.setValue, value))
    walk.step("导入: 本镇任务", partial(page.show_step, 2))
    slice_step = page.slice_step
    for letter in "zl77":
        walk.step(
            "导入: a key in the filter",
            partial(QTest.keyClicks, slice_step.filter, letter),
        )
    walk.step("导入: a key in the filter", slice_step.filter.clear)
    walk.step("导入: all segments", partial(slice_step.segments.choose, "all"))
    slice_step.table.selectRow(2)
    walk.step("导入: one row decided", partial(slice_step._decide_selected, "yes"))
    walk.step("导入: 差异", partial(page.show_step, 3))
    table = page.diff_step.table
    for row in (3, 900):
        walk.step("导入: another difference", partial(table.selectRow, row))
    walk.step("导入: 差异 by kind", partial(page.diff_step.segments.choose, "all"))
    walk.step("导入: carried out", page.go_on)


PARTS: dict[str, Callable[[Walk], None]] = {
    one.__name__: one
    for one in (dashboard, problems, splitting, entering, proof, history, further, days)
}
