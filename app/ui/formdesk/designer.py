"""改格式: a town's own format, its columns and its page beside the real pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget
from typing_extensions import override

from app.errors import UserError
from app.services.reporting import formats
from app.services.reporting.formatfiles import told_of
from app.services.reporting.returns import Wanted
from app.ui.controls import EmptyState
from app.ui.filing.choices import IMPORT_FORMAT, NEW_FORMAT, list_in_view
from app.ui.filing.handingout import send_to_printer
from app.ui.formdesk import designdesk
from app.ui.formdesk.designbars import NameBar
from app.ui.formdesk.designpanel import DesignPanel
from app.ui.formdesk.sharing import Sharing
from app.ui.operations import act
from app.ui.pages.page import Page
from app.ui.paper.latest import Latest
from app.ui.paper.pages import NoPages, Pages
from app.ui.paper.pane import PaperPane
from app.ui.style import px
from app.ui.wording import period_label
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent

    from app.models.returnviews import ReturnView
    from app.monitor import Monitor
    from app.reports.formats.format import Format
    from app.ui.workspace import Workspace

_PAUSE_MS, _LEFT, _RIGHT = 120, 480, 660
_NOTHING = "在报表页选一张表，按“改格式”，就能改它的栏目、标题、签字行、纸张和字体。"
_KEPT = "自带的格式不改动；先另存为本镇的格式，改坏了也不怕。"


class DesignPage(Page):
    """A format to be changed: every edit is kept at once and can be undone.

    Attributes:
        panel: the columns and the form, at the left.
        pages: the pages in view.
        asking: asks for the name of a copy or of a new format.
    """

    title: ClassVar[str] = "改格式"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.pages: Pages = NoPages()
        self._key = ""
        self._fmt: Format | None = None
        self._known: ReturnView | None = None
        self._looked_at: Format | None = None
        self._drawn_for = ("", "")
        self._is_mine = self._own = False
        self.panel = DesignPanel(workspace)
        self.paper = PaperPane()
        self.asking = NameBar()
        self.sharing = Sharing(self, workspace, self._open)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._drawing = Latest(self, workspace, self._work, self._show_drawn, failed=self._tell)
        self._pause.timeout.connect(self._drawing.ask)
        self._make_actions()
        self._lay_out()
        self._connect()
        self.home = self.panel.table
        self._show()

    @override
    def refresh(self) -> None:
        """Read the format again; its lines too, unless only the format was changed here."""
        if not self._is_mine:
            self._known = None
        if self._key:
            self._read()

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.part == NEW_FORMAT:
            self._ask_new()
        elif destination.file is not None:
            self.sharing.look_at(destination.file)
        elif destination.part == IMPORT_FORMAT:
            self.sharing.ask_file()
        elif destination.part:
            self._open(destination.part)

    @override
    def go_back(self) -> bool:
        if self.panel.close_picker() or self.sharing.close_bar():
            self.take_focus()
            return True
        asked, own = self.asking.close_bar(), self._own
        if asked and own:
            self.take_focus()
            return True
        self.panel.commit()
        self.workspace.go(Destination("returns", part=self._key))
        return True

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that was typed is lost when one leaves."""
        self.panel.commit()
        super().hideEvent(event)

    @override
    def take_focus(self) -> None:
        if not self.asking.isHidden():
            self.asking.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().take_focus()

    @override
    def print_page(self) -> bool:
        title = f"{period_label(self.workspace.period)}{self._name()}"
        return send_to_printer(self, self.workspace, self.pages, title)

    def change(self, fmt: Format) -> None:
        """Keep the format as it is now, and draw it."""
        if self.workspace.readonly or not self._own or fmt == self._fmt:
            return
        ledger, key = self.workspace.ledger, self._key
        self._is_mine = True
        kept = act(self, self.workspace, lambda: formats.change_format(ledger, key, fmt))
        self._is_mine = False
        if kept is None:
            self._read()

    def _make_actions(self) -> None:
        self.set_primary("用这个格式", self.go_back, tip="回到报表页，用这个格式填报（Esc）")
        self._export = self.add_action("导出…", self._export_it, tip="导出为一个文件，给别的镇用")
        self._rename = self.add_rare("改名…", self._ask_rename)
        self._copy = self.add_rare("另存一份…", self._ask_copy)
        self._delete = self.add_rare("删除这个格式", self._remove)
        self._new = self.add_rare("新建格式…", self._ask_new)
        self._import = self.add_rare("导入格式…", self.sharing.ask_file)

    def _lay_out(self) -> None:
        self._desk = QSplitter(Qt.Orientation.Horizontal)
        self._desk.setProperty("role", "clear")
        self._desk.setChildrenCollapsible(False)
        self._desk.setHandleWidth(px(12))
        for part in (self.panel, self.paper):
            self._desk.addWidget(part)
        self._desk.setStretchFactor(0, 2)
        self._desk.setStretchFactor(1, 3)
        self._desk.setSizes([px(_LEFT), px(_RIGHT)])
        self._empty = EmptyState(
            "returns",
            _NOTHING,
            action="去报表页",
            run=lambda: self.workspace.go(Destination("returns")),
        )
        self._stack = QStackedWidget()
        for widget in (self._desk, self._empty):
            self._stack.addWidget(widget)
        self.body.addWidget(self.asking)
        self.body.addWidget(self.sharing.bar)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.panel.changed.connect(self.change)
        self.panel.typed.connect(self._look)
        self.panel.complained.connect(self.workspace.complain)
        self.asking.no.clicked.connect(self._on_declined)
        self._drawing.begun.connect(lambda: self.paper.say("正在排版…"))
        self.workspace.focus_changed.connect(self._forget_lines)

    def _on_declined(self) -> None:
        """Who wants no copy of a built-in format has nothing to do here."""
        if not self._own:
            self.workspace.go(Destination("returns", part=self._key))
        else:
            self.take_focus()

    def _forget_lines(self) -> None:
        self._known = None

    def _open(self, key: str) -> None:
        """Open a format; a built-in one is offered as a copy first."""
        self._key, self._fmt, self._known = key, None, None
        self.pages = NoPages()
        self.asking.close_bar()
        self._read()
        if self._fmt is not None and not self._own and not self.workspace.readonly:
            self._ask_copy()
        else:
            self.take_focus()

    def _read(self) -> None:
        try:
            fmt = formats.find_format(self.workspace.ledger, self._key)
        except UserError as error:
            fmt = None
            self._empty.say(error.message)
        else:
            self._empty.say(_NOTHING)
        if fmt is None or fmt != self._fmt or self._known is None:
            self._look(fmt)
        self._fmt, self._own = fmt, formats.is_own(self._key)
        self._show()

    def _look(self, fmt: Format | None) -> None:
        """Draw a format soon, also one that is only being typed."""
        self._looked_at = fmt
        if fmt is not None and self._known is not None:
            self._pause.start()
        else:
            self._drawing.ask()

    def _work(self) -> Callable[[Monitor], designdesk.Drawn] | None:
        fmt, workspace, known = self._looked_at, self.workspace, self._known
        if fmt is None:
            return None
        same = self._drawn_for == (fmt.rows, fmt.only)
        list_id = list_in_view(workspace)
        wanted = Wanted(fmt.key, workspace.period, list_id, workspace.as_of)
        return partial(designdesk.draw, workspace.ledger, wanted, fmt, known if same else None)

    def _show_drawn(self, drawn: designdesk.Drawn) -> None:
        keep_place = bool(self.pages.count)
        self._known, self._drawn_for = drawn.view, (drawn.fmt.rows, drawn.fmt.only)
        self.pages = drawn.pages()
        self.paper.show_pages(self.pages, keep_place=keep_place)
        self.paper.say(f"{drawn.grid.page.paper}，共 {self.pages.count} 页")
        self.panel.show_drawn(drawn)

    def _tell(self, error: UserError) -> None:
        self.pages = NoPages()
        self.paper.show_pages(self.pages)
        self.paper.view.empty_text = error.message
        self.paper.say("")

    def _show(self) -> None:
        fmt, own, writes = self._fmt, self._own, not self.workspace.readonly
        self._stack.setCurrentWidget(self._desk if fmt else self._empty)
        if fmt:
            self.panel.show_format(fmt, editable=own and writes)
        self.note(f"{fmt.name}　{told_of(fmt)}" if fmt else "")
        for action in (self._rename, self._delete):
            action.setVisible(own and writes)
        self._copy.setVisible(fmt is not None and writes)
        self._export.setVisible(fmt is not None)
        for action in (self._new, self._import):
            action.setVisible(writes)

    def _export_it(self) -> None:
        self.sharing.export(self._key, self._name())

    def _name(self) -> str:
        return self._fmt.name if self._fmt else ""

    def _ask_copy(self) -> None:
        name = formats.name_for_copy(self.workspace.ledger, self._name())
        words = "" if self._own else _KEPT
        self.asking.ask(f"{words}另存的名称：", name, "另存并修改", self._copy_as)

    def _ask_rename(self) -> None:
        self.asking.ask("新的名称：", self._name(), "改名", self._rename_to)

    def _ask_new(self) -> None:
        self.asking.ask(
            "新建一个格式，从序号和名称两栏开始：", "新格式", "新建", self._make_new, with_rows=True
        )

    def _copy_as(self, name: str, _rows: str) -> bool:
        ledger, key = self.workspace.ledger, self._key
        made = act(self, self.workspace, lambda: formats.copy_format(ledger, key, name))
        return self._begin(made)

    def _make_new(self, name: str, rows: str) -> bool:
        ledger, fmt = self.workspace.ledger, designdesk.empty_format(name, rows)
        return self._begin(act(self, self.workspace, lambda: formats.add_format(ledger, fmt)))

    def _begin(self, made: formats.FormatName | None) -> bool:
        if made is not None:
            self._open(made.key)
        return made is not None

    def _rename_to(self, name: str, _rows: str) -> bool:
        ledger, key = self.workspace.ledger, self._key
        done = act(self, self.workspace, lambda: formats.rename_format(ledger, key, name))
        return done is not None

    def _remove(self) -> None:
        ledger, key = self.workspace.ledger, self._key
        if act(self, self.workspace, lambda: formats.delete_format(ledger, key)):
            self._key = ""
            self._fmt = None
            self._show()
            self.workspace.go(Destination("returns"))
