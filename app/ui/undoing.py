"""Taking back: what undo says in the clerk's words, where it leads, and steps in the background."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.services.history import journal
from app.ui.operations import act, run_service
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.monitor import Monitor
    from app.services.history.journal import UndoResult
    from app.services.history.reversal import Place
    from app.ui.workspace import Workspace

    _Done = Callable[[UndoResult], object]

_MOST_NAMES = 3
_UNDONE, _REDONE = "已撤销", "已重做"
_REASON, _TASK = "：之后", "任务“"
_AT_ONCE = 200
"""So many changes are reversed before the window would feel it; more go to the background."""


def undo_words(word: str, result: UndoResult) -> str:
    """What was taken back, what came back with it, and what of it stays."""
    back = f"，恢复{result.back}" if result.back else ""
    missing = (
        f"；没有恢复：{result.missing[0].removesuffix('，没有恢复')}" if result.missing else ""
    )
    more = f"等 {len(result.missing)} 项" if len(result.missing) > 1 else ""
    kept = kept_words(result.kept)
    return f"{word}：{result.title}{back}{f'；{kept}' if kept else ''}{missing}{more}"


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


def destination_of(place: Place | None) -> Destination | None:
    """Where in the window a record is shown; None when no page shows it."""
    if place is None:
        return None
    number = place.record_id
    match place.record:
        case "task":
            return Destination("tasks", task_id=number)
        case "item":
            return Destination("items", task_id=place.task_id, item_id=number)
        case "problem":
            return Destination("problems", problem_id=number)
        case "assignment":
            return Destination("units", assignment_id=number)
        case _:
            return Destination("units", unit_id=number)


def step_back(
    parent: QWidget, workspace: Workspace, *, redo: bool = False, done: _Done | None = None
) -> None:
    """Take back the newest step, or carry the last one out again; a large one in the background."""
    ledger = workspace.ledger
    work = journal.redo if redo else journal.undo
    word = _REDONE if redo else _UNDONE
    if journal.step_size(ledger, redo=redo) > _AT_ONCE:
        _in_background(
            parent, workspace, lambda monitor: work(ledger, monitor=monitor), word=word, done=done
        )
        return
    result = act(parent, workspace, lambda: work(ledger), say="")
    if result:
        _tell(workspace, word, result, done)


def undo_step(
    parent: QWidget,
    workspace: Workspace,
    operation_id: int,
    *,
    redo: bool = False,
    done: _Done | None = None,
) -> None:
    """Take back one step of the journal, or carry out again one that was, in the background."""
    ledger = workspace.ledger
    work = journal.redo_operation if redo else journal.undo_operation
    _in_background(
        parent,
        workspace,
        lambda monitor: work(ledger, operation_id, monitor=monitor),
        word=_REDONE if redo else _UNDONE,
        done=done,
    )


def _in_background(
    parent: QWidget,
    workspace: Workspace,
    work: Callable[[Monitor], UndoResult],
    *,
    word: str,
    done: _Done | None,
) -> None:
    run_service(
        parent,
        workspace,
        work,
        done=lambda result: _tell(workspace, word, result, done),
        failed=lambda error: workspace.complain(error.message),
        title="正在撤销…" if word == _UNDONE else "正在重做…",
        say="",
    )


def _tell(workspace: Workspace, word: str, result: UndoResult, done: _Done | None) -> None:
    if done:
        done(result)
    workspace.say(undo_words(word, result))
