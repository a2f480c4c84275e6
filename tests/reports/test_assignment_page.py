"""The 交办单 on paper: its parts, the table over several pages, the 回执 with what was answered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.registers import AssignedView, AssignmentView, FeedbackView
from app.reports.grid import Grid
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.papers.assignment import build_assignment
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.placing import lay_out

DAY, DUE = date(2020, 6, 12), date(2020, 6, 30)


def a_line(number: int, **fields: object) -> AssignedView:
    line = AssignedView(
        id=number,
        assignment_id=1,
        text=f"燃气锅炉{number:02d}",
        state="waiting",
        state_label="待反馈",
        item_id=number,
        due=DUE,
        task="完成23台天然气锅炉低氮改造",
    )
    return replace(line, **fields)  # type: ignore[arg-type]


def an_order(*lines: AssignedView, unit: str = "漕溪村") -> AssignmentView:
    return AssignmentView(
        1, "交办〔2020〕3号", 1, unit, DAY, DUE, "专人负责", "李四 86391234", None, lines
    )


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def pages(grid: Grid) -> list[str]:
    """All that stands on each page, as one text."""
    layout = lay_out(grid, installed_fonts().width)
    return ["".join(line for box in page for line in box.text.lines) for page in layout.pages]


def test_every_part_of_an_official_order_is_there() -> None:
    found = texts(build_assignment(an_order(a_line(1), a_line(2)), office="牛塘镇"))
    for words in (
        "交办单",
        "编号：交办〔2020〕3号",
        "交办日期：2020年6月12日",
        "漕溪村：",
        "完成23台天然气锅炉低氮改造",
        "燃气锅炉02",
        "2020.6.30",
        "专人负责",
        "李四 86391234",
        "牛塘镇（盖章）　　　",
        "回　　执",
    ):
        assert words in found
    assert found.count("完成23台天然气锅炉低氮改造") == 1


@pytest.mark.parametrize(
    ("unit", "you"), [("漕溪村", "你村"), ("白家社区", "你社区"), ("水利站", "你单位")]
)
def test_each_is_spoken_to_as_is_fit(unit: str, you: str) -> None:
    opening = texts(build_assignment(an_order(a_line(1), unit=unit), office="牛塘镇"))[4]
    assert f"现将下列 1 项工作交办{you}，请于2020年6月30日前办结" in opening


def test_days_that_differ_are_left_to_the_table() -> None:
    lines = (a_line(1), a_line(2, due=date(2020, 9, 1)), a_line(3, due=None))
    found = texts(build_assignment(an_order(*lines), office="牛塘镇"))
    assert "请按下列时限办结" in found[4]
    assert "2020.9.1" in found


def test_a_short_order_fits_one_page() -> None:
    grid = build_assignment(an_order(a_line(1), a_line(2)), office="牛塘镇")
    assert len(pages(grid)) == 1


def test_a_long_order_repeats_its_head_but_not_over_the_receipt() -> None:
    found = pages(build_assignment(an_order(*(a_line(n) for n in range(1, 61))), office="牛塘镇"))
    assert len(found) > 1
    for page in found:
        has_lines = "燃气锅炉" in page
        assert ("交办事项" in page) == has_lines
    assert all(f"燃气锅炉{number:02d}" in "".join(found) for number in range(1, 61))
    assert "回　　执" in found[-1]


def test_a_receipt_alone_on_its_page_has_no_head() -> None:
    """However many lines there are, a page without any of them prints no head of their table."""
    for count in range(8, 30):
        found = pages(
            build_assignment(an_order(*(a_line(n) for n in range(1, count))), office="牛塘镇")
        )
        assert all(("交办事项" in page) == ("燃气锅炉" in page) for page in found)


def test_the_receipt_tells_each_round() -> None:
    answers = (
        FeedbackView(1, date(2020, 6, 15), "已改造", Decimal(1), "returned", DUE, "没有照片"),
        FeedbackView(2, date(2020, 6, 20), "补照片", None, "accepted", DUE),
    )
    line = a_line(1, feedback=answers, amount=Decimal(1), measure="台")
    found = texts(build_assignment(an_order(line), office="牛塘镇"))
    assert "1台" in found
    assert "第1项，6月15日：完成 1台；已改造\n第1项，6月20日：补照片" in found
    assert "第1项，6月30日退回：没有照片\n第1项，6月30日同意办结" in found


def test_a_withdrawn_order_says_so() -> None:
    order = replace(an_order(a_line(1)), withdrawn_on=date(2020, 6, 20))
    found = texts(build_assignment(order, office="牛塘镇"))
    assert "编号：交办〔2020〕3号（2020年6月20日撤回）" in found


def test_the_page_is_kept_and_read_back_whole() -> None:
    grid = build_assignment(an_order(*(a_line(n) for n in range(1, 61))), office="牛塘镇")
    assert grid_from_dict(grid_to_dict(grid)) == grid
