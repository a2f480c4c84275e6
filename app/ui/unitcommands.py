"""The units among the commands of Ctrl+K: a few letters lead to what a village owes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.services.parties.units import list_units
from app.ui.dialogs.commands import Command
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from app.ui.workspace import Workspace

_PLACE = "单位"


class UnitCommands(QObject):
    """Makes one command a unit; those made before go when new ones are made."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._holder = QObject(self)

    def offered(self) -> tuple[Command, ...]:
        """A command for every unit but the office itself, found by its aliases too."""
        self._holder.deleteLater()
        self._holder = QObject(self)
        units = (one for one in list_units(self._workspace.ledger) if one.kind != "office")
        return tuple(self._command(one.id, (one.name, *one.aliases)) for one in units)

    def _command(self, unit_id: int, names: tuple[str, ...]) -> Command:
        action = QAction(names[0], self._holder)
        go = partial(self._workspace.go, Destination("units", unit_id=unit_id, part="duties"))
        action.triggered.connect(lambda _checked=False: go())
        return Command("、".join(names), _PLACE, "", action)
