"""The fault bench in short: a few kills, flips and failing calls, and two writers at once."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = re.compile(r"(\d+) (?:kills|flips|calls failed|updates)")


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler, so no call can be made to fail")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills and injector are Linux's")
def test_nothing_is_lost_in_a_short_run(tmp_path: Path) -> None:
    command = [
        sys.executable, "bench/faults.py", "--short", "--tasks", "4", "--kills", "3",
        "--flips", "6", "--minutes", "0.02", "--verbs", "attach", "--work", str(tmp_path),
    ]  # fmt: skip
    environment = {"PYTHONPATH": ".", "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    played = [int(count) for count in COUNT.findall(run.stdout)]
    assert len(played) == 9, run.stdout
    assert all(played)
