"""Copies to look at and give away: the kept file is never handed out, nothing is written over."""

import os
import shutil
from pathlib import Path

import pytest

from app.errors import Cancelled, UserError
from app.models.database import Ledger
from app.services.proof import proofcopies
from app.services.proof.evidence import Owner, attach, evidence_path, rename_evidence
from app.services.proof.proofcheck import check_proof
from app.services.proof.proofcopies import lay_out_copy, save_copies
from tests.ledgers import boilers


@pytest.fixture
def numbers(ledger: Ledger, tmp_path: Path) -> tuple[int, ...]:
    """Two files of one task."""
    task_id, _ = boilers(ledger)
    for name in ("合同.docx", "照片.jpg"):
        (tmp_path / name).write_bytes(name.encode() * 100)
    return attach(ledger, Owner(task_id), [tmp_path / "合同.docx", tmp_path / "照片.jpg"]).new


def test_what_is_typed_into_an_opened_copy_changes_no_proof(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    opened = lay_out_copy(ledger, numbers[0], tmp_path / "开")
    assert opened.name == "合同.docx"
    assert opened != evidence_path(ledger, numbers[0])
    opened.write_bytes(b"typed")
    assert check_proof(ledger).bad == ()
    again = lay_out_copy(ledger, numbers[0], tmp_path / "开")
    assert again.read_bytes() != b"typed"


def test_a_name_no_system_takes_is_opened_under_a_safe_one(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    rename_evidence(ledger, numbers[0], "改造前:后?")
    assert lay_out_copy(ledger, numbers[0], tmp_path / "开").name == "改造前：后？.docx"


def test_a_very_large_file_is_opened_where_it_is_kept(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofcopies, "_LARGE", 10)
    kept = evidence_path(ledger, numbers[1])
    assert lay_out_copy(ledger, numbers[1], tmp_path / "开") == kept


def test_old_copies_are_cleared_away(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    old = lay_out_copy(ledger, numbers[0], tmp_path / "开")
    os.utime(old.parent, (0, 0))
    lay_out_copy(ledger, numbers[1], tmp_path / "开")
    assert not old.exists()


def test_copies_are_saved_beside_what_is_there(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    out = tmp_path / "出"
    out.mkdir()
    assert [path.name for path in save_copies(ledger, numbers, out)] == ["合同.docx", "照片.jpg"]
    assert [path.name for path in save_copies(ledger, numbers, out)] == [
        "合同 (2).docx", "照片 (2).jpg",
    ]  # fmt: skip


def test_saving_that_stops_leaves_nothing(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            if "照片" in text:
                raise Cancelled

    out = tmp_path / "出"
    out.mkdir()
    with pytest.raises(Cancelled):
        save_copies(ledger, numbers, out, monitor=Impatient())
    evidence_path(ledger, numbers[1]).unlink()
    with pytest.raises(UserError, match=r"照片\.jpg.*不见了"):
        save_copies(ledger, numbers, out)
    assert list(out.iterdir()) == []


def test_without_room_nothing_is_saved(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofcopies, "free_space", lambda _folder: 3)
    with pytest.raises(UserError, match="只剩 3 B"):
        save_copies(ledger, numbers, tmp_path)


def test_a_disk_pulled_out_while_adding_is_one_sentence(
    ledger: Ledger, numbers: tuple[int, ...], tmp_path: Path
) -> None:
    shutil.rmtree(ledger.evidence_folder)
    ledger.evidence_folder.write_bytes(b"")  # nothing can be laid into it any more
    photo = tmp_path / "新.jpg"
    photo.write_bytes(b"new")
    with pytest.raises(UserError, match=r"新\.jpg"):
        attach(ledger, Owner(1), [photo])
    with pytest.raises(UserError, match="不见了"):
        lay_out_copy(ledger, numbers[0], tmp_path / "开")
