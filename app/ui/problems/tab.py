"""What every part of the side panel of problems is: a body that shows one problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.models.registers import ProblemDetail
    from app.ui.problems.verbs import ProblemVerbs


class ProblemTab(QWidget):
    """One part of the side panel; ``title`` is the word on its tab."""

    title: ClassVar[str] = ""

    def __init__(self, verbs: ProblemVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.workspace = verbs.workspace

    def show_detail(self, detail: ProblemDetail) -> None:
        """Show a problem; the same problem again after a change."""

    def count(self, detail: ProblemDetail) -> str:
        """What stands after the word on the tab, such as 3/7."""
        del detail
        return ""

    def begin(self) -> None:
        """Take the keyboard where work begins."""
        self.setFocus()

    def leave(self) -> None:
        """The clerk goes elsewhere: save what was typed."""

    def go_back(self) -> bool:
        """Esc: close what is open here; False when there was nothing."""
        return False
