"""Turns a blank .xls form into the same form as .xlsx, so that it can be filled in."""

import io
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import xlrd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.formula import ArrayFormula
from xlrd.compdoc import CompDoc

from app.errors import UserError
from app.reports.formpages.formsize import Sizes
from app.reports.forms.package import Package
from app.reports.oldforms.olddrawings import losses_of, pictures_in, shapes_on
from app.reports.oldforms.olddrawn import hang_drawings, is_known_shape
from app.reports.oldforms.oldformulas import Code, Place, UnreadableFormulaError, spelt_formula
from app.reports.oldforms.oldlooks import OldLooks
from app.reports.oldforms.oldpage import set_guard, set_notes, set_page, set_view
from app.reports.oldforms.oldrecords import BookRecords, SheetRecords, book_records
from app.reports.oldforms.oldresults import put_results
from app.reports.oldforms.oldrules import add_conditions, add_validations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
_NEWEST = 80  # the last binary format; older ones keep less, and keep it otherwise
_PRINT_AREA, _PRINT_TITLES, _FILTER = "Print_Area", "Print_Titles", "_FilterDatabase"
_OWN = "_xl"
_REPEATED = 0x01


@dataclass(frozen=True, slots=True)
class Converted:
    """An old form in the newer format.

    Attributes:
        content: the file as .xlsx.
        lost: what could not be carried along, in words.
    """

    content: bytes
    lost: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the clerk must know before relying on it: one sentence, or none."""
        if not self.lost:
            return ()
        return (
            f"这份 .xls 空白表里的{'、'.join(self.lost)}没有带过来；"
            "要保留的，请用表格软件打开原表，另存为 .xlsx 再选。",
        )


def is_old_form(content: bytes) -> bool:
    """Whether the bytes are a binary workbook."""
    return content.startswith((_OLE, *_BARE))


def converted(content: bytes) -> Converted:
    """The form as .xlsx: cells, looks, rules, drawings, notes, names and page, and what is lost.

    Raises:
        UserError: ``form_damaged``: the file can't be read.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
        newest = book.biff_version >= _NEWEST
        records = book_records(_stream(content)) if newest else BookRecords()
        return _Conversion(book, records).run()
    except Exception as error:
        # A damaged binary workbook fails in any of a dozen ways.
        message = "这份 .xls 空白表读不完整；请用表格软件打开后另存为 .xlsx 再试。"
        raise UserError("form_damaged", message, details=repr(error)) from error


def _stream(content: bytes) -> bytes:
    if not content.startswith(_OLE):
        return content
    document: Any = CompDoc(content, logfile=io.StringIO())
    return bytes(document.get_named_stream("Workbook") or document.get_named_stream("Book") or b"")


class _Conversion:
    """Turns a workbook sheet by sheet, and keeps in mind what is lost."""

    def __init__(self, book: Any, records: BookRecords) -> None:
        self._book, self._records = book, records
        self._looks, self._made = OldLooks(book), Workbook()
        self._made.remove(self._made.worksheets[0])
        self._set_usual_font()
        self._lost: dict[str, None] = {}
        self._results: dict[str, dict[Place, Any]] = {}

    def _set_usual_font(self) -> None:
        """The font of cells told nothing: widths of columns are counted in its digits."""
        made: Any = self._made
        font = self._looks.usual_font
        made._fonts = IndexedList([font])
        made._named_styles["Normal"].font = copy(font)

    def run(self) -> Converted:
        kept = self._records.sheets
        sheets = [
            kept[at] if at < len(kept) else SheetRecords() for at in range(self._book.nsheets)
        ]
        for source, records in zip(self._book.sheets(), sheets, strict=True):
            target = self._made.create_sheet(source.name)
            self._sheet(source, target, records)
        self._names()
        if self._records.locks_sheets:
            self._made.security = WorkbookProtection(lockStructure=True)
        if self._records.has_macros:
            self._lose("宏")
        stream = io.BytesIO()
        self._made.save(stream)
        package = Package(stream.getvalue())
        for name, part in package.sheets().items():
            put_results(package, part, self._results[name])
        self._hang(package, sheets)
        return Converted(package.write(), tuple(self._lost))

    def _lose(self, *words: str) -> None:
        self._lost.update(dict.fromkeys(words))

    def _sheet(self, source: Any, target: Any, records: SheetRecords) -> None:
        copier = _Copier(self._book, source, target, records, self._looks)
        copier.copy()
        self._results[target.title] = copier.results
        set_page(target, source, records)
        set_view(target, source, records, self._looks.palette.color(records.tab_color))
        set_guard(target, records)
        set_notes(target, source)
        if not add_conditions(target, records.conditions, self._book, self._looks.palette):
            self._lose("一部分条件格式")
        if not add_validations(target, records.validations, self._book):
            self._lose("一部分数据有效性")
        if copier.unread:
            self._lose(f"{len(copier.unread)} 个公式（只留下了数值）")
        self._lose(*sorted(records.lost), *losses_of(records))

    def _hang(self, package: Package, sheets: list[SheetRecords]) -> None:
        """What hangs over the sheets."""
        over = {}
        pictures = pictures_in(bytes(self._records.drawings))
        for target, records in zip(self._made.worksheets, sheets, strict=True):
            shapes = shapes_on(records)
            if any(one.picture > len(pictures) or not pictures[one.picture - 1][1]
                   for one in shapes if one.picture and one.is_drawn):  # fmt: skip
                self._lose("一部分图片")
            if any(one.is_drawn and not is_known_shape(one) for one in shapes):
                self._lose("一部分自选图形的外形（画成方框）")
            over[target.title] = (shapes, Sizes(target))
        hang_drawings(package, over, pictures, self._book)

    def _names(self) -> None:
        """Print areas, titles and filters of the sheets, and the workbook's own names."""
        for name in self._book.name_obj_list:
            if name.name in {_PRINT_AREA, _PRINT_TITLES, _FILTER} and name.scope >= 0:
                areas = list(_areas(name))
                _put_areas(self._made.worksheets[name.scope], name.name, areas)
            elif not name.name.startswith(_OWN) and not name.macro and not name.func:
                self._name(name)

    def _name(self, name: Any) -> None:
        size = name.basic_formula_len
        code = Code(name.raw_formula[:size], name.raw_formula[size:])
        try:
            words = spelt_formula(self._book, code, (0, 0))
        except UnreadableFormulaError:
            self._lose("一部分名称")
            return
        home = self._made if name.scope < 0 else self._made.worksheets[name.scope]
        made = DefinedName(name.name, attr_text=words, hidden=bool(name.hidden) or None)
        home.defined_names[name.name] = made


class _Copier:
    """Copies the cells of one sheet.

    ``unread`` holds the cells whose formula could not be spelt out: their value stays;
    ``results`` those with a formula, for what it came to.
    """

    def __init__(
        self, book: Any, source: Any, target: Any, records: SheetRecords, looks: OldLooks
    ) -> None:
        self._book, self._source, self._target = book, source, target
        self._records, self._looks = records, looks
        self.unread: list[Place] = []
        self.results: dict[Place, Any] = {}

    def copy(self) -> None:
        for row in range(self._source.nrows):
            for column in range(self._source.row_len(row)):
                self._copy_cell(row, column)
        for top, bottom, left, right in self._source.merged_cells:
            self._merge(top, bottom, left, right)
        for (row, column), link in self._source.hyperlink_map.items():
            if link.url_or_path and link.type == "url":
                self._target.cell(row + 1, column + 1).hyperlink = str(link.url_or_path)
        self._sizes()

    def _copy_cell(self, row: int, column: int) -> None:
        cell = self._source.cell(row, column)
        target = self._target.cell(row + 1, column + 1)
        formula = self._formula(row, column)
        if formula:
            target.value = formula
            self.results[row, column] = cell
        elif cell.ctype == 1 and cell.value != "":
            runs = self._source.rich_text_runlist_map.get((row, column))
            target.value = self._looks.rich(cell.value, runs) if runs else cell.value
            if not runs:
                target.data_type = "s"
        elif cell.ctype in {2, 3}:
            target.value = int(cell.value) if cell.value == int(cell.value) else cell.value
        elif cell.ctype == 4:
            target.value = bool(cell.value)
        elif cell.ctype == 5:
            target.value = xlrd.error_text_from_code.get(cell.value, "#N/A")
            target.data_type = "e"
        self._looks.dress(target, cell.xf_index)

    def _formula(self, row: int, column: int) -> Any:
        code = self._records.formulas.get((row, column))
        if code is None:
            return ""
        try:
            return self._spelt(code, (row, column))
        except UnreadableFormulaError:
            self.unread.append((row, column))
            return ""

    def _spelt(self, code: Code, at: Place) -> Any:
        """A cell's formula; one that only points to another's takes that one's words."""
        if code.tokens[:1] != bytes([_REPEATED]):
            return "=" + spelt_formula(self._book, code, at)
        first = (
            int.from_bytes(code.tokens[1:3], "little"),
            int.from_bytes(code.tokens[3:5], "little"),
        )
        if first in self._records.shared:
            return "=" + spelt_formula(self._book, self._records.shared[first], at)
        if first not in self._records.arrays:
            raise UnreadableFormulaError("no formula to repeat")
        if first != at:
            return ""  # the first cell's formula fills this one too
        array, (top, bottom, left, right) = self._records.arrays[first]
        words = spelt_formula(self._book, array, at)
        return ArrayFormula(_named(top, bottom + 1, left, right + 1), "=" + words)

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """Merge without the library's tidying, which takes the inner cells' borders away."""
        kept = {}
        for row in range(top, bottom):
            for column in range(left, right):
                cell = self._target.cell(row + 1, column + 1)
                kept[row, column] = cell._style
        self._target.merge_cells(_named(top, bottom, left, right))
        for (row, column), style in kept.items():
            self._target.cell(row + 1, column + 1)._style = style

    def _sizes(self) -> None:
        source, target = self._source, self._target
        if source.default_row_height:
            target.sheet_format.defaultRowHeight = source.default_row_height / 20
        if source.standardwidth:
            target.sheet_format.defaultColWidth = source.standardwidth / 256
        elif source.defcolwidth:
            target.sheet_format.baseColWidth = source.defcolwidth
        for column, info in source.colinfo_map.items():
            if column < 256:
                size = target.column_dimensions[get_column_letter(column + 1)]
                size.width, size.hidden = info.width / 256, bool(info.hidden)
                size.outlineLevel = info.outline_level
        for row, info in source.rowinfo_map.items():
            size = target.row_dimensions[row + 1]
            size.height, size.hidden = info.height / 20, bool(info.hidden)
            size.outlineLevel = info.outline_level


def _named(top: int, bottom: int, left: int, right: int) -> str:
    """An area's name; its last row and column stand before ``bottom`` and ``right``."""
    return f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"


def _areas(name: Any) -> Iterator[tuple[int, int, int, int]]:
    for reference in (name.result.value if name.result is not None else None) or ():
        _, _, top, bottom, left, right = reference.coords
        yield top, bottom, left, right


def _put_areas(sheet: Any, name: str, areas: list[tuple[int, int, int, int]]) -> None:
    if name == _PRINT_AREA and areas:
        sheet.print_area = [_named(*area) for area in areas]
    elif name == _FILTER and areas:
        sheet.auto_filter.ref = _named(*areas[0])
    elif name == _PRINT_TITLES:
        for top, bottom, left, right in areas:
            if right - left >= 256:
                sheet.print_title_rows = f"{top + 1}:{bottom}"
            else:
                first, last = get_column_letter(left + 1), get_column_letter(right)
                sheet.print_title_cols = f"{first}:{last}"
