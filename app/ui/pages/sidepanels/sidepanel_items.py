"""清单 in the side panel: named items to tick, edited in place, pasted, numbered or proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.models.rules.itemdue import due_tip, with_task
from app.models.views import ItemView
from app.services.breakdown import itemcolumns
from app.services.breakdown import items as item_services
from app.services.parties import units as unit_services
from app.ui.controls import button, label, row
from app.ui.dropped import importable_file
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.itemmodels.taskcells import TaskDelegate
from app.ui.pages.itemlist.itemmaking import BlanksForm, ColumnForm, ProposalForm
from app.ui.pages.sidepanels.paneltab import PanelTab
from app.ui.style import px
from app.ui.tables import Table
from app.ui.wording import no_day, read_day
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from app.models.views import TaskDetail
    from app.ui.workspace import Workspace

_LEAST_TABLE, _SHORT = 64, 320
Items = tuple[ItemView, ...]


class ItemsTab(PanelTab):
    """清单: the named items under a task. Space ticks all that are selected."""

    key = "items"
    title = "清单"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.table: Table | None = None
        self.model: TableModel[ItemView] | None = None
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
            self.model.set_rows(detail.items)
            self._make_room()
        self.hint.setText(_hint(detail))
        self.hint.setVisible(not detail.items)

    @override
    def count(self, detail: TaskDetail) -> str:
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
        text = QGuiApplication.clipboard().text()
        self.paste_rows([line.split("\t") for line in text.rstrip("\r\n").splitlines()])

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
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if importable_file(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        file = importable_file(event.mimeData())
        if file:
            event.acceptProposedAction()
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
        text = QGuiApplication.clipboard().text()
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
        self.model = TableModel[ItemView](self._columns(own), key=lambda item: item.id)
        self.table = Table(self.model, self.workspace.memory, "panel-items")
        self.table.setAccessibleName("任务的清单")
        self.model.setParent(self.table)
        self.table.setItemDelegate(TaskDelegate(self.table))
        self.table.pasted.connect(self.paste_rows)
        self.table.delete_asked.connect(self._remove)
        self.table.opened.connect(self._edit_current)
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        self.body.insertWidget(self._table_place, self.table, 100)

    def _columns(self, own: tuple[str, ...]) -> tuple[Column[Any], ...]:
        fixed_head: tuple[Column[Any], ...] = (
            Column(
                "done", "完成", lambda item: item.done_on is not None, 56,
                ticked=lambda item: item.done_on is not None,
                **self._saving(tick=lambda item, on: self._tick((item,), on),
                               tick_many=self._tick),
            ),
            Column(
                "name", "名称", lambda item: item.name, 128, stretch=True,
                **self._saving_field("name"),
            ),
            Column(
                "unit", "村（社区）", lambda item: item.unit, 108, choices=self._unit_names,
                **self._saving_field("unit"),
            ),
            Column(
                "done_on", "完成日期", lambda item: item.done_on, 104, dated=True,
                **self._saving_day("done_on"),
            ),
        )  # fmt: skip
        own_columns = tuple(self._own_column(name) for name in own)
        fixed_tail: tuple[Column[Any], ...] = (
            Column(
                "due", "时限", lambda item: item.due, 120, dated=True,
                tip=lambda item: due_tip(item.due, item.task_due, late=False),
                stand_in=lambda item: with_task(item.task_due), **self._saving_day("due"),
            ),
            Column("evidence", "佐证", lambda item: item.evidence or None, 56, "right", muted=True),
            Column("notes", "备注", lambda item: item.notes, 96, **self._saving_field("notes")),
        )  # fmt: skip
        return (*fixed_head, *own_columns, *fixed_tail)

    def _own_column(self, name: str) -> Column[Any]:
        return Column(
            f"own:{name}",
            name,
            lambda item: item.fields.get(name, ""),
            84,
            **self._saving_own(name),
        )

    def _saving(self, **edits: Callable[..., object]) -> dict[str, Any]:
        return {} if self.workspace.readonly else edits

    def _saving_field(self, field: str) -> dict[str, Any]:
        return self._saving(
            edit=lambda item, text: self._change((item,), {field: text}),
            edit_many=lambda items, text: self._change(items, {field: text}),
        )

    def _saving_own(self, name: str) -> dict[str, Any]:
        return self._saving(
            edit=lambda item, text: self._change((item,), {"fields": {name: text}}),
            edit_many=lambda items, text: self._change(items, {"fields": {name: text}}),
        )

    def _saving_day(self, field: str) -> dict[str, Any]:
        return self._saving(
            edit=lambda item, text: self._change_day((item,), field, text),
            edit_many=lambda items, text: self._change_day(items, field, text),
        )

    def _change(self, items: Items, fields: dict[str, Any]) -> None:
        if "name" in fields and not fields["name"].strip():
            self.workspace.complain("名称不能为空；要去掉这一项，请按 Delete。")
            return
        numbers = [item.id for item in items]
        self.act(
            lambda: item_services.change_items(self.workspace.ledger, numbers, **fields),
            say=f"已修改清单 {len(numbers)} 项",
        )

    def _change_day(self, items: Items, field: str, text: str) -> None:
        day: date | None = None
        if text.strip():
            day = read_day(text, self.workspace.as_of.year)
            if day is None:
                self.workspace.complain(no_day(text))
                return
        self._change(items, {field: day})

    def _tick(self, items: Items, on: bool) -> None:
        numbers = [item.id for item in items]
        day = self.workspace.as_of if on else None
        self.act(
            lambda: item_services.tick_items(self.workspace.ledger, numbers, day),
            say=f"已{'勾选' if on else '取消勾选'} {len(numbers)} 项",
        )

    def _remove(self, items: Items) -> None:
        if items and not self.workspace.readonly:
            numbers = [item.id for item in items]
            self.act(
                lambda: item_services.remove_items(self.workspace.ledger, numbers),
                say=f"已删除清单 {len(numbers)} 项",
            )

    def _edit_current(self, _item: ItemView) -> None:
        if self.table:
            index: QModelIndex = self.table.currentIndex()
            if index.column() == 0:
                self.table.tick_selected()
            else:
                self.table.edit(index)

    def _unit_names(self, _item: ItemView) -> tuple[str, ...]:
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
        made = self.act(lambda: make() or None)
        if made:
            self.workspace.say(f"{word}清单 {len(made)} 项", undoable=True)
            self.select_item(made[-1])

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
    if target and target.number and target.number == int(target.number) and target.unit:
        return (
            f"把 {int(target.number)} {target.unit}列成清单，逐项勾选，完成数和亮灯随之变化。"
            "可以从 Excel 粘贴，也可以先生成编号。"
        )
    return "把任务拆成一项一项，逐项勾选，完成数和亮灯随之变化。"
