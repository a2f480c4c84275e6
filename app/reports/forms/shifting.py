"""Where cells, ranges and formulas stand after whole rows were put into a sheet."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, get_column_letter

Change = Callable[[re.Match[str]], str]

_PIECES = re.compile(r'("(?:[^"]|"")*")')
REFERENCE = re.compile(
    # What stands behind ] belongs to another file, what stands behind [ is a table's column.
    r"(?<![\w.$\[\]!])(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?"
    r"(?:(?P<left>\$?[A-Z]{1,3})(?P<top>\$?\d+)(?::(?P<right>\$?[A-Z]{1,3})(?P<bottom>\$?\d+))?"
    r"|(?P<first>\$?\d+):(?P<final>\$?\d+))(?![\w(.!])"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows put in below the body of a table.

    Attributes:
        sheet: the sheet's name.
        first: the body's first row.
        last: the body's last row, of which the new ones are copies.
        added: how many rows.
    """

    sheet: str
    first: int
    last: int
    added: int

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.added if row > self.last else row

    def area(self, reference: str) -> str:
        """Areas afterwards; one that reached the body's last row reaches the new one."""
        return " ".join(self._area(one) for one in reference.split())

    def moved(self, reference: str) -> str:
        """Areas afterwards, each edge moved and none stretched."""
        return re.sub(r"\d+", lambda digits: str(self.row(int(digits[0]))), reference)

    def formula(self, text: str, *, own: bool) -> str:
        """A formula or name afterwards; ``own`` says that it stands on the grown sheet."""
        return self._each(text, own, self._shifted)

    def repeated(self, text: str, step: int) -> str:
        """The last row's formula ``step`` rows further down: its own row goes along."""
        return self._each(text, True, lambda match: self._stepped(match, step))

    def _each(self, text: str, own: bool, change: Change) -> str:
        def one(match: re.Match[str]) -> str:
            sheet = match["sheet"]
            here = own if sheet is None else sheet.strip("'").replace("''", "'") == self.sheet
            return change(match) if here else match[0]

        return "".join(
            piece if piece.startswith('"') else REFERENCE.sub(one, piece)
            for piece in _PIECES.split(text)
        )

    def _area(self, reference: str) -> str:
        top, _, bottom = reference.partition(":")
        end = bottom or top
        row = _number(end)
        if row is None:
            return reference
        first = _number(top) or row
        stretched = first <= self.last <= row
        end = _with(end, row + self.added if stretched else self.row(row))
        start = _with(top, self.row(first))
        return start if start == end else f"{start}:{end}"

    def _shifted(self, match: re.Match[str]) -> str:
        prefix = f"{match['sheet']}!" if match["sheet"] else ""
        if match["first"]:
            top, bottom = self._range(match["first"], match["final"])
            return f"{prefix}{top}:{bottom}"
        if match["right"] is None:
            return f"{prefix}{match['left']}{self._moved_row(match['top'])}"
        top, bottom = self._range(match["top"], match["bottom"])
        return f"{prefix}{match['left']}{top}:{match['right']}{bottom}"

    def _range(self, top: str, bottom: str) -> tuple[str, str]:
        """A range's rows; one that reaches the body's end does so afterwards."""
        first, last = _number(top) or 0, _number(bottom) or 0
        # A range along the last row alone belongs to that row, unless it is all there is.
        is_all = first == self.first == self.last
        reaches = self.last <= last and (first < self.last or is_all)
        end = _with(bottom, last + self.added) if reaches else self._moved_row(bottom)
        return self._moved_row(top), end

    def _moved_row(self, row: str) -> str:
        return _with(row, self.row(_number(row) or 0))

    def _stepped(self, match: re.Match[str], step: int) -> str:
        prefix = f"{match['sheet']}!" if match["sheet"] else ""
        if match["first"]:
            return f"{prefix}{self._step(match['first'], step)}:{self._step(match['final'], step)}"
        top = f"{prefix}{match['left']}{self._step(match['top'], step)}"
        if match["right"] is None:
            return top
        if match["bottom"].startswith("$"):
            # The whole body, told from each of its rows.
            return self._shifted(match)
        return f"{top}:{match['right']}{self._step(match['bottom'], step)}"

    def _step(self, row: str, step: int) -> str:
        if row.startswith("$") or _number(row) != self.last:
            return self._moved_row(row)
        return _with(row, self.last + step)


def stepped(text: str, down: int, right: int) -> str:
    """A formula as it reads some cells further down and to the right."""

    def moved(column: str, row: str) -> str:
        if not column.startswith("$"):
            column = get_column_letter(max(1, column_index_from_string(column) + right))
        return column + (row if row.startswith("$") else str(max(1, int(row) + down)))

    def one(match: re.Match[str]) -> str:
        if match["first"]:
            return match[0]
        prefix = f"{match['sheet']}!" if match["sheet"] else ""
        start = moved(match["left"], match["top"])
        end = f":{moved(match['right'], match['bottom'])}" if match["right"] else ""
        return f"{prefix}{start}{end}"

    return "".join(
        piece if piece.startswith('"') else REFERENCE.sub(one, piece)
        for piece in _PIECES.split(text)
    )


def _number(reference: str) -> int | None:
    digits = re.search(r"\d+$", reference)
    return int(digits[0]) if digits else None


def _with(reference: str, row: int) -> str:
    return re.sub(r"\d+$", str(row), reference)
