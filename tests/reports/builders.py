"""Builds returns for the tests of this room, small ones by hand and large ones by count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.returnviews import ReturnHead, ReturnLine, ReturnView
from app.models.views import TargetView

HEAD = ReturnHead(
    office="牛塘镇",
    list_title="2020年武进区打好污染防治攻坚战目标任务分解表",
    document_number="武攻坚办〔2020〕3号",
    year=2020,
    period="2020Q2",
    period_label="2020年第二季度",
    as_of=date(2020, 6, 30),
    filled_on=date(2020, 7, 8),
    filled_by="张三",
    checked_by="李四",
    signed_by="",
    phone="0519-8639 0000",
)
THEMES = (
    ("一、工作目标",),
    ("二、打赢蓝天保卫战", "（一）深化工业废气治理"),
    ("二、打赢蓝天保卫战", "（二）强化扬尘综合管控"),
    ("三、着力打好碧水保卫战", "（一）黑臭水体整治"),
    ("四、扎实推进净土保卫战",),
)
TEXTS = (
    "PM2.5年均浓度达33微克/立方米，空气质量优良天数比率达83.3%。",
    "完成23台燃气锅炉低氮改造或更新，氮氧化物排放浓度不高于50毫克/立方米。",
    "平均降尘量不得高于4.5吨/月·平方千米；建筑工地“六个百分之百”全覆盖，扬尘在线监测联网。",
    "完成滆湖、栟茶河等五条小微水体整治，建立“一河一策”档案，消除劣Ⅴ类。",
    "受污染耕地安全利用率达到90%以上，完成2个堆场的土壤调查。",
)


def a_line(number: int = 1, **changes: object) -> ReturnLine:
    """One line with everything on it that a format may print."""
    line = ReturnLine(
        task_id=number,
        serial=str(number),
        groups=("一、工作目标",),
        text="完成23台燃气锅炉低氮改造或更新。",
        acceptance="提供改造合同、验收监测报告",
        deadline_text="2020年12月底前",
        lead=("生态环境局",),
        responsible=("生态环境局", "牛塘镇"),
        assist=("发改局",),
        main_responsible=(),
        score="2",
        scoring_method="Ⅱ",
        target=TargetView(Decimal(23), "台"),
        amount=Decimal(17),
        share=Decimal(17) / Decimal(23),
        items=23,
        items_done=17,
        evidence=15,
        state="on_pace",
        state_why="应达50%（按时间），实达73.9%",
        checkpoint="完成12台",
        checkpoints={"2020Q1": "排出计划", "2020Q2": "完成12台"},
        progress_text="截至6月底，23台燃气锅炉已完成低氮改造17台，占73.9%，余6台计划11月底前完成。",
        progress_texts={"2020Q1": "已完成9台，占39%。"},
        problems=None,
        next_steps="督促未完成企业加快进度。",
        self_score=Decimal("1.48"),
        self_score_why="分值2×17/23=1.48",
        values={"备注": "市级任务"},
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def a_view(*lines: ReturnLine) -> ReturnView:
    """A return of the second quarter with these lines."""
    return ReturnView(HEAD, lines)


def many_lines(count: int) -> tuple[ReturnLine, ...]:
    """Lines as a district's list has them: themes of some length, texts long and short."""
    lines = []
    for number in range(1, count + 1):
        theme = (number - 1) * len(THEMES) // count
        kind = number % len(TEXTS)
        lines.append(
            a_line(
                number,
                groups=THEMES[theme],
                text=TEXTS[kind],
                target=None if kind == 2 else TargetView(Decimal(number), "台"),
                responsible=("生态环境局", "住建局", "各镇（街道）")[: 1 + number % 3],
                state=("on_pace", "behind", "far_behind", "done", "not_started")[kind],
                checkpoint=("", "完成50%", "/", "—", "0")[kind],
                problems="资金未到位，两家企业停产，改造合同尚未签订。" if kind == 1 else None,
                next_steps="继续督促。" * (number % 4) or None,
                progress_text=None
                if kind == 4
                else TEXTS[(number + 1) % 5] + "已按计划推进。" * (number % 5),
                nil_report=number % 10 == 4,
            )
        )
    return tuple(lines)
