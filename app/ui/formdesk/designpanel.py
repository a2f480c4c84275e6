"""The left side of the designer: paper on top, then the columns or what stands around them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.reports.formats.catalogues import CATALOGUES
from app.services.reporting.formatwords import heading_of
from app.services.wording import shorten
from app.ui import keys
from app.ui.controls import (
    ChoiceBox,
    ElidedLabel,
    button,
    clear,
    fill,
    hairline,
    label,
    row,
    scrolled,
)
from app.ui.formdesk import designdesk
from app.ui.formdesk.columnstrip import ColumnStrip
from app.ui.formdesk.columntable import ColumnTable
from app.ui.formdesk.fieldpicker import FieldPicker
from app.ui.formdesk.layoutform import LayoutForm
from app.ui.formdesk.templates import in_words
from app.ui.importwizard.segments import SegmentBar
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.reports.formats.fieldwords import FieldChoice
    from app.reports.formats.format import Column, Format
    from app.reports.formats.formatremarks import Remark
    from app.ui.formdesk.designdesk import Drawn
    from app.ui.keys import Key
    from app.ui.workspace import Workspace

_COLUMNS, _AROUND = "columns", "around"
_TURNS = {"横向": True, "竖向": False}
_MOST_REMARKS, _HEADING = 3, 8
_LEAST, _LEAST_TABLE = 328, 132


class DesignPanel(QFrame):
    """Everything of a format that can be changed.

    Signals:
        typed: a format as it would be while something is typed.
        changed: a format to be kept.
        complained: a sentence on what can't be.
    """

    typed = Signal(object)
    changed = Signal(object)
    complained = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setMinimumWidth(px(_LEAST))
        self._fmt: Format | None = None
        self._drawn: Drawn | None = None
        self._editable = False
        self.paper = _choice("纸张", ("A4", "A3"))
        self.turn = _choice("方向", tuple(_TURNS))
        self.parts = SegmentBar(((_COLUMNS, "栏目"), (_AROUND, "版面")))
        self.table = ColumnTable(workspace)
        self.strip = ColumnStrip()
        self.picker = FieldPicker()
        self.form = LayoutForm(lambda rows: CATALOGUES[rows].only)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(px(2))
        self._buttons: list[QPushButton] = []
        self._make_actions()
        self._lay_out()
        self._connect()

    def show_format(self, fmt: Format, *, editable: bool) -> None:
        """Show a format; the column chosen stays chosen."""
        self._fmt, self._editable = fmt, editable
        self.paper.setCurrentText(fmt.page.paper)
        self.turn.setCurrentIndex(0 if fmt.page.landscape else 1)
        self.form.show_format(fmt)
        self._show_columns()
        for part in (self.paper, self.turn, self.form, self.strip):
            part.setEnabled(editable)
        for tool in self._buttons:
            tool.setVisible(editable)
        for action in self._actions:
            action.setEnabled(editable)

    def show_drawn(self, drawn: Drawn) -> None:
        """Take what was found while drawing: widths, remarks, the fields there are."""
        self._drawn = drawn
        self.picker.offer(drawn.offered)
        self._show_columns()

    def commit(self) -> None:
        """Keep what is typed and not kept yet."""
        if self._editable:
            self.form.commit()

    def close_picker(self) -> bool:
        """Close the list of fields; False when it was not open."""
        self.strip.show()
        return self.picker.close_picker()

    def turn_paper(self) -> None:
        """Upright for across, and back."""
        self._edit(designdesk.turned)

    def add(self, field: FieldChoice) -> None:
        """A column more after the ones chosen."""
        fmt, places = self._fmt, self.table.places()
        if fmt is not None:
            at = places[-1] + 1 if places else len(fmt.columns)
            self._edit(lambda fmt: designdesk.with_column(fmt, at, field.column))
            self.table.select_places(at, at)

    def remove(self) -> None:
        """Leave the columns chosen out; one stays."""
        places = self.table.places()
        if self._fmt is None or not places:
            return
        if len(places) == len(self._fmt.columns):
            self.complained.emit("报表至少要留一栏；请先加上别的栏。")
            return
        self._edit(lambda fmt: designdesk.without(fmt, places))
        at = min(places[0], len(self._fmt.columns) - 1)
        self.table.select_places(at, at)

    def shift(self, by: int) -> None:
        """Move the columns chosen one place up or down."""
        places = self.table.places()
        if self._fmt is None or not places:
            return
        to = places[0] - 1 if by < 0 else places[-1] + 2
        if 0 <= to <= len(self._fmt.columns):
            self.move_to(places, to)

    def move_to(self, places: tuple[int, ...], to: int) -> None:
        """Take columns together to before a place."""
        self._edit(lambda fmt: designdesk.moved(fmt, places, to))
        first = to - sum(at < to for at in places)
        self.table.select_places(first, first + len(places) - 1)

    def begin_adding(self) -> None:
        """Open the list of fields."""
        self.parts.choose(_COLUMNS)
        self.strip.hide()
        self.picker.begin()

    def _make_actions(self) -> None:
        runs: tuple[tuple[Key, Callable[[], object], QWidget], ...] = (
            (keys.ADD_COLUMN, self.begin_adding, self),
            (keys.TURN_PAPER, self.turn_paper, self),
            (keys.SWAP_PARTS, self._swap, self),
            (keys.COLUMN_UP, lambda: self.shift(-1), self.table),
            (keys.COLUMN_DOWN, lambda: self.shift(1), self.table),
        )
        self._actions: list[QAction] = []
        for key, run, owner in runs:
            action = QAction(key.does, self)
            action.setShortcut(QKeySequence(key.sequence))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, run=run: run())
            owner.addAction(action)
            self._actions.append(action)
        self._buttons = [
            _tool("加一栏…", self.begin_adding, keys.ADD_COLUMN),
            _tool("删去", self.remove, keys.REMOVE_COLUMN),
            _tool("上移", lambda: self.shift(-1), keys.COLUMN_UP),
            _tool("下移", lambda: self.shift(1), keys.COLUMN_DOWN),
        ]

    def _lay_out(self) -> None:
        columns = QWidget()
        inner = QVBoxLayout(columns)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        add, *others = self._buttons
        fill(inner, row(add, *others, None), self.picker)
        self.table.setMinimumHeight(px(_LEAST_TABLE))
        inner.addWidget(self.table, 1)
        inner.addWidget(self.strip)
        inner.addLayout(self._remarks)
        self._shown = QStackedWidget()
        self._shown.addWidget(columns)
        self._shown.addWidget(scrolled(self.form))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        self.parts.choose(_COLUMNS)
        top = row(self.parts, None, self.paper, self.turn)
        fill(layout, top, hairline())
        layout.addWidget(self._shown, 1)

    def _connect(self) -> None:
        self.parts.chosen.connect(self._show_part)
        self.paper.activated.connect(lambda _at: self._set_page(paper=self.paper.currentText()))
        self.turn.activated.connect(
            lambda _at: self._set_page(landscape=_TURNS[self.turn.currentText()])
        )
        self.table.changed.connect(self._set_column)
        self.table.moved_to.connect(self.move_to)
        self.table.selection_changed.connect(self._show_strip)
        self.strip.changed.connect(self._set_columns)
        self.table.complained.connect(self.complained)
        self.table.delete_asked.connect(lambda _rows: self.remove())
        self.picker.chosen.connect(self.add)
        self.form.typed.connect(self.typed)
        self.form.changed.connect(lambda fmt: self._edit(lambda _old: fmt))

    def _swap(self) -> None:
        self.parts.choose(_AROUND if self.parts.current == _COLUMNS else _COLUMNS)
        first = self.table if self.parts.current == _COLUMNS else self.form.texts["title"].line
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_part(self, part: str) -> None:
        self._shown.setCurrentIndex(1 if part == _AROUND else 0)

    def _set_page(self, **changes: str | bool) -> None:
        self._edit(lambda fmt: replace(fmt, page=replace(fmt.page, **changes)))  # type: ignore[arg-type]

    def _set_column(self, at: int, column: Column) -> None:
        self._edit(lambda fmt: designdesk.with_changed(fmt, at, column))

    def _set_columns(self, columns: Mapping[int, Column]) -> None:
        self._edit(lambda fmt: replace(fmt, columns=tuple(
            columns.get(at, column) for at, column in enumerate(fmt.columns)
        )))  # fmt: skip

    def _show_strip(self) -> None:
        self.strip.show_rows(self.table.selected_rows())

    def _edit(self, change: Callable[[Format], Format]) -> None:
        """Change the format; the page keeps it, and shows it again."""
        if self._fmt is not None and self._editable:
            self.changed.emit(change(self._fmt))

    def _show_columns(self) -> None:
        if self._fmt is None:
            return
        drawn = self._drawn if self._drawn and self._drawn.fmt == self._fmt else None
        remarks = drawn.remarks if drawn else ()
        said = {one.column: one.text for one in remarks if one.column is not None}
        widths = drawn.widths if drawn else ()
        self.table.show_format(self._fmt, widths, said)
        if not self.table.currentIndex().isValid():
            self.table.select_places(0, 0)
        self._show_strip()
        if drawn:
            self._show_remarks(remarks)

    def _show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        clear(self._remarks)
        for remark in remarks[:_MOST_REMARKS]:
            self._remarks.addWidget(self._remark(remark))
        if len(remarks) > _MOST_REMARKS:
            self._remarks.addWidget(label(f"还有 {len(remarks) - _MOST_REMARKS} 处", "small"))

    def _remark(self, remark: Remark) -> QWidget:
        at = remark.column
        if at is None or self._fmt is None:
            return label(remark.text, "muted", wrap=True)
        heading = shorten(in_words(heading_of(self._fmt.columns[at])), _HEADING)
        line = ElidedLabel("doubt")
        line.setText(f"▲ 第 {at + 1} 栏“{heading}”：{remark.text}")
        return line


def _choice(name: str, words: tuple[str, ...]) -> ChoiceBox:
    box = ChoiceBox(name)
    box.addItems(list(words))
    return box


def _tool(text: str, run: Callable[[], object], key: Key) -> QPushButton:
    result = button(text, run)
    result.setToolTip(key.tip())
    return result
