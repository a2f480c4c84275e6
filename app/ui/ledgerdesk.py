"""The start page or the window of the ledger that is open, and the change between them."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from app.errors import UserError
from app.files import default_ledger_home
from app.services.keeping.ledgers import create_ledger, is_ledger, look_at_damaged, open_ledger
from app.ui.dialogs.newledger import NewLedgerDialog
from app.ui.focus import workspace_of
from app.ui.holderwatch import HolderWatch
from app.ui.keeping import (
    back_up_to_file,
    check_ledger,
    hand_over,
    open_pack,
    restore_beside,
    restore_from_file,
)
from app.ui.mainwindow import MainWindow
from app.ui.operations import run_service, show_fault, wait_for_work
from app.ui.pages.start import StartPage
from app.ui.preloading import Preloader
from app.ui.style import apply_style
from app.ui.upkeeping import Upkeeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.models.database import Ledger
    from app.monitor import Monitor
    from app.ui.memory import Memory
    from app.ui.workspace import Workspace

_log = logging.getLogger(__name__)
_SAMPLE = "示例台账"
_STILL_READABLE = frozenset({"ledger_held", "no_locks", "no_permission", "disk_full"})
"""What keeps one from writing a ledger, but not from looking at it."""
# Loaded when wanted: it imports a workbook.
_MAKE_SAMPLE = "app.services.samples.sample:create_sample"


class Desk(QObject):
    """Holds either the start page or the window of one open ledger, and changes between them."""

    def __init__(
        self, memory: Memory, *, window: QWidget | None = None, home: Path | None = None
    ) -> None:
        super().__init__()
        self.memory = memory
        self._home = home
        self.window = window
        self.workspace: Workspace | None = None
        self.upkeeper: Upkeeper | None = None

    def begin(self, folder: Path | None = None) -> None:
        """Open a ledger, or the last one, or show the start page."""
        wanted = folder or self.memory.last_ledger()
        if wanted is None:
            self.show_start()
            return
        try:
            self.show_ledger(open_ledger(wanted))
        except UserError as error:
            _log.warning("%s: %s", error.code, error.message)
            self.show_start()
            self._on_open_failed(wanted, error)

    def show_start(self) -> None:
        """Show the start page."""
        page = StartPage(self.memory.recent_ledgers())
        page.asked.connect(self.carry_out)
        page.ledger_chosen.connect(self.open_folder)
        self._replace(page, None)

    def show_ledger(self, ledger: Ledger) -> None:
        """Show the window of an open ledger."""
        self.memory.keep_ledger(ledger.folder)
        self.memory.keep_last(ledger.folder)
        workspace = workspace_of(ledger, self.memory)
        workspace.text_size_chosen.connect(self._on_text_size_chosen)
        workspace.contrast_chosen.connect(self._on_contrast_chosen)
        self._replace(self._main_window(workspace), workspace)
        self.upkeeper = Upkeeper(ledger)  # Python owns it, as it does the desk
        self.upkeeper.ended.connect(self._on_upkept)
        self.upkeeper.start()
        Preloader(self).start()

    def open_folder(self, folder: Path, words: str = "", *, readonly: bool = False) -> None:
        """Open a ledger in place of the one that is open, and say ``words`` there."""
        held = self.workspace
        if held and held.ledger.folder.resolve() == folder.resolve() and not held.readonly:
            held.say("这本台账已经打开。")
            return
        self._run(
            lambda _: open_ledger(folder, readonly=readonly),
            "正在打开台账…",
            failed=lambda error: self._on_open_failed(folder, error, looking=readonly),
            words=words,
        )

    def carry_out(self, wish: str) -> None:
        """Carry out a wish of the start page or of the ledger's menu."""
        wishes: dict[str, Callable[[], None]] = {
            "sample": self._open_sample,
            "new": self._ask_new,
            "open": self._ask_open,
            "start": self._leave,
            "restore": lambda: restore_from_file(self._parent(), self._ledger(), self.open_folder),
            "openpack": lambda: open_pack(self._parent(), self._ledger(), self.open_folder),
        }
        if self.workspace:
            workspace = self.workspace
            wishes["backup"] = lambda: back_up_to_file(self._parent(), workspace)
            wishes["handover"] = lambda: hand_over(self._parent(), workspace)
            wishes["mend"] = lambda: self._mend(workspace.ledger.folder)
            wishes["check"] = lambda: check_ledger(self._parent(), workspace)
        wishes[wish]()

    def close(self) -> None:
        """Let go of the ledger."""
        self._stop_upkeep()
        wait_for_work()
        if self.workspace:
            self.workspace.ledger.close()
            self.workspace = None

    def _main_window(self, workspace: Workspace) -> MainWindow:
        window = MainWindow(workspace)
        window.ledger_asked.connect(self.carry_out)
        if workspace.ledger.held_by:
            self._watch_holder(window, workspace.ledger.folder)
        window.show_page("dashboard")
        return window

    def _watch_holder(self, window: MainWindow, folder: Path) -> None:
        """Say when whoever held the ledger has closed it, and open it for writing on asking."""
        watch = HolderWatch(folder, window)
        watch.freed.connect(window.statusline.show_free)
        window.statusline.writing_asked.connect(lambda: self.open_folder(folder))

    def _replace(self, window: QWidget, workspace: Workspace | None) -> None:
        """Show the new window before the old one goes, so that the application goes on."""
        old_window, old_workspace = self.window, self.workspace
        self.window, self.workspace = window, workspace
        window.show()
        if old_window:
            old_window.close()
            old_window.deleteLater()
        if old_workspace and old_workspace is not workspace:
            self._stop_upkeep()
            wait_for_work()
            old_workspace.ledger.close()

    def _parent(self) -> QWidget:
        return self.window or QWidget()

    def _run(
        self,
        work: Callable[[Monitor], Ledger],
        title: str,
        *,
        failed: Callable[[UserError], None] | None = None,
        words: str = "",
    ) -> None:
        def show(ledger: Ledger) -> None:
            self.show_ledger(ledger)
            if words and self.workspace:
                self.workspace.say(words)

        run_service(
            self._parent(),
            None,
            work,
            done=show,
            failed=failed,
            title=title,
            changes=False,
        )

    def _open_sample(self) -> None:
        folder = (self._home or default_ledger_home()) / _SAMPLE
        if is_ledger(folder):
            self.open_folder(folder)
        else:
            create_sample = resolve_name(_MAKE_SAMPLE)
            self._run(lambda _: create_sample(folder), "正在准备示例台账…")

    def _ask_new(self) -> None:
        dialog = NewLedgerDialog(self._parent(), home=self._home)
        if dialog.exec():
            office, folder = dialog.choice()
            self._run(lambda _: create_ledger(folder, office=office), "正在新建台账…")

    def _ask_open(self) -> None:
        home = str(self._home or default_ledger_home())
        folder = QFileDialog.getExistingDirectory(self._parent(), "选择台账所在的文件夹", home)
        if folder:
            self.open_folder(Path(folder))

    def _leave(self) -> None:
        self.memory.keep_last(None)
        self.show_start()

    def _on_open_failed(self, folder: Path, error: UserError, *, looking: bool = False) -> None:
        if error.code in _STILL_READABLE and not looking:
            read = partial(self.open_folder, folder, readonly=True)
            self._offer(error.message, "只读打开", read)
        elif error.code == "damaged":
            look = partial(look_at_damaged, folder)
            failed = partial(self._on_unreadable, folder)
            self._run(lambda _: look(), "正在打开台账…", failed=failed)
        else:
            show_fault(self._parent(), error)

    def _on_unreadable(self, folder: Path, error: UserError) -> None:
        self._offer(error.message, "用最近的好备份恢复到旁边", lambda: self._mend(folder))

    def _offer(self, words: str, verb: str, run: Callable[[], object]) -> None:
        """Say what is wrong, and the one thing that can be done about it."""
        box = QMessageBox(self._parent())
        box.setWindowTitle("攻坚台账")
        box.setText(words)
        box.addButton(verb, QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda: run())
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.open()

    def _mend(self, folder: Path) -> None:
        restore_beside(self._parent(), folder, self.open_folder)

    def _ledger(self) -> Ledger | None:
        return self.workspace.ledger if self.workspace else None

    def _stop_upkeep(self) -> None:
        if self.upkeeper:
            self.upkeeper.stop()
            self.upkeeper = None

    def _on_upkept(self) -> None:
        """Show the backup and what is wrong; the pages read again, for the 工作台 tells it too."""
        if self.workspace and self.sender() is self.upkeeper:
            self.workspace.tell_changed()

    def _on_text_size_chosen(self, percent: int) -> None:
        self.memory.keep("window/text_size", percent)
        self._dress_again()

    def _on_contrast_chosen(self, wanted: str) -> None:
        self.memory.keep("window/contrast", wanted)
        self._dress_again()

    def _dress_again(self) -> None:
        """Dress the application as it is remembered, and make its window anew in that dress."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and self.workspace:
            memory = self.memory
            apply_style(application, percent=memory.text_size(), contrast=memory.contrast())
            window = self._main_window(self.workspace)
            window.show_page("settings")
            self._replace(window, self.workspace)
