"""Asks for the office and the folder of a new ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
)

from app.files import default_ledger_home
from app.services.keeping.ledgers import is_ledger
from app.ui.controls import button, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class NewLedgerDialog(QDialog):
    """Office and folder; the folder follows the office's name until the clerk chooses one."""

    def __init__(self, parent: QWidget | None = None, *, home: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建台账")
        self.setMinimumWidth(px(560))
        self._home = home or default_ledger_home()
        self._chosen = False
        self.office = QLineEdit()
        self.office.setPlaceholderText("如 牛塘镇")
        self.folder = QLineEdit(str(self._home / "攻坚台账"))
        self._hint = label("", "fault", wrap=True)
        self._buttons = QDialogButtonBox()
        self._make = self._buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._lay_out()
        self._make.setDefault(True)  # in its dialog now: a button without one is nobody's default
        self.office.textChanged.connect(self._on_office_changed)
        self.folder.textEdited.connect(self._on_folder_edited)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._check()

    def choice(self) -> tuple[str, Path]:
        """The office's name and the folder."""
        return self.office.text().strip(), Path(self.folder.text().strip())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(12))
        form.addRow("单位名称", self.office)
        choose = button("选择…", self._choose)
        choose.setAutoDefault(False)  # Enter in a field makes the ledger
        form.addRow("文件夹", row(self.folder, choose))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(20), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addWidget(
            label("一本台账就是一个文件夹，可整个复制带走；任务、佐证、报表都在里面。", wrap=True)
        )
        layout.addLayout(form)
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)

    def _choose(self) -> None:
        parent = QFileDialog.getExistingDirectory(self, "台账放在哪个文件夹下", str(self._home))
        if parent:
            self._chosen = True
            self.folder.setText(str(Path(parent) / self._folder_name()))
            self._check()

    def _on_office_changed(self) -> None:
        if not self._chosen:
            self.folder.setText(str(self._home / self._folder_name()))
        self._check()

    def _on_folder_edited(self) -> None:
        self._chosen = True
        self._check()

    def _folder_name(self) -> str:
        name = "".join(sign for sign in self.office.text().strip() if sign not in '\\/:*?"<>|')
        return f"{name}攻坚台账"

    def _check(self) -> None:
        office, folder = self.choice()
        taken = bool(folder.name) and is_ledger(folder)
        self._hint.setText("这个文件夹里已有台账，请换一个，或直接打开它。" if taken else "")
        self._hint.setVisible(taken)
        self._make.setEnabled(bool(office) and bool(folder.name) and not taken)
