"""The work behind the returns page: laying out, checking and drawing a return in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.rules.periods import Period
from app.reports.build import build_grid
from app.reports.formats import load_format, load_formats
from app.reports.pdf import render_pdf
from app.services import filing, returns
from app.services.returns import FormatName
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import HAS_PDF, PdfPages

if TYPE_CHECKING:
    from app.models.database import Ledger
    from app.models.views import CheckFinding
    from app.monitor import Monitor
    from app.reports.grid import Grid
    from app.services.returns import Wanted
    from app.ui.paper.pages import Pages

_BEATS = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A return ready to look at.

    Attributes:
        grid: its page.
        pdf: the page as PDF; empty where no PDF part is installed.
        findings: what speaks against filing it.
        task_ids: the tasks of its lines, in order; none for a filed one.
    """

    grid: Grid
    pdf: bytes
    findings: tuple[CheckFinding, ...] = ()
    task_ids: tuple[int, ...] = ()

    def pages(self) -> Pages:
        """The pages to show and print."""
        return PdfPages(self.pdf) if self.pdf else GridPages(self.grid)


def formats_for(period: str) -> tuple[FormatName, ...]:
    """The formats, those for this kind of period first, and of them those named after it."""
    kind = Period.parse(period).kind
    word = _BEATS.get(kind, "")
    ordered = sorted(
        load_formats().values(), key=lambda one: (one.kind != kind, word not in one.name)
    )
    return tuple(FormatName(one.key, one.name) for one in ordered)


def other_beat(key: str, period: str) -> str:
    """The beat a format is made for (月, 季 …) when the period is of another kind, else empty."""
    kind = load_format(key).kind
    return "" if kind == Period.parse(period).kind else _BEATS.get(kind, "")


def prepare(ledger: Ledger, wanted: Wanted, monitor: Monitor) -> Prepared:
    """Lay a return out as the ledger stands, check it and draw it."""
    monitor.report(0, 3, "正在汇总…")
    findings = returns.check_return(ledger, wanted)
    monitor.report(1, 3, "正在排版…")
    view = returns.draft_return(ledger, wanted)
    grid = build_grid(load_format(wanted.format_key), view)
    monitor.report(2, 3, "正在画页…")
    return Prepared(grid, _drawn(grid), findings, tuple(line.task_id for line in view.lines))


def prepare_filed(ledger: Ledger, filed_id: int) -> Prepared:
    """A filed return as it was frozen."""
    grid = filing.filed_grid(ledger, filed_id)
    return Prepared(grid, _drawn(grid))


def _drawn(grid: Grid) -> bytes:
    return render_pdf(grid) if HAS_PDF else b""
