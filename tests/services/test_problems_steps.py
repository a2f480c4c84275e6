"""The way of a problem to 销号: steps finished, taken back, laid out anew, on any day."""

from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import StepPlan
from app.models.rules.closing import ProblemState
from app.services import settings
from app.services.history import journal
from app.services.proof import evidence
from app.services.supervision import problems, problemsteps
from tests.ledgers import JUNE
from tests.services.test_problems import MAY, a_file, a_problem, snapshot, the_problem

JULY = date(2020, 7, 6)


def test_steps_are_finished_one_by_one_up_to_closing(ledger: Ledger, tmp_path: Path) -> None:
    number = a_problem(ledger)
    for step in the_problem(ledger).steps:
        if step.needs_proof:
            evidence.attach(ledger, evidence.Owner(step_id=step.id), [a_file(tmp_path, step.name)])
        assert problemsteps.advance_problems(ledger, [number], MAY).done == 1
    view = the_problem(ledger)
    assert (view.state, view.closed_on, view.step) == (ProblemState.CLOSED, MAY, None)
    assert problems.count_open(ledger, as_of=JUNE) == 0
    with pytest.raises(UserError, match="已销号"):
        problemsteps.advance_problems(ledger, [number], JUNE)


def test_on_an_earlier_day_later_steps_are_not_done_yet(ledger: Ledger) -> None:
    a_problem(ledger)
    last = the_problem(ledger).steps[-1]
    problemsteps.complete_step(ledger, last.id, JUNE, earlier="too", proofless=True)
    before = the_problem(ledger, as_of=MAY)
    assert (before.state, before.closed_on) == (ProblemState.NOT_STARTED, None)
    assert (before.steps[0].done_on, before.steps[0].later) == (None, JUNE)
    assert the_problem(ledger).state is ProblemState.CLOSED


def test_a_step_done_after_the_day_in_view_keeps_its_day(ledger: Ledger) -> None:
    number = a_problem(ledger)
    first = the_problem(ledger).steps[0]
    problemsteps.complete_step(ledger, first.id, JUNE)
    before = snapshot(ledger)
    with pytest.raises(UserError, match="已于 2020-06-30 完成"):
        problemsteps.advance_problems(ledger, [number], MAY)
    with pytest.raises(UserError, match="请直接填写完成日期"):
        problemsteps.complete_step(ledger, first.id, MAY)
    assert snapshot(ledger) == before
    other = a_problem(ledger, text="道路积尘")
    result = problemsteps.advance_problems(ledger, [number, other], MAY)
    assert (result.done, result.words) == (
        1, "1 个在截至日之后已完成，没有改动：“交办”已于 2020-06-30 完成",
    )  # fmt: skip
    problemsteps.complete_step(ledger, first.id, MAY, over=True)  # typed, it is meant
    assert problems.list_problems(ledger, as_of=MAY)[0].steps[0].done_on == MAY


def test_closing_late_and_reopening(ledger: Ledger) -> None:
    a_problem(ledger, deadline_text="2020年6月底前")
    last = the_problem(ledger).steps[-1]
    problemsteps.complete_step(ledger, last.id, JULY, earlier="too", proofless=True)
    assert the_problem(ledger, as_of=JULY).state is ProblemState.CLOSED_LATE
    before = snapshot(ledger)
    problemsteps.reopen_step(ledger, last.id)
    assert the_problem(ledger, as_of=JULY).state is ProblemState.RECTIFIED
    journal.undo(ledger)
    assert snapshot(ledger) == before


def test_proof_is_asked_for_in_words(ledger: Ledger, tmp_path: Path) -> None:
    a_problem(ledger)
    step = the_problem(ledger).steps[4]
    before = snapshot(ledger)
    with pytest.raises(UserError, match="“验收”须有佐证") as told:
        problemsteps.complete_step(ledger, step.id, JUNE, earlier="leave")
    assert told.value.code == "needs_proof"
    assert snapshot(ledger) == before
    problemsteps.complete_step(ledger, step.id, JUNE, earlier="leave", proofless=True)
    assert the_problem(ledger).steps[4].lacks_proof
    evidence.attach(ledger, evidence.Owner(step_id=step.id), [a_file(tmp_path)])
    assert not the_problem(ledger).steps[4].lacks_proof


def test_a_step_before_its_turn_is_asked_about(ledger: Ledger) -> None:
    a_problem(ledger)
    step = the_problem(ledger).steps[2]
    with pytest.raises(UserError, match="还有 2 步未完成：“交办”、“整改方案”") as told:
        problemsteps.complete_step(ledger, step.id, JUNE)
    assert told.value.code == "earlier_open"
    problemsteps.complete_step(ledger, step.id, JUNE, earlier="leave")
    assert [one.done_on for one in the_problem(ledger).steps[:3]] == [None, None, JUNE]
    journal.undo(ledger)
    problemsteps.complete_step(ledger, step.id, JUNE, earlier="too")
    assert [one.done_on for one in the_problem(ledger).steps[:3]] == [JUNE] * 3


def test_taking_back_a_step_with_later_ones_done_is_asked_about(ledger: Ledger) -> None:
    a_problem(ledger)
    first, second, third = the_problem(ledger).steps[:3]
    problemsteps.complete_step(ledger, third.id, JUNE, earlier="too")
    with pytest.raises(UserError, match="还有 1 步已完成：“整改中”"):
        problemsteps.reopen_step(ledger, second.id)
    problemsteps.reopen_step(ledger, second.id, later="too")
    assert [one.done_on for one in the_problem(ledger).steps[:3]] == [JUNE, None, None]
    journal.undo(ledger)
    problemsteps.reopen_step(ledger, first.id, later="leave")
    assert [one.done_on for one in the_problem(ledger).steps[:3]] == [None, JUNE, JUNE]


def test_several_go_on_and_those_without_proof_are_told(ledger: Ledger) -> None:
    ready, stuck, closed = a_problem(ledger), a_problem(ledger, "乙"), a_problem(ledger, "丙")
    steps = {view.id: view.steps for view in problems.list_problems(ledger, as_of=JUNE)}
    problemsteps.complete_step(ledger, steps[stuck][2].id, MAY, earlier="too")
    problemsteps.complete_step(ledger, steps[closed][-1].id, MAY, earlier="too", proofless=True)
    before = snapshot(ledger)
    result = problemsteps.advance_problems(ledger, [ready, stuck, closed], JUNE)
    assert (result.done, result.closed) == (1, 1)
    assert result.words == "1 个缺佐证，没有登记：“完成整改”（乙）；1 个已销号"
    journal.undo(ledger)
    assert snapshot(ledger) == before
    with pytest.raises(UserError, match="须有佐证"):
        problemsteps.advance_problems(ledger, [stuck], JUNE)
    assert problemsteps.advance_problems(ledger, [stuck], JUNE, proofless=True).done == 1


def test_a_step_is_planned_noted_and_renamed(ledger: Ledger) -> None:
    a_problem(ledger)
    step = the_problem(ledger).steps[1]
    before = snapshot(ledger)
    problemsteps.change_step(ledger, step.id, due=JULY, notes="报区攻坚办", name="报送方案")
    changed = the_problem(ledger).steps[1]
    assert (changed.due, changed.notes, changed.name) == (JULY, "报区攻坚办", "报送方案")
    with pytest.raises(UserError, match="不能为空"):
        problemsteps.change_step(ledger, step.id, name=" ")
    journal.undo(ledger)
    assert snapshot(ledger) == before


def test_steps_are_laid_out_anew_and_undone(ledger: Ledger, tmp_path: Path) -> None:
    number = a_problem(ledger)
    steps = the_problem(ledger).steps
    evidence.attach(ledger, evidence.Owner(step_id=steps[4].id), [a_file(tmp_path)])
    before = snapshot(ledger)
    plans = [
        StepPlan("核查", True),
        StepPlan("整改", id=steps[2].id),
        StepPlan("交办", id=steps[0].id),
        StepPlan("销号", id=steps[6].id),
    ]
    problemsteps.arrange_steps(ledger, number, plans)
    told = journal.recent_operations(ledger)[0].title
    assert told.startswith(
        "调整整改步骤（去掉“整改方案”、“完成整改”、“验收”、“公示”，连同佐证 1 件）："
    )
    laid = the_problem(ledger).steps
    assert [step.name for step in laid] == ["核查", "整改", "交办", "销号"]
    assert (laid[0].needs_proof, laid[1].id, laid[3].needs_proof) == (True, steps[2].id, False)
    journal.undo(ledger)
    assert snapshot(ledger) == before
    journal.redo(ledger)
    assert [step.name for step in the_problem(ledger).steps] == ["核查", "整改", "交办", "销号"]


def test_a_layout_that_closes_or_opens_a_problem_says_so(ledger: Ledger) -> None:
    number = a_problem(ledger)
    steps = the_problem(ledger).steps
    problemsteps.complete_step(ledger, steps[5].id, JUNE, earlier="too", proofless=True)
    plans = [StepPlan(step.name, id=step.id) for step in steps]
    problemsteps.arrange_steps(ledger, number, plans[:6])
    told = journal.recent_operations(ledger)[0].title
    assert "（去掉“销号”，最后一步“公示”已完成，即已销号）" in told
    problemsteps.arrange_steps(ledger, number, [*plans[:6], StepPlan("归档")])
    assert "（不再是已销号）" in journal.recent_operations(ledger)[0].title


@pytest.mark.parametrize(
    ("names", "told"),
    [((), "至少要有一个步骤"), (("交办", " "), "不能为空"), (("交办", "交办"), "有两个")],
)
def test_steps_that_make_no_sense_are_refused(
    ledger: Ledger, names: tuple[str, ...], told: str
) -> None:
    number = a_problem(ledger)
    plans = [StepPlan(name) for name in names]
    with pytest.raises(UserError, match=told):
        problemsteps.arrange_steps(ledger, number, plans)
    with pytest.raises(UserError, match=told):
        problemsteps.change_problem_steps(ledger, plans)


def test_the_usual_steps_are_a_setting_that_new_problems_copy(ledger: Ledger) -> None:
    a_problem(ledger)
    problemsteps.change_problem_steps(ledger, [StepPlan("整改"), StepPlan("销号", True)])
    assert len(the_problem(ledger).steps) == 7
    number = a_problem(ledger, "河道黑臭")
    (view,) = problems.list_problems(ledger, as_of=JUNE, problem_ids=[number])
    assert [(step.name, step.needs_proof) for step in view.steps] == [
        ("整改", False), ("销号", True),
    ]  # fmt: skip
    journal.undo(ledger)
    journal.undo(ledger)
    assert settings.problem_steps(ledger) == settings.PROBLEM_STEPS
