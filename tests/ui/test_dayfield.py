"""The day field: days as a clerk types them, stepped, picked, refused in words."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget
from pytestqt.qtbot import QtBot

from app.ui.dayfield import DayField

MAY = date(2020, 5, 31)


@pytest.fixture
def field(dressed: QApplication, qtbot: QtBot) -> DayField:
    made = DayField(MAY)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def picked(field: DayField) -> list[date]:
    days: list[date] = []
    field.picked.connect(days.append)
    return days


@pytest.mark.parametrize(
    "typed", ["2020-6-30", "2020-06-30", "20200630", "2020.6.30", "6.30", "0630"]
)
def test_days_are_understood_as_typed(field: DayField, picked: list[date], typed: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert picked == [date(2020, 6, 30)]
    assert field.text() == "2020-06-30"


def test_what_is_no_day_is_refused_in_words(
    field: DayField, picked: list[date], qtbot: QtBot
) -> None:
    field.setText("尽快")
    with qtbot.waitSignal(field.refused) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args is not None
    assert "尽快" in told.args[0]
    assert (field.day(), field.text(), picked) == (MAY, "2020-05-31", [])


def test_arrows_step_a_day_and_escape_takes_back_what_was_typed(
    field: DayField, picked: list[date]
) -> None:
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert picked == [date(2020, 6, 1)]
    QTest.keyClicks(field, "9")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "2020-06-01"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(picked) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_day_is_picked_from_the_calendar(field: DayField, picked: list[date]) -> None:
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (calendar,) = field.findChildren(QCalendarWidget)
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2020, 5, 31)
    calendar.clicked.emit(QDate(2020, 5, 8))
    assert picked == [date(2020, 5, 8)]
    assert not calendar.isVisible()
