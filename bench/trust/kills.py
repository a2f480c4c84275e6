"""Kills: a worker plays a verb over and over and is killed at a random moment, a thousand times.

The program is loaded once; each worker is forked from it, so that a kill costs little more than
the verb itself. The moments are spread over the whole of the verb, opening included.
"""

import json
import os
import random
import select
import shutil
import signal
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from app.services.keeping.ledgers import open_ledger
from bench.trust.examiner import broken, examine, ledgers_of, leftovers
from bench.trust.stage import Place, disk_is
from bench.trust.verbs import VERBS, Promise, Verb, newest_operation

SHARES: Mapping[str, int] = {
    "tick": 16, "progress": 10, "import": 12, "import again": 6, "file": 12, "attach": 8,
    "undo": 8, "settings": 2, "back up": 6, "look after": 4, "pack": 4, "restore": 6,
    "create": 4, "migrate": 6, "write": 2, "sealed pack": 1, "take over": 1,
}  # fmt: skip
"""How often each verb is played, of about a hundred."""
_TOLD_EVERY = 100
_LONGEST = 60.0
_SHORTEST = 0.02


@dataclass(slots=True)
class Heard:
    """What a worker said until it was killed."""

    seconds: float = 0.0
    steps: int = 0
    operation: int = 0
    promises: list[Promise] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def hear(self, line: bytes) -> None:
        """Take in one line of the worker's."""
        told = json.loads(line)
        self.steps += "faults" not in told
        self.operation = max(self.operation, told.get("operation", 0))
        self.promises += [(kind, about, said) for kind, about, said in told.get("promises", ())]
        self.faults += told.get("faults", ())


@dataclass(slots=True)
class Tally:
    """What came of all kills."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    unclean: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The line the bench prints."""
        total = self.kills.total()
        return (
            f"{total} kills, opened clean {total - len(self.unclean)}; "
            f"{self.acknowledged} acknowledged steps, lost {len(self.lost)}"
        )

    @property
    def wrong(self) -> list[str]:
        """What went wrong, one by one."""
        return self.unclean + self.lost

    @property
    def is_good(self) -> bool:
        """Whether the goal is met."""
        return not self.unclean and not self.lost


def kill_often(stage: Place, work: Path, kills: int, *, seed: int) -> Tally:
    """Kill workers at random moments and examine what each leaves.

    Args:
        stage: laid out once; each kill has a copy of its own.
        work: a folder for the copies.
        kills: how many.
        seed: the same seed kills at the same parts of the same verbs.
    """
    rng, tally, spans = random.Random(seed), Tally(), dict[tuple[str, bool], float]()
    names, weights = list(SHARES), list(SHARES.values())
    for number in range(kills):
        name = names[number % len(names)] if number < len(names) else rng.choices(names, weights)[0]
        local = rng.random() < 0.5
        key = (name, local)
        if key not in spans:
            spans[key] = _calm_span(stage, work, VERBS[name], local=local)
        after = rng.uniform(_SHORTEST, spans[key] * 1.1 + _SHORTEST)
        place = stage.copied(work / "one")
        with disk_is(local=local):
            heard = play_and_kill(place, VERBS[name], after)
            tally.kills[name] += 1
            tally.acknowledged += heard.steps
            _examine(place, heard, f"{name} killed after {after:.3f} s, local={local}", tally)
        shutil.rmtree(place.root)
        if not tally.kills.total() % _TOLD_EVERY:
            print(f"    {tally.words}", flush=True)
    return tally


def play_and_kill(place: Place, verb: Verb, after: float) -> Heard:
    """Play a verb in a worker and kill it after so many seconds; what it had said by then."""
    reading, writing = os.pipe()
    began = time.monotonic()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        _work(place, verb, writing)
    os.close(writing)
    heard, rest, ends = Heard(), b"", began + after
    while True:
        ready, _, _ = select.select([reading], [], [], max(ends - time.monotonic(), 0))
        if not ready:
            os.kill(worker, signal.SIGKILL)
            ends = time.monotonic() + _LONGEST
            continue
        piece = os.read(reading, 1 << 16)
        if not piece:
            break
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            heard.hear(line)
            heard.seconds = heard.seconds or time.monotonic() - began
    os.close(reading)
    os.waitpid(worker, 0)
    return heard


def _calm_span(stage: Place, work: Path, verb: Verb, *, local: bool) -> float:
    """How long the verb takes from its worker's start to its first word, undisturbed."""
    place = stage.copied(work / "one")
    with disk_is(local=local):
        heard = play_and_kill(place, Verb(verb.name, verb.play, rounds=1), _LONGEST)
    if heard.faults or not heard.seconds:
        raise RuntimeError(f"{verb.name}: {heard.faults}")
    return heard.seconds


def _work(place: Place, verb: Verb, out: int) -> NoReturn:
    told: dict[str, object] = {}
    try:
        with open_ledger(place.ledger) as ledger:
            number = 0
            while not verb.rounds or number < verb.rounds:
                promises = verb.play(ledger, place, number)
                told = {"operation": newest_operation(ledger), "promises": promises}
                os.write(out, json.dumps(told).encode() + b"\n")
                number += 1
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        os.write(out, json.dumps({"faults": [repr(error)]}).encode() + b"\n")
    os._exit(0)


def _examine(place: Place, heard: Heard, what: str, tally: Tally) -> None:
    faults = heard.faults + examine(place.ledger)
    for folder in ledgers_of(place.root):
        if folder != place.ledger:  # what was being made or brought back
            journalled = folder.name.startswith("恢复")
            faults += [f"{folder.name}: {one}" for one in examine(folder, journalled=journalled)]
    lost = [] if faults else broken(place.ledger, heard.promises, heard.operation)
    lost += [] if faults else [f"left {left}" for left in leftovers(place.ledger)]
    tally.unclean += [f"{what}: {'; '.join(faults)}"] if faults else []
    tally.lost += [f"{what}: {'; '.join(lost)}"] if lost else []
    if faults or lost:
        print(f"    {what}: {'; '.join(faults + lost)}", flush=True)
