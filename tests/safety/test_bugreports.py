"""What is written down of our own faults: whole, within bounds, and nothing personal in it."""

import getpass
import logging
import logging.handlers
import socket
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app import files
from app.errors import Bug
from app.ui.bugreport import describe_bug, save_report
from app.ui.scrubbing import scrub, tell_trace

PRIVATE = (
    "牛溪村张三反映锅炉冒黑烟", "13812345678", "0519-88886666", "zhang@niutang.gov.cn", "张三.xlsx",
    str(Path.home() / "Documents" / "牛塘镇台账" / "ledger.db"),
    "C:\\Users\\zhangsan\\台账\\a.xlsx", "\\\\server\\share\\zhangsan", "niutang secret text",
)  # fmt: skip


@pytest.mark.parametrize("words", PRIVATE)
def test_a_report_tells_nothing_personal(words: str) -> None:
    for error in (
        ValueError(f"can't read {words!r} at all"), KeyError(words), OSError(2, "gone", words),
        Bug("as it was", {"text": words}),
        IntegrityError("INSERT INTO unit", {"name": words}, ValueError("unique")),
    ):  # fmt: skip
        try:
            try:
                raise error
            except Exception as inner:
                raise RuntimeError("outer") from inner
        except RuntimeError as outer:
            report = tell_trace(outer)
        assert words not in report
        assert repr(words)[1:-1] not in report
        assert "RuntimeError: outer" in report
        assert type(error).__name__ in report
        assert "test_bugreports.py:" in report


def test_the_log_in_a_report_tells_nothing_personal_either() -> None:
    user, host = getpass.getuser(), socket.gethostname()
    line = "2026-11-22 17:00:00,123 WARNING app.ui not_found: "
    for words in (*PRIVATE, f"找不到“{PRIVATE[0]}”", f"held by {user} on {host}"):
        told = scrub(f"{line}{words!r} [Errno 2]")
        assert words not in told
        assert told.startswith(line)
    assert scrub(f"{line}no such column: 'done_on'").endswith("no such column: 'done_on'")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("can't open C:\\Users\\Zhang San\\My Desktop\\plan of Li.xlsx now", "can't open □ now"),
        ("open /home/zhang/My Documents/x y.xlsx failed", "open □ failed"),
        ("of 32048319900101123X", "of □"),
        (f"text {'张三'.encode()!r} here", "text '□' here"),
    ],
)
def test_blanks_in_paths_and_letters_in_numbers_hide_nothing(said: str, told: str) -> None:
    assert scrub(said) == told


@pytest.mark.parametrize("piece", ["a", "锅炉", "'", "/a ", "1 ", "a@"])
def test_a_message_of_a_megabyte_is_scrubbed_at_once(piece: str) -> None:
    begun = time.thread_time()
    told = scrub(f"ValueError: 'Zhang San {piece * (1_000_000 // len(piece))}")
    assert "Zhang" not in told
    assert time.thread_time() - begun < 1


@given(
    st.text(
        st.characters(categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1
    )
)
def test_no_chinese_word_of_the_ledger_gets_through(words: str) -> None:
    assert not set(scrub(f"x {words} y {words!r}")) & set(words)


def test_a_report_is_whole_though_parts_fail_and_old_ones_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.ui.bugreport.log_dir", lambda: tmp_path)
    (tmp_path / "window.log").mkdir()  # can't be read
    report = describe_bug(ValueError(Decimal("1.5")))
    assert "（未能取得：" in report
    assert "ValueError: 1.5" in report
    saved = [save_report(f"{report}\ud800") for _ in range(25)]
    assert all(saved)
    assert len(list(tmp_path.glob("报告-*.txt"))) == 20
    assert saved[-1] is not None
    assert saved[-1].exists()
    monkeypatch.setattr("app.ui.bugreport.log_dir", lambda: tmp_path / "gone" / "far")
    assert save_report(report) is None


def test_the_log_stays_within_its_bounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "log_dir", lambda: tmp_path)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    files.start_log("window.log")
    (handler,) = root.handlers
    try:
        for _ in range(90):
            root.warning("x" * 100_000)
    finally:
        handler.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 6
    assert sum(sizes) <= 6 * 1_000_000
