"""Keeping a ledger safe from the window: back up, hand over, restore, drill, look it over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.errors import UserError
from app.models.location import may_write
from app.services.keeping import backup, handover, upkeep
from app.services.wording import counted_records
from app.ui.dialogs.packpassword import SealDialog, UnsealDialog
from app.ui.operations import run_service, show_fault
from app.ui.wording import now, today

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.models.database import Ledger
    from app.monitor import Monitor
    from app.services.keeping.backup import CheckReport
    from app.services.keeping.handover import TakenOver
    from app.ui.workspace import Workspace

    Then = Callable[[Path, str], object]

_BACKUPS = "台账备份 (*.zip)"
_PACKS = f"台账交接包 (*{handover.ENDING})"
_RESTORABLE = f"备份和交接包 (*.zip *{handover.ENDING} *.db)"


def back_up_to_file(parent: QWidget, workspace: Workspace) -> None:
    """Ask where to, then write the whole ledger into one file."""
    _write(parent, workspace, ending=".zip", caption="备份到文件", password="")


def hand_over(parent: QWidget, workspace: Workspace) -> None:
    """Ask for a password and where to, then write the 交接包."""
    dialog = SealDialog(parent)
    if dialog.exec():
        _write(
            parent,
            workspace,
            ending=handover.ENDING,
            caption="交接包存到哪里",
            password=dialog.password(),
        )


def restore_from_file(parent: QWidget, ledger: Ledger | None, then: Then) -> None:
    """Ask for a backup and a new folder, restore, and hand the folder on with what came of it.

    Args:
        parent: the window.
        ledger: the ledger that is open, which gets a copy of its own first.
        then: gets the new folder and the sentence about it.
    """
    _choose_and_restore(parent, ledger, then, caption="选择备份文件", kinds=_RESTORABLE)


def open_pack(parent: QWidget, ledger: Ledger | None, then: Then) -> None:
    """Ask for a 交接包, its password and a new folder, and lay the ledger out there."""
    kinds = f"{_PACKS};;{_RESTORABLE}"
    _choose_and_restore(parent, ledger, then, caption="选择交接包", kinds=kinds)


def restore_beside(parent: QWidget, folder: Path, then: Then) -> None:
    """Restore the newest good copy of a damaged ledger beside it."""
    run_service(
        parent,
        None,
        lambda monitor: backup.restore_beside(folder, monitor=monitor),
        done=lambda taken: then(taken.folder, restored_words(taken)),
        title="正在用最近的好备份恢复…",
        changes=False,
    )


def check_ledger(parent: QWidget, workspace: Workspace) -> None:
    """Look over database, files and backups, and say what was found."""
    run_service(
        parent,
        workspace,
        lambda monitor: upkeep.check_all(workspace.ledger, now=now(), monitor=monitor),
        done=lambda report: _show_report(parent, workspace, report),
        title="正在检查台账…",
        say="",
        changes=False,
    )


def why_readonly(ledger: Ledger) -> str:
    """Why a ledger can only be looked at, in a few words for the status line."""
    if ledger.damaged:
        return "台账已损坏，只能查看"
    if ledger.held_by:
        return f"只读：正由{ledger.held_by}打开"
    return "只读" if may_write(ledger.folder) else "只读：这个文件夹不能写入"


def restored_words(taken: TakenOver) -> str:
    """What came back, with the counts before and after."""
    if taken.before == taken.counts:
        words = f"已恢复到“{taken.folder.name}”，和备份时一样：{counted_records(taken.counts)}"
    else:
        words = (
            f"已恢复到“{taken.folder.name}”：备份时 {counted_records(taken.before)}；"
            f"恢复后 {counted_records(taken.counts)}"
        )
    if taken.missing:
        words += f"；缺 {len(taken.missing)} 个文件，请检查台账"
    return f"{words}。"


def _write(
    parent: QWidget, workspace: Workspace, *, ending: str, caption: str, password: str
) -> None:
    folder = workspace.ledger.folder
    name = f"{folder.name}_{today():%Y-%m-%d}{ending}"
    kinds = _PACKS if ending == handover.ENDING else _BACKUPS
    chosen, _ = QFileDialog.getSaveFileName(parent, caption, str(folder.parent / name), kinds)
    if not chosen:
        return
    path = Path(chosen)
    path = path if path.suffix else path.with_suffix(ending)
    what = "已写好交接包" if ending == handover.ENDING else "已备份到"
    sealed = "（已加密）" if password else ""
    run_service(
        parent,
        workspace,
        lambda monitor: backup.back_up(workspace.ledger, path, password=password, monitor=monitor),
        done=lambda counts: workspace.say(
            f"{what}“{path.name}”{sealed}，{counted_records(counts)}。"
        ),
        title=f"正在写“{path.name}”…",
        say="",
        changes=False,
    )


def _choose_and_restore(
    parent: QWidget, ledger: Ledger | None, then: Then, *, caption: str, kinds: str
) -> None:
    chosen, _ = QFileDialog.getOpenFileName(parent, caption, "", kinds)
    if not chosen:
        return
    pack = Path(chosen)
    password = _password_for(parent, pack)
    if password is None:
        return
    beside = QFileDialog.getExistingDirectory(parent, "恢复到哪个文件夹下", str(pack.parent))
    if beside:
        _restore(parent, ledger, pack, free_folder(Path(beside) / pack.stem), password, then)


def _restore(
    parent: QWidget, ledger: Ledger | None, pack: Path, target: Path, password: str, then: Then
) -> None:
    def work(monitor: Monitor) -> TakenOver:
        if ledger and not ledger.readonly:
            backup.back_up_before(ledger, "restore")
        return backup.bring_back(pack, target, password=password, monitor=monitor)

    def failed(error: UserError) -> None:
        if error.code != "wrong_password":
            show_fault(parent, error)
            return
        again = _password_for(parent, pack, error.message)
        if again is not None:
            _restore(parent, ledger, pack, target, again, then)

    run_service(
        parent,
        None,
        work,
        done=lambda taken: then(taken.folder, restored_words(taken)),
        failed=failed,
        title="正在核对并恢复…",
        changes=False,
    )


def _password_for(parent: QWidget, pack: Path, words: str = "") -> str | None:
    """The password of a sealed file; empty when it is not sealed, None when the clerk left."""
    try:
        sealed = handover.needs_password(pack)
    except UserError as error:
        show_fault(parent, error)
        return None
    if not sealed:
        return ""
    dialog = UnsealDialog(pack.name, words, parent)
    return dialog.password() if dialog.exec() else None


def _show_report(parent: QWidget, workspace: Workspace, report: CheckReport) -> None:
    workspace.tell_changed()
    box = QMessageBox(parent)
    box.setWindowTitle("检查台账")
    box.setText(
        f"发现 {len(report.faults)} 处问题，请从备份恢复。" if report.faults else "台账完好。"
    )
    lines = [
        counted_records(report.counts),
        f"核对文件 {report.files} 个，备份 {report.backups} 份",
    ]
    box.setInformativeText("\n".join([*lines, *report.faults[:20]]))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def free_folder(folder: Path) -> Path:
    """The folder, or the first of its name with a number that isn't taken."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free
