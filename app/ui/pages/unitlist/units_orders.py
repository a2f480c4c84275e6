"""交办单 of one unit: every line with its state, edited in place, answered and judged below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.proof.evidence import Owner
from app.services.supervision import assignments
from app.ui.assigning.feedbackform import FeedbackForm
from app.ui.controls import button, label, row
from app.ui.evidence.box import EvidenceBox
from app.ui.itemmodels.columns import for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.lateparts import LatePart
from app.ui.operations import act
from app.ui.pages.unitlist.orderlines import LineEdits, OrderLine, order_columns
from app.ui.style import px
from app.ui.tables import Table, select_only
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import AssignmentView
    from app.ui.workspace import Workspace

_NOTHING = "还没有交办单。在任务或清单里选中几行，按 Ctrl+J；或点上面的“交办…”。"


class OrdersTab(QWidget):
    """The lines of all orders, the newest order first."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        columns = order_columns(LineEdits(self, workspace))
        self.model: TableModel[OrderLine] = TableModel(
            for_reading(columns) if workspace.readonly else columns,
            key=lambda one: one.line.id,
            parent=self,
        )
        self.table = Table(self.model, workspace.memory, "unit-orders", parent=self)
        self.table.setAccessibleName("交办事项")
        self.table.selection_changed.connect(self._show_chosen)
        self.table.opened.connect(lambda _one: self.begin())
        self.form = FeedbackForm(workspace)
        self.form.judged.connect(self.table.setFocus)
        self.paper = button("预览、打印…", self.show_paper, icon_name="print")
        self.withdraw = button("撤回", self.withdraw_chosen)
        self.remove = button("删除", self.remove_chosen)
        self.withdraw.setToolTip("撤回所选事项的整份交办单；已办结的不变，反馈都保留")
        self.remove.setToolTip("删除所选事项的整份交办单（可以撤销）")
        self.proof_button = button("佐证", self._toggle_proof, icon_name="clip")
        self.proof_button.setToolTip("所选事项的照片、文件")
        self.proof_button.setCheckable(True)
        self._proof = LatePart(lambda _place: EvidenceBox(workspace))
        self._proof.hide()
        self.nothing = label(_NOTHING, "muted", wrap=True)
        if not workspace.readonly:
            self.table.delete_asked.connect(self._remove_lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(row(self.paper, self.proof_button, self.withdraw, self.remove, None))
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addWidget(self._proof, 1)
        column.addWidget(self.form)

    @property
    def proof(self) -> EvidenceBox:
        """The files of the one line chosen."""
        return self._proof.part

    def show_orders(self, orders: Sequence[AssignmentView]) -> None:
        """Show a unit's orders; of another unit the first open line is chosen."""
        self.model.set_rows([OrderLine(order, line) for order in orders for line in order.lines])
        self.table.setVisible(bool(orders))
        self.nothing.setVisible(not orders)
        self.form.setVisible(bool(orders))
        if orders and not self.chosen():
            self._choose_first_open()
        self._show_chosen()

    def _choose_first_open(self) -> None:
        """The cursor goes where something is still to be done."""
        open_lines = (one.line.id for one in self.model.rows if one.line.is_open)
        first = next(open_lines, None)
        if first is None or not self.table.select_key(first):
            select_only(self.table, 0)

    def chosen(self) -> tuple[OrderLine, ...]:
        """The lines chosen."""
        rows: tuple[OrderLine, ...] = self.table.selected_rows()
        return rows

    def show_line(self, line_id: int) -> bool:
        """Bring a line into view."""
        return self.table.select_key(line_id, column="text")

    def show_order(self, assignment_id: int) -> bool:
        """Bring an order into view, by its first line unless one of its lines is chosen."""
        if any(one.order.id == assignment_id for one in self.chosen()):
            return True
        rows = (one.line.id for one in self.model.rows if one.order.id == assignment_id)
        first = next(rows, None)
        return first is not None and self.show_line(first)

    def take_focus(self) -> None:
        """Put the keyboard on the lines."""
        self.table.setFocus()

    def begin(self) -> None:
        """Put the keyboard where the next step of the line chosen is typed."""
        for part in (self.form.text, self.form.why):
            if part.isVisible():
                part.setFocus()
                return

    def show_paper(self) -> None:
        """Show the orders of the lines chosen on paper, to be printed or saved."""
        orders = self._orders()
        if orders:
            self._workspace.go(Destination("handing", orders=orders))

    def withdraw_chosen(self) -> None:
        """Withdraw the orders of the lines chosen, as of the day in view."""
        orders, workspace = self._orders(), self._workspace
        if orders:
            day = workspace.as_of
            act(
                self,
                workspace,
                lambda: assignments.withdraw_assignments(workspace.ledger, orders, day),
                say=f"已撤回交办单 {len(orders)} 份",
            )

    def remove_chosen(self) -> None:
        """Take the orders of the lines chosen out; undo brings them back."""
        orders, workspace = self._orders(), self._workspace
        if orders:
            act(
                self,
                workspace,
                lambda: assignments.remove_assignments(workspace.ledger, orders),
                say=f"已删除交办单 {len(orders)} 份",
            )

    def _orders(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.order.id for one in self.chosen()))

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        self.form.show_lines([one.line for one in chosen])
        self.paper.setEnabled(bool(chosen))
        self._show_proof()
        for part in (self.withdraw, self.remove):
            part.setEnabled(bool(chosen) and not self._workspace.readonly)
            part.setVisible(not self._workspace.readonly)

    def _toggle_proof(self) -> None:
        self._show_proof()
        if self._proof.isVisibleTo(self):
            self.proof.begin()

    def _show_proof(self) -> None:
        """The files of the one line chosen, while 佐证 is on."""
        chosen = self.chosen()
        one = chosen[0].line if len(chosen) == 1 else None
        self.proof_button.setEnabled(one is not None)
        self.proof_button.setText(f"佐证 {one.evidence}" if one and one.evidence else "佐证")
        wanted = one is not None and self.proof_button.isChecked()
        self._proof.setVisible(wanted)
        if one is not None and wanted:
            owner = Owner(line_id=one.id)
            self._proof.tell(lambda proof: proof.show_owner(owner))

    def _remove_lines(self, rows: Sequence[OrderLine]) -> None:
        ids, workspace = [one.line.id for one in rows], self._workspace
        act(
            self,
            workspace,
            lambda: assignments.remove_lines(workspace.ledger, ids),
            say=f"已删除交办事项 {len(ids)} 项",
        )
