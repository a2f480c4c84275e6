"""用区里的空表: a blank form is dropped in, looked at, put right by a click, and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.services import queries
from app.services.formfilling import blankforms
from app.services.formfilling.formchoices import (
    FORM_FIELDS,
    REGISTER_FIELDS,
    FormChoices,
    field_label,
)
from app.services.formfilling.formprovenance import FormNumbers, lead_to
from app.services.formfilling.forms import fill_blank
from app.ui.controls import ChoiceBox, EmptyState, row
from app.ui.filing.leads import destination_of
from app.ui.filing.origins import Origins, laid_papers
from app.ui.formdesk.formpanel import FormPanel
from app.ui.formdesk.formpicture import picture_of_form
from app.ui.formdesk.rowquestion import TaskName
from app.ui.importwizard.segments import SegmentBar
from app.ui.importwizard.sheetview import SheetView
from app.ui.operations import act, run_service
from app.ui.pages.page import Page
from app.ui.paper.pages import PdfPages
from app.ui.paper.pane import PaperPane
from app.ui.style import px
from app.ui.wording import period_label, today
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QResizeEvent

    from app.monitor import Monitor
    from app.services.formfilling.formchoices import FormRow
    from app.services.formfilling.forms import FilledForm
    from app.ui.filing.origins import Paper
    from app.ui.workspace import Workspace

_ENDINGS = "空白表 (*.xlsx *.xls *.xlsm *.et)"
_BLANK, _FILLED = "blank", "filled"
_PANEL_WIDTH, _LEAST_WIDTH, _NARROW = 320, 264, 960
_NOTHING = (
    "把区里发的空白报表拖到窗口里，或从文件选择；程序认出每一栏填什么，确认一次，以后每期自动填。"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A form as it was filled, the tasks a row may be about, and where its cells stand on paper."""

    form: FilledForm
    tasks: tuple[TaskName, ...]
    papers: tuple[Paper, ...]


class FormPage(Page):
    """One blank form: the sheet as it came, and the same filled."""

    title: ClassVar[str] = "用区里的空表"
    drops_to: ClassVar[str] = "form"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.form: FilledForm | None = None
        self._path: Path | None = None
        self._kept: blankforms.KeptForm | None = None
        self._choices = FormChoices()
        self._tasks: tuple[TaskName, ...] = ()
        self.sheets = ChoiceBox("工作表")
        self.sheets.activated.connect(lambda _: self._show_sheet())
        self.looks = SegmentBar(((_BLANK, "区里的表"), (_FILLED, "填好的样子")))
        self.looks.chosen.connect(self._show_look)
        self.view = SheetView()
        self.view.tag_clicked.connect(self._open_menu)
        self.paper = PaperPane()
        self.paper.say("双击填好的格子，去台账里改")
        self.paper.view.pointed.connect(self._go_to_source)
        self._origins = Origins((), {})
        self.panel = FormPanel(readonly=workspace.readonly)
        self.panel.column_clicked.connect(self.view.open_menu)
        self.panel.row_clicked.connect(self.view.show_row)
        self.panel.row_told.connect(self._tell_row)
        self.keep_action = self.set_primary("保存并使用", self._keep, shortcut="Ctrl+Return")
        self.add_action("换一份空表…", self._ask_file)
        self.remove_action = self.add_action(
            "移除", self._remove, tip="不再用这份空表；已定稿的不受影响，可撤销"
        )
        self._lay_out()
        self._show_stack()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.panel.setFixedWidth(px(_LEAST_WIDTH if narrow else _PANEL_WIDTH))

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.file is not None:
            self.open_file(destination.file)
        elif destination.part == "choose":
            self._ask_file()
        elif destination.part:
            self.open_kept(destination.part)

    @override
    def go_back(self) -> bool:
        self.workspace.go(Destination("returns"))
        return True

    @override
    def refresh(self) -> None:
        self._show_stack()

    def open_file(self, path: Path) -> None:
        """Read a blank form and fill it as the ledger and earlier corrections have it."""
        list_id = self._list_id()
        if list_id is None:
            self.workspace.complain("台账里还没有任务分解表；请先导入，再用空表填报。")
            return
        kept = act(
            self,
            self.workspace,
            lambda: blankforms.choices_for(self.workspace.ledger, path, list_id=list_id),
            changes=False,
        )
        if kept is not None:
            self._path, self._choices, self._kept = path, kept, None
            self.panel.name.setText(path.stem)
            self._fill()

    def open_kept(self, key: str) -> None:
        """Look again at a form that is kept, to put right what it takes."""
        ledger = self.workspace.ledger
        found = act(self, self.workspace, lambda: blankforms.kept_form(ledger, key), changes=False)
        if found is not None:
            self._kept, self._path = found
            self._choices = self._kept.choices
            self.panel.name.setText(self._kept.name)
            self._fill()

    def _list_id(self) -> int | None:
        if self._kept is not None:
            return self._kept.list_id
        if self.workspace.list_id is not None:
            return self.workspace.list_id
        lists = queries.list_lists(self.workspace.ledger)
        return lists[0].id if lists else None

    def _fill(self) -> None:
        """Fill again with the corrections as they are; the page stays until it is done."""
        path, choices, list_id = self._path, self._choices, self._list_id()
        if path is None or list_id is None:
            return
        workspace = self.workspace
        name = self._kept.name if self._kept else ""

        def work(_monitor: Monitor) -> Looked:
            form = fill_blank(
                workspace.ledger,
                path,
                period=workspace.period,
                list_id=list_id,
                filled_on=today(),
                choices=choices,
                name=name,
            )
            names = queries.task_names(workspace.ledger, list_id=list_id)
            tasks = tuple(TaskName(key, _words(*name)) for key, name in names.items())
            return Looked(form, tasks, laid_papers(form.grids))

        run_service(self, None, work, done=self._show, title="正在识别空表…", changes=False)

    def _show(self, found: Looked) -> None:
        fresh = self.form is None or self.form.name != found.form.name
        self.form, self._tasks = found.form, found.tasks
        self._origins = Origins(found.papers, {})
        if fresh:
            self.sheets.clear()
            self.sheets.addItems([sheet.name for sheet in self.form.sheets])
            self.sheets.setVisible(self.sheets.count() > 1)
            self.looks.choose(_BLANK)
        self.note(f"{period_label(self.workspace.period)}　{self._file_name()}")
        self.paper.show_pages(PdfPages(self.form.pdf), keep_place=True)
        self._show_sheet()
        self._show_stack()

    def _go_to_source(self, page: int, at: QPointF) -> None:
        """From a filled cell of the preview to the very place of the ledger it was filled from."""
        cell = self._origins.cell_at(page, at.x(), at.y())
        if cell is None or self.form is None:
            return
        numbers = FormNumbers(self.form.filled, self.form.pages, None)
        filled = numbers.cell(cell.row, cell.column, cell.paper)
        lead = lead_to(filled) if filled is not None else None
        if lead is not None:
            self.workspace.go(destination_of(lead))

    def _file_name(self) -> str:
        """The blank's name as it came; kept, it lies under its hash."""
        if self._kept is not None:
            return self._kept.file_name
        return self._path.name if self._path else ""

    def _show_sheet(self) -> None:
        name = self.sheets.currentText()
        if self.form is not None and name:
            self.view.show_picture(picture_of_form(self.form, name))
            self.panel.show_form(self.form, name, self._tasks)

    def _show_look(self, look: str) -> None:
        self._shown.setCurrentWidget(self.paper if look == _FILLED else self.view)

    def _show_stack(self) -> None:
        self._stack.setCurrentIndex(1 if self.form is not None else 0)
        self.keep_action.setEnabled(self.form is not None and not self.workspace.readonly)
        self.remove_action.setVisible(self._kept is not None and not self.workspace.readonly)

    def _tell_row(self, form_row: FormRow, task_id: int | None) -> None:
        told = {**self._choices.rows, (form_row.sheet, form_row.key): task_id}
        self._choices = replace(self._choices, rows=told)
        self._fill()

    def choose_field(self, column: int, field: str, _checked: bool = False) -> None:
        """Let a column take another part of the ledger; empty leaves it to the clerk."""
        name, sheet = self._column_name(column), self.sheets.currentText()
        chosen = {**self._choices.columns, (sheet, name): field}
        self._choices = replace(self._choices, columns=chosen)
        self._fill()

    def _column_name(self, column: int) -> str:
        columns = self.form.columns.get(self.sheets.currentText(), ()) if self.form else ()
        return next((one.name for one in columns if one.index == column), "")

    def menu_for(self, column: int) -> QMenu:
        """The menu of a column: every part of the ledger it may take."""
        menu = QMenu(self)
        columns = self.form.columns.get(self.sheets.currentText(), ()) if self.form else ()
        held = next((one.field for one in columns if one.index == column), "")
        # Problems, objects and villages fill a column one way only.
        offered = {"": FORM_FIELDS[""], held: field_label(held)}
        fields = offered if held in REGISTER_FIELDS else FORM_FIELDS
        for place, (field, words) in enumerate(fields.items()):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(field == held)
            action.triggered.connect(partial(self.choose_field, column, field))
            menu.addAction(action)
            if place == 0:
                menu.addSeparator()
        return menu

    def _open_menu(self, column: int, place: QPoint) -> None:
        if self.workspace.readonly:
            return
        menu = self.menu_for(column)
        menu.setToolTipsVisible(True)
        menu.popup(place)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择区里发的空白表", "", _ENDINGS)
        if name:
            self.open_file(Path(name))

    def _keep(self) -> None:
        path, list_id, form = self._path, self._list_id(), self.form
        if path is None or list_id is None or form is None:
            return
        workspace, choices = self.workspace, self._choices
        name = self.panel.name.text().strip() or Path(self._file_name()).stem

        def work() -> blankforms.KeptForm:
            return blankforms.keep_form(
                workspace.ledger,
                path,
                list_id=list_id,
                period=workspace.period,
                choices=choices,
                name=name,
            )

        kept = act(self, workspace, work, say=f"已保存空表“{name}”，以后每期可直接填报")
        if kept is not None:
            workspace.go(Destination("returns", part=kept.key))

    def _remove(self) -> None:
        """Take the kept form out; undo brings it back."""
        kept, ledger = self._kept, self.workspace.ledger
        if kept is None:
            return
        said = f"已移除空表“{kept.name}”"

        def work() -> bool:
            blankforms.remove_form(ledger, kept.id)
            return True

        if act(self, self.workspace, work, say=said):
            self._kept = self._path = self.form = None
            self.workspace.go(Destination("returns"))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addLayout(row(self.looks, self.sheets, None))
        self._shown = QStackedWidget()
        self._shown.addWidget(self.view)
        self._shown.addWidget(self.paper)
        left.addWidget(self._shown, 1)
        whole = QWidget()
        full = QHBoxLayout(whole)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(px(16))
        full.addLayout(left, 1)
        full.addWidget(self.panel)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState("returns", _NOTHING, action="选择空白表…", run=self._ask_file)
        )
        self._stack.addWidget(whole)
        self.body.addWidget(self._stack)


def _words(serial: str, text: str) -> str:
    flat = " ".join(text.split())
    return f"{serial} {flat}".strip()
