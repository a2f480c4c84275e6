"""The whole main job on the sample, with its files and the window's pictures, for a first look."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults
from app.models.rules.periods import Period
from app.services.queries import list_tasks
from app.services.reporting.filing import file_return, write_return
from app.services.reporting.formats import FormatName, list_formats
from app.services.reporting.returns import Wanted, only_list
from app.services.samples.sample import create_sample

_PERIOD = Period.parse("2020Q2")
_WORD = "示例"
_PATIENCE = 300  # seconds for the window to picture itself
_BOILERS = "12"


def play_tour(out: Path) -> Iterator[str]:
    """Import the sample, write each return, file the second quarter's, picture every page.

    Yields:
        One Chinese line for each step done.

    Raises:
        UserError: the folder can't be written, or the pictures could not be made.
    """
    folder = out / "示例台账"
    with telling_disk_faults(out):
        out.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    with create_sample(folder) as ledger:
        tasks = list_tasks(ledger, as_of=_PERIOD.end, period=_PERIOD.key)
        ours = sum(task.ours == "yes" for task in tasks)
        yield f"已导入示例任务分解表：本镇 {ours} 项，待确认 {len(tasks) - ours} 项"
        boilers = next(task for task in tasks if task.serial == _BOILERS)
        yield (
            f"{boilers.text}清单 {boilers.items} 台，已勾选 {boilers.items_done} 台，"
            f"{boilers.judgement.state.label}：{boilers.judgement.why}"
        )
        for fmt in list_formats():
            wanted = _wanted(fmt, only_list(ledger))
            for path in write_return(ledger, wanted, out):
                yield f"已写出 {path.name}"
            if fmt.kind == _PERIOD.kind:
                file_return(ledger, wanted, default_word=_WORD)
                yield f"已定稿 {_PERIOD.label}{fmt.name}"
    pictures = out / "窗口图片"
    _take_pictures(folder, pictures)
    yield f"窗口图片 {len(list(pictures.glob('*.png')))} 张，在 {pictures}"


def _wanted(fmt: FormatName, list_id: int) -> Wanted:
    """A format's return of its own kind of period: the quarter, or its last month, half, year."""
    span = _PERIOD if fmt.kind == "any" else Period.of(_PERIOD.end, fmt.kind)
    return Wanted(fmt.key, span.key, list_id, _PERIOD.return_due)


def _take_pictures(folder: Path, pictures: Path) -> None:
    """Have the window picture itself in a process of its own: the command line knows no Qt."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "main.py"]
    root = Path(__file__).resolve().parents[3]
    command = [*program, "--pictures", str(folder.resolve()), str(pictures.resolve())]
    try:
        subprocess.run(
            command,
            cwd=root,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
        )
    except subprocess.SubprocessError as error:
        words = str(getattr(error, "stderr", ""))[-2000:]
        raise UserError(
            "no_pictures", "窗口图片没有生成，其余文件已写好；原因见日志。", details=words
        ) from error
