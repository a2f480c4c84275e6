"""资料 of one unit: its names, contact and notes, saved as they are typed; merged or removed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.parties import units
from app.services.parties.unitmerging import merge_units
from app.services.parties.units import KINDS
from app.ui.controls import button, hairline, label, row, scrolled
from app.ui.fields import NoteEdit
from app.ui.operations import act
from app.ui.pages.unitlist.units_table import split_names
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.registers import UnitStanding
    from app.ui.workspace import Workspace

_TEXTS = {"name": "名称", "aliases": "别名", "contact": "联系人", "phone": "电话"}
_HINTS = {"aliases": "用顿号隔开，如 漕溪、漕溪行政村；任务表里写哪个名称都算这一家"}


class FactsTab(QWidget):
    """The facts of the unit in view.

    Signals:
        merged: it went into another unit; carries that one's number.
    """

    merged = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._unit: UnitStanding | None = None
        self.texts = {field: self._text(field) for field in _TEXTS}
        self.kind = QComboBox()
        self.kind.setAccessibleName("类别")
        for key, word in KINDS.items():
            if key != "office":
                self.kind.addItem(word, key)
        self.kind.activated.connect(lambda _place: self._save(kind=self.kind.currentData()))
        self.notes = NoteEdit(2, grows=False)
        self.notes.setAccessibleName("备注")
        self.notes.left.connect(self._save_notes)
        self.into = QComboBox()
        self.into.setAccessibleName("并入哪家单位")
        self.into.setEditable(True)
        self.into.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.into.setMinimumWidth(px(200))
        self.merge_button = button("并入", self.merge)
        self.remove_button = button("删除单位", self.remove, role="link")
        self._lay_out()

    def show_unit(self, unit: UnitStanding, others: Sequence[UnitStanding]) -> None:
        """Show a unit's facts; ``others`` are those it may be merged into."""
        fresh = self._unit is None or self._unit.id != unit.id
        self._unit = unit
        values = {**{f: getattr(unit, f) for f in _TEXTS}, "aliases": "、".join(unit.aliases)}
        for field, widget in self.texts.items():
            if fresh or not widget.hasFocus():
                widget.setText(values[field])
        self.kind.setCurrentIndex(self.kind.findData(unit.kind))
        if fresh or not self.notes.hasFocus():
            self.notes.setPlainText(unit.notes)
        self._offer(others)
        office, writing = unit.kind == "office", not self._workspace.readonly
        self.kind.setEnabled(writing and not office)
        for part in (self.merge_button, self.remove_button, self.into):
            part.setVisible(writing and not office)
        self._merging.setVisible(writing and not office)

    def take_focus(self) -> None:
        """Put the keyboard into the name."""
        self.texts["name"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.texts["name"].selectAll()

    def leave(self) -> None:
        """Save what is being typed: the clerk goes on to another unit."""
        for field in self.texts:
            self._save_text(field)
        self._save_notes()

    def merge(self) -> None:
        """Put this unit into the one chosen; undo takes them apart again."""
        into, unit, ledger = self._chosen(), self._unit, self._workspace.ledger
        if unit is None or into is None:
            self._workspace.complain("没有这家单位；请从列出的单位里选。")
            return

        def carry_out() -> int:
            merge_units(ledger, unit.id, into)
            return into

        if act(self, self._workspace, carry_out) is not None:
            self.merged.emit(into)

    def remove(self) -> None:
        """Take this unit out; undo brings it back."""
        unit, ledger = self._unit, self._workspace.ledger
        if unit is not None:
            act(self, self._workspace, lambda: units.remove_unit(ledger, unit.id))

    def _chosen(self) -> int | None:
        place = self.into.findText(self.into.currentText().strip())
        number = self.into.itemData(place) if place >= 0 else None
        return number if isinstance(number, int) else None

    def _offer(self, others: Sequence[UnitStanding]) -> None:
        self.into.clear()
        for other in others:
            if self._unit is None or other.id != self._unit.id:
                self.into.addItem(other.name, other.id)
        self.into.setCurrentIndex(-1)
        line = self.into.lineEdit()
        if line is not None:
            line.setPlaceholderText("选一家单位")
        completer = QCompleter(self.into.model(), self.into)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.into.setCompleter(completer)

    def _save_text(self, field: str) -> None:
        unit = self._unit
        if unit is None or self._workspace.readonly:
            return
        text = self.texts[field].text().strip()
        value: Any = split_names(text) if field == "aliases" else text
        if value != getattr(unit, field) and not self._save(**{field: value}):
            self.texts[field].setText(
                "、".join(unit.aliases) if field == "aliases" else getattr(unit, field)
            )

    def _save_notes(self) -> None:
        unit, text = self._unit, self.notes.toPlainText().strip()
        if unit is not None and text != unit.notes and not self._workspace.readonly:
            self._save(notes=text)

    def _save(self, **fields: Any) -> bool:
        unit, ledger = self._unit, self._workspace.ledger
        if unit is None or all(getattr(unit, key) == value for key, value in fields.items()):
            return True

        def carry_out() -> bool:
            units.change_unit(ledger, unit.id, **fields)
            return True

        return bool(act(self, self._workspace, carry_out))

    def _text(self, field: str) -> QLineEdit:
        widget = QLineEdit()
        widget.setAccessibleName(_TEXTS[field])
        widget.setPlaceholderText(_HINTS.get(field, ""))
        widget.setReadOnly(self._workspace.readonly)
        widget.editingFinished.connect(partial(self._save_text, field))
        return widget

    def _lay_out(self) -> None:
        self.notes.setReadOnly(self._workspace.readonly)
        form = QFormLayout()
        form.setHorizontalSpacing(px(12))
        form.setVerticalSpacing(px(8))
        form.addRow(label("名称", "muted"), self.texts["name"])
        form.addRow(label("类别", "muted"), self.kind)
        form.addRow(label("别名", "muted"), self.texts["aliases"])
        form.addRow(label("联系人", "muted"), self.texts["contact"])
        form.addRow(label("电话", "muted"), self.texts["phone"])
        form.addRow(label("备注", "muted"), self.notes)
        self._merging = QWidget()
        merging = QVBoxLayout(self._merging)
        merging.setContentsMargins(0, 0, 0, 0)
        merging.addWidget(hairline())
        words = "与另一家其实是同一家：清单、问题、交办单、分解数都转过去，名称留作别名。"
        merging.addWidget(label(words, "muted", wrap=True))
        merging.addLayout(row(self.into, self.merge_button, None, self.remove_button))
        inner = QWidget()
        inner.setProperty("role", "clear")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(2), px(12), px(8), px(8))
        column.setSpacing(px(12))
        column.addLayout(form)
        column.addWidget(self._merging)
        column.addStretch(1)
