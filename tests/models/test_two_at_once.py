"""Two processes at one ledger, a crashed writer, and a folder that vanishes in mid-write."""

import errno
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from app.errors import UserError
from app.models import database, location
from app.models.database import Ledger
from app.models.holding import is_held
from app.models.tasks import TaskList
from app.services.keeping.ledgers import open_ledger
from tests.ledgers import a_list, count_of

ROOT = Path(__file__).resolve().parents[2]
DISK = """
import os
from app.models import database
database.is_local = lambda _path: os.environ["DISK"] == "local"
"""
HOLDER = f"""{DISK}
import sys, time
from pathlib import Path
from app.services.keeping.ledgers import open_ledger
ledger = open_ledger(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""
WRITER = (
    DISK
    + """
import sys
from pathlib import Path
from app.errors import UserError
from app.services.keeping.ledgers import open_ledger
from tests.ledgers import a_list
done = 0
while done < 5:
    try:
        with open_ledger(Path(sys.argv[1])) as ledger:
            a_list(ledger, title=f"{sys.argv[2]}-{done}")
            done += 1
    except UserError as error:
        if error.code != "ledger_held":
            raise
"""
)


@contextmanager
def another(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the ledger."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture(params=[True, False], ids=["write-ahead log", "rollback journal"])
def closed(ledger: Ledger, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed ledger on a local disk, or as on a share."""
    local: bool = request.param
    ledger.close()
    monkeypatch.setattr(database, "is_local", lambda _: local)
    monkeypatch.setenv("DISK", "local" if local else "share")  # for the other processes
    return ledger.folder


def test_the_second_process_is_told_who_and_reads(closed: Path) -> None:
    with another(closed):
        with pytest.raises(UserError, match=r"正由.*在“.*”上自\d+月\d+日\d\d:\d\d起打开") as told:
            open_ledger(closed)
        assert told.value.code == "ledger_held"
        with open_ledger(closed, readonly=True) as reader:
            assert "起" in reader.held_by
            assert count_of(reader, TaskList) == 0
    with open_ledger(closed, readonly=True) as reader:
        assert reader.held_by == ""


def test_a_crashed_writer_holds_nobody_up(closed: Path) -> None:
    with another(closed) as process:
        process.kill()
        process.wait()
    assert (closed / "writer.json").exists()  # what it left behind is not believed
    assert not is_held(closed)
    with open_ledger(closed, readonly=True) as reader:
        assert reader.held_by == ""
    with open_ledger(closed) as again:
        a_list(again)
    assert not (closed / "writer.json").exists()


def test_two_writers_lose_nothing(closed: Path) -> None:
    commands = [[sys.executable, "-c", WRITER, str(closed), name] for name in ("甲", "乙")]
    both = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    deadline = time.monotonic() + 120
    assert [one.wait(deadline - time.monotonic()) for one in both] == [0, 0]
    with open_ledger(closed, readonly=True) as ledger, ledger.reading() as session:
        titles = {row.title for row in session.query(TaskList)}
    assert titles == {f"{name}-{n}" for name in ("甲", "乙") for n in range(5)}


def test_a_folder_that_vanishes_in_mid_write_leaves_nothing_half(
    closed: Path, tmp_path: Path
) -> None:
    away = tmp_path / "拔走了"
    ledger = open_ledger(closed)
    a_list(ledger, title="之前")
    with pytest.raises(UserError) as told, ledger.transaction("x", "x") as work:
        work.session.add(TaskList(title="半途", year=2020))
        work.session.flush()
        closed.rename(away)
    assert told.value.code in {"not_found", "disk_fault"}
    assert "没有保存" in told.value.message or "打不开" in told.value.message
    ledger.close()
    away.rename(closed)
    with open_ledger(closed) as again, again.reading() as session:
        assert [row.title for row in session.query(TaskList)] == ["之前"]


def test_without_locks_nobody_writes(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise NotImplementedError

    with monkeypatch.context() as broken:
        broken.setattr(FileLock, "acquire", refuse)
        with pytest.raises(UserError) as told:
            open_ledger(closed)
        assert told.value.code == "no_locks"
        open_ledger(closed, readonly=True).close()


def test_a_disk_that_can_be_pulled_out_is_not_local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "_MOUNTS", tmp_path / "none")
    monkeypatch.setattr(location, "_DISKS", tmp_path)
    assert location.is_local(tmp_path)
    device = tmp_path.stat().st_dev
    partition = tmp_path / f"{device >> 8 & 0xFFF}:{device & 0xFF | (device >> 12 & 0xFFF00)}"
    partition.mkdir()
    (tmp_path / "removable").write_text("1\n", encoding="ascii")
    assert not location.is_local(tmp_path)


@pytest.mark.parametrize(
    ("kind", "local"), [("ext4", True), ("cifs", False), ("vfat", False), ("fuse.sshfs", False)]
)
def test_a_share_is_known_by_its_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, local: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nx {tmp_path} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(location, "_MOUNTS", mounts)
    monkeypatch.setattr(location, "_DISKS", tmp_path / "none")
    assert location.is_local(tmp_path / "台账") is local


def test_lock_files_cleared_away_let_no_two_write(closed: Path) -> None:
    """A clerk who is told that the ledger is held may well throw the lock away."""
    with open_ledger(closed) as first:
        for name in ("writer.lock", "writer.json"):
            (closed / name).unlink(missing_ok=True)
        with open_ledger(closed) as second:
            a_list(second, title="第二处")
            with pytest.raises(UserError, match=r"正由.*打开") as told:
                a_list(first, title="第一处")
            assert told.value.code == "ledger_held"
            a_list(second, title="第二处再写")
        a_list(first, title="第一处再写")  # free again: it takes the lock anew
        with pytest.raises(UserError, match=r"正由.*打开"):
            open_ledger(closed)
    with open_ledger(closed) as again:  # neither has left a wrong fingerprint
        assert not again.readonly
        assert count_of(again, TaskList) == 3


def test_a_cleared_note_alone_is_written_anew(closed: Path) -> None:
    with open_ledger(closed) as ledger:
        (closed / "writer.json").unlink()
        a_list(ledger, title="照写")
        assert is_held(closed)


@pytest.mark.skipif(sys.platform == "win32", reason="another call locks there")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_a_share_whose_locks_are_none_gets_no_mere_file_instead(
    closed: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A file that only exists would stand for ever after a crash, and lock nobody out before."""

    def flock(*_asked: object) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(UserError, match="不支持加锁") as told:
        open_ledger(closed)
    assert told.value.code == "no_locks"
    with open_ledger(closed, readonly=True) as looking:
        assert count_of(looking, TaskList) == 0
