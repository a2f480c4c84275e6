"""What may be chosen on the returns page: formats by what they print, the last used first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.rules.periods import Period
from app.services import queries
from app.services.formfilling.blankforms import list_forms
from app.services.reporting.formats import FormatName, list_formats, own_formats

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from app.models.database import Ledger
    from app.ui.memory import Memory
    from app.ui.workspace import Workspace

FORM = "form"
GROUPS = {
    "tasks": "任务",
    "items": "清单",
    "problems": "问题整改",
    "assignments": "交办",
    "villages": "分解和汇总",
    "groups": "分解和汇总",
    FORM: "区里的空白表",
}
GROUPS_IN_ORDER = tuple(dict.fromkeys(GROUPS.values()))
BEATS = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
NEW_FORMAT, IMPORT_FORMAT = "new", "import"
"""What the designer is asked for beside the key of a format to change."""

_RECENT = "returns/recent"
_REMEMBERED = 12


def formats_for(
    period: str,
    *,
    recent: Sequence[str] = (),
    kept: Sequence[FormatName] = (),
    rows: Container[str] = GROUPS,
) -> tuple[FormatName, ...]:
    """The built-in formats and those kept in the ledger, group by group.

    What was used last for this kind of period comes first, and its group before the others;
    then what is made for this kind of period, the town's own first, and of that what is named
    after it.
    """
    kind = Period.parse(period).kind
    offered = [one for one in (*list_formats(), *kept) if one.rows in rows]

    def used(one: FormatName) -> int:
        fits = one.key in recent and one.kind in {kind, "any"}
        return list(recent).index(one.key) if fits else len(recent)

    def rank(one: FormatName) -> tuple[int, int, bool, bool, int]:
        strangeness = 0 if one.kind == kind else 1 if one.kind == "any" else 2
        beat = list(BEATS).index(one.kind) if one.kind in BEATS else 0
        return used(one), strangeness, not one.own, BEATS.get(kind, "") not in one.name, beat

    latest: dict[str, int] = {}
    for one in offered:
        name = GROUPS[one.rows]
        latest[name] = min(latest.get(name, len(recent)), used(one))
    return tuple(sorted(offered, key=lambda one: (*_group_rank(one, latest), *rank(one))))


def _group_rank(one: FormatName, latest: Mapping[str, int]) -> tuple[int, int]:
    name = GROUPS[one.rows]
    return latest[name], GROUPS_IN_ORDER.index(name)


def list_in_view(workspace: Workspace) -> int | None:
    """The list in view, or the only one; None when there is none, or one must be chosen."""
    if workspace.list_id is not None:
        return workspace.list_id
    lists = queries.list_lists(workspace.ledger)
    return lists[0].id if len(lists) == 1 else None


def kept_formats(ledger: Ledger, list_id: int | None) -> tuple[FormatName, ...]:
    """The town's own formats, and the district's blank forms kept for a list."""
    forms = list_forms(ledger, list_id=list_id) if list_id is not None else ()
    kept = (FormatName(form.key, form.name, form.kind, FORM) for form in forms)
    return (*own_formats(ledger), *kept)


def recent_keys(memory: Memory) -> tuple[str, ...]:
    """The keys of the formats used last, the latest first."""
    return tuple(key for key in memory.text(_RECENT).split("\n") if key)


def keep_recent(memory: Memory, key: str) -> None:
    """Put a format at the head of those used last."""
    others = (one for one in recent_keys(memory) if one != key)
    memory.keep(_RECENT, "\n".join([key, *others][:_REMEMBERED]))
