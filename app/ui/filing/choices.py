"""What may be chosen on the returns page: formats by what they print, the last used first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.rules.periods import Period
from app.services.formfilling.blankforms import list_forms
from app.services.reporting.formats import FormatName, list_formats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.models.database import Ledger
    from app.ui.memory import Memory

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
_RECENT = "returns/recent"
_REMEMBERED = 12


def formats_for(
    period: str, *, recent: Sequence[str] = (), forms: Sequence[FormatName] = ()
) -> tuple[FormatName, ...]:
    """The formats and the kept forms, group by group.

    What was used last for this kind of period comes first, and its group before the others;
    then what is made for this kind of period, and of that what is named after it.
    """
    kind = Period.parse(period).kind
    offered = (*list_formats(), *forms)

    def used(one: FormatName) -> int:
        fits = one.key in recent and one.kind in {kind, "any"}
        return list(recent).index(one.key) if fits else len(recent)

    def rank(one: FormatName) -> tuple[int, int, bool, int]:
        strangeness = 0 if one.kind == kind else 1 if one.kind == "any" else 2
        beat = list(BEATS).index(one.kind) if one.kind in BEATS else 0
        return used(one), strangeness, BEATS.get(kind, "") not in one.name, beat

    latest: dict[str, int] = {}
    for one in offered:
        name = GROUPS[one.rows]
        latest[name] = min(latest.get(name, len(recent)), used(one))
    return tuple(sorted(offered, key=lambda one: (*_group_rank(one, latest), *rank(one))))


def _group_rank(one: FormatName, latest: Mapping[str, int]) -> tuple[int, int]:
    name = GROUPS[one.rows]
    return latest[name], GROUPS_IN_ORDER.index(name)


def kept_forms(ledger: Ledger, list_id: int) -> tuple[FormatName, ...]:
    """The district's blank forms kept for a list."""
    return tuple(
        FormatName(form.key, form.name, form.kind, FORM)
        for form in list_forms(ledger, list_id=list_id)
    )


def recent_keys(memory: Memory) -> tuple[str, ...]:
    """The keys of the formats used last, the latest first."""
    return tuple(key for key in memory.text(_RECENT).split("\n") if key)


def keep_recent(memory: Memory, key: str) -> None:
    """Put a format at the head of those used last."""
    others = (one for one in recent_keys(memory) if one != key)
    memory.keep(_RECENT, "\n".join([key, *others][:_REMEMBERED]))
