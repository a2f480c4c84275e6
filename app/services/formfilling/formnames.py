"""Which task a short name means: by the words it shares, the rare ones before the usual ones."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

from app.importing.headings import squash
from app.importing.pairs import HeldTask

_SIGNS = re.compile(r"[^\w.%]+")
_CLAUSES = re.compile(r"[，。；：、,;:]")
_SUCH_AS = re.compile(r"^(?:其中|包括|含|如)[:：]?")
_UNSEEN = 1.0
_SURE, _AHEAD = 0.66, 0.1
_WHOLE, _CLAUSE, _CHARACTERS = 0.4, 0.3, 0.3


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


def named_task(names: TaskNames, words: str) -> HeldTask | None:
    """The one task that some words mean, well ahead of all others; None where none is sure."""
    ranked = sorted(names.scores(words), key=lambda one: -one[0])[:2]
    return surest(ranked)


def surest(ranked: Sequence[tuple[float, HeldTask]]) -> HeldTask | None:
    """The first of ranked tasks, if it is sure enough and well ahead of the next."""
    if not ranked or ranked[0][0] < _SURE:
        return None
    ahead = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
    return ranked[0][1] if ahead >= _AHEAD else None


def _bare(text: str) -> str:
    return _SIGNS.sub("", squash(text))


def _clauses(text: str) -> list[str]:
    return [squash(part) for part in _CLAUSES.split(text)]


def _pairs(pieces: Sequence[str]) -> set[str]:
    return {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}


def _said(weights: dict[str, float], text: str) -> float:
    return sum(weight for pair, weight in weights.items() if pair in text)
