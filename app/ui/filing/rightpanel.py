"""The right side of the returns page: what to check, what changed, what numbers are made of."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.controls import hairline, scrolled
from app.ui.filing.calendarpanel import CalendarPanel
from app.ui.filing.changespanel import ChangesPanel
from app.ui.filing.checkpanel import CheckPanel
from app.ui.filing.filedpanel import FiledPanel
from app.ui.filing.originpanel import OriginPanel
from app.ui.style import px

_TITLES = ("检查", "变化", "来源", "日历")
_ORIGIN = 2


class RightPanel(QFrame):
    """Four parts under a bar; in the first, a filed return shows its facts instead of checks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.checks, self.filed = CheckPanel(), FiledPanel()
        self.changes, self.calendar = ChangesPanel(), CalendarPanel()
        self.origin = OriginPanel()
        self._first = QStackedWidget()
        self._first.addWidget(self.checks)
        self._scrolled = scrolled(self.filed)
        self._first.addWidget(self._scrolled)
        self._stack = QStackedWidget()
        self.bar = QTabBar()
        self.bar.setProperty("role", "tight")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setAccessibleName("检查、变化、数字来源和报送日历")
        parts = (self._first, self.changes, self.origin, self.calendar)
        for title, part in zip(_TITLES, parts, strict=True):
            self.bar.addTab(title)
            self._stack.addWidget(part)
        self.bar.setTabToolTip(1, "与上次定稿相比改了什么")
        self.bar.setTabToolTip(_ORIGIN, "数字来源：双击预览里的数字")
        self.bar.setTabToolTip(3, "报送日历")
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, px(4), 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)

    def show_filed(self, *, filed: bool, compared: bool = True) -> None:
        """Show the facts of a filed return, or what speaks against filing a draft.

        ``compared`` is False for a district's own form, of which only the page is kept.
        """
        self._first.setCurrentWidget(self._scrolled if filed else self.checks)
        self.bar.setTabText(0, "定稿" if filed else _TITLES[0])
        self.bar.setTabVisible(1, compared and not filed)

    def show_first(self) -> None:
        """Bring the checks or the filed return's facts into view."""
        self.bar.setCurrentIndex(0)

    def show_origin(self) -> None:
        """Bring what a number is made of into view."""
        self.bar.setCurrentIndex(_ORIGIN)

    def leave_origin(self) -> bool:
        """Go back to the checks; False when the origin is not in view."""
        shown = self.bar.currentIndex() == _ORIGIN
        if shown:
            self.show_first()
        return shown
