"""Blank forms about problems, single objects and villages, as district offices make them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.forms.blanks import parted
from tests.forms.district import PROBLEMS, REPORTED, RIVERS, VILLAGES
from tests.forms.drawing import Blank, Fill


def closing_out() -> Blank:
    """销号表: problems the district has written down, shortened and in another order."""
    form = Blank()
    sheet = form.sheet("销号")
    form.lay(sheet, [["突出生态环境问题整改销号台账"]], ruled=False)
    rows = [parted("序号|问题描述|责任单位|整改措施|整改时限|整改进展情况|是否完成整改|是否销号")]
    names = ("振兴印染厂污水站运行不正常", "卢西村养殖场粪污直排", "沿江码头扬尘扰民")
    for number, (name, held) in enumerate(zip(names, ("DC-11", "XF-03", ""), strict=True), 1):
        found = next((one for one in PROBLEMS if one[0] == held), None)
        if found is None:
            rows.append([number, name, "交通局", "喷淋降尘", "2020年10月", None, None, None])
            continue
        rows.append([number, name, Fill(found[3]), Fill(found[4]), found[5],
                     Fill(REPORTED[held]), Fill("否"), Fill("否")])  # fmt: skip
    form.lay(sheet, rows, top=2)
    return form


def problem_list() -> Blank:
    """问题清单 with one empty row: every problem of ours, numbered on."""
    form = Blank()
    sheet = form.sheet("问题清单")
    form.lay(sheet, [["环境问题整改情况表"], ["填报单位：                截至    年  月  日"]],
             ruled=False)  # fmt: skip
    form.want["问题清单", 2, 1] = "填报单位：牛塘镇          截至2020年6月30日"
    rows: list[list[Any]] = [
        ["序号", "问题来源", "存在问题", "整改措施", "整改时限", "责任单位", "整改进展", "备注"]
    ]
    for place, (number, text, source, unit, measures, deadline) in enumerate(PROBLEMS, 1):
        progress = REPORTED.get(number)
        rows.append([Fill(Decimal(place)), *map(Fill, (source, text, measures, deadline, unit)),
                     Fill(progress) if progress else None, None])  # fmt: skip
    form.lay(sheet, rows, top=3, added=2)
    form.lay(sheet, [["填报人：            审核人："]], top=5, ruled=False)
    return form


def rivers() -> Blank:
    """一河一档: objects of one task by name, with the day each was finished."""
    form = Blank()
    sheet = form.sheet("河道")
    form.lay(sheet, [["农村黑臭河道整治进展表"]], ruled=False)
    rows: list[list[Any]] = [["序号", "河道名称", "所在村", "是否完成整治", "完成时间", "备注"]]
    for number, name in enumerate(("永安河", "采菱港", "长沟河", "太滆运河"), 1):
        if name not in RIVERS:
            rows.append([number, name, None, None, None, None])
            continue
        village = dict(zip(RIVERS, VILLAGES, strict=True))[name]
        day = RIVERS[name]
        rows.append([number, name, Fill(village), Fill("是" if day else "否"),
                     Fill("2020年5月20日") if day else None, None])  # fmt: skip
    form.lay(sheet, rows, top=2)
    return form


def river_list() -> Blank:
    """一企一档 without a row: the objects of the task its title names."""
    form = Blank()
    sheet = form.sheet("台账")
    form.lay(sheet, [["农村黑臭河道整治清单"]], ruled=False)
    rows: list[list[Any]] = [["序号", "河道名称", "责任村", "是否完成"]]
    for place, (name, village) in enumerate(zip(RIVERS, VILLAGES, strict=True), 1):
        done = "是" if RIVERS[name] else "否"
        rows.append([Fill(Decimal(place)), Fill(name), Fill(village), Fill(done)])
    form.lay(sheet, rows, top=2)
    return form


def villages() -> Blank:
    """分村汇总: a row a village for the one task the title names; a total with and without sums."""
    form = Blank()
    sheet = form.sheet("分村")
    form.lay(sheet, [["新建污水管网分村完成情况汇总表"], ["单位：公里"]], ruled=False)
    rows: list[list[Any]] = [["序号", "村（社区）", "年度任务数", "累计完成数", "完成率"]]
    for number, (name, (part, done)) in enumerate(VILLAGES.items(), 1):
        if done is None:
            rows.append([number, name, Fill(Decimal(part)), None, None])
            continue
        rate = (Decimal(done) / Decimal(part)).quantize(Decimal("0.000001"))
        rows.append([number, name, Fill(Decimal(part)), Fill(Decimal(done)), Fill(rate)])
    rows.append(["合计", None, "=SUM(C4:C6)", "=SUM(D4:D6)", None])
    form.lay(sheet, rows, top=3, merges=["A7:B7"])
    for row in range(4, 7):
        sheet.cell(row, 5).number_format = "0%"
    return form


REGISTER_BLANKS: tuple[Callable[[], Blank], ...] = (
    closing_out, problem_list, rivers, river_list, villages,
)  # fmt: skip
