"""A return laid out on the Page grid: golden pages a format, and what each part must hold."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.reports.build import build_grid
from app.reports.formats import Column, Format, load_formats
from app.reports.grid import Grid, GridCell, PageSetup
from tests.reports.builders import HEAD, a_line, a_view, many_lines

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
    view = a_view(
        a_line(1),
        a_line(2, groups=("一、工作目标",), progress_text=None, nil_report=True, self_score=None),
        a_line(3, groups=("二、大气", "（一）工业"), checkpoint="/", amount=None, share=None),
        a_line(4, groups=("二、大气", "（一）工业"), checkpoint="—", score="", evidence=0),
        a_line(
            4, groups=("二、大气", "（二）扬尘"), checkpoint="0", progress_text=None, target=None
        ),
    )
    shown = spelt(build_grid(load_formats()[key], view))
    path = GOLDEN / f"{key}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and has been written: look at it, then run again")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_an_empty_list_is_a_whole_page(key: str) -> None:
    grid = build_grid(load_formats()[key], a_view())
    assert texts(grid).count("本期无任务") == 1
    assert "填报单位（盖章）：牛塘镇" in texts(grid)
    assert "负责人（签字）：" in texts(grid)


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_cells_cover_the_table_without_gap_or_overlap(key: str) -> None:
    grid = build_grid(load_formats()[key], a_view(*many_lines(25)))
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
