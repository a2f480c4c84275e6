"""Pairing the tasks of two editions: named, weighted penalties and the best overall pairing."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from app.importing.comparing.assignment import best_pairs
from app.importing.comparing.pairs import DOUBTFUL, HeldTask, Pair, text_key
from app.importing.comparing.renames import current_names, with_current_names
from app.importing.tables.headings import squash
from app.monitor import SILENT, Monitor

WEIGHTS: Mapping[str, float] = {
    "text": 6.0,
    "groups": 1.0,
    "lead": 0.8,
    "responsible": 0.7,
    "deadline": 0.4,
    "serial": 0.25,
    "order": 0.35,
}
"""How much each penalty counts."""

_REASONS: Mapping[str, str] = {
    "text": "任务内容差别较大",
    "groups": "所在分组不同",
    "lead": "牵头单位不同",
    "responsible": "责任单位不同",
    "deadline": "完成时限不同",
    "serial": "序号不同",
    "order": "在表中的位置不同",
}
_FINE = 0.25
_UNLIKE_TEXT = 0.7
_CUT_OFF = 0.8
_BLOCK = 2000
_STRIP = 200
_CLOSE = 0.04

Matrix = NDArray[np.float64]
Kind = TypeVar("Kind", bound=Hashable)


def pair_up(
    held: Sequence[HeldTask],
    drafts: Sequence[HeldTask],
    *,
    decided: Mapping[tuple[int, int], bool] | None = None,
    monitor: Monitor = SILENT,
) -> tuple[Pair, ...]:
    """The best overall pairing of two editions, each task in one pair at most.

    Tasks with the same wording are paired first, then those that differ in numbers and unit names
    alone; the rest by the least sum of penalties.  Pairs
    beyond :data:`DOUBTFUL` are not made; the caller tells sure from doubtful by SURE.

    Args:
        held: the tasks held, in order.
        drafts: the new edition, in order.
        decided: the clerk's answers by (held id, draft id): the same task or not.
        monitor: hears how far the comparing is, and may stop it.
    """
    pairing = _Pairing(held, drafts, decided or {}, monitor)
    pairing.take_decided()
    pairing.take_same(text_key)
    pairing.take_same(_bare)
    pairing.take_best()
    return tuple(sorted(pairing.pairs, key=lambda pair: pair.draft))


class _Pairing:
    """Pairs found so far and what is still free on both sides."""

    def __init__(
        self,
        held: Sequence[HeldTask],
        drafts: Sequence[HeldTask],
        decided: Mapping[tuple[int, int], bool],
        monitor: Monitor,
    ) -> None:
        self._held, self._drafts, self._decided = held, drafts, decided
        self._monitor = monitor
        self._free_held = dict.fromkeys(range(len(held)))
        self._free_drafts = dict.fromkeys(range(len(drafts)))
        self.pairs: list[Pair] = []

    def take_decided(self) -> None:
        """Pairs the clerk has confirmed."""
        by_held = {task.id: at for at, task in enumerate(self._held)}
        by_draft = {task.id: at for at, task in enumerate(self._drafts)}
        for (held_id, draft_id), same in self._decided.items():
            held, draft = by_held.get(held_id), by_draft.get(draft_id)
            if same and held in self._free_held and draft in self._free_drafts:
                self._take(Pair(held, draft, 0.0))

    def take_same(self, key_of: Callable[[str], str]) -> None:
        """Tasks whose wording has the same key, by the least penalty where several share one."""
        buckets: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for at in self._free_held:
            buckets[key_of(self._held[at].text)][0].append(at)
        for at in self._free_drafts:
            buckets[key_of(self._drafts[at].text)][1].append(at)
        for key, (held, drafts) in buckets.items():
            if key and held and drafts:
                self._take_bucket(held, drafts, alone=key_of is text_key)

    def _take_bucket(self, held: list[int], drafts: list[int], *, alone: bool) -> None:
        """Pair a bucket; one of each side with the very same wording needs no weighing."""
        if alone and len(held) == len(drafts) == 1 and not self._decided:
            self._take(Pair(held[0], drafts[0], 0.0))
        else:
            self._assign(held, drafts, limit=1.0 if alone else DOUBTFUL)

    def take_best(self) -> None:
        """The rest, block by block in the order of the lists, so that memory stays bounded."""
        held, drafts = list(self._free_held), list(self._free_drafts)
        blocks = max(1, -(-max(len(held), len(drafts)) // _BLOCK))
        for number in range(blocks):
            self._assign(
                held[len(held) * number // blocks : len(held) * (number + 1) // blocks],
                drafts[len(drafts) * number // blocks : len(drafts) * (number + 1) // blocks],
                limit=DOUBTFUL,
            )

    def _assign(self, held: list[int], drafts: list[int], *, limit: float) -> None:
        if not held or not drafts:
            return
        penalties = self._penalties(held, drafts)
        total = _weighted(penalties)
        total[penalties["text"] > _UNLIKE_TEXT] = 2.0
        self._forbid(total, held, drafts)
        for row, column in best_pairs(np.minimum(total, limit), monitor=self._monitor):
            if total[row, column] <= limit:
                why = _reasons(penalties, total, row, column)
                self._take(Pair(held[row], drafts[column], float(total[row, column]), why))

    def _take(self, pair: Pair) -> None:
        self.pairs.append(pair)
        del self._free_held[pair.held]
        del self._free_drafts[pair.draft]

    def _forbid(self, total: Matrix, held: list[int], drafts: list[int]) -> None:
        """Pairs the clerk has refused can't be made."""
        rows = {self._held[at].id: row for row, at in enumerate(held)}
        columns = {self._drafts[at].id: column for column, at in enumerate(drafts)}
        for (held_id, draft_id), same in self._decided.items():
            if not same and held_id in rows and draft_id in columns:
                total[rows[held_id], columns[draft_id]] = 2.0

    def _penalties(self, held: list[int], drafts: list[int]) -> dict[str, Matrix]:
        old = [self._held[at] for at in held]
        new = [self._drafts[at] for at in drafts]
        order = [[at / max(1, len(self._held) - 1)] for at in held]
        place = [[at / max(1, len(self._drafts) - 1) for at in drafts]]
        return {
            "text": _text_penalty(old, new, self._monitor),
            "groups": _each_kind([_label(t) for t in old], [_label(t) for t in new], _label_unlike),
            "lead": _unit_penalty([t.lead for t in old], [t.lead for t in new]),
            "responsible": _unit_penalty(
                [t.responsible for t in old], [t.responsible for t in new]
            ),
            "deadline": _unequal([_due(t) for t in old], [_due(t) for t in new]),
            "serial": _unequal([squash(t.serial) for t in old], [squash(t.serial) for t in new]),
            "order": np.abs(np.array(order) - np.array(place)),
        }


def _weighted(penalties: Mapping[str, Matrix]) -> Matrix:
    total = np.zeros_like(penalties["text"])
    for name, matrix in penalties.items():
        total += WEIGHTS[name] * matrix
    total /= sum(WEIGHTS.values())
    return total


def _reasons(
    penalties: Mapping[str, Matrix], total: Matrix, row: int, column: int
) -> tuple[str, ...]:
    """What speaks against a pair, the heaviest first; and whether another fits as well."""
    heavy = {name: WEIGHTS[name] * matrix[row, column] for name, matrix in penalties.items()}
    told = [
        _REASONS[name]
        for name in sorted(heavy, key=lambda name: -heavy[name])
        if penalties[name][row, column] > _FINE
    ]
    rivals = np.concatenate([np.delete(total[row], column), np.delete(total[:, column], row)])
    if rivals.size and rivals.min() - total[row, column] < _CLOSE and rivals.min() < DOUBTFUL:
        told.append("另有一项也相似")
    return tuple(told)


def _text_penalty(old: list[HeldTask], new: list[HeldTask], monitor: Monitor) -> Matrix:
    """How far wordings differ; numbers count little, for they are what a revision changes."""
    plain = _text_distance(
        [with_current_names(text_key(task.text)) for task in old],
        [with_current_names(text_key(task.text)) for task in new],
        monitor,
    )
    bare = _text_distance(
        [_bare(task.text) for task in old], [_bare(task.text) for task in new], monitor
    )
    mixed: Matrix = 0.4 * plain + 0.6 * bare
    return mixed


def _bare(text: str) -> str:
    return re.sub(r"[\d.%]+", "0", with_current_names(text_key(text)))


def _text_distance(old: list[str], new: list[str], monitor: Monitor) -> Matrix:
    """A strip of rows at a time, so that the clerk can stop it."""
    scorer = Indel.normalized_distance
    strips: list[Matrix] = []
    for begin in range(0, len(old), _STRIP):
        monitor.report(begin, len(old), "正在比较文字")
        rows = old[begin : begin + _STRIP]
        strips.append(
            process.cdist(rows, new, scorer=scorer, score_cutoff=_CUT_OFF, dtype=np.float64)
        )
    distance: Matrix = np.concatenate(strips)
    return distance


def _label(task: HeldTask) -> str:
    """The innermost label without its number, for numbers shift when a group is added."""
    label = squash(task.groups[-1]) if task.groups else ""
    return re.sub(r"^[(（]?[\d一二三四五六七八九十]+[)）、.]+", "", label)


def _unit_penalty(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> Matrix:
    mine, theirs = [current_names(names) for names in old], [current_names(names) for names in new]
    return _each_kind(mine, theirs, _unlike)


def _each_kind(old: list[Kind], new: list[Kind], unlike: Callable[[Kind, Kind], float]) -> Matrix:
    """A matrix worked out once for each two different values, for few differ in a list."""
    rows, columns = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    small = np.array([[unlike(a, b) for b in columns] for a in rows], dtype=np.float64)
    at_row = {kind: at for at, kind in enumerate(rows)}
    at_column = {kind: at for at, kind in enumerate(columns)}
    spread: Matrix = small[np.ix_([at_row[kind] for kind in old], [at_column[k] for k in new])]
    return spread


def _label_unlike(old: str, new: str) -> float:
    return float(Indel.normalized_distance(old, new))


def _unlike(old: frozenset[str], new: frozenset[str]) -> float:
    if old == new:
        return 0.0
    return 1.0 - len(old & new) / len(old | new)


def _due(task: HeldTask) -> str:
    return task.deadline_due.isoformat() if task.deadline_due else squash(task.deadline_text)


def _unequal(old: list[str], new: list[str]) -> Matrix:
    penalty: Matrix = np.not_equal(np.array(old)[:, None], np.array(new)[None, :]) * 1.0
    return penalty
