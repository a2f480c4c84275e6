"""An old binary form turned into a new one: what is carried along, and what the clerk is told."""

import struct
from io import BytesIO
from typing import Any

import pytest
import xlwt  # type: ignore[import-untyped]
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from PIL import Image

from app.errors import UserError
from app.reports.forms.package import Package
from app.reports.oldforms.oldform import Converted, converted

_OFFICE_ART = 0x00EC
_EOF = b"\x0a\x00\x00\x00"


def _words(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _record(code: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HH", code, len(body)) + body


def _art(code: int, *parts: bytes, version: int = 0) -> bytes:
    body = b"".join(parts)
    return struct.pack("<HHI", version, code, len(body)) + body


def _holder(code: int, *parts: bytes) -> bytes:
    return _art(code, *parts, version=15)


def _properties(**told: int) -> bytes:
    pairs = b"".join(struct.pack("<HI", int(code[1:], 16), value) for code, value in told.items())
    return _art(0xF00B, pairs, version=len(told) << 4 | 3)


def _shape(kind: int, *parts: bytes, properties: bytes = b"") -> bytes:
    anchor = struct.pack("<9H", 0, 1, 512, 2, 128, 3, 0, 5, 0)
    name = _art(0xF00A, struct.pack("<II", 1, 0xA00), version=kind << 4 | 2)
    return _holder(0xF004, name, properties, _art(0xF010, anchor), *parts)


def _object(kind: int) -> bytes:
    return _record(0x005D, struct.pack("<HHHHH", 0x15, 18, kind, 1, 0x11), bytes(12), bytes(4))


def _text_box() -> bytes:
    """A text box: its shape, its object, its text in two fonts."""
    group = _holder(0xF004, _art(0xF009, bytes(16)), _art(0xF00A, bytes(8)))
    inside = (_art(0xF011), _art(0xF00D))
    shape = _shape(202, *inside, properties=_properties(x0181=0x00CCFFFF, x01C0=0x0000FF))
    text = _record(0x01B6, struct.pack("<HHHHHHHI", 0x24, 0, 0, 0, 0, 5, 16, 0))
    runs = struct.pack("<HHIHHI", 0, 6, 0, 2, 7, 0)
    return b"".join(
        (
            _record(_OFFICE_ART, _holder(0xF002, _holder(0xF003, group, shape))),
            _object(6),
            text,
            _record(0x003C, b"\x01" + "填表\n说明".encode("utf-16-le")),
            _record(0x003C, runs),
        )
    )


def _condition(*formula: bytes) -> bytes:
    """Below the number told, a cell turns pink."""
    areas = struct.pack("<H4H", 1, 2, 5, 1, 1)
    head = struct.pack("<HH4H", 1, 0, 2, 5, 1, 1)
    flags = struct.pack("<IH", 1 << 29 | 0x003FFFFF & ~(1 << 16 | 1 << 17 | 1 << 18), 0)
    fill = struct.pack("<I", 1 << 10 | 9 << 16 | 45 << 23)
    size = sum(map(len, formula))
    rule = struct.pack("<BBHH", 1, 6, size, 0) + flags + fill + b"".join(formula)
    return _record(0x01B0, head, areas) + _record(0x01B1, rule)


def _validation() -> bytes:
    listed = b"\x17\x07\x01" + "是\0否\0不涉及"[:7].encode("utf-16-le")
    flags = 3 | 1 << 7 | 1 << 8 | 1 << 18 | 1 << 19
    texts = b"".join(map(_words, ("提示", "有误", "请选", "只能选一个")))
    codes = struct.pack("<HH", len(listed), 0) + listed + struct.pack("<HH", 0, 0)
    return _record(
        0x01BE, struct.pack("<I", flags), texts, codes, struct.pack("<H4H", 1, 2, 5, 2, 2)
    )


def _form(*records: bytes, dress: Any = None) -> Converted:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("进展表", cell_overwrite_ok=True)
    sheet.write_merge(0, 0, 0, 3, "进展情况表")
    for row in range(2, 6):
        sheet.write(row, 1, row)
    if dress:
        dress(book, sheet)
    data = book.get_biff_data()
    assert data.endswith(_EOF)
    return converted(data[: -len(_EOF)] + b"".join(records) + _EOF)


def _sheet(made: Converted) -> Any:
    return load_workbook(BytesIO(made.content), rich_text=True).worksheets[0]


def test_conditional_formats_are_carried() -> None:
    (area,) = _sheet(_form(_condition(b"\x1e\x04\x00"))).conditional_formatting
    (rule,) = area.rules
    assert str(area.sqref) == "B3:B6"
    assert (rule.type, rule.operator, rule.formula) == ("cellIs", "lessThan", ["4"])
    assert rule.dxf.fill.bgColor.rgb == "FFFF99CC"


def test_a_condition_that_looks_beside_itself_moves_with_its_area() -> None:
    beside = b"\x4c" + struct.pack("<HH", 0, 0xC000 | 0xFF)
    (area,) = _sheet(_form(_condition(beside))).conditional_formatting
    assert area.rules[0].formula == ["A3"]


def test_an_unreadable_condition_is_told_and_the_others_stay() -> None:
    made = _form(_condition(b"\x18\x00"), _condition(b"\x1e\x04\x00"))
    assert len(list(_sheet(made).conditional_formatting)) == 1
    assert made.notes == (
        "这份 .xls 空白表里的一部分条件格式没有带过来；"
        "要保留的，请用表格软件打开原表，另存为 .xlsx 再选。",
    )


def test_validations_are_carried() -> None:
    (told,) = _sheet(_form(_validation())).data_validations.dataValidation
    assert (told.type, told.formula1, str(told.sqref)) == ("list", '"是,否,不涉及"', "C3:C6")
    assert (told.promptTitle, told.prompt, told.error) == ("提示", "请选", "只能选一个")
    assert told.showErrorMessage
    assert told.allow_blank


def test_text_boxes_are_carried_with_their_fonts() -> None:
    made = _form(_text_box())
    package = Package(made.content)
    drawing = package.tree("xl/drawings/olddrawing1.xml")
    texts = [
        "".join(t.text for t in p.walk() if t.local == "t")
        for p in drawing.walk()
        if p.local == "p"
    ]
    corner = drawing.find("twoCellAnchor", "from")
    assert texts == ["填表", "说明"]
    assert corner is not None
    assert [node.text for node in corner.nodes("col")] == ["1"]
    assert "CCFFFF" not in package.read("xl/drawings/olddrawing1.xml").decode()  # blue comes first
    assert "FFFFCC" in package.read("xl/drawings/olddrawing1.xml").decode()
    assert not made.lost


def test_pictures_are_carried() -> None:
    stream = BytesIO()
    Image.new("RGB", (4, 3), "red").save(stream, "PNG")
    blip = _art(0xF01E, bytes(17), stream.getvalue(), version=0x6E00)
    store = _holder(0xF000, _holder(0xF001, _art(0xF007, bytes(36), blip)))
    group = _holder(0xF004, _art(0xF009, bytes(16)), _art(0xF00A, bytes(8)))
    shape = _shape(75, _art(0xF011), properties=_properties(x4104=1))
    hung = _record(_OFFICE_ART, _holder(0xF002, _holder(0xF003, group, shape))) + _object(8)
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "甲")
    data = book.get_biff_data()
    ends = data.index(_EOF) + 4
    first = _record(0x00EB, store)
    # What stands before the sheet moves it: where it begins is told in the workbook's part.
    place = data.index(b"\x85\x00") + 4
    moved = struct.pack("<I", struct.unpack_from("<I", data, place)[0] + len(first))
    data = data[:place] + moved + data[place + 4 : ends - 4] + first + data[ends - 4 :]
    made = converted(data[:-4] + hung + _EOF)
    assert Package(made.content).read("xl/media/old1.png") == stream.getvalue()
    (picture,) = _sheet(made)._images
    assert (picture.anchor._from.col, picture.anchor._from.row) == (1, 2)


def test_charts_and_controls_are_told_and_cost_nothing_behind_them() -> None:
    chart = _object(5) + _record(0x0809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + _EOF
    made = _form(chart, _object(0x0B), _condition(b"\x1e\x04\x00"))
    assert set(made.lost) == {"图表", "窗体控件"}
    assert len(list(_sheet(made).conditional_formatting)) == 1


def test_formulas_for_several_cells_are_written_out() -> None:
    def shared(_: Any, sheet: Any) -> None:
        sheet.write(2, 2, 1)

    repeated = b"\x01" + struct.pack("<HH", 2, 3)
    doubled = b"\x4c" + struct.pack("<HH", 0, 0xC000 | 0xFE) + b"\x1e\x02\x00\x05"
    cells = [
        _record(0x0006, struct.pack("<HHHdHIH", row, 3, 15, 0.0, 0, 0, 5), repeated)
        for row in (2, 3)
    ]
    told = _record(0x04BC, struct.pack("<HHBBBBH", 2, 3, 3, 3, 0, 2, len(doubled)), doubled)
    sheet = _sheet(_form(cells[0], told, cells[1], dress=shared))
    assert (sheet["D3"].value, sheet["D4"].value) == ("=B3*2", "=B4*2")


def test_formulas_keep_their_results() -> None:
    total = _record(0x0006, struct.pack("<HHHdHIH", 2, 3, 15, 7.5, 0, 0, 3), b"\x1e\x04\x00")
    book = load_workbook(BytesIO(_form(total).content), data_only=True)
    assert book.worksheets[0]["D3"].value == 7.5


def test_looks_names_and_the_page_are_carried() -> None:
    def dress(book: Any, sheet: Any) -> None:
        rich = sheet.write_rich_text
        rich(6, 0, (("3万m", xlwt.easyfont("")), ("2", xlwt.easyfont("escapement superscript"))))
        slanted = xlwt.easyxf("borders: left thin")
        slanted.pattern.pattern = 11
        slanted.borders.diag, slanted.borders.need_diag1 = 1, 1
        sheet.write(7, 0, "", slanted)
        sheet.portrait, sheet.print_grid, sheet.print_headers = False, True, True
        sheet.horz_page_breaks = [(4, 0, 255)]
        sheet.protect, sheet.password = True, "123"
        sheet.write(8, 0, xlwt.Formula('IF(B3>2.5,"达标",SUM(B3:B6)*10%)'))

    sheet = _sheet(_form(dress=dress))
    assert isinstance(sheet["A7"].value, CellRichText)
    raised = sheet["A7"].value[-1]
    assert not isinstance(raised, str)
    assert raised.font.vertAlign == "superscript"
    assert sheet["A8"].border.diagonalDown
    assert sheet["A8"].fill.fill_type == "lightHorizontal"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_options.headings
    assert sheet.print_options.gridLines
    assert [mark.id for mark in sheet.row_breaks.brk] == [4]
    assert sheet.protection.sheet
    assert sheet.protection.password
    assert sheet["A9"].value == '=IF(B3>2.5,"达标",SUM(B3:B6)*10%)'


def test_columns_are_counted_in_the_old_forms_own_digits() -> None:
    book = load_workbook(BytesIO(_form().content))
    fonts: Any = book
    assert (fonts._fonts[0].name, fonts._fonts[0].size) == ("Arial", 10)


def test_a_damaged_old_form_is_told() -> None:
    with pytest.raises(UserError) as told:
        converted(b"\x09\x08\x10\x00" + bytes(40))
    assert told.value.code == "form_damaged"
