"""A small campaign for the task page's tests: two themes, every kind of task, some work done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.database import Ledger
from app.models.tasks import Checkpoint
from app.services.breakdown.items import create_blanks, tick_items
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_target, change_tasks, decide_ours
from tests.ledgers import a_list

LAST_WORDS = "一季度降尘量4.2吨。"
AIR, WATER = "（一）打赢蓝天保卫战", "（二）打好碧水保卫战"


@dataclass(frozen=True, slots=True)
class Campaign:
    """The numbers of the tasks, in the list's order."""

    list_id: int
    boilers: int
    dust: int
    asked: int
    rivers: int
    sewer: int
    other: int


def play_campaign(ledger: Ledger) -> Campaign:
    """Six tasks: 23 boilers, 17 ticked; a ceiling; one to ask; rivers; a plain one; not ours."""
    list_id = a_list(ledger)

    def task(serial: str, text: str, group: str, **fields: str | tuple[str, ...]) -> int:
        given: dict[str, Any] = {"deadline_text": "2020年底前", **fields}
        number = add_task(ledger, list_id, text=text, groups=(group,), **given)
        change_tasks(ledger, [number], serial=serial)
        return number

    boilers = task("12", "完成23台天然气锅炉低氮改造或更新。", AIR, responsible=("牛塘镇",))
    items = create_blanks(ledger, boilers, 23, stem="燃气锅炉")
    tick_items(ledger, items[:17], date(2020, 6, 20))
    change_target(ledger, boilers, number=Decimal(23), unit="台")
    dust = task("15", "平均降尘量低于4.5吨/（月·平方公里）。", AIR, responsible=("各镇（街道）",))
    change_target(ledger, dust, number=Decimal("4.5"), unit="吨", comparator="<")
    asked = task("16", "相关镇安装油气回收自动监控设备。", AIR, responsible=("相关镇（街道）",))
    decide_ours(ledger, [asked], "ask")
    rivers = task("40", "完成采菱港、永安河、长沟河等3条河道整治。", WATER, responsible=("水利站",))
    change_target(ledger, rivers, number=Decimal(3), unit="条")
    sewer = task(
        "41", "推进老旧污水管网排查修复。", WATER, responsible=("牛塘镇",), acceptance="排查报告"
    )
    other = task("42", "完成横林镇污水处理厂提标。", WATER, responsible=("横林镇",))
    decide_ours(ledger, [other], "no")
    record_progress(ledger, dust, "2020Q1", Entry(amount=Decimal("4.2"), text=LAST_WORDS))
    with ledger.transaction("checkpoints", "登记节点") as work:
        work.session.add_all(
            Checkpoint(task_id=rivers, period=f"2020Q{n}", text=text)
            for n, text in enumerate(("排出方案", "开工", "过半", "全部完成"), 1)
        )
    return Campaign(list_id, boilers, dust, asked, rivers, sewer, other)
