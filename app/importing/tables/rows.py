"""What each row below a head is: a task, or something else with its reason."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.importing.tables.grid import Grid, Place
from app.importing.tables.headings import has_text, is_measure, sense_of, squash, vocabulary
from app.importing.tables.heads import Head, line_of
from app.importing.tables.labels import Outline, is_chinese_numeral, level_of, one_line

_SIGNATURE = re.compile(
    r"(?:填报|填表|制表|制|审核|审批|复核|校对|经办|联系|签发|统计|报送|编制|分管|主要|单位|部门|科室|主管)*"
    r"(?:人|负责人|领导|电话|签字|签名|盖章|公章|日期|时间|单位|审核|制表|手机|传真|邮箱)"
    r"(?:\([^)]*\))?[:：]"
)
_SIGNED = re.compile(r"(?:\(?盖章\)?|\(?签字\)?|\(?公章\)?)+|年月日|20\d\d年\d{1,2}月\d{1,2}日")
_NOTE = re.compile(
    r"(?:备注|注意|附注|说明|填表说明|填报说明|有关说明|指标说明|注)\d*[:：.、]|注\d|注$|[*※★]+[^*]|(?:备注|说明)$"
)
_EXAMPLE = re.compile(r"[(（【]?(?:示例|样例|举例|范例|例)\d*[)）】]?(?:[:：].*)?")
_NUMBERED_LINE = re.compile(r"[\d①-⑳(（]")
_CONTINUED = re.compile(
    r"[(（]?(?:续表?|接上页|续上表)\d*[)）]?|续表?.{0,6}|.{2,60}[(（]续[表页一二三四五六七八九十\d]*[)）]"
)
_STEMS = "甲乙丙丁戊"
_LEAST_TASK = 10
_EMPTY_MARK = re.compile(r"[(（]?(?:以下空白|以下无正文|此页无正文|空白)[)）]?")


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A cell of a body row, merges resolved.

    Attributes:
        text: the text shown.
        row: the row where it is stored.
        column: the column where it is stored.
        own: whether it is stored in this very row.
        day: the stored date, when it is one.
        number: whether a plain number is stored.
    """

    text: str
    row: int
    column: int
    own: bool
    day: date | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row that holds a task.

    Attributes:
        row: its number in the sheet.
        cells: the cells that show text, by column number.
        groups: the labels of the group rows above it, outermost first.
        hidden: whether the sheet hides it.
    """

    row: int
    cells: Mapping[int, BodyCell]
    groups: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row with text that is no task.

    Attributes:
        row: its number in the sheet.
        why: ``annex``, ``title``, ``red_head``, ``document_number``, ``unit_line``, ``head``,
            ``head_repeated``, ``group``, ``note``, ``signature``, ``example``, ``total`` or
            ``blank`` (a spare row with a number only); in prose also ``front`` (before the body),
            ``addressee``, ``units`` (who answers), ``too_long`` and ``context`` (nothing to be
            checked).
        text: its text.
    """

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """The body told apart.

    Attributes:
        rows: the rows with tasks.
        skipped: all others with text.
        opened: whether the heading above the head labels the first rows.
    """

    rows: tuple[BodyRow, ...]
    skipped: tuple[SkippedRow, ...]
    opened: bool = False


def is_signature(text: str) -> bool:
    """Whether a line opens like a line to sign: 填报人：, 审核人（签字）：."""
    return bool(_SIGNATURE.match(squash(text))) or bool(_SIGNED.fullmatch(squash(text)))


def is_continuation(text: str) -> bool:
    """Whether a line only says that the table goes on: 续表, （续）, 附件1（续）."""
    return bool(_CONTINUED.fullmatch(squash(text)))


def is_note(text: str) -> bool:
    """Whether a line opens like a note: 注：, 备注：, 填表说明."""
    return bool(_NOTE.match(squash(text)))


def judge_rows(
    grid: Grid, head: Head, title: str, body: tuple[int, ...], *, opening: str = ""
) -> JudgedRows:
    """Tell tasks from everything else below a head.

    Args:
        grid: the sheet.
        head: the table's head.
        title: the table's title, to know it again after a page break.
        body: the rows with text below the head, in order.
        opening: the numbered heading right above the head, if any: where groups below are
            numbered like it, it is the first group.
    """
    judge = _Judge(grid, head, squash(title))
    verdicts = {row: judge.verdict(row) for row in body}
    _end_with_notes(verdicts)
    outline = _GroupOutline()
    labels = {row: judge.group_label(row) for row in body if verdicts[row] == "group"}
    opened = any(level_of(label) == level_of(opening) for label in labels.values() if opening)
    if opened:
        outline.enter(opening)
    rows: list[BodyRow] = []
    for row in body:
        if verdicts[row] == "task":
            rows.append(_body_row(grid, head, row, outline.labels_for_task()))
        elif verdicts[row] == "group":
            outline.enter(labels[row])
    skipped = (
        SkippedRow(row, why, grid.row_text(row)) for row, why in verdicts.items() if why != "task"
    )
    return JudgedRows(tuple(rows), tuple(skipped), opened)


def _end_with_notes(verdicts: dict[int, str]) -> None:
    """Lines after the last task that look like group rows have no tasks: they are notes."""
    last = max((row for row, why in verdicts.items() if why == "task"), default=0)
    for row, why in verdicts.items():
        if row > last and why == "group":
            verdicts[row] = "note"


def _body_row(grid: Grid, head: Head, row: int, groups: tuple[str, ...]) -> BodyRow:
    columns = {*head.paths, *(place.left for place in grid.places(row))}
    cells = dict(_cells(grid, row, sorted(columns)))
    return BodyRow(row, cells, groups, row in grid.sheet.hidden_rows)


def plain_row(grid: Grid, row: int) -> BodyRow:
    """A row of a table that knows no groups, with all its cells that show text."""
    cells = dict(_cells(grid, row, range(1, grid.last_column + 1)))
    return BodyRow(row, cells, (), row in grid.sheet.hidden_rows)


def _cells(grid: Grid, row: int, columns: Iterable[int]) -> Iterator[tuple[int, BodyCell]]:
    for column in columns:
        stored = grid.anchor(row, column)
        cell = grid.sheet.cells.get(stored)
        if cell and has_text(cell.value):
            number = cell.number is not None
            own = stored[0] == row
            yield column, BodyCell(cell.value, *stored, own=own, day=cell.day, number=number)


class _GroupOutline:
    """Labels of group rows; an unnumbered row right below another label is one deeper."""

    def __init__(self) -> None:
        self._outline = Outline()
        self._fresh = False
        self._unnumbered = 7

    def enter(self, label: str) -> None:
        level = level_of(label)
        if not level:
            deepest = self._outline.deepest()
            self._unnumbered = deepest + 1 if self._fresh and deepest >= 7 else 7
            level = self._unnumbered
        self._outline.put(label, level)
        self._fresh = True

    def labels_for_task(self) -> tuple[str, ...]:
        self._fresh = False
        return self._outline.path()


class _Judge:
    """The reading of one body's rows, one after the other."""

    def __init__(self, grid: Grid, head: Head, title: str) -> None:
        self._grid, self._head, self._title = grid, head, title
        self._serial = head.column_of("serial")
        self._first = min(head.paths)
        self._width = max(head.paths) - self._first + 1
        self._in_notes = False

    def verdict(self, row: int) -> str:
        """What a row is: ``task``, or the reason why not."""
        places = self._grid.places(row)
        why = (
            self._repeats(places)
            or self._is_foot(places)
            or self._is_extra(places)
            or self._is_group(row, places)
            or "task"
        )
        self._in_notes = why == "note"
        return why

    def group_label(self, row: int) -> str:
        """The label of a group row; a numeral in a cell of its own joins its text."""
        texts = [one_line(place.text) for place in self._grid.places(row)]
        if len(texts) > 1 and is_chinese_numeral(texts[0]):
            mark = "" if texts[0][-1] in "、.)）" else "、"
            return texts[0] + mark + texts[1]
        return texts[0]

    def _repeats(self, places: tuple[Place, ...]) -> str:
        line = line_of(places)
        if line in self._head.lines or self._numbers_columns(line):
            return "head_repeated"
        if len(line) == 1 and (line[0] == self._title or is_continuation(line[0])):
            return "title"
        if len(line) == 1 and self._title and line[0].startswith(self._title):
            return "title"
        return ""

    def _numbers_columns(self, line: tuple[str, ...]) -> bool:
        """Whether a row only numbers the columns: 1 2 3 4 … or 甲 乙 1 2 …, as statistics do."""
        wide = len(line) >= 4 and len(line) >= self._width - 2
        stems = next((n for n, text in enumerate(line) if text not in _STEMS[n : n + 1]), 0)
        numbers = line[stems:]
        return wide and numbers == tuple(str(number) for number in range(1, len(numbers) + 1))

    def _is_foot(self, places: tuple[Place, ...]) -> str:
        first = places[0].text
        if is_note(first) and len(places) <= 2:
            return "note"
        if len(places) <= 6 and all(is_signature(place.text) for place in places[:2]):
            return "signature"
        continues = self._in_notes and len(places) == 1 and not 0 < level_of(first) < 3
        if continues and (_NUMBERED_LINE.match(squash(first)) or places[0].width > 1):
            return "note"
        return ""

    def _is_extra(self, places: tuple[Place, ...]) -> str:
        first = squash(places[0].text)
        leading = places[0].left <= self._first + 2
        if leading and first.rstrip(":：") in vocabulary().totals:
            return "total"
        if leading and _EXAMPLE.fullmatch(first):
            return "example"
        if len(places) == 1 and places[0].left == self._serial and first.isdigit():
            return "blank"
        if places[0].left > self._first and all(is_measure(squash(p.text)) for p in places):
            return "unit_line"
        return "note" if _EMPTY_MARK.fullmatch(first) else ""

    def _is_group(self, row: int, places: tuple[Place, ...]) -> str:
        if len(places) == 1:
            return "group" if self._stands_alone(row, places[0]) else ""
        first = places[0]
        if not self._leads(first) or self._shows_above(row, places):
            return ""
        if is_chinese_numeral(first.text) and len(places) == 2:
            return "group" if self._serial == first.left else ""
        subtotals = all(_is_number(place.text) for place in places[1:])
        return "group" if subtotals and level_of(first.text) in {1, 2} else ""

    def _stands_alone(self, row: int, place: Place) -> bool:
        if self._shows_above(row, (place,)):
            return False
        if place.width >= max(2, 0.6 * self._width):
            return True
        return level_of(place.text) in {1, 2} or (
            self._leads(place) and not self._words_task(place)
        )

    def _words_task(self, place: Place) -> bool:
        """Whether a lone text reads as a task: long, in a table that begins with its tasks."""
        if self._serial is not None or len(squash(place.text)) < _LEAST_TASK:
            return False
        sense = sense_of(self._head.paths[self._first][-1])
        return sense is not None and sense.field == "wording" and sense.kind != "category"

    def _leads(self, place: Place) -> bool:
        return place.left in {self._first, self._serial}

    def _shows_above(self, row: int, places: tuple[Place, ...]) -> bool:
        """Whether merges from rows above still show text beside what begins in this row."""
        own = {column for place in places for column in range(place.left, place.right + 1)}
        return any(
            column not in own and squash(self._grid.shown(row, column))
            for column in self._head.paths
        )


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,%]+", squash(text)))
