"""Finding rows by words or pinyin: 燃气锅炉 is found by rqgl, ranqi, ranqigl and rq锅炉."""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from app.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LETTERS = re.compile(r"[a-z]+")
_LONGEST_SYLLABLE = 6
_MOST_KEPT = 12


class Finder:
    """The texts of many rows, ready to be searched while the clerk types.

    What stands in many rows (a unit, the task of an item) is looked at once; while a word grows
    letter by letter, only what held the shorter one is looked at again.

    Args:
        texts: for each row key everything that may be searched for.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self._parts: list[str] = []
        self._rows: list[int | array[int]] = []  # most texts stand in one row
        self._spelling: _Spelling | None = None
        self._hits: dict[str, array[int]] = {}
        self._fill((key, (text,)) for key, text in texts)

    @classmethod
    def of_parts(cls, rows: Iterable[tuple[int, Iterable[str]]]) -> Finder:
        """A finder over rows of several texts, each of which may stand in many rows."""
        made = cls(())
        made._fill(rows)
        return made

    def find(self, words: str) -> set[int] | None:
        """The keys of the rows that hold every word; None when there is nothing to look for."""
        found: set[int] | None = None
        for part in words.lower().split():
            rows = self._rows_with(part)
            found = rows if found is None else found & rows
        return found

    def learn_spelling(self) -> _Spelling:
        """How every character is spelt; asked for early, it need not be learnt at the first key."""
        if self._spelling is None:
            self._spelling = _Spelling(set("".join(self._parts)))
        return self._spelling

    def change(self, key: int, old: Iterable[str], new: Iterable[str]) -> None:
        """A row says something else now."""
        for low in (text.lower() for text in old if text):
            place = self._parts.index(low)
            self._rows[place] = array("I", (one for one in self._keys(place) if one != key))
        for low in (text.lower() for text in new if text):
            if low in self._parts:
                place = self._parts.index(low)
                self._rows[place] = array("I", (*self._keys(place), key))
            else:
                self._parts.append(low)
                self._rows.append(key)
                self._spelling = None
        self._hits.clear()

    def _fill(self, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
        places: dict[str, int] = {}
        for key, texts in rows:
            for text in texts:
                if not text:
                    continue
                place = places.get(text)
                if place is None:
                    low = text.lower()
                    low = text if low == text else low  # the row's own words, not held twice
                    place = places[text] = places.setdefault(low, len(self._rows))
                    if place == len(self._rows):
                        self._rows.append(key)
                        self._parts.append(low)
                        continue
                held = self._rows[place]
                if isinstance(held, int):
                    self._rows[place] = array("I", (held, key))
                else:
                    held.append(key)

    def _keys(self, place: int) -> Sequence[int]:
        held = self._rows[place]
        return (held,) if isinstance(held, int) else held

    def _rows_with(self, word: str) -> set[int]:
        hits = self._hits.get(word)
        if hits is None:
            hits = self._look(word)
            self._hits[word] = hits
        held = [self._rows[place] for place in hits]
        found = {one for one in held if type(one) is int}
        if len(found) < len(held):
            found.update(*(many for many in held if not isinstance(many, int)))
        return found

    def _look(self, word: str) -> array[int]:
        """The places of the texts that hold a word, among those that held it one letter ago."""
        shorter = word[:-1]
        known = self._hits.get(shorter)
        grown = known is not None and (_is_spelt(shorter) or not _is_spelt(word))
        among: Iterable[int] = known if known is not None and grown else range(len(self._parts))
        if len(self._hits) > _MOST_KEPT:
            self._hits.clear()
        parts = self._parts
        if not _is_spelt(word):
            return array("I", [place for place in among if word in parts[place]])
        spelt = self.learn_spelling().pattern(word).search
        return array("I", [one for one in among if word in parts[one] or spelt(parts[one])])


def _is_spelt(word: str) -> bool:
    """A word may be pinyin: two letters together, or any beside a character."""
    runs = _LETTERS.findall(word)
    return any(len(run) > 1 for run in runs) or (bool(runs) and not word.isascii())


class _Spelling:
    """The characters of some texts by how they are spelt."""

    def __init__(self, characters: set[str]) -> None:
        known = ((one, characters.intersection(held)) for one, held in _readings())
        self._by_syllable = {syllable: sorted(held) for syllable, held in known if held}

    def pattern(self, word: str) -> re.Pattern[str]:
        """Each character by its first letter or whole syllable, the last by how far it is typed."""
        return re.compile(self._rest(word, {}))

    def _rest(self, word: str, known: dict[str, str]) -> str:
        """A pattern for what is left of a word."""
        if not word:
            return ""
        if word in known:
            return known[word]
        first = word[0]
        if not ("a" <= first <= "z"):
            known[word] = re.escape(first) + self._rest(word[1:], known)
            return known[word]
        ways = [f"[{first}{self._beginning(first)}]{self._rest(word[1:], known)}"]
        run = _LETTERS.match(word)
        letters = run[0] if run else first
        for length in range(2, min(len(letters), _LONGEST_SYLLABLE) + 1):
            whole = "".join(self._by_syllable.get(letters[:length], ()))
            if length == len(word):
                whole = self._beginning(letters)
            if whole:
                ways.append(f"[{whole}]{self._rest(word[length:], known)}")
        known[word] = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
        return known[word]

    def _beginning(self, letters: str) -> str:
        return "".join(
            "".join(held)
            for syllable, held in self._by_syllable.items()
            if syllable.startswith(letters)
        )


@lru_cache(maxsize=1)
def _readings() -> tuple[tuple[str, str], ...]:
    """Each syllable without tones and the characters that may be read so: 重 is chong and zhong.

    Read at the first search by letters. tools/readings.py writes the table from a dictionary which,
    as Python holds it, takes thirteen megabytes more.
    """
    lines = resource_path("readings.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    found = (line.partition(" ") for line in lines)
    return tuple((syllable, characters) for syllable, _, characters in found)


def warm() -> None:
    """Read the table before it is wanted, from a thread that has nothing else to do."""
    _readings()
