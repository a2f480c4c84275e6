"""来源: the file a task came from, as it came, its row or paragraph in view and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.services.intake import sources
from app.ui.controls import ChoiceBox, label
from app.ui.importwizard.picture import RowMark, SheetPicture
from app.ui.importwizard.prosepicture import plain_picture
from app.ui.importwizard.proseview import ProseView
from app.ui.importwizard.sheetview import SheetView
from app.ui.operations import run_service
from app.ui.pages.page import Page
from app.ui.sourcefile import open_source
from app.ui.targets import one_line
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.errors import UserError
    from app.services.intake.sources import ShownSource
    from app.ui.workspace import Workspace

_HERE = RowMark("here", "本项", "这项任务就在这一行")


class SourcePage(Page):
    """The sheet or the text as the district sent it; Esc goes back to the task.

    Attributes:
        shown: what is in view; None before there is anything.
    """

    title: ClassVar[str] = "来源"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.shown: ShownSource | None = None
        self._task_id = 0
        self.place = label("", wrap=True, selectable=True)
        self.sheets = ChoiceBox("工作表", widest=240)
        self.sheets.activated.connect(self._show_sheet)
        self.sheet_view, self.prose_view = SheetView(), ProseView()
        self._views = QStackedWidget()
        self._views.addWidget(self.sheet_view)
        self._views.addWidget(self.prose_view)
        self.head_tools.addWidget(self.sheets)
        self.body.addWidget(self.place)
        self.body.addWidget(self._views, 1)
        tip = "用WPS或Excel打开一份副本；台账里的原件不会改动"
        self._open_action = self.add_action("打开原文件", self._open, tip=tip)
        self.set_primary("返回任务", self._return, tip="返回任务（Esc）")
        self._show_nothing("")

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.task_id is not None:
            self.show_task(destination.task_id)

    @override
    def take_focus(self) -> None:
        (self._views.currentWidget() or self).setFocus()

    def show_task(self, task_id: int) -> None:
        """Read the task's file in the background, then show its place."""
        self._task_id = task_id
        self._show_nothing("正在读取来源文件…")
        ledger = self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda monitor: (task_id, sources.show_source(ledger, task_id, monitor=monitor)),
            done=self._on_read,
            failed=self._on_unreadable,
            title="正在读取来源文件…",
            changes=False,
        )

    def _on_read(self, found: tuple[int, ShownSource]) -> None:
        task_id, shown = found
        if task_id != self._task_id:
            return  # another task was asked for meanwhile
        self.shown = shown
        self.note(shown.source.file_name)
        self._open_action.setEnabled(True)
        self.sheets.clear()
        self.sheets.addItems([sheet.name for sheet in shown.sheets])
        self.sheets.setCurrentIndex(shown.current)
        self.sheets.setVisible(len(shown.sheets) > 1)
        self._show_sheet(shown.current)

    def _on_unreadable(self, error: UserError) -> None:
        self._show_nothing(error.message)

    def _show_nothing(self, words: str) -> None:
        self.shown = None
        self.note("")
        self.place.setText(words)
        self.sheets.hide()
        self._views.hide()
        self._open_action.setEnabled(False)

    def _show_sheet(self, place: int) -> None:
        if self.shown is None:
            return
        source, sheet = self.shown.source, self.shown.sheets[place]
        here = place == self.shown.current
        unit = "段" if source.is_prose else "行"
        words = f"第 {source.row} {unit}：{one_line(source.text)}"
        self.place.setText(
            words if here else f"这项任务在“{source.sheet}”的第 {source.row} {unit}。"
        )
        if source.is_prose and here:
            self.prose_view.show_paragraphs(plain_picture(sheet, source.row, source.text))
            self._views.setCurrentWidget(self.prose_view)
        else:
            rows = {source.row: _HERE} if here else {}
            self.sheet_view.show_picture(SheetPicture(sheet, rows, plain=True))
            self._views.setCurrentWidget(self.sheet_view)
        self._views.show()
        if here:
            (self.prose_view if source.is_prose else self.sheet_view).show_row(source.row)

    def _open(self) -> None:
        open_source(self, self.workspace, self._task_id)

    def _return(self) -> None:
        self.workspace.go(Destination("tasks", task_id=self._task_id or None, part="source"))
