"""本期报送材料包: what goes into the period's folder, as a folder or a zip; then where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.services.periodfolder import PeriodExported, PeriodOrder, export_period, filed_in
from app.services.reporting.returncalendar import return_calendar
from app.ui.controls import ChoiceBox, label, row
from app.ui.evidence.bars import Bar, answer
from app.ui.operations import run_service
from app.ui.wording import period_label, today

if TYPE_CHECKING:
    from app.services.reporting.formats import FormatName
    from app.ui.filing.notice import WrittenNotice
    from app.ui.workspace import Workspace

_FOLDER, _ZIP = "文件夹", "压缩包（zip）"


class PeriodBar(Bar):
    """Asks in the page itself; the notice tells where everything went."""

    def __init__(self, workspace: Workspace, notice: WrittenNotice) -> None:
        super().__init__()
        self._workspace, self._notice = workspace, notice
        self._list_id: int | None = None
        self._drafts: tuple[str, ...] = ()
        self.drafts = QCheckBox()
        self.proof = QCheckBox("佐证材料")
        self.proof.setChecked(True)
        self.form = ChoiceBox("导出形式")
        self.form.addItems([_FOLDER, _ZIP])
        self.go = answer("选择位置并导出…", self._choose)
        self.no = answer("取消", self.close_bar)
        self.body.addLayout(row(self.proof, 8, self.drafts, None))
        self.body.addLayout(row(label("形式"), self.form, 8, self.go, self.no, None))

    def ask(self, list_id: int | None, shown: FormatName | None) -> None:
        """Say what there is; ``shown`` is the return in view, None for a filed one."""
        workspace = self._workspace
        self._list_id = list_id
        filed = filed_in(workspace.ledger, list_id, workspace.period)
        names = self._unfiled(shown, {one.format_key for one in filed})
        self._drafts = tuple(names)
        self.drafts.setText(f"连同未定稿的报表 {len(names)} 份")
        self.drafts.setToolTip(f"{'、'.join(names.values())}；文件名和标题上标明“未定稿”")
        self.drafts.setChecked(bool(names) and not filed)
        self.drafts.setVisible(bool(names))
        what = f"定稿报表 {len(filed)} 份" if filed else "还没有定稿的报表"
        label_of = period_label(workspace.period)
        self.words.setText(f"{label_of}报送材料包：{what}，附目录（Excel 和 PDF）。")
        self._come(self.go)

    def export_to(self, folder: Path) -> None:
        """Write the period's folder into a folder."""
        order = PeriodOrder(
            self._list_id,
            self._workspace.period,
            self._drafts if self.drafts.isChecked() else (),
            self.proof.isChecked(),
        )
        packed, ledger = self.form.currentText() == _ZIP, self._workspace.ledger
        self.close_bar()
        run_service(
            self.parentWidget() or self,
            self._workspace,
            lambda monitor: export_period(
                ledger, order, folder, packed=packed, on=today(), monitor=monitor
            ),
            done=self._tell,
            failed=lambda error: self._workspace.complain(error.message),
            title="正在导出报送材料包…",
            say=lambda done: f"{done.words}。",
            changes=False,
        )

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "报送材料包导出到哪个文件夹")
        if chosen:
            self.export_to(Path(chosen))

    def _tell(self, done: PeriodExported) -> None:
        folder = done.path.parent if done.path.is_file() else done.path
        faults = "".join(f"\n{fault}" for fault in done.faults[:5])
        self._notice.tell(f"{done.words}。{faults}", folder)

    def _unfiled(self, shown: FormatName | None, filed: set[str]) -> dict[str, str]:
        """The returns in use that are not filed for the period, and the one in view."""
        workspace = self._workspace
        lines = return_calendar(workspace.ledger, self._list_id, on=workspace.as_of)
        due = {
            line.format_key: line.format_name
            for line in lines
            if line.period == workspace.period and line.filed_id is None and line.in_use
        }
        if shown is not None and shown.key not in filed:
            due[shown.key] = shown.name
        return due
