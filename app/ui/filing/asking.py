"""What the returns page asks and says in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.workspace import Workspace

READ_ONLY = "台账是只读打开的，不能定稿；请在能写的窗口里打开后再定稿。"
FILING = "定稿后内容固定，不再随数据变"


def why_not(hard: str, workspace: Workspace) -> str:
    """Why the return can't be filed, or what filing means."""
    if workspace.readonly:
        return READ_ONLY
    return f"还不能定稿：{hard}" if hard else FILING
