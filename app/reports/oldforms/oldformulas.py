"""The formulas of a binary workbook, spelt out from the tokens they are kept as."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from xlrd import formula as xlrd_formula
from xlrd.book import SUPBOOK_ADDIN, SUPBOOK_INTERNAL

_TWO = {
    0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x07: "^", 0x08: "&", 0x09: "<", 0x0A: "<=",
    0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>", 0x0F: " ", 0x10: ",", 0x11: ":",
}  # fmt: skip
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
           0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip
# Functions of 2007 that older programs know by a name; newer ones keep the mark.
_NATIVE = frozenset({"IFERROR", "SUMIFS", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS"})
_MARK = "_xlfn."
_TABLES: Any = xlrd_formula
_ADDED = 255
_CHOOSE, _SUM = 0x04, 0x10
_ROWS, _COLUMNS = 0x10000, 0x100

Place = tuple[int, int]


class UnreadableFormulaError(Exception):
    """A formula holds what can't be spelt out here."""


@dataclass(frozen=True, slots=True)
class Code:
    """A formula as kept: its tokens, and the lists written behind them."""

    tokens: bytes
    lists: bytes = b""


def spelt_formula(book: Any, code: Code, at: Place) -> str:
    """A formula without its equals sign.

    Args:
        book: the workbook as the reading library has it.
        code: the formula.
        at: row and column, from 0, of the cell that relative tokens count from.

    Raises:
        UnreadableFormulaError: it holds something that can't be spelt out.
    """
    try:
        return _Speller(book, code, at).spell()
    except (IndexError, KeyError, struct.error, UnicodeDecodeError, TypeError) as error:
        raise UnreadableFormulaError(str(error)) from error


def words_at(data: bytes, at: int, *, wide: bool = True) -> tuple[str, int]:
    """A text with its length before it, and where it ends.

    Args:
        data: holds the text.
        at: where its length stands.
        wide: the length takes two bytes.
    """
    size, at = (struct.unpack_from("<H", data, at)[0], at + 2) if wide else (data[at], at + 1)
    is_wide, at = bool(data[at] & 1), at + 1
    end = at + size * (2 if is_wide else 1)
    return data[at:end].decode("utf-16-le" if is_wide else "latin-1"), end


def shown_number(value: float) -> str:
    """A number as a formula has it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15G}"


@dataclass(slots=True)
class _Speller:
    """Reads tokens from left to right, and puts together what stands on its stack."""

    book: Any
    code: Code
    origin: Place
    at: int = 0
    stack: list[str] = field(default_factory=list)
    lists_at: int = 0

    def spell(self) -> str:
        data = self.code.tokens
        while self.at < len(data):
            token = data[self.at]
            self.at += 1
            # References and functions come in three classes that read alike.
            plain = token if token < 0x20 else (token & 0x1F) | 0x20
            self._take(plain)
        if len(self.stack) != 1:
            raise UnreadableFormulaError(str(len(self.stack)))
        return self.stack[0]

    def _take(self, token: int) -> None:
        if token in _TWO:
            second, first = self.stack.pop(), self.stack.pop()
            self.stack.append(f"{first}{_TWO[token]}{second}")
        elif token in {0x12, 0x13}:
            self.stack.append("+-"[token - 0x12] + self.stack.pop())
        elif token == 0x14:
            self.stack.append(self.stack.pop() + "%")
        elif token == 0x15:
            self.stack.append(f"({self.stack.pop()})")
        elif token == 0x19:
            self._attribute()
        elif token in {0x26, 0x27, 0x28, 0x29}:
            self._skip(2 if token == 0x29 else 6)  # what is reckoned beforehand follows in full
        elif token in _READERS:
            self.stack.append(_READERS[token](self))
        else:
            raise UnreadableFormulaError(hex(token))

    def _skip(self, count: int) -> None:
        self.at += count

    def _numbers(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.code.tokens, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def _attribute(self) -> None:
        kind, count = self._numbers("BH")
        if kind & _CHOOSE:
            self._skip((count + 1) * 2)
        elif kind & _SUM:
            self.stack.append(f"SUM({self.stack.pop()})")

    def text(self) -> str:
        words, self.at = words_at(self.code.tokens, self.at, wide=False)
        return '"{}"'.format(words.replace('"', '""'))

    def error(self) -> str:
        return _ERRORS[self._numbers("B")[0]]

    def truth(self) -> str:
        return "TRUE" if self._numbers("B")[0] else "FALSE"

    def whole(self) -> str:
        return str(self._numbers("H")[0])

    def real(self) -> str:
        return shown_number(self._numbers("d")[0])

    def listed(self) -> str:
        """A list of constants in braces; its values stand behind the tokens."""
        self._skip(7)
        data = self.code.lists
        columns, rows = struct.unpack_from("<BH", data, self.lists_at)
        self.lists_at += 3
        found = [[self._constant(data) for _ in range(columns + 1)] for _ in range(rows + 1)]
        return "{" + ";".join(",".join(row) for row in found) + "}"

    def _constant(self, data: bytes) -> str:
        kind, at = data[self.lists_at], self.lists_at + 1
        if kind == 0x02:
            words, self.lists_at = words_at(data, at)
            return '"{}"'.format(words.replace('"', '""'))
        self.lists_at = at + 8
        if kind == 0x01:
            return shown_number(struct.unpack_from("<d", data, at)[0])
        return ("TRUE" if data[at] else "FALSE") if kind == 0x04 else _ERRORS[data[at]]

    def function(self) -> str:
        (number,) = self._numbers("H")
        name, count = _TABLES.func_defs[number][:2]
        return self._called(name, count)

    def function_of_many(self) -> str:
        count, number = self._numbers("BH")
        count, number = count & 0x7F, number & 0x7FFF
        if number != _ADDED:
            return self._called(_TABLES.func_defs[number][0], count)
        values = self._values(count)
        name = values[0].removeprefix(_MARK)
        return f"{name if name in _NATIVE else values[0]}({','.join(values[1:])})"

    def _called(self, name: str, count: int) -> str:
        return f"{name}({','.join(self._values(count))})"

    def _values(self, count: int) -> list[str]:
        if count > len(self.stack):
            raise UnreadableFormulaError("too few values")
        values = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        return values

    def named(self) -> str:
        number, _ = self._numbers("HH")
        found = self.book.name_obj_list[number - 1]
        if found.scope < 0:
            return str(found.name)
        return f"{quote_sheetname(self.book.sheet_names()[found.scope])}!{found.name}"

    def named_elsewhere(self) -> str:
        book, number, _ = self._numbers("HHH")
        kind = self.book._supbook_types[self.book._externsheet_info[book][0]]
        if kind == SUPBOOK_ADDIN:
            return str(self.book.addin_func_names[number - 1])
        if kind == SUPBOOK_INTERNAL:
            return str(self.book.name_obj_list[number - 1].name)
        raise UnreadableFormulaError("another file's name")

    def cell(self, *, moves: bool = False) -> str:
        row, column = self._numbers("HH")
        return self._address(row, column, moves=moves)

    def moving_cell(self) -> str:
        return self.cell(moves=True)

    def area(self, *, moves: bool = False) -> str:
        top, bottom, left, right = self._numbers("HHHH")
        ends = (self._address(top, left, moves=moves), self._address(bottom, right, moves=moves))
        return ":".join(ends)

    def moving_area(self) -> str:
        return self.area(moves=True)

    def _address(self, row: int, column: int, *, moves: bool) -> str:
        letter, number = column & 0x3FFF, row
        if moves and column & 0x8000:
            number = (self.origin[0] + row) % _ROWS
        if moves and column & 0x4000:
            letter = (self.origin[1] + (column & 0xFF)) % _COLUMNS
        marks = ("" if column & 0x4000 else "$", "" if column & 0x8000 else "$")
        return f"{marks[0]}{get_column_letter(letter % _COLUMNS + 1)}{marks[1]}{number + 1}"

    def cell_elsewhere(self) -> str:
        sheet = self._sheet()
        return sheet + self.cell(moves=False)

    def area_elsewhere(self) -> str:
        sheet = self._sheet()
        return sheet + self.area(moves=False)

    def _sheet(self) -> str:
        (number,) = self._numbers("H")
        first, last = _TABLES.get_externsheet_local_range(self.book, number)[:2]
        if first < 0:
            raise UnreadableFormulaError("another file's cells")
        names = self.book.sheet_names()
        if first == last:
            return quote_sheetname(names[first]) + "!"
        return quote_sheetname(f"{names[first]}:{names[last]}") + "!"

    def lost(self, count: int) -> str:
        self._skip(count)
        return "#REF!"


_READERS: Mapping[int, Callable[[_Speller], str]] = {
    0x16: lambda _: "",
    0x17: _Speller.text,
    0x1C: _Speller.error,
    0x1D: _Speller.truth,
    0x1E: _Speller.whole,
    0x1F: _Speller.real,
    0x20: _Speller.listed,
    0x21: _Speller.function,
    0x22: _Speller.function_of_many,
    0x23: _Speller.named,
    0x24: _Speller.cell,
    0x25: _Speller.area,
    0x2A: lambda speller: speller.lost(4),
    0x2B: lambda speller: speller.lost(8),
    0x2C: _Speller.moving_cell,
    0x2D: _Speller.moving_area,
    0x39: _Speller.named_elsewhere,
    0x3A: _Speller.cell_elsewhere,
    0x3B: _Speller.area_elsewhere,
    0x3C: lambda speller: speller.lost(6),
    0x3D: lambda speller: speller.lost(10),
}
