"""Which task a short name means: by the words it shares, the rare ones before the usual ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from app.importing.comparing.pairs import HeldTask
from app.importing.tables.headings import squash

_SIGNS = re.compile(r"[^\w.%]+")
_CLAUSES = re.compile(r"[，。；：、,;:]")
_SUCH_AS = re.compile(r"^(?:其中|包括|含|如)[:：]?")
_UNSEEN = 1.0
_SURE, _AHEAD = 0.66, 0.1
_LIKELY, _FAR_AHEAD = 0.57, 0.25
_FITTING, _BESIDE, _RIVALLING = 0.5, 0.15, 0.6
_SAID, _CLEARLY = 0.8, 0.3
_SHORT = 20
_WHOLE, _CLAUSE, _CHARACTERS = 0.4, 0.3, 0.3

Ranked = tuple[float, HeldTask]


class TaskNames:
    """The wordings of some tasks.

    Args:
        tasks: the tasks that may be meant.
    """

    def __init__(self, tasks: Sequence[HeldTask]) -> None:
        self._tasks = tasks
        self._wholes = [_bare("".join(task.groups[-1:]) + task.text) for task in tasks]
        self._clauses = [_clauses(task.text) for task in tasks]
        self._spread = Counter(pair for whole in self._wholes for pair in _pairs([whole]))

    def scores(self, name: str) -> Iterator[tuple[float, HeldTask]]:
        """How surely a name means each task: what it says there, in one clause, and by its signs.

        A pair of neighbouring signs that few tasks have weighs more than one that many have.
        """
        pieces = [one for one in _SIGNS.split(_SUCH_AS.sub("", squash(name))) if one]
        weights = {pair: self._weight(pair) for pair in _pairs(pieces)}
        signs, full = set("".join(pieces)), sum(weights.values())
        if not full:
            return
        for task, whole, clauses in zip(self._tasks, self._wholes, self._clauses, strict=True):
            said = _said(weights, whole) / full
            if not said:
                yield 0.0, task
                continue
            clause = max(_said(weights, one) for one in clauses) / full
            shared = max(len(signs & set(one)) for one in clauses) / len(signs)
            yield _WHOLE * said + _CLAUSE * clause + _CHARACTERS * shared, task

    def _weight(self, pair: str) -> float:
        spread = self._spread[pair]
        return log(1 + len(self._tasks) / spread) if spread else _UNSEEN


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of tasks besides their wordings.

    Attributes:
        asked: the tasks a form to us asks about, by key: ours, and those reported on.
        told: what was reported on them in the period.
    """

    asked: frozenset[int] = frozenset()
    told: Mapping[int, str] = field(default_factory=dict)


NOTHING = Known()
"""Nothing but the wordings."""


def meant_task(words: str, ranked: Sequence[Ranked], known: Known) -> HeldTask | None:
    """The one task that a short name means: by its wording, else by what sets rivals apart.

    Where several fit, it is the one whose report says the name, or the only one near to us;
    one of no concern to us is not taken before one that is.
    """
    task = surest(ranked)
    if task is not None:
        return None if has_rival(task, words, ranked, known) else task
    fitting = [one for one in ranked if one[0] >= _FITTING and ranked[0][0] - one[0] <= _BESIDE]
    said = sorted(((_share(words, known.told.get(one.id, "")), one.id) for _, one in fitting))
    if said and said[-1][0] >= _SAID and (len(said) < 2 or said[-1][0] - said[-2][0] >= _CLEARLY):
        return next(one for _, one in fitting if one.id == said[-1][1])
    equal = [one for one in fitting if one[0] >= _SURE and ranked[0][0] - one[0] < _AHEAD]
    near = [one for _, one in equal if one.id in known.asked]
    return near[0] if len(near) == 1 else None


def has_rival(task: HeldTask, words: str, scored: Iterable[Ranked], known: Known) -> bool:
    """Whether a short name fits a task of no concern to us, and one that is ours as well."""
    if task.id in known.asked or len(squash(words)) > _SHORT:
        return False
    return any(one.id in known.asked and score >= _RIVALLING for score, one in scored)


def named_task(names: TaskNames, words: str) -> HeldTask | None:
    """The one task that some words mean, well ahead of all others; None where none is sure."""
    ranked = sorted(names.scores(words), key=lambda one: -one[0])[:2]
    return surest(ranked)


def surest(ranked: Sequence[tuple[float, HeldTask]]) -> HeldTask | None:
    """The first of ranked tasks, if it is sure enough and well ahead of the next."""
    if not ranked:
        return None
    ahead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
    sure = ranked[0][0] >= _SURE and ahead >= _AHEAD
    alone = ranked[0][0] >= _LIKELY and ahead >= _FAR_AHEAD
    return ranked[0][1] if sure or alone else None


def _share(words: str, text: str) -> float:
    """How much of a short name a text says."""
    bare = _bare(text)
    pairs = _pairs([one for one in _SIGNS.split(squash(words)) if one])
    return sum(1 for pair in pairs if pair in bare) / len(pairs) if pairs else 0.0


def _bare(text: str) -> str:
    return _SIGNS.sub("", squash(text))


def _clauses(text: str) -> list[str]:
    return [squash(part) for part in _CLAUSES.split(text)]


def _pairs(pieces: Sequence[str]) -> set[str]:
    return {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}


def _said(weights: dict[str, float], text: str) -> float:
    return sum(weight for pair, weight in weights.items() if pair in text)
