"""Blank forms kept in the ledger: corrected once, filled again, earlier quarters as filed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli import main
from app.errors import UserError
from app.models.database import Ledger
from app.services.formfilling.blankforms import (
    choices_for,
    fill_kept,
    keep_form,
    list_forms,
    remove_form,
    rename_form,
)
from app.services.formfilling.formchoices import FormChoices, form_key, row_key
from app.services.formfilling.forms import FilledForm, fill_blank
from app.services.history.journal import undo
from app.services.reporting.filing import file_form
from app.services.reporting.returncalendar import return_calendar
from app.services.reporting.returns import Wanted
from app.services.work.progress import Entry, record_progress
from tests.forms import a_form, opened, saved
from tests.ledgers import a_list, a_task

_BOILERS, _PIPES = "完成燃气锅炉低氮燃烧改造12台", "新建污水管网7.5公里，逐步消除空白区"
_HEAD = ["序号", "目标任务", "进展情况", "情况说明"]
_DAY = date(2020, 7, 5)


@pytest.fixture
def tasks(ledger: Ledger) -> tuple[int, int, int]:
    """The list, the boilers with two entries, and the pipes."""
    list_id = a_list(ledger)
    boilers = a_task(ledger, list_id, _BOILERS, serial="7")
    pipes = a_task(ledger, list_id, _PIPES, serial="15")
    record_progress(ledger, boilers, "2020Q1", Entry(text="完成4台。", amount=Decimal(4)))
    record_progress(ledger, boilers, "2020Q2", Entry(text="完成9台。", problems="资金未落实"))
    return list_id, boilers, pipes


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A form whose last column says nothing, and whose second row nobody knows."""
    rows = [[1, _BOILERS, None, None], [2, "管网补短板", None, None]]
    return saved(a_form([_HEAD], rows), tmp_path / "季报.xlsx")


def _fill(
    ledger: Ledger, blank: Path, list_id: int, choices: FormChoices | None = None
) -> FilledForm:
    return fill_blank(
        ledger, blank, period="2020Q2", list_id=list_id, filled_on=_DAY, choices=choices
    )


def test_a_column_takes_what_the_clerk_says(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    plain = _fill(ledger, blank, tasks[0])
    (sheet,) = plain.columns
    assert [one.field for one in plain.columns[sheet]][3] == ""
    told = FormChoices(columns={(sheet, "情况说明"): "problems", (sheet, "进展情况"): ""})
    form = _fill(ledger, blank, tasks[0], told)
    assert [cell.value for cell in opened(form.workbook)[3]][2:] == [None, "资金未落实"]
    assert form.columns[sheet][3].why == "人工指定"


def test_a_doubtful_row_is_told_once(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    list_id, _, pipes = tasks
    record_progress(ledger, pipes, "2020Q2", Entry(text="完成5公里。"))
    plain = _fill(ledger, blank, list_id)
    asked = [row for row in plain.rows if row.asked]
    assert [row.text for row in asked] == ["管网补短板"]
    told = FormChoices(rows={(asked[0].sheet, asked[0].key): pipes})
    form = _fill(ledger, blank, list_id, told)
    assert opened(form.workbook)["C4"].value == "完成5公里。"
    assert not any(row.asked for row in form.rows)
    assert not form.notes


def test_a_row_left_out_is_asked_no_more(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    sheet = _fill(ledger, blank, tasks[0]).rows[0].sheet
    told = FormChoices(rows={(sheet, row_key("2", "管网补短板")): None})
    form = _fill(ledger, blank, tasks[0], told)
    assert not any(row.asked for row in form.rows)
    assert opened(form.workbook)["C4"].value is None


def test_a_kept_form_remembers_and_fills_again(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    list_id = tasks[0]
    sheet = _fill(ledger, blank, list_id).rows[0].sheet
    told = FormChoices(columns={(sheet, "情况说明"): "problems"})
    kept = keep_form(ledger, blank, list_id=list_id, period="2020Q2", choices=told)
    assert choices_for(ledger, blank, list_id=list_id) == told
    blank.unlink()
    form = fill_kept(ledger, kept.key, period="2020Q2", filled_on=_DAY)
    assert opened(form.workbook)["D3"].value == "资金未落实"
    assert form.stem.endswith("季报")


def test_the_same_file_again_is_kept_once(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    for name in ("", "区里的季报"):
        keep_form(
            ledger, blank, list_id=tasks[0], period="2020Q2", choices=FormChoices(), name=name
        )
    assert [form.name for form in list_forms(ledger)] == ["区里的季报"]


def test_two_forms_of_one_name_have_keys_of_their_own(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int], tmp_path: Path
) -> None:
    (tmp_path / "另").mkdir()
    other = saved(a_form([_HEAD], [[1, _BOILERS, None, None]]), tmp_path / "另" / "季报.xlsx")
    for path in (blank, other):
        keep_form(ledger, path, list_id=tasks[0], period="2020Q2", choices=FormChoices())
    keys = [form.key for form in list_forms(ledger)]
    assert len(set(keys)) == 2
    assert keys[0] == form_key(blank)


def test_renaming_and_removing_come_back(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    kept = keep_form(ledger, blank, list_id=tasks[0], period="2020Q2", choices=FormChoices())
    rename_form(ledger, kept.id, "月调度")
    remove_form(ledger, kept.id)
    assert list_forms(ledger) == ()
    undo(ledger)
    assert [form.name for form in list_forms(ledger)] == ["月调度"]
    with pytest.raises(UserError, match="不能为空"):
        rename_form(ledger, kept.id, " ")


def test_a_kept_form_whose_file_is_gone_is_told(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    kept = keep_form(ledger, blank, list_id=tasks[0], period="2020Q2", choices=FormChoices())
    for path in ledger.evidence_folder.iterdir():
        path.unlink()
    with pytest.raises(UserError, match="不见了"):
        fill_kept(ledger, kept.key, period="2020Q2", filled_on=_DAY)


def test_an_earlier_quarter_stands_as_it_was_filed(
    ledger: Ledger, tasks: tuple[int, int, int], tmp_path: Path
) -> None:
    list_id, boilers, _ = tasks
    heads = [["序号", "目标任务", "进展情况", None], [None, None, "一季度", "二季度"]]
    rows = [[1, _BOILERS, None, None], [2, _PIPES, None, None]]
    merges = ("A2:A3", "B2:B3", "C2:D2")
    path = saved(a_form(heads, rows, merges=merges), tmp_path / "两季.xlsx")
    first = fill_blank(ledger, path, period="2020Q1", list_id=list_id, filled_on=_DAY)
    wanted = Wanted(form_key(path), "2020Q1", list_id, _DAY)
    file_form(ledger, wanted, first.files, default_word="已核实")
    record_progress(ledger, boilers, "2020Q1", Entry(text="事后改写的话。"))
    form = _fill(ledger, path, list_id)
    assert [cell.value for cell in opened(form.workbook)[4]][2:] == ["完成4台。", "完成9台。"]


def test_the_command_line_uses_what_was_said_in_the_window(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int], tmp_path: Path
) -> None:
    sheet = _fill(ledger, blank, tasks[0]).rows[0].sheet
    told = FormChoices(columns={(sheet, "情况说明"): "problems"})
    keep_form(ledger, blank, list_id=tasks[0], period="2020Q2", choices=told)
    folder = ledger.folder
    ledger.close()
    out = tmp_path / "out"
    order = ["return", str(blank), "--period", "2020Q2", "--ledger", str(folder)]
    assert main([*order, "--out", str(out)]) == 0
    (workbook,) = out.glob("*.xlsx")
    assert opened(workbook)["D3"].value == "资金未落实"


def test_the_next_quarters_edition_begins_with_what_was_said(
    ledger: Ledger, tmp_path: Path, tasks: tuple[int, int, int]
) -> None:
    def edition(name: str, text: str) -> Path:
        rows = [[1, _BOILERS, None, None], [2, text, None, None]]
        return saved(a_form([_HEAD], rows), tmp_path / f"{name}.xlsx")

    list_id = tasks[0]
    told = FormChoices({("进展表", "情况说明"): "problems"}, {("进展表", "2|管网补短板"): tasks[2]})
    second = edition("2020年第二季度攻坚战进展表", "管网补短板")
    keep_form(ledger, second, list_id=list_id, period="2020Q2", choices=told)
    third = edition("2020年第三季度攻坚战进展表(1)", "管网补短板（续）")
    assert choices_for(ledger, third, list_id=list_id) == told
    assert choices_for(ledger, edition("信访件台账", ""), list_id=list_id) == FormChoices()
    other = a_list(ledger, title="2021年任务分解表", year=2021)
    assert choices_for(ledger, second, list_id=other) == FormChoices(columns=told.columns)


def test_a_kept_form_stands_in_the_calendar_until_it_is_taken_out(
    ledger: Ledger, blank: Path, tasks: tuple[int, int, int]
) -> None:
    def awaited() -> list[tuple[str, str, str]]:
        lines = return_calendar(ledger, tasks[0], on=date(2020, 7, 8))
        return [(one.format_name, one.period, one.state) for one in lines]

    kept = keep_form(
        ledger, blank, list_id=tasks[0], period="2020Q2", choices=FormChoices(), name="区季报"
    )
    assert awaited() == [("区季报", "2020Q2", "waiting")]
    wanted = Wanted(kept.key, "2020Q1", tasks[0], date(2020, 4, 9))
    file_form(ledger, wanted, _fill(ledger, blank, tasks[0]).files, default_word="属实")
    assert [one[1:] for one in awaited()] == [
        ("2020Q3", "waiting"), ("2020Q2", "waiting"), ("2020Q1", "on_time"),
    ]  # fmt: skip
    remove_form(ledger, kept.id)
    assert [one[1:] for one in awaited()] == [("2020Q1", "on_time")]
