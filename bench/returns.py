"""How long a return of 1,000 rows takes as workbook and PDF, beside LibreOffice's PDF of the same.

Run: ``python bench/returns.py [FORMAT]``. Each measure runs in a process of its own and tells its
peak of memory; 10,000 rows show whether time grows in line and memory stays below 500 MB.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.models.returnviews import ReturnHead, ReturnLine, ReturnView  # noqa: E402
from app.models.views import TargetView  # noqa: E402
from app.reports.formats.build import build_grid  # noqa: E402
from app.reports.formats.formatfiles import load_formats  # noqa: E402
from app.reports.rendering.pdf import render_pdf  # noqa: E402
from app.reports.rendering.xlsx import render_xlsx  # noqa: E402

_T = TypeVar("_T")
MOST_MEGABYTES = 500
# Ten times the rows may take this many times as long: a little over the straight line.
MOST_GROWTH = 12.0
_THEMES = ("一、深入打好蓝天保卫战", "二、着力打好碧水保卫战", "三、扎实推进净土保卫战")
_TEXTS = (
    "完成{0}家企业挥发性有机物深度治理，配套建设在线监测设施并与生态环境部门联网。",
    "完成第{0}条黑臭水体整治，建立“一河一策”档案，消除劣Ⅴ类断面，落实长效管护。",
    "第{0}号地块完成土壤污染状况调查；受污染耕地安全利用率达到90%以上。",
    "平均降尘量不得高于4.5吨/月·平方千米，{0}处建筑工地“六个百分之百”全覆盖。",
)


def main(format_key: str) -> int:
    """Print the measures; 1 when one is over its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Other work on the machine only ever makes a run longer: the shortest is the measure.
        runs = [_measured(format_key, 1_000, folder) for _ in range(_TIMES)]
        small = min(runs, key=lambda run: run["all"])
        large = _measured(format_key, 10_000, folder)
        office = min(_office_seconds(folder / "1000.xlsx", folder) for _ in range(_TIMES))
        ours = small["all"]
    print(f"LibreOffice, PDF of the 1,000 rows: {office:.2f} s; ours, both files: {ours:.2f} s")
    growth = sum(large[part] for part in _PARTS) / sum(small[part] for part in _PARTS)
    print(f"ten times the rows: {growth:.1f} times as long; peak {large['megabytes']:.0f} MB")
    good = ours <= office and growth <= MOST_GROWTH and large["megabytes"] < MOST_MEGABYTES
    return 0 if good else 1


_PARTS = ("grid", "xlsx", "pdf")
_TIMES = 3


def _measured(format_key: str, rows: int, folder: Path) -> dict[str, float]:
    """The measures of one size, taken in a process of its own."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--child", format_key, str(rows), str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = {name: float(value) for name, value in (line.split() for line in told.splitlines())}
    found["all"] = time.perf_counter() - start
    parts = ", ".join(f"{part} {found[part]:.2f} s" for part in _PARTS)
    print(
        f"{rows:,} rows: {parts}; the whole process {found['all']:.2f} s, "
        f"{found['megabytes']:.0f} MB"
    )
    return found


def _child(format_key: str, rows: int, folder: Path) -> None:
    """Make both files and tell how long each step took."""
    view = ReturnView(_HEAD, tuple(_line(number, rows) for number in range(1, rows + 1)))
    grid = _timed("grid", lambda: build_grid(load_formats()[format_key], view))
    for kind, render in (("xlsx", render_xlsx), ("pdf", render_pdf)):
        content = _timed(kind, partial(render, grid))
        (folder / f"{rows}.{kind}").write_bytes(content)
    print("megabytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _timed(name: str, work: Callable[[], _T]) -> _T:
    start = time.perf_counter()
    found = work()
    print(name, time.perf_counter() - start)
    return found


def _office_seconds(path: Path, folder: Path) -> float:
    start = time.perf_counter()
    out = folder / "office"
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return time.perf_counter() - start


_HEAD = ReturnHead(
    office="牛塘镇",
    list_title="2020年打好污染防治攻坚战目标任务分解表",
    document_number="攻坚办〔2020〕3号",
    year=2020,
    period="2020Q2",
    period_label="2020年第二季度",
    as_of=date(2020, 6, 30),
    filled_on=date(2020, 7, 8),
    filled_by="张三",
    checked_by="李四",
    signed_by="",
    phone="0519-8639 0000",
)


def _line(number: int, count: int) -> ReturnLine:
    """A task with texts of its own, so that nothing is set once for many."""
    text = _TEXTS[number % len(_TEXTS)].format(number)
    share = Decimal(number % 10) / 10
    return ReturnLine(
        task_id=number,
        serial=str(number),
        groups=(_THEMES[(number - 1) * len(_THEMES) // count],),
        text=text,
        acceptance=f"提供第{number}批合同、验收监测报告",
        deadline_text="2020年12月底前",
        lead=("生态环境局",),
        responsible=("生态环境局", "住建局", "各镇（街道）")[: 1 + number % 3],
        assist=("发改局",),
        main_responsible=(),
        score="2",
        scoring_method="Ⅱ",
        target=TargetView(Decimal(number), "家"),
        amount=share * number,
        share=share,
        items=10,
        items_done=number % 10,
        evidence=number % 4,
        state=("on_pace", "behind", "done", "not_started")[number % 4],
        state_why=f"应达50%（按时间），实达{share:%}",
        checkpoint="完成50%",
        progress_text=f"截至6月底，{text}其中{number}项已通过验收，其余计划11月底前完成。",
        problems="资金未到位，两家企业停产。" * (number % 3) or None,
        next_steps=f"督促第{number}批未完成企业加快进度。",
        self_score=share * 2,
        self_score_why=f"分值2×{share}",
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
        raise SystemExit(0)
    raise SystemExit(main(sys.argv[1] if sys.argv[1:] else "quarterly_tasks"))
