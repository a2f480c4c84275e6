"""What the 清单 page does to columns and items beside typing, in small forms over the table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit

from app.services import queries
from app.services.breakdown import itemcolumns, items
from app.ui.controls import button, label, row
from app.ui.operations import act
from app.ui.pages.itemlist.itemlines import OWN
from app.ui.pages.itemlist.itemmaking import InlineForm
from app.ui.pages.itemlist.taskbox import TaskBox
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenu

    from app.ui.pages.page import Page
    from app.ui.tables import Table


class NameForm(InlineForm):
    """One name to be written; Enter takes it, Esc closes."""

    def __init__(self) -> None:
        super().__init__()
        self._run: Callable[[str], object] | None = None
        self._words: QLabel = label("")
        self.name = QLineEdit()
        self.name.setPlaceholderText("如 吨位、氮氧化物浓度")
        self.name.setMinimumWidth(px(220))
        self.name.returnPressed.connect(self._finish)
        done, back = button("确定", self._finish), button("取消", self.hide)
        self.body.addLayout(row(self._words, self.name, done, back, None))
        self.hide()

    def begin(self, words: str, text: str, run: Callable[[str], object]) -> None:
        """Open with a text to begin from."""
        self._run = run
        self._words.setText(words)
        self.name.setAccessibleName(words)
        self.name.setText(text)
        self.show()
        self.name.setFocus()
        self.name.selectAll()

    def _finish(self) -> None:
        name = self.name.text().strip()
        if name and self._run:
            self.hide()
            self._run(name)


class TaskForm(InlineForm):
    """One task to be chosen; Esc closes."""

    def __init__(self) -> None:
        super().__init__()
        self._run: Callable[[int], object] | None = None
        self._words: QLabel = label("")
        self.task = TaskBox()
        done, back = button("确定", self._finish), button("取消", self.hide)
        self.body.addLayout(row(self._words, self.task, done, back, None))
        self.hide()

    def begin(
        self, words: str, tasks: Mapping[int, tuple[str, str]], run: Callable[[int], object]
    ) -> None:
        """Open with tasks to choose from."""
        self._run = run
        self._words.setText(words)
        self.task.offer(tasks, None, by_column=False)
        self.show()
        self.task.setFocus()

    def _finish(self) -> None:
        if self.task.task_id is not None and self._run:
            self.hide()
            self._run(self.task.task_id)


class ItemVerbs:
    """The page's verbs on its columns and its selected items, each with its line at the foot."""

    def __init__(self, page: Page, table: Table, one_task: Callable[[], int | None]) -> None:
        self._page, self._workspace = page, page.workspace
        self._table, self._one_task = table, one_task
        self.name_form, self.task_form = NameForm(), TaskForm()
        for form in (self.name_form, self.task_form):
            page.body.insertWidget(0, form)
        if self._workspace.readonly:
            return
        add = page.add_rare
        self._of_task = (
            add("加列…", self.begin_column),
            add("本列改名…", self.begin_rename),
            add("删除本列", self.remove_column),
            add("沿用其他任务的列…", self.begin_taking_over),
        )
        self._of_rows = (add("移到其他任务…", self.begin_moving),)
        table.layout_of_columns.extend = self._extend_menu

    def close(self) -> bool:
        """Close an open form; False when none was."""
        forms = [f for f in (self.name_form, self.task_form) if f.isVisibleTo(self._page)]
        for form in forms:
            form.hide()
        return bool(forms)

    def show_possible(self) -> None:
        """Offer what fits: verbs on columns while the items of one task are shown."""
        if self._workspace.readonly:
            return
        for action in self._of_task:
            action.setEnabled(self._one_task() is not None)
        for action in self._of_rows:
            action.setEnabled(bool(self._table.selected_rows()))

    def begin_column(self) -> None:
        """Ask for the name of one more column."""
        task = self._one_task()
        if task is not None:
            ledger = self._workspace.ledger
            self.name_form.begin(
                "新列的列名", "", lambda name: self._act(
                    partial(itemcolumns.add_item_column, ledger, task, name), f"已增加一列“{name}”"
                )
            )  # fmt: skip

    def begin_rename(self, key: str = "") -> None:
        """Ask for another name of an own column."""
        task, old = self._one_task(), self._own_name(key)
        if task is not None and old:
            ledger = self._workspace.ledger
            self.name_form.begin(
                f"“{old}”改名为", old, lambda name: self._act(
                    partial(itemcolumns.rename_item_column, ledger, task, old, name),
                    f"已改名为“{name}”",
                )
            )  # fmt: skip

    def remove_column(self, key: str = "") -> None:
        """Take an own column out; the line at the foot brings it back."""
        task, name = self._one_task(), self._own_name(key)
        if task is not None and name:
            ledger = self._workspace.ledger
            self._act(
                partial(itemcolumns.remove_item_column, ledger, task, name), f"已删除列“{name}”"
            )

    def begin_taking_over(self) -> None:
        """Ask for the task whose columns are to be these items' too."""
        task = self._one_task()
        if task is None:
            return
        ledger = self._workspace.ledger
        sets = {
            number: ("、".join(columns), text)
            for number, text, columns in itemcolumns.column_sets(ledger, but=task)
        }
        if not sets:
            self._workspace.complain("其他任务的清单还没有自己的列；请先加列或导入清单。")
            return
        self.task_form.begin(
            "沿用哪项任务的列", sets, lambda other: self._act(
                partial(itemcolumns.take_over_columns, ledger, task, other), "已沿用清单列"
            )
        )  # fmt: skip

    def begin_moving(self) -> None:
        """Ask for the task the selected items are to stand under."""
        ids = [line.item.id for line in self._table.selected_rows()]
        if not ids:
            return
        workspace = self._workspace
        names = queries.task_names(workspace.ledger, list_id=workspace.list_id)
        self.task_form.begin(
            f"所选 {len(ids)} 项移到", names, lambda task: self._act(
                partial(items.move_items, workspace.ledger, ids, task), f"已移动清单 {len(ids)} 项"
            )
        )  # fmt: skip

    def _act(self, work: Callable[[], object], say: str) -> None:
        act(self._page, self._workspace, work, say=say)
        self._page.take_focus()

    def _own_name(self, key: str) -> str:
        """The own column meant: by its key, else the cursor's; says so when it is none."""
        if not key:
            at = self._table.currentIndex().column()
            key = self._table.columns[at].key if at >= 0 else ""
        if not key.startswith(OWN):
            self._workspace.complain("这一列是固定的；请先把光标放到清单自己的列上。")
            return ""
        return key.removeprefix(OWN)

    def _extend_menu(self, menu: QMenu, key: str) -> None:
        """In the head's own menu: the verbs on the column clicked."""
        if self._one_task() is None:
            return
        menu.addSeparator()
        if key.startswith(OWN):
            menu.addAction("改名…", partial(self.begin_rename, key))
            menu.addAction("删除这一列", partial(self.remove_column, key))
        menu.addAction("加列…", self.begin_column)
