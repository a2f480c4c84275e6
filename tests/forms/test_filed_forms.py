"""A filed form opens cell by cell to what it was filled from, and to what has changed since."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.origins import Part, adds_up
from app.services.formfilling.formagain import filed_numbers
from app.services.formfilling.formchoices import form_key
from app.services.formfilling.formprovenance import FormNumbers
from app.services.formfilling.forms import FilledForm, fill_blank
from app.services.reporting.filing import file_form
from app.services.reporting.provenance_filed import FiledNumbers
from app.services.reporting.returns import Wanted
from app.services.work.progress import Entry, record_progress
from tests.forms import a_form, saved
from tests.forms.district import DUTIES, District, play_district

_DAY = date(2020, 7, 5)
_HEAD = ["序号", "目标任务", "完成数", "进展情况", "是否完成", "备注"]


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    played = play_district(tmp_path)
    yield played
    played.ledger.close()


def _filled(district: District, folder: Path) -> tuple[FilledForm, Wanted]:
    rows = [[n, DUTIES[serial].text, None, None, None, None] for n, serial in enumerate("23", 1)]
    blank = saved(a_form([_HEAD], rows), folder / "季报.xlsx")
    list_id = district.list_id
    form = fill_blank(district.ledger, blank, period="2020Q2", list_id=list_id, filled_on=_DAY)
    return form, Wanted(form_key(blank), "2020Q2", list_id, _DAY)


def _open(district: District, numbers: FiledNumbers | FormNumbers, row: int, column: int) -> Part:
    part = numbers.trace(district.ledger, row, column)
    assert part is not None
    assert adds_up(part)
    return part


def test_a_draft_opens_where_it_was_filled(district: District, tmp_path: Path) -> None:
    form, wanted = _filled(district, tmp_path)
    numbers = FormNumbers(form.filled, form.pages, wanted.list_id)
    assert [numbers.has(3, column) for column in range(1, 7)] == [
        False, False, True, True, True, False,
    ]  # fmt: skip
    assert not numbers.has(3, 3, paper=1)
    amount = _open(district, numbers, 3, 3)
    assert (amount.label, amount.amount) == ("完成数", Decimal(17))
    assert [part.amount for part in amount.parts if part.counts] == [Decimal(8), Decimal(9)]
    words = _open(district, numbers, 3, 4)
    assert words.value == "完成17台，占73.9%。"
    assert words.by == "张三"
    assert words.lead is not None
    assert (words.lead.place, words.lead.task_id) == ("task", district.ids["2"])


def test_a_filed_form_keeps_what_it_was_and_tells_what_changed(
    district: District, tmp_path: Path
) -> None:
    form, wanted = _filled(district, tmp_path)
    filed = file_form(district.ledger, wanted, form.files, default_word="已核实")
    changed = Entry(text="完成19台。", amount=Decimal(19))
    record_progress(district.ledger, district.ids["2"], "2020Q2", changed)
    numbers = filed_numbers(district.ledger, filed.id)
    amount = _open(district, numbers, 3, 3)
    assert amount.amount == Decimal(17)
    told = {part.label: part.value for part in amount.parts}
    assert told["现在为"].startswith("19")
    assert told["定稿以后变化"] == "+2"
    words = _open(district, numbers, 3, 4)
    assert words.value == "完成17台，占73.9%。"
    assert {part.label: part.value for part in words.parts}["现在为"] == "完成19台。"
    assert not numbers.has(3, 6)


def test_what_stayed_the_same_is_said_to(district: District, tmp_path: Path) -> None:
    form, wanted = _filled(district, tmp_path)
    filed = file_form(district.ledger, wanted, form.files, default_word="已核实")
    numbers = filed_numbers(district.ledger, filed.id)
    for column in (3, 4, 5):
        told = {part.label: part.value for part in _open(district, numbers, 4, column).parts}
        assert told["定稿以后"] == "没有变化"
