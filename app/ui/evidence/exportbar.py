"""How proof is handed over: which part of the plan, as a folder or as a zip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.services.proof.proofexport import export_proof
from app.services.proof.proofnames import ProofOrder, proof_groups
from app.ui.controls import ChoiceBox, label, row
from app.ui.evidence.bars import AskBar, Bar, answer
from app.ui.evidence.verbs import open_outside
from app.ui.operations import run_service
from app.ui.wording import period_label, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.proof.proofexport import Exported
    from app.ui.workspace import Workspace

_FOLDER, _ZIP = "文件夹", "压缩包（zip）"


class ExportBar(Bar):
    """Range and form of the export; the clerk then says where to."""

    def __init__(self, workspace: Workspace, told: AskBar) -> None:
        super().__init__()
        self._workspace, self._told = workspace, told
        self._orders: dict[str, ProofOrder] = {}
        self.words.setText("按任务表的次序导出佐证，附目录（Excel 和 PDF）。")
        self.range = ChoiceBox("导出范围", widest=320)
        self.form = ChoiceBox("导出形式")
        self.form.addItems([_FOLDER, _ZIP])
        self.go = answer("选择位置并导出…", self._choose)
        self.no = answer("取消", self.close_bar)
        self.body.addLayout(
            row(label("范围"), self.range, 8, label("形式"), self.form, 8, self.go, self.no, None)
        )

    def ask(self, task_ids: Sequence[int]) -> None:
        """Ask which part; ``task_ids`` are the tasks of what is selected."""
        workspace = self._workspace
        list_id, period = workspace.list_id, workspace.period
        self._orders = {
            "全部": ProofOrder(list_id),
            period_label(period): ProofOrder(list_id, period=period),
        }
        if task_ids:
            self._orders[f"所选 {len(task_ids)} 项任务"] = ProofOrder(task_ids=tuple(task_ids))
        for group in proof_groups(workspace.ledger, list_id=list_id):
            self._orders[" ".join(group.split())] = ProofOrder(list_id, group=group)
        self.range.clear()
        self.range.addItems(list(self._orders))
        self._come(self.go)

    def export_to(self, folder: Path) -> None:
        """Export what was chosen into a folder."""
        order = self._orders[self.range.currentText()]
        packed = self.form.currentText() == _ZIP
        ledger = self._workspace.ledger
        self.close_bar()
        run_service(
            self.parentWidget() or self,
            self._workspace,
            lambda monitor: export_proof(
                ledger, order, folder, packed=packed, on=today(), monitor=monitor
            ),
            done=self._tell,
            failed=lambda error: self._workspace.complain(error.message),
            title="正在导出佐证…",
            say=lambda done: done.words,
            changes=False,
        )

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "佐证材料导出到哪个文件夹")
        if chosen:
            self.export_to(Path(chosen))

    def _tell(self, done: Exported) -> None:
        faults = "\n".join(done.faults[:5])
        self._told.ask(
            f"{done.words}。\n{faults}".strip(),
            "打开文件夹",
            lambda: open_outside(done.path.parent if done.path.is_file() else done.path),
            no="知道了",
        )
