"""The work behind the returns page: laying out, checking, drawing, writing and filing a return."""

from __future__ import annotations

from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from app.errors import Bug
from app.models.returnviews import FiledReturn
from app.models.rules.periods import Period
from app.reports.formats.build import lay_return
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.pdf import render_page
from app.reports.rendering.placing import lay_out
from app.services.formfilling import blankforms
from app.services.reporting import filing, returns
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.formats import format_of
from app.services.reporting.provenance_page import PageNumbers, numbers_of_draft
from app.services.reporting.returncomparison import compare_filed, compare_with_earlier
from app.ui.filing.choices import BEATS, FORM
from app.ui.filing.origins import Paper, laid_papers, places_of
from app.ui.paper.gridpages import GridPages
from app.ui.paper.laidpages import LaidPages
from app.ui.paper.pages import HAS_PDF, JoinedPages, PdfPages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from app.models.database import Ledger
    from app.models.returnviews import CheckFinding
    from app.monitor import Monitor
    from app.reports.grid import Grid
    from app.reports.rendering.placing import Layout
    from app.services.formfilling.formprovenance import FormNumbers
    from app.services.formfilling.forms import FilledForm
    from app.services.reporting.formats import FormatName
    from app.services.reporting.provenance_filed import FiledNumbers
    from app.services.reporting.returncomparison import ReturnComparison
    from app.services.reporting.returns import Wanted
    from app.ui.paper.pages import Pages
    from app.ui.workspace import Destination

    Numbers = PageNumbers | FormNumbers | FiledNumbers

_FORM_NUMBERS = "app.services.formfilling.formprovenance:FormNumbers"
_FILED_NUMBERS = "app.services.formfilling.formagain:filed_numbers"
"""Asked with the first form, the first filed return: the spreadsheet library comes with them."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A return ready to look at.

    Attributes:
        grid: its page.
        layout: where everything stands on its pages.
        pdf: the pages of a district's form as PDF; empty where they are drawn when looked at.
        first: the first of the pages that are drawn when looked at, as a PDF of its own.
        findings: what speaks against filing it.
        places: where each row of the page that prints a line leads to; none for a filed one.
        comparisons: what changed since earlier filings: the last version, the period before.
        returned_why: why the district sent the last version of this period back, if it did.
        numbers: which cells open to what they are made of.
        others: all papers of a district's form, in order; empty for a built-in return.
    """

    grid: Grid
    layout: Layout
    pdf: bytes = b""
    first: bytes = b""
    findings: tuple[CheckFinding, ...] = ()
    places: Mapping[int, Destination] = field(default_factory=dict)
    comparisons: tuple[ReturnComparison, ...] = ()
    returned_why: str = ""
    numbers: Numbers = field(default_factory=PageNumbers)
    others: tuple[Paper, ...] = ()

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What is printed, one behind the other; a form may print several sheets."""
        return self.others or (Paper(self.grid, self.layout),)

    def pages(self) -> Pages:
        """The pages to show and print."""
        if self.pdf:
            return PdfPages(self.pdf)
        if self.first:
            return LaidPages(self.grid, self.layout, self.first)
        kind = LaidPages if HAS_PDF else GridPages
        pages = [kind(paper.grid, paper.layout) for paper in self.papers]
        return pages[0] if len(pages) == 1 else JoinedPages(pages)


def other_beat(one: FormatName, period: str) -> str:
    """The beat a format is made for (月, 季 …) when the period is of another kind, else empty."""
    fits = one.kind in {"any", Period.parse(period).kind}
    return "" if fits else BEATS.get(one.kind, "")


def prepare(ledger: Ledger, one: FormatName, wanted: Wanted, monitor: Monitor) -> Prepared:
    """Lay a return out as the ledger stands, check it and compare it."""
    monitor.report(0, 3, "正在汇总…")
    view = returns.draft_return(ledger, wanted)
    why = filing.returned_why(ledger, wanted)
    monitor.report(1, 3, "正在排版…")
    if one.rows == FORM:
        filled = _filled(ledger, wanted)
        pdf = filled.pdf if HAS_PDF else b""
        papers = laid_papers(filled.grids)
        main = papers[filled.grids.index(filled.grid)]
        files = filled.files
        return Prepared(
            main.grid,
            main.layout,
            pdf,
            findings=filing.check_form(ledger, wanted, files, view),
            comparisons=compare_with_earlier(ledger, wanted, printed=files.printed),
            returned_why=why,
            numbers=resolve_name(_FORM_NUMBERS)(
                filled.filled, filled.pages, wanted.list_id, wanted
            ),
            others=papers,
        )
    findings = returns.check_return(ledger, wanted, view)
    comparisons = compare_with_earlier(ledger, wanted, view)
    fmt = format_of(ledger, wanted.format_key)
    laid = lay_return(fmt, view)
    places = places_of(laid, view.lines)
    monitor.report(2, 3, "正在分页…")
    layout = _laid_out(laid.grid)
    return Prepared(
        laid.grid,
        layout,
        first=render_page(laid.grid, layout, 0) if HAS_PDF else b"",
        findings=findings,
        places=places,
        comparisons=comparisons,
        returned_why=why,
        numbers=numbers_of_draft(fmt, view, laid, wanted),
    )


def prepare_filed(ledger: Ledger, filed_id: int) -> Prepared:
    """A filed return as it was frozen."""
    filed = filed_papers(ledger, filed_id)
    papers, numbers = laid_papers(filed.papers), resolve_name(_FILED_NUMBERS)(ledger, filed_id)
    others = papers if len(papers) > 1 else ()
    pdf = filed.pdf if HAS_PDF else b""
    return Prepared(
        papers[0].grid,
        papers[0].layout,
        pdf,
        comparisons=compare_filed(ledger, filed_id),
        numbers=numbers,
        others=others,
    )


def writing(
    ledger: Ledger, choice: FormatName | FiledReturn | None, wanted: Wanted | None, folder: Path
) -> Callable[[Monitor], tuple[Path, Path]]:
    """The work of writing what is in view, with nothing of the window in it."""
    if isinstance(choice, FiledReturn):
        return lambda _monitor: filing.print_again(ledger, choice.id, folder)
    if choice is None or wanted is None:
        raise Bug("nothing is chosen to export")
    return lambda _monitor: write(ledger, choice, wanted, folder)


def write(ledger: Ledger, one: FormatName, wanted: Wanted, folder: Path) -> tuple[Path, Path]:
    """Write the return as it stands into a folder, as workbook and as PDF."""
    if one.rows == FORM:
        filled = _filled(ledger, wanted)
        return filing.write_files(filled.files.files, folder, filled.stem)
    return filing.write_return(ledger, wanted, folder)


def file(ledger: Ledger, one: FormatName, wanted: Wanted, words: Mapping[str, str]) -> FiledReturn:
    """Freeze the return as it stands."""
    if one.rows == FORM:
        files = _filled(ledger, wanted).files
        return filing.file_form(ledger, wanted, files, explanations=words)
    return filing.file_return(ledger, wanted, explanations=words)


def _filled(ledger: Ledger, wanted: Wanted) -> FilledForm:
    return blankforms.fill_kept(
        ledger, wanted.format_key, period=wanted.period, filled_on=wanted.filled_on
    )


def _laid_out(grid: Grid) -> Layout:
    return lay_out(grid, installed_fonts().width)
