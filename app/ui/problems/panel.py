"""The side panel of problems: one problem with its steps, measures, 举一反三 and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.services.supervision import problems
from app.ui.operations import act
from app.ui.pages.sidepanels.detailpanel import DetailPanel
from app.ui.pages.sidepanels.sidepanel_facts import HistoryTab
from app.ui.problems.factstab import FactsTab
from app.ui.problems.linkstab import LinksTab
from app.ui.problems.marks import problem_mark
from app.ui.problems.stepstab import StepsTab

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models.registers import ProblemDetail
    from app.ui.problems.tab import ProblemTab
    from app.ui.problems.verbs import ProblemVerbs

STEPS, FACTS, LINKS, HISTORY = range(4)
_TITLE = 60


class ProblemPanel(DetailPanel):
    """One problem in full."""

    def __init__(self, verbs: ProblemVerbs, parent: QWidget | None = None) -> None:
        self.steps = StepsTab(verbs)
        self.facts = FactsTab(verbs)
        self.links = LinksTab(verbs)
        self.history = HistoryTab(verbs.workspace)
        self.tabs: tuple[ProblemTab, ...] = (self.steps, self.facts, self.links)
        super().__init__(verbs.workspace, (*self.tabs, self.history), parent)
        self.detail: ProblemDetail | None = None
        self.lay_out()

    def show_part(self, place: int) -> None:
        """Bring a part into view."""
        self.bar.setCurrentIndex(place)

    @override
    def read(self, number: int) -> bool:
        workspace = self.workspace
        self.detail = detail = act(
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
        if detail is not None:
            self._show(detail)
        return detail is not None

    def _show(self, detail: ProblemDetail) -> None:
        problem = detail.problem
        number = f"编号 {problem.number}" if problem.number else ""
        self.show_title((number, problem.source, problem.unit), problem.text, _TITLE)
        self.light.show_mark(problem_mark(problem.state))
        self.why.setText(problem.why)
        for tab in self.tabs:
            tab.show_detail(detail)
        self.show_counts([tab.count(detail) for tab in self.tabs])
        self.history.show_history(detail.history)

    @override
    def _on_tab_changed(self, place: int) -> None:
        super()._on_tab_changed(place)
        if place == HISTORY:
            self.refresh()
