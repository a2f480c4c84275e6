"""The side panel of problems: one problem with its steps, measures, 举一反三 and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.supervision import problems
from app.ui.controls import ElidedLabel, label, row
from app.ui.fields import LightLabel
from app.ui.icons import icon
from app.ui.operations import act
from app.ui.pages.sidepanels.sidepanel_facts import HistoryTab
from app.ui.problems.factstab import FactsTab
from app.ui.problems.linkstab import LinksTab
from app.ui.problems.marks import problem_mark
from app.ui.problems.stepstab import StepsTab
from app.ui.style import px
from app.ui.targets import opening

if TYPE_CHECKING:
    from app.models.registers import ProblemDetail
    from app.ui.problems.tab import ProblemTab
    from app.ui.problems.verbs import ProblemVerbs

LEAST_WIDTH, LEAST_HEIGHT = 400, 240
STEPS, FACTS, LINKS, HISTORY = range(4)
_READ_AFTER_MS = 50
_TITLE = 60


class ProblemPanel(QFrame):
    """One problem in full.

    Signals:
        closed: the clerk closed the panel.
    """

    closed = Signal()

    def __init__(self, verbs: ProblemVerbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setMinimumWidth(px(LEAST_WIDTH))
        self.workspace = verbs.workspace
        self.problem_id: int | None = None
        self.detail: ProblemDetail | None = None
        self.steps = StepsTab(verbs)
        self.facts = FactsTab(verbs)
        self.links = LinksTab(verbs)
        self.history = HistoryTab(self.workspace)
        self.tabs: tuple[ProblemTab, ...] = (self.steps, self.facts, self.links)
        self._read_later = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read_later.timeout.connect(self.refresh)
        self._make_head()
        self._lay_out()

    def show_problem(self, problem_id: int, *, at_once: bool = False) -> None:
        """Show a problem; while keys run down the table only the last one is read."""
        if problem_id != self.problem_id:
            self.leave()
        self.problem_id = problem_id
        if at_once:
            self.refresh()
        else:
            self._read_later.start()

    def show_part(self, place: int) -> None:
        """Bring a part into view."""
        self.bar.setCurrentIndex(place)

    def refresh(self) -> None:
        """Read the problem again; a problem that is gone closes the panel."""
        self._read_later.stop()
        number, workspace = self.problem_id, self.workspace
        if number is None:
            return
        detail = act(
            self,
            workspace,
            lambda: problems.problem_detail(
                workspace.ledger,
                number,
                as_of=workspace.as_of,
                with_history=self.bar.currentIndex() == HISTORY,
            ),
            changes=False,
        )
        if detail is None:
            self.problem_id = self.detail = None
            self.closed.emit()
            return
        self._show(detail)

    def begin(self) -> None:
        """Put the keyboard into the part in view."""
        place = self.bar.currentIndex()
        (self.history if place == HISTORY else self.tabs[place]).begin()

    def leave(self) -> None:
        """Save what was typed."""
        for tab in self.tabs:
            tab.leave()

    def go_back(self) -> bool:
        """Esc: close a question or an open form first; False when there was none."""
        place = self.bar.currentIndex()
        return place != HISTORY and self.tabs[place].go_back()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))

    def _show(self, detail: ProblemDetail) -> None:
        self.detail = detail
        problem = detail.problem
        told = (f"编号 {problem.number}" if problem.number else "", problem.source, problem.unit)
        self.path.setText("　".join(part for part in told if part))
        self.title.setText(opening(problem.text, _TITLE))
        self.title.setToolTip(problem.text)
        self.light.show_mark(problem_mark(problem.state))
        self.why.setText(problem.why)
        for place, tab in enumerate(self.tabs):
            tab.show_detail(detail)
            count = tab.count(detail)
            self.bar.setTabText(place, f"{tab.title} {count}" if count else tab.title)
        self.history.show_history(detail.history)

    def _show_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        if place == HISTORY:
            self.refresh()

    def _make_head(self) -> None:
        self.path = ElidedLabel("muted")
        self.title = label("", "heading", wrap=True, selectable=True)
        self.light = LightLabel()
        self.why = label("", "muted", wrap=True, selectable=True)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setToolTip("关闭（Esc）")
        self.close_button.setAccessibleName("关闭")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed.emit)

    def _lay_out(self) -> None:
        self.bar = QTabBar()
        self.bar.setProperty("role", "tight")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self._stack = QStackedWidget()
        for tab in self.tabs:
            self.bar.addTab(tab.title)
            self._stack.addWidget(tab)
        self.bar.addTab(self.history.title)
        self._stack.addWidget(self.history)
        self.bar.currentChanged.connect(self._show_tab)
        top = row(self.path, None, self.close_button)
        told = row(self.light, self.why)
        told.setStretch(1, 1)
        told.setAlignment(self.light, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(12))
        layout.setSpacing(px(4))
        layout.addLayout(top)
        layout.addWidget(self.title)
        layout.addLayout(told)
        layout.addSpacing(px(4))
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
