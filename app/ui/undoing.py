"""Taking back: what undo says in the clerk's words, and undoing one step of the journal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.services import journal
from app.ui.operations import run_service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.services.journal import UndoResult
    from app.ui.workspace import Workspace

_MOST_NAMES = 3
_REASON, _TASK = "：之后", "任务“"


def undo_words(word: str, result: UndoResult) -> str:
    """What was taken back, and what of it stays: 已撤销：…；保留了之后改过的 3 项：…."""
    kept = kept_words(result.kept)
    return f"{word}：{result.title}{f'；{kept}' if kept else ''}"


def kept_words(kept: Sequence[str]) -> str:
    """What an undo kept because it was edited since, its first few by name; empty for nothing."""
    if not kept:
        return ""
    names = [one.rsplit(_REASON, 1)[0] for one in tasks_first(kept)]
    kinds = Counter(name.partition("“")[0] for name in names)
    counts = "、".join(f"{kind} {count}" for kind, count in kinds.items())
    told = f"（{counts}）" if len(kinds) > 1 else ""
    more = "等" if len(names) > _MOST_NAMES else ""
    return f"保留了之后改过的 {len(names)} 项{told}：{'、'.join(names[:_MOST_NAMES])}{more}"


def tasks_first(kept: Sequence[str]) -> tuple[str, ...]:
    """What was kept, the tasks before their parts."""
    return tuple(sorted(kept, key=lambda one: not one.startswith(_TASK)))


def undo_step(
    parent: QWidget,
    workspace: Workspace,
    operation_id: int,
    *,
    done: Callable[[UndoResult], object] | None = None,
) -> None:
    """Take back one step of the journal in the background, and say what became of it."""
    ledger = workspace.ledger

    def tell(result: UndoResult) -> None:
        if done:
            done(result)
        workspace.say(undo_words("已撤销", result))

    run_service(
        parent,
        workspace,
        lambda _monitor: journal.undo_operation(ledger, operation_id),
        done=tell,
        failed=lambda error: workspace.complain(error.message),
        title="正在撤销…",
        say="",
    )
