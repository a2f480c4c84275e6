"""Finding and reading the heads of tables: one to four rows, merged or with their merges broken."""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.importing.tables.grid import Grid, Place
from app.importing.tables.headings import is_heading, period_of, sense_of, squash
from app.importing.tables.spans import MAX_HEAD_ROWS

_LONGEST_CELL = 40
_NUMBER = re.compile(r"[\d.,%/—-]+")
_SHORT = 12
# What stands in the line above a head, however its cells are spread.
_FRONT = re.compile(
    r"\s*(?:(?:填[报表制]|编制|制表|报送|上报|报表|制定|有效期|表\s*号)[^:：]{0,8}|"
    r"(?:单位|部门|镇|乡镇|街道)\s*[（(].{1,3}[)）])\s*[:：]"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A table's head.

    Attributes:
        rows: its row numbers.
        paths: the head texts above each column, outermost first, by column number.
        lines: for each row its texts, squashed, to know it again after a page break.
    """

    rows: tuple[int, ...]
    paths: dict[int, tuple[str, ...]]
    lines: tuple[tuple[str, ...], ...]

    def column_of(self, field: str) -> int | None:
        """The first column whose own heading plainly names a part."""
        for column, path in sorted(self.paths.items()):
            sense = sense_of(path[-1])
            if sense and sense.field == field:
                return column
        return None


def find_head(grid: Grid, after: int, *, known: Head | None) -> int | None:
    """The next row after ``after`` that begins a head; ``known`` is the head of the table above."""
    below = [row for row in grid.rows if row > after]
    found = next((_top(grid, row, after) for row in below if _begins_head(grid, row, known)), None)
    if found is None and known is None:
        last_resorts = (_stands_over_serials, _stands_over_counts)
        rows = (row for is_head in last_resorts for row in below if is_head(grid, row))
        return next(rows, None)
    return found


def _top(grid: Grid, row: int, after: int) -> int:
    """Where a head begins of which a row was known: higher, if the row stands under spans."""
    above = max((each for each in grid.rows if after < each < row), default=row)
    front = any(_FRONT.match(place.text) for place in grid.places(above))
    spanned = above == row - 1 and len(grid.places(above)) > 1 and not front
    return _top(grid, above, after) if spanned and _is_subhead(grid, above, above) else row


def _stands_over_serials(grid: Grid, row: int) -> bool:
    """Whether a row of short words stands right above rows numbered 1 and 2, whatever it says."""
    places = grid.places(row)
    below = [grid.places(below)[0] for below in grid.rows if row < below <= row + MAX_HEAD_ROWS][:2]
    numbered = [squash(place.text) for place in below] == ["1", "2"]
    wordy = len(places) >= 3 and all(_is_wordy(place) for place in places)
    return wordy and numbered and all(place.left <= places[0].left + 1 for place in below)


def _stands_over_counts(grid: Grid, row: int) -> bool:
    """Whether a row of short words, one a known heading, stands over names with their numbers."""
    places = grid.places(row)
    wordy = len(places) >= 3 and all(_is_wordy(place, longest=2 * _SHORT) for place in places)
    known = any(is_heading(place.text) for place in places)
    below = [each for each in grid.rows if row < each <= row + MAX_HEAD_ROWS]
    counted = [_is_counted(grid, each) for each in below]
    return wordy and known and any(one and other for one, other in pairwise(counted))


def _is_counted(grid: Grid, row: int) -> bool:
    first, *rest = (squash(place.text) for place in grid.places(row))
    numbers = sum(1 for text in rest if _NUMBER.fullmatch(text))
    return not _NUMBER.fullmatch(first) and len(rest) > 1 and 2 * numbers >= len(rest)


def _begins_head(grid: Grid, row: int, known: Head | None) -> bool:
    places = grid.places(row)
    if len(places) < 2 or any(len(squash(place.text)) > _LONGEST_CELL for place in places):
        return False
    if any(_FRONT.match(place.text) for place in places):
        return False
    if known and line_of(places) == known.lines[0]:
        return True
    plain = {squash(place.text) for place in places if is_heading(place.text)}
    firm = {text for text in plain if _is_firm(text)}
    asked = {squash(place.text) for place in places if grid.is_asked(place.text)}
    return _is_headed(places, plain, firm, known) or (
        _adjoin(places) and _is_headed(places, plain | asked, firm | asked, known)
    )


def _is_headed(
    places: tuple[Place, ...], senses: set[str], firm: set[str], known: Head | None
) -> bool:
    """Whether enough of a row's texts are known headings, and some name a part by themselves."""
    if known:
        return len(senses) >= 3 and len(firm) >= 2 and len(senses) >= 0.75 * len(places)
    if len(senses) < 2 or (not firm and len(senses) < 3):
        return False
    return len(senses) >= 0.5 * len(places) or all(_is_wordy(place) for place in places)


def _adjoin(places: tuple[Place, ...]) -> bool:
    """Whether a row's texts stand close, as heads do, and not each before a blank of its own."""
    gaps = sum(1 for one, other in pairwise(places) if other.left > one.right + 1)
    return len(places) > 2 * gaps + 1 or not gaps


def _is_firm(text: str) -> bool:
    """Whether a heading names a part by itself, not just with words that tasks use too."""
    sense = sense_of(text)
    return bool(sense and sense.field not in {"wording", "place", "village"}) or (
        sense is None and period_of(text) is not None
    )


def _is_wordy(place: Place, *, longest: int = _SHORT) -> bool:
    text = squash(place.text)
    return len(text) <= longest and not text.replace(".", "").isdigit()


def line_of(places: tuple[Place, ...]) -> tuple[str, ...]:
    """A row's texts, squashed, for comparing rows."""
    return tuple(squash(place.text) for place in places)


def is_same_head(first: Head, second: Head) -> bool:
    """Whether two heads say the same, whatever the line breaks."""
    return first.lines == second.lines


def read_head(grid: Grid, row: int) -> Head:
    """The head that begins in ``row``: its rows and the path above each column."""
    lowest = row + MAX_HEAD_ROWS - 1
    bottom = max((p.bottom for p in grid.places(row) if p.bottom <= lowest), default=row)
    first = grid.places(row)[0]
    if first.width == 1:
        begun = (r for r in range(row + 1, bottom + 1) if grid.sheet.text(r, first.left))
        bottom = next(begun, bottom + 1) - 1
    while bottom < lowest and _is_subhead(grid, row, bottom):
        bottom += 1
    rows = tuple(range(row, bottom + 1))
    return Head(rows, _paths(grid, rows), tuple(line_of(grid.places(each)) for each in rows))


def _is_subhead(grid: Grid, top: int, bottom: int) -> bool:
    """Whether the row below still belongs to the head: all its texts stand under spanning heads."""
    places = grid.places(bottom + 1)
    if len(places) < 2 and not any(is_heading(place.text) for place in places):
        return False
    below = {place.left for place in places}
    spanned = [_spans(grid, bottom, place.left, below) for place in places]
    return any(spanned) and all(
        len(squash(p.text)) <= _LONGEST_CELL
        and not squash(p.text).replace(".", "").isdigit()
        and p.left > grid.places(top)[0].left
        and (spans or is_heading(p.text))
        for p, spans in zip(places, spanned, strict=True)
    )


def _spans(grid: Grid, row: int, column: int, below: set[int]) -> bool:
    """Whether the head cell at a column covers it together with a neighbour, merged or not."""
    merge = grid.merge_at(row, column)
    if merge:
        return merge.columns > 1 and merge.bottom == row
    if not grid.shown(row, column):
        return any(grid.shown(row, left) for left in range(1, column))
    beside = column + 1 in below or is_heading(grid.shown(row + 1, column))
    return beside and not grid.shown(row, column + 1)


def _paths(grid: Grid, rows: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    places = [place for row in rows for place in grid.places(row)]
    first, last = min(p.left for p in places), max(p.right for p in places)
    paths = {}
    for column in range(first, last + 1):
        path = _path(grid, rows, column)
        if path:
            paths[column] = path
    return paths


def _path(grid: Grid, rows: tuple[int, ...], column: int) -> tuple[str, ...]:
    texts: list[str] = []
    for row in rows:
        text = grid.shown(row, column) or _text_of_broken_span(grid, rows, row, column)
        again = texts and squash(texts[-1]) == squash(text) and not _is_narrower(grid, row, column)
        if squash(text) and not again:
            texts.append(text.strip())
    return tuple(texts)


def _is_narrower(grid: Grid, row: int, column: int) -> bool:
    """Whether a head cell stands on its own below a wider one: 责任单位 below 责任单位."""
    above, here = grid.merge_at(row - 1, column), grid.merge_at(row, column)
    return bool(above and above.columns > 1 and above.bottom == row - 1 and here is None)


def _text_of_broken_span(grid: Grid, rows: tuple[int, ...], row: int, column: int) -> str:
    """The head to the left that a blank head cell belonged to before its merge was broken."""
    above, below = rows[: rows.index(row)], rows[rows.index(row) + 1 :]
    if not any(grid.shown(each, column) for each in below):
        return ""
    left = column
    while left > 1 and not grid.shown(row, left):
        if any(grid.shown(each, left) for each in above):
            return ""
        left -= 1
    spans = any(grid.shown(each, left) for each in below)
    return grid.shown(row, left) if spans else ""
