"""A format goes out as a file for another town, and one comes in; asked in the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.reports.formats.formatfiles import ENDING
from app.services.reporting import formatfiles
from app.ui.formdesk.designbars import IncomingBar
from app.ui.operations import act

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.reporting.formatfiles import IncomingFormat
    from app.services.reporting.formats import FormatName
    from app.ui.workspace import Workspace

_FILES = f"报表格式 (*{ENDING})"
_FOLDER = "design/folder"


class Sharing:
    """Writes and takes format files.

    Args:
        page: whose dialogs they are.
        workspace: the open ledger.
        opened: gets the key of a format that was taken in.
    """

    def __init__(
        self, page: QWidget, workspace: Workspace, opened: Callable[[str], object]
    ) -> None:
        self._page, self._workspace, self._opened = page, workspace, opened
        self.bar = IncomingBar()

    def close_bar(self) -> bool:
        """Take no for an answer; False when nothing was asked."""
        return self.bar.close_bar()

    def export(self, key: str, name: str) -> None:
        """Ask where to, and write a format into one file."""
        start = Path(self._workspace.memory.text(_FOLDER, str(Path.home())))
        offered = str(start / formatfiles.file_name_for(name))
        chosen, _ = QFileDialog.getSaveFileName(self._page, "导出报表格式", offered, _FILES)
        if chosen:
            self.export_to(key, Path(chosen))

    def export_to(self, key: str, path: Path) -> None:
        """Write a format into one file."""
        self._workspace.memory.keep(_FOLDER, str(path.parent))
        ledger = self._workspace.ledger
        act(
            self._page,
            self._workspace,
            lambda: formatfiles.export_format(ledger, key, path),
            say=lambda written: f"已导出为 {written}；别的镇在报表页“导入报表格式…”里选它就能用。",
            changes=False,
        )

    def ask_file(self) -> None:
        """Ask which file, and look at it."""
        start = self._workspace.memory.text(_FOLDER, str(Path.home()))
        chosen, _ = QFileDialog.getOpenFileName(self._page, "导入报表格式", start, _FILES)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Read a format file; take it in, or ask where something speaks against it."""
        self._workspace.memory.keep(_FOLDER, str(path.parent))
        ledger = self._workspace.ledger
        incoming = act(
            self._page,
            self._workspace,
            lambda: formatfiles.look_at_format(ledger, path),
            changes=False,
        )
        if incoming is None:
            return
        if incoming.clash or incoming.is_altered:
            self.bar.ask(incoming, lambda: self._take(incoming), lambda: self._replace(incoming))
        else:
            self._take(incoming)

    def _take(self, incoming: IncomingFormat) -> None:
        ledger = self._workspace.ledger
        self._open(
            act(self._page, self._workspace, lambda: formatfiles.take_format(ledger, incoming))
        )

    def _replace(self, incoming: IncomingFormat) -> None:
        ledger = self._workspace.ledger
        self._open(
            act(self._page, self._workspace, lambda: formatfiles.replace_format(ledger, incoming))
        )

    def _open(self, taken: FormatName | None) -> None:
        if taken is not None:
            self._opened(taken.key)
