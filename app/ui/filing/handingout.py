"""Handing a return or report out: printed, written into a folder, filed; each said where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.operations import act
from app.ui.paper.printing import print_pages
from app.ui.wording import period_label

if TYPE_CHECKING:
    from app.models.returnviews import FiledReturn
    from app.ui.filing.notice import WrittenNotice
    from app.ui.memory import Memory
    from app.ui.paper.pages import Pages
    from app.ui.workspace import Workspace

_FOLDER = "returns/folder"


def ask_folder(parent: QWidget, memory: Memory) -> Path | None:
    """The folder to export to, the last one offered; None when the clerk thought better of it."""
    start = memory.text(_FOLDER, str(Path.home()))
    folder = QFileDialog.getExistingDirectory(parent, "导出到哪个文件夹", start)
    if not folder:
        return None
    memory.keep(_FOLDER, folder)
    return Path(folder)


def send_to_printer(parent: QWidget, workspace: Workspace, pages: Pages, title: str) -> bool:
    """Print the pages in view; False when there is none yet."""
    if not pages.count:
        return False
    act(
        parent,
        workspace,
        lambda: print_pages(pages, title=title, parent=parent),
        say=lambda words: words,
        changes=False,
    )
    return True


def tell_written(workspace: Workspace, notice: WrittenNotice, paths: tuple[Path, Path]) -> None:
    """Say what was written, and where it lies."""
    first, second = paths
    notice.tell(f"已导出到 {first.parent}：{first.name}，{second.name}", first.parent)
    workspace.say(f"已导出 {first.name} 和 {second.name}。")


def tell_filed(workspace: Workspace, notice: WrittenNotice, filed: FiledReturn) -> None:
    """Say what was filed, and where its files lie; a filing is not undone."""
    words = f"已定稿：{period_label(filed.period)}{filed.format_name}，第{filed.version}版"
    workspace.tell_changed()
    workspace.say(f"{words}。")
    if filed.files:
        folder = Path(next(iter(filed.files.values()))).parent
        notice.tell(f"{words}，文件在 {folder}", folder)
