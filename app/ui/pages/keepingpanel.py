"""The 备份 part of 设置: the copies there are, the second place, and the last drill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QFormLayout, QPushButton, QVBoxLayout, QWidget

from app.services.keeping import backup, drill, secondplace
from app.services.keeping.keepingstate import Keeping, keeping_of, moment_of
from app.services.keeping.upkeep import alarms
from app.ui.controls import ElidedLabel, button, label, row
from app.ui.keeping import check_ledger
from app.ui.operations import act, run_service
from app.ui.style import px
from app.ui.wording import moment, now

if TYPE_CHECKING:
    from datetime import datetime

    from app.monitor import Monitor
    from app.ui.workspace import Workspace

_NEVER = "还没有"


class KeepingPanel(QWidget):
    """Every line says how it stands; the button beside it does it now."""

    def __init__(self, workspace: Workspace, caption_width: int) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self.workspace = workspace
        self.alarm = label("", "fault", wrap=True, selectable=True)
        self.copies, self.place, self.drilled, self.examined = (_line() for _ in range(4))
        self.place_fault = ElidedLabel("fault")
        self.back_up = button("立即备份", self._back_up)
        self.choose = button("选择…", self._choose)
        self.leave = button("不用了", lambda: self._set_place(None))
        self.rehearse = button("现在演练", self._drill)
        self.check = button("检查台账", lambda: check_ledger(self, workspace))
        self._lay_out(caption_width)

    def refresh(self) -> None:
        """Read again how the ledger is kept."""
        ledger = self.workspace.ledger
        keeping, copies = keeping_of(ledger), backup.list_copies(ledger)
        found = alarms(keeping, now=now())
        own = keeping.place_fault  # told beside the place itself
        words = [one.sentence for one in found if not own or own not in one.sentence]
        self.alarm.setText("\n".join(words))
        self.alarm.setVisible(bool(words))
        last = _when(copies[0].at) if copies else _NEVER
        self.copies.setText(f"{last}，共 {len(copies)} 份" if copies else last)
        self.place.setText(_place_words(keeping))
        self.place_fault.setText(keeping.place_fault)
        self.place_fault.setVisible(bool(keeping.place_fault))
        outcome = "没有通过" if keeping.drill_fault else "通过"
        at = moment_of(keeping.drilled)
        self.drilled.setText(f"{_when(at)}，{outcome}" if at else _NEVER)
        at = moment_of(keeping.examined)
        self.examined.setText(_when(at) if at else _NEVER)
        for one in (self.back_up, self.choose, self.rehearse):
            one.setVisible(not self.workspace.readonly)
        self.leave.setVisible(bool(keeping.place) and not self.workspace.readonly)
        self.rehearse.setEnabled(bool(copies))

    def _lay_out(self, caption_width: int) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, px(8))
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        lines: tuple[tuple[str, ElidedLabel, tuple[QPushButton, ...]], ...] = (
            ("上次备份", self.copies, (self.back_up,)),
            ("第二处", self.place, (self.choose, self.leave)),
            ("恢复演练", self.drilled, (self.rehearse,)),
            ("上次检查", self.examined, (self.check,)),
        )
        for word, words, buttons in lines:
            caption = label(word, "muted")
            caption.setMinimumWidth(caption_width)
            for one in buttons:
                one.setAccessibleName(f"{word}：{one.text()}")
            line = row(words, None, *buttons)
            form.addRow(caption, line)
            if words is self.place:
                form.addRow("", self.place_fault)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.alarm)
        layout.addLayout(form)

    def _back_up(self) -> None:
        ledger = self.workspace.ledger

        def work(monitor: Monitor) -> bool:
            backup.back_up_daily(ledger, now=now(), asked=True, monitor=monitor)
            return secondplace.mirror(ledger, now=now(), monitor=monitor)

        run_service(
            self,
            self.workspace,
            work,
            done=lambda mirrored: self._say("已备份，第二处也已更新。" if mirrored else "已备份。"),
            title="正在备份…",
            say="",
            changes=False,
        )

    def _drill(self) -> None:
        ledger = self.workspace.ledger
        run_service(
            self,
            self.workspace,
            lambda monitor: drill.drill(ledger, now=now(), monitor=monitor),
            done=lambda result: self._say(result.words),
            title="正在演练恢复…",
            say="",
            changes=False,
        )

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "第二处备份放在哪里（优盘或共享文件夹）")
        if folder:
            self._set_place(Path(folder))

    def _set_place(self, folder: Path | None) -> None:
        ledger = self.workspace.ledger
        done = act(
            self,
            self.workspace,
            lambda: secondplace.set_place(ledger, folder, now=now()),
            say="" if folder else "第二处已取消；那里已有的备份没有动。",
            changes=False,
        )
        self.refresh()
        if done and folder:
            self._back_up()

    def _say(self, words: str) -> None:
        self.workspace.tell_changed()
        self.refresh()
        self.workspace.say(words)


def _place_words(keeping: Keeping) -> str:
    if not keeping.place:
        return "还没有设；设在优盘或共享文件夹，电脑坏了也不丢"
    at = moment_of(keeping.place_reached)
    words = f"上次更新 {_when(at)}" if at else "还没有更新过"
    return f"{words}　{keeping.place}"


def _when(at: datetime) -> str:
    return moment(at, now())


def _line() -> ElidedLabel:
    return ElidedLabel()
