"""Proof files that went missing or were altered: which, of what, and how to put them back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.services.proof.evidence import replace_evidence
from app.services.proof.proofcheck import BadFile, ProofReport, check_proof, mend_proof
from app.ui.controls import button, label, row
from app.ui.evidence.bars import AskBar
from app.ui.evidence.thumbnails import thumbnails
from app.ui.itemmodels.columns import Column
from app.ui.itemmodels.table import TableModel
from app.ui.operations import run_service
from app.ui.style import Ink, px
from app.ui.tables import Table, select_only
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.errors import UserError
    from app.monitor import Monitor
    from app.ui.workspace import Workspace

_HELP = (
    "找到原文件的，选中一行后“重新添加原文件”，内容一样才放回；"
    "找不到的，用“从备份恢复”恢复到新文件夹后取回。"
)


class CheckPanel(QWidget):
    """The outcome of a look at every proof's file."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.report: ProofReport | None = None
        self.words = label("", "large")
        self.help = label(_HELP, "muted", wrap=True)
        self.asking = AskBar()
        self.model = TableModel[BadFile](
            (
                Column("kind", "问题", lambda bad: bad.label, 112,
                       colour=lambda _bad: Ink.FAULT.value),
                Column("file", "文件", lambda bad: bad.file_name, 200,
                       tip=lambda bad: bad.file_name),
                Column("place", "证明什么", lambda bad: bad.places, 240, stretch=True,
                       tip=lambda bad: bad.places),
            ),
            key=lambda bad: bad.kept,
        )  # fmt: skip
        self.table = Table(self.model, workspace.memory, "proof-check")
        self.table.opened.connect(self._go_to)
        self.table.selection_changed.connect(self._offer)
        self.again = button("重新添加原文件…", self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(row(self.words, None, self.again))
        layout.addWidget(self.asking)
        layout.addWidget(self.help)
        layout.addWidget(self.table, 1)
        layout.addStretch()
        self.show_report(None)

    def run(self, done: Callable[[], object]) -> None:
        """Look at every file in the background; ``done`` is told."""
        ledger = self.workspace.ledger

        def show(report: ProofReport) -> None:
            self.show_report(report)
            done()

        run_service(
            self,
            self.workspace,
            lambda monitor: check_proof(ledger, monitor=monitor),
            done=show,
            failed=self._complain,
            title="正在核对佐证…",
            say=lambda report: report.words,
            changes=False,
        )

    def show_report(self, report: ProofReport | None) -> None:
        """Show what was found."""
        self.report = report
        bad = report.bad if report else ()
        self.words.setText(report.words if report else "")
        self.model.set_rows(bad)
        self.table.setVisible(bool(bad))
        self.help.setVisible(bool(bad))
        self.again.setVisible(bool(bad) and not self.workspace.readonly)
        if bad:
            select_only(self.table, 0)
        self._offer()

    def mend(self, bad: BadFile, path: Path) -> None:
        """Put a file back; another one may stand for it when the clerk says so."""
        ledger = self.workspace.ledger
        number = bad.proofs[0].file.id

        def refused(error: UserError) -> None:
            if error.code != "other_file":
                self._complain(error)
                return
            self.asking.ask(
                error.message, "改作新佐证", lambda: self._replace(bad, path), no="不用它"
            )

        self._work(lambda monitor: mend_proof(ledger, number, path, monitor=monitor),
                   f"“{bad.file_name}”已放回", refused, bad, changes=False)  # fmt: skip

    def _replace(self, bad: BadFile, path: Path) -> None:
        ledger, numbers = self.workspace.ledger, [one.file.id for one in bad.proofs]
        self._work(lambda monitor: replace_evidence(ledger, numbers, path, monitor=monitor),
                   None, self._complain, bad, changes=True)  # fmt: skip

    def _work(
        self,
        work: Callable[[Monitor], object],
        say: str | None,
        failed: Callable[[UserError], object],
        bad: BadFile,
        *,
        changes: bool,
    ) -> None:
        run_service(
            self,
            self.workspace,
            work,
            done=lambda _result: self._mended(bad),
            failed=failed,
            title="正在核对…",
            say=say,
            changes=changes,
        )

    def _mended(self, bad: BadFile) -> None:
        thumbnails().forget(bad.proofs[0].file.sha256)
        if self.report is not None:
            left = tuple(one for one in self.report.bad if one.kept != bad.kept)
            self.show_report(ProofReport(self.report.files, self.report.size, left))

    def _choose(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            chosen, _ = QFileDialog.getOpenFileName(self, f"“{rows[0].file_name}”的原文件")
            if chosen:
                self.mend(rows[0], Path(chosen))

    def _go_to(self, bad: BadFile) -> None:
        file = bad.proofs[0].file
        if file.task_id is not None:
            self.workspace.go(Destination("tasks", task_id=file.task_id, part="evidence"))

    def _complain(self, error: UserError) -> None:
        self.workspace.complain(error.message)

    def _offer(self) -> None:
        self.again.setEnabled(bool(self.table.selected_rows()))
