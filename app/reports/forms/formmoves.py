"""Moves along what points into a sheet that rows are put into: in the sheet, and in other parts."""

import re

from app.reports.forms.markup import Node
from app.reports.forms.package import Package
from app.reports.forms.shifting import Growth

_FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula",
     "definedName"}
)  # fmt: skip
_FORMULA_ATTRIBUTES = frozenset(
    {"textlink", "cellRange", "linkedCell", "listFillRange", "location", "fmlaLink", "fmlaRange",
     "fmlaTxbx", "fmlaGroup", "fmlaPict"}
)  # fmt: skip
_CELL_ATTRIBUTES = frozenset({"topLeftCell", "activeCell"})
# What belongs to the cells it was made for, and does not stretch over new rows.
_UNSTRETCHED = frozenset(
    {"mergeCell", "hyperlink", "comment", "threadedComment", "location", "sparkline"}
)
_NAMED_BY_R = frozenset({"cellWatch", "inputCells", "singleXmlCell"})
_SOURCES = frozenset({"worksheetSource", "dataRef"})
_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?\d")
_OLD_FORMULA = re.compile(r"(<x:Fmla(?:Link|Range|Txbx|Group|Pict)>)([^<]*)(</x:Fmla)")
_OLD_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_OLD_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
# The kinds of parts that name cells; the district's own data beside them is none of ours.
_POINTING = frozenset(
    {"drawing", "vmlDrawing", "chart", "chartEx", "chartUserShapes", "comments", "threadedComment",
     "table", "tableSingleCells", "pivotTable", "pivotCacheDefinition", "ctrlProp", "chartsheet"}
)  # fmt: skip


def move_parts(package: Package, sheets: dict[str, str], workbook: str, growth: Growth) -> None:
    """Move every part but the grown sheet itself.

    Args:
        package: the workbook's parts.
        sheets: the worksheets' parts by name.
        workbook: the workbook's own part.
        growth: the rows put in.
    """
    parts = {workbook: False, **dict.fromkeys(_below(package, workbook), False)}
    for name, sheet in sheets.items():
        own = name == growth.sheet
        parts.update(dict.fromkeys(_below(package, sheet), own) | ({} if own else {sheet: False}))
    for part, own in parts.items():
        if part.endswith(".vml"):
            _move_old_drawing(package, part, growth, own=own)
        else:
            _move_xml(package, part, growth, own=own)
        _move_links(package, part, growth, own=own)
    _move_links(package, sheets[growth.sheet], growth, own=True)


def _below(package: Package, part: str) -> list[str]:
    return [target for target, kind in package.below(part).items() if kind in _POINTING]


def _move_xml(package: Package, part: str, growth: Growth, *, own: bool) -> None:
    # A part nothing has moved in stays as it was written, to the byte.
    moved = [move_node(node, growth, own=own) for node in package.tree(part).walk()]
    if any(moved):
        package.tree(part, change=True)


def _move_links(package: Package, part: str, growth: Growth, *, own: bool) -> None:
    """Links of shapes to places in the workbook."""
    links = package.links_part(part)
    if not package.has(links):
        return
    for node in package.tree(links).nodes("Relationship"):
        target = node.attributes.get("Target", "")
        moved = growth.formula(target, own=own)
        if target.startswith("#") and moved != target:
            node.attributes["Target"] = moved
            package.tree(links, change=True)


def move_node(node: Node, growth: Growth, *, own: bool) -> bool:
    """Move what one element says; whether anything did.

    Args:
        node: the element.
        growth: the rows put in.
        own: whether it belongs to the grown sheet, so that bare addresses mean its cells.
    """
    moved = [_move_attribute(node, name, growth, own=own) for name in node.attributes]
    if node.local in _FORMULAS and node.text:
        moved.append(_retell(node, growth.formula(node.text, own=own)))
    elif own and node.local == "row" and node.text.strip().isdigit():
        moved.append(_retell(node, str(growth.row(int(node.text) + 1) - 1)))
    elif own and node.local == "rowBreaks":
        moved += [_move_break(one, growth) for one in node.nodes("brk")]
    if own:
        change = growth.moved if node.local in _UNSTRETCHED else growth.area
        moved += [_retell(one, change(one.text)) for one in node.nodes("sqref")]
    return any(moved)


def _move_attribute(node: Node, name: str, growth: Growth, *, own: bool) -> bool:
    value = node.attributes[name]
    if name in _FORMULA_ATTRIBUTES:
        moved = growth.formula(value, own=own)
    elif name == "ref" and node.local in _SOURCES:
        here = node.attributes.get("sheet", "") == growth.sheet
        moved = growth.area(value) if here else value
    elif not own or not _ADDRESS.match(value):
        return False
    elif name in {"sqref", "ref"}:
        stretches = node.local not in _UNSTRETCHED
        moved = growth.area(value) if stretches else growth.moved(value)
    elif name in _CELL_ATTRIBUTES or (name == "r" and node.local in _NAMED_BY_R):
        moved = growth.moved(value)
    else:
        return False
    node.attributes[name] = moved
    return moved != value


def _retell(node: Node, text: str) -> bool:
    if node.text == text:
        return False
    node.children = [text]
    return True


def _move_break(node: Node, growth: Growth) -> bool:
    """A page's end stays above the row it was set at."""
    told = node.attributes.get("id", "")
    if not told.isdigit():
        return False
    node.attributes["id"] = str(growth.row(int(told) + 1) - 1)
    return node.attributes["id"] != told


def _move_old_drawing(package: Package, part: str, growth: Growth, *, own: bool) -> None:
    """Form buttons and notes of the old drawing language, which is not always sound XML."""
    text = package.read(part).decode("utf-8", "surrogateescape")
    moved = _OLD_FORMULA.sub(lambda m: m[1] + growth.formula(m[2], own=own) + m[3], text)
    if own:
        moved = _OLD_ROW.sub(lambda m: m[1] + _index(m[2], growth) + m[3], moved)
        moved = _OLD_ANCHOR.sub(lambda m: m[1] + _anchor(m[2], growth) + m[3], moved)
    if moved != text:
        package.put(part, moved.encode("utf-8", "surrogateescape"))


def _index(row: str, growth: Growth) -> str:
    """A row counted from 0."""
    return str(growth.row(int(row) + 1) - 1)


def _anchor(told: str, growth: Growth) -> str:
    parts = told.split(",")
    for at in (2, 6):
        if at < len(parts) and parts[at].strip().isdigit():
            parts[at] = f" {_index(parts[at], growth)}"
    return ",".join(parts)
