"""The main job without a window: a district's file in, 23 boilers ticked, the return out."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from app.services.breakdown.items import create_blanks
from app.services.history.journal import undo
from app.services.keeping.ledgers import open_ledger
from app.services.queries import find_task, list_tasks
from app.services.reporting.filing import filed_returns, print_again
from app.services.samples.sample_workbook import write_sample_workbook
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks

ROOT = Path(__file__).resolve().parents[2]


def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """The real command line in a process of its own."""
    command = [sys.executable, "main.py", *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a clerk who imported the list and worked half a year."""
    folder = tmp_path_factory.mktemp("journey")
    workbook, ledger = folder / "附件1 任务分解表.xlsx", folder / "台账"
    write_sample_workbook(workbook)
    run("import", workbook, "--ledger", ledger, "--office", "牛塘镇", "--commit")
    with open_ledger(ledger) as opened:
        create_blanks(opened, find_task(opened, "12"), 23, stem="燃气锅炉")
    run("tick", "--ledger", ledger, "--task", "12", "--count", 17, "--on", "2020-06-20")
    run(
        "progress",
        "--ledger",
        ledger,
        "--task",
        "12",
        "--period",
        "2020Q2",
        "--text=截至6月底，已完成17台。",
        "--problems=2家企业资金未到位。",
        "--next==SUM(1,2)",
    )
    return ledger


def texts_of(workbook: Path) -> Sequence[str]:
    """Every text of a workbook's first sheet."""
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_return_holds_what_was_entered(played: Path, tmp_path: Path) -> None:
    done = run(
        "return", "quarterly_tasks", "--period", "2020Q2", "--ledger", played, "--out", tmp_path
    )
    workbook, pdf = map(Path, done.stdout.split("\n")[:2])
    texts = texts_of(workbook)
    assert any("截至6月底，已完成17台。" in text for text in texts)
    assert "=SUM(1,2)" in texts
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(pdf).pages)
    for words in ("截至6月底，已完成17台。", "2家企业资金未到位。", "=SUM(1,2)", "牛塘镇"):
        assert words in printed
    cells = openpyxl.load_workbook(workbook).worksheets[0]
    formulas = [c for row in cells.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []


def test_a_filed_return_prints_the_same_after_everything_changed(
    played: Path, tmp_path: Path
) -> None:
    run(
        "return",
        "quarterly_scored",
        "--period",
        "2020Q2",
        "--ledger",
        played,
        "--out",
        tmp_path,
        "--file",
    )
    with open_ledger(played) as ledger:
        filed = filed_returns(ledger)[0]
        before = {kind: Path(path).read_bytes() for kind, path in filed.files.items()}
        task_id = find_task(ledger, "12")
        change_tasks(ledger, [task_id], text="完全改了")
        record_progress(ledger, task_id, "2020Q2", Entry(text="改了"))
        workbook, pdf = print_again(ledger, filed.id, tmp_path / "again")
        undo(ledger)
        undo(ledger)
    assert workbook.read_bytes() == before["xlsx"]
    assert pdf.read_bytes() == before["pdf"]
    assert run("check", "--ledger", played).stdout.startswith("任务表 1，任务 ")


def test_an_amount_that_falls_is_taken_and_questioned(played: Path) -> None:
    with open_ledger(played, readonly=True) as ledger:
        tasks = list_tasks(ledger, as_of=date(2020, 6, 30), period="2020Q2")
        plain = [one for one in tasks if one.serial and not one.items and one.target is None]
    words = ("progress", "--ledger", played, "--task", plain[0].serial, "--text", "已排查。")
    assert "请核对" not in run(*words, "--period", "2020Q3", "--amount", "9").stdout
    assert "请核对：" in run(*words, "--period", "2020Q4", "--amount", "3").stdout
    with open_ledger(played) as ledger:
        undo(ledger)
        undo(ledger)


def test_a_second_filing_stands_beside_the_first(played: Path, tmp_path: Path) -> None:
    words = ("return", "yearly_review", "--period", "2020Q2", "--ledger", played, "--out", tmp_path)
    run(*words, "--file")
    run(*words, "--file")
    with open_ledger(played, readonly=True) as ledger:
        found = [one for one in filed_returns(ledger) if one.format_key == "yearly_review"]
        lists = [(one.version, one.state) for one in found]
    assert lists == [(2, "filed"), (1, "superseded")]


def test_the_light_follows_the_ticks(played: Path) -> None:
    with open_ledger(played, readonly=True) as ledger:
        tasks = list_tasks(ledger, as_of=date(2020, 6, 30), period="2020Q2")
    boilers = next(task for task in tasks if task.serial == "12")
    assert (boilers.items, boilers.items_done) == (23, 17)
    assert "17/23台" in boilers.judgement.why


def test_import_again_changes_nothing(played: Path) -> None:
    workbook = played.parent / "附件1 任务分解表.xlsx"
    done = json.loads(run("import", workbook, "--ledger", played, "--json").stdout)
    assert (done["added"], done["removed"], done["committed"]) == ([], [], False)
    assert done["edition"] == 2


def test_read_tells_every_row(played: Path) -> None:
    workbook = played.parent / "附件1 任务分解表.xlsx"
    table = json.loads(run("read", workbook, "--year", 2020, "--json").stdout)["tables"][0]
    told = {row["row"] for row in (*table["tasks"], *table["skipped"])} | set(table["header_rows"])
    sheet = openpyxl.load_workbook(workbook).worksheets[0]
    written = {c.row for row in sheet.iter_rows() for c in row if c.value not in (None, "")}
    assert written <= told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("read", "没有这个文件.xlsx"), 1, "没有这个文件.xlsx"),
        (("check", "--ledger", "没有这个台账"), 1, "没有台账"),
        (
            ("return", "无此格式", "--period", "2020Q2", "--ledger", "{}", "--out", "."),
            1,
            "无此格式",
        ),
        (("tick", "--ledger", "{}", "--task", "999", "--on", "2020-06-20"), 1, "没有序号为“999”"),
        (("tick", "--ledger", "{}", "--task", "12", "--on", "六月"), 2, "日期应写作"),
        (("progress", "--ledger", "{}", "--task", "12", "--period", "2020Q9"), 2, "期间应写作"),
        (("nonsense",), 2, "命令写法有误"),
    ],
)
def test_what_is_wrong_is_said(played: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(*(word.replace("{}", str(played)) for word in words), code=code)
    assert said in done.stderr
