"""A list of objects against those held: the same by name, blanks to be filled, doubtful ones."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from app.importing.registers.itemdrafts import ItemDraft
from app.importing.tables.headings import squash

_ALIKE = 84.0
_LEAST_PART = 4
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[\s()（）\[\]【】,，.。·、\"“”'‘’_-]+")
_FORM = re.compile(r"(股份|责任|集团)?(有限)?(责任)?公司$")


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An item of the ledger as the comparison sees it; a blank only has a number for a name."""

    id: int
    name: str
    unit: str = ""
    is_blank: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """What a row of the list is.

    Attributes:
        row: its row number.
        held_id: the item held that it is; None for one to be added.
        fills: the item held is a numbered blank that gets this name.
        asked: the clerk should look: names are only alike, or one stands twice in the list.
        twin: the earlier row of the same name, 0 for none.
        alike: the name held that is like it, when asked.
        left_out: it is the same as its twin and not needed.
    """

    row: int
    held_id: int | None = None
    fills: bool = False
    asked: bool = False
    twin: int = 0
    alike: str = ""
    left_out: bool = False


def name_key(name: str) -> str:
    """A name for comparing: widths, blanks and brackets folded away."""
    return _SIGNS.sub("", squash(name)).casefold()


def match_items(
    drafts: Sequence[ItemDraft],
    held: Sequence[HeldItem],
    *,
    answers: Mapping[int, bool],
    fill: bool = True,
) -> tuple[ItemMatch, ...]:
    """Find for every draft the item held that it is.

    Args:
        drafts: the list of one task, in its order.
        held: the task's items, in their order.
        answers: the clerk's word on doubtful rows, by row: True for the same.
        fill: rows that are new take the places of numbered blanks.
    """
    places: dict[str, deque[HeldItem]] = defaultdict(deque)
    for item in held:
        places[name_key(item.name)].append(item)
    found: dict[int, ItemMatch] = {}
    seen: dict[str, list[ItemDraft]] = defaultdict(list)
    for draft in drafts:
        key = name_key(draft.name)
        twin = _twin(draft, seen[key], answers) if seen[key] else None
        if twin and (twin.left_out or not places[key]):
            found[draft.row] = twin
        elif places[key]:
            found[draft.row] = ItemMatch(draft.row, places[key].popleft().id)
        seen[key].append(draft)
    rest = [item for waiting in places.values() for item in waiting]
    fresh = [draft for draft in drafts if draft.row not in found]
    found |= _alike(fresh, [item for item in rest if not item.is_blank], answers)
    taken = {match.held_id for match in found.values()}
    blanks = [item for item in held if item.is_blank and item.id not in taken] if fill else []
    fresh = [draft for draft in fresh if draft.row not in found]
    found |= _filled(fresh, blanks)
    return tuple(found.get(draft.row, ItemMatch(draft.row)) for draft in drafts)


def _twin(draft: ItemDraft, above: Sequence[ItemDraft], answers: Mapping[int, bool]) -> ItemMatch:
    """A name that stands twice: the very same row is not needed, another is asked about."""
    copy = next((one for one in above if replace(one, row=draft.row) == draft), None)
    drop = answers.get(draft.row, copy is not None)
    return ItemMatch(draft.row, asked=copy is None, twin=(copy or above[0]).row, left_out=drop)


def _alike(
    drafts: Sequence[ItemDraft], held: Sequence[HeldItem], answers: Mapping[int, bool]
) -> dict[int, ItemMatch]:
    """Pairs whose names are only alike, the best first; each item held is paired once."""
    keys = [_core(item.name) for item in held]
    pairs = sorted(_scored(drafts, keys), reverse=True)
    found: dict[int, ItemMatch] = {}
    taken: set[int] = set()
    for _, place, at in pairs:
        draft, item = drafts[-place], held[-at]
        if draft.row in found or item.id in taken:
            continue
        agree = not (draft.unit and item.unit) or name_key(draft.unit) == name_key(item.unit)
        same = answers.get(draft.row, agree)
        found[draft.row] = ItemMatch(
            draft.row, item.id if same else None, asked=True, alike=item.name
        )
        taken.add(item.id)
    return found


def _scored(drafts: Sequence[ItemDraft], keys: Sequence[str]) -> Iterable[tuple[float, int, int]]:
    """Score and places (negative, so that earlier ones win) of every pair that may be one."""
    for place, draft in enumerate(drafts):
        core = _core(draft.name)
        near = process.extract(core, keys, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=3)
        scores = {at: score for _, score, at in near}
        if len(core) >= _LEAST_PART:
            scores |= {
                at: 90.0
                for at, key in enumerate(keys)
                if len(key) >= _LEAST_PART and (core in key or key in core)
            }
        for at, score in scores.items():
            if _DIGITS.findall(core) == _DIGITS.findall(keys[at]):
                yield score, -place, -at


def _core(name: str) -> str:
    """A firm's name without its legal form, by which one writes it and another doesn't."""
    key = name_key(name)
    return _FORM.sub("", key) or key


def _filled(drafts: Sequence[ItemDraft], blanks: Sequence[HeldItem]) -> dict[int, ItemMatch]:
    """Real names in the places of numbered blanks: of the same unit and the same state first.

    A blank that another unit answers for is nobody else's.
    """
    free = list(blanks)
    found = {}
    for draft in sorted(drafts, key=lambda one: (not one.unit, not _is_done(one))):
        fits = [item for item in free if _may_fill(draft, item)]
        if fits:
            best = max(fits, key=lambda item: (bool(item.unit), item.is_done == _is_done(draft)))
            free.remove(best)
            found[draft.row] = ItemMatch(draft.row, best.id, fills=True)
    return found


def _may_fill(draft: ItemDraft, item: HeldItem) -> bool:
    return not (draft.unit and item.unit) or name_key(draft.unit) == name_key(item.unit)


def _is_done(draft: ItemDraft) -> bool:
    return draft.is_done or draft.done_on is not None
