"""Failures: every call of a verb that writes is made to fail once, or the process dies there.

After a failure the verb must have said so in one sentence and left the ledger as it was; after
the fault is gone the same verb must pass; after a death the ledger is whole, before or after.
"""

import errno
import json
import os
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from app.errors import UNSURE, UserError
from app.models import database
from app.services.keeping.ledgers import open_ledger
from bench.trust.examiner import State, broken, examine, ledgers_of, leftovers, state_of
from bench.trust.injector import KILL, TEAR, Calls, Injector
from bench.trust.stage import Place, disk_is
from bench.trust.verbs import Promise, Verb, newest_operation


@dataclass(frozen=True, slots=True)
class Way:
    """How a call goes wrong.

    Attributes:
        number: the error's number, or KILL or TEAR.
        for_good: every later call fails as well, as on a disk that stays full.
        dies: the process ends without closing anything once the verb has failed.
    """

    name: str
    number: int
    for_good: bool = False
    dies: bool = False


WAYS = (
    Way("ENOSPC", errno.ENOSPC),
    Way("EIO", errno.EIO),
    Way("ENOSPC from there on", errno.ENOSPC, for_good=True),
    Way("EIO, then the end", errno.EIO, dies=True),
    Way("killed", KILL),
    Way("killed in mid-write", TEAR),
)


@dataclass(slots=True)
class Outcome:
    """What came of all failures."""

    failed: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    shrugged: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The lines the bench prints."""
        ways = ", ".join(f"{way} {n}" for way, n in self.failed.items())
        codes = ", ".join(f"{code} {n}" for code, n in self.codes.most_common())
        return (
            f"{self.failed.total()} calls failed ({ways}); said: {codes}; "
            f"done all the same {self.shrugged}; tracebacks, losses, halves {len(self.bad)}"
        )

    @property
    def wrong(self) -> list[str]:
        """What went wrong, one by one."""
        return self.bad

    @property
    def is_good(self) -> bool:
        """Whether the goal is met."""
        return not self.bad


@dataclass(frozen=True, slots=True)
class _Trial:
    """One verb with one call gone wrong, on a disk of one kind."""

    place: Place
    verb: Verb
    way: Way
    at: int
    local: bool

    @property
    def words(self) -> str:
        return f"{self.verb.name}, call {self.at} {self.way.name}, local={self.local}"


def fail_each(
    stage: Place,
    work: Path,
    injector: Injector,
    verbs: Iterable[Verb],
    *,
    ways: Iterable[Way] = WAYS,
    disks: Iterable[bool] = (True, False),
    choose: Callable[[Calls], Iterable[int]] = Calls.told_apart,
    tell: Callable[[str], object] = str,
) -> Outcome:
    """Fail the calls of verbs one by one.

    Args:
        stage: laid out once; each trial has a copy of its own.
        work: a folder for the copies.
        injector: loaded into this process.
        verbs: which verbs.
        ways: how a call goes wrong.
        disks: True for a fixed local disk, False for a share or stick.
        choose: which of a verb's calls; all that differ in kind unless said otherwise.
        tell: hears of each verb that is through: playing every call takes hours.
    """
    outcome = Outcome()
    for verb in verbs:
        before, bad = outcome.failed.total(), len(outcome.bad)
        for local in disks:
            for at in choose(_calm_calls(stage, work, injector, verb, local=local)):
                for way in ways:
                    trial = _Trial(stage.copied(work / "one"), verb, way, at, local)
                    with disk_is(local=local):
                        _try(trial, injector, outcome)
                    shutil.rmtree(trial.place.root)
        played = outcome.failed.total() - before
        tell("\n".join((f"{verb.name}: {played} trials", *outcome.bad[bad:])))
    return outcome


def _calm_calls(stage: Place, work: Path, injector: Injector, verb: Verb, *, local: bool) -> Calls:
    trial = _Trial(stage.copied(work / "one"), verb, Way("calm", 0), 0, local)
    with disk_is(local=local):
        told = _in_worker(trial, injector)
    if "fault" in told or "code" in told:
        raise RuntimeError(f"{verb.name}: {told}")
    return Calls(tuple(told["kinds"]))


def _try(trial: _Trial, injector: Injector, outcome: Outcome) -> None:
    before = state_of(trial.place.ledger)
    told = _in_worker(trial, injector)
    if told and not told["struck"]:
        return
    outcome.failed[trial.way.name] += 1
    faults = list(_faults(trial, told, before))
    if told and "code" in told:
        outcome.codes[told["code"]] += 1
    elif told:
        outcome.shrugged += 1
    outcome.bad += [f"{trial.words}: {'; '.join(faults)}"] if faults else []


def _faults(trial: _Trial, told: dict[str, Any], before: State) -> Iterable[str]:
    """What is wrong with the worker's word and with what it left."""
    ledger = trial.place.ledger
    if "fault" in told:
        yield told["fault"]
    if "code" in told and not told["message"].endswith("。"):
        yield f"no sentence: {told['message']}"
    is_undone = "code" in told and told["code"] != UNSURE
    if told.get("after") and is_undone and told["after"] != before:
        yield f"said {told['code']} but changed {_differing(told['after'], before)}"
    if "again" in told:
        yield f"afterwards: {told['again']}"
    yield from examine(ledger)
    yield from broken(ledger, [tuple(one) for one in told.get("promises", ())], 0)
    if trial.way.dies and "code" in told:
        yield from _half(state_of(ledger), before)
    for folder in ledgers_of(trial.place.root):
        yield from (f"left {left}" for left in leftovers(folder))


def _half(after: State, before: State) -> Iterable[str]:
    """After an end in mid-work: a step that is there is in the journal, else all is as before."""
    tables = {name for name in after if "/" not in name}
    if after.get("operation") == before.get("operation"):
        changed = [name for name in tables if after[name] != before.get(name)]
        if changed:
            yield f"half done: {changed}"


def _differing(after: State, before: State) -> list[str]:
    return [name for name in {*after, *before} if after.get(name) != before.get(name)]


def _in_worker(trial: _Trial, injector: Injector) -> dict[str, Any]:
    """Let a worker play the verb; what it said, nothing when it was killed."""
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(reading)
        _work(trial, injector, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        words = stream.read()
    os.waitpid(worker, 0)
    told: dict[str, Any] = json.loads(words) if words else {}
    return told


def _work(trial: _Trial, injector: Injector, out: int) -> NoReturn:
    told: dict[str, Any] = {}
    try:
        ledger = open_ledger(trial.place.ledger)
        before = newest_operation(ledger)
        injector.arm(trial.place.root, trial.at, trial.way.number, for_good=trial.way.for_good)
        told |= _play(trial.verb, ledger, trial.place, 0)
        calls = injector.disarm()
        told |= {"struck": injector.has_struck(), "after": state_of(trial.place.ledger)}
        if not trial.at:
            told["kinds"] = calls.kinds
        if trial.at and not trial.way.dies:
            told |= _play_again(trial, ledger, failed="code" in told, before=before)
            ledger.close()
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        injector.disarm()
        told |= {"fault": traceback.format_exc(limit=-3), "struck": injector.has_struck()}
    os.write(out, json.dumps(told).encode())
    os._exit(0)


def _play(verb: Verb, ledger: database.Ledger, place: Place, number: int) -> dict[str, Any]:
    try:
        promises: Iterable[Promise] = verb.play(ledger, place, number)
    except UserError as error:
        return {"code": error.code, "message": error.message, "details": error.details}
    return {"promises": promises}


def _play_again(
    trial: _Trial, ledger: database.Ledger, *, failed: bool, before: int
) -> dict[str, Any]:
    """The fault is gone: the same verb passes, and a verb that was done stays done once."""
    number = 0 if failed else 1
    again = _play(trial.verb, ledger, trial.place, number)
    if "code" in again:
        return {"again": f"{again['code']} {again['message']}"}
    return {"promises": again["promises"]}
