"""Step 2: the sheet as it came, and beside it what was recognised, to be put right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget
from typing_extensions import override

from app.ui.importwizard.prosepicture import prose_picture
from app.ui.importwizard.proseview import ProseView
from app.ui.importwizard.readpanel import ReadPanel
from app.ui.importwizard.sheetview import SheetView
from app.ui.importwizard.understood import picture_of
from app.ui.importwizard.words import KEPT, OFFERED, part_word
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.importing.drafts import DraftList
    from app.importing.sheet import Sheet

_PANEL_WIDTH, _LEAST_WIDTH, _NARROW = 296, 248, 960


class ReadStep(QWidget):
    """The sheet with its tags, and the summary.

    Signals:
        part_chosen: the clerk gave a column another part: its number, and the part or None.
    """

    part_chosen = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = SheetView()
        self.prose = ProseView()
        self._shown = QStackedWidget()
        self._shown.addWidget(self.view)
        self._shown.addWidget(self.prose)
        self.panel = ReadPanel()
        self._drafts: DraftList | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self._shown, 1)
        layout.addWidget(self.panel)
        self.view.tag_clicked.connect(self._open_menu)
        self.panel.column_clicked.connect(self.view.open_menu)
        self.panel.row_clicked.connect(self._show_row)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the sheet has more need of it."""
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.panel.setFixedWidth(px(_LEAST_WIDTH if narrow else _PANEL_WIDTH))

    def show_table(self, sheet: Sheet | None, drafts: DraftList) -> None:
        """Show a table of the file, or other parts on the same one; or a plan in prose."""
        fresh = self._drafts is None or self._drafts.table is not drafts.table
        self._drafts = drafts
        self.panel.show_table(drafts)
        if drafts.kind == "prose" or sheet is None:
            self.prose.show_paragraphs(prose_picture(drafts))
            self._shown.setCurrentWidget(self.prose)
            return
        self._shown.setCurrentWidget(self.view)
        self.view.show_picture(picture_of(sheet, drafts))
        if fresh and drafts.table.header_rows:
            top = min((row.row for row in drafts.skipped), default=drafts.table.header_rows[0])
            self.view.scroll_to_top_row(top)

    def _show_row(self, row: int) -> None:
        self._current().show_row(row)

    def _current(self) -> SheetView | ProseView:
        return self.prose if self._shown.currentWidget() is self.prose else self.view

    def menu_for(self, column: int) -> QMenu:
        """The menu of a column's tag: every part it may play."""
        menu = QMenu(self)
        held = self._field(column)
        offered: list[str | None] = [None, *OFFERED]
        if held is not None and held not in OFFERED:
            offered.append(held)
        for place, field in enumerate(offered):
            action = QAction(part_word(field), menu)
            action.setCheckable(True)
            action.setChecked(field == held)
            action.triggered.connect(partial(self._choose, column, field))
            menu.addAction(action)
            if place == 0:
                action.setText(f"{KEPT}（不作任务内容）")
                menu.addSeparator()
        return menu

    def _field(self, column: int) -> str | None:
        columns = self._drafts.mapping.columns if self._drafts else ()
        return next((one.field for one in columns if one.index == column), None)

    def _choose(self, column: int, field: str | None, _checked: bool = False) -> None:
        if field != self._field(column):
            self.part_chosen.emit(column, field)

    def _open_menu(self, column: int, place: QPoint) -> None:
        menu = self.menu_for(column)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    @override
    def setFocus(self) -> None:  # type: ignore[override]
        self._current().setFocus()
