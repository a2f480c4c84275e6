"""A return laid out on the Page grid: golden pages a format, and what each part must hold."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.returnviews import ReturnView
from app.reports.formats.build import build_grid, lay_return
from app.reports.formats.format import Column, Format
from app.reports.formats.formatfiles import load_formats
from app.reports.formats.titles import balanced
from app.reports.grid import Grid, GridCell
from app.reports.pagesetup import PageSetup
from tests.reports.builders import HEAD, a_line, a_view
from tests.reports.registers import a_group, a_share, an_item, view_for

GOLDEN = Path(__file__).parent / "golden"


def a_format(*columns: Column, **changes: object) -> Format:
    fmt = Format("test", "试", "quarter", "{period_label}表", columns)
    return replace(fmt, **changes)  # type: ignore[arg-type]


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def cells_of(grid: Grid, column: int) -> list[GridCell]:
    first = (grid.repeat_rows or (0, 0))[1] + 1
    return [cell for cell in grid.cells if cell.column == column and cell.row >= first]


def spelt(grid: Grid) -> str:
    """The grid as lines a person can read and a difference can be seen in."""
    page = grid.page
    lines = [
        f"{grid.title} | {page.paper} {'横' if page.landscape else '纵'} {page.mode}",
        "widths " + " ".join(f"{width:.1f}" for width in grid.column_widths),
        f"repeat {grid.repeat_rows} keep {sorted(grid.keep_with_next)}",
    ]
    for cell in grid.cells:
        style = cell.style
        place = f"{cell.row},{cell.column} {cell.row_span}x{cell.column_span}"
        look = f"{style.font}{style.size:g} {style.align} {'框' if style.border.top else '-'}"
        number = "" if cell.number is None else f" | {cell.number} {cell.number_format}"
        lines.append(f"{place} | {look} | {cell.text!r}{number}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_the_golden_page(key: str) -> None:
    """To take over an intended change, delete the golden file and run the test twice."""
    fmt = load_formats()[key]
    view = (
        view_for(fmt, 9)
        if fmt.rows != "tasks"
        else a_view(
            a_line(1),
            a_line(
                2, groups=("一、工作目标",), progress_text=None, nil_report=True, self_score=None
            ),
            a_line(3, groups=("二、大气", "（一）工业"), checkpoint="/", amount=None, share=None),
            a_line(4, groups=("二、大气", "（一）工业"), checkpoint="—", score="", evidence=0),
            a_line(
                4,
                groups=("二、大气", "（二）扬尘"),
                checkpoint="0",
                progress_text=None,
                target=None,
            ),
        )
    )
    shown = spelt(build_grid(fmt, view))
    path = GOLDEN / f"{key}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: look at it, then run again")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_an_empty_list_is_a_whole_page(key: str) -> None:
    fmt = load_formats()[key]
    grid = build_grid(fmt, a_view())
    assert len([text for text in texts(grid) if text.startswith("本期无")]) == 1
    assert "填报单位（盖章）：牛塘镇" in texts(grid)
    assert "负责人（签字）：" in texts(grid)


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_cells_cover_the_table_without_gap_or_overlap(key: str) -> None:
    fmt = load_formats()[key]
    grid = build_grid(fmt, view_for(fmt, 25))
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.last_row + 1)
        for column in range(cell.column, cell.last_column + 1)
    ]
    assert len(covered) == len(set(covered))
    assert len(covered) == len(grid.row_heights) * len(grid.column_widths)
    assert sum(grid.column_widths) == pytest.approx(grid.page.block_width)


def test_labels_merge_within_their_outer_group_only() -> None:
    fmt = a_format(
        Column(("大类",), "groups.1", 20, merge=True),
        Column(("小类",), "groups.2", 20, merge=True),
        Column(("单位",), "lead", 20, merge=True),
        Column(("问题",), "problems", 20, merge=True),
    )
    lines = [
        a_line(1, groups=("一", "甲")),
        a_line(2, groups=("一", "甲")),
        a_line(3, groups=("二", "甲")),
    ]
    grid = build_grid(fmt, a_view(*lines))
    spans = {column: [cell.row_span for cell in cells_of(grid, column)] for column in range(1, 5)}
    assert spans == {1: [2, 1], 2: [2, 1], 3: [2, 1], 4: [1, 1, 1]}


def test_group_rows_say_only_what_changed() -> None:
    fmt = a_format(Column(("任务",), "text", 20), group_rows=True)
    groups = [("一", "甲"), ("一", "甲"), ("一", "乙"), ("二",), ()]
    lines = [a_line(number, groups=each, text="做") for number, each in enumerate(groups)]
    grid = build_grid(fmt, a_view(*lines))
    body = [cell.text for cell in cells_of(grid, 1)]
    assert body == ["一", "甲", "做", "做", "乙", "做", "二", "做", "其他", "做"]
    kept = [cell.text for cell in cells_of(grid, 1) if cell.row in grid.keep_with_next]
    assert kept == ["一", "甲", "乙", "二", "其他", "做"], "the last line keeps the sign-off"


def test_three_head_rows() -> None:
    fmt = a_format(
        Column(("序号",), "serial", 10),
        Column(("进度", "{year}年", "上季"), "checkpoints.{year}Q1", 10),
        Column(("进度", "{year}年", "本季"), "checkpoint", 10),
        Column(("进度", "备注"), "values.备注", 10),
    )
    grid = build_grid(fmt, a_view(a_line()))
    head = [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row in range(2, 5)
    ]
    assert grid.repeat_rows == (2, 4)
    assert sorted(head, key=lambda each: each[1:3]) == [
        ("序号", 2, 1, 3, 1),
        ("进度", 2, 2, 1, 3),
        ("2020年", 3, 2, 1, 2),
        ("备注", 3, 4, 2, 1),
        ("上季", 4, 2, 1, 1),
        ("本季", 4, 3, 1, 1),
    ]


def test_totals_add_up_and_stay_blank_where_they_would_be_wrong() -> None:
    fmt = a_format(
        Column(("任务",), "text", 20),
        Column(("分值",), "score", 10, number="general", total=True),
        Column(("自评分",), "self_score", 10, number="general", total=True),
    )
    lines = [a_line(1, score="2"), a_line(2, score="1.5", self_score=None), a_line(3, score="")]
    last = list(build_grid(fmt, a_view(*lines)).cells)[-3:]
    assert [(cell.text, cell.number) for cell in last] == [
        ("合计", None),
        ("3.5", Decimal("3.5")),
        ("2.96", Decimal("2.96")),
    ]
    lines[0] = a_line(1, score="2（加分）")
    last = list(build_grid(fmt, a_view(*lines)).cells)[-3:]
    assert [cell.text for cell in last] == ["合计", "", "2.96"]


def test_lines_around_the_table() -> None:
    fmt = a_format(
        Column(("任务",), "text", 20),
        annex="附件1",
        subtitle="（{document_number}）",
        above=("甲{office}", "乙"),
        notes=("注：截至{as_of}。",),
    )
    assert texts(build_grid(fmt, a_view(a_line())))[:4] == [
        "附件1",
        "2020年第二季度表",
        "（武攻坚办〔2020〕3号）",
        "甲牛塘镇    乙",
    ]
    assert texts(build_grid(fmt, a_view(a_line())))[-1] == "注：截至2020年6月30日。"
    bare = replace(a_view(a_line()), head=replace(HEAD, document_number=""))
    assert texts(build_grid(fmt, bare))[2] == "甲牛塘镇    乙"


def test_the_page_setup_is_the_formats() -> None:
    page = PageSetup("A3", landscape=False)
    grid = build_grid(a_format(Column(("任务",), "text", 20), page=page), a_view())
    assert grid.page == page
    assert sum(grid.column_widths) == pytest.approx(297 - 30)


def columns_of(grid: Grid, row: int) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row == row]


def test_a_family_is_a_column_for_each_key() -> None:
    fmt = a_format(
        Column(("名称",), "name", 20),
        Column(("*",), "fields.*", 20),
        Column(("是否完成",), "is_done", 20),
        rows="items",
    )
    view = ReturnView(HEAD, (an_item(1), an_item(2, fields={"河长": "李四", "吨位（蒸吨）": "7"})))
    grid = build_grid(fmt, view)
    assert columns_of(grid, 2) == ["名称", "吨位（蒸吨）", "改造方式", "河长", "是否完成"]
    assert columns_of(grid, 4) == ["华东印染2号锅炉", "7", "", "李四", "否"]
    bare = build_grid(fmt, ReturnView(HEAD, (an_item(1, fields={}),)))
    assert columns_of(bare, 2) == ["名称", "是否完成"]


def test_a_column_of_the_ledger_named_like_a_template_stays_as_it_is() -> None:
    fmt = a_format(Column(("*",), "fields.*", 20), rows="items")
    grid = build_grid(fmt, ReturnView(HEAD, (an_item(1, fields={"{office}": "甲", "{": "乙"}),)))
    assert columns_of(grid, 2) == ["{office}", "{"]


MATRIX = (
    Column(("任务",), "text", 60),
    Column(("分解", "*"), "shares.*", 13, number="general", total=True),
    Column(("合计",), "allotted", 16, number="general", total=True),
)


def test_the_matrix_adds_up_by_unit_of_measure() -> None:
    fmt = a_format(*MATRIX, rows="villages")
    lines = (a_share(1, measure="台"), a_share(2, measure="台"), a_share(3, measure="公里"))
    body = [columns_of(build_grid(fmt, ReturnView(HEAD, lines)), row) for row in range(4, 8)]
    assert [row[1:] for row in body] == [
        ["1", "2", "", "", "3"],
        ["1", "2", "3", "", "6"],
        ["1", "2", "3", "4", "10"],
        ["2", "4", "3", "", "9"],
    ]
    assert body[-1][0] == "合计（台）"
    alone = build_grid(fmt, ReturnView(HEAD, lines[:2]))
    assert columns_of(alone, 6) == ["合计", "2", "4", "3", "", "9"]


def test_a_wide_matrix_takes_the_larger_paper() -> None:
    fmt = a_format(*MATRIX, rows="villages")
    units = tuple(f"第{number}村" for number in range(30))
    narrow = build_grid(fmt, ReturnView(HEAD, (a_share(1),)))
    wide = build_grid(fmt, ReturnView(HEAD, (a_share(1, units),)))
    assert (narrow.page.paper, wide.page.paper) == ("A4", "A3")
    assert sum(wide.column_widths) == pytest.approx(wide.page.block_width)
    assert len(wide.column_widths) == 32


def test_an_unsplit_matrix_keeps_its_heading() -> None:
    grid = build_grid(a_format(*MATRIX, rows="villages"), ReturnView(HEAD, ()))
    assert columns_of(grid, 2) == ["任务", "分解", "合计"]


def test_a_bar_is_drawn_of_cells() -> None:
    fmt = a_format(
        Column(("主题",), "name", 30),
        Column(("图示",), "bar.*", 3),
        rows="groups",
    )
    grid = build_grid(fmt, ReturnView(HEAD, (a_group(1),)))
    fills = [cell.style.fill for cell in grid.cells if cell.row == 3 and cell.column > 1]
    dark, light = fills[0], fills[9]
    assert dark != light
    assert fills == [dark] * 8 + [light] * 2 + [""] * 10, "41 % done of 50 % that should be"
    assert [cell.column_span for cell in grid.cells if cell.text == "图示"] == [20]


def test_a_given_total_is_printed_and_not_reckoned() -> None:
    fmt = a_format(
        Column(("主题",), "name", 30),
        Column(("完成率",), "actual", 10, number="0.0%", total=True),
        rows="groups",
    )
    view = ReturnView(HEAD, (a_group(1), a_group(2)), a_group(3, actual=Decimal("0.6")))
    assert columns_of(build_grid(fmt, view), 5) == ["合计", "60.0%"]


def test_the_rows_of_the_lines_are_told() -> None:
    fmt = a_format(Column(("任务",), "text", 20), group_rows=True)
    lines = [a_line(1, groups=("一",)), a_line(2, groups=("二",)), a_line(3, groups=("二",))]
    assert lay_return(fmt, a_view(*lines)).rows == (4, 6, 7)


def test_what_is_not_asked_of_a_line_adds_nothing() -> None:
    score = Column(("分值",), "score", 20, number="general", total=True)
    lines = [a_line(place, score=given) for place, given in enumerate(("2", "—", "0.5", "/"), 1)]
    grid = build_grid(a_format(Column(("序号",), "serial", 10), score), a_view(*lines))
    assert [cell.number for cell in cells_of(grid, 2)][-1] == Decimal("2.5")


def test_an_annex_has_its_title_on_the_third_line() -> None:
    column = Column(("序号",), "serial", 10)
    fmt = a_format(column, annex="附件1", page=PageSetup(mode="annex"))
    grid = build_grid(fmt, a_view(a_line(1)))
    above = {cell.row: cell.text for cell in grid.cells if cell.row < 4}
    assert above == {1: "附件1", 2: "", 3: "2020年第二季度表"}
    assert set(grid.row_heights[:2]) == {10}


def test_a_title_too_wide_is_broken_at_a_word() -> None:
    title = "2020年第二季度污染防治攻坚战任务进展情况表"
    assert balanced(title, 22, 156) == "2020年第二季度\n污染防治攻坚战任务进展情况表"
    assert balanced(title, 22, 269) == title
    assert balanced("关于" * 40, 22, 156) == "关于" * 40


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_broken_title_loses_nothing_and_fits(title: str, room: float) -> None:
    lines = balanced(title, 22, room).split("\n")
    assert "".join(lines) == title.replace("\n", "")
    if "\n" not in title and len(lines) > 1:
        widths = [sum(0.5 if char.isascii() else 1 for char in line) for line in lines]
        assert max(widths) * 22 * 25.4 / 72 <= room + 0.001
