"""Ledgers filled in a process of their own, so that the memory it takes is not the bench's."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEING = os.environ | {"PYTHONPATH": str(ROOT)}
"""The environment of a process that sees the program and the benches."""


def run_apart(call: str, where: Path) -> None:
    """Carry out one call such as ``bench.largeledger.fill(path, tasks=50, items_each=4)``.

    Args:
        call: the call, with ``path`` for the place; its module is imported.
        where: what ``path`` is.
    """
    module = call.partition("(")[0].rpartition(".")[0]
    code = f"import pathlib, sys, {module}\npath = pathlib.Path(sys.argv[1])\n{call}"
    subprocess.run([sys.executable, "-c", code, str(where)], env=SEEING, check=True)
