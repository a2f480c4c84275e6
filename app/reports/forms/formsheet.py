"""One sheet of a district's form: rows put in, values written, everything else left as it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import coordinate_from_string, get_column_letter, range_boundaries

from app.reports.forms.formmoves import move_node
from app.reports.forms.markup import Node, legal
from app.reports.forms.shifting import Growth

_FORMULA_CELLS = frozenset({"ref", "r1", "r2"})
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TALLEST = 409.0
_USUAL_WIDTH = 8.43


@dataclass(frozen=True, slots=True)
class FormCell:
    """A value for one cell; rows and columns count from 1, after any growth.

    Attributes:
        value: a text is written as text whatever it begins with; a Decimal as a number; None
            empties the cell.
    """

    sheet: str
    row: int
    column: int
    value: str | Decimal | None


class FormSheet:
    """A sheet's XML, found and changed cell by cell.

    Args:
        name: the sheet's name.
        root: its XML.
        strings: the workbook's shared strings.
    """

    def __init__(self, name: str, root: Node, strings: Sequence[Node]) -> None:
        self.name, self.root, self.strings = name, root, strings
        self.data = root.find("sheetData") or root.kin("sheetData")
        self._rows: dict[int, Node] = {}
        self._cells: dict[tuple[int, int], Node] = {}
        self._number()
        self.widths = self._read_widths()

    def _number(self) -> None:
        """Give every row and cell the address it has, written or implied."""
        self._rows, self._cells = {}, {}
        row = 0
        for node in self.data.nodes("row"):
            row = int(node.attributes.get("r", row + 1))
            node.attributes["r"] = str(row)
            self._rows[row] = node
            column = 0
            for cell in node.nodes("c"):
                if "r" in cell.attributes:
                    column = range_boundaries(cell.attributes["r"])[0] or 1
                else:
                    column += 1
                    cell.attributes["r"] = f"{get_column_letter(column)}{row}"
                self._cells[row, column] = cell

    def _read_widths(self) -> dict[int, float]:
        widths = {}
        for node in self.root.find("cols").nodes("col") if self.root.find("cols") else ():  # type: ignore[union-attr]
            hidden = node.attributes.get("hidden") in {"1", "true"}
            width = 0.0 if hidden else float(node.attributes.get("width", _USUAL_WIDTH))
            last = min(int(node.attributes["max"]), int(node.attributes["min"]) + 500)
            widths.update(dict.fromkeys(range(int(node.attributes["min"]), last + 1), width))
        return widths

    @property
    def merges(self) -> list[tuple[int, int, int, int]]:
        """The merged areas: top, left, bottom, right."""
        areas = self.root.find("mergeCells")
        found = []
        for node in areas.nodes("mergeCell") if areas else ():
            left, top, right, bottom = range_boundaries(node.attributes["ref"])
            found.append((top or 1, left or 1, bottom or 1, right or 1))
        return found

    def cells(self) -> dict[tuple[int, int], Node]:
        """Every cell of the sheet, by row and column."""
        return self._cells

    def style(self, row: int, column: int) -> int:
        """The number of a cell's style."""
        cell = self._cells.get((row, column))
        return int(cell.attributes.get("s", 0)) if cell else 0

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a cell is reckoned."""
        cell = self._cells.get((row, column))
        return cell is not None and cell.find("f") is not None

    def text(self, row: int, column: int) -> str | None:
        """A cell's text; None when it holds none."""
        cell = self._cells.get((row, column))
        item = self._item(cell) if cell else None
        return None if item is None else _plain(item)

    def _item(self, cell: Node) -> Node | None:
        """The text of a cell as its element, runs and all."""
        value = cell.find("v")
        if cell.attributes.get("t") == "s" and value is not None:
            return self.strings[int(value.text)]
        return cell.find("is") if cell.attributes.get("t") == "inlineStr" else None

    def write(self, row: int, column: int, value: str | Decimal | None) -> None:
        """Put a value into a cell; the runs of a text that stays keep their looks."""
        cell = self._cells.get((row, column)) or self._new_cell(row, column)
        if self.is_formula(row, column):
            self._unshare()
        item = self._item(cell)
        cell.children = []
        cell.attributes.pop("t", None)
        for name in ("cm", "vm"):
            cell.attributes.pop(name, None)
        if value is None:
            return
        if isinstance(value, Decimal):
            number = cell.kin("v")
            number.children = [format(value.normalize() if value else Decimal(0), "f")]
            cell.children = [number]
            return
        cell.attributes["t"] = "inlineStr"
        inline = cell.kin("is")
        text = legal(value)
        if item is not None and item.nodes("r"):
            inline.children = list(_rewritten(item, text).children)
        else:
            inline.children = [_text_node(cell, text)]
        cell.children = [inline]

    def _new_cell(self, row: int, column: int) -> Node:
        home = self._rows.get(row) or self._new_row(row)
        address = f"{get_column_letter(column)}{row}"
        cell = home.kin("c", {"r": address})
        if "s" in home.attributes:
            cell.attributes["s"] = home.attributes["s"]
        later = [at for (r, at) in self._cells if r == row and at > column]
        place = home.children.index(self._cells[row, min(later)]) if later else len(home.children)
        home.children.insert(place, cell)
        self._cells[row, column] = cell
        return cell

    def _new_row(self, row: int) -> Node:
        node = self.data.kin("row", {"r": str(row)})
        later = [number for number in self._rows if number > row]
        children = self.data.children
        place = children.index(self._rows[min(later)]) if later else len(children)
        children.insert(place, node)
        self._rows[row] = node
        return node

    def width_of(self, row: int, column: int) -> float:
        """The width in characters of a cell, or of the merged area that begins there."""
        for top, left, _, right in self.merges:
            if (top, left) == (row, column):
                return sum(self.widths.get(each, _USUAL_WIDTH) for each in range(left, right + 1))
        return self.widths.get(column, _USUAL_WIDTH)

    def make_room(self, row: int, column: int, size: float) -> None:
        """Let a row of fixed height grow until the text of one cell fits."""
        node, text = self._rows.get(row), self.text(row, column)
        if node is None or text is None or "ht" not in node.attributes:
            return
        if any(
            (top, left) == (row, column) and bottom > top for top, left, bottom, _ in self.merges
        ):
            return
        room = max(2.0, (self.width_of(row, column) - 1.5) * 11 / size)
        lines = sum(max(1, -(-_width(line) // room)) for line in text.split("\n"))
        wanted = min(_TALLEST, lines * size * 1.25 + 4)
        if wanted > float(node.attributes["ht"]):
            node.attributes["ht"] = format(wanted, ".2f").rstrip("0").rstrip(".")
            node.attributes["customHeight"] = "1"

    def grow(self, growth: Growth) -> None:
        """Put rows in below the body: copies of its last row without values."""
        self._unshare()
        last = self._rows.get(growth.last) or self._new_row(growth.last)
        copies = [self._copy_row(last, growth, step) for step in range(1, growth.added + 1)]
        self._move_rows(growth)
        place = self.data.children.index(last) + 1
        self.data.children[place:place] = copies
        self._number()
        self._move_rest(growth)
        self._repeat_sparklines(growth)
        self._repeat_merges(growth)

    def _copy_row(self, row: Node, growth: Growth, step: int) -> Node:
        copy = row.copy()
        copy.attributes["r"] = str(growth.last + step)
        for cell in copy.nodes("c"):
            letters, _ = coordinate_from_string(cell.attributes["r"])
            cell.attributes["r"] = f"{letters}{growth.last + step}"
            formula = cell.find("f")
            if formula is None:
                cell.children = []
                cell.attributes.pop("t", None)
            else:
                _repeat_formula(cell, formula, growth, step)
        return copy

    def _move_rows(self, growth: Growth) -> None:
        for node in self.data.nodes("row"):
            row = growth.row(int(node.attributes["r"]))
            node.attributes["r"] = str(row)
            for cell in node.nodes("c"):
                cell.attributes["r"] = growth.moved(cell.attributes["r"])
                for formula in cell.nodes("f"):
                    formula.children = [_moved_formula(formula.text, row, growth)]
                    for name in _FORMULA_CELLS & formula.attributes.keys():
                        formula.attributes[name] = growth.moved(formula.attributes[name])

    def _repeat_sparklines(self, growth: Growth) -> None:
        """The new rows get small charts of their own where the last row has one."""
        for node in self.root.walk():
            for line in node.nodes("sparkline") if node.local == "sparklines" else ():
                place, source = line.find("sqref"), line.find("f")
                if place is None or source is None or _row_of(place.text) != growth.last:
                    continue
                for step in range(1, growth.added + 1):
                    copy = Node(line.name)
                    for one in (source, place):
                        text = growth.repeated(one.text, step)
                        copy.children.append(Node(one.name, dict(one.attributes), [text]))
                    node.children.append(copy)

    def _move_rest(self, growth: Growth) -> None:
        for part in self.root.nodes():
            if part.local in {"sheetData", "cols", "sheetFormatPr"}:
                continue
            for node in part.walk():
                move_node(node, growth, own=True)

    def _repeat_merges(self, growth: Growth) -> None:
        areas = self.root.find("mergeCells")
        if areas is None:
            return
        for node, (top, left, bottom, right) in zip(
            areas.nodes("mergeCell"), self.merges, strict=True
        ):
            if top < bottom == growth.last:
                # A label beside the body reaches down over the new rows.
                node.attributes["ref"] = (
                    f"{get_column_letter(left)}{top}:"
                    f"{get_column_letter(right)}{bottom + growth.added}"
                )
            elif top == bottom == growth.last:
                for step in range(1, growth.added + 1):
                    row = growth.last + step
                    ends = f"{get_column_letter(left)}{row}:{get_column_letter(right)}{row}"
                    areas.children.append(areas.kin("mergeCell", {"ref": ends}))
        areas.attributes["count"] = str(len(areas.nodes("mergeCell")))

    def formulas(self) -> dict[tuple[int, int], str]:
        """The formula of every cell that has one of its own, shared ones written out.

        A formula for several cells at once stands in braces; data tables are none.
        """
        found, masters = {}, dict[str, tuple[str, str]]()
        for place, cell in self._cells.items():
            formula = cell.find("f")
            kind = formula.attributes.get("t", "normal") if formula else "dataTable"
            if formula is None or kind == "dataTable":
                continue
            key = formula.attributes.get("si", "")
            found[place] = f"{{{formula.text}}}" if kind == "array" else formula.text
            if kind == "shared" and formula.text:
                masters[key] = (formula.text, cell.attributes["r"])
            elif kind == "shared" and key in masters:
                text, origin = masters[key]
                moved = Translator("=" + text, origin=origin)
                found[place] = str(moved.translate_formula(cell.attributes["r"]))[1:]
        return found

    def _unshare(self) -> None:
        """Write shared formulas out, so that each can move by itself."""
        for place, text in self.formulas().items():
            formula = self._cells[place].find("f")
            if formula is None or formula.attributes.get("t") != "shared":
                continue
            formula.children = [text]
            for name in ("t", "si", "ref"):
                formula.attributes.pop(name, None)


def _repeat_formula(cell: Node, formula: Node, growth: Growth, step: int) -> None:
    """A formula of the body's last row in a copy of that row."""
    cell.remove("v")
    cell.attributes.pop("t", None)
    if formula.attributes.get("t") == "dataTable":
        cell.remove("f")
        return
    formula.children = [growth.repeated(formula.text, step)]
    if "ref" in formula.attributes:
        formula.attributes["ref"] = growth.repeated(formula.attributes["ref"], step)


def _moved_formula(text: str, row: int, growth: Growth) -> str:
    """A formula afterwards; those of the last row reckon along it or up to it, as their copies."""
    return growth.repeated(text, 0) if row == growth.last else growth.formula(text, own=True)


def _row_of(reference: str) -> int:
    digits = re.search(r"\d+$", reference)
    return int(digits[0]) if digits else 0


def _plain(item: Node) -> str:
    """The text of a string item; readings of Japanese signs are none of it."""
    own = [node.text for node in item.nodes("t")]
    runs = [node.text for run in item.nodes("r") for node in run.nodes("t")]
    return "".join((*own, *runs))


def _text_node(near: Node, text: str) -> Node:
    node = near.kin("t", {"xml:space": "preserve"})
    node.children = [_ESCAPE.sub("_x005F_", text)]
    return node


def _rewritten(item: Node, text: str) -> Node:
    """The runs of a text, changed where the new text differs; its readings are no longer true."""
    item = item.copy()
    item.remove("rPh")
    item.remove("phoneticPr")
    old = _plain(item)
    head = next((at for at, pair in enumerate(zip(old, text, strict=False)) if pair[0] != pair[1]),
                min(len(old), len(text)))  # fmt: skip
    tail = 0
    while tail < min(len(old), len(text)) - head and old[-1 - tail] == text[-1 - tail]:
        tail += 1
    cut, new, at, placed = len(old) - tail, text[head : len(text) - tail], 0, False
    nodes = [t for run in item.nodes("r") for t in run.nodes("t")]
    for node in nodes:
        start, end = at, at + len(node.text)
        at = end
        kept = node.text[: max(0, head - start)] if start < head else ""
        rest = node.text[max(0, cut - start) :] if end > cut else ""
        # At the seam of two runs a new text belongs to the blank it fills, the run that follows.
        if not placed and (start <= head < end or (node is nodes[-1] and head == end)):
            kept, placed = kept + new, True
        node.attributes["xml:space"] = "preserve"
        node.children = [kept + rest]
    return item


def _width(line: str) -> int:
    return sum(1 if ord(sign) < 0x2000 else 2 for sign in line)
