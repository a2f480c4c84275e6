"""单位: superior departments, our own, villages and enterprises, edited where they stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from typing_extensions import override

from app.services import units
from app.services.units import KINDS
from app.ui.itemmodels.columns import Column, for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.operations import act
from app.ui.pages.page import Page
from app.ui.pinyin import Finder
from app.ui.style import Ink
from app.ui.tables import Table
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.views import UnitView
    from app.ui.workspace import Workspace

_NEW = "新单位"
_SEPARATORS = str.maketrans("，,；;/ \u3000", "、、、、、、、")


class UnitsPage(Page):
    """All units in one table."""

    title: ClassVar[str] = "单位"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._finder = Finder(())
        self._words = ""
        self.model: TableModel[UnitView] = TableModel(
            for_reading(self._columns()) if workspace.readonly else self._columns(),
            key=lambda unit: unit.id,
            parent=self,
        )
        self.table = Table(self.model, workspace.memory, "units")
        if not workspace.readonly:
            self.table.delete_asked.connect(self._remove)
        self.table.opened.connect(lambda unit: workspace.go(Destination("tasks", search=unit.name)))
        changing = (
            self.set_primary("新增单位", self._add),
            self.add_rare("删除所选", lambda: self._remove(self.table.selected_rows())),
        )
        for action in changing:
            action.setEnabled(not workspace.readonly)
        self.add_rare("查看相关任务", self._show_tasks)
        self.body.addWidget(self.table)
        self.home = self.table

    @override
    def refresh(self) -> None:
        rows = units.list_units(self.workspace.ledger, as_of=self.workspace.as_of)
        self._finder = Finder((unit.id, " ".join((unit.name, *unit.aliases))) for unit in rows)
        self.model.set_rows(rows)
        self.note(f"{len(rows)} 个")
        self.search(self._words)

    @override
    def search(self, words: str) -> None:
        self._words = words
        found = self._finder.find(words)
        self.table.order.keep(None if found is None else lambda unit: unit.id in found)

    def _columns(self) -> list[Column[UnitView]]:
        return [
            Column("name", "名称", lambda unit: unit.name, 200, edit=self._edit("name")),
            Column(
                "kind",
                "类别",
                lambda unit: KINDS.get(unit.kind, unit.kind),
                120,
                edit=self._edit_kind,
                may_edit=lambda unit: unit.kind != "office",
                choices=lambda _: tuple(KINDS[key] for key in KINDS if key != "office"),
                closed=True,
            ),
            Column(
                "aliases",
                "别名",
                lambda unit: unit.aliases,
                edit=self._edit_aliases,
                stretch=True,
                tip=lambda unit: "、".join(unit.aliases),
            ),
            Column(
                "contact",
                "联系人",
                lambda unit: unit.contact,
                96,
                edit=self._edit("contact"),
                spare=1,
            ),
            Column(
                "phone", "电话", lambda unit: unit.phone, 128, edit=self._edit("phone"), spare=2
            ),
            Column("tasks", "任务", lambda unit: unit.tasks or None, 64, "right"),
            Column("items", "清单未完", lambda unit: unit.items or None, 88, "right"),
            Column(
                "late",
                "超期",
                lambda unit: unit.overdue_items or None,
                64,
                "right",
                colour=lambda _: Ink.FAULT.value,
            ),
            Column(
                "notes",
                "备注",
                lambda unit: unit.notes,
                160,
                edit=self._edit("notes"),
                long=True,
                spare=3,
            ),
        ]

    def _edit(self, field: str) -> Callable[[UnitView, str], object]:
        return lambda unit, text: self._change(unit, **{field: text})

    def _edit_kind(self, unit: UnitView, text: str) -> None:
        kind = next((key for key, word in KINDS.items() if word == text), None)
        if kind:
            self._change(unit, kind=kind)

    def _edit_aliases(self, unit: UnitView, text: str) -> None:
        self._change(unit, aliases=split_names(text))

    def _change(self, unit: UnitView, **fields: Any) -> None:
        ledger = self.workspace.ledger
        act(self, self.workspace, lambda: units.change_unit(ledger, unit.id, **fields))

    def _add(self) -> None:
        """Add a line at the end and begin to write its name."""
        taken = {unit.name for unit in self.model.rows}
        number = 1
        while (name := f"{_NEW}{number if number > 1 else ''}") in taken:
            number += 1
        made = act(
            self,
            self.workspace,
            lambda: units.add_unit(self.workspace.ledger, name, kind="other"),
        )
        if made is not None and self.table.select_key(made, column="name"):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.edit(self.table.currentIndex())

    def _remove(self, rows: Sequence[UnitView]) -> None:
        for unit in rows:
            act(self, self.workspace, partial(units.remove_unit, self.workspace.ledger, unit.id))

    def _show_tasks(self) -> None:
        unit = self.table.current_row()
        if unit:
            self.workspace.go(Destination("tasks", search=unit.name))


def split_names(text: str) -> tuple[str, ...]:
    """Names divided by any of the usual signs."""
    parts = text.translate(_SEPARATORS).split("、")
    return tuple(dict.fromkeys(part for part in parts if part))
