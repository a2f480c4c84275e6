"""A megabyte from the clipboard, into every text and table: refused in words, at once, no loss."""

import sys
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.models.rules.cleaning import LONGEST
from app.models.tracking import Item
from app.models.units import Unit
from app.services.breakdown.items import paste_items
from app.services.breakdown.shares import add_villages
from app.services.parties.unitpasting import paste_units
from app.ui.blocks import read_block, too_many_cells
from app.ui.fields import NoteEdit
from app.ui.itemmodels.cells import LongEditor
from app.ui.mainwindow import MainWindow
from app.ui.pages.catalogue import PAGES, UNLISTED
from app.ui.tables import Table
from app.ui.typinglimits import LineLimits, TextBox
from app.ui.workspace import Workspace
from tests.ledgers import count_of

MEGABYTE = 1 << 20
FLOODS = {
    "one word": "x" * MEGABYTE,
    "one line": "长" * (MEGABYTE // 3),
    "lines": "一行\n" * (MEGABYTE // 7),
    "cells": "x\t" * (MEGABYTE // 2),
    "quotes": '"' * MEGABYTE,
    "control signs": "\x00\x1b\u202e" * (MEGABYTE // 3),
}
SOON = 1.0  # seconds on a busy machine; a word of a megabyte used to take forty
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said at the field."""
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, *_rest: said.append(words))
    return said


@pytest.fixture
def limits(dressed: QApplication) -> Iterator[LineLimits]:
    held = LineLimits(dressed)
    yield held
    held.deleteLater()


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def quickly(work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    assert time.perf_counter() - began < SOON


@pytest.mark.parametrize("flood", FLOODS)
def test_every_kind_of_text_field_refuses_and_keeps_what_it_had(
    qtbot: QtBot, limits: LineLimits, told: list[str], flood: str
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    boxes = (NoteEdit(3, grows=False), LongEditor(host), TextBox())
    line, short = QLineEdit(), QLineEdit()
    short.setMaxLength(20)
    for one in (*boxes, line, short):
        layout.addWidget(one)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    copied(FLOODS[flood])
    for box in boxes:
        box.setPlainText("原来的")
        box.setFocus()
        quickly(box.paste)
        assert box.toPlainText() == "原来的"
    for field in (line, short):
        field.setText("原来的")
        field.setFocus()
        quickly(field.paste)
        qtbot.wait(1)
        assert field.text() == "原来的"
    assert len(told) == 5
    assert str(len(QGuiApplication.clipboard().text())) in told[0]
    assert f"最多 {LONGEST} 字" in told[0]
    assert "最多 20 字" in told[-1]


def test_what_fits_is_pasted_clean(dressed: QApplication, qtbot: QtBot, told: list[str]) -> None:
    box = TextBox()
    qtbot.addWidget(box)
    mime = QMimeData()
    mime.setText("一\r\n二\x00\u202e三")
    box.insertFromMimeData(mime)
    assert box.toPlainText() == "一\n二三"
    box.selectAll()
    mime.setText("长" * (LONGEST - 1))
    box.insertFromMimeData(mime)
    assert len(box.toPlainText()) == LONGEST - 1
    assert told == []
    box.undo()
    assert box.toPlainText() == "一\n二三"


def test_no_page_has_a_text_field_without_these_limits_or_asks_the_network(
    window: MainWindow, network_denied: list[str]
) -> None:
    for spec in (*PAGES, *UNLISTED):
        page = window.show_page(spec.key)
        found: list[QPlainTextEdit | QTextEdit] = [
            *page.findChildren(QPlainTextEdit),
            *page.findChildren(QTextEdit),
        ]
        free = [one for one in found if not one.isReadOnly() and not isinstance(one, TextBox)]
        assert free == [], spec.key
    assert "PySide6.QtNetwork" not in sys.modules


@pytest.mark.parametrize("flood", FLOODS)
def test_a_block_of_a_megabyte_is_read_or_refused_at_once(flood: str) -> None:
    text = FLOODS[flood]
    quickly(lambda: too_many_cells(text) or read_block(text))


def test_tables_refuse_a_flood_in_words(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    before = count_of(workspace.ledger, Item), count_of(workspace.ledger, Unit)
    for key in ("tasks", "items", "problems", "units"):
        page = window.show_page(key)
        for table in page.findChildren(Table):
            if not table.isVisible() or table.order.rowCount() == 0:
                continue
            said: list[str] = []
            table.refused.connect(said.append)
            for flood in ("lines", "cells", "one word"):
                copied(FLOODS[flood])
                table.setCurrentIndex(table.order.index(table.order.rowCount() - 1, 1))
                quickly(table._paste)
            assert any("一次最多粘贴" in words for words in said), key
    assert (count_of(workspace.ledger, Item), count_of(workspace.ledger, Unit)) == before


def test_a_list_of_a_hundred_thousand_rows_is_no_paste(workspace: Workspace) -> None:
    rows = [["一"]] * 100_000
    for paste in (
        lambda: paste_items(workspace.ledger, 1, rows),
        lambda: paste_units(workspace.ledger, rows),
        lambda: add_villages(workspace.ledger, ["一"] * 100_000),
    ):
        with pytest.raises(UserError, match="100000 行，一次最多粘贴 5000 行；没有写入"):
            paste()
