"""The work behind the designer: a format laid out on the ledger's own data, and its edits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.reports.formats.build import lay_return
from app.reports.formats.fieldwords import column_of, offered_fields
from app.reports.formats.format import Column, Format
from app.reports.formats.formatremarks import printed_widths, remarks_on
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.placing import lay_out
from app.services.reporting.returns import draft_lines
from app.services.work.owncolumns import own_columns
from app.ui.paper.gridpages import GridPages
from app.ui.paper.laidpages import LaidPages
from app.ui.paper.pages import HAS_PDF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.database import Ledger
    from app.models.returnviews import ReturnView
    from app.monitor import Monitor
    from app.reports.formats.fieldwords import FieldChoice
    from app.reports.formats.formatremarks import Remark
    from app.reports.grid import Grid
    from app.reports.rendering.placing import Layout
    from app.services.reporting.returns import Wanted
    from app.ui.paper.pages import Pages

_BEGINNINGS = {
    "tasks": ("serial", "text"),
    "items": ("ordinal", "name"),
    "problems": ("ordinal", "text"),
    "assignments": ("ordinal", "text"),
    "villages": ("serial", "text"),
    "groups": ("ordinal", "name"),
}
_ABOVE = ("填报单位（盖章）：{office}", "截至{as_of}", "填报日期：{filled_on}")
_FOOT = (
    "填报人：{filled_by}",
    "审核人：{checked_by}",
    "负责人（签字）：{signed_by}",
    "联系电话：{phone}",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A format as it prints now.

    Attributes:
        fmt: the format that was laid out.
        view: the lines it was laid out with, to be used again while the data stays.
        widths: how wide each column is printed, in millimetres.
    """

    fmt: Format
    view: ReturnView[Any]
    grid: Grid
    layout: Layout
    remarks: tuple[Remark, ...]
    widths: tuple[float, ...]
    offered: tuple[FieldChoice, ...]

    def pages(self) -> Pages:
        """The pages to show and print."""
        return (LaidPages if HAS_PDF else GridPages)(self.grid, self.layout)


def draw(
    ledger: Ledger, wanted: Wanted, fmt: Format, known: ReturnView[Any] | None, monitor: Monitor
) -> Drawn:
    """Lay a format out with the ledger's lines; ``known`` are they where they were read already."""
    view = known or draft_lines(ledger, wanted, fmt)
    monitor.report(1, 3, "正在排版…")
    laid = lay_return(fmt, view)
    monitor.report(2, 3, "正在分页…")
    return Drawn(
        fmt,
        view,
        laid.grid,
        lay_out(laid.grid, installed_fonts().width),
        remarks_on(fmt, view),
        printed_widths(fmt, view.lines),
        offered_fields(fmt.rows, view.lines, more={"own": own_columns(ledger, wanted.list_id)}),
    )


def empty_format(name: str, rows: str) -> Format:
    """A format to begin with: a number and a name on each line, and what stands round a return."""
    columns = tuple(column_of(rows, field) for field in _BEGINNINGS[rows])
    title = "{period_label}" + name
    return Format("own", name, "any", title, columns, rows, above=_ABOVE, foot=_FOOT)


def with_column(fmt: Format, at: int, column: Column) -> Format:
    """A column more, at a place."""
    return replace(fmt, columns=(*fmt.columns[:at], column, *fmt.columns[at:]))


def with_changed(fmt: Format, at: int, column: Column) -> Format:
    """Another column in a place."""
    return replace(fmt, columns=(*fmt.columns[:at], column, *fmt.columns[at + 1 :]))


def without(fmt: Format, places: Sequence[int]) -> Format:
    """Without the columns of some places."""
    left = (column for at, column in enumerate(fmt.columns) if at not in places)
    return replace(fmt, columns=tuple(left))


def moved(fmt: Format, places: Sequence[int], to: int) -> Format:
    """Some columns taken together to before the place ``to``, counted as they stand now."""
    taken = [fmt.columns[at] for at in sorted(places)]
    before = [column for at, column in enumerate(fmt.columns[:to]) if at not in places]
    after = [column for at, column in enumerate(fmt.columns) if at >= to and at not in places]
    return replace(fmt, columns=(*before, *taken, *after))


def turned(fmt: Format) -> Format:
    """The paper turned: upright or across."""
    return replace(fmt, page=replace(fmt.page, landscape=not fmt.page.landscape))
