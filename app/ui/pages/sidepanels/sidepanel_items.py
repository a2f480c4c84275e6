"""清单 in the side panel: named items to tick, edited in place, pasted, numbered or proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.models.rules.measure import is_counted
from app.models.rules.splitting import is_whole
from app.services.breakdown import itemcolumns
from app.services.breakdown import items as item_services
from app.services.parties import units as unit_services
from app.ui.blocks import block_text, read_block
from app.ui.controls import button, label, row
from app.ui.dropped import ListTarget
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.pages.itemlist.itemedits import ItemEdits
from app.ui.pages.itemlist.itemlines import ItemColumns, ItemLine, lines_of
from app.ui.pages.itemlist.itemmaking import BlanksForm, ColumnForm, ProposalForm
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.style import px
from app.ui.tables import Table
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

_LEAST_TABLE, _SHORT = 64, 320


class ItemsTab(ListTarget, PanelTab):
    """清单: the named items under a task. Space ticks all that are selected."""

    key = "items"
    title = "清单"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.table: Table | None = None
        self.model: TableModel[ItemLine] | None = None
        self._edits = ItemEdits(self, workspace)
        self._columns = ItemColumns(self._edits.tick, self._edits.save, self._unit_names)
        self._own: tuple[str, ...] | None = None
        self.paste = button("粘贴清单", self.paste_list, role="link")
        self.paste.setToolTip(
            "从 Excel 或 WPS 复制几行，第一行可以是表头（名称、责任单位、时限、吨位…）"
        )
        self.load = button("导入清单…", self.begin_import, role="link")
        self.load.setToolTip("从任意一张表导入：企业名单、锅炉台账、河道名录；也可以把文件拖到这里")
        self.whole = button("在清单页看", self._open_page, role="link")
        self.split = button("分解到村", self._open_split, role="link")
        self.split.setToolTip("把目标数分到各村（社区）和部门")
        self._second = QWidget()
        self.number = button("生成编号清单", self._begin_blanks, role="link")
        self.propose = button("从文字中提取", self._begin_proposal, role="link")
        self.widen = button("加列", self._begin_column, role="link")
        self.widen.setToolTip("给这份清单加一列，如吨位、氮氧化物浓度")
        self.hint = label("", "muted", wrap=True)
        self.quick = QLineEdit()
        self.quick.setPlaceholderText("输入名称，回车新增一项")
        self.quick.setAccessibleName("新增清单项")
        self.quick.setClearButtonEnabled(True)
        self.quick.returnPressed.connect(self._add_typed)
        self.blanks = BlanksForm(self._make_blanks)
        self.proposal = ProposalForm(self._add_names)
        self.columns = ColumnForm(self._add_column)
        self.forms = (self.blanks, self.proposal, self.columns)
        self._lay_out()

    @override
    def show_detail(self, detail: TaskDetail) -> None:
        if detail.task.id != self.task_id():
            self.go_back()
            self.quick.clear()
        super().show_detail(detail)
        self._fit_columns(detail.item_columns)
        if self.model and self.table:
            self.model.set_rows(lines_of(detail.items, {}, self.workspace.as_of))
            self._make_room()
        self.hint.setText(_hint(detail))
        self.hint.setVisible(not detail.items)

    @staticmethod
    @override
    def count(detail: TaskDetail, period: str) -> str:
        del period
        return f"{detail.task.items_done}/{len(detail.items)}" if detail.items else ""

    @override
    def begin(self) -> None:
        if self.table and self.model and self.model.rows:
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.table.order.index(0, 1))
        else:
            self.quick.setFocus()

    @override
    def go_back(self) -> bool:
        open_forms = [form for form in self.forms if form.isVisibleTo(self)]
        for form in open_forms:
            form.hide()
        return bool(open_forms)

    def _make_room(self) -> None:
        """An open form takes the place of the typing line, and of the list where room is short."""
        filling = any(form.isVisibleTo(self) for form in self.forms)
        short = self.height() < px(_SHORT)
        self.quick.setVisible(not (filling or self.workspace.readonly))
        self._second.setVisible(not short)
        if self.table and self.model:
            self.table.setVisible(bool(self.model.rows) and not (filling and short))

    def paste_list(self) -> None:
        """Add the rows on the clipboard as items."""
        self.paste_rows(read_block(block_text(QGuiApplication.clipboard().mimeData())))

    def paste_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Add pasted rows as items; a first row of headings names the columns."""
        task_id = self.task_id()
        self._made(
            lambda: item_services.paste_items(self.workspace.ledger, task_id, rows), "已粘贴"
        )

    def begin_import(self) -> None:
        """Import a list for this task, looked at first."""
        self.workspace.go(Destination("itemimport", task_id=self.task_id()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @override
    def take_list(self, file: Path) -> None:
        self.workspace.go(Destination("itemimport", task_id=self.task_id(), file=file))

    def select_item(self, item_id: int) -> None:
        """Put the cursor on an item."""
        if self.table:
            self.table.select_key(item_id, column="name")

    def _lay_out(self) -> None:
        self.body.addLayout(row(self.load, self.paste, self.number, self.propose, None, spacing=12))
        second = row(self.split, self.whole, None, self.widen, spacing=12)
        second.setContentsMargins(0, 0, 0, 0)
        self._second.setLayout(second)
        self.body.addWidget(self._second)
        for form in self.forms:
            form.hide()
            form.shown.connect(self._make_room)
            self.body.addWidget(form)
        self.body.addWidget(self.hint)
        self._table_place = self.body.count()
        self.body.addWidget(self.quick)
        self.body.addStretch(1)
        QShortcut(QKeySequence("Ctrl+V"), self.quick, self._paste_into_quick)
        self.setAcceptDrops(not self.workspace.readonly)
        changing = (self.load, self.paste, self.number, self.propose, self.widen, self.quick)
        for part in changing if self.workspace.readonly else ():
            part.hide()

    def _paste_into_quick(self) -> None:
        """Several rows on the clipboard are a list; one word is just typed."""
        text = block_text(QGuiApplication.clipboard().mimeData())
        if "\n" in text.strip() or "\t" in text:
            self.paste_list()
        else:
            self.quick.paste()

    def _fit_columns(self, own: tuple[str, ...]) -> None:
        """Make the table anew when the task's own columns are others."""
        if self.table is not None and own == self._own:
            return
        if self.table is not None:
            self.body.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self._own = own
        readonly = self.workspace.readonly
        columns = self._columns.make(own, single=True, readonly=readonly, narrow=True)
        self.model = TableModel[ItemLine](columns, key=lambda line: line.item.id)
        self.table = Table(self.model, self.workspace.memory, "panel-items", cells=True)
        self.table.work.write = self._edits.write
        self.table.refused.connect(self.workspace.complain)
        self.table.setAccessibleName("任务的清单")
        self.model.setParent(self.table)
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.delete_asked.connect(self._edits.remove)
        self.table.opened.connect(self._edit_current)
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        self.body.insertWidget(self._table_place, self.table, 100)

    def _edit_current(self, _line: ItemLine) -> None:
        if self.table:
            index: QModelIndex = self.table.currentIndex()
            if index.column() == 0:
                self.table.tick_selected()
            else:
                self.table.edit(index)

    def _unit_names(self) -> tuple[str, ...]:
        kinds = ("village", "department", "enterprise", "other")
        units = unit_services.list_units(self.workspace.ledger)
        ordered = sorted(
            (unit for unit in units if unit.kind in kinds), key=lambda unit: kinds.index(unit.kind)
        )
        return tuple(unit.name for unit in ordered)

    def _add_typed(self) -> None:
        if self.quick.text().strip():
            self._add_names((self.quick.text().strip(),))
            self.quick.clear()
            self.quick.setFocus()

    def _add_names(self, names: Sequence[str]) -> None:
        task_id = self.task_id()
        self._made(lambda: item_services.add_items(self.workspace.ledger, task_id, names), "已新增")

    def _make_blanks(self, names: Sequence[str]) -> None:
        task_id, ledger = self.task_id(), self.workspace.ledger
        self._made(lambda: item_services.add_items(ledger, task_id, names), "已生成")

    def _add_column(self, name: str) -> None:
        task_id = self.task_id()
        self.act(
            lambda: itemcolumns.add_item_column(self.workspace.ledger, task_id, name),
            say=f"已增加一列“{name}”",
        )

    def _made(self, make: Callable[[], list[int]], word: str) -> None:
        made = self.act(make)
        if made:
            self.workspace.say(f"{word}清单 {len(made)} 项", undoable=True)
            self.select_item(made[-1])
        elif made is not None:
            self.workspace.say("名单和清单一样，没有改动。")

    def _begin_blanks(self) -> None:
        self.go_back()
        if self.detail:
            self.blanks.begin(self.detail)

    def _begin_proposal(self) -> None:
        self.go_back()
        task_id = self.task_id()
        names = self.act(lambda: item_services.propose_items(self.workspace.ledger, task_id))
        held = {item.name for item in self.detail.items} if self.detail else set()
        self.proposal.begin([name for name in names or () if name not in held], held=bool(names))

    def _open_page(self) -> None:
        self.workspace.go(Destination("items", task_id=self.task_id()))

    def _open_split(self) -> None:
        self.workspace.go(Destination("split", task_id=self.task_id()))

    def _begin_column(self) -> None:
        self.go_back()
        self.columns.begin()


def _hint(detail: TaskDetail) -> str:
    target = detail.task.target
    if target and target.number and target.unit and is_whole(target.number, target.unit):
        return (
            f"把 {int(target.number)} {target.unit}列成清单，逐项勾选，完成数和亮灯随之变化。"
            "可以从 Excel 粘贴，也可以先生成编号。"
        )
    if target and target.unit and not is_counted(target.unit):
        return "可以把任务拆成一项一项，逐项勾选；填报了数以后，亮灯按数判定。"
    return "把任务拆成一项一项，逐项勾选，完成数和亮灯随之变化。"
