"""What is to be handed over: tasks, items and free words in one short table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.services.supervision.assignments import Thing
from app.services.supervision.assignments_plan import PlannedThing
from app.ui.controls import button, label, row
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.style import Ink, px
from app.ui.tables import Table
from app.ui.wording import no_day, read_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from app.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing with its place in the list and the units it belongs to, by name."""

    place: int
    planned: PlannedThing
    units: str


class ThingList(QWidget):
    """The things, each to be reworded or taken off; a line below adds free words.

    Signals:
        changed: other things, words or days.
        refused: a sentence on what was typed.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._names: Mapping[int, str] = {}
        self.things: tuple[PlannedThing, ...] = ()
        self.head = label("", "heading")
        self.model: TableModel[ThingLine] = TableModel(
            self._columns(), key=lambda line: line.place, parent=self
        )
        self.table = Table(self.model, workspace.memory, "handing-things", sortable=False)
        self.table.setAccessibleName("交办事项")
        self.table.delete_asked.connect(self._remove)
        self._gone: tuple[tuple[int, PlannedThing], ...] = ()
        self.told = label("", "muted")
        self.off = button("去掉所选", lambda: self._remove(self.table.selected_rows()), role="link")
        self.off.setToolTip("去掉所选事项（Delete）；台账里的任务不变")
        self.back = button("放回", self.put_back, role="link")
        self.quick = QLineEdit()
        self.quick.setPlaceholderText("其他交办事项，Enter 加一项")
        self.quick.setAccessibleName("其他交办事项")
        self.quick.returnPressed.connect(self._add_typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        column.addLayout(row(self.off, None, self.told, self.back))
        column.addWidget(self.quick)

    def show_things(self, things: Sequence[PlannedThing], names: Mapping[int, str]) -> None:
        """Show things; ``names`` are those of the units by number."""
        self.things, self._names, self._gone = tuple(things), names, ()
        self._show()

    def put_back(self) -> None:
        """Put what was taken off last back where it stood."""
        things = list(self.things)
        for place, planned in self._gone:
            things.insert(place, planned)
        self.things, self._gone = tuple(things), ()
        self._show()
        self.table.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        self.head.setText(f"交办事项 {len(self.things)} 项")
        self.model.set_rows([
            ThingLine(place, one, "、".join(self._names.get(unit, "") for unit in one.units))
            for place, one in enumerate(self.things)
        ])  # fmt: skip
        self.told.setText(f"已去掉 {len(self._gone)} 项" if self._gone else "")
        self.back.setVisible(bool(self._gone))
        self.off.setVisible(bool(self.things))

    def _columns(self) -> list[Column[ThingLine]]:
        return [
            Column(
                "text",
                "事项",
                lambda line: " ".join(line.planned.thing.text.split()),
                200,
                stretch=True,
                edit=self._reword,
                long=True,
                tip=lambda line: line.planned.thing.text,
                colour=lambda line: Ink.MUTED.value if line.planned.done else None,
            ),
            Column(
                "demands",
                "本项要求",
                lambda line: line.planned.thing.demands,
                112,
                edit=self._demand,
                long=True,
                tip=lambda line: line.planned.thing.demands,
                spare=2,
            ),
            Column("units", "责任单位", lambda line: line.units, 112, muted=True, spare=3),
            Column(
                "due",
                "时限",
                lambda line: line.planned.due,
                108,
                edit=self._redate,
                dated=True,
                colour=self._due_colour,
            ),
        ]

    def _due_colour(self, line: ThingLine) -> str | None:
        due = line.planned.due
        return Ink.FAULT.value if due is not None and due < self._workspace.as_of else None

    def _reword(self, line: ThingLine, text: str) -> None:
        if not text.strip():
            self.refused.emit("交办事项不能为空；要去掉这一项，请按 Delete。")
            return
        self._put(line, replace(line.planned, thing=replace(line.planned.thing, text=text)))

    def _demand(self, line: ThingLine, text: str) -> None:
        thing = replace(line.planned.thing, demands=text.strip())
        self._put(line, replace(line.planned, thing=thing))

    def _redate(self, line: ThingLine, text: str) -> None:
        day: date | None = read_due(text, self._workspace.as_of.year) if text.strip() else None
        if text.strip() and day is None:
            self.refused.emit(no_day(text))
            return
        self._put(line, replace(line.planned, due=day))

    def _put(self, line: ThingLine, planned: PlannedThing) -> None:
        self.things = tuple(
            planned if place == line.place else one for place, one in enumerate(self.things)
        )
        self._show()
        self.changed.emit()

    def _remove(self, lines: Sequence[ThingLine]) -> None:
        gone = {line.place for line in lines}
        if not gone:
            return
        places = list(enumerate(self.things))
        self._gone = tuple((place, one) for place, one in places if place in gone)
        self.things = tuple(one for place, one in places if place not in gone)
        self._show()
        self.changed.emit()

    def _add_typed(self) -> None:
        text = self.quick.text().strip()
        if text:
            self.quick.clear()
            self.things = (*self.things, PlannedThing(Thing(text), None, ()))
            self._show()
            self.changed.emit()
