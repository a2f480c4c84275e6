"""Registers are written and filed, with and without a list, compared, kept in the calendar."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli import main
from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.pace import State
from app.reports.formats.formatfiles import load_formats
from app.services.breakdown.items import create_blanks, tick_items
from app.services.breakdown.shares import set_shares, split_rows
from app.services.history.chronicle import StepFilter, list_steps
from app.services.history.journal import undo
from app.services.parties.units import add_unit
from app.services.periodfolder import filed_in
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.filing import (
    file_return,
    filed_returns,
    send_back,
    write_return,
)
from app.services.reporting.formats import list_formats
from app.services.reporting.returncalendar import return_calendar
from app.services.reporting.returncomparison import compare_filed, compare_with_earlier
from app.services.reporting.returns import Wanted, draft_return
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_target
from tests.ledgers import JUNE, a_ledger, a_list, a_task, boilers
from tests.services.registers.hands import codes, wanted

PERIODS = {"month": "2020-06", "half": "2020H1", "year": "2020"}


def fill(ledger: Ledger) -> None:
    """What any format prints: late boilers with items, money, shares, an order, a problem."""
    task = a_task(ledger, 1, "完成23台锅炉低氮改造", deadline_text="2020年3月底前", serial="12")
    plant = a_task(ledger, 1, "污水处理厂提标", serial="13")
    change_target(ledger, plant, number=Decimal(3000), unit="万元")
    create_blanks(ledger, task, 3, stem="锅炉")
    village = add_unit(ledger, "张村", kind="village")
    rows = split_rows(ledger, list_id=1)
    set_shares(ledger, {(row.target_id, village): Decimal(3) for row in rows})
    issue_assignments(ledger, same_to_each([village], [Thing(task_id=task)]), on=date(2020, 6, 1))
    add_problem(ledger, text="堆场扬尘", year=2020)


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_every_format_is_written_and_filed_with_and_without_lines(
    ledger: Ledger, tmp_path: Path, key: str
) -> None:
    a_list(ledger)
    fmt = load_formats()[key]
    this = wanted(key, PERIODS.get(fmt.kind, "2020Q2"))
    assert draft_return(ledger, this).lines == ()
    paths = write_return(ledger, this, tmp_path)
    assert [path.suffix for path in paths] == [".xlsx", ".pdf"]
    filed = file_return(ledger, this, default_word="属实")
    empty = [cell.text for cell in filed_papers(ledger, filed.id).papers[0].cells]
    assert any(text.startswith("本期无") for text in empty)
    fill(ledger)
    lines = draft_return(ledger, this).lines
    assert lines
    again = file_return(ledger, this, default_word="属实")
    shown = [cell.text for cell in filed_papers(ledger, again.id).papers[0].cells]
    assert again.version == 2
    assert shown != empty


def test_a_register_is_filed_without_a_task_list(ledger: Ledger, tmp_path: Path) -> None:
    add_problem(ledger, text="渣土裸露堆放", source="自查", unit="厚恕村", year=2020)
    bare = Wanted("problem_register", "2020Q1", None, date(2020, 4, 8))
    filed = file_return(ledger, bare, default_word="属实")
    assert (filed.list_id, filed.version) == (None, 1)
    (due, *_) = reversed(return_calendar(ledger, None, on=JUNE))
    assert (due.filed_id, due.state) == (filed.id, "on_time")
    (held,) = filed_in(ledger, None, "2020Q1")
    assert all(Path(path).is_file() for path in held.files.values())
    (step, *_) = list_steps(ledger, StepFilter())
    assert step.title == "定稿2020年第一季度问题整改销号台账（第1版）"
    with pytest.raises(UserError, match="任务分解表"):
        file_return(ledger, Wanted("quarterly_tasks", "2020Q1", None, date(2020, 4, 8)))


def test_the_command_line_files_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with a_ledger(tmp_path) as held:
        add_problem(held, text="渣土裸露堆放", source="自查", unit="厚恕村", year=2020)
        folder = held.folder
    words = ["--period", "2020Q1", "--ledger", str(folder), "--out", str(tmp_path), "--file"]
    assert main(["return", "problem_register", *words, "--why", "属实"]) == 0
    assert "已定稿第 1 版" in capsys.readouterr().out
    assert main(["return", "quarterly_tasks", *words]) == 1
    assert "任务分解表" in capsys.readouterr().err


def test_what_was_filed_without_a_list_goes_on_under_the_list(ledger: Ledger) -> None:
    add_problem(ledger, text="渣土裸露堆放", source="自查", unit="厚恕村", year=2020)
    first = file_return(
        ledger, Wanted("problem_register", "2020Q2", None, date(2020, 7, 8)), default_word="属实"
    )
    a_list(ledger)
    again = file_return(ledger, wanted("problem_register"), default_word="属实")
    assert (again.version, again.list_id) == (2, 1)
    states = {one.id: one.state for one in filed_returns(ledger)}
    assert states == {first.id: "superseded", again.id: "filed"}
    (line, *_) = return_calendar(ledger, 1, on=JUNE)
    assert (line.filed_id, line.version) == (again.id, 2)


def test_a_filing_sent_back_keeps_the_reason_beside_the_new_version(ledger: Ledger) -> None:
    boilers(ledger, ticked=17)
    first = file_return(ledger, wanted("quarterly_tasks"), default_word="属实")
    with pytest.raises(UserError, match="退回的原因"):
        send_back(ledger, first.id, why=" ", on=date(2020, 7, 12))
    send_back(ledger, first.id, why="缺责任人", on=date(2020, 7, 12))
    (held,) = filed_returns(ledger)
    assert (held.state, held.returned_why, held.returned_on) == (
        "returned",
        "缺责任人",
        date(2020, 7, 12),
    )
    undo(ledger)
    (held,) = filed_returns(ledger)
    assert (held.state, held.returned_why, held.returned_on) == ("filed", "", None)
    send_back(ledger, first.id, why="缺责任人", on=date(2020, 7, 12))
    file_return(ledger, wanted("quarterly_tasks", on=date(2020, 7, 13)), default_word="属实")
    assert [(one.version, one.state, one.returned_why) for one in filed_returns(ledger)] == [
        (2, "filed", ""),
        (1, "superseded", "缺责任人"),
    ]
    with pytest.raises(UserError, match="新版替代"):
        send_back(ledger, first.id, why="再退", on=date(2020, 7, 14))


def test_the_calendar_says_on_time_late_missing_and_waiting(ledger: Ledger) -> None:
    boilers(ledger, ticked=17)
    (usual,) = return_calendar(ledger, 1, on=JUNE)
    assert (usual.format_key, usual.period, usual.state) == ("quarterly_tasks", "2020Q2", "waiting")
    assert [one.period for one in return_calendar(ledger, 1, on=date(2020, 7, 8))] == ["2020Q2"]
    assert return_calendar(ledger, 1, on=date(2021, 7, 8)) == ()
    first = wanted("quarterly_tasks", "2020Q1", date(2020, 4, 9))
    file_return(ledger, first, default_word="属实")
    file_return(ledger, wanted("quarterly_tasks", "2020Q3", date(2020, 10, 12)), default_word="属")
    lines = return_calendar(ledger, 1, on=date(2020, 11, 1))
    assert [(one.period, one.state, one.days) for one in lines] == [
        ("2020Q4", "waiting", 70),
        ("2020Q3", "late", 2),
        ("2020Q2", "missing", 114),
        ("2020Q1", "on_time", 1),
    ]
    again = wanted("quarterly_tasks", "2020Q1", date(2020, 5, 20))
    file_return(ledger, again, default_word="补")
    (line,) = [one for one in return_calendar(ledger, 1, on=JUNE) if one.period == "2020Q1"]
    assert (line.state, line.version, line.filed_on) == ("on_time", 2, date(2020, 4, 9))


def test_what_changed_since_the_last_filing(ledger: Ledger) -> None:
    task_id, items = boilers(ledger, ticked=2)
    second = wanted("quarterly_tasks", "2020Q3")
    assert compare_with_earlier(ledger, second) == ()
    record_progress(ledger, task_id, "2020Q2", Entry(text="已完成2台"))
    file_return(ledger, wanted("quarterly_tasks"), default_word="属实")
    other = a_task(ledger, 1, "农膜回收60吨", serial="13")
    tick_items(ledger, items[2:20], date(2020, 9, 1))
    record_progress(ledger, task_id, "2020Q3", Entry(text="已完成20台"))
    (found,) = compare_with_earlier(ledger, second)
    assert (found.period, found.version, found.same) == ("2020Q2", 1, 0)
    assert [(one.kind, one.label) for one in found.lines] == [
        ("变化", "12　完成23台天然气锅炉低氮改造"),
        ("新增", "13　农膜回收60吨"),
    ]
    cells = {head: (old, new) for head, old, new in found.lines[0].cells}
    assert cells["推进情况/进展情况"] == ("已完成2台", "已完成20台")
    assert cells["推进情况/序时状态"] == (State.FAR_BEHIND.label, State.AHEAD.label)
    assert other


def test_a_line_gone_since_the_last_filing_is_told(ledger: Ledger) -> None:
    _, items = boilers(ledger, ticked=1)
    assert items
    file_return(ledger, wanted("lag_warning"), default_word="属实")
    tick_items(ledger, items, date(2020, 6, 1))
    (found,) = compare_with_earlier(ledger, wanted("lag_warning"))
    assert [(one.kind, one.label) for one in found.lines] == [
        ("减少", "12　完成23台天然气锅炉低氮改造")
    ]


def test_a_thousand_items_are_drawn_and_checked(ledger: Ledger, tmp_path: Path) -> None:
    task_id = a_task(ledger, a_list(ledger))
    create_blanks(ledger, task_id, 1000, stem="锅炉")
    assert len(draft_return(ledger, wanted("item_register")).lines) == 1000
    assert codes(ledger, "item_register").count("item_without_unit") == 1000
    write_return(ledger, wanted("item_register"), tmp_path)


def test_the_command_line_writes_every_format(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boilers(ledger, ticked=2)
    folder = str(ledger.folder)
    ledger.close()
    assert main(["formats"]) == 0
    listed = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [one.key for one in list_formats()]
    for key in ("half_review", "item_register", "village_matrix"):
        order = ["return", key, "--period", "2020H1", "--ledger", folder, "--out", str(tmp_path)]
        assert main([*order, "--file"]) == 0
        told = capsys.readouterr().out
        assert "已定稿第 1 版" in told
        assert "2020年上半年" in told
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_a_return_is_compared_with_its_last_version_and_with_the_quarter_before(
    ledger: Ledger,
) -> None:
    task_id, _ = boilers(ledger, ticked=2)
    file_return(ledger, wanted("quarterly_tasks", "2020Q1"), default_word="属实")
    for text in ("已完成2台", "已完成2台，另3台在改"):
        record_progress(ledger, task_id, "2020Q2", Entry(text=text))
        filed = file_return(ledger, wanted("quarterly_tasks"), default_word="属实")
    record_progress(ledger, task_id, "2020Q2", Entry(text="已完成3台"))
    now = compare_with_earlier(ledger, wanted("quarterly_tasks"))
    assert [(one.period, one.version) for one in now] == [("2020Q2", 2), ("2020Q1", 1)]
    head = "推进情况/进展情况"
    cells = [{name: (old, new) for name, old, new in one.lines[0].cells} for one in now]
    assert [one[head] for one in cells] == [
        ("已完成2台，另3台在改", "已完成3台"),
        ("", "已完成3台"),
    ]
    earlier = compare_filed(ledger, filed.id)
    assert [(one.period, one.version) for one in earlier] == [("2020Q2", 1), ("2020Q1", 1)]
    assert (head, "已完成2台", "已完成2台，另3台在改") in earlier[0].lines[0].cells
