"""The clerk's verbs on a problem's way to 销号: finish steps, take them back, lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import StepPlan
from app.models.supervision import Problem, ProblemStep
from app.services.settings import keep_problem_steps, problem_steps_in
from app.services.supervision.problems import counted, problems_of
from app.services.wording import shorten

Others = Literal["ask", "too", "leave"]
"""What becomes of the steps before (or after): ask by refusing, do the same, leave them."""

_EDITABLE = frozenset({"name", "due", "notes", "needs_proof"})
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Advanced:
    """What came of finishing the step at hand of several problems.

    Attributes:
        done: how many problems went a step on.
        lacking: for each problem that didn't for want of proof, its step and text in words.
        closed: how many had no step left.
        later: for each problem whose step was done after the day in view, its step and that day.
    """

    done: int = 0
    lacking: tuple[str, ...] = ()
    closed: int = 0
    later: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What did not go on and why; empty when all did."""
        parts = []
        if self.lacking:
            parts.append(f"{len(self.lacking)} 个缺佐证，没有登记：{_some(self.lacking)}")
        if self.later:
            told = f"{len(self.later)} 个在截至日之后已完成，没有改动：{_some(self.later)}"
            parts.append(told)
        if self.closed:
            parts.append(f"{self.closed} 个已销号")
        return "；".join(parts)


def complete_step(
    ledger: Ledger,
    step_id: int,
    on: date,
    *,
    earlier: Others = "ask",
    proofless: bool = False,
    over: bool = False,
) -> None:
    """Finish a step on a day.

    Args:
        ledger: the ledger.
        step_id: the step.
        on: the day it was done.
        earlier: what becomes of steps before it that are open.
        proofless: also where proof is asked for and there is none; it stays marked as lacking.
        over: also over a later day, which was typed; ticking must not take it away.

    Raises:
        UserError: ``done_later``, ``earlier_open``, ``needs_proof``, or the step is gone.
    """
    with ledger.transaction("complete_step", "") as work:
        problem, step = _step_of(work.session, step_id)
        if not over:
            _refuse_earlier_day(step, on)
        left = _open_before(problem, step)
        if left and earlier == "ask":
            raise _earlier_open(step, left)
        done = [*left, step] if earlier == "too" else [step]
        if not proofless:
            _refuse_proofless(done)
        for one in done:
            one.done_on = on
        work.entitle(f"完成{_names(done)}：{shorten(problem.text)}")


def _refuse_earlier_day(step: ProblemStep, on: date) -> None:
    if step.done_on is not None and step.done_on > on:
        raise UserError(
            "done_later",
            f"{_later_words(step)}，在截至日之后，没有改动；要改日期，请直接填写完成日期。",
        )


def _open_before(problem: Problem, step: ProblemStep) -> list[ProblemStep]:
    before = (one for one in problem.steps if one.position < step.position)
    return [one for one in before if one.done_on is None]


def _earlier_open(step: ProblemStep, left: Sequence[ProblemStep]) -> UserError:
    return UserError(
        "earlier_open",
        f"“{step.name}”之前还有 {len(left)} 步未完成：{_names(left)}；请先完成，或选择一并登记。",
    )


def _refuse_proofless(done: Sequence[ProblemStep]) -> None:
    lacking = [one for one in done if one.needs_proof and not one.evidence]
    if lacking:
        raise UserError(
            "needs_proof",
            f"{_names(lacking)}须有佐证才能登记完成；请先添加佐证文件，或选择先登记后补。",
        )


def reopen_step(ledger: Ledger, step_id: int, *, later: Others = "ask") -> None:
    """Take a step back: it is not done; a closed problem whose last step goes back is open again.

    Raises:
        UserError: ``later_done`` while steps after it are done, or the step is gone.
    """
    with ledger.transaction("reopen_step", "") as work:
        problem, step = _step_of(work.session, step_id)
        after = [one for one in problem.steps if one.position > step.position]
        done = [one for one in after if one.done_on is not None]
        if done and later == "ask":
            raise UserError(
                "later_done",
                f"“{step.name}”之后还有 {len(done)} 步已完成：{_names(done)}；"
                "请先取消后面的，或选择一并取消。",
            )
        back = [step, *done] if later == "too" else [step]
        for one in back:
            one.done_on = None
        work.entitle(f"取消完成{_names(back)}：{shorten(problem.text)}")


def advance_problems(
    ledger: Ledger, problem_ids: Sequence[int], on: date, *, proofless: bool = False
) -> Advanced:
    """Finish the step at hand of one or several problems.

    Those that lack proof stay and are told, and those whose step was done after the day.

    Raises:
        UserError: ``needs_proof``, ``done_later`` or ``closed`` when none could go on.
    """
    with ledger.transaction("advance_problems", "") as work:
        found = problems_of(work.session, problem_ids)
        steps = [(problem, _at_hand(problem, on)) for problem in found]
        moved: list[tuple[Problem, ProblemStep]] = []
        lacking, later = [], []
        for problem, step in steps:
            if step is None:
                continue
            if step.done_on is not None:
                later.append(_later_words(step))
                continue
            if step.needs_proof and not step.evidence and not proofless:
                lacking.append(f"“{step.name}”（{shorten(problem.text, 12)}）")
                continue
            moved.append((problem, step))
        closed = sum(step is None for _, step in steps)
        result = Advanced(len(moved), tuple(lacking), closed, tuple(later))
        if not moved:
            raise _nothing_moved(found, result)
        for _, step in moved:
            step.done_on = on
        names = dict.fromkeys(f"“{step.name}”" for _, step in moved)
        step_words = "、".join(names) if len(names) <= _SHOWN else "当前步骤"
        work.entitle(f"完成{step_words}：{counted([problem for problem, _ in moved]).strip()}")
        return result


def change_step(ledger: Ledger, step_id: int, **fields: Any) -> None:
    """Set name, planned day (due), notes, or whether proof is needed of one step.

    Raises:
        UserError: ``empty_name``, or the step is gone.
    """
    if set(fields) - _EDITABLE:
        raise TypeError(f"no such step fields: {sorted(fields)}")
    with ledger.transaction("change_step", "") as work:
        problem, step = _step_of(work.session, step_id)
        if not str(fields.get("name", "-")).strip():
            raise UserError("empty_name", "步骤名称不能为空；请填写名称。")
        for key, value in fields.items():
            setattr(step, key, value)
        work.entitle(f"修改步骤“{step.name}”：{shorten(problem.text)}")


def arrange_steps(ledger: Ledger, problem_id: int, plans: Sequence[StepPlan]) -> None:
    """Lay out one problem's steps anew: their order, names and proof; those left out go.

    Raises:
        UserError: ``no_steps``, ``empty_name`` or ``same_name``.
    """
    plans = _checked(plans)
    with ledger.transaction("arrange_steps", "") as work:
        (problem,) = problems_of(work.session, [problem_id])
        held = {step.id: step for step in problem.steps}
        kept = []
        for place, plan in enumerate(plans, 1):
            step = held.get(plan.id or 0) or ProblemStep(problem_id=problem_id)
            step.name, step.needs_proof, step.position = plan.name, plan.needs_proof, place
            kept.append(step)
        told = _arranged_words(problem.steps, kept)
        problem.steps = kept
        work.entitle(f"调整整改步骤{told}：{shorten(problem.text)}")


def _arranged_words(before: Sequence[ProblemStep], kept: Sequence[ProblemStep]) -> str:
    """What a new layout took along: steps with their proof, and whether it closed the problem."""
    gone = [step for step in before if step not in kept]
    parts = [f"去掉{_names(gone)}"] if gone else []
    if count := sum(len(step.evidence) for step in gone):
        parts.append(f"连同佐证 {count} 件")
    closed = [bool(steps and steps[-1].done_on) for steps in (before, kept)]
    if closed == [False, True]:
        parts.append(f"最后一步“{kept[-1].name}”已完成，即已销号")
    elif closed == [True, False]:
        parts.append("不再是已销号")
    return f"（{'，'.join(parts)}）" if parts else ""


def change_problem_steps(ledger: Ledger, plans: Sequence[StepPlan]) -> None:
    """Set the steps that new problems are given; those of older problems stay as they are.

    Raises:
        UserError: ``no_steps``, ``empty_name`` or ``same_name``.
    """
    plans = _checked(plans)
    with ledger.transaction("change_problem_steps", "修改新问题的整改步骤") as work:
        if tuple(plans) != problem_steps_in(work.session):
            keep_problem_steps(work.session, plans)


def _checked(plans: Sequence[StepPlan]) -> tuple[StepPlan, ...]:
    named = tuple(StepPlan(plan.name.strip(), plan.needs_proof, plan.id) for plan in plans)
    names = [plan.name for plan in named]
    if not named:
        raise UserError("no_steps", "至少要有一个步骤；最后一步完成即为销号。")
    if "" in names:
        raise UserError("empty_name", "步骤名称不能为空；请填写名称，或去掉这一步。")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UserError("same_name", f"步骤“{twice}”有两个；请改成不同的名称。")
    return named


def _step_of(session: Session, step_id: int) -> tuple[Problem, ProblemStep]:
    step = session.get(ProblemStep, step_id)
    if step is None:
        raise UserError("not_found", "这个整改步骤已被删除；请刷新后再试。")
    (problem,) = problems_of(session, [step.problem_id])
    return problem, step


def _at_hand(problem: Problem, on: date) -> ProblemStep | None:
    """The first step that is not done by a day."""
    waiting = (step for step in problem.steps if step.done_on is None or step.done_on > on)
    return next(waiting, None)


def _nothing_moved(found: Sequence[Problem], result: Advanced) -> UserError:
    if result.later and not result.lacking:
        message = f"{_some(result.later)}，在截至日之后，没有改动；请把截至日改到那天以后再登记。"
        return UserError("done_later", message)
    if not result.lacking:
        named = f"问题{counted(found)}" if found else "所选问题"
        return UserError("closed", f"{named}已销号；要重新整改，请在右侧取消“销号”一步。")
    if len(result.lacking) == 1 and not result.later:
        message = f"{result.lacking[0]}须有佐证才能登记完成；请先添加佐证文件，或选择先登记后补。"
        return UserError("needs_proof", message)
    return UserError("needs_proof", f"{result.words}；请先添加佐证文件，或选择先登记后补。")


def _later_words(step: ProblemStep) -> str:
    return f"“{step.name}”已于 {step.done_on:%Y-%m-%d} 完成"


def _some(named: Sequence[str]) -> str:
    return "、".join(named[:_SHOWN]) + ("等" if len(named) > _SHOWN else "")


def _names(steps: Sequence[ProblemStep]) -> str:
    return "、".join(f"“{step.name}”" for step in steps)
