"""What is known of a filed return: when, by whom, which version, where its files lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.controls import button, fill, hairline, label
from app.ui.style import px
from app.ui.wording import day_in_prose, period_label

if TYPE_CHECKING:
    from app.models.views import FiledReturn

_KINDS = {".xlsx": "Excel 工作簿", ".pdf": "PDF"}


class FiledPanel(QFrame):
    """The facts of one filed return."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._folder: Path | None = None
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(px(12))
        self._facts.setVerticalSpacing(px(8))
        self._facts.setColumnStretch(1, 1)
        self._values = [
            self._fact(place, name)
            for place, name in enumerate(("报告期", "格式", "版本", "填报日期", "定稿人", "文件"))
        ]
        self._state = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(12), px(16), px(16))
        layout.setSpacing(px(12))
        folder = button("打开所在文件夹", self.open_folder, role="link")
        fill(layout, label("已定稿的报表", "heading"), self._state, hairline(), self._facts)
        layout.addWidget(folder)
        layout.addStretch(1)

    def show_filed(self, filed: FiledReturn) -> None:
        """Show the facts of a filed return."""
        replaced = filed.state == "superseded"
        self._state.setText(
            "这一版已被新版替代，仍可再次打印、导出。"
            if replaced
            else "内容已固定，以后数据再变，打印出来也是这一份。"
        )
        paths = [Path(path) for path in filed.files.values()]
        self._folder = paths[0].parent if paths else None
        facts = (
            period_label(filed.period),
            filed.format_name,
            f"第{filed.version}版",
            day_in_prose(filed.filed_on),
            filed.filed_by,
            "、".join(_KINDS.get(path.suffix, path.name) for path in paths),
        )
        for value, text in zip(self._values, facts, strict=True):
            value.setText(text)

    def open_folder(self) -> None:
        """Show the files in the desktop's own file window."""
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _fact(self, place: int, name: str) -> QLabel:
        value = label("", wrap=True, selectable=True)
        key = label(name, "muted")
        self._facts.addWidget(key, place, 0)
        self._facts.addWidget(value, place, 1)
        return value
