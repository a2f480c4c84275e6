"""The Page grid keeps itself as plain values and comes back the same."""

import json
from decimal import Decimal

import pytest

from app.errors import UserError
from app.reports.formats.build import build_grid
from app.reports.formats.formatfiles import load_formats
from app.reports.grid import Grid, GridCell
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.looks import THIN_BORDER, CellStyle, Font
from app.reports.pagesetup import Margins, PageSetup
from tests.reports.builders import a_view
from tests.reports.registers import view_for


@pytest.mark.parametrize("key", sorted(load_formats()))
def test_a_grid_comes_back_the_same_from_json(key: str) -> None:
    grid = build_grid(load_formats()[key], view_for(load_formats()[key], 12))
    assert grid_from_dict(json.loads(json.dumps(grid_to_dict(grid)))) == grid


def test_every_property_survives() -> None:
    style = CellStyle(Font.KAI, 9, True, "right", "top", THIN_BORDER, False, "FFEEDD")
    cell = GridCell(2, 3, "73.9%", 2, 1, style, Decimal("0.739"), "0.0%", True)
    page = PageSetup("A3", False, Margins(1, 2, 3, 4), "annex")
    grid = Grid("题", (cell,), (10.0, 20.0, 30.0), (None, 8.0, None), page, (1, 1), frozenset({1}))
    assert grid_from_dict(json.loads(json.dumps(grid_to_dict(grid)))) == grid


@pytest.mark.parametrize("harm", ["cells", "version", "styles"])
def test_a_damaged_grid_is_told_in_one_sentence(harm: str) -> None:
    data = grid_to_dict(build_grid(load_formats()["quarterly_tasks"], a_view()))
    data[harm] = [["x"]] if harm != "version" else 2
    with pytest.raises(UserError) as caught:
        grid_from_dict(data)
    assert caught.value.code == "grid_unreadable"


def test_annex_margins_follow_the_standard() -> None:
    portrait = PageSetup("A4", landscape=False, mode="annex")
    assert portrait.margins_of(1) == Margins(top=37, right=26, bottom=35, left=28)
    assert portrait.margins_of(2) == Margins(top=37, right=28, bottom=35, left=26)
    assert portrait.block_width == 156
    landscape = PageSetup("A4", landscape=True, mode="annex")
    assert landscape.margins_of(1) == Margins(top=28, right=37, bottom=26, left=35)
    assert landscape.margins_of(2) == Margins(top=26, right=37, bottom=28, left=35)
