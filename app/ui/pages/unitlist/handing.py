"""交办: hand chosen tasks and items to units, then see, print or save the orders that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.services.supervision import assignments
from app.services.supervision.assignments_reading import list_assignments
from app.ui.assigning.handingform import NO_THINGS, HandingForm
from app.ui.assigning.orderpaper import OrderPaper
from app.ui.operations import run_service
from app.ui.pages.page import Page
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from app.models.registers import AssignmentView
    from app.ui.assigning.handingform import Wanted
    from app.ui.workspace import Workspace


_CHOOSE = "输入名称或首字母，按 Enter 选中。"
_WRITE = "在“其他交办事项”里写一项，按 Enter 加上。"


class HandingPage(Page):
    """The form, and in its place the orders on paper once they are made."""

    title: ClassVar[str] = "交办"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.form = HandingForm(workspace)
        self.paper = OrderPaper(workspace)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.paper)
        self.body.addWidget(self._stack, 1)
        self._look = self.add_action("在“单位”里查看", self._show_unit)
        self._issue = self.set_primary(
            "交办", self.issue, shortcut="Ctrl+Return", tip="每家单位一份交办单，一步完成"
        )
        self.form.confirmed.connect(self.issue)
        self.form.planned.connect(self._show_actions)
        self._show_actions()

    @override
    def refresh(self) -> None:
        """Orders that were undone leave the paper: the form stands there again as it was."""
        if self._shows_paper() and not self._orders():
            self._stack.setCurrentWidget(self.form)
        elif not self._shows_paper():
            self.form.plan()
        self._show_actions()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.orders:
            self.show_paper(destination.orders)
        else:
            self.form.begin(destination.things, unit_id=destination.unit_id)
            self._stack.setCurrentWidget(self.form)
        self._show_actions()
        self.take_focus()

    @override
    def take_focus(self) -> None:
        if self._shows_paper():
            self.paper.pane.view.setFocus()
        else:
            self.form.take_focus()

    @override
    def print_page(self) -> bool:
        return self._shows_paper() and self.paper.print()

    def issue(self) -> None:
        """Make the orders in one step, and show them on paper."""
        if self.workspace.readonly or self._shows_paper():
            return
        if not self.form.is_ready:
            how = _WRITE if self.form.words == NO_THINGS else _CHOOSE
            self.workspace.complain(f"{self.form.words}；{how}")
            return
        wanted = self.form.wanted()
        ledger, day = self.workspace.ledger, self.workspace.as_of
        run_service(
            self,
            self.workspace,
            lambda _monitor: assignments.issue_assignments(
                ledger,
                wanted.orders,
                on=day,
                due=wanted.due,
                demands=wanted.demands,
                contact=wanted.contact,
                number=wanted.number,
            ),
            done=lambda made: self._on_issued(made, wanted),
            failed=lambda error: self.workspace.complain(error.message),
            title="正在生成交办单…",
            say=f"已交办 {wanted.words}",
        )

    def show_paper(self, orders: tuple[int, ...], words: str = "") -> None:
        """Show orders as they will be printed."""
        self.paper.show_orders(orders, words)
        self._stack.setCurrentWidget(self.paper)
        self._show_actions()

    def _on_issued(self, made: tuple[int, ...], wanted: Wanted) -> None:
        self.show_paper(made, f"已交办 {wanted.words}")
        self.take_focus()

    def _shows_paper(self) -> bool:
        return self._stack.currentWidget() is self.paper

    def _orders(self) -> tuple[AssignmentView, ...]:
        workspace = self.workspace
        return list_assignments(workspace.ledger, as_of=workspace.as_of, ids=self.paper.orders)

    def _show_actions(self) -> None:
        paper = self._shows_paper()
        self._issue.setVisible(not paper)
        self._issue.setEnabled(self.form.is_ready and not self.workspace.readonly)
        self._look.setVisible(paper)
        ready = f"{self.form.words}；按 Enter 交办" if self.form.is_ready else self.form.words
        self.note("Esc 返回" if paper else ready)

    def _show_unit(self) -> None:
        orders = self._orders()
        if orders:
            first = orders[0]
            self.workspace.go(
                Destination("units", unit_id=first.unit_id, assignment_id=first.id, part="orders")
            )
