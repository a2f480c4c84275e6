"""Fills a district's own form: values and rows into that very file, everything else as it was."""

import re
from collections.abc import Sequence
from datetime import date

from app.errors import UserError
from app.reports.forms.formmoves import move_parts
from app.reports.forms.formresults import Results
from app.reports.forms.formsheet import FormCell, FormSheet
from app.reports.forms.markup import Node
from app.reports.forms.package import Package
from app.reports.forms.shifting import Growth

_AFTER_CALC = frozenset(
    {"oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
     "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"}
)  # fmt: skip


def fill_form(
    content: bytes,
    cells: Sequence[FormCell],
    growths: Sequence[Growth] = (),
    today: date | None = None,
) -> bytes:
    """A copy of a form with values written and rows put in.

    Args:
        content: the blank .xlsx file.
        cells: what to write where, with the rows as they are after growth.
        growths: where rows are put in; at most one a sheet.
        today: the day of filling in, for formulas that ask for it.

    Raises:
        UserError: ``form_damaged``: the file can't be read; ``form_too_large``.
    """
    book = _Book(Package(content))
    for growth in growths:
        book.grow(growth)
    for cell in cells:
        book.write(cell)
    if cells or growths:
        book.refresh(cells, growths, today)
    return book.package.write()


def has_macros(content: bytes) -> bool:
    """Whether the workbook is one with macros, which programs open as .xlsm only."""
    package = Package(content)
    return b"macroEnabled.main" in package.read("[Content_Types].xml")


class _Book:
    """The workbook open for writing."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._part = package.workbook()
        self._root = package.tree(self._part)
        self._links = package.links(self._part)
        self._strings = self._linked("sharedStrings", "si")
        self._parts = package.sheets()
        self._sheets: dict[str, FormSheet] = {}
        self._looks = _Looks(package, self._linked_part("styles"))

    def _linked_part(self, kind: str) -> str:
        parts = (target for found, target in self._links.values() if found == kind)
        return next((part for part in parts if self.package.has(part)), "")

    def _linked(self, kind: str, items: str) -> list[Node]:
        part = self._linked_part(kind)
        return self.package.tree(part).nodes(items) if part else []

    def sheet(self, name: str) -> FormSheet:
        if name not in self._sheets:
            if name not in self._parts:
                raise UserError("no_such_sheet", f"空白表里没有名为“{name}”的工作表。")
            root = self.package.tree(self._parts[name])
            self._sheets[name] = FormSheet(name, root, self._strings)
        return self._sheets[name]

    def write(self, cell: FormCell) -> None:
        sheet = self.sheet(cell.sheet)
        self.package.tree(self._parts[cell.sheet], change=True)
        if sheet.is_formula(cell.row, cell.column):
            self._drop_chain()
        before = sheet.text(cell.row, cell.column) or ""
        sheet.write(cell.row, cell.column, cell.value)
        if isinstance(cell.value, str):
            style = sheet.style(cell.row, cell.column)
            width = sheet.width_of(cell.row, cell.column)
            # A line that ran over its blank neighbours before it was filled in still does.
            ran_over = bool(before) and cell.value.startswith(before[:2])
            ran_over = ran_over and self._looks.overflows(style, before, width)
            if not ran_over and self._looks.overflows(style, cell.value, width):
                found = sheet.cells()[cell.row, cell.column]
                found.attributes["s"] = str(self._looks.wrapped(style))
            if self._looks.wraps(sheet.style(cell.row, cell.column)):
                sheet.make_room(cell.row, cell.column, self._looks.size(style))

    def grow(self, growth: Growth) -> None:
        """Put rows in, and move everything that points into the sheet."""
        self.sheet(growth.sheet).grow(growth)
        self._stretch_dimension(growth)
        self.package.tree(self._parts[growth.sheet], change=True)
        move_parts(self.package, self._parts, self._part, growth)
        self._drop_chain()

    def _stretch_dimension(self, growth: Growth) -> None:
        node = self.sheet(growth.sheet).root.find("dimension")
        if node is not None and "ref" in node.attributes:
            # The walk over the sheet has moved it; a form without lines below still got longer.
            rows = [row for row, _ in self.sheet(growth.sheet).cells()]
            ends = node.attributes["ref"].rpartition(":")[2]
            last = re.search(r"\d+$", ends)
            if last and rows and int(last[0]) < max(rows):
                node.attributes["ref"] = re.sub(r"\d+$", str(max(rows)), node.attributes["ref"])

    def _drop_chain(self) -> None:
        """The order of reckoning is out of date; every program makes it anew."""
        part = self._linked_part("calcChain")
        if not part:
            return
        self.package.drop(part)
        links = self.package.tree(self.package.links_part(self._part), change=True)
        links.children = [
            one
            for one in links.children
            if isinstance(one, str) or not one.attributes.get("Type", "").endswith("/calcChain")
        ]

    def refresh(
        self, written: Sequence[FormCell], growths: Sequence[Growth], today: date | None
    ) -> None:
        """Renew the results kept with formulas; those not reckoned here are left out."""
        places = [(cell.sheet, cell.row, cell.column) for cell in written]
        sheets = {name: self.sheet(name) for name in self._parts}
        changed = Results(sheets, places, growths, today).renew()
        for name in changed:
            self.package.tree(self._parts[name], change=True)
        if changed:
            self._ask_for_reckoning()

    def _ask_for_reckoning(self) -> None:
        root = self.package.tree(self._part, change=True)
        node = root.find("calcPr")
        if node is None:
            node = root.kin("calcPr")
            places = [
                at
                for at, one in enumerate(root.children)
                if isinstance(one, Node) and one.local in _AFTER_CALC
            ]
            root.children.insert(min(places, default=len(root.children)), node)
        node.attributes["fullCalcOnLoad"] = "1"


class _Looks:
    """The workbook's styles, as far as writing text needs them."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        root = package.tree(part) if part else Node("styleSheet")
        self._formats = root.find("cellXfs") or root.kin("cellXfs")
        self._fonts = (root.find("fonts") or root.kin("fonts")).nodes("font")
        self._made: dict[int, int] = {}

    def _style(self, style: int) -> Node | None:
        found = self._formats.nodes("xf")
        return found[style] if style < len(found) else None

    def _alignment(self, style: int) -> dict[str, str]:
        node = self._style(style)
        alignment = node.find("alignment") if node else None
        return alignment.attributes if alignment else {}

    def wraps(self, style: int) -> bool:
        """Whether the style breaks long text into lines."""
        return self._alignment(style).get("wrapText") in {"1", "true"}

    def size(self, style: int) -> float:
        """The type size in points."""
        node = self._style(style)
        at = int(node.attributes.get("fontId", 0)) if node else 0
        size = self._fonts[at].find("sz") if at < len(self._fonts) else None
        return float(size.attributes.get("val", 11)) if size else 11.0

    def overflows(self, style: int, text: str, width: float) -> bool:
        """Whether a text needs to be broken into lines that its style does not give."""
        alignment = self._alignment(style)
        if not self._made and self._style(style) is None:
            return False
        if self.wraps(style) or alignment.get("shrinkToFit") in {"1", "true"}:
            return False
        length = sum(1 if ord(sign) < 0x2000 else 2 for sign in text)
        return "\n" in text or length * self.size(style) / 11 > width

    def wrapped(self, style: int) -> int:
        """The same style with long text broken into lines."""
        if style not in self._made:
            self._package.tree(self._part, change=True)
            source = self._style(style)
            copy = source.copy() if source else self._formats.kin("xf")
            alignment = copy.find("alignment")
            if alignment is None:
                alignment = copy.kin("alignment")
                copy.children.insert(0, alignment)
            alignment.attributes["wrapText"] = "1"
            copy.attributes["applyAlignment"] = "1"
            self._made[style] = len(self._formats.nodes("xf"))
            self._formats.children.append(copy)
            self._formats.attributes["count"] = str(self._made[style] + 1)
        return self._made[style]
