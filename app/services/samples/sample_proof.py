"""Proof for the sample: a made-up page for most of what its wording asks proof of."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from app.models.database import Ledger
from app.reports.grid import Grid, GridCell
from app.reports.looks import CellStyle, Font
from app.reports.pagesetup import PageSetup
from app.reports.rendering.pdf import render_pdf
from app.services.proof.evidence import Owner, attach_each
from app.services.proof.prooflack import Lacking, lacking_proof

_LEFT_OPEN = 8  # every eighth task is left without, so that there is something to do
_WIDTH = 160.0


def play_proof(ledger: Ledger, *, as_of: date, period: str) -> None:
    """Attach a page of proof to the tasks that need it, but for some."""
    lacking = {one.task_id: one for one in lacking_proof(ledger, as_of=as_of, period=period)}
    with TemporaryDirectory() as name:
        wanted = []
        for place, (task_id, one) in enumerate(lacking.items(), 1):
            if place % _LEFT_OPEN:
                path = Path(name) / f"佐证材料（示例）{one.serial}.pdf"
                path.write_bytes(render_pdf(_page(one)))
                wanted.append((path, Owner(task_id=task_id)))
        attach_each(ledger, wanted)


def _page(one: Lacking) -> Grid:
    lines = (
        ("佐证材料（示例）", CellStyle(Font.TITLE, 22, align="center")),
        (f"{one.serial}　{one.task}", CellStyle(Font.FANGSONG, 16)),
        (f"{one.what}。本页为程序自带的示例，不是真实材料。", CellStyle(Font.FANGSONG, 16)),
    )
    return Grid(
        title="佐证材料（示例）",
        cells=tuple(
            GridCell(row, 1, text, style=style) for row, (text, style) in enumerate(lines, 1)
        ),
        column_widths=(_WIDTH,),
        row_heights=(24.0, 24.0, 24.0),
        page=PageSetup(landscape=False, mode="bare"),
    )
