"""What every part of the side panel of problems is: a body that shows one problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pages.sidepanels.detailpanel import PanelPart

if TYPE_CHECKING:
    from app.models.registers import ProblemDetail
    from app.ui.problems.verbs import ProblemVerbs


class ProblemTab(PanelPart):
    """One part of the side panel, with the verbs on problems."""

    def __init__(self, verbs: ProblemVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.workspace = verbs.workspace

    def show_detail(self, detail: ProblemDetail) -> None:
        """Show a problem; the same problem again after a change."""

    @classmethod
    def count(cls, detail: ProblemDetail) -> str:
        """What stands after the word on the tab, such as 3/7."""
        del detail
        return ""
