"""Every field has a word and a column to begin with; remarks name the column they are about."""

from dataclasses import replace

import pytest

from app.reports.formats.build import build_grid
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.fieldwords import column_of, field_word, offered_fields
from app.reports.formats.format import Format
from app.reports.formats.formatfiles import load_formats
from app.reports.formats.formatremarks import printed_widths, remarks_on
from tests.reports.builders import HEAD, a_line, a_view
from tests.reports.registers import lines_for, view_for

FORMATS = load_formats()
TASKS = FORMATS["quarterly_tasks"]


def an_own(rows: str, *fields: str) -> Format:
    columns = tuple(column_of(rows, field) for field in fields)
    return Format("own", "表", "any", "表", columns, rows=rows)


@pytest.mark.parametrize("rows", list(CATALOGUES))
def test_every_field_has_a_word_and_prints(rows: str) -> None:
    fmt = next(one for one in FORMATS.values() if one.rows == rows)
    view = view_for(fmt, 3)
    offered = offered_fields(rows, view.lines, more={"own": ["自己的"]})
    words = [(one.group, one.word) for one in offered]
    assert len(set(words)) == len(words)
    assert not [word for _, word in words if not word or word.isascii()]
    assert set(CATALOGUES[rows].plain) <= {one.column.field for one in offered}
    whole = replace(fmt, columns=tuple(one.column for one in offered))
    assert build_grid(whole, view).cells
    for one in fmt.columns:
        assert field_word(rows, one.field) != one.field


def test_what_the_ledger_knows_is_offered() -> None:
    line = a_line(values={"项目/总投资（万元）": "30"}, own={"进度条": "一"})
    offered = {one.word: one for one in offered_fields("tasks", [line], more={"own": ["包片领导"]})}
    assert offered["包片领导"].column.field == "own.包片领导"
    assert offered["项目/总投资（万元）"].column.head == ("总投资（万元）",)
    assert offered["2020年第一季度"].group in {"形象进度", "进展情况"}
    assert field_word("tasks", "checkpoints.2020Q1") == "形象进度·2020年第一季度"
    assert field_word("groups", "states.behind") == "任务数·滞后"


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_the_built_in_formats_are_without_a_fault(key: str) -> None:
    fmt = FORMATS[key]
    told = remarks_on(fmt, view_for(fmt, 12))
    assert [one for one in told if one.column is not None and "没有内容" not in one.text] == []


def test_paper_that_is_too_small_is_told() -> None:
    fmt = FORMATS["problem_register"]
    (told,) = (one.text for one in remarks_on(fmt, view_for(fmt, 3)) if one.column is None)
    assert told == "各项展开后 A4 放不下，自动用 A3 纸印"
    large = replace(fmt, page=replace(fmt.page, paper="A3"))
    assert all(one.column is not None for one in remarks_on(large, view_for(fmt, 3)))


def test_remarks_lead_to_the_column() -> None:
    fmt = an_own("tasks", "serial", "text", "own.没有", "text")
    wide = replace(fmt.columns[1], width=400.0, total=True)
    fmt = replace(fmt, columns=(fmt.columns[0], wide, *fmt.columns[2:]))
    told = {(one.column, one.text[:6]) for one in remarks_on(fmt, a_view(a_line()))}
    assert told == {
        (0, "印出来只有 "), (1, "有的格不是数"), (2, "台账里“没有"), (3, "与第 2 栏"),
    }  # fmt: skip


def test_a_heading_that_is_parted_is_told() -> None:
    first, second, third = an_own("tasks", "serial", "text", "state").columns
    columns = (replace(first, head=("头", "甲")), second, replace(third, head=("头", "乙")))
    fmt = replace(an_own("tasks", "serial"), columns=columns)
    assert [one.column for one in remarks_on(fmt, a_view())] == [2]
    together = replace(fmt, columns=(columns[0], columns[2], columns[1]))
    assert remarks_on(together, a_view()) == ()


def test_widths_are_those_printed() -> None:
    assert sum(printed_widths(TASKS, ())) == pytest.approx(TASKS.page.block_width)
    matrix = FORMATS["village_matrix"]
    lines = lines_for(matrix.rows, 4)
    widths = printed_widths(matrix, lines)
    assert len(widths) == len(matrix.columns)
    assert HEAD.year == 2020
