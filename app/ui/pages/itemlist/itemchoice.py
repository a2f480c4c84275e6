"""Which of many items are shown, found in one go: 50,000 are looked through between two keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.pinyin import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.pages.itemlist.itemlines import ItemLine


class ItemSearch:
    """Items by name, task and unit; the task and unit of many items are looked at once."""

    def __init__(self) -> None:
        self._lines: Sequence[ItemLine] = ()
        self._finder: Finder | None = None

    def take(self, lines: Sequence[ItemLine]) -> None:
        """Search among these from now on."""
        if lines is not self._lines:
            self._lines, self._finder = lines, None

    def find(self, words: str) -> set[int] | None:
        """The places of the items that hold every word; None without any words."""
        if not words.strip():
            return None
        if self._finder is None:
            self._finder = Finder.of_parts(
                (place, (line.item.name, line.task, line.item.unit))
                for place, line in enumerate(self._lines)
            )
        return self._finder.find(words)


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
