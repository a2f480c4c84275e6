"""What is known of a filed return: when, by whom, which version, where its files lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.controls import button, fill, hairline, label, row
from app.ui.style import px
from app.ui.wording import day_in_prose, period_label

if TYPE_CHECKING:
    from app.models.returnviews import FiledReturn

_KINDS = {
    ".xlsx": "Excel 工作簿",
    ".xlsm": "Excel 工作簿（带宏）",
    ".docx": "Word 文档",
    ".pdf": "PDF",
}


class FiledPanel(QFrame):
    """The facts of one filed return, and the way to note that the district sent it back.

    Signals:
        sent_back: the district's reason, as written by the clerk.
        mending_asked: the clerk goes to the draft of a return that was sent back.
    """

    sent_back = Signal(str)
    mending_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
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
        self.mend = button("去修改重报", self.mending_asked.emit)
        layout.addLayout(row(self.mend, None))
        layout.addWidget(self._back_form())
        layout.addStretch(1)

    def show_filed(self, filed: FiledReturn, *, readonly: bool = False) -> None:
        """Show the facts of a filed return."""
        self._state.setText(_state_words(filed, readonly=readonly))
        self.mend.setVisible(filed.state == "returned" and not readonly)
        self._form.setVisible(filed.state == "filed" and not readonly)
        self.why.clear()
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

    def _back_form(self) -> QWidget:
        """One line for the district's reason, and the button that notes it."""
        self._form = QWidget()
        self.why = QLineEdit()
        self.why.setPlaceholderText("上级退回的原因")
        self.why.setAccessibleName("上级退回的原因")
        self.back = button("退回重报", self._send_back)
        self.back.setToolTip("记下上级退回的原因；这一版留存，改好后再定稿为新版")
        self.why.returnPressed.connect(self._send_back)
        layout = QVBoxLayout(self._form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        fill(layout, hairline(), label("上级退回了这份表？", "muted"), self.why)
        layout.addLayout(row(self.back, None))
        return self._form

    def _send_back(self) -> None:
        self.sent_back.emit(self.why.text())

    def _fact(self, place: int, name: str) -> QLabel:
        value = label("", wrap=True, selectable=True)
        key = label(name, "muted")
        self._facts.addWidget(key, place, 0)
        self._facts.addWidget(value, place, 1)
        return value


def _state_words(filed: FiledReturn, *, readonly: bool) -> str:
    on = filed.returned_on
    reason = f"{day_in_prose(on)}上级退回：{filed.returned_why}。" if on else ""
    if filed.state == "superseded":
        return f"{reason}这一版已被新版替代，仍可再次打印、导出。"
    if filed.state == "returned":
        return f"{reason}改好后再定稿为新版。"
    fixed = "内容已固定，不能再改；以后数据再变，打印出来也是这一份。"
    if readonly:
        return fixed
    return f"{fixed}要改：上级退回后在下面写明原因，点“退回重报”，改好再定稿为新版。"
