"""报送日历: every return in use by period, when it was due and when it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from app.services.reporting.returncalendar import LATE, MISSING, ON_TIME, WAITING
from app.ui.controls import button, label
from app.ui.filing.wordcolumn import WordColumn
from app.ui.style import px
from app.ui.wording import day_in_prose, day_in_year, period_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.services.reporting.returncalendar import CalendarLine

_MOST = 40
_NOTHING = "还没有定稿过报表；定稿以后，这里列出每期应报的日子和报送记录。"
_NONE_FILED = "还没有定稿过报表；应报的列在下面，定稿以后记下是否按时。"
_STATES = {
    ON_TIME: "按时报送",
    LATE: "迟报 {days} 天",
    MISSING: "未报，已过 {days} 天",
    WAITING: "还有 {days} 天",
}
_SIGNS = {ON_TIME: "✓", LATE: "▲", MISSING: "■", WAITING: "○"}


class CalendarPanel(WordColumn):
    """The returns in use, the latest first.

    Signals:
        chosen: a CalendarLine to look at.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("报送日历", parent)
        self.column.setSpacing(0)
        self._shown: tuple[CalendarLine, ...] | None = None

    def show_lines(self, lines: Sequence[CalendarLine]) -> None:
        """Show the calendar."""
        if self._shown != tuple(lines):
            self._shown = tuple(lines)
            self.renew()

    @override
    def build(self) -> None:
        lines = self._shown or ()
        self.column.addWidget(label(_summary(lines), "muted", wrap=True))
        for line in lines[:_MOST]:
            self._add(line)

    def _add(self, line: CalendarLine) -> None:
        self.column.addSpacing(px(10))
        link = button(period_label(line.period), lambda: self.chosen.emit(line), role="link")
        link.setAccessibleName(f"{period_label(line.period)}{line.format_name}{state_words(line)}")
        self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        for words, role in (
            (line.format_name, ""),
            (_days(line), "small"),
            (state_words(line), ""),
        ):
            told = label(words, role, wrap=True, selectable=True)
            told.setContentsMargins(px(8), 0, 0, 0)
            self.column.addWidget(told)


def state_words(line: CalendarLine) -> str:
    """How a return stands, with its sign: ✓ 按时报送."""
    words = f"{_SIGNS[line.state]} {_STATES[line.state].format(days=line.days)}"
    return f"{words}，上级退回：{line.returned_why}" if line.returned_why else words


def _days(line: CalendarLine) -> str:
    due = f"应于{day_in_prose(line.due)}前报"
    if line.filed_on is None:
        return due
    version = f"，现为第{line.version}版" if line.version > 1 else ""
    return f"{due}，{day_in_year(line.filed_on)}报{version}"


def _summary(lines: Sequence[CalendarLine]) -> str:
    if not lines:
        return _NOTHING
    filed = sum(line.filed_on is not None for line in lines)
    if not filed:
        return _NONE_FILED
    on_time = sum(line.state == ON_TIME for line in lines)
    missing = sum(line.state == MISSING for line in lines)
    words = f"已报 {filed} 份，其中按时 {on_time} 份"
    return f"{words}；未报 {missing} 份。" if missing else f"{words}。"
