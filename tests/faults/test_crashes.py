"""A writer that dies in mid-work: what it leaves is put right by whoever comes next."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.models import database, recovery
from app.models.database import DATABASE, Ledger
from app.models.tasks import TaskList
from app.services.keeping.backup import back_up, back_up_before, bring_back
from app.services.keeping.handover import UNFINISHED, new_folder
from app.services.keeping.ledgers import create_ledger, is_ledger, open_ledger
from app.services.keeping.upkeep import look_after
from app.services.proof.evidence import Owner, attach
from bench.trust.examiner import ledgers_of
from bench.trust.stage import disk_is
from tests.ledgers import a_ledger, a_list, a_task, count_of
from tests.services.test_backup_family import NOW


def dying(work: Callable[[], object]) -> None:
    """Do some work in a process of its own, which is killed at its end without closing anything."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def half_a_step(folder: Path) -> None:
    """Begin a step too large for the memory, so that half of it is in the file; don't end it."""
    ledger = open_ledger(folder)
    with ledger.transaction("half", "half") as work:
        work.session.connection().exec_driver_sql("PRAGMA cache_size=5")
        work.session.add_all(TaskList(title="半" * 300, year=2020) for _ in range(400))
        work.session.flush()
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def hot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger on a stick whose writer died in mid-commit: its journal is still hot."""
    with disk_is(local=False):
        with a_ledger(tmp_path_factory.mktemp("stick")) as ledger:
            a_list(ledger, title="之前")
        dying(lambda: half_a_step(ledger.folder))
    assert (ledger.folder / f"{DATABASE}-journal").stat().st_size
    return ledger.folder


@pytest.fixture
def on_a_stick(hot: Path, tmp_path: Path) -> Path:
    """The same, to be opened."""
    return shutil.copytree(hot, tmp_path / "台账")


@pytest.mark.parametrize("readonly", [False, True])
def test_a_hot_journal_is_rolled_back_before_anybody_looks(
    on_a_stick: Path, *, readonly: bool
) -> None:
    with disk_is(local=False), open_ledger(on_a_stick, readonly=readonly) as ledger:
        assert count_of(ledger, TaskList) == 1


def test_who_looks_on_while_the_writer_dies_goes_on_looking(tmp_path: Path) -> None:
    with disk_is(local=False):
        with a_ledger(tmp_path) as ledger:
            a_list(ledger, title="之前")
        with open_ledger(ledger.folder, readonly=True) as looker:
            assert count_of(looker, TaskList) == 1
            dying(lambda: half_a_step(ledger.folder))
            assert count_of(looker, TaskList) == 1


def test_unfinished_work_on_a_medium_that_cant_be_written_is_told(
    on_a_stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (on_a_stick / DATABASE).read_bytes()
    monkeypatch.setattr(recovery, "may_write", lambda _folder: False)
    monkeypatch.setattr(database, "may_write", lambda _folder: False)
    with pytest.raises(UserError, match="拷到本机磁盘") as told:
        open_ledger(on_a_stick, readonly=True)
    assert told.value.code == "unfinished"
    assert (on_a_stick / DATABASE).read_bytes() == content


def test_a_ledger_half_made_can_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "台账"

    def make() -> None:
        ledger = Ledger(folder, who="张三", readonly=False)
        (folder / ".creating-x").mkdir()
        sqlite3.connect(folder / ".creating-x" / DATABASE).close()
        assert ledger

    folder.mkdir()
    dying(make)
    with pytest.raises(UserError, match="没有台账"):
        open_ledger(folder)
    with create_ledger(folder, office="牛塘镇") as made:
        assert count_of(made, TaskList) == 0
    assert not list(folder.glob(".creating-*"))


def test_after_a_crash_the_database_is_examined_at_once(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        look_after(ledger, now=NOW)
    dying(lambda: open_ledger(ledger.folder))
    with open_ledger(ledger.folder) as again:
        assert not again.closed_well
        change = "UPDATE unit SET name = '牛坛镇'"  # as a flipped byte would, past the journal
        with again.engine.connect() as connection:
            connection.exec_driver_sql(change)
            connection.commit()
        keeping = look_after(again, now=NOW)
    assert "操作历史对不上" in keeping.examine_fault


@pytest.mark.parametrize("from_pack", [True, False])
def test_a_folder_half_restored_is_no_ledger_yet(tmp_path: Path, *, from_pack: bool) -> None:
    source = tmp_path / "台账.gjb"
    with a_ledger(tmp_path) as ledger:
        photo = tmp_path / "照片.jpg"
        photo.write_bytes(b"photo")
        attach(ledger, Owner(a_task(ledger, a_list(ledger))), [photo])
        (kept,) = (path.name for path in ledger.evidence_folder.iterdir())
        back_up(ledger, source)
        copy = source if from_pack else back_up_before(ledger, "import")
    seen: list[tuple[bool, bool]] = []

    class Watching:
        """Looks at the unfinished folder while the proof comes in."""

        def report(self, _done: int, _total: int, _text: str = "") -> None:
            beside = tmp_path / f"恢复{UNFINISHED}"
            seen.append(((beside / DATABASE).exists(), (beside / "evidence" / kept).exists()))

    assert bring_back(copy, tmp_path / "恢复", monitor=Watching()).files == 1
    assert seen
    assert (True, False) not in seen
    assert is_ledger(tmp_path / "恢复")


def test_what_a_crash_in_mid_restore_leaves_is_no_ledger_and_is_swept(tmp_path: Path) -> None:
    with a_ledger(tmp_path) as ledger:
        copy = back_up_before(ledger, "import")
    half, old, young = (tmp_path / f"{name}{UNFINISHED}" for name in ("恢复", "上周", "刚才"))

    def die_before_the_name() -> None:
        with new_folder(tmp_path / "恢复") as beside:
            (beside / DATABASE).write_bytes(copy.read_bytes())
            os.kill(os.getpid(), signal.SIGKILL)

    dying(die_before_the_name)
    assert (half / DATABASE).is_file()
    assert not is_ledger(half)
    assert half not in ledgers_of(tmp_path)
    with pytest.raises(UserError, match="没有恢复完"):
        open_ledger(half)
    shutil.copytree(half, old)
    shutil.copytree(half, young)
    os.utime(old, (0, 0))
    os.utime(young)
    bring_back(copy, tmp_path / "恢复")
    assert is_ledger(tmp_path / "恢复")
    assert [half.exists(), old.exists(), young.exists()] == [False, False, True]
