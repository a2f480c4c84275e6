"""What the clerk opens on a page: the side panel of 任务, each part of it, those of 报表 and 单位.

Each opening is a name and what is done; what lies between two of them is not measured.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app.services.parties.units import add_unit, list_units
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.ui.mainwindow import MainWindow

    Opening = tuple[str, Callable[[], object]]

_FIRST, _OTHER, _NEXT = 300, 2_500, 4_000
_VILLAGES, _THINGS = 30, 40


def openings(window: MainWindow) -> Iterator[Opening]:
    """All of them, one after the other, on pages that were in view before."""
    yield from _panel_of_tasks(window)
    yield from _returns(window)
    yield from _units(window)


def _panel_of_tasks(window: MainWindow) -> Iterator[Opening]:
    page: Any = window.show_page("tasks")
    page.table.show_task(_FIRST)
    yield "任务: the panel opened first", lambda: page.open_panel(page.table.current_task())
    bar = page.panel.bar
    titles = [tab.title for tab in page.panel.tabs]
    for place, title in sorted(enumerate(titles), key=lambda one: one[0] == bar.currentIndex()):
        yield f"任务: {title} shown first", partial(bar.setCurrentIndex, place)
    page.go_back()
    page.table.show_task(_OTHER)
    yield "任务: the panel opened again", lambda: page.open_panel(page.table.current_task())
    for place, title in enumerate(titles):
        bar.setCurrentIndex(place)
        for number in (_NEXT + place, _NEXT + place + len(titles)):
            yield f"任务: {title} over another task", partial(page.table.show_task, number)
    page.go_back()


def _returns(window: MainWindow) -> Iterator[Opening]:
    page: Any = window.show_page("returns")
    bar = page.right.bar
    for place in (3, 2, 1):
        title = bar.tabText(place)
        yield f"报表: {title} shown first", partial(bar.setCurrentIndex, place)
    yield "报表: 检查 again", partial(bar.setCurrentIndex, 0)
    yield "报表: the period's folder asked for", page._begin_packing
    page.go_back()


def _units(window: MainWindow) -> Iterator[Opening]:
    _fill_units(window)
    page: Any = window.show_page("units")
    yield "单位: one of 30 read", window.workspace.tell_changed
    for place in (1, 2, 0):
        yield (
            f"单位: {page.desk.tabs.tabText(place)} shown first",
            partial(page.desk.tabs.setCurrentIndex, place),
        )
    yield "单位: 名册 shown first", page.toggle_overview
    yield "单位: 名册 left", page.toggle_overview
    for unit in [row.unit for row in page.list.model.rows if row.unit is not None][1:6]:
        yield "单位: another unit", partial(page.list.choose, unit.id)


def _fill_units(window: MainWindow) -> None:
    """Villages, each with an order of some lines; the large ledger has none."""
    workspace = window.workspace
    ledger, day = workspace.ledger, workspace.as_of
    if any(unit.kind == "village" for unit in list_units(ledger)):
        return
    villages = [add_unit(ledger, f"第{n}村", kind="village") for n in range(1, _VILLAGES + 1)]
    things = [Thing(f"报送第{n}批名单") for n in range(1, _THINGS + 1)]
    issue_assignments(ledger, same_to_each(villages, things), on=day, due=day)
