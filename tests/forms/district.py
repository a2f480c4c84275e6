"""A small ledger that a district's forms ask about: tasks, entries, items, villages, problems."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from app.models.database import Ledger
from app.models.tasks import Checkpoint, Target, Task
from app.services.breakdown.items import add_items, change_each
from app.services.breakdown.shares import add_villages, report_shares, set_shares
from app.services.parties.units import list_units
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_target, change_tasks, decide_ours, finish_tasks
from tests.ledgers import a_ledger, a_list

AIR, WATER, SOIL = "一、打赢蓝天保卫战", "二、打好碧水保卫战", "三、推进净土保卫战"


class Duty(NamedTuple):
    """A task as the list prints it: its words, who leads, its points, how they are counted."""

    group: str
    text: str
    lead: str
    score: str = ""
    method: str = ""


class Told(NamedTuple):
    """What is told of a task for a quarter."""

    text: str | None = None
    amount: str | None = None
    problems: str | None = None
    next_steps: str | None = None


DUTIES = {
    "1": Duty(AIR, "PM2.5年均浓度达到36微克/立方米。", "生态环境局", "5", "Ⅱ"),
    "2": Duty(AIR, "完成23台天然气锅炉低氮改造或更新。", "生态环境局", "4", "Ⅱ"),
    "3": Duty(AIR, "淘汰国三及以下柴油货车120辆。", "交通运输局", "3", "Ⅱ"),
    "4": Duty(AIR, "推进餐饮油烟治理，餐饮单位油烟净化设施安装率达到100%。", "城管局", "2", "Ⅰ"),
    "5": Duty(WATER, "新建污水管网7.5公里，逐步消除空白区。", "住建局", "6", "Ⅱ"),
    "6": Duty(WATER, "完成采菱港、永安河、长沟河等3条农村黑臭河道整治。", "水利局", "6", "Ⅱ"),
    "7": Duty(WATER, "开展入河排污口排查溯源，建立一口一档。", "生态环境局", "2", "Ⅰ"),
    "8": Duty(WATER, "完成城北污水处理厂提标改造工程。", "住建局", "4", "Ⅱ"),
    "9": Duty(SOIL, "受污染耕地安全利用率达到90%以上。", "农业农村局", "3", "Ⅰ"),
    "10": Duty(SOIL, "开展危险废物专项整治，规范化管理抽查合格率达到95%。", "生态环境局", "3", "Ⅰ"),
    "11": Duty(WATER, "完成横林镇污水处理厂扩建。", "住建局"),
}
FIRST = {
    "2": Told("完成8台。", "8"),
    "3": Told("淘汰30辆。", "30"),
    "5": Told("新建2.1公里。", "2.1"),
    "8": Told("主体结构施工。", "400"),
    "9": Told("完成取样布点。"),
}
SECOND = {
    "1": Told("1—6月PM2.5平均浓度34.2微克/立方米。", None, "5月臭氧超标7天。", "落实错时生产。"),
    "2": Told("完成17台，占73.9%。", "17", "2家企业资金未落实。", "11月底前全部完成。"),
    "3": Told("淘汰45辆。", "45", "车主意愿不强。", "逐户上门。"),
    "4": Told("零报告"),
    "5": Told(
        "=4.2公里：厚恕村2.7公里、青云村1.5公里。", "4.2", "管线迁改滞后。", "8月底前完成迁改。"
    ),
    "6": Told("采菱港已完成，永安河进场施工。", None, None, "9月底前完成长沟河清淤。"),
    "7": Told("排查排口63个，全部建档。"),
    "8": Told("设备安装完成六成。", "960", None, "10月通水调试。"),
    "10": Told("检查企业19家，发现问题7个，已整改6个。", None, "1家贮存间未做防渗。"),
}
PLANS = {
    "2": ("排出清单", "完成8台", "完成18台", "全部完成"),
    "5": ("完成2公里", "完成4公里", "完成6公里", "全部建成"),
    "8": ("主体施工", "设备安装", "通水调试", "竣工验收"),
}
REACHED = {(serial, quarter): date(2020, 3 * quarter, 25) for serial in "28" for quarter in (1, 2)}
GOALS = {"2": ("23", "台"), "3": ("120", "辆"), "5": ("7.5", "公里"), "6": ("3", "条"),
         "8": ("1800", "万元")}  # fmt: skip
VILLAGES = {"厚恕村": ("3", "2.7"), "青云村": ("2.5", "1.5"), "卢西村": ("2", None)}
RIVERS = {"采菱港": date(2020, 5, 20), "永安河": None, "长沟河": None}
PROBLEMS = (
    ("XF-03", "卢西村养殖场粪污直排入河。", "信访", "卢西村", "建设储粪池并清运", "2020年8月底前"),
    (
        "DC-11",
        "振兴印染厂污水站运行不正常。",
        "省督察",
        "生态环境局",
        "更换曝气设备",
        "2020年6月底前",
    ),
    ("ZC-02", "厚恕村渣土裸露堆放。", "自查", "厚恕村", "覆盖复绿", "2020年9月底前"),
)
REPORTED = {
    "XF-03": "储粪池已建成，正在清运。",
    "DC-11": "设备已更换，出水达标。",
}


@dataclass(frozen=True, slots=True)
class District:
    """The ledger with the numbers of its list and tasks."""

    ledger: Ledger
    list_id: int
    ids: dict[str, int]


def play_district(folder: Path) -> District:
    """牛塘镇 in July 2020: two quarters told, one river of three ticked, 排污口 finished."""
    ledger = a_ledger(folder)
    list_id = a_list(ledger)
    ids = {serial: _task(ledger, list_id, serial, duty) for serial, duty in DUTIES.items()}
    decide_ours(ledger, [ids["11"]], "no")
    for period, told in (("2020Q1", FIRST), ("2020Q2", SECOND)):
        for serial, one in told.items():
            record_progress(ledger, ids[serial], period, _entry(one))
    for serial, (number, unit) in GOALS.items():
        change_target(ledger, ids[serial], number=Decimal(number), unit=unit)
    finish_tasks(ledger, [ids["7"]], date(2020, 6, 10))
    _plan(ledger, ids)
    _break_down(ledger, ids)
    for number, text, source, unit, measures, deadline in PROBLEMS:
        add_problem(
            ledger, number=number, text=text, source=source, unit=unit, measures=measures,
            deadline_text=deadline, progress=REPORTED.get(number, ""), year=2020,
            found_on=date(2020, 3, 1),
        )  # fmt: skip
    return District(ledger, list_id, ids)


def _task(ledger: Ledger, list_id: int, serial: str, duty: Duty) -> int:
    number = add_task(
        ledger, list_id, text=duty.text, groups=(duty.group,), deadline_text="2020年12月底前",
        lead=(duty.lead,), responsible=("牛塘镇",),
    )  # fmt: skip
    change_tasks(ledger, [number], serial=serial, score=duty.score, scoring_method=duty.method)
    return number


def _entry(told: Told) -> Entry:
    nil = told.text == "零报告"
    return Entry(
        text=None if nil else told.text,
        amount=None if told.amount is None else Decimal(told.amount),
        problems=told.problems,
        next_steps=told.next_steps,
        nil_report=nil,
    )


def _plan(ledger: Ledger, ids: dict[str, int]) -> None:
    """The written 形象进度, and what the list says of the works beside the task."""
    with ledger.transaction("plan", "安排") as work:
        work.session.add_all(
            Checkpoint(
                task_id=ids[serial],
                period=f"2020Q{quarter}",
                text=text,
                reached_on=REACHED.get((serial, quarter)),
            )
            for serial, texts in PLANS.items()
            for quarter, text in enumerate(texts, 1)
        )
        task = work.session.get_one(Task, ids["8"])
        task.values = {"总投资（万元）": "3200", "建设内容": "日处理4万吨提标"}


def _break_down(ledger: Ledger, ids: dict[str, int]) -> None:
    """The rivers one by one; the sewer over the villages."""
    numbers = add_items(ledger, ids["6"], list(RIVERS))
    change_each(
        ledger,
        {
            number: {"unit": village, "done_on": done}
            for number, village, done in zip(numbers, VILLAGES, RIVERS.values(), strict=True)
        },
    )
    add_villages(ledger, list(VILLAGES))
    units = {unit.name: unit.id for unit in list_units(ledger)}
    with ledger.reading() as session:
        target = session.query(Target).filter_by(task_id=ids["5"]).one().id
    places = {name: (target, units[name]) for name in VILLAGES}
    set_shares(ledger, {places[name]: Decimal(part) for name, (part, _) in VILLAGES.items()})
    report_shares(
        ledger,
        "2020Q2",
        {places[name]: Decimal(done) for name, (_, done) in VILLAGES.items() if done},
    )
