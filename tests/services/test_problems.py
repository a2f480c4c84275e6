"""Problems to be put right: listed as of a day, edited, removed; every change can be undone."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import LinkTarget, ProblemView
from app.models.rules.closing import ProblemState
from app.models.supervision import Problem, ProblemLink, ProblemStep
from app.models.tracking import Evidence
from app.services.breakdown.items import remove_items
from app.services.history import journal
from app.services.keeping.ledgers import open_ledger
from app.services.parties import units
from app.services.proof import evidence
from app.services.supervision import problemlinks, problems, problemsteps
from app.services.supervision.problemchanges import problems_touched_since
from app.services.work.tasks import remove_tasks
from tests.ledgers import JUNE, a_list, a_task, boilers, count_of

MAY = date(2020, 5, 6)


def a_problem(ledger: Ledger, text: str = "印染厂污泥露天堆放", **fields: object) -> int:
    given = {"deadline_text": "2020年9月底前", "unit": "张村", **fields}
    return problems.add_problem(ledger, text=text, year=2020, **given)


def the_problem(ledger: Ledger, *, as_of: date = JUNE) -> ProblemView:
    (view,) = problems.list_problems(ledger, as_of=as_of)
    return view


def snapshot(ledger: Ledger) -> object:
    """Everything of the register, to compare before and after."""
    with ledger.reading() as session:
        return [
            [
                {column.name: getattr(row, column.name) for column in record.__table__.columns}
                for row in session.query(record).order_by(record.id)
            ]
            for record in (Problem, ProblemStep, ProblemLink, Evidence)
        ]


def a_file(folder: Path, name: str = "验收意见.pdf") -> Path:
    path = folder / name
    path.write_bytes(name.encode())
    return path


def test_no_problems_is_no_trouble(ledger: Ledger) -> None:
    assert problems.list_problems(ledger, as_of=JUNE) == ()
    assert problems.problems_near(ledger, as_of=JUNE) == ()
    assert problems.count_open(ledger, as_of=JUNE) == 0


def test_a_new_problem_has_the_usual_steps_a_number_and_a_date(ledger: Ledger) -> None:
    a_problem(ledger, source="自查")
    view = the_problem(ledger)
    names = [step.name for step in view.steps]
    assert names == ["交办", "整改方案", "整改中", "完成整改", "验收", "公示", "销号"]
    assert [step.name for step in view.steps if step.needs_proof] == ["完成整改", "验收", "销号"]
    assert (view.number, view.due, view.unit) == ("1", date(2020, 9, 30), "张村")
    assert (view.state, view.step) == (ProblemState.NOT_STARTED, view.steps[0])
    assert "张村" in {unit.name for unit in units.list_units(ledger)}


def test_numbers_go_on_after_the_highest_and_may_stand_twice(ledger: Ledger) -> None:
    a_problem(ledger, number="7")
    a_problem(ledger, "河道黑臭", number="7")
    a_problem(ledger, "噪声扰民")
    numbers = [view.number for view in problems.list_problems(ledger, as_of=JUNE)]
    assert numbers == ["7", "7", "8"]


def test_a_blank_problem_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="不能为空"):
        a_problem(ledger, "  ")
    number = a_problem(ledger)
    with pytest.raises(UserError, match="不能为空"):
        problems.change_problems(ledger, [number], text=" ")


def test_several_units_are_all_kept_and_the_first_answers(ledger: Ledger) -> None:
    number = a_problem(ledger, unit="水利站、城建局")
    view = the_problem(ledger)
    first = next(unit.id for unit in units.list_units(ledger) if unit.name == "水利站")
    assert (view.unit, view.unit_id, dict(view.fields)) == ("水利站、城建局", first, {})
    problems.change_problems(ledger, [number], unit="李村")
    view = the_problem(ledger)
    assert (view.unit, dict(view.fields)) == ("李村", {})


def test_the_same_fields_of_several_change_in_one_step(ledger: Ledger) -> None:
    both = [a_problem(ledger), a_problem(ledger, "河道黑臭", deadline_text="")]
    before = snapshot(ledger)
    problems.change_problems(ledger, both, source="中央督察", deadline_text="7.10", year=2020)
    views = problems.list_problems(ledger, as_of=JUNE)
    assert {(view.source, view.due) for view in views} == {("中央督察", date(2020, 7, 10))}
    assert journal.undo_state(ledger).undo == "修改问题 2 个"
    journal.undo(ledger)
    assert snapshot(ledger) == before


def test_a_wording_without_a_day_keeps_the_words(ledger: Ledger) -> None:
    a_problem(ledger, deadline_text="立行立改")
    view = the_problem(ledger)
    assert (view.deadline_text, view.due) == ("立行立改", None)
    assert "没有整改时限" in view.why


def test_a_date_already_past_when_entered_is_overdue_at_once(ledger: Ledger) -> None:
    a_problem(ledger, deadline_text="2020年5月底前")
    assert the_problem(ledger).state is ProblemState.OVERDUE


def test_removing_and_undo_bring_steps_proof_and_links_back(ledger: Ledger, tmp_path: Path) -> None:
    number = a_problem(ledger)
    step = the_problem(ledger).steps[0]
    evidence.attach(ledger, evidence.Owner(step_id=step.id), [a_file(tmp_path)])
    problemlinks.add_link(ledger, number, LinkTarget("全镇印染企业都查一遍"))
    before = snapshot(ledger)
    problems.remove_problems(ledger, [number])
    assert count_of(ledger, ProblemStep) == count_of(ledger, Evidence) == 0
    journal.undo(ledger)
    assert snapshot(ledger) == before
    assert the_problem(ledger).steps[0].evidence == 1


def test_what_a_problem_points_at_may_go_and_come_back(ledger: Ledger) -> None:
    task_id, items = boilers(ledger)
    first = a_problem(ledger, task_id=task_id)
    second = a_problem(ledger, "河道黑臭")
    for target in (
        LinkTarget("任务", task_id=task_id),
        LinkTarget("清单", item_id=items[0]),
        LinkTarget("问题", other_id=second),
    ):
        problemlinks.add_link(ledger, first, target)
    before = snapshot(ledger)
    unit_id = problems.list_problems(ledger, as_of=JUNE)[0].unit_id
    assert unit_id is not None
    problems.remove_problems(ledger, [second])
    remove_items(ledger, [items[0]])
    remove_tasks(ledger, [task_id])
    units.remove_unit(ledger, unit_id)
    view = the_problem(ledger)
    assert (view.task_id, view.task, view.unit_id, view.unit) == (None, "", None, "")
    assert all((link.task_id, link.item_id, link.other_id) == (None,) * 3 for link in view.links)
    assert [link.text for link in view.links] == [
        "12 完成23台天然气锅炉低氮改造", "燃气锅炉01", "河道黑臭",
    ]  # fmt: skip
    for _ in range(4):
        journal.undo(ledger)
    assert snapshot(ledger) == before


def test_links_show_the_words_of_now_and_are_not_doubled(ledger: Ledger) -> None:
    first, second = a_problem(ledger), a_problem(ledger, "河道黑臭")
    problemlinks.add_link(ledger, first, LinkTarget("问题 2 河道黑臭", other_id=second))
    problems.change_problems(ledger, [second], text="永安河黑臭")
    view = problems.list_problems(ledger, as_of=JUNE, problem_ids=[first])[0]
    assert view.links[0].text == "永安河黑臭"
    with pytest.raises(UserError, match="已经在"):
        problemlinks.add_link(ledger, first, LinkTarget("问题", other_id=second))
    with pytest.raises(UserError, match="问题自己"):
        problemlinks.add_link(ledger, first, LinkTarget("问题", other_id=first))
    before = snapshot(ledger)
    problemlinks.remove_links(ledger, [view.links[0].id])
    assert the_links(ledger, first) == ()
    journal.undo(ledger)
    assert snapshot(ledger) == before


def the_links(ledger: Ledger, number: int) -> tuple[object, ...]:
    return problems.list_problems(ledger, as_of=JUNE, problem_ids=[number])[0].links


def test_targets_are_found_by_words_and_by_number(ledger: Ledger) -> None:
    a_task(ledger, a_list(ledger), "整治永安河", serial="40")
    first = a_problem(ledger, "永安河黑臭", number="3")
    a_problem(ledger, "永安河两岸违建", number="4")
    texts = [one.text for one in problemlinks.find_targets(ledger, "永安", problem_id=first)]
    assert texts == ["任务 40 整治永安河", "问题 4 永安河两岸违建"]
    assert [one.text for one in problemlinks.find_targets(ledger, "40")] == ["任务 40 整治永安河"]
    assert problemlinks.find_targets(ledger, " ") == ()


def test_the_detail_tells_proof_and_history(ledger: Ledger, tmp_path: Path) -> None:
    number = a_problem(ledger)
    step = the_problem(ledger).steps[3]
    evidence.attach(ledger, evidence.Owner(step_id=step.id), [a_file(tmp_path)])
    problemsteps.complete_step(ledger, step.id, JUNE, earlier="too")
    detail = problems.problem_detail(ledger, number, as_of=JUNE)
    assert [file.file_name for file in detail.proofs[step.id]] == ["验收意见.pdf"]
    history = problems.problem_history(ledger, number)
    assert [line.verb for line in history] == ["complete_step", "attach", "add_problem"]
    with pytest.raises(UserError, match="已被删除"):
        problems.problem_detail(ledger, 99, as_of=JUNE)


def test_what_is_near_is_sorted_with_the_overdue_first(ledger: Ledger) -> None:
    near = a_problem(ledger, "临近", deadline_text="2020年7月10日")
    late = a_problem(ledger, "超期", deadline_text="2020年6月20日")
    a_problem(ledger, "还早", deadline_text="2020年12月")
    undated = a_problem(ledger, "没有时限", deadline_text="")
    planned = problems.list_problems(ledger, as_of=JUNE, problem_ids=[undated])[0].steps[0]
    problemsteps.change_step(ledger, planned.id, due=date(2020, 7, 1))
    found = problems.problems_near(ledger, as_of=JUNE)
    assert [(one.problem_id, one.overdue) for one in found] == [
        (late, True), (undated, False), (near, False),
    ]  # fmt: skip
    assert (found[1].step, found[1].due) == ("交办", date(2020, 7, 1))
    assert problems.problems_near(ledger, as_of=JUNE, days=5)[-1].problem_id == undated


def test_the_count_agrees_with_the_list_on_every_day(ledger: Ledger) -> None:
    for place, text in enumerate(("甲", "乙", "丙")):
        number = a_problem(ledger, text)
        last = problems.list_problems(ledger, as_of=JUNE, problem_ids=[number])[0].steps[-1]
        if place:
            problemsteps.complete_step(
                ledger, last.id, date(2020, 5, 10 * place), earlier="leave", proofless=True
            )
    for day in (MAY, date(2020, 5, 10), date(2020, 5, 15), JUNE):
        views = problems.list_problems(ledger, as_of=day)
        held = sum(view.closed_on is None for view in views)
        assert problems.count_open(ledger, as_of=day) == held


def test_what_a_step_of_the_journal_touched_is_told(ledger: Ledger, tmp_path: Path) -> None:
    first, second = a_problem(ledger), a_problem(ledger, "河道黑臭", unit="李村")
    problemlinks.add_link(ledger, second, LinkTarget("问题", other_id=first))
    both = frozenset({first, second})
    assert problems_touched_since(ledger, 0).problems == both
    steps = problems.list_problems(ledger, as_of=JUNE, problem_ids=[second])[0].steps

    def touched(work: Callable[[], object]) -> frozenset[int] | None:
        at = problems_touched_since(ledger, 0).up_to
        work()
        return problems_touched_since(ledger, at).problems

    owner = evidence.Owner(step_id=steps[0].id)
    assert touched(lambda: None) == frozenset()
    assert touched(lambda: problemsteps.complete_step(ledger, steps[0].id, JUNE)) == frozenset(
        {second}
    )
    assert touched(lambda: evidence.attach(ledger, owner, [a_file(tmp_path)])) == frozenset(
        {second}
    )
    assert touched(lambda: problems.change_problems(ledger, [first], text="新")) == frozenset(
        {first, second}
    )
    unit = next(unit.id for unit in units.list_units(ledger) if unit.name == "张村")
    assert touched(lambda: units.change_unit(ledger, unit, name="张庄村")) == frozenset({first})
    assert touched(lambda: problems.remove_problems(ledger, [first])) == both
    assert touched(lambda: journal.undo(ledger)) == both


def test_a_read_only_ledger_shows_and_refuses(ledger: Ledger) -> None:
    number = a_problem(ledger)
    with open_ledger(ledger.folder, readonly=True) as looking:
        assert the_problem(looking).id == number
        with pytest.raises(UserError, match="只读"):
            problems.remove_problems(looking, [number])


def test_three_thousand_problems_are_read_in_a_moment(ledger: Ledger) -> None:
    with ledger.transaction("many", "很多问题") as work:
        records = [{"text": f"问题{n}", "deadline_text": "2020年9月底前"} for n in range(3000)]
        problems.add_records(work.session, records, year=2020)
    began = time.process_time()
    assert len(problems.list_problems(ledger, as_of=JUNE)) == 3000
    assert time.process_time() - began < 3
