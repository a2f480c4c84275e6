"""An import as one command: open or make the ledger, plan, commit if asked, tell the result."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.importing.comparing.diff import ChangeSet
from app.importing.drafts import DraftList
from app.models.database import Ledger
from app.services.intake.imports import ImportPlan, commit_import, plan_import, read_file
from app.services.keeping.ledgers import create_ledger, is_ledger, open_ledger


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What to import into which ledger; ``office`` is needed only for a new ledger."""

    file: Path
    ledger: Path
    office: str | None = None
    title: str | None = None
    sheet: str | None = None
    year: int | None = None
    commit: bool = False


def run_import(order: ImportOrder) -> dict[str, Any]:
    """Compare a file with a ledger and, when asked, carry the import out.

    Returns:
        The change set as plain data (docs: the command line's ``import --json``).

    Raises:
        UserError: the file holds no list, or the ledger can't be opened or made.
    """
    result = read_file(order.file, sheet=order.sheet, year=order.year)
    with _ledger(order) as ledger:
        chosen = largest(result.lists)
        plan = plan_import(ledger, chosen, title=order.title, year=order.year)
        operation = commit_import(ledger, plan, order.file) if order.commit else None
    left = [one.title for one in result.lists if one is not chosen]
    return summary(plan, operation) | ({"left": left} if left else {})


def largest(lists: tuple[DraftList, ...]) -> DraftList:
    """The list with the most tasks, the first of them; a table before the prose above it."""
    return max(lists, key=lambda one: (one.kind == "table", len(one.tasks)))


def summary(plan: ImportPlan, operation: int | None) -> dict[str, Any]:
    """A plan as plain data: what is added, removed, changed field by field, asked, and ours."""
    changes = plan.change_set
    return {
        "list": plan.title,
        "edition": plan.edition,
        "added": [{"serial": draft.serial, "text": draft.text} for draft in changes.added],
        "removed": [{"serial": task.serial, "text": task.text} for task in changes.removed],
        "changed": _changed(changes),
        "same": len(changes.same),
        "renumbered": [list(pair) for pair in changes.renumbered],
        "asked": [
            {
                "old_serial": pair.old_serial,
                "serial": pair.serial,
                "score": pair.score,
                "why": list(pair.why),
            }
            for pair in changes.asked
        ],
        "related": [
            {"kind": one.kind, "old_serial": one.old_serial, "serial": one.serial}
            for one in changes.related
        ],
        "ours": plan.count_ours(),
        "committed": operation is not None,
        "operation": operation,
    }


def _changed(changes: ChangeSet) -> list[dict[str, Any]]:
    return [
        {
            "old_serial": change.old_serial,
            "serial": change.serial,
            "field": change.field,
            "old": _value(change.old),
            "new": _value(change.new),
            "soft": change.soft,
        }
        for change in changes.changed
    ]


def _value(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


@contextmanager
def _ledger(order: ImportOrder) -> Iterator[Ledger]:
    """The ledger named; a new one when there is none, in passing only unless to be committed."""
    if is_ledger(order.ledger):
        with open_ledger(order.ledger, readonly=not order.commit) as ledger:
            yield ledger
        return
    if not order.office:
        raise UserError(
            "no_office", f"“{order.ledger}”里还没有台账；请用 --office 写明本单位，如 牛塘镇。"
        )
    if order.commit:
        with create_ledger(order.ledger, office=order.office) as ledger:
            yield ledger
        return
    with (
        tempfile.TemporaryDirectory(prefix="gongjian-") as passing,
        create_ledger(Path(passing) / "ledger", office=order.office) as ledger,
    ):
        yield ledger
