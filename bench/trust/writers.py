"""Two writers and a reader at one ledger: they take turns, and every update must stay.

Each writer opens the ledger, reads a number, writes the next one and closes; whoever finds it held
tries again. A lost update would leave the number behind what was acknowledged.
"""

import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from app.errors import UserError
from app.models.database import Ledger
from app.services.keeping.ledgers import open_ledger
from app.services.queries import task_detail
from app.services.work.progress import Entry, record_progress
from bench.trust.examiner import examine
from bench.trust.stage import DAY, PERIOD, Place, disk_is, task_ids

_EXPECTED = frozenset({"ledger_held", "ledger_busy"})
_UPDATES_AT_ONCE = 3


@dataclass(slots=True)
class Turns:
    """What came of the turns."""

    acknowledged: int = 0
    refused: int = 0
    read: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The line the bench prints."""
        return (
            f"{self.acknowledged} updates by two writers ({self.refused} times refused while the "
            f"other wrote, {self.read} looks of a reader); lost or wrong {len(self.lost)}"
        )

    @property
    def wrong(self) -> list[str]:
        """What went wrong, one by one."""
        return self.lost

    @property
    def is_good(self) -> bool:
        """Whether the goal is met."""
        return not self.lost and self.acknowledged > 0


def take_turns(stage: Place, work: Path, seconds: float) -> Turns:
    """Let two processes write in turn, half the time with each kind of journal."""
    turns = Turns()
    for local in (True, False):
        place = stage.copied(work / "one")
        with disk_is(local=local):
            told = _run(place, seconds / 2)
            with open_ledger(place.ledger) as ledger:
                held = _number(ledger)
            faults = examine(place.ledger)
        turns.acknowledged += told["done"]
        turns.refused += told["refused"]
        turns.read += told["read"]
        if held != told["done"]:
            turns.lost.append(f"local={local}: {held} held, {told['done']} acknowledged")
        turns.lost += [f"local={local}: {fault}" for fault in faults]
        turns.lost += [f"local={local}: {one}" for one in told if one.startswith("fault")]
    return turns


def _run(place: Place, seconds: float) -> Counter[str]:
    reading, writing = os.pipe()
    ends = time.monotonic() + seconds
    workers = []
    for work in (_write, _write, _read):
        worker = os.fork()
        if worker == 0:
            os.close(reading)
            _work(work(place.ledger, ends), writing)
        workers.append(worker)
    os.close(writing)
    told: Counter[str] = Counter()
    with os.fdopen(reading, "rb") as stream:
        for line in stream:
            told.update(json.loads(line))
    for worker in workers:
        os.waitpid(worker, 0)
    return told


def _work(told: Counter[str], out: int) -> NoReturn:
    os.write(out, json.dumps(told).encode() + b"\n")
    os._exit(0)


def _write(folder: Path, ends: float) -> Counter[str]:
    told: Counter[str] = Counter()
    while time.monotonic() < ends:
        try:
            with open_ledger(folder) as ledger:
                task_id = task_ids(ledger)[0]
                for _ in range(_UPDATES_AT_ONCE):
                    words = f"第{_number(ledger) + 1}次"
                    record_progress(ledger, task_id, PERIOD, Entry(text=words))
                    told["done"] += 1
        except UserError as error:
            told["refused" if error.code in _EXPECTED else f"fault {error.code} {error}"] += 1
    return told


def _read(folder: Path, ends: float) -> Counter[str]:
    """Look on; what is seen only ever grows."""
    told, last = Counter[str](), 0
    while time.monotonic() < ends:
        try:
            with open_ledger(folder, readonly=True) as ledger:
                seen = _number(ledger)
        except UserError as error:
            told["busy" if error.code in _EXPECTED else f"fault {error.code} {error}"] += 1
            continue
        told["read" if seen >= last else f"fault: {seen} after {last}"] += 1
        last = seen
    return told


def _number(ledger: Ledger) -> int:
    """The number that stands in the first task's entry."""
    detail = task_detail(ledger, task_ids(ledger)[0], as_of=DAY, period=PERIOD)
    texts = [entry.text or "" for entry in detail.progress if entry.period == PERIOD]
    number = texts[0].removeprefix("第").removesuffix("次") if texts else ""
    return int(number) if number.isdecimal() else 0
