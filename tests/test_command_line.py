"""The command line under odd words, odd terminals and odd passwords."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.models.database import DATABASE, Ledger
from app.services.keeping.handover import needs_password
from tests.ledgers import boilers

ROOT = Path(__file__).resolve().parents[1]
ODD = "\udcff"
"""What a byte that is no letter becomes on the command line."""


@pytest.fixture
def closed(ledger: Ledger) -> Path:
    boilers(ledger)
    ledger.close()
    return ledger.folder


def by_pipe(secret: bytes, *words: str) -> int:
    reads, writes = os.pipe()
    os.write(writes, secret)
    os.close(writes)
    return main([*words, "--password-fd", str(reads)])


@pytest.mark.parametrize("secret", [b"", b"\n", b"geheim\xff-123456\n"])
def test_who_asks_for_a_seal_never_gets_a_file_without(
    closed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], secret: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    pack = tmp_path / "交接.gjb"
    assert by_pipe(secret, "backup", "--ledger", str(closed), "--to", str(pack)) == 1
    assert not pack.exists()
    assert capfd.readouterr().err == "没有读到密码；请重新输入。\n"
    assert "geheim" not in caplog.text


def test_a_password_is_asked_twice_and_never_where_it_would_be_seen(
    closed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "交接.gjb"
    backup = ["backup", "--ledger", str(closed), "--to", str(pack), "--encrypt"]
    typed = iter(["滆湖2020-低氮", "滆湖2020-低氨", "滆湖2020-低氮", "滆湖2020-低氮"])
    with monkeypatch.context() as keyboard:
        keyboard.setattr("getpass.getpass", lambda _words: next(typed))
        assert main(backup) == 1
        assert "两次输入的密码不一样" in capfd.readouterr().err
        assert main(backup) == 0
    assert needs_password(pack)
    pack.unlink()
    piped = subprocess.run(  # a session of its own has no keyboard to hide
        [sys.executable, "main.py", *backup], cwd=ROOT, input="longenough1\n", text=True,
        capture_output=True, start_new_session=True, check=False,
    )  # fmt: skip
    assert (piped.returncode, piped.stderr) == (1, "没有读到密码；请重新输入。\n")
    assert not pack.exists()


@pytest.mark.parametrize("amount", ["sNaN", "NaN", "1e999999999999", "-1e999999999"])
def test_no_number_is_told_before_anything_is_written(closed: Path, amount: str) -> None:
    order = ["progress", "--ledger", str(closed), "--task", "13", "--period", "2020Q2"]
    assert main([*order, f"--amount={amount}"]) == 2


@pytest.mark.parametrize("day", ["2020-W02-3", "2020-02-30", "２０２０-06-01"])
def test_a_day_is_written_as_a_day(closed: Path, day: str) -> None:
    assert main(["tick", "--ledger", str(closed), "--task", "13", "--on", day]) == 2


def test_bytes_that_are_no_letters_find_nothing_and_break_nothing(
    closed: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)  # what is logged goes to the tests' report: letters only
    folder = str(closed)
    due = ["--period", "2020Q2", "--out", str(tmp_path / "出")]
    for words in (
        ["tick", "--ledger", folder, "--task", ODD, "--on", "2020-06-01"],
        ["tick", "--ledger", folder, "--task", "13", "--list", ODD, "--on", "2020-06-01"],
        ["tick", "--ledger", folder, "--task", "13", "--item", ODD, "--on", "2020-06-01"],
        ["return", ODD, "--ledger", folder, *due],
        ["check", "--ledger", folder + ODD],
        ["read", ODD + ".xlsx"],
    ):
        assert main(words) == 1
        told = capfd.readouterr().err
        assert "程序内部出错" not in told
        assert "Traceback" not in told


def test_a_letter_the_terminal_lacks_undoes_no_work(closed: Path, tmp_path: Path) -> None:
    pack = tmp_path / "备份😀.zip"
    done = subprocess.run(
        [sys.executable, "main.py", "backup", "--ledger", str(closed), "--to", str(pack)],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "gbk"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert pack.is_file()


@pytest.mark.parametrize(
    "place", [DATABASE, DATABASE.upper(), f"{DATABASE}-wal", "writer.lock", "evidence/备份.zip"]
)
def test_no_backup_over_a_ledger_s_own_files(
    closed: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    held = closed / place
    before = held.read_bytes() if held.exists() else b""
    assert main(["backup", "--ledger", str(closed), "--to", str(closed / place)]) == 1
    assert "不能盖掉台账的文件" in capfd.readouterr().err
    assert (held.read_bytes() if held.exists() else b"") == before
    assert main(["check", "--ledger", str(closed)]) == 0


def test_a_folder_is_no_place_for_a_file(
    closed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "--ledger", str(closed), "--to", str(tmp_path)]) == 1
    assert "是文件夹" in capfd.readouterr().err
