"""What a blank form looks like where it is to be filled: ruled rows, choices, number formats."""

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from app.errors import UserError
from app.reports.strictform import usual_words

_SIDES = ("left", "right", "top", "bottom")
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
    """Look-ups over one sheet of a blank form."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._choices = _choices(sheet)
        self._covered = {
            (row, column): (area.min_row, area.min_col, area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, area.min_row + 5000) + 1)
            for column in range(area.min_col, min(area.max_col, area.min_col + 500) + 1)
        }

    @property
    def last_row(self) -> int:
        """The last row the file knows."""
        return int(self._sheet.max_row)

    def area(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged area a cell belongs to, or the cell: top, left, bottom, right."""
        return self._covered.get((row, column), (row, column, row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell holds, as text; empty for a blank one."""
        value = self._sheet.cell(row, column).value
        return "" if value is None else str(value)

    def is_formula(self, row: int, column: int) -> bool:
        """Whether the form reckons the cell itself."""
        return bool(self._sheet.cell(row, column).data_type == "f")

    def is_ruled(self, row: int, column: int) -> bool:
        """Whether a cell has any border."""
        border = self._sheet.cell(row, column).border
        return any(getattr(border, side) and getattr(border, side).style for side in _SIDES)

    def is_underlined(self, row: int, column: int) -> bool:
        """Whether a cell has a line to write on."""
        bottom = self._sheet.cell(row, column).border.bottom
        return bool(bottom and bottom.style)

    def is_flush(self, row: int, column: int) -> bool:
        """Whether a cell's text ends at its right edge, as labels before a blank do."""
        return self._sheet.cell(row, column).alignment.horizontal in _FLUSH

    def is_percent(self, row: int, column: int) -> bool:
        """Whether numbers in the cell show as percentages."""
        return "%" in str(self._sheet.cell(row, column).number_format)

    def choices(self, row: int, column: int) -> tuple[str, ...]:
        """The words the cell's list lets one choose from; empty without a list."""
        for cells, words in self._choices.items():
            if any(
                left <= column <= right and top <= row <= bottom
                for left, top, right, bottom in cells
            ):
                return words
        return ()


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
