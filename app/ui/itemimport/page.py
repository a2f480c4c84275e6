"""导入清单: the sheet as it came, beside it what becomes of it; one key writes it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.services import queries
from app.services.breakdown import itemimport
from app.services.breakdown.itemplans import Wanted
from app.ui.controls import button, label, row
from app.ui.dropped import PATTERN, pasted_table
from app.ui.icons import picture
from app.ui.importwizard.filestep import DropZone
from app.ui.importwizard.sheetview import SheetView
from app.ui.itemimport.panel import ItemPanel
from app.ui.itemimport.words import KEPT, OFFERED, imported_words, part_word, picture_of
from app.ui.keys import GO_ON, PASTE_TABLE
from app.ui.operations import run_service
from app.ui.pages.itemlist.taskbox import TaskBox
from app.ui.pages.page import Page
from app.ui.style import Ink, px
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from app.errors import UserError
    from app.services.breakdown.itemplans import ItemFile, ItemPlan
    from app.ui.workspace import Workspace

_FOLDER = "import/folder"
_READ_ONLY = "台账是只读打开的，不能导入。"
_PANEL, _NARROW_PANEL, _NARROW = 300, 260, 960


class ItemImportPage(Page):
    """导入清单: a file or what was copied, looked at before it is written."""

    title: ClassVar[str] = "导入清单"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._source: ItemFile | None = None
        self._plan: ItemPlan | None = None
        self._answers: dict[int, bool] = {}
        self.task = TaskBox()
        self.zone = DropZone()
        self.view = SheetView()
        self.panel = ItemPanel()
        self._fault = label("", "fault", wrap=True, selectable=True)
        self._stack = QStackedWidget()
        self.head_tools.addWidget(self.task)
        self._lay_out()
        self.choose_action = self.add_action("选择文件…", self.pick)
        self.paste_action = self.add_action(
            "粘贴", self.paste, tip="读取从 WPS、Excel、Word 复制的表（Ctrl+V）"
        )
        self._action("粘贴名单", self.paste, PASTE_TABLE.sequence, "")
        self.import_action = self.set_primary(
            "导入", self.carry_out, shortcut=GO_ON.sequence, tip="导入清单，导入后可以撤销"
        )
        self._connect()
        self._let_go()

    @override
    def refresh(self) -> None:
        self._offer_tasks(self.task.task_id)
        if self._source:
            self._make_plan()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.task_id is not None:
            self._let_go()
            self._offer_tasks(destination.task_id)
        if destination.file is not None:
            self.open_file(destination.file)
        elif destination.part == "paste":
            self.paste()

    @override
    def go_back(self) -> bool:
        if self._source is None:
            return False
        self._let_go()
        self.workspace.say("没有导入，台账没有改动。")
        return True

    @override
    def take_focus(self) -> None:
        (self.view if self._source else self._pick).setFocus()

    def pick(self) -> None:
        """Ask for a file."""
        start = self.workspace.memory.text(_FOLDER, str(Path.home()))
        name, _ = QFileDialog.getOpenFileName(
            self, "选择清单", start, f"清单 ({PATTERN});;所有文件 (*)"
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Read a file in the background, then show what was recognised."""
        ledger = self.workspace.ledger
        self.workspace.memory.keep(_FOLDER, str(path.parent))
        self._read(lambda: itemimport.read_item_file(ledger, path), f"正在读取“{path.name}”…")

    def paste(self) -> None:
        """Read what was copied elsewhere; a copied file is opened."""
        found, ledger = pasted_table(), self.workspace.ledger
        if found.file:
            self.open_file(found.file)
            return
        self._read(
            lambda: itemimport.read_item_clipboard(ledger, found.html, found.text),
            "正在读取粘贴的内容…",
        )

    def correct(self, column: int, field: str | None) -> None:
        """Give a column another part."""
        if self._source:
            self._take(self._source.correcting(column, field))

    def carry_out(self) -> None:
        """Write the list as it is shown."""
        source, wanted = self._source, self._wanted()
        if source is None or not self.import_action.isEnabled():
            return
        ledger = self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda monitor: itemimport.commit_items(ledger, source, wanted, monitor=monitor),
            done=self._on_imported,
            failed=self._on_refused,
            title="正在导入清单…",
            changes=False,  # told by hand, once the page has let go of the list
        )

    def menu_for(self, column: int) -> QMenu:
        """Every part a column may play."""
        menu = QMenu(self)
        columns = self._source.mapping.columns if self._source else ()
        held = next((one.field for one in columns if one.index == column), None)
        for field in OFFERED:
            words = f"{KEPT}（清单的一列）" if field is None else part_word(field)
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(field == held)
            action.triggered.connect(partial(self._choose, column, field))
            menu.addAction(action)
            if field is None:
                menu.addSeparator()
        return menu

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        self.panel.setFixedWidth(px(_NARROW_PANEL if narrow else _PANEL))

    def _lay_out(self) -> None:
        sign = QLabel()
        sign.setPixmap(
            picture("import", px(56), colour=Ink.EDGE.value, ratio=self.devicePixelRatioF())
        )
        self._pick = button("选择文件…", self.pick, role="primary")
        pasting = button("粘贴名单", self.paste, icon_name="paste")
        for one in (self._pick, pasting) if self.workspace.readonly else ():
            one.hide()
        self.zone.setAcceptDrops(not self.workspace.readonly)
        inner = QVBoxLayout(self.zone)
        inner.setSpacing(px(16))
        inner.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addWidget(sign, 0, centre)
        words = "把企业名单、锅炉台账、河道名录拖到这里，或复制后粘贴"
        inner.addWidget(label(words, "large"), 0, centre)
        inner.addLayout(row(None, self._pick, pasting, None))
        tip = "哪一列是名称、责任单位、时限会自动识别，其余各列原样保留为清单的列"
        inner.addWidget(label(tip, "muted"), 0, centre)
        self._fault.setAlignment(centre)
        inner.addWidget(self._fault)
        inner.addStretch(1)
        shown = QWidget()
        layout = QHBoxLayout(shown)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.panel)
        self.view.setAccessibleName("收到的表")
        self._stack.addWidget(self.zone)
        self._stack.addWidget(shown)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.zone.dropped.connect(self.open_file)
        self.task.activated.connect(lambda _: self._on_task_chosen())
        self.view.tag_clicked.connect(self._open_menu)
        self.panel.column_clicked.connect(self.view.open_menu)
        self.panel.row_clicked.connect(self.view.show_row)
        self.panel.table_chosen.connect(self._choose_table)
        self.panel.answered.connect(self._answer)
        self.panel.fill_chosen.connect(lambda _: self._make_plan())

    def _offer_tasks(self, chosen: int | None) -> None:
        workspace = self.workspace
        names = queries.task_names(workspace.ledger, list_id=workspace.list_id)
        by_column = bool(self._source and self._source.mapping.of("task"))
        self.task.offer(names, chosen, by_column=by_column)

    def _on_task_chosen(self) -> None:
        self._answers = {}
        self._make_plan()

    def _read(self, work: Callable[[], ItemFile], title: str) -> None:
        if self.workspace.readonly:
            self._say_fault(_READ_ONLY)
            return
        self._say_fault("")
        run_service(
            self,
            self.workspace,
            lambda _monitor: work(),
            done=self._on_read,
            failed=self._on_unreadable,
            title=title,
            changes=False,
        )

    def _on_read(self, source: ItemFile) -> None:
        self.note(source.name)
        self.panel.show_tables(source)
        self._take(source)
        self._stack.setCurrentIndex(1)
        heads = source.table.header_rows
        if heads:
            self.view.scroll_to_top_row(max(heads[0] - 1, 1))
        self.view.setFocus()

    def _on_unreadable(self, error: UserError) -> None:
        self._let_go()
        self._say_fault(error.message)

    def _on_refused(self, error: UserError) -> None:
        self.workspace.complain(error.message)
        self._make_plan()

    def _say_fault(self, words: str) -> None:
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    def _take(self, source: ItemFile) -> None:
        """Go on with another reading; what was answered about its rows is void."""
        self._source, self._answers = source, {}
        self._offer_tasks(self.task.task_id)
        shown = picture_of(source, None)
        if shown:
            self.view.show_picture(shown)
        self._make_plan()

    def _choose_table(self, place: int) -> None:
        if self._source and place != self._source.current:
            self._take(self._source.choosing(place))

    def _choose(self, column: int, field: str | None, _checked: bool = False) -> None:
        self.correct(column, field)

    def _open_menu(self, column: int, place: QPoint) -> None:
        menu = self.menu_for(column)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _answer(self, at: int, same: bool) -> None:
        self._answers[at] = same
        self._make_plan()

    def _wanted(self) -> Wanted:
        workspace = self.workspace
        return Wanted(
            task_id=self.task.task_id,
            list_id=workspace.list_id,
            as_of=workspace.as_of,
            answers=dict(self._answers),
            fill=self.panel.fill.isChecked(),
        )

    def _make_plan(self) -> None:
        """Compare with the ledger as it stands, in the background."""
        source, wanted = self._source, self._wanted()
        if source is None:
            return
        ledger = self.workspace.ledger
        self._plan = None
        self._show_actions()
        run_service(
            self,
            self.workspace,
            lambda _monitor: (source, wanted, itemimport.plan_items(ledger, source, wanted)),
            done=self._on_planned,
            failed=lambda error: self.workspace.complain(error.message),
            title="正在与台账比较…",
            changes=False,
        )

    def _on_planned(self, planned: tuple[ItemFile, Wanted, ItemPlan]) -> None:
        source, wanted, plan = planned
        if source is not self._source or wanted != self._wanted():
            return  # another wish came meanwhile
        self._plan = plan
        self.panel.show_plan(plan, self.workspace.as_of)
        shown = picture_of(source, plan)
        if shown:
            self.view.show_picture(shown)
        self._show_actions()

    def _show_actions(self) -> None:
        reading = self._source is not None
        for action in (self.choose_action, self.paste_action, self.import_action):
            action.setVisible(reading)
        count = sum(line.kind != "twin" for line in self._plan.lines) if self._plan else 0
        self.import_action.setEnabled(count > 0 and not self.workspace.readonly)
        self.import_action.setText(f"导入 {count} 项" if count else "导入")

    def _let_go(self) -> None:
        """Forget what was read."""
        self._source = self._plan = None
        self._answers = {}
        self.note("")
        self._say_fault(_READ_ONLY if self.workspace.readonly else "")
        self._stack.setCurrentIndex(0)
        self._show_actions()

    def _on_imported(self, plan: ItemPlan) -> None:
        """Look at what came: at the task, or at all items when they are of several."""
        self._let_go()
        self.workspace.tell_changed()
        if len(plan.counts) == 1:
            task = plan.counts[0].task_id
            self.workspace.go(Destination("tasks", task_id=task, part="items"))
        else:
            self.workspace.go(Destination("items"))
        self.workspace.say(imported_words(plan), undoable=True)
