"""Blank forms told by what stands beside a column: blocks, families of words, gaps, pairs."""

from collections.abc import Callable
from typing import Any

from tests.forms.blanks import TEXT, parted
from tests.forms.district import SECOND
from tests.forms.drawing import Blank, Fill
from tests.forms.shapeblanks import number, problems, progress, steps


def blocks_without_gap() -> Blank:
    """Two blocks side by side: each task keeps its own words; one block is longer."""
    form = Blank()
    rows: list[list[Any]] = [parted("事项|进展情况|事项|进展情况")]
    rows += [
        [TEXT["2"], progress("2"), TEXT["7"], progress("7")],
        [TEXT["3"], progress("3"), TEXT["10"], progress("10")],
        [TEXT["1"], progress("1"), None, None],
    ]
    form.lay(form.sheet("简表"), rows)
    return form


def own_sections() -> Blank:
    """责任科室, 村 and 整改完成时间 are the town's own, whatever the list has."""
    form = Blank()
    rows: list[list[Any]] = [
        parted("序号|任务|责任科室|涉及村（社区）|推进情况|存在问题|整改完成时间")
    ]
    rows += [
        [serial, TEXT[serial], None, None, progress(serial), problems(serial), None]
        for serial in ("2", "5", "8")
    ]
    form.lay(form.sheet("包保"), rows)
    return form


def rare_words() -> Blank:
    """情况简述 and 卡点堵点 in a statistical head over a row of codes."""
    form = Blank()
    rows: list[list[Any]] = [parted("指标名称|计量单位|本期止累计|文字说明|卡点堵点|下步安排"),
            parted("甲|乙|1|丙|丁|戊")]  # fmt: skip
    for serial, unit in (("2", "台"), ("5", "公里")):
        told = [number(SECOND[serial].amount), progress(serial), problems(serial), steps(serial)]
        rows.append([TEXT[serial], unit, *told])
    form.lay(form.sheet("季报"), rows)
    return form


def gaps_in_brackets() -> Blank:
    """已完成（    ）台 in the cell, and the office in brackets behind its label."""
    form = Blank()
    sheet = form.sheet("核实单")
    form.lay(sheet, [[Fill("核实单位：（牛塘镇）", "核实单位：（        ）")]], ruled=False)
    rows: list[list[Any]] = [parted("核实事项|核实数据|情况说明")]
    for serial, unit in (("2", "台"), ("3", "辆")):
        gap = Fill(f"已完成（{SECOND[serial].amount}）{unit}", f"已完成（      ）{unit}")
        rows.append([TEXT[serial], gap, progress(serial)])
    form.lay(sheet, rows, top=2)
    return form


def pairs_by_town() -> Blank:
    """Towns by their short names, for each indicator a goal that is given and what was done."""
    form = Blank()
    rows: list[list[Any]] = [["单位名称", "锅炉低氮改造（台）", None, "柴油货车淘汰（辆）", None],
            [None, "年度目标", "累计完成", "年度目标", "累计完成"]]  # fmt: skip
    for town in ("嘉泽", "牛塘", "湖塘"):
        ours = town == "牛塘"
        done = [number(SECOND[one].amount) if ours else None for one in ("2", "3")]
        rows.append([town, 23, done[0], 120, done[1]])
    form.lay(form.sheet("各镇"), rows, merges=["A1:A2", "B1:C1", "D1:E1"])
    return form


def pairs_below_towns() -> Blank:
    """A column a town, each with 目标 and 完成 below: only our own 完成 is filled."""
    form = Blank()
    rows: list[list[Any]] = [["项目", "单位", "嘉泽镇", None, "牛塘镇", None],
            [None, None, "目标", "完成", "目标", "完成"]]  # fmt: skip
    for serial, unit in (("2", "台"), ("5", "公里")):
        rows.append([TEXT[serial], unit, 5, None, 5, number(SECOND[serial].amount)])
    form.lay(form.sheet("分镇"), rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    return form


BESIDE_BLANKS: tuple[Callable[[], Blank], ...] = (
    blocks_without_gap, own_sections, rare_words, gaps_in_brackets, pairs_by_town,
    pairs_below_towns,
)  # fmt: skip
