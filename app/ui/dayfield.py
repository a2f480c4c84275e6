"""Fields for a day: typed as a clerk writes it, or picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from app.ui.icons import icon
from app.ui.style import px, text_width
from app.ui.wording import no_day, read_day

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
WIDEST = "2020-00-00"
_SIGN = 20  # for the calendar's sign, in pixels at 100 %
_ROOM = 52  # for the frame, the paddings and the calendar's sign, in pixels at 100 %
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class TypedDay(QLineEdit):
    """A day as it is typed: Enter or leaving takes it, Esc brings back what stood there.

    Signals:
        picked: the clerk chose another day; carries a date (None where a day may be empty).
        refused: what was typed is no day; carries a sentence that says so.
    """

    picked = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._take_typed)

    def shown(self) -> str:
        """What stands there while nothing is being typed."""
        raise NotImplementedError

    def read(self, text: str) -> date | None:
        """The day that words mean, None when they are none."""
        raise NotImplementedError

    def take(self, day: date | None) -> None:
        """Take a day as the clerk's choice; None when the field was emptied."""
        raise NotImplementedError

    def show_shown(self) -> None:
        """Show what stands there, from its beginning."""
        self.setText(self.shown())
        self.setCursorPosition(0)

    @override
    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field while something is typed in it."""
        if event.type() == QEvent.Type.ShortcutOverride and self.text() != self.shown():
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_shown()
        else:
            super().keyPressEvent(event)

    def _take_typed(self) -> None:
        text = self.text().strip()
        if text == self.shown():
            return
        day = self.read(text)
        self.show_shown()
        if text and day is None:
            self.refused.emit(no_day(text))
        else:
            self.take(day)


class DayField(TypedDay):
    """A day: 2020-6-30, 6.30, 0630 and 2020年6月30日 are all understood.

    Up and Down step by one day, Alt+Down opens the calendar; emptied, it shows its day again.
    """

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self._calendar: QCalendarWidget | None = None
        self.setTextMargins(0, 0, px(_SIGN), 0)
        self._add_sign()
        self.show_day(day)

    @override
    def shown(self) -> str:
        return self._day.isoformat()

    @override
    def read(self, text: str) -> date | None:
        return read_day(text, self._day.year)

    @override
    def take(self, day: date | None) -> None:
        self.pick(day or self._day)

    def day(self) -> date:
        """The day chosen."""
        return self._day

    def show_day(self, day: date) -> None:
        """Show a day without telling of it."""
        self._day = day
        self.show_shown()

    def open_calendar(self) -> None:
        """Let the clerk pick from a calendar under the field, or above it where room is short."""
        calendar = self._calendar = self._calendar or _make_calendar(self)
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        size, room = calendar.sizeHint(), self.screen().availableGeometry()
        place = self.mapToGlobal(QPoint(0, self.height()))
        if place.y() + size.height() > room.bottom():
            place = self.mapToGlobal(QPoint(0, -size.height()))
        place.setX(max(room.left(), min(place.x(), room.right() - size.width())))
        calendar.move(place)
        calendar.show()
        calendar.setFocus()

    def pick(self, day: date) -> None:
        """Take a day as the clerk's choice."""
        changed = day != self._day
        self.show_day(day)
        if changed:
            self.picked.emit(day)

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_width(WIDEST) + px(_ROOM), super().sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_Down and alt:
            self.open_calendar()
        elif key in _STEPS:
            self.pick(self._day + timedelta(days=_STEPS[key]))
        else:
            super().keyPressEvent(event)

    def _add_sign(self) -> None:
        """The calendar's sign at the right end; Alt+Down does the same from the keyboard."""
        sign = QToolButton(self)
        sign.setIcon(icon("calendar"))
        sign.setIconSize(QSize(px(16), px(16)))
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setCursor(Qt.CursorShape.ArrowCursor)
        sign.setToolTip("日历（Alt+↓）")
        sign.setAccessibleName("日历")
        sign.clicked.connect(self.open_calendar)
        place = QHBoxLayout(self)
        place.setContentsMargins(0, 0, px(8), 0)
        place.addStretch(1)
        place.addWidget(sign)


def _make_calendar(field: DayField) -> QCalendarWidget:
    """A month in Chinese, weeks beginning on Monday; a click or Enter takes a day."""
    calendar = QCalendarWidget(field)
    calendar.setWindowFlag(Qt.WindowType.Popup)
    calendar.setLocale(_CHINESE)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setGridVisible(False)

    def take(chosen: QDate) -> None:
        calendar.hide()
        field.pick(date(chosen.year(), chosen.month(), chosen.day()))

    calendar.clicked.connect(take)
    calendar.activated.connect(take)
    return calendar
