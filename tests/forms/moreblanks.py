"""More blank forms, written after the rules were made and before they were put right by them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.forms.blanks import OURS, TEXT, parted, told
from tests.forms.district import DUTIES, FIRST, GOALS, SECOND
from tests.forms.drawing import Blank, Fill

_NOW = {serial: told.text for serial, told in SECOND.items()}


def amount(serial: str) -> Fill:
    """The amount of a task to date."""
    return Fill(Decimal(str(SECOND[serial].amount)))


def half_year() -> Blank:
    """半年自查: the half-year's words are the second quarter's; the next half is yet to come."""
    form = Blank(period="2020H1")
    sheet = form.sheet("半年")
    form.lay(sheet, [["2020年   半年重点任务自查表"]], ruled=False)
    form.want["半年", 1, 1] = "2020年上半年重点任务自查表"
    rows = [parted("序号|工作任务|上半年完成情况|完成数|存在的主要问题|下半年工作打算")]
    for serial in ("2", "5"):
        one = SECOND[serial]
        cells = [Fill(one.text), amount(serial), Fill(one.problems)]
        plans = Fill(one.next_steps) if one.next_steps else None
        rows.append([serial, TEXT[serial], *cells, plans])
    form.lay(sheet, rows, top=2)
    return form


def one_month() -> Blank:
    """月调度 in June: what was told for the quarter is told for its last month."""
    form = Blank(period="2020-06")
    sheet = form.sheet("调度")
    form.lay(sheet, [["2020年   月份重点工作调度表"]], ruled=False)
    form.want["调度", 1, 1] = "2020年6月份重点工作调度表"
    rows = [parted("序号|重点工作|牵头单位|截至本月进展|累计完成|困难问题|下月工作计划")]
    for serial in ("3", "8"):
        one = SECOND[serial]
        problem = Fill(one.problems) if one.problems else None
        steps = Fill(one.next_steps)
        rows.append([serial, TEXT[serial], Fill(DUTIES[serial].lead), Fill(one.text),
                     amount(serial), problem, steps])  # fmt: skip
    form.lay(sheet, rows, top=2)
    return form


def goals() -> Blank:
    """量化指标: an empty body that asks for measure and goal too, and grows above a total."""
    form = Blank()
    sheet = form.sheet("量化")
    rows = [parted("序号|任务名称|计量单位|目标值|完成值|完成率")]
    for serial in OURS:
        goal, unit = GOALS.get(serial, (None, None))
        done = "1" if serial == "6" else SECOND[serial].amount if serial in SECOND else None
        share = (
            f"{float(round(Decimal(done) / Decimal(goal) * 100, 1)):g}%" if done and goal else None
        )
        goal = {"1": "36", "4": "100", "9": "90", "10": "95"}.get(serial, goal)
        unit = {"1": "微克/立方米", "4": "%", "9": "%", "10": "%"}.get(serial, unit)
        rows.append([Fill(Decimal(serial)), Fill(TEXT[serial]), Fill(unit) if unit else None,
                     Fill(Decimal(goal)) if goal else None, Fill(Decimal(done)) if done else None,
                     Fill(share) if share else None])  # fmt: skip
    form.lay(sheet, rows, added=7)
    form.lay(sheet, [["填报人：", None, "联系电话："]], top=5, ruled=False)
    return form


def continued() -> Blank:
    """The head printed again in mid-table with 续表; the rows go on."""
    form = Blank()
    sheet = form.sheet("续表")
    head = parted("序号|主要任务|落实情况|存在问题|整改措施")
    rows: list[list[Any]] = [head]
    rows += [[n, TEXT[s], *told(s)] for n, s in ((1, "1"), (2, "2"))]
    rows += [["续表", None, None, None, None], head]
    rows += [[n, TEXT[s], *told(s)] for n, s in ((3, "5"), (4, "10"))]
    form.lay(sheet, rows, merges=["A4:E4"])
    return form


def written_after() -> Blank:
    """督办反馈单: headings that end with a colon, the words follow in the same wide cell."""
    form = Blank()
    sheet = form.sheet("反馈单")
    one = SECOND["5"]
    rows: list[list[Any]] = [
        ["督办事项办理情况反馈单", None, None],
        ["反馈单位：", Fill("牛塘镇"), None],
        ["事项名称", TEXT["5"], None],
        [Fill(f"进展情况：\n{one.text}", "进展情况："), None, None],
        [Fill(f"存在问题：\n{one.problems}", "存在问题："), None, None],
        [Fill(f"下一步打算：\n{one.next_steps}", "下一步打算："), None, None],
        ["单位负责人（签字）：                年   月   日", None, None],
    ]
    merges = ["A1:C1", "B2:C2", "B3:C3", *(f"A{row}:C{row}" for row in (4, 5, 6, 7))]
    form.lay(sheet, rows, merges=merges)
    return form


def supervised() -> Blank:
    """督办台账: other words for the same: 办理进度, 是否办结, 未办结原因."""
    form = Blank()
    sheet = form.sheet("督办台账")
    form.lay(sheet, [["重点事项督办台账"]], ruled=False)
    rows = [parted("编号|督办事项|主办单位|办结时限|办理进度|是否办结|未办结原因|备注")]
    for number, serial in enumerate(("7", "3"), 1):
        one = SECOND[serial]
        done = "是" if serial == "7" else "否"
        rows.append([f"DB-{number:02}", TEXT[serial], Fill(DUTIES[serial].lead),
                     Fill("2020年12月底前"), Fill(one.text), Fill(done),
                     Fill(one.problems) if one.problems else None, None])  # fmt: skip
    form.lay(sheet, rows, top=2)
    return form


def plain_totals() -> Blank:
    """小计 and 合计 without formulas: sums of what stands above, where it is of one measure."""
    form = Blank()
    sheet = form.sheet("台账")
    rows = [parted("序号|任务名称|上季度完成数（万元）|累计完成投资（万元）|进展")]
    first = Fill(Decimal(FIRST["8"].amount or "0"))
    rows.append([1, TEXT["8"], first, amount("8"), Fill(_NOW["8"])])
    rows.append(["合计", None, Fill(Decimal(400)), Fill(Decimal(960)), None])
    form.lay(sheet, rows, merges=["A3:B3"])
    return form


def hidden_parts() -> Blank:
    """Hidden helper columns and rows; another town's rows hidden below ours."""
    form = Blank()
    sheet = form.sheet("总表")
    rows = [parted("责任单位|任务编码|任务内容|任务进展|完成情况数值")]
    rows.append(["牛塘镇", "RW02", TEXT["2"], Fill(_NOW["2"]), None])
    rows.append(["横林镇", "RW02", TEXT["2"], None, None])
    rows.append(["牛塘镇", "RW07", TEXT["7"], Fill(_NOW["7"]), None])
    form.lay(sheet, rows)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    return form


def crosses() -> Blank:
    """√ or × in one column, the state in another, both told by the head."""
    form = Blank()
    sheet = form.sheet("打勾打叉")
    rows = [parted("序号|任务|是否完成（√/×）|进度状态|具体进展")]
    for serial, mark, state in (("7", "√", "已完成"), ("3", "×", "滞后")):
        rows.append([serial, TEXT[serial], Fill(mark), Fill(state), Fill(_NOW[serial])])
    form.lay(sheet, rows)
    return form


def quarters_side_by_side() -> Blank:
    """One head row: each quarter's words in a column of its own, the score of the last one."""
    form = Blank()
    sheet = form.sheet("分季")
    rows = [
        parted("序号|目标任务|分值|一季度进展情况|二季度进展情况|三季度进展情况|二季度自评得分")
    ]
    for serial, score in (("2", "4"), ("3", "2.25")):
        points = int(DUTIES[serial].score)
        rows.append([serial, TEXT[serial], points, Fill(FIRST[serial].text), Fill(_NOW[serial]),
                     None, Fill(Decimal(score))])  # fmt: skip
    form.lay(sheet, rows)
    return form


def villages_by_task() -> Blank:
    """村 by task: the head names the task, its parts stand below; a village we do not have."""
    form = Blank()
    sheet = form.sheet("村级汇总")
    rows = [parted("村名|污水管网建设（公里）|||备注"), parted("|任务数|完成数|未完成数|")]
    rows.append(["青云村", Fill(Decimal("2.5")), Fill(Decimal("1.5")), Fill(Decimal(1)), None])
    rows.append(["厚恕村", Fill(Decimal(3)), Fill(Decimal("2.7")), Fill(Decimal("0.3")), None])
    rows.append(["塘口村", None, None, None, None])
    form.lay(sheet, rows, merges=["A1:A2", "B1:D1", "E1:E2"])
    return form


def by_lead() -> Blank:
    """各部门完成情况: a row a department, counted."""
    form = Blank()
    sheet = form.sheet("部门汇总")
    form.lay(sheet, [["各牵头部门任务完成情况统计表"]], ruled=False)
    rows = [parted("序号|牵头部门|任务数（项）|已完成|未完成")]
    told_of = (("生态环境局", (4, 1, 3)), ("住建局", (2, 0, 2)), ("财政局", (None, None, None)))
    for number, (lead, counts) in enumerate(told_of, 1):
        rows.append(
            [number, lead, *(None if one is None else Fill(Decimal(one)) for one in counts)]
        )
    form.lay(sheet, rows, top=2)
    return form


def serials_in_words() -> Blank:
    """任务12 for a serial: where most rows prove it the list's, it outweighs a name in short."""
    form = Blank()
    sheet = form.sheet("量化指标")
    rows = [parted("任务编号|指标名称|实际完成值|目前进展")]
    short = {"2": "锅炉低氮改造", "3": "柴油货车淘汰", "5": "污水管网建设", "7": "河道黑臭治理",
             "8": "污水处理厂提标"}  # fmt: skip
    for serial, name in short.items():
        done = None if serial == "7" else amount(serial)
        rows.append([f"任务{serial}", name, done, Fill(_NOW[serial])])
    form.lay(sheet, rows)
    return form


def given_in_part() -> Blank:
    """Groups in merged cells, one of them left blank on purpose by the district."""
    form = Blank()
    sheet = form.sheet("分组")
    rows = [parted("工作类别|序号|目标任务|工作进展|存在问题")]
    kinds = ("蓝天保卫战", None, None, "碧水保卫战", None, None, None)
    for kind, serial in zip(kinds, ("1", "2", "3", "5", "6", "8", "10"), strict=True):
        one = SECOND[serial]
        problem = Fill(one.problems) if one.problems else None
        rows.append([kind, serial, TEXT[serial], Fill(one.text), problem])
    form.lay(sheet, rows, merges=["A2:A4", "A5:A7"])
    return form


def rivals_of_others() -> Blank:
    """A short name that another town's task bears as well: the form to us asks about ours."""
    form = Blank()
    sheet = form.sheet("重点工程")
    rows = [parted("序号|指标名称|本季度进展|存在问题")]
    for number, (serial, name) in enumerate((("8", "污水处理厂升级"), ("3", "柴油货车淘汰")), 1):
        one = SECOND[serial]
        problem = Fill(one.problems) if one.problems else None
        rows.append([number, name, Fill(one.text), problem])
    form.lay(sheet, rows)
    return form


MORE_BLANKS: tuple[Callable[[], Blank], ...] = (
    half_year, one_month, goals, continued, written_after, supervised, plain_totals, hidden_parts,
    crosses, quarters_side_by_side, villages_by_task, by_lead,
    serials_in_words, given_in_part, rivals_of_others,
)  # fmt: skip
