"""Scores: rules by 计分办法, points by hand, sums, and what the return prints of them."""

from datetime import date
from decimal import Decimal

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.services.history.journal import undo
from app.services.reporting.returns import Wanted, draft_return
from app.services.reporting.scores import ScoreLine, ScoreSheet, give_points, score_sheet, set_rule
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_target, change_tasks
from tests.ledgers import JUNE, a_list, a_task, boilers

D = Decimal
Q2 = "2020Q2"


def scored(ledger: Ledger, score: str, method: str, **target: object) -> int:
    """A task with points and a method, counted in 天 unless said otherwise."""
    list_id = a_list(ledger)
    task_id = a_task(ledger, list_id, "空气优良天数达到300天")
    change_tasks(ledger, [task_id], score=score, scoring_method=method)
    change_target(ledger, task_id, **{"number": D(300), "unit": "天", "comparator": ">=", **target})  # type: ignore[arg-type]
    return task_id


def sheet(ledger: Ledger) -> ScoreSheet:
    return score_sheet(ledger, list_id=None, period=Q2)


def only(ledger: Ledger) -> ScoreLine:
    (line,) = sheet(ledger).lines
    return line


def test_a_deduction_as_the_district_writes_it(ledger: Ledger) -> None:
    task_id = scored(ledger, "5", "每低于目标1天扣0.2分，扣完为止")
    record_progress(ledger, task_id, Q2, Entry(amount=D(296)))
    line = only(ledger)
    assert (line.kind, line.points, line.left) == ("扣分", D("4.2"), D("0.8"))
    assert line.working == "每低于1天扣0.2分：5-4×0.2=4.2分"
    record_progress(ledger, task_id, Q2, Entry(amount=D(200)))
    assert only(ledger).points == 0
    assert only(ledger).working.endswith("扣完为止")


def test_the_formula_with_a_threshold(ledger: Ledger) -> None:
    method = "得分=70×达标率-63，达标率低于90%不得分"
    task_id = scored(ledger, "7", method, number=D(100), unit="%")
    for rate, points in ((95, "3.5"), (100, "7"), (90, "0"), (80, "0")):
        record_progress(ledger, task_id, Q2, Entry(amount=D(rate)))
        assert only(ledger).points == D(points), rate
    assert only(ledger).working == "达标率80%，低于90%，计0分"


def test_one_and_two_stand_for_milestone_and_share(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    # Half of the year is gone: 11.5 of 23 are planned.
    assert only(ledger).points == D("1.57")
    assert only(ledger).working == "Ⅱ：2分×min(1，9÷11.5)=1.57分"
    change_tasks(ledger, [task_id], scoring_method="Ⅰ")
    line = only(ledger)
    assert (line.rule, line.points) == ("完成计满分，未完成计0分", D(0))


def test_a_changed_rule_scores_all_tasks_of_the_wording_and_is_undone(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    other = a_task(ledger, 1, "另一项")
    change_tasks(ledger, [task_id, other], score="2", scoring_method="Ⅰ 类")
    before = sheet(ledger)
    set_rule(ledger, "Ⅰ类", "按比例计分")
    lines = sheet(ledger).lines
    assert [line.rule for line in lines] == ["按完成比例计分"] * 2
    assert all(line.is_own for line in lines)
    assert lines[0].points == D("1.57")
    undo(ledger)
    assert sheet(ledger) == before


def test_an_empty_rule_goes_back_to_the_lists_words(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    before = only(ledger)
    set_rule(ledger, "Ⅱ", "手工评分")
    assert only(ledger).points is None
    assert only(ledger).left == 2
    set_rule(ledger, "Ⅱ", "")
    assert only(ledger) == before


@pytest.mark.parametrize("words", ["随便", "得分=exec(1)", "得分=2**9**9", "扣分"])
def test_what_is_no_rule_is_refused(ledger: Ledger, words: str) -> None:
    with pytest.raises(UserError, match="未能识别"):
        set_rule(ledger, "Ⅱ", words)


def test_points_by_hand_stand_before_the_rule_and_are_undone(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    before = only(ledger)
    give_points(ledger, task_id, Q2, D("1.8"))
    line = only(ledger)
    assert (line.points, line.by_hand, line.left) == (D("1.8"), True, D("0.2"))
    assert line.working == "手工评定1.8分（按规则为1.57分）"
    assert score_sheet(ledger, list_id=1, period="2020Q1").lines[0].by_hand is False
    assert score_sheet(ledger, list_id=1, period="2020H1").lines[0].points == D("1.8")
    undo(ledger)
    assert only(ledger) == before
    give_points(ledger, task_id, Q2, D(1))
    give_points(ledger, task_id, Q2, None)
    assert only(ledger) == before


@pytest.mark.parametrize("points", ["-1", "2.5", "NaN"])
def test_points_beyond_the_full_are_refused(ledger: Ledger, points: str) -> None:
    task_id, _items = boilers(ledger)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    with pytest.raises(UserError, match="0 到 2"):
        give_points(ledger, task_id, Q2, D(points))


def test_the_sums_add_up_and_the_return_prints_the_same(ledger: Ledger) -> None:
    task_id, _items = boilers(ledger, ticked=9)
    change_tasks(ledger, [task_id], score="2", scoring_method="Ⅱ")
    for place, score in enumerate(("3", "1.5", "/"), 1):
        group = "二、碧水" if place > 1 else "三、净土"
        one = add_task(ledger, 1, text=f"任务{place}", groups=(group,))
        change_tasks(ledger, [one], score=score, scoring_method="手工评分")
    give_points(ledger, 2, Q2, D("2.5"))
    found = sheet(ledger)
    assert [group.name for group in found.groups] == ["一、打赢蓝天保卫战", "三、净土", "二、碧水"]
    assert found.total.full == D("6.5")
    assert found.total.points == sum(line.points or 0 for line in found.lines) == D("4.07")
    assert found.total.left == D("2.43")
    assert found.total.unknown == 2
    for part in ("tasks", "full", "points", "left", "unknown"):
        assert sum(getattr(one, part) for one in found.groups) == getattr(found.total, part)
    view = draft_return(ledger, Wanted("quarterly_scored", Q2, 1, date(2020, 7, 8)))
    printed = {line.task_id: (line.self_score, line.self_score_why) for line in view.lines}
    assert printed == {line.task_id: (line.points, line.working) for line in found.lines}
    assert view.head.as_of == JUNE
