"""The columns a format has on a given return: a family's one column becomes one for each key."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.reports.formats.catalogue import SPREAD
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Column, Format
from app.reports.pagesetup import PageSetup

_A3_FROM = 1.2  # so many times wider than A4 asks for the larger paper


def spread_columns(fmt: Format, lines: Sequence[Any]) -> tuple[Column, ...]:
    """The format's columns, ``shares.*`` taken apart into one column a unit.

    A family that has no key keeps a blank column under what stands above ``*`` in its head, and
    none where nothing does.
    """
    columns: list[Column] = []
    for column in fmt.columns:
        family, _, key = column.field.partition(".")
        if key != SPREAD:
            columns.append(column)
            continue
        keys = CATALOGUES[fmt.rows].keys(lines, family)
        columns += [_keyed(column, family, one) for one in keys]
        bare = tuple(part for part in column.head if part != SPREAD)
        if not keys and bare:
            columns.append(replace(column, head=bare))
    return tuple(columns)


def page_for(fmt: Format, columns: Sequence[Column]) -> PageSetup:
    """The format's page; A3 where spread columns do not fit its A4."""
    wide = sum(column.width for column in columns) > _A3_FROM * fmt.page.block_width
    spread = any(column.field.endswith(f".{SPREAD}") for column in fmt.columns)
    if wide and spread and fmt.page.paper == "A4" and fmt.page.mode != "annex":
        return replace(fmt.page, paper="A3")
    return fmt.page


def _keyed(column: Column, family: str, key: str) -> Column:
    head = tuple(key if part == SPREAD else part for part in column.head)
    return replace(column, head=head, field=f"{family}.{key}")
