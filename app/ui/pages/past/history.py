"""历史: the whole journal, newest first, to look things up, take back any step, and find again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget
from typing_extensions import override

from app.ui.pages.page import Page
from app.ui.pages.past.deletedlist import DeletedList
from app.ui.pages.past.steplist import StepList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from app.ui.workspace import Destination, Workspace

STEPS, DELETED = "操作", "已删除"


class HistoryPage(Page):
    """All steps, and what was deleted and can be brought back."""

    title: ClassVar[str] = "历史"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        """The two parts behind their tabs, each put in its place."""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("操作或已删除")
        self.body.addWidget(self.tabs, 1)
        self.steps = StepList(self.workspace)
        self.tabs.addTab(self.steps, STEPS)
        yield
        self.deleted = DeletedList(self.workspace)
        self.tabs.addTab(self.deleted, DELETED)
        for part in (self.steps, self.deleted):
            part.noted.connect(self._show_note)
        self.tabs.currentChanged.connect(lambda _place: self._on_turned())
        self.home = self.steps.table

    @override
    def refresh(self) -> None:
        self.steps.refresh()
        self.deleted.forget()
        self._on_turned()

    @override
    def go_to(self, destination: Destination) -> None:
        deleted = destination.part == "deleted"
        self.tabs.setCurrentWidget(self.deleted if deleted else self.steps)
        if destination.part.isdigit():
            self.steps.show_step(int(destination.part))
        elif destination.task_id is not None:
            self.steps.narrow_to_task(destination.task_id)

    @override
    def search(self, words: str) -> None:
        self.steps.search(words)
        self.deleted.search(words)

    @override
    def go_back(self) -> bool:
        return self.tabs.currentWidget() is self.steps and self.steps.widen()

    def _on_turned(self) -> None:
        """What was deleted is read when it is looked at."""
        if self.tabs.currentWidget() is self.deleted:
            self.deleted.read()
            self.home = self.deleted.table
        else:
            self.home = self.steps.table
        self._show_note()

    def _show_note(self) -> None:
        part = self.deleted if self.tabs.currentWidget() is self.deleted else self.steps
        self.note(part.note_words)
