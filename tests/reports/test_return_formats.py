"""Formats are data: the built-in files load, and a fault in one is told in one sentence."""

from pathlib import Path

import pytest

from app.errors import UserError
from app.files import resource_path
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.formatfiles import load_format, load_formats, read_format

GOOD = """
key = "small"
name = "小表"
kind = "quarter"
title = "{period_label}情况表"
[[columns]]
head = ["序号"]
field = "serial"
width = 10
"""


def test_the_built_in_formats() -> None:
    names = {key: fmt.name for key, fmt in load_formats().items()}
    assert names == {
        "half_review": "半年自查表",
        "investment_monthly": "投资项目月报",
        "item_register": "一企一档清单",
        "lag_warning": "滞后任务预警表",
        "monthly_dispatch": "月调度表",
        "problem_register": "问题整改销号台账",
        "progress_summary": "进展情况汇总表",
        "quarterly_scored": "形象进度自评表",
        "quarterly_tasks": "季度报表（任务式）",
        "supervision_register": "交办事项督办台账",
        "village_matrix": "村级任务分解表",
        "village_progress": "村级任务进度表",
        "yearly_review": "年度自查表",
    }


def test_every_format_and_key_is_documented() -> None:
    page = (resource_path().parent / "docs" / "formats.md").read_text(encoding="utf-8")
    for key, fmt in load_formats().items():
        assert f"`{key}`" in page, key
        assert fmt.name in page
        for column in fmt.columns:
            family = column.field.partition(".")[0]
            assert f"`{column.field}`" in page or f"`{family}." in page, column.field


def test_every_field_there_is_is_documented() -> None:
    page = (resource_path().parent / "docs" / "formats.md").read_text(encoding="utf-8")
    for kind in CATALOGUES.values():
        assert f"`{kind.rows}`" in page
        names = [*kind.plain, *(f"{family}." for family in kind.families), *kind.only]
        assert [name for name in names if f"`{name}" not in page] == []


def test_a_field_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    for rows, field in [
        ("items", "problems"),
        ("problems", "self_score"),
        ("villages", "steps.销号"),
        ("tasks", "shares.*"),
        ("groups", "serial"),
    ]:
        text = GOOD.replace('"serial"', f'"{field}"')
        path.write_text(f'rows = "{rows}"{text}', encoding="utf-8")
        with pytest.raises(UserError) as caught:
            read_format(path)
        assert caught.value.code == "bad_format"
        assert field in caught.value.message
        assert CATALOGUES[rows].noun in caught.value.message


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UserError, match="quarterly_tasks（季度报表（任务式））") as caught:
        load_format("weekly")
    assert caught.value.code == "no_format"


def test_a_small_file_takes_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(GOOD, encoding="utf-8")
    fmt = load_format("small", tmp_path)
    assert (fmt.page.paper, fmt.page.landscape, fmt.size, fmt.group_rows) == (
        "A4",
        True,
        10.5,
        False,
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("kind = ", "kindd = "), "kindd"),
        (("kind = ", 'rows = "cars"\nkind = '), "rows"),
        (("kind = ", 'only = "late"\nkind = '), "only"),
        (('"quarter"', '"week"'), "kind"),
        (("width = 10", 'width = "10"'), "width"),
        (("width = 10", "width = 0"), "width"),
        (('"serial"', '"serials"'), "serials"),
        (("{period_label}", "{owner}"), "owner"),
        (("{period_label}", "{office.name}"), "office.name"),
        (("{period_label}", "{"), "title"),
        (('head = ["序号"]', "head = []"), "head"),
        (('head = ["序号"]', "head = [1]"), "head"),
        (("width = 10", 'width = 10\nnumber = "[red]0"'), "red"),
        (("width = 10", "width = 10\n[page]\nmargins = [1, 2]"), "margins"),
        (("width = 10", "width = 10\n[page]\nmargins = [1, 200, 1, 200]"), "页边距"),
        (("width = 10", 'width = 10\n[page]\npaper = "B5"'), "paper"),
        (("width = 10", 'width = 10\n[body]\nfont = "Comic"'), "font"),
        (('key = "small"', ""), "key"),
        (("[[columns]]", "[columns"), "TOML"),
        (('[[columns]]\nhead = ["序号"]\nfield = "serial"\nwidth = 10', "columns = []"), "columns"),
    ],
)
def test_a_fault_is_told_with_file_and_key(
    tmp_path: Path, change: tuple[str, str], word: str
) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_format(path)
    assert caught.value.code == "bad_format"
    assert "broken.toml" in caught.value.message
    assert word in caught.value.message


def test_two_files_with_one_key(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(UserError, match="重复"):
        load_formats(tmp_path)
