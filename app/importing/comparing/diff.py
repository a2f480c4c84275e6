"""The change set between the edition held and a new one: added, removed, changed field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.importing.comparing.kinship import Related, find_related
from app.importing.comparing.pairs import SURE, HeldTask, Pair, pair_up, text_key
from app.importing.comparing.renames import current_name, with_current_names
from app.importing.drafts import DraftTask
from app.importing.tables.headings import squash
from app.importing.tables.labels import bare_label
from app.monitor import SILENT, Monitor

Value = str | tuple[str, ...]

_TEXTS = ("text", "acceptance", "score", "scoring_method")
_UNITS = ("lead", "responsible", "assist", "main_responsible")
_FAMILIES = ("quarters", "months", "years", "towns")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one task that reads otherwise now.

    Attributes:
        held_id: the task's id in the ledger.
        row: the row of the new edition.
        old_serial: its serial before.
        serial: its serial now.
        field: ``text``, ``groups``, ``deadline_text``, a role, ``quarters.2`` …
        old: what was held; a tuple for units and groups.
        new: what the new edition says.
        soft: only a unit's new name or the same date written otherwise.
    """

    held_id: int
    row: int
    old_serial: str
    serial: str
    field: str
    old: Value
    new: Value
    soft: bool = False


@dataclass(frozen=True, slots=True)
class AskedPair:
    """Two tasks that may be the same: the clerk says.

    Attributes:
        held_id: the task's id in the ledger.
        row: the row of the new edition.
        old_serial: its serial in the ledger.
        serial: its serial in the new edition.
        score: how alike they are, 0 to 1.
        why: what speaks against it, Chinese phrases.
    """

    held_id: int
    row: int
    old_serial: str
    serial: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a new edition changes; every held task and every draft is in exactly one place.

    Attributes:
        added: drafts that are new.
        removed: held tasks that the new edition no longer has.
        changed: the fields that changed, task by task.
        same: (held id, row) of tasks without any change, renumbered ones included.
        altered: (held id, row) of tasks with changes, in the order of the new edition.
        renumbered: (old serial, new serial) of tasks whose serial alone moved.
        asked: doubtful pairs, neither added nor removed until the clerk says.
        related: added rows split off a held task, removed tasks joined into a row; told only.
    """

    added: tuple[DraftTask, ...] = ()
    removed: tuple[HeldTask, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    same: tuple[tuple[int, int], ...] = ()
    altered: tuple[tuple[int, int], ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    asked: tuple[AskedPair, ...] = ()
    related: tuple[Related, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done but renumber."""
        return not (self.added or self.removed or self.changed or self.asked)


def held_from(draft: DraftTask) -> HeldTask:
    """A draft as the plain values of the comparison; its id is its row."""
    return HeldTask(
        id=draft.row,
        serial=draft.serial,
        groups=draft.groups,
        text=draft.text,
        deadline_text=draft.deadline_text,
        deadline_due=draft.deadline.due,
        lead=draft.lead,
        responsible=draft.responsible,
        assist=draft.assist,
        main_responsible=draft.main_responsible,
        acceptance=draft.acceptance,
        score=draft.score,
        scoring_method=draft.scoring_method,
        quarters=draft.quarters,
        months=draft.months,
        years=draft.years,
        towns=draft.towns,
    )


def compare(
    held: Sequence[HeldTask],
    drafts: Sequence[DraftTask],
    *,
    decided: Mapping[tuple[int, int], bool] | None = None,
    monitor: Monitor = SILENT,
) -> ChangeSet:
    """Compare the edition held with a new one.

    Args:
        held: the tasks of the list held, in order.
        drafts: the tasks of the new edition, in order.
        decided: the clerk's answers to earlier asked pairs, by (held id, row).
        monitor: hears how far the comparing is, and may stop it.
    """
    new = [held_from(draft) for draft in drafts]
    pairs = pair_up(held, new, decided=decided, monitor=monitor)
    sure = [pair for pair in pairs if _is_sure(pair, held, new)]
    doubtful = [pair for pair in pairs if not _is_sure(pair, held, new)]
    return _change_set(held, drafts, new, sure, doubtful)


def _is_sure(pair: Pair, held: Sequence[HeldTask], new: Sequence[HeldTask]) -> bool:
    old_text, new_text = held[pair.held].text, new[pair.draft].text
    return pair.penalty <= SURE or text_key(old_text) == text_key(new_text)


def _change_set(
    held: Sequence[HeldTask],
    drafts: Sequence[DraftTask],
    new: Sequence[HeldTask],
    sure: Sequence[Pair],
    doubtful: Sequence[Pair],
) -> ChangeSet:
    changes = {pair: tuple(_changes(held[pair.held], new[pair.draft])) for pair in sure}
    paired_held = {pair.held for pair in (*sure, *doubtful)}
    paired_new = {pair.draft for pair in (*sure, *doubtful)}
    same = [pair for pair in sure if not changes[pair]]
    removed = tuple(task for at, task in enumerate(held) if at not in paired_held)
    worded = {change.held_id for pair in sure for change in changes[pair] if change.field == "text"}
    return ChangeSet(
        added=tuple(draft for at, draft in enumerate(drafts) if at not in paired_new),
        removed=removed,
        related=find_related(
            held,
            new,
            removed=removed,
            added=[task for at, task in enumerate(new) if at not in paired_new],
            unchanged=frozenset(held[p.held].id for p in sure) - worded,
        ),
        changed=tuple(change for pair in sure for change in changes[pair]),
        same=tuple((held[p.held].id, new[p.draft].id) for p in same),
        altered=tuple((held[p.held].id, new[p.draft].id) for p in sure if changes[p]),
        renumbered=tuple(
            (held[p.held].serial, new[p.draft].serial)
            for p in sure
            if squash(held[p.held].serial) != squash(new[p.draft].serial)
        ),
        asked=tuple(_asked(pair, held[pair.held], new[pair.draft]) for pair in doubtful),
    )


def _asked(pair: Pair, old: HeldTask, new: HeldTask) -> AskedPair:
    score = round(1.0 - pair.penalty, 2)
    return AskedPair(old.id, new.id, old.serial, new.serial, score, pair.why)


def _changes(old: HeldTask, new: HeldTask) -> Iterator[FieldChange]:
    for field, before, after, soft in _differences(old, new):
        yield FieldChange(old.id, new.id, old.serial, new.serial, field, before, after, soft)


def _differences(old: HeldTask, new: HeldTask) -> Iterator[tuple[str, Value, Value, bool]]:
    yield from _text_differences(old, new)
    if [bare_label(label) for label in old.groups] != [bare_label(label) for label in new.groups]:
        yield "groups", old.groups, new.groups, False
    if squash(old.deadline_text) != squash(new.deadline_text):
        soft = old.deadline_due is not None and old.deadline_due == new.deadline_due
        yield "deadline_text", old.deadline_text, new.deadline_text, soft
    for role in _UNITS:
        before, after = getattr(old, role), getattr(new, role)
        if [squash(name) for name in before] != [squash(name) for name in after]:
            soft = [current_name(name) for name in before] == [current_name(name) for name in after]
            yield role, before, after, soft
    for family in _FAMILIES:
        yield from _family_differences(family, getattr(old, family), getattr(new, family))


def _text_differences(old: HeldTask, new: HeldTask) -> Iterator[tuple[str, Value, Value, bool]]:
    """Wordings; an acceptance that is the text itself is not told twice."""
    for field in _TEXTS:
        before, after = getattr(old, field), getattr(new, field)
        doubled = field == "acceptance" and (before, after) == (old.text, new.text)
        if not doubled and text_key(before) != text_key(after):
            yield field, before, after, _only_renamed(before, after)


def _only_renamed(before: str, after: str) -> bool:
    return with_current_names(text_key(before)) == with_current_names(text_key(after))


def _family_differences(
    family: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[tuple[str, Value, Value, bool]]:
    for part in dict.fromkeys((*old, *new)):
        before, after = old.get(part, ""), new.get(part, "")
        if text_key(before) != text_key(after):
            yield f"{family}.{part}", before, after, _only_renamed(before, after)
