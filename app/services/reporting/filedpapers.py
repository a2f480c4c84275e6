"""The pages of a filed return as they were frozen, one behind the other."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.models.database import Ledger
from app.reports.grid import Grid
from app.reports.gridstore import grid_from_dict
from app.services.reporting.filedrows import filed_row


@dataclass(frozen=True, slots=True)
class FiledPapers:
    """The pages of a filed return; ``pdf`` is a form's file, empty where it is not whole."""

    papers: tuple[Grid, ...]
    pdf: bytes = b""


def filed_papers(ledger: Ledger, filed_id: int) -> FiledPapers:
    """All pages of a filed return.

    Raises:
        UserError: it is gone.
    """
    with ledger.reading() as session:
        row = filed_row(session, filed_id)
        content, files = row.content, dict(row.files)
    main = grid_from_dict(content["grid"])
    papers = [grid_from_dict(one) for one in content.get("papers", ())]
    papers.insert(content.get("main", 0), main)
    kept = (name for name in files if "form" in content and name.endswith(".pdf"))
    pdf = next((_whole(ledger.returns_folder / name, files[name]) for name in kept), b"")
    return FiledPapers(tuple(papers), pdf)


def _whole(path: Path, sha256: str) -> bytes:
    """A filed file's bytes; none where it is gone or was altered since."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if hashlib.sha256(content).hexdigest() == sha256 else b""
