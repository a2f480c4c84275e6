"""The work behind the wizard: reading a file and comparing a list, with nothing of the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.importing.draftreading import read_drafts
from app.importing.readers.clipboard import PASTED
from app.importing.reading import in_year
from app.importing.tables.columns import with_field
from app.services import queries
from app.services.intake import imports
from app.services.intake.importcommand import largest
from app.ui.garbage import uncollected
from app.ui.importwizard.differences import diff_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from app.importing.drafts import DraftList
    from app.importing.reading import ReadResult
    from app.importing.sheet import Sheet
    from app.models.database import Ledger
    from app.models.views import TaskView
    from app.monitor import Monitor
    from app.services.intake.imports import ImportPlan
    from app.ui.importwizard.differences import DiffLine

_ALL = ("yes", "ask", "no")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read.

    Attributes:
        path: the file.
        lists: its task lists, with the parts of columns as corrected so far.
        current: which of them is imported.
        sheets: its sheets by name, to be shown.
        imported: the places of those imported already.
        pasted: it came from the clipboard and lies in a file of ours.
    """

    path: Path
    lists: tuple[DraftList, ...]
    current: int
    sheets: Mapping[str, Sheet]
    imported: frozenset[int] = frozenset()
    pasted: bool = False

    @property
    def name(self) -> str:
        """What it is called in the window."""
        return PASTED if self.pasted else self.path.name

    @property
    def is_untitled(self) -> bool:
        """The list to import has no title of its own: it was pasted without one."""
        return self.pasted and self.drafts.title == PASTED

    @property
    def drafts(self) -> DraftList:
        """The list that is imported."""
        return self.lists[self.current]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet it stands on."""
        return self.sheets.get(self.drafts.sheet)

    def names(self) -> tuple[str, ...]:
        """The lists as offered to choose from."""
        return tuple(f"{one.title}（{len(one.tasks)} 项）" for one in self.lists)

    def left(self) -> tuple[tuple[int, str], ...]:
        """The lists not imported yet, by place and name."""
        names = enumerate(self.names())
        return tuple((place, name) for place, name in names if place not in self.imported)

    def after_import(self) -> ReadFile:
        """The same file, the list that was chosen being imported."""
        return replace(self, imported=self.imported | {self.current})

    def choosing(self, place: int) -> ReadFile:
        """The same file with another of its lists to import."""
        return replace(self, current=place)

    def correcting(self, column: int, field: str | None) -> ReadFile:
        """The same file with another part for a column of the list to import."""
        drafts = self.drafts
        mapping = with_field(drafts.mapping, column, field)
        return self._with(read_drafts(drafts.table, mapping, year=drafts.year))

    def in_year(self, year: int) -> ReadFile:
        """The same file with the list's deadlines read for another year."""
        drafts = self.drafts
        if drafts.year == year:
            return self
        return self._with(in_year(drafts, year))

    def _with(self, drafts: DraftList) -> ReadFile:
        lists = (*self.lists[: self.current], drafts, *self.lists[self.current + 1 :])
        return replace(self, lists=lists)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be imported as what.

    Attributes:
        drafts: the list as read.
        title: the title the clerk gave; None to find the list held of nearly that title.
        pairs: the clerk's word on doubtful pairs, by (task id, row).
        joins: the clerk's word on joined tasks, by task id: whether what hangs on them goes along.
    """

    drafts: DraftList
    title: str | None
    pairs: Mapping[tuple[int, int], bool]
    joins: Mapping[int, bool]

    def plan(
        self, ledger: Ledger, monitor: Monitor, *, decided: Mapping[int, str] | None = None
    ) -> ImportPlan:
        """Compare with what the ledger holds."""
        return imports.plan_import(
            ledger,
            self.drafts,
            title=self.title,
            year=self.drafts.year,
            decided=decided,
            answers=self.pairs,
            staying=frozenset(task_id for task_id, along in self.joins.items() if not along),
            monitor=monitor,
        )


def read_file(ledger: Ledger, path: Path, monitor: Monitor) -> ReadFile:
    """Read a file: its lists, and its sheets as they came."""
    with uncollected():
        return _shown(path, imports.read_file(path, ledger=ledger, monitor=monitor))


def read_pasted(ledger: Ledger, html: str | None, text: str | None, monitor: Monitor) -> ReadFile:
    """Read what was copied elsewhere; it is kept as a file and goes on as one."""
    with uncollected():
        path, result = imports.read_clipboard(ledger, html, text, monitor=monitor)
    return replace(_shown(path, result), pasted=True)


def _shown(path: Path, result: ReadResult) -> ReadFile:
    sheets = {sheet.name: sheet for sheet in result.sheets}
    current = result.lists.index(largest(result.lists))
    return ReadFile(path, result.lists, current, sheets)


@dataclass(frozen=True, slots=True)
class Compared:
    """A wish, what it would change, and the same line by line."""

    wish: Wish
    plan: ImportPlan
    lines: tuple[DiffLine, ...]


def compared(ledger: Ledger, wish: Wish, *, as_of: date, period: str, monitor: Monitor) -> Compared:
    """Compare a wish with what the ledger holds, as the clerk is shown it."""
    plan = wish.plan(ledger, monitor)
    held = _asked_tasks(ledger, plan, as_of=as_of, period=period)
    joins = [one for one in plan.joins if one.held_id not in wish.joins]
    lines = diff_lines(plan.change_set, plan.draft_list.tasks, held, joins=joins)
    return Compared(wish, plan, lines)


def _asked_tasks(
    ledger: Ledger, plan: ImportPlan, *, as_of: date, period: str
) -> dict[int, TaskView]:
    """The tasks held that a doubtful pair speaks of, by id."""
    if plan.list_id is None or not plan.change_set.asked:
        return {}
    views = queries.list_tasks(ledger, list_id=plan.list_id, as_of=as_of, period=period, ours=_ALL)
    return {view.id: view for view in views}
