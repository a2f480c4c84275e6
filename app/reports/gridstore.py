"""Keeps a Page grid as plain JSON values, so that a filed return can be printed again."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from app.errors import UserError
from app.reports.grid import Grid, GridCell, Mark
from app.reports.looks import PLAIN, Border, CellStyle, Font, Line
from app.reports.pagesetup import USUAL_PAGE, HeadPicture, Heads, Margins, PageSetup
from app.reports.sketches import Picture, Sketch
from app.reports.sketchstore import run_from_dict, run_to_dict, sketch_from_dict, sketch_to_dict

_VERSION = 1
# What grids kept by older versions do not have; it is written only where it differs from usual.
_LATER_STYLES = ("color", "italic", "underline", "strike", "indent", "turn", "close")


def grid_to_dict(grid: Grid) -> dict[str, Any]:
    """The grid as plain JSON values, so that a filed return can be kept and printed again."""
    styles: dict[CellStyle, int] = {}
    cells = [_cell_to_list(cell, styles) for cell in grid.cells]
    margins = grid.page.margins
    return {
        "version": _VERSION,
        "title": grid.title,
        "column_widths": list(grid.column_widths),
        "row_heights": list(grid.row_heights),
        "repeat_rows": list(grid.repeat_rows) if grid.repeat_rows else None,
        "keep_with_next": sorted(grid.keep_with_next),
        "repeat_through": grid.repeat_through,
        "fixed_rows": sorted(grid.fixed_rows),
        "page": {
            "paper": grid.page.paper,
            "landscape": grid.page.landscape,
            "margins": [margins.top, margins.right, margins.bottom, margins.left],
            "mode": grid.page.mode,
            "scale": grid.page.scale,
            "centred": grid.page.centred,
            "middle": grid.page.middle,
            "header": list(grid.page.header),
            "footer": list(grid.page.footer),
            "edges": list(grid.page.edges),
            **_other_heads(grid.page),
        },
        "styles": [_style_to_dict(style) for style in styles],
        "cells": cells,
        **_extras_to_dict(grid),
    }


def _other_heads(page: PageSetup) -> dict[str, Any]:
    """Heads of single pages and the first number, where a form has them."""
    found: dict[str, Any] = {"first_number": page.first_number} if page.first_number else {}
    for name in ("first_heads", "even_heads"):
        heads: Heads | None = getattr(page, name)
        if heads is not None:
            pictures = [_kept_picture(one) for one in heads.pictures]
            found[name] = [list(heads.header), list(heads.footer), *pictures]
    if page.head_pictures:
        found["head_pictures"] = [_kept_picture(one) for one in page.head_pictures]
    return found


def _kept_picture(picture: HeadPicture) -> dict[str, Any]:
    return {**asdict(picture), "content": b64encode(picture.content).decode("ascii")}


def _read_head_picture(data: Mapping[str, Any]) -> HeadPicture:
    return HeadPicture(**{**data, "content": b64decode(data["content"])})


def _read_heads(kept: Any) -> Heads | None:
    if kept is None:
        return None
    (left, middle, right), (below_left, below, below_right), *pictures = kept
    header, footer = (left, middle, right), (below_left, below, below_right)
    return Heads(header, footer, tuple(map(_read_head_picture, pictures)))


def _extras_to_dict(grid: Grid) -> dict[str, Any]:
    """What only districts' forms have."""
    extras: dict[str, Any] = {}
    if grid.breaks:
        extras["breaks"] = sorted(grid.breaks)
    extras |= {name: True for name in ("headed", "is_beside") if getattr(grid, name)}
    if grid.pictures:
        extras["pictures"] = [
            {**asdict(one), "content": b64encode(one.content).decode("ascii")}
            if isinstance(one, Picture)
            else sketch_to_dict(one)
            for one in grid.pictures
        ]
    return extras


def grid_from_dict(data: Mapping[str, Any]) -> Grid:
    """The grid kept by `grid_to_dict`.

    Raises:
        UserError: the kept grid is damaged or from a newer version of the program.
    """
    if data.get("version") != _VERSION:
        raise UserError("grid_unreadable", "这份留存报表由更新版本的程序生成；请升级程序后再打印。")
    try:
        return _read_grid(data)
    except (KeyError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        message = "这份留存报表的数据已损坏；请从备份恢复台账后再打印。"
        raise UserError("grid_unreadable", message, details=repr(error)) from error


def _read_grid(data: Mapping[str, Any]) -> Grid:
    styles = [_style_from_dict(style) for style in data["styles"]]
    page, repeat = data["page"], data["repeat_rows"]
    return Grid(
        title=data["title"],
        cells=tuple(_cell_from_list(values, styles) for values in data["cells"]),
        column_widths=tuple(data["column_widths"]),
        row_heights=tuple(data["row_heights"]),
        repeat_rows=(repeat[0], repeat[1]) if repeat else None,
        keep_with_next=frozenset(data["keep_with_next"]),
        repeat_through=data.get("repeat_through"),
        fixed_rows=frozenset(data.get("fixed_rows", ())),
        breaks=frozenset(data.get("breaks", ())),
        pictures=tuple(_read_picture(one) for one in data.get("pictures", ())),
        page=_read_page(page),
        headed=data.get("headed", False),
        is_beside=data.get("is_beside", False),
    )


def _read_picture(data: Mapping[str, Any]) -> Picture | Sketch:
    if "content" not in data:
        return sketch_from_dict(data)
    return Picture(**{**data, "content": b64decode(data["content"])})


def _read_page(page: Mapping[str, Any]) -> PageSetup:
    """The paper as it was kept; what older versions did not keep is as usual."""
    usual = USUAL_PAGE
    left, middle, right = page.get("header", usual.header)
    below_left, below, below_right = page.get("footer", usual.footer)
    top, bottom = page.get("edges", usual.edges)
    return PageSetup(
        page["paper"],
        page["landscape"],
        Margins(*page["margins"]),
        page["mode"],
        page.get("scale"),
        page.get("centred", True),
        page.get("middle", False),
        (left, middle, right),
        (below_left, below, below_right),
        (top, bottom),
        _read_heads(page.get("first_heads")),
        _read_heads(page.get("even_heads")),
        page.get("first_number", 0),
        tuple(map(_read_head_picture, page.get("head_pictures", ()))),
    )


def _cell_to_list(cell: GridCell, styles: dict[CellStyle, int]) -> list[Any]:
    style = styles.setdefault(cell.style, len(styles))
    values = [cell.row, cell.column, cell.text, cell.row_span, cell.column_span, style]
    number = None if cell.number is None else str(cell.number)
    known = [*values, cell.repeats, number, cell.number_format]
    return (
        [*known, cell.spill, [run_to_dict(run) for run in cell.runs], *map(_marked, cell.marks)]
        if _has_more(cell)
        else known
    )


def _has_more(cell: GridCell) -> bool:
    return bool(cell.runs or cell.spill or cell.marks)


def _marked(mark: Mark) -> list[Any]:
    return [mark.kind, mark.color, mark.end, mark.start, mark.is_flat]


def _cell_from_list(values: list[Any], styles: list[CellStyle]) -> GridCell:
    row, column, text, row_span, column_span, style, repeats, number, number_format = values[:9]
    spill, runs, *marks = values[9:] or (0.0, ())
    return GridCell(
        row,
        column,
        text,
        row_span,
        column_span,
        styles[style],
        None if number is None else Decimal(number),
        number_format,
        repeats,
        tuple(run_from_dict(run) for run in runs),
        spill,
        tuple(Mark(*mark) for mark in marks),
    )


def _style_to_dict(style: CellStyle) -> dict[str, Any]:
    border = style.border
    later = {name: getattr(style, name) for name in _LATER_STYLES}
    return {
        **{name: value for name, value in later.items() if value != getattr(PLAIN, name)},
        "font": style.font.value,
        "size": style.size,
        "bold": style.bold,
        "align": style.align,
        "valign": style.valign,
        "border": _border_to_list(border),
        "wrap": style.wrap,
        "fill": style.fill,
    }


def _border_to_list(border: Border) -> list[Any]:
    sides: list[Any] = [border.left, border.top, border.right, border.bottom]
    if border.falling or border.rising or border.colors:
        sides += [border.falling, border.rising, *border.colors]
    return sides


def _border_from_list(sides: list[str]) -> Border:
    lines = [Line(side) for side in (*sides[:6], "", "")[:6]]
    left, top, right, bottom, falling, rising = lines
    return Border(left, top, right, bottom, falling, rising, tuple(sides[6:]))


def _style_from_dict(data: Mapping[str, Any]) -> CellStyle:
    return CellStyle(
        font=Font(data["font"]),
        size=data["size"],
        bold=data["bold"],
        align=data["align"],
        valign=data["valign"],
        border=_border_from_list(data["border"]),
        wrap=data["wrap"],
        fill=data["fill"],
        **{name: data[name] for name in _LATER_STYLES if name in data},
    )
