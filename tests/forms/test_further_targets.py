"""A task of several targets: each has its own columns on a form, and opens to its own months."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.origins import adds_up
from app.services.formfilling.formagain import filed_numbers
from app.services.formfilling.formchoices import form_key
from app.services.formfilling.forms import fill_blank
from app.services.reporting.filing import file_form
from app.services.reporting.returns import Wanted, check_return
from app.services.work.goals import add_target
from app.services.work.readings import record_readings
from tests.forms import a_form, opened, saved
from tests.forms.district import DUTIES, District, play_district

_DAY = date(2020, 7, 5)
_HEAD = [
    "序号",
    "目标任务",
    "目标数（台）",
    "完成数（台）",
    "目标数（户）",
    "完成数（户）",
    "剩余数（户）",
]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    played = play_district(tmp_path_factory.mktemp("district"))
    target = add_target(played.ledger, played.ids["2"], "接管200户")
    months = {"2020-02": Decimal(30), "2020-05": Decimal(60)}
    record_readings(played.ledger, target, months)
    yield played
    played.ledger.close()


def test_columns_in_another_unit_speak_of_another_target(
    district: District, tmp_path: Path
) -> None:
    rows = [[n, DUTIES[serial].text, *[None] * 5] for n, serial in enumerate("23", 1)]
    blank = saved(a_form([_HEAD], rows), tmp_path / "两项目标.xlsx")
    ledger, list_id = district.ledger, district.list_id
    form = fill_blank(ledger, blank, period="2020Q2", list_id=list_id, filled_on=_DAY)
    sheet = opened(form.workbook)
    assert [sheet.cell(3, column).value for column in range(3, 8)] == [23, 17, 200, 60, 140]
    assert [sheet.cell(4, column).value for column in range(5, 8)] == [None] * 3, "no households"
    wanted = Wanted(form_key(blank), "2020Q2", list_id, _DAY)
    filed = file_form(ledger, wanted, form.files, default_word="属实")
    numbers = filed_numbers(ledger, filed.id)
    for column, value in ((4, 17), (5, 200), (6, 60), (7, 140)):
        part = numbers.trace(ledger, 3, column)
        assert part is not None
        assert (part.amount, adds_up(part)) == (Decimal(value), True), column
        assert [one.value for one in part.parts if one.label == "定稿以后"] == ["没有变化"]
    months = numbers.trace(ledger, 3, 6)
    assert months is not None
    assert [one.amount for one in months.parts if one.counts][-1] == Decimal(60)
    codes = {one.code for one in check_return(ledger, Wanted("half_review", "2020H1", 1, _DAY))}
    assert "amount_differs" not in codes


_SPREAD = ["序号", "目标任务", "指标", "计量单位", "目标数", "本期完成数", "累计完成数", "完成率",
           "剩余数", "进展情况"]  # fmt: skip
_Below = tuple[str | None, str | None, int | None]


def _spread_rows(*below: _Below) -> list[list[str | int | None]]:
    """The boilers over several rows, each with its words, unit and goal, and another task."""
    first, *more = below
    blank = [None] * 5
    return [
        ["2", DUTIES["2"].text, *first, *blank],
        *[[None, None, *one, *blank] for one in more],
        ["3", DUTIES["3"].text, None, None, None, *blank],
    ]


_BOILERS = [Decimal(9), Decimal(17), "73.9%", Decimal(6)]
_HOUSEHOLDS = [Decimal(30), Decimal(60), "30%", Decimal(140)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("改造锅炉", "台", 23), ("接管", "户", 200)),
        (("改造锅炉", "台", None), ("接管", "户", None)),
        (("低氮改造", None, 23), ("管网接入", None, 200)),
        (("改造23台", None, None), ("接管200户", None, None)),
    ],
    ids=["all", "unit", "number", "words"],
)
@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("is_merged", [False, True])
def test_rows_of_one_task_speak_of_a_target_each(
    district: District, tmp_path: Path, first: _Below, second: _Below, *, is_turned: bool,
    is_merged: bool,
) -> None:  # fmt: skip
    merges = [f"{at}3:{at}4" for at in "ABJ"] if is_merged else []
    rows = _spread_rows(*((second, first) if is_turned else (first, second)))
    blank = saved(a_form([_SPREAD], rows, merges=merges), tmp_path / "分行.xlsx")
    form = fill_blank(
        district.ledger, blank, period="2020Q2", list_id=district.list_id, filled_on=_DAY
    )
    sheet = opened(form.workbook)
    told = [[sheet.cell(row, at).value for at in range(6, 10)] for row in (3, 4)]
    assert told == ([_HOUSEHOLDS, _BOILERS] if is_turned else [_BOILERS, _HOUSEHOLDS])
    assert [sheet.cell(row, 10).value for row in (3, 4)] == ["完成17台，占73.9%。", None]
    assert [sheet.cell(5, at).value for at in (6, 7)] == [15, 45], "the task below stays"
    assert not [row for row in form.rows if row.asked], "nobody is asked which task it is"


def test_a_row_that_counts_in_no_unit_of_the_task_stays_blank(
    district: District, tmp_path: Path
) -> None:
    rows = _spread_rows(("改造锅炉", "台", 23), ("投入", "万元", None))
    blank = saved(a_form([_SPREAD], rows, merges=["A3:A4", "B3:B4"]), tmp_path / "别的.xlsx")
    form = fill_blank(
        district.ledger, blank, period="2020Q2", list_id=district.list_id, filled_on=_DAY
    )
    sheet = opened(form.workbook)
    assert [sheet.cell(3, at).value for at in range(6, 10)] == _BOILERS
    assert [sheet.cell(4, at).value for at in range(5, 11)] == [None] * 6


def test_rows_of_targets_open_to_their_months_also_once_filed(
    district: District, tmp_path: Path
) -> None:
    rows = _spread_rows((None, "台", None), (None, "户", 250))
    blank = saved(a_form([_SPREAD], rows, merges=["A3:A4", "B3:B4"]), tmp_path / "分行来源.xlsx")
    ledger, list_id = district.ledger, district.list_id
    form = fill_blank(ledger, blank, period="2020Q2", list_id=list_id, filled_on=_DAY)
    filed = file_form(
        ledger, Wanted(form_key(blank), "2020Q2", list_id, _DAY), form.files, default_word="属实"
    )
    numbers = filed_numbers(ledger, filed.id)
    sheet = opened(form.workbook)
    for row, column, value in ((3, 7, 17), (4, 6, 30), (4, 7, 60), (4, 9, 190)):
        assert sheet.cell(row, column).value == value
        part = numbers.trace(ledger, row, column)
        assert part is not None
        assert (part.amount, adds_up(part)) == (Decimal(value), True), (row, column)
        assert [one.value for one in part.parts if one.label == "定稿以后"] == ["没有变化"]
    share = numbers.trace(ledger, 4, 8)
    assert share is not None
    assert (share.amount, adds_up(share)) == (Decimal("0.24"), True), "by the goal on the form"


def test_blank_rows_under_one_wording_take_the_targets_in_order(
    district: District, tmp_path: Path
) -> None:
    rows = _spread_rows((None, None, None), (None, None, None))
    merges = ["A3:A4", "B3:B4", "J3:J4"]
    blank = saved(a_form([_SPREAD], rows, merges=merges), tmp_path / "空行.xlsx")
    form = fill_blank(
        district.ledger, blank, period="2020Q2", list_id=district.list_id, filled_on=_DAY
    )
    sheet = opened(form.workbook)
    told = [[sheet.cell(row, at).value for at in range(4, 10)] for row in (3, 4)]
    assert told == [["台", 23, *_BOILERS], ["户", 200, *_HOUSEHOLDS]]


def test_what_a_period_brought_stands_in_a_column_of_each_target(
    district: District, tmp_path: Path
) -> None:
    head = ["序号", "目标任务", "本期完成数（台）", "本期完成数（户）"]
    rows = [["2", DUTIES["2"].text, None, None], ["3", DUTIES["3"].text, None, None]]
    blank = saved(a_form([head], rows), tmp_path / "本期两栏.xlsx")
    form = fill_blank(
        district.ledger, blank, period="2020Q2", list_id=district.list_id, filled_on=_DAY
    )
    sheet = opened(form.workbook)
    assert [sheet.cell(3, column).value for column in (3, 4)] == [9, 30]
    assert sheet.cell(4, 4).value is None
