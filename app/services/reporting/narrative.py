"""The work report (工作进展情况报告): drafted, reworded section by section, written, filed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.database import Ledger
from app.models.returns import ReportText
from app.models.returnviews import FiledReturn, ReturnLine
from app.models.rules.periods import Period
from app.models.tracking import Item
from app.models.views import TaskView
from app.reports.grid import Grid
from app.reports.narrative.docx import render_docx
from app.reports.narrative.drafting import ANNEX, OPENING, TITLE, TO, Facts, Section, draft
from app.reports.narrative.narrativenumbers import carry_numbers
from app.reports.narrative.narrativepaper import Paragraph, paper_grid, paragraphs
from app.reports.narrative.narrativewords import Subject
from app.reports.rendering.pdf import render_pdf
from app.services.queries import list_tasks
from app.services.reporting.filing import FormFiles, file_form, write_files
from app.services.reporting.registers import register_lines, summary_total
from app.services.reporting.returns import Wanted, draft_return

KEY, NAME = "narrative", "工作进展情况报告"
"""Under what key and name the report is filed."""


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One section as it will be printed.

    Attributes:
        heading: without its number; empty for what stands before the first heading.
        text: what is printed.
        draft: what the ledger says now.
        basis: of a section the clerk wrote, the draft it was written from, with the numbers that
            moved along; None while it follows the ledger.
    """

    key: str
    heading: str
    text: str
    draft: str
    basis: str | None = None

    @property
    def is_written(self) -> bool:
        """The clerk wrote it; of the ledger only the numbers are followed."""
        return self.basis is not None

    @property
    def is_stale(self) -> bool:
        """The ledger says something else than when the clerk wrote it, which can't go along."""
        return self.basis is not None and self.basis != self.draft


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a period: its sections, and the paper they make."""

    wanted: Wanted
    office: str
    sections: tuple[ReportSection, ...]

    @property
    def paper(self) -> tuple[Paragraph, ...]:
        """Every paragraph of it."""
        held = [Section(one.key, one.heading, one.text) for one in self.sections]
        return paragraphs(held, office=self.office, day=self.wanted.filled_on)

    @property
    def grid(self) -> Grid:
        """The page of its PDF."""
        return paper_grid(self.paper)


def report_wanted(period: str, list_id: int, filled_on: date) -> Wanted:
    """The report of a period, as returns are asked for."""
    return Wanted(KEY, Period.parse(period).key, list_id, filled_on)


def work_report(ledger: Ledger, wanted: Wanted) -> Report:
    """The report as it stands: what the clerk wrote, and the ledger's own draft for the rest.

    Raises:
        UserError: the list is gone.
    """
    facts = _facts(ledger, wanted)
    with ledger.reading() as session:
        written = {row.section: row for row in _rows(session, wanted)}
        sections = tuple(_section(one, written.get(one.key)) for one in draft(facts))
    return Report(wanted, facts.head.office, sections)


def write_section(ledger: Ledger, wanted: Wanted, section: ReportSection, text: str) -> None:
    """Keep what the clerk wrote in a section; the draft's own words make it follow the ledger.

    ``section`` is the one the clerk had in view: its draft is what the text was written from.
    """
    text = _tidy(text)
    with _writing(ledger, wanted, section, "修改") as (session, row):
        if row is None and text != section.draft:
            place = {"list_id": wanted.list_id, "period": wanted.period, "section": section.key}
            session.add(ReportText(**place, text=text, draft=section.draft))
        elif row is not None and text == section.draft:
            session.delete(row)
        elif row is not None and text != section.text:
            row.text, row.draft = text, section.basis or section.draft


def take_draft(ledger: Ledger, wanted: Wanted, section: ReportSection) -> None:
    """Let a section follow the ledger again; what the clerk wrote comes back by undo."""
    with _writing(ledger, wanted, section, "采用新稿：") as (session, row):
        if row is not None:
            session.delete(row)


def keep_text(ledger: Ledger, wanted: Wanted, section: ReportSection) -> None:
    """Keep what the clerk wrote although the ledger says something else now."""
    with _writing(ledger, wanted, section, "保留原文：") as (_session, row):
        if row is not None:
            row.text, row.draft = section.text, section.draft


def write_report(ledger: Ledger, wanted: Wanted, out: Path) -> tuple[Path, Path]:
    """Write the report as it stands into a folder, as Word document and as PDF.

    Raises:
        UserError: the folder can't be written.
    """
    report = work_report(ledger, wanted)
    stem = f"{report.office}{Period.parse(wanted.period).label}_{NAME}"
    return write_files(report_files(report), out, stem)


def file_report(
    ledger: Ledger,
    wanted: Wanted,
    *,
    explanations: Mapping[str, str] | None = None,
    default_word: str = "",
) -> FiledReturn:
    """Freeze the report: its text and its files; an earlier filing is superseded.

    Raises:
        UserError: a hard finding stands against it, a soft one has no word, or the disk is full.
    """
    report = work_report(ledger, wanted)
    files = FormFiles(NAME, report_files(report), report.grid)
    return file_form(ledger, wanted, files, explanations=explanations, default_word=default_word)


def report_files(report: Report) -> dict[str, bytes]:
    """Its Word document and its PDF."""
    return {"docx": render_docx(report.paper), "pdf": render_pdf(report.grid)}


def marked(report: Report, mark: str) -> Report:
    """The report with a mark behind its title, such as 未定稿."""
    sections = tuple(
        replace(one, text=f"{one.text}（{mark}）") if one.key == TITLE else one
        for one in report.sections
    )
    return replace(report, sections=sections)


def _facts(ledger: Ledger, wanted: Wanted) -> Facts:
    """What the report is drafted from; every number is the one a return of the day prints."""
    span = Period.parse(wanted.period)
    view = draft_return(ledger, wanted)
    lines: dict[int, ReturnLine] = {line.task_id: line for line in view.lines}
    tasks = list_tasks(
        ledger, as_of=span.end, period=span.key, list_id=wanted.list_id, ours=("yes",)
    )
    ticked = _ticked(ledger, span)
    groups = register_lines(ledger, "groups", list_id=wanted.list_id, span=span)
    problems = register_lines(ledger, "problems", list_id=wanted.list_id, span=span)
    return Facts(
        head=view.head,
        subjects=tuple(
            _subject(task, lines[task.id], ticked.get(task.id, ()))
            for task in tasks
            if task.id in lines
        ),
        groups=groups,
        total=summary_total(groups),
        problems=tuple(line.problem for line in problems),
    )


def _subject(task: TaskView, line: ReturnLine, ticked: tuple[str, ...]) -> Subject:
    said = "" if line.nil_report else line.progress_text or ""
    return Subject(task, said, line.problems or "", line.next_steps or "", ticked)


def _ticked(ledger: Ledger, span: Period) -> dict[int, tuple[str, ...]]:
    """The names of what was done in a period, by task."""
    query = select(Item.task_id, Item.name).where(
        Item.done_on >= span.start, Item.done_on <= span.end
    )
    found: dict[int, tuple[str, ...]] = {}
    with ledger.reading() as session:
        for task_id, name in session.execute(query.order_by(Item.done_on, Item.position)):
            found[task_id] = (*found.get(task_id, ()), name)
    return found


def _section(drafted: Section, written: ReportText | None) -> ReportSection:
    if written is None:
        return ReportSection(drafted.key, drafted.heading, drafted.text, drafted.text)
    now = carry_numbers(written.text, written.draft, drafted.text)
    return ReportSection(drafted.key, drafted.heading, now.text, drafted.text, now.basis)


def _rows(session: Session, wanted: Wanted) -> tuple[ReportText, ...]:
    query = select(ReportText).where(
        ReportText.list_id == wanted.list_id, ReportText.period == wanted.period
    )
    return tuple(session.scalars(query.order_by(ReportText.id)))


@contextmanager
def _writing(
    ledger: Ledger, wanted: Wanted, section: ReportSection, verb: str
) -> Iterator[tuple[Session, ReportText | None]]:
    """A step on one section, with what the clerk wrote of it so far."""
    name = f"{Period.parse(wanted.period).label}{NAME}“{section_name(section)}”"
    with ledger.transaction("write_report", f"{verb}{name}") as work:
        held = {row.section: row for row in _rows(work.session, wanted)}
        yield work.session, held.get(section.key)


def section_name(section: ReportSection) -> str:
    """What a section is called where it is not printed."""
    return section.heading or _NAMES.get(section.key, section.key)


_NAMES = {TITLE: "标题", TO: "主送", OPENING: "开头", ANNEX: "附件"}


def _tidy(text: str) -> str:
    """The text as it is kept: without white space at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
