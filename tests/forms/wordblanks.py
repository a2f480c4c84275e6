"""Blank forms in other words: heads, measures, periods, lists and boxes as offices put them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.forms.blanks import OURS, TEXT, parted
from tests.forms.district import FIRST, SECOND
from tests.forms.drawing import Blank, Fill
from tests.forms.shapeblanks import number, problems, progress, steps, words


def hundred_millions() -> Blank:
    """单位：亿元 in the line above; what a quarter brought beside the sum to date."""
    form = Blank()
    sheet = form.sheet("投资")
    form.lay(sheet, [["治污项目投资完成情况表"], ["单位：亿元"]], ruled=False)
    head = parted("序号|项目名称|年度目标|1-6月累计完成|较一季度增加|完成进度（%）|备注")
    told = [number("0.18"), number("0.096"), number("0.056"), number("53.3"), None]
    form.lay(sheet, [head, [1, TEXT["8"], *told]], top=3)
    return form


def measures_in_heads() -> Blank:
    """Measures in brackets: goal, to date, of the quarter, as of the one before, what is left."""
    form = Blank()
    head = parted(
        "序号|任务|目标（台）|截至6月底完成（台）|未完成|完成率|本季度完成（台）|上季度末累计（台）"
    )
    told = [number(23), number(17), number(6), Fill("73.9%"), number(9), number(8)]
    form.lay(form.sheet("量化"), [head, ["2", TEXT["2"], *told]])
    return form


def parts_of_which() -> Blank:
    """累计, and what each quarter brought of it, under one head; a total without sums."""
    form = Blank()
    head: list[list[Any]] = [
        ["序号", "任务", "完成投资（万元）", None, None, "进展"],
        [None, None, "累计", "其中：一季度", "其中：二季度", None],
    ]
    rows: list[list[Any]] = [["8", TEXT["8"], number(960), number(400), number(560), progress("8")],
            ["总计", None, number(960), number(400), number(560), None]]  # fmt: skip
    form.lay(form.sheet("分季"), head + rows, merges=["A1:A2", "B1:B2", "C1:E1", "F1:F2"])
    return form


def period_heads() -> Blank:
    """Spans of months, the quarter's months in brackets, the next quarter's plan; a bare title."""
    form = Blank()
    sheet = form.sheet("期别")
    form.lay(sheet, [[Fill("（二）季度工作调度表", "（  ）季度工作调度表")]], ruled=False)
    rows = [
        parted(
            "序号|重点任务|第一季度（1-3月）进展|第二季度（4-6月）进展|截至6月底存在问题|三季度计划"
        )
    ]
    for serial in ("2", "5"):
        cells = [words(FIRST[serial].text), progress(serial), problems(serial), steps(serial)]
        rows.append([serial, TEXT[serial], *cells])
    form.lay(sheet, rows, top=2)
    return form


def lists() -> Blank:
    """Lists in the office's own words, whichever head stands above them."""
    form = Blank()
    sheet = form.sheet("选项")
    rows = [parted("任务名称|完成情况|序时进度|推进状态|牵头部门|具体情况")]
    for serial, done, paced, state, lead in (
        ("2", "B.正在推进", "符合序时", "按序时进度推进", "市生态环境局"),
        ("7", "A.已完成", "符合序时", "已办结", "市生态环境局"),
        ("3", "B.正在推进", "滞后", "滞后于序时进度", None),
    ):
        told = [Fill(done), Fill(paced), Fill(state), words(lead), progress(serial)]
        rows.append([TEXT[serial], *told])
    form.lay(sheet, rows)
    form.choices(sheet, "B2:B4", "A.已完成,B.正在推进,C.尚未启动")
    form.choices(sheet, "C2:C4", "符合序时,滞后")
    form.choices(sheet, "D2:D4", "已办结,按序时进度推进,滞后于序时进度")
    form.choices(sheet, "E2:E4", "市生态环境局,市住建局")
    return form


def ticked_states() -> Blank:
    """A √ under one of three states, beside boxes under a head that says 完成情况."""
    form = Blank()
    rows: list[list[Any]] = [
        ["序号", "任务内容", "完成情况（√）", None, None, "工作进展", "办结情况"],
        [None, None, "已完成", "推进中", "未启动", None, None],
    ]
    for serial, place, boxes in (("7", 0, "☑办结 □未办结"), ("3", 1, "□办结 ☑未办结")):
        marks = [Fill("√") if at == place else None for at in range(3)]
        rows.append([serial, TEXT[serial], *marks, progress(serial), Fill(boxes, "□办结 □未办结")])
    form.lay(form.sheet("勾选"), rows, merges=["A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2"])
    return form


def numbers_by_format() -> Blank:
    """完成情况 is a number: by its cells, by the goal beside it, by the gap its words leave."""
    form = Blank()
    sheet = form.sheet("格式")
    rows = [
        parted("序号|任务|计划数|完成情况|进展说明"),
        ["2", TEXT["2"], 23, number(17), progress("2")],
    ]
    form.lay(sheet, rows)
    sheet["D2"].number_format = "0.00"
    beside = [
        parted("任务|全年任务|目前完成|情况说明"),
        [TEXT["3"], 120, number(45), progress("3")],
    ]
    form.lay(form.sheet("旁列"), beside)
    gap = Fill("累计完成4.2公里", "累计完成______公里")
    form.lay(
        form.sheet("留空"),
        [parted("任务号|事项|完成情况|进展说明"), ["5", TEXT["5"], gap, progress("5")]],
    )
    return form


def given_by_the_district() -> Blank:
    """A goal the district has printed where there is one; subtotals; names in other words."""
    form = Blank()
    head = parted("任务编号|项目类别|计量单位|2020年任务数|累计完成|形象进度及推进情况")
    rows: list[list[Any]] = [
        head,
        ["一、大气", None, "—", "=SUM(D3:D4)", "=SUM(E3:E4)", None],
        ["2", "其中：低氮改造", "台", 23, number(17), progress("2")],
        ["3", "柴油货车报废", "辆", 120, number(45), progress("3")],
        ["7", "排污口", "—", None, None, progress("7")],
    ]
    form.lay(form.sheet("统计"), rows, merges=["A2:B2"])
    return form


def fronts() -> Blank:
    """Office, seal, period and day in the words and places of other offices."""
    form = Blank()
    cover = form.sheet("封面")
    lines = [
        [Fill("2020年度污染防治攻坚战自查（1—6月）", "＿＿＿年度污染防治攻坚战自查（1—  月）")],
        [Fill("牛塘镇2020年第二季度进展", "_______镇2020年第___季度进展")],
        [Fill("填报单位：牛塘镇（盖章）", "填报单位：（盖章）")],
        [Fill("乡镇（盖章）：牛塘镇", "乡镇（盖章）：")],
    ]
    form.lay(cover, lines, ruled=False)
    form.lay(
        cover, [["报送期别", Fill("2020年第二季度")], ["数据截至", Fill("2020年6月30日")]], top=6
    )
    sheet = form.sheet("统计")
    front = [
        [
            Fill("填报单位：牛塘镇", "填报单位："),
            None,
            Fill("2020年二季", "2020年  季"),
            "有效期至：2020年12月",
        ]
    ]
    form.lay(sheet, front, ruled=False)
    form.lay(sheet, [parted("序号|任务|进展|备注"), ["2", TEXT["2"], progress("2"), None]], top=2)
    short = form.sheet("简表")
    form.lay(short, [[Fill("单位：牛塘镇", "单位：")]], ruled=False)
    form.lay(short, [parted("任务|进展"), [TEXT["5"], progress("5")]], top=2)
    return form


def bare_numbers() -> Blank:
    """Nothing but the list's own numbers tells the tasks."""
    form = Blank()
    rows = [parted("任务编号|进展情况|存在问题")]
    rows += [[serial, progress(serial), problems(serial)] for serial in "258"]
    form.lay(form.sheet("编号"), rows)
    return form


def own_count() -> Blank:
    """序号 counts this table's rows, 任务书序号 is the list's; only what has problems goes in."""
    form = Blank()
    sheet = form.sheet("清单")
    form.lay(sheet, [["二季度存在问题清单"]], ruled=False)
    rows = [parted("序号|任务书序号|目标任务|镇责任部门|存在的主要问题|解决措施")]
    serials = [serial for serial in OURS if serial in SECOND and SECOND[serial].problems]
    for at, serial in enumerate(serials, 1):
        told = [Fill(TEXT[serial]), None, problems(serial), steps(serial)]
        rows.append([number(at), number(serial), *told])
    form.lay(sheet, rows, top=2, added=2)
    form.lay(sheet, [["注：无问题的任务不填。"]], top=6, ruled=False)
    return form


def by_period_in_blocks() -> Blank:
    """Each task a block of rows, a column a quarter beside the labels."""
    form = Blank()
    rows: list[list[Any]] = [parted("序号|任务|项目|一季度|二季度|三季度")]
    for serial, unit in (("2", "台"), ("5", "公里")):
        before, now = (Decimal(str(one[serial].amount)) for one in (FIRST, SECOND))
        rows.append([serial, TEXT[serial], f"完成数（{unit}）", Fill(before), Fill(now), None])
        rows.append([None, None, "进展情况", words(FIRST[serial].text), progress(serial), None])
    form.lay(form.sheet("逐项"), rows, merges=["A2:A3", "B2:B3", "A4:A5", "B4:B5"])
    return form


WORD_BLANKS: tuple[Callable[[], Blank], ...] = (
    hundred_millions, measures_in_heads, parts_of_which, period_heads, lists, ticked_states,
    numbers_by_format, given_by_the_district, fronts, bare_numbers, own_count, by_period_in_blocks,
)  # fmt: skip
