"""The fault bench in short: a few kills, flips and failing calls, and two writers at once."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.keeping.ledgers import create_ledger
from bench.trust.examiner import broken
from bench.trust.stage import Place
from bench.trust.verbs import VERBS, Promise

ROOT = Path(__file__).resolve().parents[2]
COUNT = re.compile(r"(\d+) (?:kills|flips|calls failed|updates)")


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler, so no call can be made to fail")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills and injector are Linux's")
def test_nothing_is_lost_in_a_short_run(tmp_path: Path) -> None:
    command = [
        sys.executable, "bench/faults.py", "--short", "--tasks", "4", "--kills", "3",
        "--flips", "7", "--minutes", "0.012", "--verbs", "attach", "--work", str(tmp_path),
    ]  # fmt: skip
    environment = {"PYTHONPATH": ".", "PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    played = [int(count) for count in COUNT.findall(run.stdout)]
    assert len(played) == 10, run.stdout
    assert all(played)


def test_a_copy_the_rule_thins_is_no_loss_and_one_it_keeps_is(tmp_path: Path) -> None:
    place, told = Place(tmp_path), list[Promise]()
    with create_ledger(place.ledger, office="牛塘镇") as ledger:
        for number in range(13):
            told += VERBS["back up"].play(ledger, place, number)
    assert not Path(told[0][1]).exists()
    assert broken(place.ledger, told, 0) == []
    Path(told[5][1]).unlink()  # one of the ten recent
    assert broken(place.ledger, told[5:], 0) == [f"copy {Path(told[5][1]).name}"]
