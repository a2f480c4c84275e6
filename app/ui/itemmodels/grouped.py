"""Rows under group rows that fold: a TableModel in which some rows head the ones below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from typing_extensions import override

from app.ui.itemmodels.columns import Column, Role
from app.ui.itemmodels.grouping import Group
from app.ui.itemmodels.order import ranked
from app.ui.itemmodels.table import TableModel

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from app.models.views import TaskView

_Item = Qt.ItemDataRole


class GroupedModel(TableModel[Any]):
    """Tasks under their group rows.

    Sorting keeps the groups and sorts inside them. A group row spans all columns and can't be
    selected, so that edits of many rows never meet it.

    Args:
        columns: from left to right, over tasks.
        typed: for a column key the words an edit begins with, where they differ from those shown.
    """

    sorts_itself = True

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        typed: dict[str, Callable[[Any], str]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key=row_key, parent=parent)
        self._typed = typed or {}
        self._given: tuple[Group, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._sorting: tuple[str, bool] | None = None
        self.folded: set[str] = set()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, folded ones too."""
        return self._groups

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups with their tasks; folded ones stay folded."""
        self._given = tuple(groups)
        self._groups = tuple(map(self._sorted, self._given))
        self.set_rows([row for group in self._groups for row in self._lines(group)])

    def sort_tasks(self, column: str, *, backwards: bool) -> None:
        """Sort the tasks inside each group by a column; as they were given when it is empty."""
        wanted = (column, backwards) if column else None
        if wanted != self._sorting:
            self._sorting = wanted
            self.set_groups(self._given)

    def fold(self, key: str, *, folded: bool) -> None:
        """Fold a group's rows away, or show them again, leaving the others in place."""
        place = self.row_of(("group", key))
        if place is None or (key in self.folded) == folded:
            return
        group: Group = self.rows[place]
        first, last = place + 1, place + len(group.tasks)
        if folded:
            self.folded.add(key)
            self.beginRemoveRows(QModelIndex(), first, last)
            self._rows, self._places = self.rows[:first] + self.rows[last + 1 :], None
            self.endRemoveRows()
        else:
            self.folded.discard(key)
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows, self._places = self.rows[:first] + group.tasks + self.rows[first:], None
            self.endInsertRows()
        head = self.index(place, 0)
        self.dataChanged.emit(head, head)

    def fold_all(self, *, folded: bool) -> None:
        """Fold all groups away, or show all rows."""
        self.folded = {group.key for group in self._groups} if folded else set()
        self.set_groups(self._given)

    def group_of(self, task_id: int) -> Group | None:
        """The group a task stands in."""
        inside = (
            group for group in self._groups if any(task.id == task_id for task in group.tasks)
        )
        return next(inside, None)

    def tasks(self) -> tuple[TaskView, ...]:
        """All tasks in the order shown, folded ones too."""
        return tuple(task for group in self._groups for task in group.tasks)

    @override
    def answer(self, row: int, column: int, role: int) -> Any:
        line = self._rows[row]
        if isinstance(line, Group):
            return self._group_data(line, role)
        if role == _Item.EditRole:
            typed = self._typed.get(self._columns[column].key)
            if typed:
                return typed(line)
        return super().answer(row, column, role)

    @override
    def flags_of(self, row: int, column: int) -> Qt.ItemFlag:
        if isinstance(self._rows[row], Group):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags_of(row, column)

    def _sorted(self, group: Group) -> Group:
        key, backwards = self._sorting or ("", False)
        column = next((one for one in self._columns if one.key == key), None)
        if column is None:
            return group
        places = ranked(group.tasks, column, backwards=backwards)
        return replace(group, tasks=tuple(map(group.tasks.__getitem__, places)))

    def _lines(self, group: Group) -> tuple[Group | TaskView, ...]:
        if not group.title:
            return group.tasks
        return (group,) if group.key in self.folded else (group, *group.tasks)

    def _group_data(self, group: Group, role: int) -> Any:
        match role:
            case Role.ROW:
                return group
            case _Item.DisplayRole | _Item.EditRole:
                return group.title
            case _Item.AccessibleTextRole:
                counts = "，".join(f"{state.label}{count}项" for state, count in group.counts)
                folded = "已折叠" if group.key in self.folded else "已展开"
                return f"{group.title}，{len(group.tasks)}项，{counts}，{folded}"
        return None


def row_key(row: Group | TaskView) -> Hashable:
    """What a row is known by when the page reads again."""
    return ("group", row.key) if isinstance(row, Group) else row.id
