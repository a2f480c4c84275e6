"""The results kept with a form's formulas: renewed where something they rest on has changed."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from openpyxl.utils.cell import range_boundaries

from app.reports.forms.formfunctions import ErrorResultError, UnknownResultError, Value
from app.reports.forms.formsheet import FormSheet
from app.reports.forms.markup import Node
from app.reports.forms.reckoning import Place, Reckoner
from app.reports.forms.shifting import REFERENCE, Growth

_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_ELSEWHERE = re.compile(r"(?:'[^']*\[[^']*'|\[\d+\][\w.]*)!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?")
_CALL = re.compile(r"[A-Z_][\w.]*(?=\()", re.IGNORECASE)
_VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO"})
_UNREAD = re.compile(r"[^\W\d]|[\[#:]")
_CONSTANTS = re.compile(r"\b(?:TRUE|FALSE)\b|\d(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
# So many cells are looked at for what formulas rest on; beyond that all are taken to have changed.
_MOST_LOOKS = 2_000_000


class Results:
    """The formulas of a workbook with what is kept of their results.

    Args:
        sheets: the sheets by name, as they are now.
        written: the cells that were written.
        growths: the rows put in.
        today: the day TODAY() means.
    """

    def __init__(
        self,
        sheets: Mapping[str, FormSheet],
        written: Collection[Place],
        growths: Collection[Growth],
        today: date | None = None,
    ) -> None:
        self._today = today
        self._sheets, self._written = sheets, frozenset(written)
        self._grown = dict[str, list[range]]()
        for one in growths:
            # Rows put in above move what was put in below before.
            held = [
                range(one.row(rows.start), one.row(rows.stop))
                for rows in self._grown.get(one.sheet, ())
            ]
            rows = range(one.first, one.last + one.added + 1)
            self._grown[one.sheet] = [*held, rows]
        self._formulas = {
            (name, *place): text
            for name, sheet in sheets.items()
            for place, text in sheet.formulas().items()
        }
        self._known: dict[Place, bool] = {}
        self._looks = 0

    def renew(self) -> frozenset[str]:
        """Put the new results in, and take those out that are not reckoned here.

        Returns:
            The names of the sheets in which a result was changed.
        """
        stale = {place: text for place, text in self._formulas.items() if self._is_stale(place)}
        reckoner = Reckoner(stale, self._value, self._today)
        for place in stale:
            result: Value | ErrorResultError
            try:
                result = reckoner.result(place)
            except ErrorResultError as error:
                result = error
            except UnknownResultError:
                result = None
            for cell in (self._cell(place), *self._of_array(place)):
                _keep_result(cell, result)
        return frozenset(name for name, *_ in stale)

    def _cell(self, place: Place) -> Node:
        return self._sheets[place[0]].cells()[place[1:]]

    def _of_array(self, place: Place) -> Iterator[Node]:
        """The other cells that show a part of an array formula's result."""
        formula = self._cell(place).find("f")
        area = formula.attributes.get("ref", "") if formula else ""
        if not area.partition(":")[2]:
            return
        cells = self._sheets[place[0]].cells()
        left, top, right, bottom = (one or 1 for one in range_boundaries(area))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) in cells and (row, column) != place[1:]:
                    yield cells[row, column]

    def _is_stale(self, place: Place) -> bool:
        """Whether a formula has no result, or one that may be another's now."""
        if place not in self._known:
            # In a circle of formulas the others decide.
            self._known[place] = False
            try:
                bare = not _has_result(self._cell(place))
                self._known[place] = bare or self._rests_on_new(place)
            except RecursionError:
                self._known[place] = True
        return self._known[place]

    def _rests_on_new(self, place: Place) -> bool:
        told = _ELSEWHERE.sub("", _TEXTS.sub("", self._formulas[place]))
        if not told or _VOLATILE & {name.upper() for name in _CALL.findall(told)}:
            return True
        if _UNREAD.search(_CONSTANTS.sub("", _CALL.sub("", REFERENCE.sub("", told)))):
            return True
        return any(self._is_new(each) for each in self._sources(told, place[0]))

    def _is_new(self, place: Place) -> bool:
        if place in self._written or any(
            place[1] in rows for rows in self._grown.get(place[0], ())
        ):
            return True
        return place in self._formulas and self._is_stale(place)

    def _sources(self, formula: str, sheet: str) -> Iterator[Place]:
        for match in REFERENCE.finditer(formula):
            name = (match["sheet"] or "").strip("'").replace("''", "'") or sheet
            if match["first"]:
                # Whole rows: as far as anything stands in them.
                yield from (each for each in self._written if each[0] == name)
                continue
            area = match[0].rpartition("!")[2].replace("$", "")
            left, top, right, bottom = (one or 1 for one in range_boundaries(area))
            self._looks += (bottom - top + 1) * (right - left + 1)
            if self._looks > _MOST_LOOKS:
                yield from self._written
                continue
            for row in range(top, bottom + 1):
                yield from ((name, row, column) for column in range(left, right + 1))

    def _value(self, place: Place) -> Value:
        """What a cell holds that is not reckoned anew."""
        name, row, column = place
        if name not in self._sheets:
            raise UnknownResultError(name)
        sheet = self._sheets[name]
        cell = sheet.cells().get((row, column))
        if cell is None:
            return None
        text = sheet.text(row, column)
        if text is not None:
            return text
        value = cell.find("v")
        if value is None or not value.text:
            return None
        kind = cell.attributes.get("t", "n")
        if kind == "str":
            return value.text
        if kind == "e":
            raise ErrorResultError(value.text)
        if kind not in {"n", "b"}:
            raise UnknownResultError(kind)
        return value.text == "1" if kind == "b" else Decimal(value.text)


def _has_result(cell: Node) -> bool:
    value = cell.find("v")
    return value is not None and bool(value.text or cell.attributes.get("t") == "str")


def _keep_result(cell: Node, result: Value | ErrorResultError) -> None:
    cell.remove("v")
    cell.remove("is")
    cell.attributes.pop("t", None)
    if result is None:
        return
    value = cell.kin("v")
    if isinstance(result, bool):
        cell.attributes["t"], value.children = "b", [str(int(result))]
    elif isinstance(result, ErrorResultError):
        cell.attributes["t"], value.children = "e", [result.shown]
    elif isinstance(result, Decimal):
        value.children = [repr(float(result))]
    else:
        cell.attributes["t"], value.children = "str", [result]
    cell.children.append(value)
