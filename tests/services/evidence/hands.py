"""What the tests of proof keep, and how they look at what is kept."""

from collections.abc import Sequence
from pathlib import Path

from app.models.database import Ledger
from app.models.views import EvidenceView, OperationView
from app.services.history.journal import recent_operations
from app.services.queries import task_detail
from tests.ledgers import JUNE


def photo(folder: Path, name: str = "现场.jpg", content: bytes = b"jpeg") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def proofs(ledger: Ledger, task_id: int) -> Sequence[EvidenceView]:
    return task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence


def newest(ledger: Ledger) -> OperationView:
    return recent_operations(ledger, 1)[0]


def kept(ledger: Ledger) -> list[Path]:
    return sorted(ledger.evidence_folder.iterdir())
