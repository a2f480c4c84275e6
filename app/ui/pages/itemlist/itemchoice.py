"""Which of many items are shown, found in one go: 50,000 are looked through between two keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pinyin import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.pages.itemlist.itemlines import ItemLine


class ItemSearch:
    """Items by name, task and unit; the task and unit of many items are looked at once."""

    def __init__(self, lines: Sequence[ItemLine] = ()) -> None:
        self._lines = lines
        self._finder: Finder | None = None

    def prepare(self) -> None:
        """Get ready for the first key; with 50,000 items that takes half a second."""
        if self._finder is None:
            texts = ((place, _words(line)) for place, line in enumerate(self._lines))
            self._finder = Finder.of_parts(texts)
            self._finder.learn_spelling()

    def take(self, lines: Sequence[ItemLine], changed: Sequence[int]) -> None:
        """Search the same items with other words at some places."""
        if self._finder is not None:
            for place in changed:
                self._finder.change(place, _words(self._lines[place]), _words(lines[place]))
        self._lines = lines

    def find(self, words: str) -> set[int] | None:
        """The places of the items that hold every word; None without any words."""
        if not words.strip():
            return None
        self.prepare()
        return self._finder.find(words) if self._finder else None


def _words(line: ItemLine) -> tuple[str, str, str]:
    return line.item.name, line.task, line.item.unit


def chosen_places(
    lines: Sequence[ItemLine],
    found: set[int] | None,
    keeps: Sequence[Callable[[ItemLine], bool]],
) -> list[int] | None:
    """The places of the lines found that every test keeps; None when that is all of them."""
    places = None if found is None else sorted(found)
    for test in keeps:
        among = range(len(lines)) if places is None else places
        places = [place for place in among if test(lines[place])]
    return places
