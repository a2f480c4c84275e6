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
