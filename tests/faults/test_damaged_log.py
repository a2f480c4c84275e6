"""A log that was damaged between a crash and the next opening: what it no longer gives is told."""

import os
import random
import shutil
import signal
from pathlib import Path

import pytest

from app.models.database import DATABASE
from app.models.loglosses import lost_steps, steps_ends
from app.models.tasks import TaskList
from app.services.keeping.backup import check
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.ledgers import open_ledger
from app.services.keeping.upkeep import alarms, check_all
from tests.faults.test_crashes import dying
from tests.ledgers import a_ledger, a_list, count_of
from tests.services.test_backup_family import NOW

STEPS = 6
LOG = f"{DATABASE}-wal"
HEAD, FRAME = 32, 24 + 4096


def six_steps(folder: Path) -> None:
    ledger = open_ledger(folder)
    for number in range(STEPS):
        a_list(ledger, title=f"第{number}步")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose writer died after six steps, all of them still in its log."""
    with a_ledger(tmp_path_factory.mktemp("crash")) as ledger:
        pass
    dying(lambda: six_steps(ledger.folder))
    assert sum(steps_ends(ledger.folder / DATABASE)) == STEPS
    return ledger.folder


def opened(crashed: Path, folder: Path, log: bytes, *, readonly: bool = False) -> tuple[int, int]:
    """How many steps are there, and how many are told as lost."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(crashed, folder)
    (folder / LOG).write_bytes(log)
    with open_ledger(folder, readonly=readonly) as ledger:
        return count_of(ledger, TaskList), keeping_of(ledger).lost_steps


@pytest.mark.parametrize("readonly", [False, True])
def test_a_crash_alone_costs_nothing_and_is_no_fault(
    crashed: Path, tmp_path: Path, *, readonly: bool
) -> None:
    log = (crashed / LOG).read_bytes()
    assert opened(crashed, tmp_path / "台账", log, readonly=readonly) == (STEPS, 0)


def test_a_flipped_byte_anywhere_in_the_log_loses_nothing_unsaid(
    crashed: Path, tmp_path: Path
) -> None:
    log, drawn = (crashed / LOG).read_bytes(), random.Random(46)
    places = [0, 5, 9, 17, 25, HEAD + 1, HEAD + 5, HEAD + 9, HEAD + 17, len(log) - 1]
    places += [drawn.randrange(len(log)) for _ in range(25)]
    for place in places:
        altered = bytearray(log)
        altered[place] ^= 1 << drawn.randrange(8)
        there, told = opened(crashed, tmp_path / "台账", bytes(altered))
        assert STEPS <= there + told <= STEPS + 1, place  # the flip may make one more step's end


def test_what_was_lost_is_told_until_the_clerk_has_looked(crashed: Path, tmp_path: Path) -> None:
    log, folder = bytearray((crashed / LOG).read_bytes()), tmp_path / "台账"
    log[HEAD + FRAME + 100] ^= 1
    there, told = opened(crashed, folder, bytes(log), readonly=True)
    assert there < STEPS
    with open_ledger(folder) as ledger:
        (alarm,) = alarms(keeping_of(ledger), now=NOW)
        assert (alarm.word, f"最后 {told} 步" in alarm.sentence) == ("有修改没能读回", True)
        assert alarm.sentence in check(ledger).faults
        check_all(ledger, now=NOW)
        assert (alarms(keeping_of(ledger), now=NOW), lost_steps(folder)) == ((), 0)


def test_a_step_that_was_never_finished_is_no_loss(crashed: Path, tmp_path: Path) -> None:
    log = (crashed / LOG).read_bytes()
    begun = log[HEAD : HEAD + 4] + bytes(4) + log[HEAD + 8 : HEAD + FRAME]  # ends no step
    assert opened(crashed, tmp_path / "台账", log + begun) == (STEPS, 0)
