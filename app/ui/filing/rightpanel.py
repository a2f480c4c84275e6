"""The right side of the returns page: what to check, what changed, what numbers are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.controls import hairline, scrolled
from app.ui.filing.calendarpanel import CalendarPanel
from app.ui.filing.changespanel import ChangesPanel
from app.ui.filing.checkpanel import CheckPanel
from app.ui.filing.filedpanel import FiledPanel
from app.ui.filing.originpanel import OriginPanel
from app.ui.lateparts import LatePart
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.reporting.returncalendar import CalendarLine
    from app.services.reporting.returncomparison import ReturnComparison

_TITLES = ("检查", "变化", "来源", "日历")
_ORIGIN = 2


class RightPanel(QFrame):
    """Four parts under a bar; in the first, a filed return shows its facts instead of checks.

    Signals:
        left_for: a Destination, the record behind a part of a number.
        sent_back: the district's reason, as written by the clerk.
        mending_asked: the clerk goes to the draft of a return that was sent back.
        calendar_chosen: a CalendarLine to look at.
    """

    left_for = Signal(object)
    sent_back = Signal(str)
    mending_asked = Signal()
    calendar_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.checks = CheckPanel()
        self._filed = LatePart(self._make_filed)
        self._changes = LatePart(ChangesPanel)
        self._calendar = LatePart(self._make_calendar)
        self._origin = LatePart(self._make_origin)
        self._first = QStackedWidget()
        self._first.addWidget(self.checks)
        self._scrolled = scrolled(self._filed)
        self._first.addWidget(self._scrolled)
        self._stack = QStackedWidget()
        self.bar = QTabBar()
        self.bar.setProperty("role", "tight")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName("检查、变化、数字来源和报送日历")
        parts: tuple[QWidget, ...] = (self._first, self._changes, self._origin, self._calendar)
        for title, part in zip(_TITLES, parts, strict=True):
            self.bar.addTab(title)
            self._stack.addWidget(part)
        self.bar.setTabToolTip(1, "与上一版、上一期定稿相比改了什么")
        self.bar.setTabToolTip(_ORIGIN, "数字来源：双击预览里的数字")
        self.bar.setTabToolTip(3, "报送日历")
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, px(4), 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)

    @property
    def filed(self) -> FiledPanel:
        """The facts of the filed return in view."""
        return self._filed.part

    @property
    def changes(self) -> ChangesPanel:
        """What the return says otherwise than the one filed last."""
        return self._changes.part

    @property
    def origin(self) -> OriginPanel:
        """What the number opened last is made of."""
        return self._origin.part

    @property
    def calendar(self) -> CalendarPanel:
        """When each return was due and handed in."""
        return self._calendar.part

    def show_comparisons(self, found: Sequence[ReturnComparison]) -> None:
        """Show what changed since earlier filings."""
        self._changes.tell(lambda changes: changes.show_comparisons(found))

    def show_calendar(self, lines: Sequence[CalendarLine]) -> None:
        """Show when each return was due and handed in."""
        self._calendar.tell(lambda calendar: calendar.show_lines(lines))

    def show_filed(self, *, filed: bool) -> None:
        """Show the facts of a filed return, or what speaks against filing a draft."""
        self._first.setCurrentWidget(self._scrolled if filed else self.checks)
        self.bar.setTabText(0, "定稿" if filed else _TITLES[0])

    def show_first(self) -> None:
        """Bring the checks or the filed return's facts into view."""
        self.bar.setCurrentIndex(0)

    def show_origin(self) -> None:
        """Bring what a number is made of into view."""
        self.bar.setCurrentIndex(_ORIGIN)

    def forget_origin(self) -> None:
        """Another return is in view: no number of it was opened yet."""
        if self._origin.made is not None:
            self._origin.made.show_nothing()
        self.leave_origin()

    def leave_origin(self) -> bool:
        """Go back to the checks; False when the origin is not in view."""
        shown = self.bar.currentIndex() == _ORIGIN
        if shown:
            self.show_first()
        return shown

    def _make_filed(self, place: QWidget) -> FiledPanel:
        filed = FiledPanel(place)
        filed.sent_back.connect(self.sent_back)
        filed.mending_asked.connect(self.mending_asked)
        return filed

    def _make_calendar(self, place: QWidget) -> CalendarPanel:
        calendar = CalendarPanel(place)
        calendar.chosen.connect(self.calendar_chosen)
        return calendar

    def _make_origin(self, place: QWidget) -> OriginPanel:
        origin = OriginPanel(place)
        origin.tree.left_for.connect(self.left_for)
        return origin
