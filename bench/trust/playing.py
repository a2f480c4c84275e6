"""Playing the parts of the fault bench that are asked for, as ``bench/faults.py`` tells."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from bench.trust.failures import WAYS, Way, fail_each
from bench.trust.flips import flip_often
from bench.trust.injector import Calls, loaded
from bench.trust.kills import kill_often
from bench.trust.stage import Place, set_stage
from bench.trust.verbs import VERBS
from bench.trust.writers import take_turns

_AMOUNTS = {"kills": (1_000, 20), "flips": (600, 24), "minutes": (10.0, 0.05), "calls": (None, 2)}
"""How much of each, and how much in short."""
_SCHEMA1 = Path(__file__).resolve().parents[2] / "tests/models/schema1.sql"


class Result(Protocol):
    """What a part of the bench comes to."""

    @property
    def words(self) -> str:
        """The lines to print."""

    @property
    def is_good(self) -> bool:
        """Whether the goal is met."""

    @property
    def wrong(self) -> list[str]:
        """What went wrong, one by one."""


def main(options: argparse.Namespace) -> int:
    """Play the parts that are asked for; 1 when one misses its goal."""
    good = True
    with tempfile.TemporaryDirectory(prefix="faults-", dir=options.work) as name:
        stage = set_stage(Path(name, "stage"), _SCHEMA1, tasks=options.tasks)
        parts = _parts(stage, Path(name), options)
        for part in options.only or parts:
            began = time.monotonic()
            result = parts[part]()
            if result is None:
                print(f"{part}: not played: no C compiler, so no call can be made to fail")
                continue
            print(f"{part} ({time.monotonic() - began:.0f} s): {result.words}", flush=True)
            print("".join(f"    {one}\n" for one in result.wrong), end="", flush=True)
            good = good and result.is_good
    return 0 if good else 1


def _parts(
    stage: Place, work: Path, options: argparse.Namespace
) -> dict[str, Callable[[], Result | None]]:
    seed = options.seed

    def failures() -> Result | None:
        injector = loaded()
        if injector is None:
            return None
        ways = _ways(options)
        choose = _chosen(options, random.Random(seed))
        verbs = [VERBS[name] for name in options.verbs or VERBS]
        tell = partial(print, flush=True) if options.every_call else str
        return fail_each(stage, work, injector, verbs, ways=ways, choose=choose, tell=tell)

    return {
        "kills": lambda: kill_often(stage, work, options.kills, seed=seed),
        "flips": lambda: flip_often(stage, work, options.flips, seed=seed),
        "failures": failures,
        "writers": lambda: take_turns(stage, work, options.minutes * 60),
    }


def _ways(options: argparse.Namespace) -> tuple[Way, ...]:
    """How calls go wrong: every way, those that are asked for, or the first and the last."""
    if options.ways:
        return tuple(way for way in WAYS if way.name in options.ways)
    return WAYS[:: len(WAYS) - 1] if options.short else WAYS


def _chosen(options: argparse.Namespace, rng: random.Random) -> Callable[[Calls], Iterable[int]]:
    """Which calls of a verb fail: a few, those that differ in kind, or every single one."""
    if options.every_call:
        return Calls.all
    most: int | None = options.calls
    if most is None:
        return Calls.told_apart

    def few(calls: Calls) -> list[int]:
        numbers = calls.told_apart()
        return sorted(rng.sample(numbers, min(len(numbers), most)))

    return few


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/faults.py", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few of each, in seconds")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--flips", type=int)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--tasks", type=int, default=40, help="how long the list is")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--only", nargs="+", choices=("kills", "flips", "failures", "writers"))
    parser.add_argument("--verbs", nargs="+", choices=VERBS, help="whose calls fail")
    parser.add_argument("--calls", type=int, help="of each verb, drawn from those that differ")
    parser.add_argument(
        "--ways", nargs="+", choices=[way.name for way in WAYS], help="how they fail"
    )
    parser.add_argument("--every-call", action="store_true", help="not only those that differ")
    parser.add_argument("--work", type=Path, help="a folder on the disk to be tried")
    options = parser.parse_args()
    for name, (usual, short) in _AMOUNTS.items():
        if getattr(options, name) is None:
            setattr(options, name, short if options.short else usual)
    return options


if __name__ == "__main__":
    sys.exit(main(_options()))
