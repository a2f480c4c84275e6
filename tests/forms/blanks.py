"""Blank forms about tasks, as district offices make them: none of them like another."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from openpyxl.styles import Protection

from tests.forms.district import DUTIES, FIRST, PLANS, SECOND
from tests.forms.drawing import Blank, Fill

TEXT = {serial: duty.text for serial, duty in DUTIES.items()}
_NOW = {serial: told.text for serial, told in SECOND.items()}
OURS = tuple(serial for serial in DUTIES if serial != "11")


def parted(words: str) -> list[Any]:
    """A row's cells written with bars between them; nothing between two bars is a blank cell."""
    return [word or None for word in words.split("|")]


def told(serial: str) -> list[Any]:
    """What a row is to take of a quarter: the progress, the problems, the next steps."""
    one = SECOND.get(serial)
    if one is None:
        return [None, None, None]
    return [Fill(value) if value else None for value in (one.text, one.problems, one.next_steps)]


def three_row_head() -> Blank:
    """形象进度表, landscape: three head rows, plan and result by quarter, groups merged aside."""
    form = Blank()
    sheet = form.sheet("形象进度表")
    sheet.page_setup.orientation = "landscape"
    office = Fill("填报单位（盖章）：牛塘镇", "填报单位（盖章）：")
    form.lay(sheet, [["重点工程形象进度表"], [office, None, None, "单位：台"]], ruled=False)
    quarters = "一季度|二季度|三季度|四季度"
    head = [
        parted("类别|序号|重点工程|年度目标|计划形象进度||||实际完成情况||||备注"),
        parted("||||上半年||下半年||上半年||下半年||"),
        parted(f"||||{quarters}|{quarters}|"),
    ]

    def line(theme: str | None, number: int, serial: str, goal: str, plans: Any) -> list[Any]:
        results = [Fill(FIRST[serial].text), Fill(_NOW[serial]), None, None]
        return [theme, number, TEXT[serial], goal, *plans, *results, None]

    rows = [
        line("大气", 1, "2", "23台", PLANS["2"]),
        line("水", 2, "5", "7.5公里", map(Fill, PLANS["5"])),
        line(None, 3, "8", "提标", map(Fill, PLANS["8"])),
    ]
    merges = [f"{letter}3:{letter}5" for letter in "ABCDM"]
    merges += ["E3:H3", "I3:L3", "E4:F4", "G4:H4", "I4:J4", "K4:L4", "A7:A8", "A1:M1"]
    form.lay(sheet, head + rows, top=3, merges=merges)
    form.lay(sheet, [["填报人：", None, "审核人：", None, "联系电话："]], top=9, ruled=False)
    return form


def investment() -> Blank:
    """投资项目季度调度表: money in 万元 and in 亿元, shares as a number of per cent, a total."""
    form = Blank()
    sheet = form.sheet("投资")
    form.lay(sheet, [["污染治理投资项目季度调度表"]], ruled=False)
    head = [
        parted(
            "序号|项目名称|建设内容|总投资（万元）|年度计划投资（万元）|投资完成情况|||形象进度|存在问题"
        ),
        parted("|||||本季度完成投资（万元）|年初以来累计完成投资（亿元）|占年度计划比例（%）||"),
    ]
    money = [Fill(Decimal(560)), Fill(Decimal("0.096")), Fill(Decimal("53.3"))]
    sums = [f"=SUM({letter}4:{letter}4)" for letter in "DFG"]
    rows: list[list[Any]] = [
        [1, TEXT["8"], "日处理4万吨提标", 3200, 1800, *money, Fill(_NOW["8"]), None],
        ["合计", None, None, sums[0], 1800, *sums[1:], None, None, None],
    ]
    merges = [f"{letter}2:{letter}3" for letter in "ABCDEIJ"] + ["F2:H2", "A5:C5"]
    form.lay(sheet, head + rows, top=2, merges=merges)
    return form


def blocks() -> Blank:
    """Each task is a block of rows: what is asked for stands in a column of its own."""
    form = Blank()
    sheet = form.sheet("逐项")
    form.lay(sheet, [["重点任务推进情况逐项填报表"], ["截至　　　年　　月　　日"]], ruled=False)
    form.want["逐项", 2, 1] = "截至2020年6月30日"
    rows: list[list[Any]] = [["序号", "工作任务", "项目", "填报内容"]]
    merges = ["A1:D1"]
    labels = ("目前进展", "存在问题", "下一步打算")
    for place, serial in enumerate(("5", "2", "7")):
        top = 4 + 3 * place
        for at, (label, value) in enumerate(zip(labels, told(serial), strict=True)):
            first = [place + 1, TEXT[serial]] if at == 0 else [None, None]
            rows.append([*first, label, value])
        merges += [f"A{top}:A{top + 2}", f"B{top}:B{top + 2}"]
    form.lay(sheet, rows, top=3, merges=merges)
    return form


def cards() -> Blank:
    """督办单: one task a sheet, labels with blanks beside them, boxes to tick."""
    form = Blank()
    for number, serial in enumerate(("3", "7"), 1):
        sheet = form.sheet(f"督办单{number}")
        one = SECOND[serial]
        done = "☑是  □否" if serial == "7" else "□是  ☑否"
        form.lay(sheet, [["重点工作督办单"], [f"编号：督〔2020〕{number}号"]], ruled=False)
        rows: list[list[Any]] = [
            ["督办事项", TEXT[serial], None, None],
            ["牵头单位", DUTIES[serial].lead, "完成时限", "2020年12月底前"],
            ["承办单位", Fill("牛塘镇"), "填报日期", Fill("2020年7月5日")],
            ["办理进展情况", Fill(one.text), None, None],
            ["存在问题", Fill(one.problems) if one.problems else None, None, None],
            ["下一步措施", Fill(one.next_steps) if one.next_steps else None, None, None],
            ["是否完成", Fill(done, "□是  □否"), None, None],
        ]
        merges = ["A1:D1", "A2:D2", *(f"B{row}:D{row}" for row in (3, 6, 7, 8, 9))]
        form.lay(sheet, rows, top=3, merges=merges)
        form.lay(sheet, [["承办人：            联系电话："]], top=10, ruled=False)
    return form


def self_check() -> Blank:
    """自查表: points and self scores, 小计 and 合计 with sums, groups as rows."""
    form = Blank()
    sheet = form.sheet("自查")
    form.lay(sheet, [["2020年上半年污染防治攻坚战自查评分表"]], ruled=False)
    scores = {"1": "5", "3": "2.25", "6": "4", "7": "2"}
    rows: list[list[Any]] = [["序号", "考核内容", "分值", "自查情况", "自评得分", "扣分原因"]]

    def line(serial: str) -> list[Any]:
        number = Decimal(scores[serial])
        points, words = int(DUTIES[serial].score), Fill(_NOW[serial])
        return [f"（{serial}）", TEXT[serial], points, words, Fill(number), None]

    rows += [["一、大气污染防治", None, None, None, None, None], line("1"), line("3")]
    rows += [["小计", None, "=SUM(C4:C5)", None, "=SUM(E4:E5)", None]]
    rows += [["二、水污染防治", None, None, None, None, None], line("6"), line("7")]
    rows += [["小计", None, "=SUM(C8:C9)", None, "=SUM(E8:E9)", None]]
    rows += [["合计", None, "=C6+C10", None, "=E6+E10", None]]
    form.lay(sheet, rows, top=2, merges=["A3:F3", "A7:F7", "A6:B6", "A10:B10", "A11:B11", "A1:F1"])
    return form


def boxes() -> Blank:
    """Boxes to tick in every row, in the district's own words."""
    form = Blank()
    sheet = form.sheet("销号情况")
    answers = {
        "2": ("□已完成 ☑未完成", "☑达到□未达到"),
        "5": ("□已完成 ☑未完成", "□达到☑未达到"),
        "7": ("☑已完成 □未完成", "☑达到□未达到"),
    }
    rows: list[list[Any]] = [["编号", "任务", "进展", "是否完成", "是否达到序时进度"]]
    for number, (serial, (done, paced)) in enumerate(answers.items(), 1):
        rows.append([f"1.{number}", TEXT[serial], Fill(_NOW[serial]),
                     Fill(done, "□已完成 □未完成"), Fill(paced, "□达到□未达到")])  # fmt: skip
    form.lay(sheet, rows)
    return form


def ticks() -> Blank:
    """是 and 否 are columns of their own; one of them takes a √."""
    form = Blank()
    sheet = form.sheet("打勾")
    rows: list[list[Any]] = [
        ["序号", "目标任务", "是否完成", None, "是否达到序时进度", None, "进展情况"],
        [None, None, "是", "否", "是", "否", None],
    ]
    for serial, done, paced in (("7", True, True), ("3", False, False), ("8", False, True)):
        rows.append([serial, TEXT[serial], Fill("√") if done else None, None if done else Fill("√"),
                     Fill("√") if paced else None, None if paced else Fill("√"),
                     Fill(_NOW[serial])])  # fmt: skip
    form.lay(sheet, rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"])
    return form


def lights() -> Blank:
    """Lights and states in the words the form's lists offer."""
    form = Blank()
    sheet = form.sheet("亮灯")
    rows: list[list[Any]] = [["序号", "重点任务", "工作进展", "进度状态", "亮灯情况"]]
    for serial, state, light in (
        ("1", "正常", "绿灯"),
        ("3", "滞后", "黄灯"),
        ("7", "已完成", "绿灯"),
    ):
        rows.append([serial, TEXT[serial], Fill(_NOW[serial]), Fill(state), Fill(light)])
    form.lay(sheet, rows)
    form.choices(sheet, "D2:D4", "正常,滞后,严重滞后,已完成")
    form.choices(sheet, "E2:E4", "绿灯,黄灯,红灯")
    return form


def reworded() -> Blank:
    """Numbers as words, another order, wordings shortened or put otherwise; no group column."""
    form = Blank()
    sheet = form.sheet("重点事项")
    rows: list[list[Any]] = [["序号", "重点事项", "推进落实情况", "存在困难和问题", "下步举措"]]
    names = (
        ("①", "农村黑臭河道整治（采菱港等3条）", "6"),
        ("②", "23台燃气锅炉低氮改造", "2"),
        ("③", "国三及以下柴油货车淘汰120辆", "3"),
        ("（四）", "污水管网新建7.5公里", "5"),
        ("5.1", "城北污水处理厂提标改造", "8"),
        ("5.2", "开展垃圾分类进校园活动", ""),
    )
    rows += [[mark, name, *told(serial)] for mark, name, serial in names]
    form.lay(sheet, rows)
    return form


def towns_down() -> Blank:
    """Every town in one table: only our own rows are ours to fill in."""
    form = Blank()
    sheet = form.sheet("汇总")
    rows: list[list[Any]] = [["乡镇", "序号", "目标任务", "完成数", "进展情况"]]
    rows += [["横林镇", 1, TEXT["5"], None, None], [None, 2, TEXT["2"], None, None]]
    rows += [["牛塘镇", 1, TEXT["5"], Fill(Decimal("4.2")), Fill(_NOW["5"])],
             [None, 2, TEXT["2"], Fill(Decimal(17)), Fill(_NOW["2"])]]  # fmt: skip
    rows += [["湖塘镇", 1, TEXT["5"], None, None], [None, 2, TEXT["2"], None, None]]
    form.lay(sheet, rows, merges=["A2:A3", "A4:A5", "A6:A7"])
    return form


def towns_across() -> Blank:
    """A column for every town: only our own is ours to fill in."""
    form = Blank()
    sheet = form.sheet("各镇完成情况")
    rows: list[list[Any]] = [
        ["序号", "任务名称", "计量单位", "各镇累计完成数", None, None, "合计"],
        [None, None, None, "横林镇", "牛塘镇", "湖塘镇", None],
    ]
    for row, (serial, unit) in enumerate((("2", "台"), ("3", "辆"), ("5", "公里")), 3):
        amount = Fill(Decimal(str(SECOND[serial].amount)))
        rows.append([serial, TEXT[serial], unit, None, amount, None, f"=SUM(D{row}:F{row})"])
    form.lay(sheet, rows, merges=["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"])
    return form


def by_department() -> Blank:
    """One sheet a department, all of one head; instructions and a hidden sheet beside them."""
    form = Blank()
    guide = form.sheet("填表说明")
    sample = [parted("序号|目标任务|进展情况"), parted("示例|完成某某改造|已完成某某")]
    form.lay(guide, [["填表说明"], ["1.写截至季度末的完成情况。"], ["2.表样如下："], *sample])
    for lead in ("生态环境局", "住建局"):
        sheet = form.sheet(lead)
        form.lay(sheet, [[f"{lead}牵头任务进展情况"]], ruled=False)
        rows: list[list[Any]] = [["序号", "目标任务", "进展情况", "存在问题", "下一步措施"]]
        serials = [serial for serial in OURS if DUTIES[serial].lead == lead]
        rows += [[n, TEXT[s], *told(s)] for n, s in enumerate(serials, 1)]
        form.lay(sheet, rows, top=2)
    hidden = form.sheet("字典")
    form.lay(hidden, [["序号", "目标任务", "进展情况"], [1, TEXT["2"], None]])
    hidden.sheet_state = "hidden"
    return form


def three_rows() -> Blank:
    """Three empty rows for ten tasks; protected, frozen, a hidden column, notes below."""
    form = Blank()
    sheet = form.sheet("进展")
    above = ("2020年第   季度重点任务进展情况（截至    年   月   日）",
             "填报单位：                    填报日期：    年  月  日")  # fmt: skip
    form.lay(sheet, [[text] for text in above], ruled=False)
    form.want["进展", 1, 1] = "2020年第二季度重点任务进展情况（截至2020年6月30日）"
    form.want["进展", 2, 1] = "填报单位：牛塘镇              填报日期：2020年7月5日"
    rows: list[list[Any]] = [["序号", "编码", "目标任务", "牵头单位", "进展情况", "是否完成"]]
    for serial in OURS:
        done = "是" if serial == "7" else "否" if serial != "9" else None
        text = _NOW.get(serial)
        rows.append([Fill(Decimal(serial)), None, Fill(TEXT[serial]), Fill(DUTIES[serial].lead),
                     Fill(text) if text else None, Fill(done) if done else None])  # fmt: skip
    form.lay(sheet, rows, top=3, added=7)
    form.lay(sheet, [["说明：1.本表每季度报送一次。"], ["2.行数不足可自行增加。"],
                     ["填报人：                 审核人：                 联系电话："]],
             top=7, ruled=False, merges=["A7:F7", "A8:F8", "A9:F9"])  # fmt: skip
    form.choices(sheet, "F4:F6", "是,否")
    sheet.column_dimensions["B"].hidden = True
    sheet.freeze_panes = "A4"
    for row in sheet["A4:F6"]:
        for cell in row:
            cell.protection = Protection(locked=False)
    sheet.protection.sheet = True
    return form


def bare() -> Blank:
    """Nothing but a number, the task, and a column for whatever there is to say."""
    form = Blank()
    sheet = form.sheet("Sheet1")
    rows: list[list[Any]] = [["序号", "任务", "情况"]]
    rows += [[n, TEXT[serial], told(serial)[0]] for n, serial in enumerate(("10", "4", "1"), 1)]
    form.lay(sheet, rows)
    return form


def months() -> Blank:
    """A column a month; the quarter's words stand at its last month, later months stay blank."""
    form = Blank()
    sheet = form.sheet("按月")
    head: list[list[Any]] = [
        ["序号", "目标任务", "各月进展情况", *[None] * 11],
        [None, None, *[f"{month}月" for month in range(1, 13)]],
    ]
    rows = []
    for serial in ("2", "5"):
        cells: list[Any] = [None] * 12
        cells[2], cells[5] = Fill(FIRST[serial].text), Fill(_NOW[serial])
        rows.append([serial, TEXT[serial], *cells])
    form.lay(sheet, head + rows, merges=["A1:A2", "B1:B2", "C1:N1"])
    return form


def rates() -> Blank:
    """Shares as a number of per cent, as a percentage, and reckoned by the form itself."""
    form = Blank()
    sheet = form.sheet("完成率")
    rows: list[list[Any]] = [
        ["序号", "目标任务", "目标数", "1-6月累计完成", "完成率（%）", "完成比例", "剩余数"]
    ]
    for row, (serial, goal, rate) in enumerate((("2", 23, "73.9"), ("3", 120, "37.5")), 2):
        amount = Decimal(str(SECOND[serial].amount))
        part = (amount / goal).quantize(Decimal("0.000001"))
        rows.append([serial, TEXT[serial], goal, Fill(amount), Fill(Decimal(rate)), Fill(part),
                     f"=C{row}-D{row}"])  # fmt: skip
    rows.append(["合计", None, "=SUM(C2:C3)", "=SUM(D2:D3)", "=D4/C4*100", "=D4/C4", None])
    form.lay(sheet, rows, merges=["A4:B4"])
    for row in (2, 3, 4):
        sheet.cell(row, 6).number_format = "0.0%"
    return form


def two_tables() -> Blank:
    """A summary by theme above, the tasks below; both on one sheet."""
    form = Blank()
    sheet = form.sheet("总表")
    form.lay(sheet, [["表一 总体情况"]], ruled=False)
    rows: list[list[Any]] = [["专题", "任务数", "已完成", "达到序时进度", "滞后"]]
    for name, *counts in (("打赢蓝天保卫战", 4, 0, 3, 1), ("打好碧水保卫战", 4, 1, 1, 2),
                          ("推进净土保卫战", 2, 0, 2, 0)):  # fmt: skip
        rows.append([name, *(Fill(Decimal(count)) for count in counts)])
    rows.append(["合计", *(f"=SUM({letter}3:{letter}5)" for letter in "BCDE")])
    form.lay(sheet, rows, top=2)
    form.lay(sheet, [["表二 具体进展"]], top=8, ruled=False)
    rows = [["序号", "目标任务", "进展情况", "存在问题", "下一步措施"]]
    rows += [[n, TEXT[serial], *told(serial)] for n, serial in enumerate(("2", "6", "9"), 1)]
    form.lay(sheet, rows, top=9)
    return form


def sections() -> Blank:
    """Empty rows under printed themes: each theme takes its own tasks."""
    form = Blank()
    sheet = form.sheet("分专题")
    rows: list[list[Any]] = [["序号", "目标任务", "进展情况", "存在问题"]]
    for theme, serials in (("一、打赢蓝天保卫战", "1234"), ("三、推进净土保卫战", ("9", "10"))):
        rows.append([theme, None, None, None])
        rows += [
            [Fill(Decimal(serial)), Fill(TEXT[serial]), *told(serial)[:2]] for serial in serials
        ]
    form.lay(sheet, rows, merges=["A2:D2", "A7:D7"])
    form.lay(sheet, [["填报人：            审核人："]], top=10, ruled=False)
    return form


def samples() -> Blank:
    """A sample row above empty ones; the foot line in merged cells, the seal beside the date."""
    form = Blank()
    sheet = form.sheet("样表")
    above = ("附件2", "重点任务推进情况统计表", "单位（盖章）：                  2020年   月   日")
    form.lay(sheet, [[text] for text in above], ruled=False)
    form.want["样表", 3, 1] = "单位（盖章）：牛塘镇            2020年7月5日"
    rows: list[list[Any]] = [["序号", "重点工作", "完成时限", "推进情况", "问题及措施"]]
    rows += [[Fill(None, "例"), Fill(None, "建设某某污水站1座"), Fill(None, "10月底"),
              Fill(None, "已开工"), Fill(None, "无")]]  # fmt: skip
    for serial in OURS:
        one = SECOND.get(serial)
        joined = "\n".join(filter(None, (one.problems, one.next_steps))) if one else ""
        told_of = [Fill(one.text) if one else None, Fill(joined) if joined else None]
        rows.append([Fill(Decimal(serial)), Fill(TEXT[serial]), Fill("2020年12月底前"), *told_of])
    # The sample gives way to the first task.
    rows[1:2] = []
    form.lay(sheet, rows, top=4, added=2)
    for column, value in enumerate(("例", "建设某某污水站1座", "10月底", "已开工", "无"), 1):
        sheet.cell(5, column, value)
    form.lay(sheet, [["填报人：", None, "审核人：", None, "联系电话："]], top=13, ruled=False)
    return form


BLANKS: tuple[Callable[[], Blank], ...] = (
    three_row_head, investment, blocks, cards, self_check, boxes, ticks, lights, reworded,
    towns_down, towns_across, by_department, three_rows, bare, months, rates, two_tables, sections,
    samples,
)  # fmt: skip
