"""The columns of the task page: fixed ones, the office's own, those of the district's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QMenu, QWidgetAction

from app.services.parties.units import unit_names
from app.services.work import owncolumns
from app.ui.itemmodels.taskcolumns import listed_columns, own_columns, task_columns
from app.ui.operations import act
from app.ui.pages.tasklist.taskentries import EntryReader
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.models.views import TaskView
    from app.ui.itemmodels.columns import Column
    from app.ui.taskverbs import TaskVerbs
    from app.ui.workspace import Workspace

_OWN = "own."


class TaskColumnSet:
    """Knows which columns there are, and what the head menu does with own ones."""

    def __init__(self, parent: QWidget, workspace: Workspace, verbs: TaskVerbs) -> None:
        self._parent, self._workspace = parent, workspace
        self._verbs = verbs
        self._units: tuple[str, ...] | None = None
        self.entries = EntryReader(workspace)
        self._fixed = task_columns(
            verbs,
            units=self._offer_units,
            entry=self.entries.entry,
            readonly=workspace.readonly,
        )
        self._names: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self._verbatim: Mapping[int, Mapping[str, str]] | None = None

    @property
    def fixed(self) -> tuple[Column[Any], ...]:
        """The columns every list has."""
        return self._fixed

    def read(self) -> tuple[Column[Any], ...] | None:
        """All columns where they are others than before, else None."""
        ledger, list_id = self._workspace.ledger, self._workspace.list_id
        self._verbatim = self._units = None
        names = (
            owncolumns.own_columns(ledger, list_id),
            owncolumns.listed_names(ledger, list_id),
        )
        if names == self._names:
            return None
        self._names = names
        own = own_columns(self._verbs, names[0], readonly=self._workspace.readonly)
        return (*self._fixed, *own, *listed_columns(names[1], self._value))

    def extend_menu(self, menu: QMenu, key: str) -> None:
        """Add, rename or take away own columns, from the head menu."""
        if self._workspace.readonly or self._workspace.list_id is None:
            return
        menu.addSeparator()
        self._field(menu, "新增一列：输入列名后回车", "", self._add)
        if key.startswith(_OWN):
            name = key.removeprefix(_OWN)
            self._field(
                menu, f"“{name}”改名：输入新列名后回车", name, lambda new: self._rename(name, new)
            )
            menu.addAction(f"删除“{name}”列", lambda: self._remove(name))

    def _value(self, task: TaskView, name: str) -> str:
        if self._verbatim is None:
            workspace = self._workspace
            self._verbatim = owncolumns.list_verbatim(workspace.ledger, workspace.list_id)
        return self._verbatim.get(task.id, {}).get(name, "")

    def _field(self, menu: QMenu, hint: str, text: str, run: Callable[[str], object]) -> None:
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        field.setAccessibleName(hint)
        field.setToolTip(hint)
        field.setMinimumWidth(px(220))
        action = QWidgetAction(menu)
        action.setDefaultWidget(field)

        def done() -> None:
            menu.close()
            run(field.text())

        field.returnPressed.connect(done)
        menu.addAction(action)

    def _offer_units(self, _task: TaskView) -> tuple[str, ...]:
        if self._units is None:
            ledger = self._workspace.ledger
            names = act(self._parent, self._workspace, lambda: unit_names(ledger), changes=False)
            self._units = names or ()
        return self._units

    def _list_id(self) -> int:
        return self._workspace.list_id or 0

    def _add(self, name: str) -> None:
        ledger, list_id = self._workspace.ledger, self._list_id()
        self._act(lambda: owncolumns.add_own_column(ledger, list_id, name))

    def _rename(self, old: str, new: str) -> None:
        ledger, list_id = self._workspace.ledger, self._list_id()
        self._act(lambda: owncolumns.rename_own_column(ledger, list_id, old, new))

    def _remove(self, name: str) -> None:
        ledger, list_id = self._workspace.ledger, self._list_id()
        self._act(lambda: owncolumns.remove_own_column(ledger, list_id, name))

    def _act(self, work: Callable[[], None]) -> None:
        act(self._parent, self._workspace, work)
