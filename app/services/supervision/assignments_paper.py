"""交办单 on paper: the page of one order, and the files of one or several."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.files import atomic_write, safe_name, telling_disk_faults
from app.models.database import Ledger
from app.reports.grid import Grid
from app.reports.papers.assignment import build_assignment
from app.reports.rendering.pdf import render_pdfs
from app.reports.rendering.workbook import render_xlsxs
from app.services.settings import office
from app.services.supervision.assignments_reading import list_assignments

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST_STEM = 70
_RENDERERS = {"pdf": render_pdfs, "xlsx": render_xlsxs}


def assignment_page(ledger: Ledger, assignment_id: int, *, as_of: date = date.max) -> Grid:
    """The page of one order, with the answers given by a day.

    Raises:
        UserError: the order is gone.
    """
    return assignment_pages(ledger, [assignment_id], as_of=as_of)[0]


def assignment_pages(
    ledger: Ledger, assignment_ids: Sequence[int], *, as_of: date = date.max
) -> tuple[Grid, ...]:
    """The pages of several orders, in the order given; each begins on paper of its own.

    Raises:
        UserError: one of them is gone.
    """
    found = list_assignments(ledger, as_of=as_of, ids=assignment_ids)
    if not found or len(found) != len(set(assignment_ids)):
        raise UserError("not_found", "这份交办单已被删除；请刷新后再试。")
    name = office(ledger).name
    return tuple(build_assignment(order, office=name) for order in found)


def write_assignments(
    ledger: Ledger,
    assignment_ids: Sequence[int],
    out: Path,
    *,
    as_of: date = date.max,
    apart: bool = False,
) -> tuple[Path, ...]:
    """Write orders into a folder as PDF and workbook: all in one pair, or a pair for each.

    Raises:
        UserError: an order is gone, or the folder can't be written.
    """
    orders = list_assignments(ledger, as_of=as_of, ids=assignment_ids)
    grids = assignment_pages(ledger, assignment_ids, as_of=as_of)
    with telling_disk_faults(out):
        out.mkdir(parents=True, exist_ok=True)
    if not apart and len(grids) > 1:
        return _write(out, f"交办单_{orders[0].number}等{len(grids)}份", grids)
    written: list[Path] = []
    for order, grid in zip(orders, grids, strict=True):
        written += _write(out, f"交办单_{order.number}_{order.unit}", [grid])
    return tuple(written)


def _write(out: Path, stem: str, grids: Sequence[Grid]) -> tuple[Path, ...]:
    name = safe_name(_NO_FILE_NAME.sub("_", stem), _LONGEST_STEM)
    files = {out / f"{name}.{kind}": render(grids) for kind, render in _RENDERERS.items()}
    for path, content in files.items():
        with atomic_write(path) as stream:
            stream.write(content)
    return tuple(files)
