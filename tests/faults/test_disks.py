"""Disks that are full, locked, gone or only half obey, and clocks that stand wrong."""

import errno
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.errors import UNSURE, UserError
from app.files import atomic_write, leaving_nothing, put_in_place
from app.models.database import Ledger
from app.models.returns import Return
from app.models.tracking import Evidence
from app.services.keeping.backup import back_up, back_up_daily, check, list_copies, restore
from app.services.keeping.ledgers import open_ledger
from app.services.proof import prooffiles
from app.services.proof.evidence import Owner, attach
from app.services.proof.proofcheck import check_proof
from app.services.reporting.filing import file_return
from app.services.reporting.returns import Wanted
from app.services.work.progress import Entry, record_progress
from tests.ledgers import JUNE, a_ledger, boilers, count_of
from tests.services.test_backup_family import NOW

Q2 = Wanted("quarterly_tasks", "2020Q2", 1, JUNE)


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose return may be filed."""
    with a_ledger(tmp_path_factory.mktemp("filled")) as ledger:
        task_id, _ = boilers(ledger, ticked=17)
        record_progress(ledger, task_id, "2020Q2", Entry(text="已完成17台"))
    return ledger.folder


@pytest.fixture
def filled(laid_out: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The same, opened, to be played on."""
    with open_ledger(shutil.copytree(laid_out, tmp_path / "台账")) as ledger:
        yield ledger


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "现场照片.jpg"
    path.write_bytes(b"not really a photo")
    return path


@pytest.fixture
def full(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger whose disk fills up in the very moment of saving."""

    def refuse(*_args: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(Ledger, "_commit", refuse)
    return filled


def test_a_name_is_on_the_disk_before_anything_speaks_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    flush = os.fsync

    def watch(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        flushed.append(f"{kind} {'with' if (tmp_path / 'x').exists() else 'without'} the name")
        flush(handle)

    monkeypatch.setattr(os, "fsync", watch)
    with atomic_write(tmp_path / "x") as stream:
        stream.write(b"whole")
    assert flushed == ["file without the name", "folder with the name"]


def test_a_share_that_cant_flush_a_name_still_takes_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(errno.EINVAL, "x")

    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(os, "fsync", refuse)
    put_in_place(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"x"


def test_proof_that_could_not_be_saved_leaves_no_copy(full: Ledger, photo: Path) -> None:
    with pytest.raises(UserError, match="磁盘空间已满"):
        attach(full, Owner(1), [photo])
    assert list(full.evidence_folder.iterdir()) == []


def test_a_return_that_could_not_be_filed_leaves_no_files(full: Ledger) -> None:
    with pytest.raises(UserError, match="磁盘空间已满"):
        file_return(full, Q2, default_word="已核实。")
    assert list(full.returns_folder.iterdir()) == []
    assert count_of(full, Return) == 0


def test_when_nobody_can_tell_the_files_stay(tmp_path: Path) -> None:
    fresh = tmp_path / "佐证.jpg"
    fresh.write_bytes(b"x")
    with pytest.raises(UserError), leaving_nothing([fresh]):
        raise UserError(UNSURE, "不能确定。")
    assert fresh.exists()
    with pytest.raises(UserError), leaving_nothing([fresh]):
        raise UserError("disk_full", "没有保存。")
    assert not fresh.exists()


@pytest.mark.parametrize("can_be_dropped", [True, False])
def test_a_commit_that_fails_in_the_flush(
    filled: Ledger, photo: Path, monkeypatch: pytest.MonkeyPatch, *, can_be_dropped: bool
) -> None:
    """What is in the log whole might come back after a crash: it is dropped, or said."""
    flush = sqlite3.OperationalError("disk I/O error")
    flush.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC

    def fail(_session: object) -> None:
        raise OperationalError("COMMIT", {}, flush)

    with monkeypatch.context() as failing:
        failing.setattr(Session, "commit", fail)
        if not can_be_dropped:
            failing.setattr(Ledger, "_drop_unflushed", lambda _self: False)
        with pytest.raises(UserError) as told:
            attach(filled, Owner(1), [photo])
    assert told.value.code == ("disk_fault" if can_be_dropped else UNSURE)
    assert ("没有保存" if can_be_dropped else "不能确定") in told.value.message
    assert bool(list(filled.evidence_folder.iterdir())) is not can_be_dropped
    attach(filled, Owner(1), [photo])
    assert count_of(filled, Evidence) == 1


def test_what_a_crash_left_is_swept_but_not_what_is_in_the_making(filled: Ledger) -> None:
    store, long_ago = filled.backups_folder, time.time() - 2 * 24 * 3600
    old = [
        filled.evidence_folder / ".writing-x", filled.returns_folder / ".writing-x",
        store / "2020-07-01_080200_daily.part", store / "2020-07-01_080200_daily.part-journal",
    ]  # fmt: skip
    others = [store / ".writing-y", filled.folder / "资料.part1.rar", store / "资料.part1.rar"]
    for path in (*old, *others):
        path.write_bytes(b"half")
        os.utime(path, None if path.name == ".writing-y" else (long_ago, long_ago))
    back_up_daily(filled, now=NOW)
    assert [path for path in (*old, *others) if path.exists()] == others


@pytest.fixture
def readonly_medium(filled: Ledger, tmp_path: Path) -> Iterator[Path]:
    """The ledger on a medium that can't be written, whoever asks."""
    filled.close()
    folder = filled.folder
    places = [folder, *folder.rglob("*")]
    for path in places:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid() and not path.stat().st_mode & 0o001:
            path.chmod(0o755)  # or the other user would not even get here
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    for path in places:
        path.chmod(0o755)


def test_a_ledger_on_a_readonly_medium_is_looked_at(readonly_medium: Path) -> None:
    with pytest.raises(UserError, match=r"权限|只读") as told:
        open_ledger(readonly_medium)
    assert told.value.code == "no_permission"
    with open_ledger(readonly_medium, readonly=True) as ledger:
        assert check_proof(ledger).bad == ()
        assert check(ledger).faults == ()  # its own file can't make a side file: no damage
        assert count_of(ledger, Return) == 0
    assert not list(readonly_medium.glob("*-shm"))


def test_a_clock_set_back_costs_no_backup(filled: Ledger) -> None:
    back_up_daily(filled, now=NOW)
    back_up_daily(filled, now=NOW - timedelta(days=900), asked=True)
    assert len(list_copies(filled)) == 2
    assert list_copies(filled)[0].at == NOW


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT])
def test_evidence_that_is_locked_or_gone(
    filled: Ledger, photo: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    attach(filled, Owner(1), [photo])
    (kept,) = filled.evidence_folder.iterdir()
    found = Path.open

    def refuse(path: Path, *args: object, **more: object) -> object:
        if path == kept:
            raise OSError(number, os.strerror(number))
        return found(path, *args, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as locked:
        locked.setattr(Path, "open", refuse)
        assert [bad.label for bad in check_proof(filled).bad] == ["文件读不了"]
        with pytest.raises(UserError, match=kept.name):
            back_up(filled, photo.with_name("备份.gjb"))
    assert not photo.with_name("备份.gjb").exists()
    assert check_proof(filled).bad == ()


def test_a_photo_that_vanishes_while_it_is_read(
    filled: Ledger, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = prooffiles.gather

    def pull_out(*args: object, **more: object) -> object:
        found = measured(*args, **more)  # type: ignore[arg-type]
        photo.unlink()
        return found

    monkeypatch.setattr("app.services.proof.evidence.gather", pull_out)
    with pytest.raises(UserError, match="不见了") as told:
        attach(filled, Owner(1), [photo])
    assert told.value.code == "not_found"
    assert list(filled.evidence_folder.iterdir()) == []


def test_a_folder_that_vanishes_under_a_restore(filled: Ledger, tmp_path: Path) -> None:
    pack, target = tmp_path / "台账.gjb", tmp_path / "盘" / "恢复"
    back_up(filled, pack)
    target.parent.mkdir()

    class Pulling:
        """Hears of the first piece and pulls the disk out."""

        def report(self, _done: int, _total: int, _text: str = "") -> None:
            shutil.rmtree(target.parent, ignore_errors=True)

    with pytest.raises(UserError, match=r"。$"):
        restore(pack, target, monitor=Pulling())
    assert not target.exists()
    assert pack.stat().st_size
