"""What is written down when the program itself is at fault; every part stands on its own feet.

A report is to be sent on, so it holds no personal data (app/ui/scrubbing.py); the log stays here.
"""

import logging
import platform
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import PySide6

from app.files import log_dir
from app.ui.scrubbing import scrub, tell_trace

_log = logging.getLogger(__name__)
_LOG_TAIL = 60
_NAME = "报告-"
_MOST_REPORTS = 20


def describe_bug(error: BaseException) -> str:
    """The text of a report: what broke, on what, and the last lines of the log."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("时间", lambda: datetime.now().astimezone().isoformat(timespec="seconds")),
        ("出错", lambda: tell_trace(error)),
        ("系统", platform.platform),
        ("Python", lambda: sys.version),
        ("Qt", lambda: PySide6.__version__),
        ("日志", lambda: scrub(_log_tail())),
    ]
    return "\n\n".join(f"【{title}】\n{_part(make)}" for title, make in parts)


def save_report(text: str) -> Path | None:
    """Save a report beside the log; None when even that can't be written."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    try:
        path = log_dir() / f"{_NAME}{stamp}.txt"
        path.write_text(text, encoding="utf-8", errors="replace")
        for old in sorted(log_dir().glob(f"{_NAME}*.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the report could not be saved: %r", error)
        return None
    return path


def _part(make: Callable[[], str]) -> str:
    try:
        return make().strip()
    except Exception as error:  # noqa: BLE001  a report with a hole beats no report
        return f"（未能取得：{type(error).__name__}）"


def _log_tail() -> str:
    files = sorted(log_dir().glob("*.log"), key=lambda path: path.stat().st_mtime)
    if not files:
        return ""
    lines = files[-1].read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_LOG_TAIL:])
