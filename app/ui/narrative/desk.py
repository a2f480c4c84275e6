"""The work behind the work report's page: drafting, checking and drawing it with what is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.reports.looks import Font
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.placing import lay_out
from app.services.reporting import narrative, returns
from app.ui.paper.gridpages import GridPages
from app.ui.paper.pages import HAS_PDF, Pages, PdfPages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models.database import Ledger
    from app.models.returnviews import CheckFinding
    from app.reports.grid import Grid
    from app.services.reporting.narrative import Report
    from app.services.reporting.returns import Wanted


@dataclass(frozen=True, slots=True)
class Prepared:
    """The report ready to look at.

    Attributes:
        report: as it is written down.
        findings: what speaks against filing it.
        grid: its page, with what is typed and not yet written down.
        pdf: the page as PDF; empty where no PDF part is installed.
        places: the page, from 0, each section with a heading begins on.
    """

    report: Report
    findings: tuple[CheckFinding, ...]
    grid: Grid
    pdf: bytes
    places: Mapping[str, int]

    def pages(self) -> Pages:
        """The pages to show and print."""
        return PdfPages(self.pdf) if self.pdf else GridPages(self.grid)


def prepare(ledger: Ledger, wanted: Wanted, typed: Mapping[str, str]) -> Prepared:
    """Draft the report as the ledger stands, check it and draw it; ``typed`` goes by section."""
    report = narrative.work_report(ledger, wanted)
    findings = returns.check_return(ledger, wanted)
    shown = _with_typed(report, typed)
    grid = shown.grid
    pdf = render_pdf(grid) if HAS_PDF else b""
    return Prepared(report, findings, grid, pdf, _places(shown, grid))


def _with_typed(report: Report, typed: Mapping[str, str]) -> Report:
    sections = tuple(
        replace(one, text=typed[one.key]) if one.key in typed else one for one in report.sections
    )
    return replace(report, sections=sections)


def _places(report: Report, grid: Grid) -> dict[str, int]:
    """On which page each section's heading stands."""
    pages = lay_out(grid, installed_fonts().width).pages
    page_of = {box.row: place for place, boxes in enumerate(pages) for box in boxes}
    heads = {
        cell.text.strip().partition("、")[2]: page_of.get(cell.row, 0)
        for cell in grid.cells
        if cell.style.font is Font.HEI
    }
    return {one.key: heads[one.heading] for one in report.sections if one.heading in heads}
