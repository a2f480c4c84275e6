"""The top of the window: which list and period are in view, search, undo and redo, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from app.models.rules.periods import Period, periods_of_year
from app.ui.controls import ChoiceBox
from app.ui.icons import picture
from app.ui.keys import LISTS, PERIODS, SEARCH
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QAction, QKeyEvent

    from app.models.views import ListView

_SEARCH_AFTER_MS = 0  # what is searched is found in an instant: keys of one moment go together
_MOST_PERIODS = 26


class SearchField(QLineEdit):
    """The search field; Esc empties it, Down goes into the page.

    Signals:
        left: the clerk wants to go on in the page.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "search")
        self.setPlaceholderText(f"搜索 {SEARCH.text}")
        self.setAccessibleName("搜索")
        self.setClearButtonEnabled(True)
        self.setTextMargins(px(22), 0, 0, 0)
        sign = QLabel(self)
        sign.setPixmap(picture("search", px(16), ratio=self.devicePixelRatioF()))
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        place = QHBoxLayout(self)
        place.setContentsMargins(px(10), 0, 0, 0)
        place.addWidget(sign)
        place.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self.left.emit()
            case Qt.Key.Key_Down:
                self.left.emit()
            case _:
                super().keyPressEvent(event)


class TopBar(QFrame):
    """List, period, search, undo, redo, help.

    Signals:
        list_chosen: the id of a list, or None for all.
        period_chosen: a period's key.
        searched: the words of the search field, a moment after they were typed.
        search_entered: Enter in the search field.
    """

    list_chosen = Signal(object)
    period_chosen = Signal(str)
    searched = Signal(str)
    search_entered = Signal(str)

    def __init__(
        self, undo: QAction, redo: QAction, show_help: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.lists = ChoiceBox("任务分解表", role="quiet", widest=420)
        self.periods = ChoiceBox("报告期", role="quiet", narrowest=200)
        self.periods.setMaxVisibleItems(_MOST_PERIODS)
        self.periods.setToolTip(PERIODS.tip("报告期"))
        self.search = SearchField()
        self._later = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.lists)
        layout.addWidget(self.periods)
        layout.addStretch(1)
        layout.addWidget(self.search, 3)
        for action in (undo, redo, show_help):
            layout.addWidget(_tool(action))
        self.search.setMinimumWidth(px(150))
        self.search.setMaximumWidth(px(260))
        self._connect()

    def show_lists(self, lists: Sequence[ListView], chosen: int | None) -> None:
        """Fill the choice of lists; hidden when there are none."""
        blocked = self.lists.blockSignals(True)
        self.lists.clear()
        for one in lists:
            self.lists.addItem(one.title, one.id)
        if len(lists) > 1:
            self.lists.addItem("全部任务表", None)
        place = self.lists.findData(chosen)
        self.lists.setCurrentIndex(max(place, 0))
        self.lists.setToolTip(LISTS.tip(self.lists.currentText()))
        self.lists.blockSignals(blocked)
        self.lists.setVisible(bool(lists))
        self.periods.setVisible(bool(lists))

    def show_period(self, period: str, *, years: Iterable[int] = ()) -> None:
        """Fill the choice of periods and choose one.

        Args:
            period: the period's key.
            years: the years of the lists held; the quarters of each are offered.
        """
        current = Period.parse(period)
        blocked = self.periods.blockSignals(True)
        self.periods.clear()
        for periods in _offered(current, years):
            if self.periods.count():
                self.periods.insertSeparator(self.periods.count())
            for one in periods:
                self.periods.addItem(one.label, one.key)
        self.periods.setCurrentIndex(self.periods.findData(current.key))
        self.periods.blockSignals(blocked)

    def clear_search(self) -> None:
        """Empty the search field without searching."""
        blocked = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(blocked)
        self._later.stop()

    def open_choice(self, box: ChoiceBox) -> None:
        """Let the clerk choose at once, by the arrows and Enter."""
        if box.isVisible():
            box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            box.showPopup()

    def _connect(self) -> None:
        self.lists.activated.connect(
            lambda place: self.list_chosen.emit(self.lists.itemData(place))
        )
        self.periods.activated.connect(
            lambda place: self.period_chosen.emit(self.periods.itemData(place))
        )
        self.search.textChanged.connect(lambda _: self._later.start())
        self._later.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.returnPressed.connect(
            lambda: self.search_entered.emit(self.search.text().strip())
        )


def _offered(current: Period, years: Iterable[int]) -> tuple[list[Period], ...]:
    """Quarters, then halves and the year, then months; the one before and after always too."""
    beside = {current.previous, current, current.next}
    kinds = {
        ("quarter",): {current.year, *years},
        ("half", "year"): {current.year},
        ("month",): {current.year},
    }
    return tuple(
        sorted(
            {
                *(one for kind in kinds_ for year in held for one in periods_of_year(year, kind)),
                *(one for one in beside if one.kind in kinds_),
            },
            key=lambda one: (one.start, one.end),
        )
        for kinds_, held in kinds.items()
    )


def _tool(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(px(18), px(18)))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
