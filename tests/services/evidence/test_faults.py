"""Proof is kept whole or not at all: links, locks, full disks, files that vanish or break."""

import errno
from pathlib import Path

import pytest

from app.errors import Cancelled, UserError
from app.files import sha256_of
from app.models.database import Ledger
from app.services.keeping.ledgers import open_ledger
from app.services.proof import evidence
from app.services.proof.evidence import (
    Owner,
    attach,
    evidence_path,
)
from app.services.proof.prooffiles import gather
from app.services.work.tasks import remove_tasks
from tests.ledgers import boilers
from tests.services.evidence.hands import kept, photo, proofs


class Stopping:
    """A monitor whose clerk stops the work once so much is done."""

    def __init__(self, after: int) -> None:
        self.after, self.heard = after, 0

    def report(self, done: int, total: int, text: str = "") -> None:
        assert total < 2**31
        self.heard += 1
        if total and done >= self.after:
            raise Cancelled


def test_links_to_files_are_followed_and_rings_of_folders_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    inner = photo(folder, "内/真.jpg")
    (folder / "内" / "回来").symlink_to(folder)
    (folder / "假.jpg").symlink_to(inner)
    (folder / "断.jpg").symlink_to(folder / "没有")
    assert [path.name for path in gather([folder]).files] == ["假.jpg", "真.jpg"]
    chosen = tmp_path / "近路"
    chosen.symlink_to(folder)
    assert len(gather([chosen]).files) == 2


def test_a_file_that_vanishes_midway_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    paths = [photo(tmp_path, "甲.jpg", b"1"), photo(tmp_path, "乙.jpg", b"2")]
    whole = gather(paths)
    paths[1].unlink()
    monkeypatch.setattr(evidence, "gather", lambda *_args, **_more: whole)
    with pytest.raises(UserError, match=r"乙\.jpg.*不见了") as told:
        attach(ledger, Owner(task_id), paths)
    assert told.value.code == "not_found"
    assert kept(ledger) == []
    assert proofs(ledger, task_id) == ()


def test_a_locked_file_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    paths = [photo(tmp_path, "甲.jpg", b"1"), photo(tmp_path, "锁.docx", b"2")]
    real = Path.open

    def locked(self: Path, *args: object, **more: object) -> object:
        if self.name == "锁.docx":
            raise OSError(errno.EACCES, "held")
        return real(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(UserError, match=r"锁\.docx.*打开") as told:
        attach(ledger, Owner(task_id), paths)
    assert told.value.code == "file_locked"
    assert kept(ledger) == []


def test_a_large_file_is_copied_in_pieces_and_can_be_stopped(
    ledger: Ledger, tmp_path: Path
) -> None:
    task_id, _ = boilers(ledger)
    small, large = photo(tmp_path, "小.jpg"), tmp_path / "录像.mp4"
    with large.open("wb") as stream:
        stream.truncate(40 << 20)
    monitor = Stopping(after=10 << 10)
    with pytest.raises(Cancelled):
        attach(ledger, Owner(task_id), [small, large], monitor=monitor)
    assert monitor.heard >= 10
    assert kept(ledger) == []
    attach(ledger, Owner(task_id), [small])
    with pytest.raises(Cancelled):
        attach(ledger, Owner(task_id), [small, large], monitor=Stopping(after=10 << 10))
    assert len(kept(ledger)) == 1, "what was proof before stays"


def test_without_room_on_the_disk_nothing_is_begun(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    monkeypatch.setattr(evidence, "free_space", lambda _folder: 2 << 20)
    with pytest.raises(UserError, match=r"只剩 2\.0 MB"):
        attach(ledger, Owner(task_id), [photo(tmp_path)])
    assert kept(ledger) == []


def test_a_damaged_copy_is_made_good_by_the_same_file(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    path = photo(tmp_path)
    attach(ledger, Owner(task_id), [path])
    (copy,) = kept(ledger)
    copy.write_bytes(b"gpej")
    attach(ledger, Owner(item_id=items[0]), [path])
    assert sha256_of(copy) == sha256_of(path)


def test_a_readonly_ledger_takes_no_file(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    path = photo(tmp_path)
    with (
        open_ledger(ledger.folder, readonly=True) as looked,
        pytest.raises(UserError, match="只读"),
    ):
        attach(looked, Owner(task_id), [path])
    assert kept(ledger) == []


def test_proof_of_a_task_that_is_gone_is_refused_before_copying(
    ledger: Ledger, tmp_path: Path
) -> None:
    task_id, _ = boilers(ledger)
    remove_tasks(ledger, [task_id])
    for owner in (Owner(task_id), Owner(item_id=99), Owner(step_id=99), Owner(line_id=99), Owner()):
        with pytest.raises(UserError, match="已被删除"):
            attach(ledger, owner, [photo(tmp_path)])
    assert kept(ledger) == []


def test_a_missing_file_is_told_with_what_to_do(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path)])
    kept(ledger)[0].unlink()
    with pytest.raises(UserError, match=r"现场\.jpg.*备份") as told:
        evidence_path(ledger, proofs(ledger, task_id)[0].id)
    assert told.value.code == "file_missing"
