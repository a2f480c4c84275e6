"""Plans in prose in files: any encoding, beside annexes, imported once, refused when too long."""

from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.describe import as_json
from app.importing.readers.limits import MAX_PARAGRAPHS
from app.importing.reading import read_file, read_source
from app.models.database import Ledger
from app.services.intake.importcommand import largest
from app.services.intake.imports import commit_import, plan_import
from app.services.queries import list_tasks, task_detail
from tests.importing.prose.hands import PLAN, read
from tests.importing.wordfiles import a_document, p, tbl, tr


def test_prose_is_described_as_one_table_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    (table,) = as_json(read_file(path))["tables"]
    assert table["kind"] == "prose"
    (task,) = [one for one in table["tasks"] if "清淤" in one["text"]]
    assert task["row"] == 10
    assert task["lead"] == ["镇水利站"]
    assert task["deadline"]["due"] == "2020-09-30"
    assert task["targets"] == [{"number": "3", "unit": "条", "comparator": "="}]
    assert "serial" not in task


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode(encoding))
    (drafts,) = read_file(path).lists
    assert drafts.tasks == read(PLAN).tasks
    assert drafts.year == 2020


def test_a_document_gives_the_same_tasks_as_its_text(tmp_path: Path) -> None:
    path = a_document(tmp_path / "plan.docx", *(p(line) for line in PLAN.splitlines()))
    (drafts,) = read_file(path).lists
    assert [task.text for task in drafts.tasks] == [task.text for task in read(PLAN).tasks]


def test_prose_and_annex_are_two_lists_and_the_table_is_imported(tmp_path: Path) -> None:
    table = tbl(
        tr("序号", "主要任务", "完成时限", "责任单位"),
        tr("1", "锅炉改造", "2020年6月底前", "牛塘镇"),
        tr("2", "河道清淤", "2020年底前", "牛塘镇"),
    )
    lines = [p(line) for line in PLAN.splitlines()]
    path = a_document(tmp_path / "plan.docx", *lines, p("附件1"), p("任务分解表"), table)
    lists = read_file(path).lists
    assert [one.kind for one in lists] == ["table", "prose"]
    assert largest(lists).kind == "table"
    assert [one.kind for one in read_file(path, sheet="正文").lists] == ["prose"]
    assert "任务分解表" not in [task.text for task in lists[1].tasks]


def test_a_letter_above_a_table_is_no_list(tmp_path: Path) -> None:
    table = tbl(
        tr("序号", "主要任务", "完成时限", "责任单位"), tr("1", "锅炉改造", "2020年6月", "镇")
    )
    letter = p("各单位：现将任务分解表印发给你们，请于4月底前完成任务分解。")
    path = a_document(tmp_path / "letter.docx", p("关于印发任务分解表的通知"), letter, table)
    assert [one.kind for one in read_file(path).lists] == ["table"]


def test_the_source_of_prose_is_shown_as_a_sheet_of_paragraphs(tmp_path: Path) -> None:
    path = a_document(tmp_path / "plan.docx", *(p(line) for line in PLAN.splitlines()))
    (sheet,) = read_source(path)
    assert sheet.name == "正文"
    assert sheet.text(6, 1) == "一、工作目标"


def test_prose_is_imported_and_a_second_time_changes_nothing(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    (drafts,) = read_file(path).lists
    commit_import(ledger, plan_import(ledger, drafts), path)
    again = plan_import(ledger, drafts)
    assert again.change_set.is_empty
    assert len(again.change_set.same) == len(drafts.tasks)
    views = list_tasks(ledger, as_of=date(2020, 6, 30), period="2020Q2", ours=("yes", "ask", "no"))
    (view,) = [one for one in views if "清淤" in one.text]
    detail = task_detail(ledger, view.id, as_of=date(2020, 6, 30), period="2020Q2")
    assert "第 10 段" in detail.source


def test_rows_of_a_text_table_are_no_prose(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = "".join(
        f"{n},完成{n}家企业清洁生产审核并通过验收。按季度报送进展,发改局,是\n" for n in range(9)
    )
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_file(path)
    assert caught.value.code == "no_task_table"


def test_a_paragraph_too_long_to_be_one_is_told() -> None:
    drafts = read("一、任务\n" + "完成5项治理，" * 2000 + "\n年底前拆除2座码头。\n")
    assert [task.text for task in drafts.tasks] == ["年底前拆除2座码头"]
    assert "too_long" in [skipped.why for skipped in drafts.skipped]


def test_a_text_longer_than_any_plan_is_refused(tmp_path: Path) -> None:
    path = a_document(tmp_path / "太长.docx", p("完成整治1家。") * (MAX_PARAGRAPHS + 1))
    with pytest.raises(UserError, match=r"太长\.docx") as told:
        read_file(path)
    assert told.value.code == "too_large"
