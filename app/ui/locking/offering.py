"""What the ledger's menu offers for leaving one's seat: lock the window, or let a colleague on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.services.keeping.clerks import known_clerks, work_as
from app.ui.keys import LOCK
from app.ui.locking.locker import locker
from app.ui.operations import act
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from app.ui.workspace import Workspace

LOCKING = "lock"
"""The part of 设置 where the password is set."""
_LAST = "clerk/last"


def offer_leaving(window: QWidget, menu: QMenu, workspace: Workspace) -> None:
    """Add 锁定窗口 and 经办人 to the window and to its ledger's menu, before the last entry."""
    lock = QAction("锁定窗口(&W)", window)
    lock.setShortcut(QKeySequence(LOCK.sequence))
    lock.triggered.connect(lambda: _lock(workspace))
    window.addAction(lock)
    clerks = QMenu(menu)
    last = menu.actions()[-1]
    menu.insertActions(last, [lock, clerks.menuAction()])
    _resume(workspace)
    menu.aboutToShow.connect(lambda: clerks.setTitle(f"经办人：{workspace.ledger.who}(&P)"))
    clerks.aboutToShow.connect(lambda: _show_clerks(clerks, window, workspace))
    clerks.setTitle("经办人(&P)")


def _lock(workspace: Workspace) -> None:
    held = locker(workspace.memory)
    if held.kept_hash:
        held.lock()
    else:
        workspace.say("还没有锁屏密码；请先在这里设一个。")
        workspace.go(Destination("settings", part=LOCKING))


def _show_clerks(menu: QMenu, window: QWidget, workspace: Workspace) -> None:
    menu.clear()
    for name in known_clerks(workspace.ledger):
        action = menu.addAction(name, partial(_change, window, workspace, name))
        action.setCheckable(True)
        action.setChecked(name == workspace.ledger.who)
    menu.addSeparator()
    menu.addAction("另一位…", partial(_ask, window, workspace))


def _ask(window: QWidget, workspace: Workspace) -> None:
    box = QInputDialog(window)
    box.setWindowTitle("经办人")
    box.setLabelText("姓名（以后的操作记在这个名下）")
    box.setOkButtonText("确定")
    box.setCancelButtonText("取消")
    box.textValueSelected.connect(partial(_change, window, workspace))
    box.finished.connect(box.deleteLater)
    box.open()


def _change(window: QWidget, workspace: Workspace, name: str) -> None:
    done = act(window, workspace, partial(work_as, workspace.ledger, name), say="", changes=False)
    if done:
        workspace.memory.keep(_LAST, done)
        workspace.say(f"以后的操作记在“{done}”名下。")


def _resume(workspace: Workspace) -> None:
    """Go on under the name chosen last on this computer."""
    last = workspace.memory.text(_LAST)
    if last and not workspace.readonly:
        work_as(workspace.ledger, last)
