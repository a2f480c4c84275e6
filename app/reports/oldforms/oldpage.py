"""How a binary sheet is printed, seen and guarded, put on the sheet it becomes."""

import re
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break, ColBreak

from app.reports.oldforms.oldrecords import SheetRecords

_STATES = {0: "visible", 1: "hidden", 2: "veryHidden"}
_RIGHTS = {
    "objects": 0, "scenarios": 1, "formatCells": 2, "formatColumns": 3, "formatRows": 4,
    "insertColumns": 5, "insertRows": 6, "insertHyperlinks": 7, "deleteColumns": 8,
    "deleteRows": 9, "selectLockedCells": 10, "sort": 11, "autoFilter": 12, "pivotTables": 13,
    "selectUnlockedCells": 14,
}  # fmt: skip
_SIDEWARD, _UPRIGHT, _UNSET, _NO_COLORS, _DRAFT = 1, 2, 4, 8, 16
_NOTES, _NUMBERED, _AT_END = 32, 128, 512
_ERRORS = ("displayed", "blank", "dash", "NA")


def set_page(target: Any, source: Any, records: SheetRecords) -> None:
    """The page: paper, margins, scale, heads, breaks, and what is printed beside the cells."""
    setup, flags = records.setup, records.flags
    for side, inches in setup.margins.items():
        setattr(target.page_margins, side, inches)
    if setup.numbers:
        _set_up(target.page_setup, setup.numbers)
    target.sheet_properties.pageSetUpPr.fitToPage = setup.fits
    options = target.print_options
    options.horizontalCentered = flags.get("centred") or None
    options.verticalCentered = flags.get("middle") or None
    options.headings = flags.get("headings") or None
    options.gridLines = flags.get("gridlines") or None
    _put_words(target.oddHeader, setup.header)
    _put_words(target.oddFooter, setup.footer)
    _set_other_heads(target, records)
    for row, *_ in source.horizontal_page_breaks:
        target.row_breaks.append(Break(id=row))
    target.col_breaks = ColBreak()
    for column, *_ in source.vertical_page_breaks:
        target.col_breaks.append(Break(id=column))


def _set_up(page: Any, numbers: tuple[int, ...]) -> None:
    paper, scale, first, wide, high, flags = numbers
    page.fitToWidth, page.fitToHeight = wide, high
    page.pageOrder = "overThenDown" if flags & _SIDEWARD else None
    page.blackAndWhite, page.draft = bool(flags & _NO_COLORS) or None, bool(flags & _DRAFT) or None
    if flags & _NOTES:
        page.cellComments = "atEnd" if flags & _AT_END else "asDisplayed"
    page.errors = _ERRORS[flags >> 10 & 3] if flags >> 10 & 3 else None
    if flags & _NUMBERED:
        page.firstPageNumber, page.useFirstPageNumber = first, True
    if flags & _UNSET:
        return  # no printer was ever chosen: paper and scale say nothing
    page.paperSize = paper or None
    page.scale = scale if 10 <= scale <= 400 else None
    page.orientation = "portrait" if flags & _UPRIGHT else "landscape"


def _set_other_heads(target: Any, records: SheetRecords) -> None:
    told, flags = records.setup.others, records.setup.head_flags
    if len(told) == 4:
        target.HeaderFooter.differentOddEven = bool(flags & 1) or None
        target.HeaderFooter.differentFirst = bool(flags & 2) or None
        places = (target.evenHeader, target.evenFooter, target.firstHeader, target.firstFooter)
        for place, words in zip(places, told, strict=True):
            _put_words(place, words)


def _put_words(place: Any, words: str) -> None:
    if words:
        parts = re.split(r"&([LCR])", words)
        texts = {"C": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=False))}
        place.left.text = texts.get("L") or None
        place.center.text = texts.get("C") or None
        place.right.text = texts.get("R") or None


def set_view(target: Any, source: Any, records: SheetRecords, tab: str | None) -> None:
    """How the sheet shows: hidden or not, its frozen part, gridlines, its tab's colour."""
    target.sheet_state = _STATES.get(source.visibility, "visible")
    target.sheet_view.showGridLines = bool(source.show_grid_lines)
    if tab:
        target.sheet_properties.tabColor = tab
    if records.is_frozen:
        across, down = records.split
        target.freeze_panes = f"{get_column_letter(across + 1)}{down + 1}"


def set_guard(target: Any, records: SheetRecords) -> None:
    """The sheet's protection: what it forbids, and the check sum of its password."""
    guard = target.protection
    if not records.flags.get("is_locked"):
        return
    guard.sheet = True
    guard.objects = records.flags.get("locks_objects", False)
    guard.scenarios = records.flags.get("locks_scenarios", False)
    if records.rights is not None:
        for name, bit in _RIGHTS.items():
            setattr(guard, name, not records.rights >> bit & 1)
    if records.password:
        guard.set_password(f"{records.password:04X}", already_hashed=True)


def set_notes(target: Any, source: Any) -> None:
    """The notes of cells, by whom and what."""
    for (row, column), note in source.cell_note_map.items():
        made = Comment(str(note.text or ""), str(note.author or ""))
        target.cell(row + 1, column + 1).comment = made
