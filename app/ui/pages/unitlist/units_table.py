"""名册: every unit in one table, edited where it stands and pasted from a sheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.parties import units
from app.services.parties.unitpasting import paste_units
from app.services.parties.units import KINDS
from app.ui.itemmodels.columns import Column, for_reading
from app.ui.itemmodels.table import TableModel
from app.ui.operations import act
from app.ui.style import Ink
from app.ui.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.registers import UnitStanding
    from app.ui.workspace import Workspace

_NEW = "新单位"
_SEPARATORS = str.maketrans("，,；;/ \u3000", "、、、、、、、")


class UnitTable(QWidget):
    """The units as rows: name, kind, aliases, contact, and what they have in hand."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        columns = self._columns()
        self.model: TableModel[UnitStanding] = TableModel(
            for_reading(columns) if workspace.readonly else columns,
            key=lambda unit: unit.id,
            parent=self,
        )
        self.table = Table(self.model, workspace.memory, "units", parent=self)
        self.table.setAccessibleName("单位名册")
        if not workspace.readonly:
            self.table.delete_asked.connect(self.remove)
            self.table.pasted.connect(self.paste)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_units(self, rows: Sequence[UnitStanding]) -> None:
        """Show units."""
        self.model.set_rows(rows)

    def keep(self, found: set[int] | None) -> None:
        """Keep the units found; all when None."""
        self.table.order.keep(None if found is None else lambda unit: unit.id in found)

    def add(self) -> int | None:
        """Add a unit at the end, to be named at once."""
        taken = {unit.name for unit in self.model.rows}
        number = 1
        while (name := f"{_NEW}{number if number > 1 else ''}") in taken:
            number += 1
        return act(
            self, self.workspace, lambda: units.add_unit(self.workspace.ledger, name, kind="other")
        )

    def edit_name(self, unit_id: int) -> None:
        """Begin to write a unit's name."""
        if self.table.select_key(unit_id, column="name"):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.edit(self.table.currentIndex())

    def remove(self, rows: Sequence[UnitStanding]) -> None:
        """Take units out, one step each; undo brings them back."""
        for unit in rows:
            act(self, self.workspace, partial(units.remove_unit, self.workspace.ledger, unit.id))

    def paste(self, rows: Sequence[Sequence[str]]) -> None:
        """Add or bring up to date the units of pasted rows."""
        act(
            self,
            self.workspace,
            lambda: paste_units(self.workspace.ledger, rows),
            say=lambda pasted: pasted.words,
        )

    def _columns(self) -> list[Column[UnitStanding]]:
        return [
            Column("name", "名称", lambda unit: unit.name, 200, edit=self._edit("name")),
            Column(
                "kind", "类别", lambda unit: KINDS.get(unit.kind, unit.kind), 120,
                edit=self._edit_kind, may_edit=lambda unit: unit.kind != "office", closed=True,
                choices=lambda _: tuple(KINDS[key] for key in KINDS if key != "office"),
            ),
            Column(
                "aliases", "别名", lambda unit: unit.aliases, stretch=True,
                edit=self._edit_aliases, tip=lambda unit: "、".join(unit.aliases),
            ),
            Column(
                "contact", "联系人", lambda unit: unit.contact, 96, edit=self._edit("contact"),
                spare=1,
            ),
            Column(
                "phone", "电话", lambda unit: unit.phone, 128, edit=self._edit("phone"), spare=2,
            ),
            Column("tasks", "任务", lambda unit: unit.tasks or None, 64, "right"),
            Column("items", "清单未完", lambda unit: unit.items_open or None, 88, "right"),
            Column("lines", "交办未结", lambda unit: unit.lines_open or None, 88, "right"),
            Column(
                "late", "超期", lambda unit: unit.late or None, 64, "right",
                colour=lambda _: Ink.FAULT.value,
            ),
            Column(
                "notes", "备注", lambda unit: unit.notes, 160, edit=self._edit("notes"),
                long=True, spare=3,
            ),
        ]  # fmt: skip

    def _edit(self, field: str) -> Callable[[UnitStanding, str], object]:
        return lambda unit, text: self._change(unit, **{field: text})

    def _edit_kind(self, unit: UnitStanding, text: str) -> None:
        kind = next((key for key, word in KINDS.items() if word == text), None)
        if kind:
            self._change(unit, kind=kind)

    def _edit_aliases(self, unit: UnitStanding, text: str) -> None:
        self._change(unit, aliases=split_names(text))

    def _change(self, unit: UnitStanding, **fields: Any) -> None:
        ledger = self.workspace.ledger
        act(self, self.workspace, lambda: units.change_unit(ledger, unit.id, **fields))


def split_names(text: str) -> tuple[str, ...]:
    """Names divided by any of the usual signs."""
    parts = text.translate(_SEPARATORS).split("、")
    return tuple(dict.fromkeys(part for part in parts if part))
