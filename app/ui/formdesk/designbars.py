"""Questions about formats that stand in the page: under which name, and keep both or replace?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from app.reports.formats.formatreading import LONGEST_NAME
from app.ui.controls import ChoiceBox, label, row
from app.ui.evidence.bars import Bar, answer
from app.ui.style import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.reporting.formatfiles import IncomingFormat


ROWS = {
    "tasks": "任务",
    "items": "清单项（企业、点位）",
    "problems": "问题",
    "assignments": "交办事项",
    "villages": "分解到村的任务",
    "groups": "主题（汇总）",
}
"""What may stand on a line, in words."""


class NameBar(Bar):
    """Asks for a name; Enter takes it. For a new format also what its lines are."""

    def __init__(self) -> None:
        super().__init__()
        self._run: Callable[[str, str], object] | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName("格式的名称")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setMinimumWidth(px(240))
        self.rows = ChoiceBox("每行印什么")
        for rows, word in ROWS.items():
            self.rows.addItem(f"每行一个{word}", rows)
        self.yes = answer("", self._say_yes)
        self.no = answer("取消", self.close_bar)
        self.name.returnPressed.connect(self._say_yes)
        line = row(label("名称"), self.name, self.rows, self.yes, self.no, None)
        self.body.addLayout(line)

    def ask(
        self,
        words: str,
        name: str,
        yes: str,
        run: Callable[[str, str], object],
        *,
        with_rows: bool = False,
    ) -> None:
        """Ask; ``run`` gets the name and the kind of lines."""
        self._run = run
        self.words.setText(words)
        self.yes.setText(yes)
        self.rows.setVisible(with_rows)
        self.name.setText(name)
        self._come(self.name)
        self.name.selectAll()

    def _say_yes(self) -> None:
        """The bar goes when it could be done; else the name stays to be put right."""
        if self._run and self._run(self.name.text().strip(), self.rows.currentData()):
            self.close_bar()


class IncomingBar(Bar):
    """A format that came as a file: take it, keep both, or put it in the other's place?"""

    def __init__(self) -> None:
        super().__init__()
        self._take: Callable[[], object] | None = None
        self._replace: Callable[[], object] | None = None
        self.both = answer("", lambda: self._answer(self._take))
        self.instead = answer("替换原有的", lambda: self._answer(self._replace))
        self.no = answer("不导入", self.close_bar)
        self.body.addLayout(row(self.both, self.instead, self.no, None))

    def ask(
        self,
        incoming: IncomingFormat,
        take: Callable[[], object],
        replace: Callable[[], object],
    ) -> None:
        """Say what came and what stands against taking it as it is."""
        self._take, self._replace = take, replace
        name = incoming.fmt.name
        parts = [f"“{name}”：{incoming.told}。"]
        if incoming.is_altered:
            parts.append("文件在导出后改动过（核对码不符），导入后请看一遍。")
        if incoming.clash:
            parts.append(f"已有名为“{name}”的格式。")
        self.words.setText("".join(parts))
        self.both.setText("都保留" if incoming.clash else "导入")
        self.instead.setVisible(incoming.replaceable)
        self._come(self.both)

    def _answer(self, run: Callable[[], object] | None) -> None:
        self.close_bar()
        if run:
            run()
