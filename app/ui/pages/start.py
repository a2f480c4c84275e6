"""The first page: look at the sample, begin a ledger, or open one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.controls import button, fill, hairline, label, row
from app.ui.icons import picture
from app.ui.style import Ink, px

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CHOICES = (
    ("sample", "book", "打开示例台账", "一个镇的全年任务，已填到上半年，随便试"),
    ("new", "plus", "新建台账", "填上单位名称，再导入区里的任务分解表"),
    ("open", "folder", "打开已有台账", "选择台账所在的文件夹"),
)


class ChoiceButton(QPushButton):
    """A large button: icon, words, and a quiet line that explains."""

    def __init__(self, icon_name: str, words: str, line: str, *, primary: bool) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(words)
        self.setAccessibleDescription(line)
        colour = Ink.ACCENT if primary else Ink.MUTED
        sign = QLabel()
        sign.setPixmap(
            picture(icon_name, px(28), colour=colour.value, ratio=self.devicePixelRatioF())
        )
        words_label, line_label = label(words, "large"), label(line, "muted")
        for part in (sign, words_label, line_label):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        fill(texts, None, words_label, line_label, None)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(20), px(8), px(20), px(8))
        layout.setSpacing(px(16))
        layout.addWidget(sign)
        layout.addLayout(texts, 1)
        self.setMinimumHeight(px(68))


class StartPage(QWidget):
    """Offers the three ways to begin, and the ledgers opened lately.

    Signals:
        asked: ``sample``, ``new``, ``open``, ``openpack`` or ``restore``.
        ledger_chosen: a folder from the ledgers opened lately.
    """

    asked = Signal(str)
    ledger_chosen = Signal(object)

    def __init__(self, recent: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("攻坚台账")
        self.resize(QSize(px(880), px(600)).boundedTo(self.screen().availableSize()))
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addLayout(self._head())
        column.addSpacing(px(20))
        for key, icon_name, words, line in _CHOICES:
            choice = ChoiceButton(icon_name, words, line, primary=key == "sample")
            choice.clicked.connect(lambda _=False, key=key: self.asked.emit(key))
            self.buttons[key] = choice
            column.addWidget(choice)
        column.addLayout(
            row(
                button("打开交接包…", partial(self.asked.emit, "openpack"), role="link"),
                button("从备份恢复…", partial(self.asked.emit, "restore"), role="link"),
                None,
                spacing=24,
            )
        )
        if recent:
            column.addSpacing(px(12))
            column.addLayout(self._recent(recent))
        column.addStretch(3)
        frame = QWidget()
        frame.setLayout(column)
        frame.setFixedWidth(px(560))
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(frame)
        outer.addStretch(1)

    def _head(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(picture("logo", px(48), ratio=self.devicePixelRatioF()))
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        fill(
            texts,
            label("攻坚台账", "title"),
            label("攻坚任务的分解、填报与存档", "muted"),
        )
        head = QHBoxLayout()
        head.setSpacing(px(16))
        head.addWidget(sign)
        head.addLayout(texts, 1)
        return head

    def _recent(self, recent: Sequence[Path]) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(px(4))
        lines.addWidget(hairline())
        lines.addSpacing(px(8))
        lines.addWidget(label("最近打开", "small"))
        for folder in recent[:4]:
            link = button(
                f"{folder.name}　{folder.parent}",
                partial(self.ledger_chosen.emit, folder),
                role="link",
            )
            link.setToolTip(str(folder))
            lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return lines
