"""Blocks of cells on the clipboard: read from WPS and Excel, and written so that both take them."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocument, QTextTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A quoted cell holds a break, a tab or a doubled quote; other quotes stand for themselves.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|$)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_NEEDS_QUOTES = re.compile(r"[\t\r\n]")
_TAG = re.compile(r"<(?:(?P<row>tr)|t[dh])\b(?P<rest>[^>]*)>", re.IGNORECASE)
_MOST_CELLS = 50_000
_MOST_HTML = 2_000_000
_AS_TEXT = " style=\"mso-number-format:'\\@'\""
_BREAK = '<br style="mso-data-placement:same-cell">'


class Spread(NamedTuple):
    """Where the texts of a pasted block go.

    Attributes:
        cells: row place, column place and text.
        rows_over: how many pasted rows find no row to go to.
        columns_over: how many pasted columns find no column.
    """

    cells: list[tuple[int, int, str]]
    rows_over: int = 0
    columns_over: int = 0


def read_block(text: str) -> list[list[str]]:
    """The cells of tab text as a spreadsheet copies it; quoted cells may hold line breaks."""
    text = text.replace("\x00", "")
    rows: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        if quoted and re.search(r'[\t\r\n]|""', quoted[1]):
            rows[-1].append(quoted[1].replace('""', '"').replace("\r\n", "\n"))
            at = quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            rows[-1].append(plain[0] if plain else "")
            at = plain.end() if plain else len(text)
        at = _past_sign(text, at, rows)
    if not rows[-1]:  # the end of the last line begins no row
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def block_text(mime: QMimeData) -> str:
    """What is on the clipboard as tab text, also where a table came without its text.

    A cell merged downwards stands in each of its rows: the text alone has it in the first.
    """
    text = mime.text()
    if text or not mime.hasHtml():
        html = mime.html() if mime.hasHtml() else ""
        return _filled_down(text, html[:_MOST_HTML]) if "rowspan" in html else text
    document = QTextDocument()
    document.setHtml(mime.html()[:_MOST_HTML])
    tables = (part for part in document.rootFrame().childFrames() if isinstance(part, QTextTable))
    table = next(tables, None)
    if table is None:
        return document.toPlainText()
    return _joined(
        [_cell_text(table, row, column) for column in range(table.columns())]
        for row in range(table.rows())
    )


def _filled_down(text: str, html: str) -> str:
    """The text with what the table merges downwards in each of its rows.

    Only the spans are asked of the table. Where it has another shape than the text (several
    tables were copied, or words around one), the text stays as it is.
    """
    block = read_block(text)
    if not block:
        return text
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    row, column = -1, 0
    for tag in _TAG.finditer(html):
        if tag["row"]:
            row, column = row + 1, 0
            continue
        while (row, column) in taken:
            column += 1
        down = min(_span(tag["rest"], "row"), len(block))
        across = min(_span(tag["rest"], "col"), len(block[0]))
        for place in range(down * across):
            at = row + place // across, column + place % across
            taken[at] = (row, at[1])
        column += across
    if row + 1 != len(block) or max(taken, default=(0, -1), key=_column)[1] + 1 != len(block[0]):
        return text
    return _joined(
        [block[taken.get(at, at)[0]][at[1]] for at in ((line, n) for n in range(len(cells)))]
        for line, cells in enumerate(block)
    )


def _column(at: tuple[int, int]) -> int:
    return at[1]


def _span(rest: str, way: str) -> int:
    found = re.search(rf"{way}span\s*=\s*[\"']?(\d{{1,4}})", rest, re.IGNORECASE)
    return max(int(found[1]), 1) if found else 1


def _joined(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join("\t".join(map(_for_text, row)) for row in rows)


def _cell_text(table: QTextTable, row: int, column: int) -> str:
    """The words of a cell; of one merged sideways they stand in its first column alone."""
    cell = table.cellAt(row, column)
    if cell.column() != column:
        return ""
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastCursorPosition().position(), cursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n").strip()


def too_many_cells(text: str) -> str:
    """Why a text is not read as a block: it would take seconds; empty when it may be."""
    cells = max(text.count("\n"), text.count("\r")) + text.count("\t")
    if cells <= _MOST_CELLS:
        return ""
    return f"剪贴板有 {cells} 格，一次最多粘贴 {_MOST_CELLS} 格；没有写入，请分几次粘贴，或用导入。"


def _past_sign(text: str, at: int, rows: list[list[str]]) -> int:
    """Go past what ends a cell: a tab, or a line's end, which begins a new row."""
    if text.startswith("\t", at):
        if at + 1 == len(text):
            rows[-1].append("")
        return at + 1
    for sign in ("\r\n", "\n", "\r"):
        if text.startswith(sign, at):
            rows.append([])
            return at + len(sign)
    return at


def written_block(rows: Sequence[Sequence[str]], *, numbers: Sequence[bool]) -> QMimeData:
    """A block for the clipboard, as tab text and as a table.

    Args:
        rows: the texts.
        numbers: for each column whether it holds numbers; a spreadsheet keeps the others as text.
    """
    mime = QMimeData()
    mime.setText(_joined(rows))
    lines = (
        "".join(
            f"<td{'' if number else _AS_TEXT}>{escape(cell).replace(chr(10), _BREAK)}</td>"
            for cell, number in zip(row, numbers, strict=True)
        )
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    mime.setHtml(
        f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'
    )
    return mime


def spread(
    block: Sequence[Sequence[str]],
    rows: Sequence[int],
    columns: Sequence[int],
    *,
    selected: tuple[int, int],
) -> Spread:
    """Lay a block over cells, as a spreadsheet does.

    One text fills all that is selected, and so does a block that fits into it several times;
    else the block goes where the cursor stands, each cell to its own.

    Args:
        block: the pasted texts.
        rows: the places of the rows from the cursor's on.
        columns: the places of the columns from the cursor's on.
        selected: how many of these rows and columns are selected.
    """
    height, width = len(block), len(block[0])
    tall, wide = selected
    if tall % height or wide % width:
        tall, wide = height, width
    over = max(tall - len(rows), 0), max(wide - len(columns), 0)
    if any(over):
        return Spread([], *over)
    return Spread([
        (rows[down], columns[across], block[down % height][across % width])
        for down in range(tall)
        for across in range(wide)
    ])  # fmt: skip


def _for_text(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
