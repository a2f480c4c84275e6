"""举一反三 in the side panel of problems: where else the like was looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.models.registers import LinkView
from app.services.supervision import problemlinks
from app.ui.controls import button, label, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.problems.tab import ProblemTab
from app.ui.problems.targetline import TargetLine
from app.ui.style import px
from app.ui.tables import Table
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import LinkTarget, ProblemDetail
    from app.ui.problems.verbs import ProblemVerbs

_TEACH = (
    "同类问题还查了哪里？写一句话，或输入几个字选任务、清单项、别的问题。回车加入，Delete 移除。"
)


class LinksTab(ProblemTab):
    """The list of where the like was looked for, with a line to add one more."""

    title = "举一反三"

    def __init__(self, verbs: ProblemVerbs) -> None:
        super().__init__(verbs)
        self._problem: int | None = None
        self.line = TargetLine("写一句话，或输入几个字来选", self._find, free=True)
        if self.workspace.readonly:
            self.line.hide()
        self.line.chosen.connect(self.add)
        self.model = TableModel[LinkView](
            (
                Column("kind", "类别", _kind, 64, muted=True),
                Column("text", "内容", lambda link: link.text, 160, stretch=True, long=True,
                       tip=lambda link: link.text),
            ),
            key=lambda link: link.id,
        )  # fmt: skip
        self.table = Table(self.model, self.workspace.memory, "problem-links", sortable=False)
        self.table.setAccessibleName("举一反三")
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.verticalHeader().setDefaultSectionSize(px(48))
        self.table.opened.connect(self._go)
        self.table.delete_asked.connect(self.remove)
        self.table.selection_changed.connect(self._offer)
        self.look = button("前往", lambda: self._go(self.table.current_row()))
        self.off = button("移除", lambda: self.remove(self.table.selected_rows()))
        self.hint = label(_TEACH, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(12), 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.line)
        layout.addWidget(self.hint)
        layout.addWidget(self.table, 100)
        layout.addLayout(row(self.look, self.off, None))
        layout.addStretch(1)

    @override
    def show_detail(self, detail: ProblemDetail) -> None:
        """Show a problem; the same problem again after a change."""
        self._problem = detail.problem.id
        links = detail.problem.links
        self.model.set_rows(links)
        for part in (self.table, self.look):
            part.setVisible(bool(links))
        self.off.setVisible(bool(links) and not self.workspace.readonly)
        self.hint.setVisible(not self.workspace.readonly)
        self._offer()

    @override
    @classmethod
    def count(cls, detail: ProblemDetail) -> str:
        """How many there are."""
        return str(len(detail.problem.links)) if detail.problem.links else ""

    @override
    def begin(self) -> None:
        """Put the keyboard into the line."""
        self.line.setFocus()

    def add(self, target: LinkTarget) -> None:
        """Note one more."""
        number, ledger = self._problem, self.workspace.ledger
        if number is not None and not self.workspace.readonly:
            self._verbs.act(lambda: problemlinks.add_link(ledger, number, target))
            self.line.setFocus()

    def remove(self, links: Sequence[LinkView]) -> None:
        """Take some away."""
        ids = [link.id for link in links]
        if ids and not self.workspace.readonly:
            self._verbs.act(lambda: problemlinks.remove_links(self.workspace.ledger, ids))

    def _find(self, words: str) -> tuple[LinkTarget, ...]:
        return problemlinks.find_targets(self.workspace.ledger, words, problem_id=self._problem)

    def _go(self, link: LinkView | None) -> None:
        if link is None:
            return
        if link.task_id is not None:
            self.workspace.go(Destination("tasks", task_id=link.task_id))
        elif link.item_id is not None:
            self.workspace.go(Destination("items", item_id=link.item_id))
        elif link.other_id is not None:
            self.workspace.go(Destination("problems", problem_id=link.other_id))

    def _offer(self) -> None:
        link = self.table.current_row()
        self.look.setEnabled(link is not None and _kind(link) != "文字")
        self.off.setEnabled(bool(self.table.selected_rows()))


def _kind(link: LinkView) -> str:
    if link.task_id is not None:
        return "任务"
    if link.item_id is not None:
        return "清单项"
    return "问题" if link.other_id is not None else "文字"
