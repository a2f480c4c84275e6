"""Files are written whole or not at all, and a fault of the disk is one clear sentence."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserError
from app.files import atomic_write, copy_hashed, disk_fault, sha256_of
from app.models.database import Ledger
from app.services.keeping.ledgers import create_ledger, open_ledger
from app.services.proof.evidence import Owner, attach
from app.services.queries import task_detail
from app.services.reporting.filing import write_return
from app.services.reporting.returns import Wanted
from tests.ledgers import JUNE, boilers

NOBODY = 65534


@pytest.fixture
def readonly_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder the process may read but not write, even when the tests run as root."""
    folder = tmp_path / "只读"
    folder.mkdir()
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid() and not path.stat().st_mode & 0o001:
            path.chmod(0o755)  # or the other user would not even get here
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        yield folder
        os.seteuid(0)
    else:
        yield folder
    folder.chmod(0o755)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full the moment a file is to be made durable."""

    def fail(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)


def test_a_full_disk_leaves_the_old_file(full_disk: None, tmp_path: Path) -> None:
    path = tmp_path / "报表.xlsx"
    path.write_bytes(b"old")
    said = r"磁盘空间已满.*报表"
    with pytest.raises(UserError, match=said) as told, atomic_write(path) as stream:
        stream.write(b"new")
    assert told.value.code == "disk_full"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), atomic_write(tmp_path / "x") as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_new_ledger_in_a_readonly_folder(readonly_folder: Path) -> None:
    with pytest.raises(UserError, match="权限") as told:
        create_ledger(readonly_folder / "台账", office="牛塘镇")
    assert told.value.code == "no_permission"


def test_writing_a_return_into_a_readonly_folder(
    ledger: Ledger, readonly_folder: Path, tmp_path: Path
) -> None:
    if os.geteuid() == NOBODY:
        os.seteuid(0)
    boilers(ledger)
    wanted = Wanted("quarterly_tasks", "2020Q2", 1, JUNE)
    # What is imported at first use must be in memory: nobody can't read a library under /root.
    write_return(ledger, wanted, tmp_path / "先写一遍")
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    with pytest.raises(UserError, match="权限"):
        write_return(ledger, wanted, readonly_folder / "出")
    assert list(readonly_folder.iterdir()) == []


def test_proof_on_a_full_disk_is_not_half_attached(
    ledger: Ledger, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    task_id, _ = boilers(ledger)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"bytes")
    request.getfixturevalue("full_disk")
    with pytest.raises(UserError, match="磁盘空间已满"):
        attach(ledger, Owner(task_id), [photo])
    assert task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence == ()
    assert list(ledger.evidence_folder.iterdir()) == []


def test_a_ledger_whose_folder_vanished_is_named(ledger: Ledger) -> None:
    folder = ledger.folder
    ledger.close()
    folder.rename(folder.with_name("搬走了"))
    with pytest.raises(UserError, match="没有台账"):
        open_ledger(folder)


def test_a_copy_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    source = tmp_path / "现场.JPG"
    source.write_bytes(b"x" * 3_000_000)
    kept = tmp_path / "evidence"
    digest, size = copy_hashed(source, kept)
    copy_hashed(source, kept)
    assert [path.name for path in kept.iterdir()] == [f"{digest}.jpg"]
    assert sha256_of(kept / f"{digest}.jpg") == digest
    assert size == 3_000_000


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EROFS, "no_permission"),
        (errno.ENOENT, "not_found"),
        (errno.EMFILE, "disk_fault"),
    ],
)
def test_each_fault_has_its_sentence(number: int, code: str) -> None:
    fault = disk_fault(OSError(number, "x"), Path("/数据/台账"))
    assert fault.code == code
    assert fault.message.endswith("。")
    assert "台账" in fault.message
