"""Builds the lines of registers for the tests of this room, by hand and by count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.registerlines import AssignedLine, GroupLine, ItemLine, ProblemLine, ShareLine
from app.models.registers import (
    AssignedView,
    AssignmentView,
    FeedbackView,
    LinkView,
    ProblemView,
    ShareView,
    SplitRow,
    StepView,
)
from app.models.returnviews import ReturnView
from app.models.rules.closing import ProblemState
from app.models.rules.handing import LineState
from app.models.views import ItemView
from app.reports.formats.format import Format
from tests.reports.builders import HEAD, many_lines

JUNE = date(2020, 6, 30)
VILLAGES = ("牛塘村", "漕溪村", "青云社区", "高家村")
STEPS = ("交办", "整改方案", "整改中", "完成整改", "验收", "公示", "销号")


def an_item(number: int = 1, **changes: Any) -> ItemLine:
    """One boiler, with a column of its own."""
    item = ItemView(
        id=number,
        task_id=1 + number // 8,
        position=number,
        name=f"华东印染{number}号锅炉",
        unit=VILLAGES[number % 4],
        due=date(2020, 11, 30),
        done_on=date(2020, 6, 2) if number % 3 == 0 else None,
        fields={"吨位（蒸吨）": str(number % 5 + 1), "改造方式": "低氮燃烧器"},
        notes="停产" if number % 7 == 0 else "",
        evidence=number % 3,
    )
    line = ItemLine(number, item, str(12 + number // 8), "天然气锅炉低氮改造", JUNE)
    return replace(line, item=replace(item, **changes))


def a_problem(number: int = 1, **changes: Any) -> ProblemLine:
    """One problem some steps on its way."""
    done = number % (len(STEPS) + 1)
    steps = tuple(
        StepView(
            100 * number + place,
            name,
            done_on=date(2020, 5, 1 + place) if place < done else None,
            evidence=1 if place < done else 0,
        )
        for place, name in enumerate(STEPS)
    )
    closed = done == len(STEPS)
    view = ProblemView(
        id=number,
        position=number,
        number=f"WT-{number:03}",
        text="漕溪河西岸有污水直排口，雨天黑臭明显，群众多次反映。",
        source=("中央督察", "信访", "自查")[number * 3 // 100 % 3],
        found_on=date(2020, 4, 12),
        task_id=number,
        task="消除劣Ⅴ类水体",
        unit_id=1,
        unit=VILLAGES[number % 4],
        person="王强",
        goal="排口封堵，水质达到Ⅴ类。",
        measures="封堵排口，接入市政管网，河道清淤。",
        progress="已封堵排口，管网施工中。" if number % 2 else "",
        deadline_text="",
        due=date(2020, 6, 20),
        notes="",
        fields={"影响程度": "一般"},
        steps=steps,
        links=(LinkView(1, "排查全镇同类排口12处"),) if number % 5 == 0 else (),
        state=ProblemState.CLOSED if closed else ProblemState.OVERDUE,
        why="时限2020年6月20日，已超期10天。",
        closed_on=date(2020, 5, 7) if closed else None,
    )
    return ProblemLine(number, replace(view, **changes), JUNE)


def an_assigned(number: int = 1, **changes: Any) -> AssignedLine:
    """One line of a 交办单, answered once, of a unit that has ten."""
    state = (LineState.WAITING, LineState.ANSWERED, LineState.RETURNED, LineState.SETTLED)[
        number % 4
    ]
    verdict = {LineState.RETURNED: "returned", LineState.SETTLED: "accepted"}.get(state, "")
    feedback = FeedbackView(
        number,
        date(2020, 6, 18),
        "已完成5台，余2台已签合同。",
        Decimal(5),
        verdict,
        date(2020, 6, 20) if verdict else None,
        "缺验收单" if verdict == "returned" else "",
    )
    view = AssignedView(
        id=number,
        assignment_id=1 + number // 10,
        text="完成辖区天然气锅炉低氮改造。",
        state=state,
        state_label=state.label,
        task_id=number,
        serial="12",
        amount=Decimal(7),
        measure="台",
        due=date(2020, 6, 15 + number % 28) if number % 28 < 15 else None,
        late=number % 28 < 15,
        feedback=() if state is LineState.WAITING else (feedback,),
    )
    order = AssignmentView(
        id=1 + number // 10,
        number=f"牛攻坚交办〔2020〕{1 + number // 10}号",
        unit_id=1,
        unit=f"{VILLAGES[number // 10 % 4]}{number // 40 or ''}",
        issued_on=date(2020, 5, 8),
        due=date(2020, 7, 31),
        demands="每月25日前反馈。",
        contact="李工",
        withdrawn_on=None,
        lines=(),
    )
    return AssignedLine(number, order, replace(view, **changes), JUNE)


def a_share(
    number: int = 1, units: tuple[str, ...] = VILLAGES, measure: str = "", **changes: Any
) -> ShareLine:
    """One target, split over the first units so that two parts are left."""
    carrying = units[: 1 + number % len(units)]
    shares = tuple(
        ShareView(place, number, place, unit, Decimal(place + 1), {"2020Q2": Decimal(place)})
        for place, unit in enumerate(carrying)
    )
    total = sum(share.amount or 0 for share in shares) + 2
    split = SplitRow(
        task_id=number,
        target_id=number,
        serial=str(number),
        text="完成天然气锅炉低氮改造或更新。",
        name="",
        measure=measure or ("台", "公里")[number % 2],
        total=Decimal(total),
        shares=shares,
        left=Decimal(2),
    )
    theme = ("一、打赢蓝天保卫战",) if number < 7 else ("二、打好碧水保卫战",)
    return ShareLine(number, replace(split, **changes), theme, units, "2020Q2")


def a_group(number: int = 1, **changes: Any) -> GroupLine:
    """One theme with its counts."""
    line = GroupLine(
        ordinal=number,
        name=f"{number}、着力打好碧水保卫战",
        tasks=9,
        states={"on_pace": 5, "behind": 3, "done": 1},
        counted=8,
        actual=Decimal("0.41"),
        expected=Decimal("0.5"),
        lagging=("12　天然气锅炉低氮改造",),
    )
    return replace(line, **changes)


_MAKERS: dict[str, Any] = {
    "items": an_item,
    "problems": a_problem,
    "assignments": an_assigned,
    "villages": a_share,
    "groups": a_group,
}


def lines_for(rows: str, count: int) -> tuple[Any, ...]:
    """Lines of a kind, by count."""
    if rows == "tasks":
        return many_lines(count)
    return tuple(_MAKERS[rows](number) for number in range(1, count + 1))


def view_for(fmt: Format, count: int) -> ReturnView[Any]:
    """A return of the second quarter with so many lines of the format's kind."""
    total = a_group(count + 1) if fmt.rows == "groups" and count else None
    return ReturnView(HEAD, lines_for(fmt.rows, count), total)
