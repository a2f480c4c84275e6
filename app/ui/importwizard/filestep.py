"""Step 1: the file, dropped, picked, or one of the last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.controls import button, clear, fill, label, row
from app.ui.dropped import PATTERN, local_file
from app.ui.icons import picture
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from app.ui.memory import Memory

_RECENT = "import/recent"
_FOLDER = "import/folder"
_KEPT = 5
_FORMATS = (
    "WPS、Excel、Word的表和文件，网页，文本都能读：xlsx、xls、et、ods、docx、doc、wps、html、csv、txt",
    "没有表格的工作计划也能读；原表照原样留存在台账里",
)


class FileStep(QWidget):
    """Where a file is dropped or picked.

    Signals:
        picked: a Path to read.
        paste_asked: what was copied elsewhere is to be read.
        left_chosen: the place of another list of the file imported last.
    """

    picked = Signal(object)
    paste_asked = Signal()
    left_chosen = Signal(int)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._zone = DropZone()
        self._zone.dropped.connect(self.picked)
        self.pick_button = button("选择文件…", self.pick, role="primary")
        self.paste_button = button("粘贴表格", self.paste_asked.emit, icon_name="paste")
        self.paste_button.setToolTip(
            "在WPS、Excel、Word或网页里选中整张表复制，再到这里粘贴（Ctrl+V）"
        )
        self._fault = label("", "fault", wrap=True, selectable=True)
        self._fault.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._fault.hide()
        self._left = QVBoxLayout()
        self._left.setSpacing(px(4))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(px(4))
        self._lay_out()
        self.show_recent()

    def pick(self) -> None:
        """Ask for a file."""
        start = self._memory.text(_FOLDER, str(Path.home()))
        name = ask_file(self, start)
        if name:
            self.picked.emit(Path(name))

    def keep(self, path: Path) -> None:
        """Remember a file that could be read."""
        others = [one for one in self._kept() if one != path]
        lines = [str(one) for one in (path, *others)][:_KEPT]
        self._memory.keep(_RECENT, "\n".join(lines))
        self._memory.keep(_FOLDER, str(path.parent))
        self.show_recent()

    def show_fault(self, sentence: str) -> None:
        """Say why a file could not be read; an empty sentence takes it away."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def show_left(self, file: str, lists: Sequence[tuple[int, str]]) -> None:
        """Offer the lists of a file that were not imported with the first."""
        clear(self._left)
        if lists:
            self._left.addWidget(label(f"“{file}”里还有未导入的表", "small"))
        for place, name in lists:
            link = button(name, partial(self.left_chosen.emit, place), role="link")
            self._left.addLayout(row(link, None))

    def show_recent(self) -> None:
        """Offer the last files that are still there."""
        clear(self._recent)
        files = [path for path in self._kept() if path.is_file()]
        if files:
            self._recent.addWidget(label("最近导入的文件", "small"))
        for path in files:
            link = button(path.name, partial(self.picked.emit, path), role="link")
            link.setToolTip(str(path))
            where = label(str(path.parent), "small")
            line = row(link, where, None, spacing=12)
            self._recent.addLayout(line)

    def _kept(self) -> list[Path]:
        return [Path(line) for line in self._memory.text(_RECENT).split("\n") if line]

    def _lay_out(self) -> None:
        sign = QLabel()
        size = px(56)
        ink, ratio = Ink.EDGE.value, self.devicePixelRatioF()
        sign.setPixmap(picture("import", size, colour=ink, ratio=ratio))
        words = label("把区里发的任务分解表拖到这里，或复制后粘贴", "large")
        centre = Qt.AlignmentFlag.AlignHCenter
        inner = QVBoxLayout(self._zone)
        inner.setSpacing(px(16))
        inner.addStretch(1)
        inner.addWidget(sign, 0, centre)
        inner.addWidget(words, 0, centre)
        inner.addLayout(row(None, self.pick_button, self.paste_button, None))
        for line in _FORMATS:
            inner.addWidget(label(line, "muted"), 0, centre)
        inner.addWidget(self._fault)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        layout.addWidget(self._zone, 1)
        fill(layout, self._left, self._recent)


class DropZone(QFrame):
    """A field with a dashed line that takes a dropped file.

    Signals:
        dropped: the Path of the file.
    """

    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dropzone")
        self.setAcceptDrops(True)
        self._show_ready(ready=False)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_file(event.mimeData()):
            event.acceptProposedAction()
            self._show_ready(ready=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_ready(ready=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_ready(ready=False)
        path = local_file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _show_ready(self, *, ready: bool) -> None:
        line, ground = (Ink.ACCENT, Ink.ACCENT_TINT) if ready else (Ink.EDGE, Ink.SURFACE)
        self.setStyleSheet(
            f"#dropzone {{ border: 1px dashed {line}; border-radius: {px(6)}px;"
            f" background: {ground}; }}"
        )


def ask_file(parent: QWidget, start: str) -> str:
    """A file the clerk picks, empty when none."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "选择任务分解表", start, f"任务分解表 ({PATTERN});;所有文件 (*)"
    )
    return name
