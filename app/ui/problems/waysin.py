"""How problems come onto the page: typed one by one, pasted, or read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services.supervision import problemimport, problems
from app.ui.dropped import PATTERN
from app.ui.operations import run_service
from app.ui.problems.addform import AddForm
from app.ui.problems.importview import ImportView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.errors import UserError
    from app.monitor import Monitor
    from app.services.supervision.problemimport import ProblemPreview
    from app.ui.problems.verbs import ProblemVerbs


class WaysIn(QObject):
    """The line for typing, the preview of a file, and the verbs behind them.

    Signals:
        previewed: a file was read; ``preview`` shows what was understood.
        left: the clerk goes back from the preview.
        made: problems were written down; carries their numbers.
    """

    previewed = Signal()
    left = Signal()
    made = Signal(object)

    def __init__(self, parent: QWidget, verbs: ProblemVerbs) -> None:
        super().__init__(parent)
        self._parent, self._verbs = parent, verbs
        self.workspace = verbs.workspace
        self.line = AddForm()
        self.preview = ImportView(self.workspace)
        self.line.added.connect(self._add_typed)
        self.preview.left.connect(self.left.emit)
        self.preview.wanted.connect(self._import_rows)

    def begin_adding(self, units: Sequence[str], sources: Sequence[str]) -> None:
        """Open the line for new problems, with words to be offered."""
        self.line.begin(units, sources)

    def choose_file(self) -> None:
        """Let the clerk choose a file of problems."""
        pattern = f"问题清单 ({PATTERN});;所有文件 (*)"
        name, _ = QFileDialog.getOpenFileName(self._parent, "选择问题清单", "", pattern)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a file of problems and show what was understood."""
        ledger, year = self.workspace.ledger, self.workspace.as_of.year

        def work(monitor: Monitor) -> tuple[ProblemPreview, ...]:
            return problemimport.read_problem_file(ledger, path, year=year, monitor=monitor)

        run_service(
            self._parent,
            self.workspace,
            work,
            done=self._show_previews,
            failed=self._complain,
            title="正在读取问题清单…",
            say="",
            changes=False,
        )

    def paste(self) -> None:
        """Add the rows on the clipboard as problems."""
        if self.workspace.readonly:
            return
        data = QGuiApplication.clipboard().mimeData()
        html = data.html() if data.hasHtml() else None
        text = data.text() if data.hasText() else None
        ledger, year = self.workspace.ledger, self.workspace.as_of.year
        self._make(
            lambda _monitor: problemimport.paste_clipboard(ledger, html, text, year=year),
            "正在粘贴问题…",
        )

    def _show_previews(self, found: tuple[ProblemPreview, ...]) -> None:
        self.previewed.emit()
        self.preview.show_previews(found)

    def _import_rows(self, chosen: ProblemPreview, rows: frozenset[int], source: str) -> None:
        ledger = self.workspace.ledger
        self._make(
            lambda _monitor: problemimport.import_problems(
                ledger, chosen, rows=rows, source=source
            ),
            "正在导入问题…",
        )

    def _make(self, work: Callable[[Monitor], list[int]], title: str) -> None:
        run_service(
            self._parent,
            self.workspace,
            work,
            done=self.made.emit,
            failed=self._complain,
            title=title,
        )

    def _add_typed(self, text: str, source: str, unit: str, deadline: str) -> None:
        ledger, year = self.workspace.ledger, self.workspace.as_of.year
        if not self._verbs.may_be_deadline(deadline):
            self.line.deadline.setFocus()
            return
        words = self._verbs.deadline_words(deadline)
        number = self._verbs.act(
            lambda: problems.add_problem(
                ledger, text=text, year=year, source=source, unit=unit, deadline_text=words
            )
        )
        if number is not None:
            self.made.emit([number])
            self.line.clear_for_next()

    def _complain(self, error: UserError) -> None:
        self.workspace.complain(error.message)
