"""清单: every named item of all tasks in one table, ticked by the space bar."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QComboBox, QStackedLayout
from typing_extensions import override

from app.ui.assigning.handover import hand_over_items
from app.ui.controls import ChoiceBox, EmptyState
from app.ui.dropped import ListTarget
from app.ui.itemmodels.table import TableModel
from app.ui.keys import HAND
from app.ui.pages.itemlist.itemchoice import chosen_places
from app.ui.pages.itemlist.itemedits import ItemEdits
from app.ui.pages.itemlist.itemlines import ItemColumns, fits
from app.ui.pages.itemlist.itemreader import NO_UNIT, ItemReader
from app.ui.pages.itemlist.itemverbs import ItemVerbs
from app.ui.pages.page import Page
from app.ui.style import px
from app.ui.tables import Table
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.ui.pages.itemlist.itemlines import ItemLine
    from app.ui.pages.itemlist.itemreader import ItemRows
    from app.ui.workspace import Workspace


_ALL, _OPEN, _DONE, _LATE = "全部", "未完成", "已完成", "已超期"
_SHORT, _LONG = 108, 88  # 全部状态 can be read at the narrowest; a task is cut anyway


class ItemsPage(ListTarget, Page):
    """All items, filtered by state, unit and task."""

    title: ClassVar[str] = "清单"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._words = ""
        self._reader = ItemReader(self, workspace)
        self._pending: Destination | None = None
        self._offered: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._shape: tuple[bool, tuple[str, ...]] = (False, ())
        self._one_task: int | None = None
        self._edits = ItemEdits(self, workspace)
        self._columns = ItemColumns(
            self._edits.tick, self._edits.save, lambda: self._reader.rows.units
        )
        self.setAcceptDrops(not workspace.readonly)
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The filters, the table, the actions."""
        workspace = self.workspace
        self.state = _filter_box("状态", (_ALL, _OPEN, _DONE, _LATE), _SHORT)
        self.unit = _filter_box("单位", (_ALL,), _SHORT)
        self.task = _filter_box("任务", (_ALL,), _LONG)
        for box in (self.state, self.unit, self.task):
            self.head_tools.addWidget(box)
            box.currentIndexChanged.connect(lambda _: self._keep())
        yield
        self.model: TableModel[ItemLine] = TableModel(
            self._columns.make(readonly=workspace.readonly),
            key=attrgetter("item.id"),
            parent=self,
        )
        self.table = Table(self.model, workspace.memory, "items", cells=True)
        self.table.setAccessibleName("清单")
        self.table.work.write = self._edits.write
        self.table.refused.connect(workspace.complain)
        self.table.opened.connect(self._open)
        if not workspace.readonly:
            self.table.delete_asked.connect(self._edits.remove)
        self.home = self.table
        self.verbs = ItemVerbs(self, self.table, lambda: self._one_task)
        self.table.selection_changed.connect(self._count)
        self._lay_out()
        yield
        self._make_actions()

    def _make_actions(self) -> None:
        tip = "勾选所选各项，再按一次取消（空格）"
        for action in (
            self.set_primary("勾选", self.table.tick_selected, tip=tip),
            self.add_action(
                "交办…", self._hand_over, shortcut=HAND.sequence, tip="把所选各项交办给责任单位"
            ),
            self.add_action(
                "导入清单…", self.begin_import, tip="从任意一张表导入清单；也可以把文件拖到这里"
            ),
            self.add_rare("删除所选", lambda: self._edits.remove(self.table.selected_rows())),
        ):
            action.setEnabled(not self.workspace.readonly)

    def _lay_out(self) -> None:
        self._empty = EmptyState(
            "items",
            "还没有清单项。导入企业名单、锅炉台账这样的表，或在任务里逐项列出，就能逐项勾选。",
            action="" if self.workspace.readonly else "导入清单…",
            run=self.begin_import,
        )
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)

    def _hand_over(self) -> None:
        hand_over_items(self.workspace, [line.item for line in self.table.selected_rows()])

    def begin_import(self) -> None:
        """Import a list, for the task whose items are shown."""
        self.workspace.go(Destination("itemimport", task_id=self._one_task))

    @override
    def go_back(self) -> bool:
        if self.verbs.close():
            self.take_focus()
            return True
        if self.task.currentIndex() > 0:
            self.task.setCurrentIndex(0)
            return True
        return False

    @override
    def take_list(self, file: Path) -> None:
        self.workspace.go(Destination("itemimport", task_id=self._one_task, file=file))

    @override
    def refresh(self) -> None:
        self._reader.read(self._take)
        if self._reader.is_reading:
            self._count()

    def _take(self, rows: ItemRows) -> None:
        """Show the items as they were read, and go where one wanted to go meanwhile."""
        words = (rows.unit_words, tuple(rows.tasks))
        if words != self._offered:
            self._offered = words
            _refill(self.unit, rows.unit_words)
            _refill(self.task, tuple(rows.tasks))
        self.model.set_rows(rows.lines)
        self._keep()
        self._stack.setCurrentIndex(0 if rows.lines else 1)
        for box in (self.state, self.unit, self.task):
            box.setVisible(bool(rows.lines))
        if self.primary_action:
            self.primary_action.setVisible(bool(rows.lines))
        pending, self._pending = self._pending, None
        if pending:
            self.go_to(pending)

    @override
    def search(self, words: str) -> None:
        self._words = words
        self._keep()

    @override
    def go_to(self, destination: Destination) -> None:
        if self._reader.is_reading:
            self._pending = destination
            return
        if destination.task_id is not None and destination.item_id is None:
            self.show_task(destination.task_id)
        if destination.item_id is not None:
            for box in (self.state, self.unit, self.task):
                box.setCurrentIndex(0)
            self.table.select_key(destination.item_id, column="name")

    def _open(self, line: ItemLine) -> None:
        self.workspace.go(
            Destination("tasks", task_id=line.item.task_id, item_id=line.item.id, part="items")
        )

    @override
    def is_about(self, task_id: int) -> bool:
        return self._one_task == task_id

    def show_task(self, task_id: int) -> None:
        """Keep the items of one task."""
        tasks = self._reader.rows.tasks.items()
        label = next((label for label, numbers in tasks if task_id in numbers), "")
        place = self.task.findText(label) if label else -1
        self.task.setCurrentIndex(max(place, 0))

    def _chosen_tasks(self) -> tuple[int, ...]:
        """The tasks chosen to filter by; mostly one, or none for all."""
        return self._reader.rows.tasks.get(_chosen(self.task), ())

    def _show_own_columns(self) -> None:
        """Of one task the own columns appear, and its name, which stands above, steps back."""
        chosen = self._chosen_tasks()
        self._one_task = chosen[0] if len(chosen) == 1 else None
        single = self._one_task is not None
        wanted = (single, self._reader.rows.columns.get(self._one_task or 0, ()))
        if wanted != self._shape:
            self._shape = wanted
            readonly = self.workspace.readonly
            self.model.set_columns(self._columns.make(wanted[1], single=single, readonly=readonly))

    def _keep(self) -> None:
        self._show_own_columns()
        state, unit, tasks = _chosen(self.state), _chosen(self.unit), self._chosen_tasks()
        tests: list[Callable[[ItemLine], bool]] = []
        if state != _ALL:
            tests.append(lambda line: fits(line, state))
        if unit != _ALL:
            tests.append(lambda line: unit == (line.item.unit or NO_UNIT))
        if tasks:
            tests.append(lambda line: line.item.task_id in tasks)
        rows = self._reader.rows
        found = rows.search.find(self._words)
        self.table.order.keep_places(chosen_places(rows.lines, found, tests))
        self._count()

    def _count(self) -> None:
        self.verbs.show_possible()
        shown = self.table.order.rowCount()
        chosen = len(self.table.work.rows())
        done = self._reader.rows.done
        of_all = f"{len(self.model.rows)} 项，已完成 {done} 项" if self.model.rows else ""
        if self._reader.is_reading and not self.model.rows:
            of_all = "正在读取清单…"
        if shown != len(self.model.rows):
            of_all = f"显示 {shown} / {of_all}"
        self.note(f"{of_all}，选中 {chosen} 项" if chosen > 1 else of_all)


def _filter_box(name: str, words: tuple[str, ...], narrowest: int) -> QComboBox:
    box = ChoiceBox(name, narrowest=narrowest)
    box.setToolTip(f"按{name}筛选")
    box.addItems([f"{_ALL}{name}", *words[1:]])
    return box


def _chosen(box: QComboBox) -> str:
    return box.currentText() if box.currentIndex() > 0 else _ALL


def _refill(box: QComboBox, words: tuple[str, ...]) -> None:
    """Offer other words, and stay with the one chosen while it is still offered."""
    chosen = box.currentText()
    blocked = box.blockSignals(True)
    first = box.itemText(0)
    box.clear()
    box.addItems([first, *words])
    box.setCurrentIndex(max(box.findText(chosen), 0))
    box.view().setMinimumWidth(px(280))
    box.blockSignals(blocked)
