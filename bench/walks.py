"""A walk through the whole window on a year's ledger: what the clerk waits for at each action.

Run: ``PYTHONPATH=. python bench/walks.py [FOLDER] [--runs N] [--only WORD]``; the ledger is
made in FOLDER once. Offscreen; for each action the longest pause of the event loop until all it
began is through, as what the window's own thread worked in it (see bench/watches.py). Of several
runs, each a process of its own, the least counts: the rest is the neighbours'. Exits 1 when a
pause is over 50 ms.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from shutil import copytree

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench.apart import SEEING, run_apart
from bench.walking import Walk
from bench.walkparts import PARTS, importing
from bench.watches import MOST_MS

TASKS, ITEMS_EACH, LIST_ROWS = 5_000, 10, 5_000
LEDGER, LIST = "台账", "任务分解表.csv"


def once(folder: Path, only: str) -> None:
    """One walk, on a copy of the ledger; its last line is what was found."""
    with tempfile.TemporaryDirectory() as name:
        walk = Walk(copytree(folder / LEDGER, Path(name) / LEDGER), Path(name) / "window.ini")
        for key, part in PARTS.items():
            if only in key:
                part(walk)
        if only in "importing":
            importing(walk, folder / LIST)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        walk.close()
    print(json.dumps([walk.found, peak]))


def main(wish: Namespace) -> int:
    """Walk several times; 1 when an action pauses too long."""
    if wish.once:
        once(wish.folder, wish.only)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = wish.folder or Path(name)
        if not (folder / LEDGER).exists():
            size = f"tasks={TASKS}, items_each={ITEMS_EACH}"
            run_apart(f"bench.walkledger.fill_walk(path, {size})", folder / LEDGER)
            run_apart(f"bench.walkledger.write_list(path, {LIST_ROWS})", folder / LIST)
        rounds = [_walk(folder, wish.only) for _ in range(wish.runs)]
    found = {name: min(one[0][name] for one in rounds) for name in rounds[0][0]}
    peak = min(one[1] for one in rounds)
    print("\n| Action | longest pause, worked ms |\n|---|---|")
    for name, worked in sorted(found.items(), key=lambda one: -one[1]):
        print(f"| {name} | {worked:.0f} |")
    missed = [name for name, worked in found.items() if worked > MOST_MS]
    print(f"\nPeak memory {peak:.0f} MB. Over {MOST_MS} ms: {len(missed)}.")
    return 1 if missed else 0


def _walk(folder: Path, only: str) -> tuple[dict[str, float], float]:
    command = [sys.executable, __file__, str(folder), "--once", "--only", only]
    with subprocess.Popen(command, env=SEEING, stdout=subprocess.PIPE, text=True) as walking:
        line = ""
        for line in walking.stdout or ():
            if not line.startswith("["):
                print(line, end="", flush=True)
    found, peak = json.loads(line)
    return found, peak


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--once", action="store_true")
    sys.exit(main(parser.parse_args()))
