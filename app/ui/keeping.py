"""Keeping a ledger safe from the window: back up into a file, restore from one, look it over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.services import backup
from app.ui.operations import run_service
from app.ui.wording import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.backup import CheckReport
    from app.ui.workspace import Workspace

_FILTER = "台账备份 (*.zip)"
_NAMES = {
    "task_list": "任务表",
    "task": "任务",
    "item": "清单项",
    "progress": "进展",
    "evidence": "佐证",
    "filed_return": "已定稿报表",
    "operation": "操作记录",
}


def back_up_to_file(parent: QWidget, workspace: Workspace) -> None:
    """Ask where to, then write the whole ledger into one file."""
    folder = workspace.ledger.folder
    name = f"{folder.name}_{today():%Y-%m-%d}.zip"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "备份到文件", str(folder.parent / name), _FILTER
    )
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix else path.with_suffix(".zip")
    run_service(
        parent,
        workspace,
        lambda _: backup.back_up(workspace.ledger, path),
        done=lambda counts: workspace.say(f"已备份到“{path.name}”，{counted(counts)}。"),
        title="正在备份…",
        say="",
        changes=False,
    )


def restore_from_file(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a backup and a new folder, restore, and hand the folder on."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "选择备份文件", "", _FILTER)
    if not chosen:
        return
    pack = Path(chosen)
    beside = QFileDialog.getExistingDirectory(parent, "恢复到哪个文件夹下", str(pack.parent))
    if not beside:
        return
    target = _free(Path(beside) / pack.stem)
    run_service(
        parent,
        None,
        lambda _: backup.restore(pack, target),
        done=lambda _: then(target),
        title="正在恢复…",
        changes=False,
    )


def check_ledger(parent: QWidget, workspace: Workspace) -> None:
    """Look over database, files and backups, and say what was found."""
    run_service(
        parent,
        workspace,
        lambda monitor: backup.check(workspace.ledger, monitor=monitor),
        done=lambda report: _show_report(parent, report),
        title="正在检查台账…",
        say="",
        changes=False,
    )


def counted(counts: dict[str, int]) -> str:
    """Counts in words: 任务 66，清单项 214."""
    return "，".join(f"{_NAMES[key]} {n}" for key, n in counts.items() if key in _NAMES and n)


def _show_report(parent: QWidget, report: CheckReport) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle("检查台账")
    box.setText(
        f"发现 {len(report.faults)} 处问题，请从备份恢复。" if report.faults else "台账完好。"
    )
    lines = [counted(report.counts), f"核对文件 {report.files} 个，备份 {report.backups} 份"]
    box.setInformativeText("\n".join([*lines, *report.faults[:20]]))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _free(folder: Path) -> Path:
    """The folder, or the first of its name with a number that isn't taken."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free
