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
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.filing import file_form
from app.services.reporting.provenance_filed import FiledNumbers
from app.services.reporting.returncomparison import compare_with_earlier
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


def test_every_sheet_of_a_filed_form_is_kept_and_opens(district: District, tmp_path: Path) -> None:
    """Not the main page alone: what a period brought, the rest, problems and counts by theme."""
    book = a_form([["序号", "目标任务", "完成数", "本期完成数", "剩余数"]], [
        ["1", DUTIES["2"].text, None, None, None], ["2", DUTIES["3"].text, None, None, None],
    ])  # fmt: skip
    counts = book.create_sheet("汇总")
    for row in (["专题", "任务数", "滞后"], ["打赢蓝天保卫战", None, None]):
        counts.append(row)
    blank = saved(book, tmp_path / "多表.xlsx")
    form = fill_blank(
        district.ledger, blank, period="2020Q2", list_id=district.list_id, filled_on=_DAY
    )
    wanted = Wanted(form_key(blank), "2020Q2", district.list_id, _DAY)
    filed = file_form(district.ledger, wanted, form.files, default_word="已核实")
    kept = filed_papers(district.ledger, filed.id)
    assert kept.papers == form.grids
    assert kept.pdf == form.pdf
    changed = Entry(text="完成19台。", amount=Decimal(19))
    record_progress(district.ledger, district.ids["2"], "2020Q2", changed)
    numbers = filed_numbers(district.ledger, filed.id)
    added, left = _open(district, numbers, 3, 4), _open(district, numbers, 3, 5)
    assert (added.amount, left.amount) == (Decimal(9), Decimal(6))
    for part, now in ((added, Decimal(11)), (left, Decimal(4))):
        assert next(one.amount for one in part.parts if one.label == "现在为") == now
    tasks = numbers.trace(district.ledger, 2, 2, paper=1)
    assert tasks is not None
    assert (tasks.amount, adds_up(tasks)) == (Decimal(4), True)
    altered = next(path for kind, path in filed.files.items() if kind == "pdf")
    Path(altered).write_bytes(b"altered")
    assert filed_papers(district.ledger, filed.id).pdf == b""


def test_a_form_is_compared_with_the_one_filed_before(district: District, tmp_path: Path) -> None:
    form, wanted = _filled(district, tmp_path)
    file_form(district.ledger, wanted, form.files, default_word="属实")
    task_id = district.ids["2"]
    record_progress(district.ledger, task_id, "2020Q2", Entry(Decimal(21), text="已完成21台。"))
    again, _ = _filled(district, tmp_path)
    (found,) = compare_with_earlier(district.ledger, wanted, printed=again.files.printed)
    assert (found.period, found.version, found.same) == ("2020Q2", 1, 1)
    (line,) = found.lines
    assert line.label.startswith("2　")
    assert {head: new for head, _, new in line.cells}["进展情况"] == "已完成21台。"
