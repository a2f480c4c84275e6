"""The side panel of problems: one problem with its steps, measures, 举一反三 and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.services.supervision import problems
from app.ui.operations import act
from app.ui.pages.sidepanels.detailpanel import DetailPanel, LatePanelPart
from app.ui.pages.sidepanels.sidepanel_facts import HistoryTab
from app.ui.problems.factstab import FactsTab
from app.ui.problems.linkstab import LinksTab
from app.ui.problems.marks import problem_mark
from app.ui.problems.stepstab import StepsTab

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.models.registers import ProblemDetail
    from app.ui.problems.verbs import ProblemVerbs

STEPS, FACTS, LINKS, HISTORY = range(4)
_TITLE = 60


class ProblemPanel(DetailPanel):
    """One problem in full."""

    def __init__(self, verbs: ProblemVerbs, parent: QWidget | None = None) -> None:
        workspace = verbs.workspace
        self.steps = StepsTab(verbs)
        self._facts = LatePanelPart(FactsTab.title, lambda _place: FactsTab(verbs))
        self._links = LatePanelPart(LinksTab.title, lambda _place: LinksTab(verbs))
        self._history = LatePanelPart(
            HistoryTab.title,
            lambda place: HistoryTab(workspace, place, history=problems.problem_history),
        )
        parts = (self.steps, self._facts, self._links, self._history)
        super().__init__(workspace, parts, parent)
        self.detail: ProblemDetail | None = None
        self.lay_out()

    @property
    def facts(self) -> FactsTab:
        """措施, made when it is first looked at."""
        return self._facts.part

    @property
    def links(self) -> LinksTab:
        """举一反三, made when it is first looked at."""
        return self._links.part

    @property
    def history(self) -> HistoryTab:
        """历史, made when it is first looked at."""
        return self._history.part

    def show_part(self, place: int) -> None:
        """Bring a part into view."""
        self.bar.setCurrentIndex(place)

    @override
    def read(self, number: int) -> bool:
        workspace = self.workspace
        self.detail = detail = act(
            self,
            workspace,
            lambda: problems.problem_detail(workspace.ledger, number, as_of=workspace.as_of),
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
        self.steps.show_detail(detail)
        self._facts.tell(lambda tab: tab.show_detail(detail))
        self._links.tell(lambda tab: tab.show_detail(detail))
        self._history.tell(lambda tab: tab.show_record(problem.id))
        self.show_counts([kind.count(detail) for kind in (StepsTab, FactsTab, LinksTab)])
