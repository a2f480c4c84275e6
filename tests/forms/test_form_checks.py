"""Before a form is filed: goals that differ, texts too long, forbidden blanks, contradictions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from app.errors import UserError
from app.models.returnviews import CheckFinding
from app.services.breakdown.items import tick_items
from app.services.formfilling.formchoices import form_key
from app.services.formfilling.forms import FilledForm, fill_blank
from app.services.queries import list_items
from app.services.reporting.filing import check_form, file_form
from app.services.reporting.returns import Wanted, check_return
from app.services.work.progress import Entry, record_progress
from tests.forms import a_form, opened, saved
from tests.forms.district import DUTIES, District, play_district

_DAY = date(2020, 7, 5)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    played = play_district(tmp_path_factory.mktemp("district"))
    yield played
    played.ledger.close()


def _fill(district: District, book: Workbook, folder: Path) -> FilledForm:
    path = saved(book, folder / "季报.xlsx")
    list_id = district.list_id
    return fill_blank(district.ledger, path, period="2020Q2", list_id=list_id, filled_on=_DAY)


def _told(findings: tuple[CheckFinding, ...], district: District) -> list[tuple[str, str]]:
    """Each finding's code with the serial of the task it leads to."""
    serials = {task: serial for serial, task in district.ids.items()}
    return [(one.code, serials[one.task_id or 0]) for one in findings]


def test_a_goal_the_form_prints_is_held_against_the_tasks(
    district: District, tmp_path: Path
) -> None:
    head = ["序号", "重点任务", "目标数", "完成数"]
    rows = [["2", DUTIES["2"].text, 25, None], ["3", DUTIES["3"].text, 120, None]]
    form = _fill(district, a_form([head], rows), tmp_path)
    assert _told(form.findings, district) == [("goal_differs", "2")]
    assert "25" in form.findings[0].message
    assert "23" in form.findings[0].message


def test_texts_are_held_against_what_head_and_cell_allow(
    district: District, tmp_path: Path
) -> None:
    head = ["序号", "目标任务", "进展情况（限10字）", "存在问题"]
    rows = [["2", DUTIES["2"].text, None, None], ["3", DUTIES["3"].text, None, None]]
    book = a_form([head], rows)
    rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1="6")
    rule.add("D3:D4")
    book.worksheets[0].add_data_validation(rule)
    form = _fill(district, book, tmp_path)
    assert _told(form.findings, district) == [
        ("text_too_long", "2"), ("text_too_long", "2"), ("text_too_long", "3"),
    ]  # fmt: skip
    assert "最多 10 字" in form.findings[0].message
    assert "最多 6 字" in form.findings[2].message


def test_a_text_that_a_merged_cell_cannot_show_is_named(district: District, tmp_path: Path) -> None:
    rows: list[list[str | None]] = [["5", DUTIES["5"].text, None], [None, None, None]]
    book = a_form([["序号", "目标任务", "进展情况"]], rows, merges=("A3:A4", "B3:B4", "C3:C4"))
    assert _told(_fill(district, book, tmp_path).findings, district) == [("text_too_long", "5")]
    book.worksheets[0].column_dimensions["C"].width = 60
    assert _fill(district, book, tmp_path).findings == ()


@pytest.mark.parametrize("where", ["head", "note"])
def test_forbidden_blanks_are_named(district: District, tmp_path: Path, where: str) -> None:
    asked = "存在问题*" if where == "head" else "存在问题"
    below = ("注：所有栏目均须填写，不得留空。",) if where == "note" else ("注：按季报送。",)
    rows = [["7", DUTIES["7"].text, None, None], ["3", DUTIES["3"].text, None, None]]
    book = a_form([["序号", "目标任务", "进展情况", asked]], rows, below=below)
    form = _fill(district, book, tmp_path)
    assert _told(form.findings, district) == [("blank_forbidden", "7")]


def test_filing_a_form_wants_a_word_on_what_it_speaks_against(
    district: District, tmp_path: Path
) -> None:
    head = ["序号", "重点任务", "目标数", "完成数"]
    path = saved(a_form([head], [["2", DUTIES["2"].text, 25, None]]), tmp_path / "季报.xlsx")
    list_id = district.list_id
    form = fill_blank(district.ledger, path, period="2020Q2", list_id=list_id, filled_on=_DAY)
    wanted = Wanted(form_key(path), "2020Q2", list_id, _DAY)
    codes = {one.code for one in check_return(district.ledger, wanted)}
    words = dict.fromkeys(codes, "已核实")
    with pytest.raises(UserError, match="目标"):
        file_form(district.ledger, wanted, form.files, explanations=words)
    words["goal_differs"] = "区里按去年数印的"
    assert file_form(district.ledger, wanted, form.files, explanations=words).version == 1


def test_an_entry_against_its_ticks_is_a_contradiction(tmp_path: Path) -> None:
    district = play_district(tmp_path)
    ledger, rivers = district.ledger, district.ids["6"]
    record_progress(ledger, rivers, "2020Q2", Entry(text="累计完成3条。", amount=Decimal(3)))
    wanted = Wanted("quarterly_tasks", "2020Q2", district.list_id, _DAY)

    def contradicted() -> list[tuple[str, str]]:
        found = check_return(ledger, wanted)
        return [one for one in _told(found, district) if one == ("entry_doubted", "6")]

    assert contradicted()
    items = [item.id for item in list_items(ledger, list_id=district.list_id)]
    tick_items(ledger, items, date(2020, 6, 25))
    assert not contradicted()
    ledger.close()


def test_a_line_that_ran_over_its_neighbours_still_does(district: District, tmp_path: Path) -> None:
    above = ("季度表", "填报单位（盖章）：            截至    年   月   日")
    rows = [["2", DUTIES["2"].text, None]]
    book = a_form([["序号", "目标任务", "进展情况"]], rows, above=above)
    sheet = opened(_fill(district, book, tmp_path).workbook)
    assert str(sheet["A2"].value).startswith("填报单位（盖章）：牛塘镇")
    assert not sheet["A2"].alignment.wrap_text


def test_only_what_the_form_tells_of_is_checked(district: District, tmp_path: Path) -> None:
    head = ["序号", "目标任务", "进展情况"]
    form = _fill(district, a_form([head], [["2", DUTIES["2"].text, None]]), tmp_path)
    wanted = Wanted(form_key(tmp_path / "季报.xlsx"), "2020Q2", district.list_id, _DAY)
    told = {district.ids["2"]}
    assert set(form.tasks or ()) == told
    everything = check_return(district.ledger, wanted)
    found = check_form(district.ledger, wanted, form.files)
    assert {one.task_id for one in everything} - told
    assert {one.task_id for one in found} <= told
