"""Rows cut into pages: nothing lost, nothing off the page, labels and heads again."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.formats.build import build_grid, lay_return
from app.reports.formats.formatfiles import load_formats
from app.reports.grid import Grid, GridCell
from app.reports.looks import THIN_BORDER, CellStyle, Font
from app.reports.pagesetup import Margins, PageSetup
from app.reports.rendering.placing import Box, Layout, lay_out
from app.reports.rendering.setting import POINTS_PER_MM
from tests.reports.registers import view_for

STYLE = CellStyle(size=10, border=THIN_BORDER)
PAGE = PageSetup("A4", landscape=True, margins=Margins(20, 20, 20, 20))
FULL = 170 * POINTS_PER_MM


def width_of(text: str, _font: Font) -> float:
    return sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text)


def a_grid(
    cells: Sequence[GridCell],
    rows: int,
    *,
    widths: tuple[float, ...] = (30.0, 60.0),
    repeat: tuple[int, int] | None = None,
    kept: frozenset[int] = frozenset(),
    heights: tuple[float | None, ...] = (),
) -> Grid:
    return Grid("题", tuple(cells), widths, heights or (None,) * rows, PAGE, repeat, kept)


def cell(row: int, column: int, text: str, row_span: int = 1, *, repeats: bool = False) -> GridCell:
    return GridCell(row, column, text, row_span, style=STYLE, repeats=repeats)


def lines_of(page: Sequence[Box]) -> list[str]:
    return ["".join(box.text.lines) for box in page]


def printed(layout: Layout, x: float) -> str:
    return "".join(
        "".join("".join(box.text.lines).split())
        for page in layout.pages
        for box in page
        if abs(box.x - x) < 0.01
    )


def assert_sound(layout: Layout, full: float = FULL) -> None:
    """Every text lies in its box, every box on its page, no two boxes on each other."""
    for page in layout.pages:
        for box in page:
            assert box.y + box.height <= full / layout.scale + 0.1
            assert box.text.height <= box.height + 0.1, box
        for index, box in enumerate(page):
            for other in page[index + 1 :]:
                apart = (
                    box.x + box.width <= other.x + 0.01
                    or other.x + other.width <= box.x + 0.01
                    or box.y + box.height <= other.y + 0.01
                    or other.y + other.height <= box.y + 0.01
                )
                assert apart, (box, other)


def test_the_head_is_on_every_page_and_rows_stay_whole() -> None:
    body = [cell(row, 2, f"第{row}行" * 20) for row in range(2, 60)]
    layout = lay_out(a_grid([cell(1, 1, "头"), *body], 59, repeat=(1, 1)), width_of)
    assert len(layout.pages) > 2
    assert all(lines_of(page)[0] == "头" for page in layout.pages)
    shown = [text for page in layout.pages for text in lines_of(page)[1:]]
    assert shown == [each.text for each in body]
    assert_sound(layout)


def test_a_head_as_high_as_the_page_is_printed_once() -> None:
    grid = a_grid(
        [cell(1, 1, "头"), *(cell(row, 2, "行") for row in range(2, 9))],
        8,
        repeat=(1, 1),
        heights=(150.0, *(20.0 for _ in range(7))),
    )
    layout = lay_out(grid, width_of)
    assert [lines_of(page)[0] for page in layout.pages] == ["头", "行"]
    assert_sound(layout)


def test_a_label_is_printed_again_after_a_page_break() -> None:
    rows = [cell(row, 2, "行" * 100) for row in range(1, 31)]
    layout = lay_out(a_grid([cell(1, 1, "打赢蓝天保卫战", 30), *rows], 30), width_of)
    assert len(layout.pages) > 1
    assert all("打赢蓝天保卫战" in lines_of(page) for page in layout.pages)
    assert_sound(layout)


def test_a_label_gets_room_for_itself_where_its_area_ends() -> None:
    """The area's last row comes alone onto a page: it grows, or the break comes earlier."""
    label = "着力打好碧水保卫战和黑臭水体整治攻坚战"
    for filler in range(120, 170, 3):
        rows = [cell(1, 2, "高"), *(cell(row, 2, "低") for row in range(2, 6))]
        heights = (float(filler), None, None, None, None)
        layout = lay_out(a_grid([cell(2, 1, label, 4), *rows], 5, heights=heights), width_of)
        again = [text for page in layout.pages for text in lines_of(page) if text == label]
        assert again
        assert_sound(layout)


def test_a_long_text_in_a_merged_area_is_spread_not_repeated() -> None:
    text = "".join(f"第{number:04}句。" for number in range(500))
    rows = [cell(row, 2, "行") for row in range(1, 4)]
    layout = lay_out(a_grid([cell(1, 1, text, 3), *rows], 3), width_of)
    assert printed(layout, 0) == text
    assert_sound(layout)


def test_a_cell_of_3000_characters_goes_on_over_pages() -> None:
    text = "".join(f"第{number:04}句。" for number in range(450))
    cells = [cell(1, 1, "头"), cell(2, 1, "7", repeats=True), cell(2, 2, text), cell(3, 2, "后")]
    layout = lay_out(a_grid(cells, 3, repeat=(1, 1)), width_of)
    assert len(layout.pages) >= 3
    assert printed(layout, 30 * POINTS_PER_MM) == text + "后"
    parts = [page for page in layout.pages if any("句" in shown for shown in lines_of(page))]
    assert all("7" in lines_of(page) for page in parts), "the serial is printed again"
    assert lines_of(layout.pages[-1])[0] == "头"
    assert_sound(layout)


def test_a_heading_does_not_stand_last_on_a_page() -> None:
    rows = 120
    kept = frozenset(range(1, rows, 3))
    cells = [cell(row, 1, f"{'题' if row in kept else '行'}{row}") for row in range(1, rows + 1)]
    layout = lay_out(a_grid(cells, rows, kept=kept), width_of)
    assert len(layout.pages) > 2
    assert all(lines_of(page)[-1].startswith("行") for page in layout.pages)
    assert sum(len(page) for page in layout.pages) == rows


def test_headings_alone_still_get_printed() -> None:
    cells = [cell(row, 1, f"题{row}") for row in range(1, 101)]
    layout = lay_out(a_grid(cells, 100, kept=frozenset(range(1, 101))), width_of)
    assert sum(len(page) for page in layout.pages) == 100
    assert_sound(layout)


def test_a_table_too_wide_is_drawn_smaller_and_a_narrow_one_in_the_middle() -> None:
    wide = lay_out(a_grid([cell(1, 1, "甲")], 1, widths=(257.0, 257.0)), width_of)
    assert wide.scale == pytest.approx(0.5)
    narrow = lay_out(a_grid([cell(1, 1, "甲")], 1, widths=(57.0,)), width_of)
    assert narrow.scale == 1.0
    assert narrow.indent == pytest.approx(100 * POINTS_PER_MM)


def test_a_line_without_wrap_shrinks_into_its_cell() -> None:
    one = GridCell(1, 1, "填报单位（盖章）：" + "长" * 40, style=CellStyle(size=12, wrap=False))
    (box,) = lay_out(a_grid([one], 1), width_of).pages[0]
    assert len(box.text.lines) == 1
    assert width_of(box.text.lines[0], Font.SONG) * box.text.size <= box.width


@pytest.mark.parametrize("key", sorted(load_formats()))
@pytest.mark.parametrize("count", [0, 1, 60])
def test_the_built_in_formats_are_sound(key: str, count: int) -> None:
    fmt = load_formats()[key]
    grid = build_grid(fmt, view_for(fmt, count))
    margins = grid.page.margins
    full = (grid.page.size[1] - margins.top - margins.bottom) * POINTS_PER_MM
    assert_sound(lay_out(grid, width_of), full)


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_the_sign_off_is_never_alone(key: str) -> None:
    fmt = load_formats()[key]
    for count in range(1, 30):
        laid = lay_return(fmt, view_for(fmt, count))
        last = lay_out(laid.grid, width_of).pages[-1]
        assert laid.rows[-1] in {box.row for box in last}


TEXTS = st.builds(
    lambda text, times: text * times,
    st.text("中文字，。（）12.5% \n", max_size=30),
    st.integers(0, 60),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Tables of two or three columns with merged areas, long texts and kept rows."""
    cells, rows = [], draw(st.integers(1, 12))
    for column in range(1, draw(st.integers(1, 3)) + 1):
        row = 1
        while row <= rows:
            span = draw(st.integers(1, min(4, rows - row + 1)))
            repeats = draw(st.booleans())
            cells.append(cell(row, column, draw(TEXTS), span, repeats=repeats))
            row += span
    repeat = (1, 1) if draw(st.booleans()) else None
    kept = draw(st.frozensets(st.integers(1, rows), max_size=3))
    return a_grid(cells, rows, widths=(12.0, 40.0, 90.0), repeat=repeat, kept=kept)


@given(grids())
@settings(max_examples=100)
def test_no_text_of_any_table_is_lost(grid: Grid) -> None:
    layout = lay_out(grid, width_of)
    for each in grid.cells:
        assert _is_printed(each, layout), each
    assert_sound(layout)


def _is_printed(each: GridCell, layout: Layout) -> bool:
    """A text stands whole in one place, or goes on from page to page; labels may come again."""
    whole = "".join(each.text.split())
    parts = [
        "".join("".join(box.text.lines).split())
        for page in layout.pages
        for box in page
        if (box.row, box.column) == (each.row, each.column)
    ]
    assert parts
    again = [part for part in parts if part == whole]
    return bool(again) or "".join(parts) == whole
