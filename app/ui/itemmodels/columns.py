"""A column of a table as data: title, what it shows, how wide, and how it is edited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from PySide6.QtCore import Qt

from app.models.rules.pace import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.ui.style import LightMark

Row = TypeVar("Row")
_NUMBER = re.compile(r"(\d+)")
Align = Literal["left", "right", "center"]


class Role(IntEnum):
    """What a cell answers beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    SORT = Qt.ItemDataRole.UserRole + 2
    MARK = Qt.ItemDataRole.UserRole + 3
    BAR = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A small bar in a cell: how far, how far it should be (0 to 1), and the words beside it."""

    share: float | None
    expected: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column over rows of one view.

    Attributes:
        key: a stable name, under which width and order are remembered.
        title: the head, short.
        value: what the row has here; shown by ``shown`` and sorted by as it is.
        rank: what rows are sorted by, where it is not ``value``.
        width: pixels at 100 %.
        align: numbers right.
        edit: saves the text a clerk typed; None for a column that can't be edited. It must not
            raise: it goes through operations.act.
        edit_many: saves one text for several rows at once (fill down, today); ``edit`` row by row
            when None.
        may_edit: False for rows where editing makes no sense.
        why_not: why a row's cell can't be edited, in words; empty where it can.
        ticked: for a tick box: whether it is on.
        tick: saves a tick.
        tick_many: saves several ticks at once; ``tick`` row by row when None.
        mark: the light of the row, drawn as shape and word.
        bar: a bar with words.
        tip: the tooltip, such as the sentence that explains a light.
        stand_in: what is shown, quietly, where there is no value; an edit begins without it.
        choices: what is offered while editing.
        closed: nothing but the choices may be entered.
        long: the text wraps, and is edited in a grown cell.
        dated: the cell holds a date; Ctrl+; fills in today.
        stretch: the column takes the room that is left, and never less than ``width``.
        spare: above 0, the column may be hidden where room is short; the highest goes first.
        least: the width it may be squeezed to where room is short even so; 0 for its width.
        put_away: not shown until the clerk asks for it.
        more: it stands in the head menu's second level, as one of many.
        field: under what name a block of cells writes it; empty where blocks can't be written.
        bold: the words are set bold.
        muted: the words are set quietly.
        colour: the words' own colour, ``#rrggbb``; None for the usual ink.
    """

    key: str
    title: str
    value: Callable[[Row], Any]
    width: int = 120
    align: Align = "left"
    edit: Callable[[Row, str], object] | None = None
    edit_many: Callable[[tuple[Row, ...], str], object] | None = None
    may_edit: Callable[[Row], bool] | None = None
    why_not: Callable[[Row], str] | None = None
    ticked: Callable[[Row], bool] | None = None
    tick: Callable[[Row, bool], object] | None = None
    tick_many: Callable[[tuple[Row, ...], bool], object] | None = None
    mark: Callable[[Row], LightMark | None] | None = None
    bar: Callable[[Row], Bar | None] | None = None
    tip: Callable[[Row], str] | None = None
    stand_in: Callable[[Row], str] | None = None
    choices: Callable[[Row], tuple[str, ...]] | None = None
    closed: bool = False
    long: bool = False
    dated: bool = False
    stretch: bool = False
    spare: int = 0
    least: int = 0
    put_away: bool = False
    more: bool = False
    field: str = ""
    rank: Callable[[Row], Any] | None = None
    bold: Callable[[Row], bool] | None = None
    muted: bool = False
    colour: Callable[[Row], str | None] | None = None

    def sorted_by(self, row: Row) -> tuple[bool, Any]:
        """A key that sorts rows by this column."""
        return sortable((self.rank or self.value)(row))

    def save(self, rows: tuple[Row, ...], text: str) -> None:
        """Save one text in every row that can be edited here."""
        able = tuple(row for row in rows if self.is_editable(row))
        if self.edit_many and len(able) > 1:
            self.edit_many(able, text)
        elif self.edit:
            for row in able:
                self.edit(row, text)

    def tick_all(self, rows: tuple[Row, ...], *, on: bool) -> None:
        """Save one tick in every row."""
        if self.tick_many and len(rows) > 1:
            self.tick_many(rows, on)
        elif self.tick:
            for row in rows:
                self.tick(row, on)

    def is_editable(self, row: Row) -> bool:
        """A clerk can type into this cell."""
        if self.edit is None or (self.why_not and self.why_not(row)):
            return False
        return self.may_edit is None or self.may_edit(row)


def for_reading(columns: Iterable[Column[Row]]) -> list[Column[Row]]:
    """The same columns, with nothing to be changed in them."""
    return [
        replace(column, edit=None, edit_many=None, tick=None, tick_many=None) for column in columns
    ]


def shown(value: object) -> str:
    """A value as a table shows it: dates 2020-06-20, numbers plain, nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else ""
        case date():
            return f"{value:%Y-%m-%d}"
        case Decimal():
            return plain(value)
        case tuple() | list():
            return "、".join(shown(part) for part in value)
        case _:
            return str(value)


def sortable(value: object) -> tuple[bool, Any]:
    """A key that sorts values of one column; nothing comes last, 9 and 9-2 before 10."""
    if value is None or value == "":
        return (True, "")
    if isinstance(value, tuple | list):
        value = shown(value)
    return (False, _in_numbers(value) if isinstance(value, str) else value)


def _in_numbers(text: str) -> tuple[bool, Any]:
    """A text that begins with a number goes by its numbers, before all others."""
    if not text[0].isdecimal():
        return (True, text)
    parts = _NUMBER.split(text)
    return (False, tuple(int(part) if at % 2 else part for at, part in enumerate(parts)))
