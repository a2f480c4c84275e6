"""What a blank form looks like where it is to be filled: ruled rows, choices, number formats."""

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from app.errors import UserError
from app.reports.forms.strictform import usual_words

_SIDES = ("left", "right", "top", "bottom")
_USUAL_WIDTH, _USUAL_HEIGHT, _USUAL_SIZE = 8.43, 15.0, 11.0
# How far lines stand apart by the type size, and how tall a row may be.
_LINE, _TALLEST = 1.2, 409.0
_COUNTED = re.compile(r"[#,]*0(?:\.0+)?_?[ )]?(?:;.*)?")
_NEARLY, _DARKEST_GREY, _LIGHTEST_GREY = 12, 0x50, 0xD9
_FLUSH = frozenset({"right", "distributed", "justify"})


@contextmanager
def silent() -> Iterator[None]:
    """Keep the library's warnings down: what it can't carry over does not matter for looking."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def open_form(content: bytes) -> Workbook:
    """The form's workbook for looking things up; it is never saved from here.

    Raises:
        UserError: ``form_damaged``.
    """
    try:
        with silent():
            return load_workbook(BytesIO(usual_words(content)))
    except Exception as error:
        # A damaged workbook fails here in any of a dozen ways.
        message = "这份空白表的内部结构已损坏；请用表格软件打开后另存一份再试。"
        raise UserError("form_damaged", message, details=repr(error)) from error


class FormShape:
    """Look-ups over one sheet of a blank form.

    Args:
        sheet: the sheet as the library has it.
        turned: whether rows and columns are exchanged, for a table that lies on its side.
    """

    def __init__(self, sheet: Any, *, turned: bool = False) -> None:
        self._sheet, self._is_turned = sheet, turned
        self._choices = _choices(sheet)
        self._covered = {
            (row, column): (area.min_row, area.min_col, area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, area.min_row + 5000) + 1)
            for column in range(area.min_col, min(area.max_col, area.min_col + 500) + 1)
        }
        self._guarded = bool(sheet.protection.sheet) and _has_open_cells(sheet)

    def turned(self) -> "FormShape":
        """The same sheet with rows and columns exchanged."""
        return FormShape(self._sheet, turned=not self._is_turned)

    def _place(self, row: int, column: int) -> tuple[int, int]:
        """Where the sheet itself has a cell."""
        return (column, row) if self._is_turned else (row, column)

    def _cell(self, row: int, column: int) -> Any:
        return self._sheet.cell(*self._place(row, column))

    @property
    def last_row(self) -> int:
        """The last row the file knows."""
        return int(self._sheet.max_column if self._is_turned else self._sheet.max_row)

    def area(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged area a cell belongs to, or the cell: top, left, bottom, right."""
        place = self._place(row, column)
        top, left, bottom, right = self._covered.get(place, (*place, *place))
        return (left, top, right, bottom) if self._is_turned else (top, left, bottom, right)

    def text(self, row: int, column: int) -> str:
        """What a cell holds, as text; empty for a blank one."""
        value = self._cell(row, column).value
        return "" if value is None else str(value)

    def is_formula(self, row: int, column: int) -> bool:
        """Whether the form reckons the cell itself."""
        return bool(self._cell(row, column).data_type == "f")

    def is_locked(self, row: int, column: int) -> bool:
        """Whether the sheet lets nobody write into the cell, though into others."""
        return self._guarded and bool(self._cell(row, column).protection.locked)

    def is_faint(self, row: int, column: int) -> bool:
        """Whether a cell's text is slanted or grey, as made-up examples are."""
        font = self._cell(row, column).font
        return bool(font.i) or _is_grey(font.color)

    def is_ruled(self, row: int, column: int) -> bool:
        """Whether a cell has any border."""
        border = self._cell(row, column).border
        return any(getattr(border, side) and getattr(border, side).style for side in _SIDES)

    def is_underlined(self, row: int, column: int) -> bool:
        """Whether a cell has a line to write on."""
        bottom = self._cell(row, column).border.bottom
        return bool(bottom and bottom.style)

    def is_flush(self, row: int, column: int) -> bool:
        """Whether a cell's text ends at its right edge, as labels before a blank do."""
        return self._cell(row, column).alignment.horizontal in _FLUSH

    def is_percent(self, row: int, column: int) -> bool:
        """Whether numbers in the cell show as percentages."""
        return "%" in str(self._cell(row, column).number_format)

    def is_counted(self, row: int, column: int) -> bool:
        """Whether a cell's format is one for numbers, none for days or percentages."""
        told = str(self._cell(row, column).number_format)
        return bool(_COUNTED.fullmatch(told))

    def choices(self, row: int, column: int) -> tuple[str, ...]:
        """The words the cell's list lets one choose from; empty without a list."""
        row, column = self._place(row, column)
        for cells, words in self._choices.items():
            if any(
                left <= column <= right and top <= row <= bottom
                for left, top, right, bottom in cells
            ):
                return words
        return ()

    def longest(self, row: int, column: int) -> int | None:
        """How many characters the cell's own rule allows; None without one."""
        row, column = self._place(row, column)
        for rule in self._sheet.data_validations.dataValidation:
            if rule.type == "textLength" and f"{get_column_letter(column)}{row}" in rule.sqref:
                return _limit_of(rule)
        return None

    def has_room(self, row: int, column: int, text: str) -> bool:
        """Whether a text can be shown whole: a row grows for it up to what a sheet allows."""
        place = self._place(row, column)
        top, left, bottom, right = self._covered.get(place, (*place, *place))
        font = self._sheet.cell(top, left).font
        size = float(font.sz or _USUAL_SIZE)
        across = sum(self._width(each) for each in range(left, right + 1)) * _USUAL_SIZE / size
        lines = sum(max(1, -(-_wide(line) // max(2.0, across))) for line in text.split("\n"))
        down = sum(self._height(each) for each in range(top, bottom + 1)) if bottom > top else 0.0
        return bool(lines * size * _LINE <= max(down, _TALLEST if bottom == top else 0.0))

    def _width(self, column: int) -> float:
        held = self._sheet.column_dimensions.get(get_column_letter(column))
        return float(held.width) if held is not None and held.width else _USUAL_WIDTH

    def _height(self, row: int) -> float:
        held = self._sheet.row_dimensions.get(row)
        usual = self._sheet.sheet_format.defaultRowHeight or _USUAL_HEIGHT
        return float(held.height) if held is not None and held.height else float(usual)


def _has_open_cells(sheet: Any) -> bool:
    """Whether any cell of a protected sheet may be written into."""
    return any(not cell.protection.locked for row in sheet.iter_rows() for cell in row)


def _is_grey(color: Any) -> bool:
    """Whether a colour is a grey that stands back behind black."""
    if color is None:
        return False
    if color.type == "theme":
        return bool(
            (color.theme == 0 and color.tint < -0.2) or (color.theme == 1 and color.tint > 0.2)
        )
    told = str(color.rgb)[-6:] if color.type == "rgb" else ""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", told):
        return False
    parts = [int(told[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) <= _NEARLY and _DARKEST_GREY <= min(parts) <= _LIGHTEST_GREY


def _wide(line: str) -> int:
    return sum(1 if ord(sign) < 0x2000 else 2 for sign in line)


def _limit_of(rule: Any) -> int | None:
    """The most characters a rule on the length of a text lets in."""
    bound = rule.formula2 if rule.operator in {None, "between"} else rule.formula1
    if rule.operator not in {None, "between", "lessThan", "lessThanOrEqual", "equal"}:
        return None
    number = str(bound or "")
    return int(number) - (rule.operator == "lessThan") if number.isdecimal() else None


def _choices(sheet: Any) -> Mapping[tuple[tuple[int, int, int, int], ...], tuple[str, ...]]:
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and rule.formula1:
            areas = tuple(area.bounds for area in rule.sqref.ranges)
            found[areas] = _listed(sheet, str(rule.formula1))
    return found


def _listed(sheet: Any, formula: str) -> tuple[str, ...]:
    """The words of a list: written out, or standing in cells."""
    if formula.startswith('"'):
        return tuple(word.strip() for word in formula.strip('"').split(",") if word.strip())
    match = re.fullmatch(r"(?:'?([^'!]+)'?!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)", formula)
    if match is None or (match[1] and match[1] not in sheet.parent.sheetnames):
        return ()
    home = sheet.parent[match[1]] if match[1] else sheet
    cells = [cell for row in home[match[2].replace("$", "")] for cell in row]
    return tuple(str(cell.value).strip() for cell in cells if cell.value is not None)
