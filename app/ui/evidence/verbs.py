"""What a clerk does to proof files, with the words and faults said in the window."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.files import data_dir
from app.services.proof import evidence, proofcopies
from app.ui.evidence.taking import write_picture
from app.ui.operations import act, run_service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from app.errors import UserError
    from app.monitor import Monitor
    from app.services.proof.evidence import Attached, Owner
    from app.ui.workspace import Workspace

    Done = Callable[[Attached], object]


class ProofVerbs:
    """The verbs; what takes long runs in the background, faults stand at the window's foot.

    Args:
        parent: the widget that progress belongs to.
        workspace: the open ledger.
        attached: hears what came of attaching, after the views were read again.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, attached: Done) -> None:
        self._parent, self._workspace, self._attached = parent, workspace, attached

    def attach(self, pairs: Sequence[tuple[Path, Owner]], *, refused: tuple[str, ...] = ()) -> None:
        """Attach files, each to its owner; ``refused`` tells of those left out before."""
        ledger = self._workspace.ledger

        def keep(monitor: Monitor) -> Attached:
            made = evidence.attach_each(ledger, pairs, monitor=monitor)
            return replace(made, refused=(*refused, *made.refused))

        self._keep(keep)

    def attach_picture(self, image: QImage, owner: Owner) -> None:
        """Attach a pasted picture."""
        ledger = self._workspace.ledger

        def keep(monitor: Monitor) -> Attached:
            path = write_picture(image)
            try:
                return evidence.attach(ledger, owner, [path], monitor=monitor)
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)

        self._keep(keep)

    def open(self, number: int) -> None:
        """Open a copy of one file with the desktop's own program."""
        ledger, folder = self._workspace.ledger, data_dir() / "opened"
        run_service(
            self._parent,
            self._workspace,
            lambda monitor: proofcopies.lay_out_copy(ledger, number, folder, monitor=monitor),
            done=lambda path: open_outside(path),
            failed=self.complain,
            title="正在打开…",
            say="",
            changes=False,
        )

    def save(self, numbers: Sequence[int], folder: Path) -> None:
        """Save copies into a folder."""
        ledger = self._workspace.ledger
        run_service(
            self._parent,
            self._workspace,
            lambda monitor: proofcopies.save_copies(ledger, numbers, folder, monitor=monitor),
            failed=self.complain,
            title="正在另存…",
            say=lambda made: f"已另存 {len(made)} 件到“{folder.name}”",
            changes=False,
        )

    def move(self, numbers: Sequence[int], owner: Owner) -> None:
        """Let files prove something else."""
        ledger = self._workspace.ledger
        self._act(lambda: evidence.move_evidence(ledger, numbers, owner))

    def remove(self, numbers: Sequence[int]) -> None:
        """Take files off; 撤销 brings them back."""
        self._act(lambda: evidence.detach(self._workspace.ledger, numbers))

    def rename(self, number: int, name: str) -> None:
        """Show a file under another name."""
        self._act(lambda: evidence.rename_evidence(self._workspace.ledger, number, name))

    def complain(self, error: UserError) -> None:
        """Say a fault at the window's foot."""
        self._workspace.complain(error.message)

    def _keep(self, work: Callable[[Monitor], Attached]) -> None:
        run_service(
            self._parent,
            self._workspace,
            work,
            done=self._attached,
            failed=self.complain,
            title="正在保存佐证…",
            say=lambda attached: attached.words,
        )

    def _act(self, work: Callable[[], object]) -> None:
        act(self._parent, self._workspace, work)


def open_outside(path: Path) -> None:
    """Open a file with the program the desktop knows for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
