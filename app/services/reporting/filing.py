"""Writing a return out and filing it: what is filed is frozen, and prints the same ever after."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.errors import UserError
from app.files import atomic_write, leaving_nothing, safe_name, sha256_of, telling_disk_faults
from app.models.database import Ledger
from app.models.returns import Return
from app.models.returnviews import CheckFinding, FiledReturn, ReturnView
from app.models.rules.periods import Period
from app.models.tasks import TaskList
from app.reports.formats.build import build_grid, lay_return
from app.reports.formats.format import Format
from app.reports.formats.formatfiles import format_text
from app.reports.formats.printed import PrintedLine, printed_lines
from app.reports.grid import Grid
from app.reports.gridstore import grid_from_dict, grid_to_dict
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.workbook import render_xlsx
from app.services.reporting.consistency import Table, as_plain, contradictions
from app.services.reporting.figures import Figures
from app.services.reporting.filedrows import filed_row, of_return
from app.services.reporting.formats import format_of
from app.services.reporting.keptparts import OpenCell, keep_cells
from app.services.reporting.provenance_page import called, numbers_of_draft
from app.services.reporting.returnchecks import with_filed
from app.services.reporting.returns import Wanted, check_return, draft_return

_RENDERERS = {"xlsx": render_xlsx, "pdf": render_pdf}
_LONGEST_STEM = 70  # letters: with its ending and version below what any disk takes


class Openable(Protocol):
    """A return's papers, whose cells open to what they are made of."""

    def open_all(self, ledger: Ledger) -> Iterable[OpenCell]:
        """Every cell that opens, as the ledger stands."""


@dataclass(frozen=True, slots=True)
class FormFiles:
    """A district's form as filled: its name, its files by kind (xlsx, pdf), its main page.

    Attributes:
        name: what it is called.
        files: by kind.
        grid: the main page.
        findings: what speaks against handing it up.
        papers: all pages in order, where there is more than the main one.
        numbers: its cells that open to what they were filled from.
        tasks: those it has rows for; None where it tells of all.
        printed: what it says line by line; None of a paper that has no lines.
        figures: what it says in figures, for other tables to be held against.
    """

    name: str
    files: Mapping[str, bytes]
    grid: Grid
    findings: tuple[CheckFinding, ...] = ()
    papers: tuple[Grid, ...] = ()
    numbers: Openable | None = None
    tasks: frozenset[int] | None = None
    printed: tuple[PrintedLine, ...] | None = None
    figures: Figures = field(default_factory=dict)


def write_return(ledger: Ledger, wanted: Wanted, out: Path) -> tuple[Path, Path]:
    """Write the return as it stands into a folder, as workbook and as PDF.

    Raises:
        UserError: the folder can't be written.
    """
    fmt, view = format_of(ledger, wanted.format_key), draft_return(ledger, wanted)
    return write_pair(build_grid(fmt, view), out, _stem(view.head.office, fmt, wanted))


def file_return(
    ledger: Ledger,
    wanted: Wanted,
    *,
    explanations: Mapping[str, str] | None = None,
    default_word: str = "",
) -> FiledReturn:
    """Freeze the return: its lines, page, format and files; an earlier filing is superseded.

    Args:
        ledger: the open ledger.
        wanted: which return.
        explanations: the clerk's word on soft findings, by finding code or ``code:task_id``.
        default_word: the word on every soft finding that has none of its own.

    Raises:
        UserError: a hard finding stands against it, a soft one has no word, or the disk is full.
    """
    words = _words(check_return(ledger, wanted), explanations or {}, default_word)
    view = draft_return(ledger, wanted)
    fmt = format_of(ledger, wanted.format_key)
    laid = lay_return(fmt, view)
    grid = laid.grid
    numbers = numbers_of_draft(fmt, view, laid, wanted)
    heads = [called(column) for column in numbers.columns]
    frozen = {
        **_frozen(view, grid, words),
        "rows": fmt.rows,
        "format": format_text(fmt),
        "places": {"rows": list(laid.rows), "fields": list(numbers.fields), "heads": heads},
        "printed": [asdict(line) for line in printed_lines(fmt, view)],
        "origins": keep_cells(tuple(numbers.open_all(ledger))),
    }
    return _file(ledger, wanted, fmt.name, frozen, _rendered(grid))


def file_form(
    ledger: Ledger,
    wanted: Wanted,
    form: FormFiles,
    *,
    explanations: Mapping[str, str] | None = None,
    default_word: str = "",
) -> FiledReturn:
    """Freeze a filled form: its lines, its page and its files; an earlier filing is superseded.

    Args:
        ledger: the open ledger.
        wanted: which return; its format's key is the form's.
        form: the form as filled.
        explanations: the clerk's word on soft findings, by finding code or ``code:task_id``.
        default_word: the word on every soft finding that has none of its own.

    Raises:
        UserError: as for `file_return`.
    """
    found = check_form(ledger, wanted, form)
    words = _words(found, explanations or {}, default_word)
    frozen = _frozen(draft_return(ledger, wanted), form.grid, words)
    frozen = {**frozen, "form": form.name, **_other_papers(form)}
    if form.printed is not None:
        frozen["printed"] = [asdict(line) for line in form.printed]
    if form.numbers is not None:
        frozen["origins"] = keep_cells(tuple(form.numbers.open_all(ledger)))
    return _file(ledger, wanted, form.name, frozen, form.files)


def check_form(
    ledger: Ledger, wanted: Wanted, form: FormFiles, view: ReturnView | None = None
) -> tuple[CheckFinding, ...]:
    """What speaks against filing a form: of the tasks only those it tells of."""
    found = (*check_return(ledger, wanted, view, tasks=form.tasks), *form.findings)
    table = Table("本表", wanted.format_key, Period.parse(wanted.period), form.figures)
    return with_filed(found, contradictions(ledger, table, wanted.list_id))


def send_back(ledger: Ledger, filed_id: int, *, why: str, on: date) -> None:
    """Note that the district sent a filed return back (退回重报); the next filing replaces it.

    Raises:
        UserError: ``no_reason``, ``superseded`` when a newer version stands, or it is gone.
    """
    if not why.strip():
        raise UserError("no_reason", "请写明上级退回的原因。")
    with ledger.transaction("send_back", "") as work:
        row = filed_row(work.session, filed_id)
        if row.state == "superseded":
            raise UserError("superseded", "这一版已被新版替代，不能再记退回；请选新版。")
        row.state, row.returned_on, row.returned_why = "returned", on, why.strip()
        label = Period.parse(row.period).label
        work.entitle(f"退回{label}{row.format_name}（第{row.version}版）")


def _file(
    ledger: Ledger,
    wanted: Wanted,
    name: str,
    content: dict[str, Any],
    files: Mapping[str, bytes],
) -> FiledReturn:
    fresh: list[Path] = []
    with (
        leaving_nothing(fresh),
        ledger.transaction("file_return", "", undoable=False) as work,
    ):
        version, returned = _supersede(work.session, wanted)
        if wanted.list_id is not None:
            content = {**content, "edition": work.session.get_one(TaskList, wanted.list_id).edition}
        if returned:
            content = {**content, "returned": returned}
        key = re.sub(r"[^\w.-]", "_", wanted.format_key)
        stem = f"{wanted.period}_{key}_{wanted.list_id or 0}_v{version}"
        places = [ledger.returns_folder / f"{stem}.{kind}" for kind in files]
        fresh += [path for path in places if not path.exists()]
        paths = write_files(files, ledger.returns_folder, stem)
        row = Return(
            list_id=wanted.list_id,
            format_key=wanted.format_key,
            format_name=name,
            period=wanted.period,
            version=version,
            filed_on=wanted.filled_on,
            filed_by=ledger.who,
            content=content,
            files={path.name: sha256_of(path) for path in paths},
        )
        work.session.add(row)
        work.session.flush()
        work.entitle(f"定稿{Period.parse(wanted.period).label}{name}（第{version}版）")
        return _filed(ledger, row)


def filed_returns(ledger: Ledger) -> tuple[FiledReturn, ...]:
    """All filed returns, the newest first."""
    with ledger.reading() as session:
        query = select(Return).options(defer(Return.content)).order_by(Return.id.desc())
        rows = session.scalars(query)
        return tuple(_filed(ledger, row) for row in rows)


def returned_why(ledger: Ledger, wanted: Wanted) -> str:
    """Why the district sent back what was filed of a return, empty when it did not."""
    own = of_return(wanted.list_id, wanted.format_key, wanted.period)
    query = select(Return.returned_why).where(own, Return.state == "returned")
    with ledger.reading() as session:
        return session.scalar(query) or ""


def _other_papers(form: FormFiles) -> dict[str, Any]:
    """The pages beside the main one, and where that stands among them."""
    if len(form.papers) < 2:
        return {}
    main = form.papers.index(form.grid)
    others = (grid for place, grid in enumerate(form.papers) if place != main)
    return {"papers": [grid_to_dict(grid) for grid in others], "main": main}


def print_again(ledger: Ledger, filed_id: int, out: Path) -> tuple[Path, Path]:
    """Write a filed return again from its frozen page; the bytes are those of the filing."""
    with ledger.reading() as session:
        row = filed_row(session, filed_id)
        grid = grid_from_dict(row.content["grid"])
        label = Period.parse(row.period).label
        stem = f"{label}{row.format_name}_定稿第{row.version}版"
        kept = _filed(ledger, row).files if "form" in row.content else {}
    if not kept:
        return write_pair(grid, out, stem)
    with telling_disk_faults(ledger.returns_folder):
        files = {kind: Path(path).read_bytes() for kind, path in kept.items()}
    return write_files(files, out, stem)


def _words(
    findings: Sequence[CheckFinding], explanations: Mapping[str, str], default: str
) -> dict[str, str]:
    """The clerk's word on every finding, kept with the return.

    Raises:
        UserError: a finding is hard, or nothing was said on a soft one.
    """
    hard = [finding for finding in findings if finding.hard]
    if hard:
        raise UserError("not_fileable", f"还不能定稿：{hard[0].message}")
    words = {}
    silent = []
    for finding in findings:
        key = f"{finding.code}:{finding.task_id}"
        words[key] = explanations.get(key) or explanations.get(finding.code) or default
        if not words[key].strip():
            silent.append(finding)
    if silent:
        more = f"等 {len(silent)} 处" if len(silent) > 1 else ""
        raise UserError("unexplained", f"定稿前请说明：{silent[0].message}{more}。")
    return words


def _supersede(session: Session, wanted: Wanted) -> tuple[int, str]:
    """Set earlier filings of the same return aside.

    Returns:
        The number of the new version, and why the one before was sent back, if it was.
    """
    query = select(Return).where(of_return(wanted.list_id, wanted.format_key, wanted.period))
    version, returned = 0, ""
    for row in session.scalars(query.order_by(Return.version)):
        returned = row.returned_why if row.state == "returned" else ""
        version, row.state = row.version, "superseded"
    return version + 1, returned


def _frozen(view: ReturnView, grid: Grid, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "head": as_plain(asdict(view.head)),
        "lines": [as_plain(asdict(line)) for line in view.lines],
        "grid": grid_to_dict(grid),
        "explanations": dict(words),
    }


def write_pair(grid: Grid, folder: Path, stem: str) -> tuple[Path, Path]:
    """Write a page as workbook and as PDF; an earlier pair stays until both are rendered.

    Raises:
        UserError: the folder can't be written.
    """
    return write_files(_rendered(grid), folder, stem)


def _rendered(grid: Grid) -> dict[str, bytes]:
    return {kind: render(grid) for kind, render in _RENDERERS.items()}


def write_files(files: Mapping[str, bytes], folder: Path, stem: str) -> tuple[Path, Path]:
    """Write the workbook and the PDF of a return, by their endings, into a folder.

    Raises:
        UserError: the folder can't be written.
    """
    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
    name = safe_name(stem, _LONGEST_STEM)
    paths = [folder / f"{name}.{kind}" for kind in files]
    for path, content in zip(paths, files.values(), strict=True):
        with atomic_write(path) as stream:
            stream.write(content)
    return paths[0], paths[1]


def _stem(office: str, fmt: Format, wanted: Wanted) -> str:
    """The file's name as a clerk would give it: 牛塘镇2020年第二季度报表（任务式）."""
    return f"{office}{Period.parse(wanted.period).label}_{fmt.name}"


def _filed(ledger: Ledger, row: Return) -> FiledReturn:
    files = {name.rpartition(".")[2]: str(ledger.returns_folder / name) for name in row.files}
    return FiledReturn(
        row.id,
        row.format_key,
        row.format_name,
        row.period,
        row.version,
        row.state,
        row.filed_on,
        row.filed_by,
        files,
        row.list_id,
        row.returned_on,
        row.returned_why,
    )
