"""Blank forms of other shapes: on their side, in blocks, side by side, locked, by town."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from openpyxl.styles import Font, Protection

from tests.forms.blanks import OURS, TEXT, parted
from tests.forms.district import DUTIES, FIRST, GOALS, SECOND
from tests.forms.drawing import Blank, Fill

AIR, WATER, SOIL = ("1", "2", "3", "4"), ("5", "6", "7", "8"), ("9", "10")


def number(value: object) -> Fill:
    """A cell that takes a number."""
    return Fill(Decimal(str(value)))


def words(value: str | None) -> Fill | None:
    """A cell that takes words, or stays blank where there are none."""
    return Fill(value) if value else None


def progress(serial: str) -> Fill | None:
    """A cell for what was told of a task this quarter."""
    return words(SECOND[serial].text if serial in SECOND else None)


def problems(serial: str) -> Fill | None:
    """A cell for a task's problems."""
    return words(SECOND[serial].problems if serial in SECOND else None)


def steps(serial: str) -> Fill | None:
    """A cell for what is done next."""
    return words(SECOND[serial].next_steps if serial in SECOND else None)


def _each(label: str, serials: Iterable[str], tell: Callable[[str], Any]) -> list[Any]:
    """A row of a form on its side: its label, and a cell a task."""
    return [label, *map(tell, serials)]


def sideways() -> Blank:
    """横表: tasks across, fields down, the office above."""
    form, serials = Blank(), ("2", "5", "3")
    sheet = form.sheet("横表")
    form.lay(
        sheet,
        [["重点任务推进情况表（横式）"], [Fill("填报单位：牛塘镇", "填报单位：")]],
        ruled=False,
    )
    rows = [
        _each("工作任务", serials, TEXT.get),
        _each("牵头单位", serials, lambda serial: Fill(DUTIES[serial].lead)),
        _each("目标数", serials, lambda serial: number(GOALS[serial][0])),
        _each("累计完成数", serials, lambda serial: number(SECOND[serial].amount)),
        _each("目前进展情况", serials, progress),
        _each("存在问题", serials, problems),
        _each("下一步措施", serials, steps),
        ["备注", None, None, None],
    ]
    form.lay(sheet, rows, top=3)
    return form


def sideways_by_quarter() -> Blank:
    """横表 with two columns of labels: a label over two quarters, own numbering."""
    form, serials = Blank(), ("1", "7", "8")
    sheet = form.sheet("横表")
    form.lay(
        sheet, [[Fill("2020年第二季度重点任务调度表", "2020年第  季度重点任务调度表")]], ruled=False
    )
    before = [words(FIRST[serial].text) if serial in FIRST else None for serial in serials]
    rows: list[list[Any]] = [
        ["序号", None, 1, 2, 3],
        ["任务名称", None, *map(TEXT.get, serials)],
        ["进展情况", "一季度", *before],
        [None, "二季度", *map(progress, serials)],
        ["是否完成", None, Fill("否"), Fill("是"), Fill("否")],
        ["存在的主要问题", None, *map(problems, serials)],
    ]
    form.lay(sheet, rows, top=2, merges=["A2:B2", "A3:B3", "A4:A5", "A6:B6", "A7:B7"])
    return form


def side_labels() -> Blank:
    """Empty blocks beside merged labels, which name the themes in other words; numbers printed."""
    form = Blank()
    sheet = form.sheet("分领域")
    rows: list[list[Any]] = [["序号", "领域", "任务", "进展", "存在问题"]]
    merges = []
    for theme, serials in (("大气污染防治", AIR), ("水污染防治", WATER), ("土壤污染防治", SOIL)):
        merges.append(f"B{len(rows) + 1}:B{len(rows) + len(serials)}")
        for at, serial in enumerate(serials):
            label = theme if at == 0 else None
            cells = [Fill(TEXT[serial]), progress(serial), problems(serial)]
            rows.append([len(rows), label, *cells])
    form.lay(sheet, rows, merges=merges)
    return form


def stacked() -> Blank:
    """Bodies under one another with the same head, each under a heading that names its theme."""
    form, top = Blank(), 1
    sheet = form.sheet("分表")
    for theme, serials in (("一、打赢蓝天保卫战", AIR), ("二、打好碧水保卫战", WATER)):
        form.lay(sheet, [[theme]], top=top, ruled=False)
        rows = [parted("序号|任务内容|工作进展|存在困难")]
        rows += [[number(s), Fill(TEXT[s]), progress(s), problems(s)] for s in serials]
        top = form.lay(sheet, rows, top=top + 1) + 1
    return form


def by_department() -> Blank:
    """A sheet a department, each empty: only its own tasks go in."""
    form = Blank()
    for lead in ("生态环境局", "住建局"):
        serials = [serial for serial in OURS if DUTIES[serial].lead == lead]
        rows = [parted("序号|目标任务|进展情况")]
        form.lay(
            form.sheet(lead), [*rows, *([number(s), Fill(TEXT[s]), progress(s)] for s in serials)]
        )
    return form


def by_quarter() -> Blank:
    """A sheet a quarter: the one before as it was told, the one to come left blank."""
    form = Blank()
    for name, told in (("一季度", FIRST), ("二季度", SECOND), ("三季度", {})):
        rows = [parted("序号|任务|进展情况|存在问题")]
        for serial in "258":
            one = told.get(serial)
            cells = [words(one.text), words(one.problems)] if one else [None, None]
            rows.append([serial, TEXT[serial], *cells])
        form.lay(form.sheet(name), rows)
    return form


def side_by_side() -> Blank:
    """Two blocks of one head beside each other, a blank column between."""
    form = Blank()
    sheet = form.sheet("数据")
    head = parted("任务号|指标名称|累计完成")
    rows = [[*head, None, *head]]
    for left, right in (("2", "5"), ("3", "8")):
        halves = [[one, TEXT[one], number(SECOND[one].amount)] for one in (left, right)]
        rows.append([*halves[0], None, *halves[1]])
    form.lay(sheet, rows)
    return form


def town_matrix() -> Blank:
    """A row a town, a column a task with its measure below: only our own row is filled."""
    form = Blank()
    sheet = form.sheet("汇总表")
    form.lay(sheet, [["各镇2020年重点指标完成情况汇总表（截至6月底）"]], ruled=False)
    head = [
        parted("序号|镇名|锅炉低氮改造|柴油货车淘汰|污水管网新建"),
        parted("||（台）|（辆）|（公里）"),
    ]
    ours = [number(SECOND[serial].amount) for serial in "235"]
    sums = [f"=SUM({letter}4:{letter}6)" for letter in "CDE"]
    rows: list[list[Any]] = [
        [1, "横林镇", None, None, None], [2, "牛塘镇", *ours], [3, "湖塘镇", None, None, None],
        ["合计", None, *sums],
    ]  # fmt: skip
    form.lay(sheet, head + rows, top=2, merges=["A2:A3", "B2:B3", "A7:B7"])
    return form


def town_columns() -> Blank:
    """A column a town under 其中, nothing said of what is asked: what was done to date."""
    form = Blank()
    sheet = form.sheet("分镇")
    rows: list[list[Any]] = [
        ["序号", "量化指标", "单位", "全区合计", "其中", None, None],
        [None, None, None, None, "横林镇", "牛塘镇", "湖塘镇"],
    ]
    for row, (serial, unit) in enumerate((("2", "台"), ("3", "辆")), 3):
        ours = number(SECOND[serial].amount)
        rows.append([serial, TEXT[serial], unit, f"=SUM(E{row}:G{row})", None, ours, None])
    form.lay(sheet, rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"])
    return form


def locked() -> Blank:
    """Protected, with only the columns to be filled in unlocked: the others stay blank."""
    form = Blank()
    sheet = form.sheet("保护")
    rows = [parted("序号|目标任务|牵头单位|进展情况|是否完成|自评得分")]
    for serial, done in (("2", "否"), ("7", "是")):
        rows.append([serial, TEXT[serial], None, progress(serial), Fill(done), None])
    form.lay(sheet, rows)
    for cell in (cell for row in sheet["D2:E3"] for cell in row):
        cell.protection = Protection(locked=False)
    sheet.protection.sheet = True
    return form


def all_locked() -> Blank:
    """Protected as a whole, for want of care: filled all the same."""
    form = Blank()
    sheet = form.sheet("保护")
    rows = [parted("序号|目标任务|牵头单位|进展情况")]
    rows += [[s, TEXT[s], Fill(DUTIES[s].lead), progress(s)] for s in ("2", "7")]
    form.lay(sheet, rows)
    sheet.protection.sheet = True
    return form


def grey_sample() -> Blank:
    """A first row in slanted grey shows how to fill the form in, though nothing says so."""
    form = Blank()
    sheet = form.sheet("样式")
    form.lay(sheet, [parted("序号|任务内容|进展情况|存在问题")])
    for column, told in enumerate(("1", "完成雨污管网建设3公里", "已完成招标", "无"), 1):
        sheet.cell(2, column, told).font = Font(italic=True, color="FF808080")
    rows = [[number(s), Fill(TEXT[s]), progress(s), problems(s)] for s in OURS]
    form.lay(sheet, [[None] * 4] * (len(rows) - 1), top=3)
    for row, cells in enumerate(rows, 2):
        for column, one in enumerate(cells, 1):
            if one is not None or row == 2:
                form.want[sheet.title, row, column] = one.value if one else None
    return form


SHAPE_BLANKS: tuple[Callable[[], Blank], ...] = (
    sideways, sideways_by_quarter, side_labels, stacked, by_department, by_quarter, side_by_side,
    town_matrix, town_columns, locked, all_locked, grey_sample,
)  # fmt: skip
