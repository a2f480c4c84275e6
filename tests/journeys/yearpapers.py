"""The papers of a year: the district's list and its revision, a village's sheet, a blank form."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from pypdf import PdfReader
from PySide6.QtGui import QImage

TITLE = "武进区2020年打好污染防治攻坚战目标任务分解表"
AIR, WATER, SOIL = "（一）打赢蓝天保卫战", "（二）打好碧水保卫战", "（三）打好净土保卫战"
EVERYONE, ANYONE = "各镇（街道）", "相关镇（街道）"
OURS = "牛塘镇"
VILLAGES = ("漕溪村", "塘口村", "丫河村", "卢家巷社区")
BOILERS, DUST, STATIONS, SITES = "台天然气锅炉", "平均降尘量", "加油站", "工地扬尘"
RIVERS, TOILETS, PIPES, SEWERS = "3条河道", "6座农村公厕", "7.5公里", "老旧污水管网"
SURVEY, WASTE, FILM, TALKS = "土壤污染状况详查", "考核达标率", "60吨", "宣传活动"
QUAY = "岸电设施2套"
HEADS = (
    "序号", "主要任务", "目标任务", "完成时限", "一季度", "二季度", "三季度", "四季度",
    "认定标准", "牵头单位", "责任单位", "分值", "备注",
)  # fmt: skip
_FIRST_QUARTER, _LAST_QUARTER = 5, 8
_THIN = Side(style="thin")
_RULED = Border(_THIN, _THIN, _THIN, _THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the district's list."""

    theme: str
    text: str
    due: str = "2020年底前"
    quarters: tuple[str, ...] = ()
    acceptance: str = ""
    lead: str = "区生态环境局"
    responsible: str = OURS
    score: str = ""


LIST = (
    Row(
        AIR, "完成23台天然气锅炉低氮改造或更新。", "2020年10月底前",
        ("累计完成5台", "累计完成12台", "累计完成20台", "全部完成"),
        "改造合同、监测报告", score="3",
    ),
    Row(AIR, "平均降尘量低于4.5吨/（月·平方公里）。", "全年", responsible=EVERYONE, score="2"),
    Row(AIR, "完成加油站油气回收自动监控设备安装。", "2020年9月底前", responsible=ANYONE),
    Row(AIR, "严格落实工地扬尘防控“六个百分百”。", "长期坚持", responsible=EVERYONE),
    Row(
        WATER, "完成采菱港、永安河、长沟河等3条河道整治。", "2020年11月底前",
        ("排出整治方案", "全部开工", "完成2条", "全部完成"), "验收报告", "区水利局", score="2",
    ),
    Row(WATER, "新建6座农村公厕。", lead="区农业农村局", score="1"),
    Row(WATER, "新建污水管网7.5公里。", lead="区住建局"),
    Row(
        WATER, "推进老旧污水管网排查修复。",
        quarters=("制定计划", "完成排查", "修复过半", "完成修复"), lead="区住建局",
    ),
    Row(WATER, "完成横林镇污水处理厂提标改造。", responsible="横林镇"),
    Row(SOIL, "完成农用地土壤污染状况详查。", "2020年6月底前", responsible=EVERYONE),
    Row(SOIL, "危险废物规范化管理考核达标率达到95%。", responsible=EVERYONE),
    Row(SOIL, "回收废旧农膜60吨。", "2020年12月底前", lead="区农业农村局"),
    Row(SOIL, "开展生态环境宣传活动4次。", "2020年12月底前", responsible=ANYONE),
)  # fmt: skip
"""Thirteen tasks of every kind: eleven ours or for us to tell, one of another town."""


def revised() -> tuple[Row, ...]:
    """Midyear: more boilers, another day, the talks gone, a quay new; what follows moves down."""
    boilers, *others = LIST
    rows = [replace(boilers, text="完成26台天然气锅炉低氮改造或更新。"), *others[:-1]]
    survey = next(n for n, row in enumerate(rows) if SURVEY in row.text)
    rows[survey] = replace(rows[survey], due="2020年9月底前")
    rows.insert(4, Row(AIR, "建成港口码头岸电设施2套。", "2020年10月底前", score="1"))
    return tuple(rows)


def write_list(path: Path, rows: Sequence[Row] = LIST) -> Path:
    """The list as the district sends it: title, two head rows, themes merged, a note below."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["附件1"])
    sheet.append([TITLE])
    first, last = _FIRST_QUARTER, _LAST_QUARTER
    above = [name if not first <= n <= last else "" for n, name in enumerate(HEADS, 1)]
    above[first - 1] = "形象进度安排"
    sheet.append(above)
    below = [name if first <= n <= last else "" for n, name in enumerate(HEADS, 1)]
    sheet.append(below)
    for number, row in enumerate(rows, 1):
        quarters = (*row.quarters, *("",) * (4 - len(row.quarters)))
        told = (row.acceptance, row.lead, row.responsible, row.score, "")
        sheet.append([number, row.theme, row.text, row.due, *quarters, *told])
    ends = len(rows) + 4
    for line in sheet.iter_rows(min_row=3, max_row=ends, max_col=len(HEADS)):
        for cell in line:
            cell.border, cell.alignment = _RULED, _WRAPPED
    sheet.append(["注：完成时限未注明的，均为2020年底前。"])
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(HEADS))
    sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=last)
    for column in (*range(1, first), *range(last + 1, len(HEADS) + 1)):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    _merge_themes(book, rows)
    book.save(path)
    return path


def _merge_themes(book: Workbook, rows: Sequence[Row]) -> None:
    sheet, start = book.worksheets[0], 5
    for place, row in enumerate(rows):
        if place + 1 == len(rows) or rows[place + 1].theme != row.theme:
            sheet.merge_cells(start_row=start, end_row=place + 5, start_column=2, end_column=2)
            start = place + 6


def write_boilers(path: Path, count: int) -> Path:
    """The environment office's own sheet of boilers, each with its village."""
    rows = ((n, f"{n:02d}号锅炉房", VILLAGES[(n - 1) % 3], 2 + n % 5) for n in range(1, count + 1))
    return _write(path, ("序号", "企业名称", "所在村（社区）", "吨位"), rows)


def write_form(path: Path, rows: Iterable[tuple[str, str]]) -> Path:
    """The district's own blank form, the same file all year, a column a quarter."""
    told = [f"{quarter}季度进展" for quarter in "一二三四"]
    title = "2020年污染防治攻坚战季度进展情况表"
    above = (title, "填报单位：            填报日期：")
    return _write(path, ("序号", "目标任务", *told, "存在问题"), rows, above=above)


def _write(
    path: Path,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    above: Sequence[str] = (),
) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for text in above:
        sheet.append([text])
    sheet.append(list(heads))
    for row in rows:
        sheet.append([*row, *("",) * (len(heads) - len(row))])
    for line in sheet.iter_rows(min_row=len(above) + 1, max_col=len(heads)):
        for cell in line:
            cell.border, cell.alignment = _RULED, _WRAPPED
    for column in "CDEFG":
        sheet.column_dimensions[column].width = 24
    sheet.column_dimensions["B"].width = 36
    book.save(path)
    return path


def take_photos(folder: Path, names: Iterable[str]) -> list[Path]:
    """Photos, no two alike."""
    paths = [folder / name for name in names]
    for path in paths:
        image = QImage(32, 24, QImage.Format.Format_RGB32)
        image.fill(0xFF000000 + zlib.crc32(path.name.encode()) % 0xFFFFFF)
        assert image.save(str(path))
    return paths


def text_of(pdf: Path) -> str:
    """What a PDF says, without its line breaks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(pdf).pages)
