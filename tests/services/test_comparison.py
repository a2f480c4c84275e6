"""A revised list: planned, committed, compared on paper, and undone without losing later work."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.models.database import Ledger
from app.services.breakdown.items import create_blanks, tick_items
from app.services.history.journal import undo_operation
from app.services.intake.comparison import compare_editions, write_comparison
from app.services.intake.imports import ImportPlan, commit_import, plan_import, read_file
from app.services.intake.sources import task_source
from app.services.queries import find_task, list_lists, list_tasks, task_detail
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import decide_ours
from tests.ledgers import JUNE

HEAD = ["序号", "主要任务", "完成时限", "牵头单位", "责任单位"]
FIRST = [
    ["1", "完成23台天然气锅炉低氮改造", "2020年底前", "环保局", "各镇"],
    ["2", "完成五条黑臭水体整治并销号", "2020年9月底前", "水利局", "牛塘镇"],
    ["3", "农膜回收量不少于60吨", "2020年底前", "农业农村局", "相关镇"],
    ["4", "加强机动车尾气路检路查工作力度", "全年", "公安局", "湖塘镇"],
]
SECOND = [
    ["1", "新建挥发性有机物自动监测站2座并联网", "2020年底前", "生态环境局", "各镇"],
    ["2", "完成20台天然气锅炉低氮改造", "2020年12月31日前", "生态环境局", "各镇"],
    ["3", "完成五条黑臭水体整治并销号", "2020年9月底前", "水利局", "牛塘镇"],
    ["4", "农膜回收量不少于60吨", "2020年底前", "农业农村局", "相关镇"],
]


def workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2020年污染防治攻坚战任务分解表"])
    sheet.merge_cells("A1:E1")
    sheet.append(HEAD)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def plan(ledger: Ledger, path: Path) -> ImportPlan:
    return plan_import(ledger, read_file(path, ledger=ledger).lists[0])


@pytest.fixture
def first(ledger: Ledger, tmp_path: Path) -> Ledger:
    """The first edition imported, 17 boilers of 23 ticked, one row confirmed as ours."""
    path = workbook(tmp_path / "第一版.xlsx", FIRST)
    commit_import(ledger, plan(ledger, path), path)
    boilers = find_task(ledger, "1")
    tick_items(ledger, create_blanks(ledger, boilers, 23, stem="锅炉")[:17], JUNE)
    record_progress(ledger, boilers, "2020Q2", Entry(text="已完成17台", amount=Decimal(17)))
    decide_ours(ledger, [find_task(ledger, "3")], "yes")
    return ledger


def test_the_first_import_says_whose_each_row_is(ledger: Ledger, tmp_path: Path) -> None:
    made = plan(ledger, workbook(tmp_path / "第一版.xlsx", FIRST))
    assert made.count_ours() == {"yes": 2, "ask": 1, "no": 1}
    assert all(ours.why.endswith("。") for ours in made.ours.values())


def test_a_revision_keeps_work_with_its_task(first: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "修订版.xlsx", SECOND)
    made = plan(first, path)
    assert made.edition == 2
    assert [draft.serial for draft in made.change_set.added] == ["1"]
    assert [task.serial for task in made.change_set.removed] == ["4"]
    commit_import(first, made, path)
    boilers = find_task(first, "2")
    detail = task_detail(first, boilers, as_of=JUNE, period="2020Q2")
    assert (detail.task.items_done, detail.progress[0].text) == (17, "已完成17台")
    assert detail.task.target is not None
    assert detail.task.target.number == 20
    assert [task.serial for task in list_tasks(first, as_of=JUNE, period="2020Q2")] == [
        "1", "2", "3", "4",
    ]  # fmt: skip
    (held,) = list_lists(first)
    assert (held.edition, held.ours, held.ask) == (2, 4, 0)


def test_a_confirmed_row_is_not_asked_again(first: Ledger, tmp_path: Path) -> None:
    made = plan(first, workbook(tmp_path / "修订版.xlsx", SECOND))
    assert made.count_ours() == {"yes": 4, "ask": 0, "no": 0}


def test_what_the_clerk_decided_at_import_is_not_judged_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "第一版.xlsx", FIRST)
    read = read_file(path).lists[0]
    rows = {draft.serial: draft.row for draft in read.tasks}
    commit_import(ledger, plan_import(ledger, read, decided={rows["4"]: "yes"}), path)
    again = plan(ledger, path)
    assert again.ours[rows["4"]].verdict == "yes"
    assert "人工确认" in again.ours[rows["4"]].why
    assert again.ours[rows["3"]].verdict == "ask"


def test_the_same_list_again_changes_nothing(first: Ledger, tmp_path: Path) -> None:
    made = plan(first, workbook(tmp_path / "又一份.xlsx", FIRST))
    assert made.change_set.is_empty
    assert compare_editions(made, on=JUNE).lines == ()


def test_undoing_the_revision_brings_the_first_back(first: Ledger, tmp_path: Path) -> None:
    before = list_tasks(first, as_of=JUNE, period="2020Q2")
    path = workbook(tmp_path / "修订版.xlsx", SECOND)
    step = commit_import(first, plan(first, path), path)
    added = find_task(first, "1")
    record_progress(first, added, "2020Q2", Entry(text="已选址"))
    result = undo_operation(first, step)
    after = list_tasks(first, as_of=JUNE, period="2020Q2")
    assert [task for task in after if task.id != added] == list(before)
    assert any("自动监测站" in words for words in result.kept)


def test_the_comparison_prints_what_changed(first: Ledger, tmp_path: Path) -> None:
    made = plan(first, workbook(tmp_path / "修订版.xlsx", SECOND))
    comparison = compare_editions(made, on=date(2020, 7, 8))
    kinds = [line.kind for line in comparison.lines]
    assert kinds.count("新增") == kinds.count("取消") == 1
    assert any(line.field == "完成时限（仅写法）" for line in comparison.lines)
    sheet, _ = write_comparison(made, tmp_path / "出", on=date(2020, 7, 8))
    texts = [
        cell.value
        for row in openpyxl.load_workbook(sheet).worksheets[0].iter_rows()
        for cell in row
    ]
    assert "完成20台天然气锅炉低氮改造" in texts
    assert "加强机动车尾气路检路查工作力度" in texts


def test_each_task_leads_to_its_source(first: Ledger, tmp_path: Path) -> None:
    task_id = find_task(first, "2")
    assert task_source(first, task_id).kept.read_bytes() == (tmp_path / "第一版.xlsx").read_bytes()
    detail = task_detail(first, task_id, as_of=JUNE, period="2020Q2")
    assert "第一版.xlsx" in detail.source
    assert "第 4 行" in detail.source


WHOLE = "完成燃气锅炉低氮改造23台，同时完成生物质锅炉综合整治并拆除取缔"
PARTS = ["完成燃气锅炉低氮改造23台", "同时完成生物质锅炉综合整治并拆除取缔"]


def rows(*texts: str) -> list[list[str]]:
    return [[str(at), text, "2020年底前", "环保局", "各镇"] for at, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ((WHOLE, "农膜回收60吨"), (*PARTS, "农膜回收60吨"), "split", "拆自原1"),
        ((*PARTS, "农膜回收60吨"), (WHOLE, "农膜回收60吨"), "joined", "并入1"),
    ],
)
def test_split_and_joined_rows_are_told(
    ledger: Ledger,
    tmp_path: Path,
    before: tuple[str, ...],
    after: tuple[str, ...],
    kind: str,
    words: str,
) -> None:
    first = workbook(tmp_path / "第一版.xlsx", rows(*before))
    commit_import(ledger, plan(ledger, first), first)
    made = plan(ledger, workbook(tmp_path / "修订版.xlsx", rows(*after)))
    assert {one.kind for one in made.change_set.related} == {kind}
    assert any(words in line.field for line in compare_editions(made, on=JUNE).lines)
