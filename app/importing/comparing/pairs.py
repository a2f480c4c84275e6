"""The two sides of a comparison and their pairs; the weighing behind it is loaded when wanted.

Weighing needs a library of matrices that takes a third of a second to load: pages that only speak
of tasks held and drafted do not wait for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pkgutil import resolve_name
from typing import cast

from app.importing.tables.headings import squash
from app.monitor import SILENT, Monitor

SURE = 0.30
"""Penalty up to which a pair is taken as the same task."""

DOUBTFUL = 0.52
"""Penalty up to which a pair is asked; beyond it the tasks are different ones."""

_TRAILING = "。.;；,，、"
_WEIGHING = "app.importing.comparing.matching:pair_up"


@dataclass(frozen=True, slots=True)
class HeldTask:
    """One side of the comparison as plain values: a task the ledger holds, or a draft.

    Attributes:
        id: what the caller knows it by: the ledger's key, or the draft's row.
        serial: as printed.
        groups: the labels above it.
        text: its wording.
        deadline_text: the deadline's wording.
        deadline_due: the last day it was read as.
        lead: 牵头 units, in order.
        responsible: 责任 units.
        assist: 配合 units.
        main_responsible: 主体责任 units.
        acceptance: 认定标准.
        score: 分值.
        scoring_method: 计分办法.
        quarters: checkpoint wordings by quarter.
        months: checkpoint wordings by month.
        years: wordings by year.
        towns: what falls to each town.
    """

    id: int
    serial: str
    groups: tuple[str, ...]
    text: str
    deadline_text: str = ""
    deadline_due: date | None = None
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    main_responsible: tuple[str, ...] = ()
    acceptance: str = ""
    score: str = ""
    scoring_method: str = ""
    quarters: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, str] = field(default_factory=dict)
    towns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two positions taken for the same task.

    Attributes:
        held: the position among the held tasks.
        draft: the position among the drafts.
        penalty: 0 for the same to 1 for nothing in common.
        why: what speaks against it, Chinese phrases.
    """

    held: int
    draft: int
    penalty: float
    why: tuple[str, ...] = ()


def text_key(text: str) -> str:
    """A wording for comparing: squashed, without its last stop."""
    return squash(text).rstrip(_TRAILING)


def pair_up(
    held: Sequence[HeldTask],
    drafts: Sequence[HeldTask],
    *,
    decided: Mapping[tuple[int, int], bool] | None = None,
    monitor: Monitor = SILENT,
) -> tuple[Pair, ...]:
    """The best overall pairing of two editions, each task in one pair at most.

    Args:
        held: the tasks held, in order.
        drafts: the new edition, in order.
        decided: the clerk's answers by (held id, draft id): the same task or not.
        monitor: hears how far the comparing is, and may stop it.
    """
    weigh = resolve_name(_WEIGHING)
    return cast("tuple[Pair, ...]", weigh(held, drafts, decided=decided, monitor=monitor))
