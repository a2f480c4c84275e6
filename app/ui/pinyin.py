"""Finding rows by words or by the initials of their pinyin: rqgl finds 燃气锅炉."""

from __future__ import annotations

import importlib
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from re import Pattern
    from types import ModuleType

    import pypinyin as pypinyin  # names the package to the freezer, which reads imports only

_LETTERS = re.compile(r"[a-z]{2,}")


class Finder:
    """The texts of many rows, ready to be searched while the clerk types.

    Args:
        texts: for each row key everything that may be searched for.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self._texts = {key: text.lower() for key, text in texts}
        self._initials: dict[str, str] = {}

    def find(self, words: str) -> set[int] | None:
        """The keys of the rows that hold every word; None when there is nothing to look for."""
        parts = words.lower().split()
        if not parts:
            return None
        tests = [self._test(part) for part in parts]
        return {key for key, text in self._texts.items() if all(test(text) for test in tests)}

    def _test(self, part: str) -> Callable[[str], object]:
        if not _LETTERS.fullmatch(part):
            return lambda text: part in text
        spelt = self._pattern(part)
        return lambda text: part in text or spelt.search(text)

    def _pattern(self, letters: str) -> Pattern[str]:
        """One class of characters for each letter: every character that may begin with it."""
        if not self._initials:
            self._initials = _characters_by_initial(set("".join(self._texts.values())))
        return re.compile(
            "".join(f"[{letter}{self._initials.get(letter, '')}]" for letter in letters)
        )


def _characters_by_initial(characters: set[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for character in characters:
        if not character.isascii():
            for letter in initials_of(character):
                found.setdefault(letter, []).append(re.escape(character))
    return {letter: "".join(members) for letter, members in found.items()}


@lru_cache(maxsize=8192)
def initials_of(character: str) -> frozenset[str]:
    """The letters the readings of one character begin with: 重 is z, c and t."""
    library = _library()
    readings = library.pinyin(character, style=library.Style.FIRST_LETTER, heteronym=True)
    return frozenset(reading for reading in readings[0] if len(reading) == 1 and reading.isascii())


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    """The dictionary, read at the first search by letters: it would slow down every start."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    return importlib.import_module("pypinyin")
