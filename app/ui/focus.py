"""Which list, period and day a ledger was last looked at, and where to begin."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from app.models.rules.periods import Period
from app.services import settings
from app.ui.wording import today
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.models.database import Ledger
    from app.ui.memory import Memory


def workspace_of(ledger: Ledger, memory: Memory) -> Workspace:
    """A workspace that looks where the clerk looked last; the day is today unless it was set."""
    kept = _kept(ledger, memory)
    day = _day(kept.get("as_of")) or settings.as_of(ledger) or today()
    list_id = kept.get("list")
    return Workspace(
        ledger,
        memory,
        as_of=day,
        list_id=list_id if isinstance(list_id, int) else None,
        period=_period(kept.get("period"), day),
    )


def keep_focus(workspace: Workspace) -> None:
    """Remember where the clerk looks; today is not remembered, or it would be old tomorrow."""
    day = workspace.as_of
    kept = {
        "list": workspace.list_id,
        "period": workspace.period,
        "as_of": "" if day == today() else day.isoformat(),
    }
    workspace.memory.keep(_place(workspace.ledger), json.dumps(kept))


def _kept(ledger: Ledger, memory: Memory) -> dict[str, Any]:
    try:
        kept = json.loads(memory.text(_place(ledger), "{}"))
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and text else None
    except ValueError:
        return None


def _period(key: object, day: date) -> str:
    """The period looked at last while it still fits the day, else the one the day calls for."""
    try:
        span = Period.parse(key) if isinstance(key, str) else None
    except ValueError:
        span = None
    if span and span.start <= day <= span.return_due:
        return span.key
    return due_period(day)


def due_period(day: date) -> str:
    """The quarter to work on: the one before while its return is still to be filed."""
    current = Period.of(day)
    filing = day <= current.previous.return_due
    return (current.previous if filing else current).key


def _place(ledger: Ledger) -> str:
    name = hashlib.sha256(str(ledger.folder.resolve()).encode()).hexdigest()[:16]
    return f"focus/{name}"
