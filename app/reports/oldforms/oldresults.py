"""Puts the results an old form kept beside its formulas into the sheets it becomes."""

from collections.abc import Mapping
from typing import Any

import xlrd
from openpyxl.utils import get_column_letter

from app.reports.forms.markup import Node
from app.reports.forms.package import Package
from app.reports.oldforms.oldformulas import Place, shown_number

_TEXT, _NUMBER, _DAY, _TRUTH, _FAULT = 1, 2, 3, 4, 5


def put_results(package: Package, part: str, results: Mapping[Place, Any]) -> None:
    """Give each formula of a sheet the result it had.

    Args:
        package: the new workbook's parts.
        part: the sheet's.
        results: the old sheet's cells with formulas, by row and column from 0.
    """
    if not results:
        return
    told = {f"{get_column_letter(c + 1)}{r + 1}": cell for (r, c), cell in results.items()}
    rows = package.tree(part, change=True).find("sheetData")
    for row in rows.nodes("row") if rows else ():
        for cell in row.nodes("c"):
            found = told.get(cell.attributes.get("r", ""))
            if found is not None and cell.find("f") is not None:
                _put(cell, found)


def _put(cell: Node, old: Any) -> None:
    kinds = {_TEXT: "str", _TRUTH: "b", _FAULT: "e"}
    cell.remove("v")
    cell.attributes.pop("t", None)
    if old.ctype not in {_TEXT, _NUMBER, _DAY, _TRUTH, _FAULT}:
        return
    if old.ctype in kinds:
        cell.attributes["t"] = kinds[old.ctype]
    value = cell.kin("v")
    value.children = [_shown(old)]
    cell.children.append(value)


def _shown(old: Any) -> str:
    if old.ctype in {_NUMBER, _DAY}:
        return shown_number(old.value)
    if old.ctype == _FAULT:
        return str(xlrd.error_text_from_code.get(old.value, "#N/A"))
    return str(int(old.value)) if old.ctype == _TRUTH else str(old.value)
