"""Keeps the numbers of a reworded section with the ledger: the clerk's words stay, they move."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\d+(?:\.\d+)?%?|[^\d，。；：、（）\n]+|[，。；：、（）\n]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_STOPS = frozenset("，。；：、（）\n")
_LEAST_AROUND = 3
"""Characters of its clause that must have stayed beside a number for it to be the same one."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A section as it stands now.

    Attributes:
        text: what the clerk wrote, with the ledger's numbers of today.
        basis: the draft it was written from, with what moved along; another than today's draft
            where something could not.
    """

    text: str
    basis: str


def carry_numbers(text: str, basis: str, draft: str) -> Carried:
    """Move the numbers of a text as its draft moved, and the words beside them (严重滞后 to 滞后).

    A number goes along while enough of its clause stands as drafted, a word while its neighbours
    do; of what the clerk took out nothing is left to say. Whole clauses are never put in.

    Args:
        text: what the clerk wrote.
        basis: the draft it was written from.
        draft: the draft as the ledger has it now.
    """
    if basis == draft:
        return Carried(text, basis)
    old, own = _TOKENS.findall(basis), _TOKENS.findall(text)
    kept, gone = _kept(old, own), _gone(old, own)
    for at, token in _moved(old, _TOKENS.findall(draft)).items():
        if at in kept:
            own[kept[at]] = token
        if at in kept or at in gone:
            old[at] = token
    return Carried("".join(own), "".join(old))


def live_numbers(text: str, basis: str) -> frozenset[tuple[int, int]]:
    """Which numbers of a text move with the ledger: by line and place in it, both from 0."""
    own = _TOKENS.findall(text)
    kept = {} if text == basis else _kept(_TOKENS.findall(basis), own)
    live = set(range(len(own)) if text == basis else kept.values())
    found, line, at = set(), 0, 0
    for place, token in enumerate(own):
        if place in live and _is_number(token):
            found.add((line, at))
        line, at = (line + 1, 0) if token == "\n" else (line, at + len(token))
    return frozenset(found)


def _moved(old: Sequence[str], new: Sequence[str]) -> dict[int, str]:
    """The numbers and words of a draft that are others in the next, by their place in the first."""
    found: dict[int, str] = {}
    for kind, start, end, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            pairs = list(zip(range(start, end), new[first:last], strict=True))
            if all(_is_alike(old[at], token) for at, token in pairs):
                found.update(pairs)
    return found


def _is_alike(token: str, other: str) -> bool:
    """Whether both are numbers, or both words."""
    return not {token, other} & _STOPS and _is_number(token) == _is_number(other)


def _kept(old: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """What stands in both with its clause, by place in the first."""
    found: dict[int, int] = {}
    for first, second, size in SequenceMatcher(None, old, own, False).get_matching_blocks():
        block = old[first : first + size]
        for step, token in enumerate(block):
            beside = 0 < step < size - 1 or first + step in {0, len(old) - 1}
            if _around(block, step) >= _LEAST_AROUND if _is_number(token) else beside:
                found[first + step] = second + step
    return found


def _gone(old: Sequence[str], own: Sequence[str]) -> frozenset[int]:
    """The places of what the clerk took out without writing anything instead."""
    steps = SequenceMatcher(None, old, own, False).get_opcodes()
    taken = (range(start, end) for kind, start, end, _, _ in steps if kind == "delete")
    return frozenset(at for places in taken for at in places)


def _around(block: Sequence[str], at: int) -> int:
    """How many letters of its own clause stand beside a token."""
    count = 0
    for way in (reversed(block[:at]), block[at + 1 :]):
        for token in way:
            if token in _STOPS:
                break
            count += 0 if _is_number(token) else len(token)
    return count


def _is_number(token: str) -> bool:
    return bool(_NUMBER.fullmatch(token))
