"""The window of an open ledger: navigation, top bar, pages, status line, and the keys of all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.services.glance import Glance, glance
from app.services.history import journal
from app.ui import keys
from app.ui.dialogs.commands import CommandBox, window_commands
from app.ui.dropped import importable_file
from app.ui.focus import keep_focus
from app.ui.icons import icon
from app.ui.keeping import why_readonly
from app.ui.keys import Key
from app.ui.locking.offering import offer_leaving
from app.ui.navigation import Navigation
from app.ui.outline import NARROW_BELOW, restore_place
from app.ui.pages.catalogue import PAGES, UNLISTED, PageSpec
from app.ui.pages.frame import PageFrame
from app.ui.paper.latest import Latest
from app.ui.statusline import StatusLine
from app.ui.style import px
from app.ui.topbar import TopBar
from app.ui.typingfirst import TypingFirst
from app.ui.undoing import destination_of, step_back
from app.ui.unitcommands import UnitCommands
from app.ui.wording import in_lines, now
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.models.views import ListView
    from app.services.history.journal import UndoResult
    from app.ui.pages.page import Page
    from app.ui.workspace import Workspace

_BACK_LIMIT = 30
_STAYING = frozenset((
    "history", "returns", "settings", "help", "import", "source", "form", "itemimport", "narrative",
    "design",
))  # fmt: skip
"""Pages that undo does not lead away from: they tell of it themselves, or are in the middle."""


class MainWindow(QMainWindow):
    """The shell round the pages.

    Signals:
        ledger_asked: something with the whole ledger is wanted: ``new``, ``open``, ``sample``,
            ``start``, ``backup``, ``restore`` or ``check``.
    """

    ledger_asked = Signal(str)

    def __init__(self, workspace: Workspace, *, pages: Sequence[PageSpec] = PAGES) -> None:
        super().__init__()
        self.workspace = workspace
        self._units = UnitCommands(workspace, self)
        self._specs = {spec.key: spec for spec in (*pages, *UNLISTED)}
        self._pages: dict[str, Page] = {}
        self._frames: dict[str, PageFrame] = {}
        self._stale: set[str] = set()
        self._current = ""
        self._back: list[str] = []
        self.setAcceptDrops(True)
        self._typing_first = TypingFirst(self)
        self._make_actions(pages)
        self.navigation = Navigation(pages)
        self.topbar = TopBar(self.undo_action, self.redo_action, self.help_action)
        self.statusline = StatusLine(workspace.as_of)
        self.stack = QStackedWidget()
        self._glancing = Latest(
            self, workspace, lambda: lambda _monitor: self._glance(), self._show_glance
        )
        self._lay_out()
        self._connect()
        restore_place(self, workspace.memory)
        self.refresh_shell()

    def show_page(self, key: str, *, remember: bool = True) -> Page:
        """Bring a page into view, making it when it is first wanted."""
        page = self._page(key)
        if key != self._current:
            if remember and self._current:
                self._back = [*self._back, self._current][-_BACK_LIMIT:]
            self._current = key
            self.topbar.clear_search()
            if page.is_whole:
                page.search("")
        self._refresh_if_stale(key)
        self.stack.setCurrentWidget(self._frames[key])
        self.navigation.show_current(key)
        page.enter()
        return page

    def current_page(self) -> Page:
        """The page in view, whole, for it is about to be asked for something."""
        page = self._pages[self._current]
        page.complete()
        return page

    def go(self, destination: Destination) -> None:
        """Go where a page or a button points to."""
        page = self.show_page(destination.page)
        if destination.search:
            self.topbar.search.setText(destination.search)
        page.when_whole(partial(page.go_to, destination))

    def refresh_shell(self) -> None:
        """Show lists, counts, undo and backup as they are now."""
        self._show_undo_state()
        self._show_glance(self._glance())

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.memory.keep("window/place", self.saveGeometry())
        self.workspace.memory.keep("window/page", self._current)
        super().closeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.show_narrow(narrow=self.width() < px(NARROW_BELOW))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if importable_file(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        file = importable_file(event.mimeData())
        if file:
            event.acceptProposedAction()
            self.go(self.current_page().destination_of_drop(file))

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._specs[key].make(self.workspace)
            self._pages[key] = page
            self._stale.add(key)
            self._frames[key] = PageFrame(self.stack)
            self._frames[key].hold(page)
        return self._pages[key]

    def _refresh_if_stale(self, key: str) -> None:
        if key in self._stale:
            self._stale.discard(key)
            self._pages[key].when_whole(self._pages[key].refresh)

    def _make_actions(self, pages: Sequence[PageSpec]) -> None:
        self.undo_action = self._act("撤销", keys.UNDO, self.undo, "undo")
        self.redo_action = self._act("重做", keys.REDO, self.redo, "redo")
        self.help_action = self._act("帮助", keys.HELP, self._show_help, "help")
        runs: tuple[tuple[str, Key, Callable[[], object]], ...] = (
            ("导入", keys.IMPORT, lambda: self.go(Destination("import"))),
            ("历史", keys.HISTORY, lambda: self.show_page("history")),
            ("打印", keys.PRINT, self._print),
            ("搜索", keys.SEARCH, self._search),
            ("找命令", keys.COMMAND, self._find_command),
            ("返回", keys.BACK, self._go_back),
            ("台账菜单", keys.MENU, lambda: self.navigation.open_menu()),
            ("选任务分解表", keys.LISTS, lambda: self.topbar.open_choice(self.topbar.lists)),
            ("选报告期", keys.PERIODS, lambda: self.topbar.open_choice(self.topbar.periods)),
            ("改截至日期", keys.DAY, lambda: self.statusline.take_day()),
            ("更多", keys.MORE, lambda: self.current_page().open_more()),
            ("主按钮", keys.PRIMARY, self._press_primary),
        )
        for text, key, run in runs:
            self._act(text, key, run)
        for place, spec in enumerate(pages, 1):
            key = Key((keys.page_keys(place),), spec.label)
            self._act(spec.label, key, partial(self.show_page, spec.key))

    def _act(self, text: str, key: Key, run: Callable[[], object], icon_name: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(one) for one in key.keys])
        action.triggered.connect(lambda: run())
        action.setToolTip(key.tip(text))
        if icon_name:
            action.setIcon(icon(icon_name))
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.topbar)
        right.addWidget(self.stack, 1)
        right.addWidget(self.statusline)
        frame = QWidget()
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addLayout(right, 1)
        self.setCentralWidget(frame)
        self.navigation.show_menu(self._ledger_menu())
        offer_leaving(self, self.navigation.menu(), self.workspace)
        if self.workspace.readonly:
            ledger = self.workspace.ledger
            self.statusline.show_holder(why_readonly(ledger), mends=ledger.damaged)

    def _ledger_menu(self) -> QMenu:
        menu = QMenu(self)
        wishes: tuple[tuple[str, Callable[[], object]] | None, ...] = (
            (f"导入任务分解表…(&I)\t{keys.IMPORT.text}", lambda: self.go(Destination("import"))),
            (f"操作历史…(&H)\t{keys.HISTORY.text}", lambda: self.show_page("history")),
            ("恢复已删除的…(&L)", lambda: self.go(Destination("history", part="deleted"))),
            None,
            ("新建台账…(&N)", lambda: self.ledger_asked.emit("new")),
            ("打开台账…(&O)", lambda: self.ledger_asked.emit("open")),
            ("打开示例台账(&S)", lambda: self.ledger_asked.emit("sample")),
            None,
            ("备份到文件…(&B)", lambda: self.ledger_asked.emit("backup")),
            ("从备份恢复…(&R)", lambda: self.ledger_asked.emit("restore")),
            ("检查台账(&C)", lambda: self.ledger_asked.emit("check")),
            None,
            ("交接…(&J)", lambda: self.ledger_asked.emit("handover")),
            ("打开交接包…(&K)", lambda: self.ledger_asked.emit("openpack")),
            None,
            ("回到起始页(&T)", lambda: self.ledger_asked.emit("start")),
            ("退出(&X)", self.close),
        )
        for wish in wishes:
            if wish is None:
                menu.addSeparator()
            else:
                menu.addAction(*wish)
        return menu

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.changed.connect(self._on_changed)
        workspace.focus_changed.connect(self._on_focus_changed)
        workspace.said.connect(self.statusline.say)
        workspace.left_for.connect(self.go)
        self.navigation.chosen.connect(self.show_page)
        self.topbar.list_chosen.connect(workspace.use_list)
        self.topbar.period_chosen.connect(workspace.use_period)
        self.topbar.searched.connect(self._on_searched)
        self.topbar.search_entered.connect(self._on_search_entered)
        self.topbar.search.left.connect(lambda: self.current_page().take_focus())
        self.statusline.undo_asked.connect(self.undo)
        self.statusline.day_chosen.connect(workspace.use_as_of)
        self.statusline.keeping_asked.connect(lambda: self.go(Destination("settings", part="keep")))
        self.statusline.mend_asked.connect(lambda: self.ledger_asked.emit("mend"))

    def _on_changed(self) -> None:
        """The page first, for the clerk looks there; the counts round it are read behind it."""
        self._show_undo_state()
        self._refresh_pages()
        self._glancing.ask()

    def _on_focus_changed(self) -> None:
        keep_focus(self.workspace)
        self.statusline.show_day(self.workspace.as_of)
        self._glancing.ask()
        self._refresh_pages()

    def _refresh_pages(self) -> None:
        self._stale = set(self._pages)
        if self._current:
            self._refresh_if_stale(self._current)

    def undo(self) -> None:
        """Take back the last operation, by the journal."""
        step_back(self, self.workspace, done=self._lead_to)

    def redo(self) -> None:
        """Carry out again what was undone last."""
        step_back(self, self.workspace, redo=True, done=self._lead_to)

    def _lead_to(self, result: UndoResult) -> None:
        """Show what was taken back: on the page in view where it shows it, else on its own."""
        place, destination = result.place, destination_of(result.place)
        if place is None or destination is None or destination.page not in self._specs:
            return
        if self._current in _STAYING:
            return
        if place.task_id is not None and self.current_page().is_about(place.task_id):
            return
        if self._current == "tasks" and place.task_id is not None:
            destination = Destination("tasks", task_id=place.task_id)
        here = {destination.page: place.record_id, "tasks": place.task_id}.get(self._current)
        if here is None or not self.current_page().reveal(here):
            self.go(destination)

    def _glance(self) -> Glance:
        workspace = self.workspace
        return glance(workspace.ledger, list_id=workspace.list_id, as_of=workspace.as_of, now=now())

    def _show_glance(self, seen: Glance) -> None:
        self._settle_list(seen.lists)
        chosen = self.workspace.list_id
        self.topbar.show_lists(seen.lists, chosen)
        self.topbar.show_period(self.workspace.period, years=[one.year for one in seen.lists])
        self.statusline.show_day(self.workspace.as_of)
        self.statusline.show_backup(seen.backed_up)
        self.statusline.show_alarms(seen.alarms)
        tasks = sum(one.ours + one.ask for one in seen.lists if chosen in (None, one.id))
        self.navigation.show_count("tasks", tasks)
        self.navigation.show_count("items", seen.items)
        self.navigation.show_count("problems", seen.problems)
        self.navigation.show_office(seen.office)
        self.setWindowTitle(f"{seen.office}　攻坚台账" if seen.office else "攻坚台账")

    def _settle_list(self, lists: Sequence[ListView]) -> None:
        """Look at the newest list when the one in view is gone, or the only one there is."""
        chosen = self.workspace.list_id
        gone = chosen is not None and chosen not in {one.id for one in lists}
        if gone or (chosen is None and len(lists) == 1):
            self.workspace.use_list(lists[0].id if lists else None)

    def _show_undo_state(self) -> None:
        state = journal.undo_state(self.workspace.ledger)
        for action, word, title, key in (
            (self.undo_action, "撤销", state.undo, keys.UNDO),
            (self.redo_action, "重做", state.redo, keys.REDO),
        ):
            action.setEnabled(bool(title) and not self.workspace.readonly)
            action.setToolTip(key.tip(in_lines(f"{word}：{title}" if title else word)))

    def _show_help(self) -> None:
        """The chapter on what one is doing."""
        self.go(Destination("help", part=self._current))

    def _search(self) -> None:
        self.topbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.topbar.search.selectAll()

    def _on_searched(self, words: str) -> None:
        page = self.current_page()
        if page.searchable:
            page.search(words)

    def _on_search_entered(self, words: str) -> None:
        page = self.current_page()
        if page.searchable:
            page.search(words)
            page.take_focus()
        elif words:
            self.go(Destination("tasks", search=words))

    def _find_command(self) -> None:
        """Offer everything that can be done, by name."""
        commands = window_commands(self, self.current_page(), self.navigation.menu())
        CommandBox((*commands, *self._units.offered()), self).open_box()

    def _press_primary(self) -> None:
        action = self.current_page().primary_action
        if action and action.isVisible():
            action.trigger()

    def _print(self) -> None:
        if not self.current_page().print_page():
            self.show_page("returns")

    def _go_back(self) -> None:
        """Esc closes the innermost: what is typed to search, what is open, the search, the page."""
        search = self.topbar.search
        searching = bool(search.text())
        if searching and search.hasFocus():
            search.clear()
        elif self.current_page().go_back():
            return
        elif searching:
            search.clear()
        elif self._back:
            self.show_page(self._back.pop(), remember=False)
