"""Tables: what cells show, how they sort, and the keys of a spreadsheet."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models.rules.pace import State
from app.ui.itemmodels.columns import Bar, Column, Role, shown, sortable
from app.ui.itemmodels.table import TableModel
from app.ui.memory import Memory
from app.ui.style import light_mark
from app.ui.tables import Table

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the test table."""

    id: int
    name: str
    amount: Decimal | None = None
    on: date | None = None
    done: bool = False


class Book:
    """A table whose edits go into its own rows, as a page's do into the ledger."""

    def __init__(self, memory: Memory) -> None:
        self.lines = [
            Line(1, "乙", Decimal("12.50"), date(2020, 6, 20)),
            Line(2, "甲", None, None),
            Line(3, "丙", Decimal(3), date(2020, 1, 5)),
        ]
        self.model: TableModel[Line] = TableModel(self._columns(), key=lambda line: line.id)
        self.table = Table(self.model, memory, "book")
        self.model.setParent(self.table)
        self.model.set_rows(self.lines)

    def change(self, lines: tuple[Line, ...], **fields: object) -> None:
        ids = {line.id for line in lines}
        self.lines = [
            replace(line, **fields) if line.id in ids else line  # type: ignore[arg-type]
            for line in self.lines
        ]
        self.model.set_rows(self.lines)

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(
                "done",
                "完成",
                lambda line: line.done,
                ticked=lambda line: line.done,
                tick=lambda line, on: self.change((line,), done=on),
                tick_many=lambda lines, on: self.change(lines, done=on),
            ),
            Column(
                "name",
                "名称",
                lambda line: line.name,
                edit=lambda line, text: self.change((line,), name=text),
                choices=lambda _: ("甲", "乙"),
            ),
            Column("amount", "数量", lambda line: line.amount, align="right", stretch=True),
            Column(
                "on",
                "日期",
                lambda line: line.on,
                edit=lambda line, text: self.change(
                    (line,), on=date.fromisoformat(text) if text else None
                ),
                dated=True,
                spare=1,
            ),
            Column("light", "灯", lambda _: None, mark=lambda _: light_mark(State.BEHIND), spare=2),
            Column("bar", "进度", lambda _: None, bar=lambda _: Bar(0.5, 0.6, "1/2"), spare=3),
            Column(
                "kind",
                "类别",
                lambda line: line.name,
                edit=lambda line, text: self.change((line,), name=text),
                choices=lambda _: ("丁", "戊"),
                closed=True,
            ),
            Column(
                "long",
                "说明",
                lambda line: line.name,
                edit=lambda line, text: self.change((line,), name=text),
                long=True,
            ),
        ]


@pytest.fixture
def book(dressed: QApplication, qtbot: QtBot, memory: Memory) -> Book:
    made = Book(memory)
    qtbot.addWidget(made.table)
    made.table.resize(1100, 300)
    made.table.show()
    return made


def test_the_model_keeps_qts_rules(book: Book) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(book.model, mode, book.table)
    QAbstractItemModelTester(book.table.order, mode, book.table)
    book.model.set_rows(book.lines[:2])
    book.model.set_rows(book.lines)


def test_cells_show_dates_numbers_and_nothing() -> None:
    assert shown(date(2020, 6, 20)) == "2020-06-20"
    assert shown(Decimal("23.00")) == "23"
    assert shown(None) == ""
    assert shown(("甲", "乙")) == "甲、乙"
    assert sorted([None, 3, 1], key=sortable) == [1, 3, None]


def test_space_ticks_all_selected_and_takes_back(book: Book) -> None:
    book.table.selectAll()
    QTest.keyClick(book.table, Qt.Key.Key_Space)
    assert [line.done for line in book.lines] == [True, True, True]
    QTest.keyClick(book.table, Qt.Key.Key_Space)
    assert not any(line.done for line in book.lines)


def test_a_click_in_the_tick_cell_ticks_one(book: Book) -> None:
    place = book.table.visualRect(book.table.order.index(1, 0)).center()
    QTest.mouseClick(book.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [line.done for line in book.lines] == [False, True, False]


def test_ctrl_d_fills_down_and_ctrl_semicolon_today(book: Book) -> None:
    book.table.setCurrentIndex(book.table.order.index(0, 3))
    book.table.selectAll()
    QTest.keyClick(book.table, Qt.Key.Key_D, CTRL)
    assert {line.on for line in book.lines} == {date(2020, 6, 20)}
    QTest.keyClick(book.table, Qt.Key.Key_Semicolon, CTRL)
    today = QDate.currentDate()
    assert {line.on for line in book.lines} == {date(today.year(), today.month(), today.day())}


def test_ctrl_c_copies_for_a_spreadsheet_and_ctrl_v_hands_over_cells(book: Book) -> None:
    book.table.selectRow(0)
    QTest.keyClick(book.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split("\t")[1:4] == ["乙", "12.5", "2020-06-20"]
    pasted: list[list[list[str]]] = []
    book.table.pasted.connect(pasted.append)
    QGuiApplication.clipboard().setText("名称\t吨位\r\n锅炉\t4\r\n")
    QTest.keyClick(book.table, Qt.Key.Key_V, CTRL)
    assert pasted == [[["名称", "吨位"], ["锅炉", "4"]]]


def test_f2_edits_in_place_and_enter_saves(book: Book, qtbot: QtBot) -> None:
    editor = _edit(book, 0, 1)
    assert isinstance(editor, QLineEdit)
    editor.setText(" 新名 ")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: book.lines[0].name == "新名")


def test_a_long_text_is_edited_in_a_grown_cell(book: Book) -> None:
    editor = _edit(book, 0, 7)
    assert isinstance(editor, QPlainTextEdit)
    assert editor.height() > book.table.rowHeight(0)
    editor.setPlainText("第一行")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert book.lines[0].name.startswith("第一行")


def test_a_closed_choice_is_a_box(book: Book) -> None:
    editor = _edit(book, 0, 6)
    assert isinstance(editor, QComboBox)
    editor.setCurrentText("戊")
    editor.activated.emit(1)
    assert book.lines[0].name == "戊"


def test_sorting_goes_by_value_and_blanks_come_last(book: Book) -> None:
    book.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [book.table.order.row_at(book.table.order.index(n, 0)).id for n in range(3)] == [3, 1, 2]


def test_selection_stays_when_the_same_rows_are_read_again(book: Book) -> None:
    book.table.selectRow(1)
    book.change((book.lines[0],), name="改")
    assert [line.id for line in book.table.selected_rows()] == [2]


def test_lights_speak_their_word(book: Book) -> None:
    index = book.table.order.index(0, 4)
    assert index.data(Role.MARK).text == "▲ 滞后"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "滞后"


def test_spare_columns_go_first_when_room_is_short(book: Book) -> None:
    assert not any(book.table.isColumnHidden(n) for n in range(8))
    book.table.resize(900, 300)
    assert [book.table.isColumnHidden(n) for n in (3, 4, 5)] == [False, False, True]
    book.table.resize(1100, 300)
    assert not book.table.isColumnHidden(5)


def test_widths_and_order_are_remembered(book: Book, qtbot: QtBot, memory: Memory) -> None:
    book.table.setColumnWidth(1, 222)
    book.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: "222" in memory.text("tables/book"))
    key = book.table.columns[2].key
    book.table.layout_of_columns.choose(key, on=False)  # remembered at once
    again = Book(memory)
    qtbot.addWidget(again.table)
    assert again.table.isColumnHidden(2)
    assert again.table.columnWidth(1) == 222
    assert again.table.horizontalHeader().sortIndicatorSection() == 1


def _edit(book: Book, row: int, column: int) -> QWidget:
    index = book.table.order.index(row, column)
    book.table.setCurrentIndex(index)
    book.table.edit(index)
    kinds = (QPlainTextEdit, QComboBox, QLineEdit)
    found = [one for kind in kinds for one in book.table.viewport().findChildren(kind)]
    return found[0]


def test_painting_the_head_asks_nothing_of_the_rows_selected(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt's own head asks every selected row, in every column: Ctrl+A of 50,000 took seconds."""
    book.model.set_rows([Line(number, f"企业{number}") for number in range(2_000)])
    book.table.show()
    book.table.selectAll()
    asked: list[int] = []
    flags_of = book.model.flags_of

    def heard(row: int, column: int) -> Qt.ItemFlag:
        asked.append(row)
        return flags_of(row, column)

    monkeypatch.setattr(book.model, "flags_of", heard)
    book.table.horizontalHeader().grab()
    assert len(book.table.selected_rows()) == 2_000
    assert len(asked) < 100
