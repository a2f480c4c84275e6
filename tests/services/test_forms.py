"""Filling a district's own form from the ledger: every column, row and label it asks for."""

import re
import tomllib
from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwt  # type: ignore[import-untyped]
from openpyxl.styles import Border, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from app.cli import main
from app.errors import UserError
from app.files import resource_path
from app.models.database import Ledger
from app.services.formfilling.formchoices import field_label, form_key
from app.services.formfilling.forms import fill_blank, write_form
from app.services.keeping.backup import check
from app.services.reporting.filing import file_form, print_again
from app.services.reporting.returns import Wanted
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import decide_ours
from tests.forms import a_form, opened, saved
from tests.ledgers import a_list, a_task

_TEXTS = {
    "7": "完成燃气锅炉低氮燃烧改造12台，推进生物质锅炉分类整治",
    "9": "持续开展“散乱污”企业和集群综合整治，严防死灰复燃",
    "15": "新建污水管网7.5公里，逐步消除空白区",
    "22": "全面推行河长制，整治农村黑臭河道9条",
}
_HEAD = ["序号", "目标任务", "进展情况", "存在问题", "下一步措施"]


@pytest.fixture
def list_id(ledger: Ledger) -> int:
    """Four tasks of ours and one of others; two have reported, one of them in both quarters."""
    number = a_list(ledger)
    ids = {serial: a_task(ledger, number, text, serial=serial) for serial, text in _TEXTS.items()}
    other = a_task(ledger, number, "推进港口岸电建设", serial="30")
    decide_ours(ledger, [other], "no")
    for task in ids.values():
        decide_ours(ledger, [task], "yes")
    boilers = ids["7"]
    record_progress(ledger, boilers, "2020Q1", Entry(text="完成4台。", amount=Decimal(4)))
    entry = Entry(
        text="=9台：改造6台\n拆除3台",
        amount=Decimal(9),
        problems="资金未落实",
        next_steps="约谈企业",
    )
    record_progress(ledger, boilers, "2020Q2", entry)
    record_progress(ledger, ids["15"], "2020Q2", Entry(nil_report=True))
    record_progress(ledger, ids["22"], "2020Q1", Entry(text="完成2条。"))
    return number


class Filler:
    """Fills blanks for the second quarter and opens what comes out."""

    def __init__(self, ledger: Ledger, list_id: int, folder: Path) -> None:
        self._ledger, self._list_id, self._folder = ledger, list_id, folder
        self.notes: tuple[str, ...] = ()
        self.pdf = b""

    def __call__(
        self, book: object, *, name: str = "季报.xlsx", results: bool = False
    ) -> Worksheet:
        path = self._folder / name
        book.save(path)  # type: ignore[attr-defined]
        filled = fill_blank(
            self._ledger, path, period="2020Q2", list_id=self._list_id, filled_on=date(2020, 7, 5)
        )
        self.notes, self.pdf = filled.notes, filled.pdf
        return opened(filled.workbook, results=results)


@pytest.fixture
def fill(ledger: Ledger, list_id: int, tmp_path: Path) -> Filler:
    return Filler(ledger, list_id, tmp_path)


def _values(sheet: Worksheet, row: int, first: int = 1) -> list[Any]:
    return [cell.value for cell in sheet[row]][first - 1 :]


def test_rows_are_filled_by_their_wording(fill: Filler) -> None:
    """Reordered and with serials of the form's own; what the ledger has not, stays blank."""
    order = ["15", "7", "22", "9"]
    rows = [[n, _TEXTS[serial], None, None, None] for n, serial in enumerate(order, 1)]
    sheet = fill(a_form([_HEAD], rows))
    assert _values(sheet, 3, 3) == ["零报告", None, None]
    assert _values(sheet, 4, 3) == ["=9台：改造6台\n拆除3台", "资金未落实", "约谈企业"]
    assert sheet["C4"].data_type == "s"
    assert _values(sheet, 5, 3) == [None, None, None]
    assert fill.notes == ()


def test_reworded_rows_without_serial_are_known_again(fill: Filler) -> None:
    rows = [
        ["生物质锅炉分类整治，燃气锅炉低氮燃烧改造完成12台", None, None],
        ["新建污水管网8公里，消除空白区", None, None],
    ]
    sheet = fill(a_form([["重点任务", "工作进展", "存在的困难"]], rows))
    assert [sheet["B3"].value, sheet["B4"].value] == ["=9台：改造6台\n拆除3台", "零报告"]
    assert sheet["C3"].value == "资金未落实"


def test_short_names_are_known_by_the_ledgers_serials(fill: Filler) -> None:
    rows = [["7", "锅炉低氮改造", 12, None], ["15", "污水管网", 7.5, None]]
    head = ["序号", "重点任务", "目标数", "累计完成数"]
    sheet = fill(a_form([head], rows))
    assert [sheet["D3"].value, sheet["D4"].value] == [9, None]


def test_a_row_nobody_knows_is_left_and_told(fill: Filler) -> None:
    rows = [[1, _TEXTS["7"], None, None, None], [2, "开展垃圾分类宣传进校园", None, None, None]]
    sheet = fill(a_form([_HEAD], rows))
    assert _values(sheet, 4, 3) == [None, None, None]
    assert "第4行" in fill.notes[0]


def test_other_quarters_take_their_own_entries(fill: Filler) -> None:
    heads = [
        ["序号", "目标任务", "进展情况", None, None],
        [None, None, "一季度", "二季度", "三季度"],
    ]
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    sheet = fill(a_form(heads, rows, merges=("A2:A3", "B2:B3", "C2:E2")))
    assert _values(sheet, 4, 3) == ["完成4台。", "=9台：改造6台\n拆除3台", None]
    assert _values(sheet, 7, 3) == ["完成2条。", None, None]


def test_several_texts_in_one_column_follow_its_head(fill: Filler) -> None:
    rows = [[1, _TEXTS["7"], None, None]]
    head = ["序号", "目标任务", "工作进展", "存在问题及下一步措施"]
    assert fill(a_form([head], rows))["D3"].value == "资金未落实\n约谈企业"


def test_the_quarters_own_amount_is_what_it_added(fill: Filler) -> None:
    rows = [[1, _TEXTS["7"], None, None, None]]
    head = ["序号", "目标任务", "本季度完成数", "累计完成数", "未达序时进度原因"]
    assert _values(fill(a_form([head], rows)), 3, 3) == [5, 9, "资金未落实"]


def test_number_and_words_stand_below_one_head(fill: Filler) -> None:
    heads = [["序号", "目标任务", "完成情况", None], [None, None, "数量", "文字说明"]]
    book = a_form(heads, [[1, _TEXTS["7"], None, None]], merges=("A2:A3", "B2:B3", "C2:D2"))
    assert _values(fill(book), 4, 3) == [9, "=9台：改造6台\n拆除3台"]


def test_yes_and_no_come_in_the_forms_own_words(fill: Filler) -> None:
    heads = [["序号", "目标任务", "进展情况", "是否完成"]]
    book = a_form(heads, [[n, text, None, None] for n, text in enumerate(_TEXTS.values(), 1)])
    choice = DataValidation(type="list", formula1='"已完成,未完成"')
    choice.add("D3:D6")
    book.worksheets[0].add_data_validation(choice)
    sheet = fill(book)
    assert [sheet["D3"].value, sheet["D4"].value] == ["未完成", None]


def test_an_empty_body_is_filled_in_order_and_grows(fill: Filler) -> None:
    book = a_form([_HEAD], [[None] * 5] * 2, below=("填报人：", "注：行数不够可自行增加"))
    sheet = fill(book)
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == [7, 9, 15, 22]
    assert sheet["B6"].value == _TEXTS["22"]
    assert sheet["C3"].value == "=9台：改造6台\n拆除3台"
    assert sheet["E6"].border.left.style == "thin"
    assert [sheet["A7"].value, sheet["A8"].value] == ["填报人：", "注：行数不够可自行增加"]


def test_two_tables_of_a_sheet_grow_apart(fill: Filler) -> None:
    book = a_form([_HEAD], [[None] * 5] * 2, below=("注：以上为表一", "附表二"))
    sheet = book.worksheets[0]
    ruled = sheet["A2"].border
    second: list[list[Any]] = [["序号", "目标任务", "完成情况"], [None] * 3]
    for row, values in enumerate(second, 7):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value).border = copy(ruled)
    sheet["A9"] = "填报单位："
    filled = fill(book)
    assert [filled.cell(row, 1).value for row in range(3, 7)] == [7, 9, 15, 22]
    assert [filled.cell(row, 1).value for row in range(7, 10)] == [
        "注：以上为表一",
        "附表二",
        "序号",
    ]
    assert [filled.cell(row, 1).value for row in range(10, 14)] == [7, 9, 15, 22]
    assert filled["C10"].value == "=9台：改造6台\n拆除3台"
    assert filled["A14"].value == "填报单位：牛塘镇"


@pytest.mark.parametrize("mark", ["示例", "1", "例："])
def test_a_sample_row_gives_way(fill: Filler, mark: str) -> None:
    sample = [mark, "完成某某改造", "已完成某某", "无", "继续"]
    sheet = fill(a_form([[*_HEAD, "备注"]], [[*sample, "仅供参考"], [None] * 6]))
    shown = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not any("某某" in text or "仅供参考" in text for text in shown)
    assert sheet["A3"].value == 7


def test_the_forms_own_numbers_go_on(fill: Filler) -> None:
    sheet = fill(a_form([_HEAD], [[1, None, None, None, None], [2, None, None, None, None]]))
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == [1, 2, 3, 4]


def test_a_numbered_sample_row_takes_its_number_back(fill: Filler) -> None:
    sample = [1, "完成某某改造", "已完成某某", "无", "继续"]
    sheet = fill(a_form([_HEAD], [sample, [2, None, None, None, None]]))
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == [1, 2, 3, 4]
    assert sheet["B3"].value == _TEXTS["7"]


def test_formulas_stay_and_show_the_new_result(fill: Filler) -> None:
    head = ["序号", "重点任务", "目标数", "完成数", "完成率"]
    rows: list[list[Any]] = [
        ["7", "锅炉低氮改造", 12, None, '=IF(D3="","",D3/C3)'],
        ["合计", None, 12, "=SUM(D3)", None],
    ]
    book = a_form([head], rows)
    assert fill(book)["E3"].value == '=IF(D3="","",D3/C3)'
    shown = fill(book, results=True)
    assert [shown["E3"].value, shown["D4"].value] == [0.75, 9]


def test_a_rate_without_formula_is_reckoned_from_the_rows_own_goal(fill: Filler) -> None:
    head = ["序号", "重点任务", "全年目标数", "完成数", "完成率"]
    book = a_form([head], [["7", "锅炉低氮改造", 12, None, None]] * 1)
    assert fill(book)["E3"].value == "75%"


def test_labels_take_office_date_and_period(fill: Filler) -> None:
    above = (
        "重点工作推进情况表（2020年第   季度）",
        "填报单位（盖章）：                填报日期：    年   月   日",
        "截至      年   月   日",
    )
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    sheet = fill(a_form([_HEAD], rows, above=above))
    assert sheet["A1"].value == "重点工作推进情况表（2020年第二季度）"
    words = "".join(str(sheet["A2"].value).split())
    assert words == "填报单位（盖章）：牛塘镇填报日期：2020年7月5日"
    assert sheet["A3"].value == "截至2020年6月30日"
    assert sheet["A9"].value == "填报人：          审核人：          联系电话："


def test_a_cover_takes_the_office_beside_its_label(fill: Filler) -> None:
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    book = a_form([_HEAD], rows)
    cover = book.create_sheet("封面", 0)
    cover["B4"], cover["B5"], cover["B6"] = "单位名称（盖章）：", "填  报  人：", "单位：台、家"
    for row in (4, 5, 6):
        cover.cell(row, 3).border = Border(bottom=Side(style="thin"))
    sheet = fill(book)
    assert [sheet[at].value for at in ("B4", "C4", "C5", "C6")] == [
        "单位名称（盖章）：",
        "牛塘镇",
        None,
        None,
    ]


def test_what_the_form_has_written_is_not_overwritten(fill: Filler) -> None:
    rows = [[1, _TEXTS["7"], "由市局统一填写", None, None]]
    assert fill(a_form([_HEAD], rows))["C3"].value == "由市局统一填写"


def test_an_old_form_comes_back_new(fill: Filler) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    style = xlwt.easyxf("font: name 仿宋, height 240; borders: left thin, right thin, bottom thin")
    sheet.write_merge(0, 0, 0, 4, "2020年第二季度进展情况表")
    for column, text in enumerate(_HEAD):
        sheet.write(1, column, text, style)
    for row, text in enumerate(_TEXTS.values(), 2):
        sheet.write(row, 0, row - 1, style)
        sheet.write(row, 1, text, style)
        for column in (2, 3, 4):
            sheet.write(row, column, "", style)
    sheet.write(6, 1, xlwt.Formula("SUM(A3:A6)"))
    sheet.col(1).width = 256 * 40
    sheet.portrait = False
    made = fill(book, name="老表.xls")
    assert made["C3"].value == "=9台：改造6台\n拆除3台"
    assert made["C3"].font.name == "仿宋"
    assert made["C3"].border.bottom.style == "thin"
    assert made["B7"].value == "=SUM(A3:A6)"
    assert [str(area) for area in made.merged_cells.ranges] == ["A1:E1"]
    assert made.column_dimensions["B"].width == pytest.approx(40, abs=0.8)
    assert made.page_setup.orientation == "landscape"


def test_the_pdf_says_what_the_form_says(fill: Filler, tmp_path: Path) -> None:
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    fill(a_form([_HEAD], rows))
    path = tmp_path / "页.pdf"
    path.write_bytes(fill.pdf)
    words = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    for text in ("2020年第二季度工作进展情况表", "拆除3台", "资金未落实", "约谈企业"):
        assert text in words


def test_a_file_that_asks_for_nothing_is_no_form(fill: Filler) -> None:
    with pytest.raises(UserError) as told:
        fill(a_form([["序号", "姓名", "电话"]], [[1, "张三", "123"]]))
    assert told.value.code == "not_a_form"


def test_a_missing_form_is_told(ledger: Ledger, list_id: int, tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        fill_blank(
            ledger,
            tmp_path / "无.xlsx",
            period="2020Q2",
            list_id=list_id,
            filled_on=date(2020, 7, 5),
        )
    assert told.value.code == "not_found"


def test_the_command_writes_both_files(
    ledger: Ledger, list_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list_id
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    blank = saved(a_form([_HEAD], rows), tmp_path / "季报.xlsx")
    before = blank.read_bytes()
    folder = ledger.folder
    ledger.close()
    out = tmp_path / "出"
    words = ["return", str(blank), "--period", "2020Q2", "--ledger", str(folder), "--out", str(out)]
    assert main(words) == 0
    assert sorted(path.suffix for path in out.iterdir()) == [".pdf", ".xlsx"]
    assert "季报" in capsys.readouterr().out
    assert blank.read_bytes() == before
    assert main(["return", "没有.xlsx", *words[2:]]) == 1
    assert "没有.xlsx" in capsys.readouterr().err


def test_files_are_named_after_office_period_and_form(fill: Filler, tmp_path: Path) -> None:
    ledger, number = fill._ledger, fill._list_id
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    blank = saved(a_form([_HEAD], rows), tmp_path / "季报.xlsx")
    filled = fill_blank(ledger, blank, period="2020Q2", list_id=number, filled_on=date(2020, 7, 5))
    names = [path.name for path in write_form(filled, tmp_path / "出")]
    assert names == ["牛塘镇2020年第二季度_季报.xlsx", "牛塘镇2020年第二季度_季报.pdf"]


def test_a_filed_form_prints_again_as_it_was(
    fill: Filler, ledger: Ledger, list_id: int, tmp_path: Path
) -> None:
    rows = [[n, text, None, None, None] for n, text in enumerate(_TEXTS.values(), 1)]
    blank = saved(a_form([_HEAD], rows), tmp_path / "季报.xlsx")
    day = date(2020, 7, 5)
    filled = fill_blank(ledger, blank, period="2020Q2", list_id=list_id, filled_on=day)
    wanted = Wanted(form_key(blank), "2020Q2", list_id, day)
    versions = [file_form(ledger, wanted, filled.files, default_word="无") for _ in range(2)]
    assert [filed.version for filed in versions] == [1, 2]
    again = print_again(ledger, versions[1].id, tmp_path / "再印")
    assert [path.read_bytes() for path in again] == [filled.workbook, filled.pdf]
    assert check(ledger).faults == ()


def test_whatever_a_column_takes_has_a_chinese_name() -> None:
    rules = tomllib.loads(resource_path("formcolumns.toml").read_text(encoding="utf-8"))
    keys = {rule["field"] for rule in rules["column"]}
    keys |= {"next_steps+problems", "progress_text+problems+next_steps"}
    for key in keys:
        assert not re.search(r"[a-z]", field_label(key)), key
