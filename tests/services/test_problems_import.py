"""Problems from files and the clipboard: headings by synonyms, a preview before it is kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.registers.problemheads import part_of, source_in
from app.importing.registers.problemtables import with_part
from app.models.database import Ledger
from app.services.history import journal
from app.services.supervision import problemimport, problems
from tests.importing.builders import a_workbook
from tests.importing.wordfiles import a_document, p, tbl, tr
from tests.ledgers import JUNE

HEAD = ("序号", "问题描述", "整改措施", "整改时限", "责任单位", "责任人", "督办单位", "备注")
FIRST = (
    "1",
    "采菱港雨污混接",
    "一是排查；二是改造",
    "2020年9月底前",
    "水利站",
    "张三",
    "区水利局",
    "",
)
SECOND = ("2", "印染厂污泥露天堆放", "立即清运", "立行立改", "张村", "", "", "已上报")
TITLE = "中央生态环境保护督察反馈问题整改清单"


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("序号", "number"), ("编 号", "number"), ("问题", "text"), ("存在问题", "text"),
        ("反馈问题", "text"), ("存在的主要问题", "text"), ("问题来源", "source"),
        ("整改措施", "measures"), ("整改目标", "goal"), ("整改\n时限", "deadline_text"),
        ("完成时限", "deadline_text"), ("整改完成时限", "deadline_text"),
        ("责任单位", "unit"), ("整改责任单位", "unit"), ("责任人", "person"),
        ("整改进展", "progress"), ("整改进展情况", "progress"), ("备注", "notes"),
        ("发现时间", "found_on"), ("督办单位", None), ("是否销号", None), ("问题类型", None),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_synonyms(heading: str, part: str | None) -> None:
    assert part_of((heading,)) == part


def test_sources_are_told_by_titles() -> None:
    assert source_in("江苏省第二生态环境保护督察组反馈意见") == "省督察"
    assert source_in("12345热线") == "信访"
    assert source_in("2020年任务分解表") == ""


def a_list(folder: Path, *rows: Sequence[str]) -> Path:
    return a_workbook(folder / "问题清单.xlsx", [(TITLE,), HEAD, *rows], ["A1:H1"])


def test_a_workbook_is_understood_before_anything_is_written(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = a_list(tmp_path, FIRST, SECOND, ("注：本表一式两份",))
    (found,) = problemimport.read_problem_file(ledger, path, year=2020)
    assert problems.list_problems(ledger, as_of=JUNE) == ()
    assert [(one.draft.row, one.due, one.held) for one in found.problems] == [
        (3, date(2020, 9, 30), False), (4, None, False),
    ]  # fmt: skip
    assert found.table.source == "中央督察"
    assert [row.why for row in found.table.skipped] == ["title", "head", "note"]


def test_what_is_imported_keeps_every_column_and_goes_in_one_step(
    ledger: Ledger, tmp_path: Path
) -> None:
    (found,) = problemimport.read_problem_file(ledger, a_list(tmp_path, FIRST, SECOND), year=2020)
    problemimport.import_problems(ledger, found, rows=found.fresh, source=found.table.source)
    first, second = problems.list_problems(ledger, as_of=JUNE)
    assert (first.number, first.unit, first.person, first.source) == (
        "1", "水利站", "张三", "中央督察",
    )  # fmt: skip
    assert dict(first.fields) == {"督办单位": "区水利局"}
    assert (second.deadline_text, second.due, second.notes) == ("立行立改", None, "已上报")
    assert len(first.steps) == 7
    assert journal.undo_state(ledger).undo == "导入问题 2 个：问题清单.xlsx"
    journal.undo(ledger)
    assert problems.list_problems(ledger, as_of=JUNE) == ()


def test_what_the_ledger_holds_is_not_doubled(ledger: Ledger, tmp_path: Path) -> None:
    problems.add_problem(ledger, text="印染厂污泥 露天堆放")
    (found,) = problemimport.read_problem_file(ledger, a_list(tmp_path, FIRST, SECOND), year=2020)
    assert [one.held for one in found.problems] == [False, True]
    assert found.fresh == (3,)
    with pytest.raises(UserError, match="没有选中"):
        problemimport.import_problems(ledger, found, rows=())


def test_a_column_may_be_read_otherwise(ledger: Ledger, tmp_path: Path) -> None:
    (found,) = problemimport.read_problem_file(ledger, a_list(tmp_path, FIRST), year=2020)
    watched = next(one.index for one in found.table.columns if one.name == "督办单位")
    other = problemimport.preview(
        ledger, with_part(found.table, watched, "unit"), file=found.file, year=2020
    )
    values = other.problems[0].draft
    assert (values.values["unit"], values.fields["责任单位"]) == ("区水利局", "水利站")


def test_a_problem_over_several_rows_is_one(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("序号", "存在问题", "整改措施", "完成时限"),
        ("1", "河道黑臭", "清淤", "2020年6月"),
        (None, None, "控源截污", None),
        ("2", "噪声扰民", "安装隔声屏", "2020年8月"),
    ]
    path = a_workbook(tmp_path / "问题.xlsx", rows, ["A2:A3", "B2:B3", "D2:D3"])
    (found,) = problemimport.read_problem_file(ledger, path, year=2020)
    assert [one.draft.values["measures"] for one in found.problems] == [
        "清淤\n控源截污", "安装隔声屏",
    ]  # fmt: skip


def test_group_rows_tell_the_source(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ("序号", "问题", "责任单位"),
        ("一、中央督察反馈问题",),
        ("1", "河道黑臭", "张村"),
        ("二、信访问题",),
        ("2", "噪声扰民", "李村"),
    ]
    path = a_workbook(tmp_path / "问题.xlsx", rows, ["A2:C2", "A4:C4"])
    (found,) = problemimport.read_problem_file(ledger, path, year=2020)
    assert [one.draft.values["source"] for one in found.problems] == ["中央督察", "信访"]


def test_a_word_document_is_read_too(ledger: Ledger, tmp_path: Path) -> None:
    widths = (1000,) * len(HEAD)
    table = tbl(tr(*HEAD), tr(*FIRST), tr(*SECOND), widths=widths)
    path = a_document(tmp_path / "问题清单.docx", p(TITLE), table)
    (found,) = problemimport.read_problem_file(ledger, path, year=2020)
    assert [one.draft.values["text"] for one in found.problems] == [FIRST[1], SECOND[1]]


def test_a_file_without_problems_is_refused_in_words(ledger: Ledger, tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "名单.xlsx", [("姓名", "电话"), ("张三", "123")])
    with pytest.raises(UserError, match="没有找到问题清单"):
        problemimport.read_problem_file(ledger, path, year=2020)


def test_pasted_rows_with_headings(ledger: Ledger) -> None:
    made = problemimport.paste_problems(ledger, [HEAD, FIRST, SECOND], year=2020)
    assert len(made) == 2
    first = problems.list_problems(ledger, as_of=JUNE)[0]
    assert (first.text, first.due) == ("采菱港雨污混接", date(2020, 9, 30))
    assert journal.undo_state(ledger).undo == "粘贴问题 2 个"
    journal.undo(ledger)
    assert problems.list_problems(ledger, as_of=JUNE) == ()


def test_pasted_rows_without_headings_are_told_by_their_content(ledger: Ledger) -> None:
    rows = [
        ("3", "露天堆场未覆盖，扬尘明显", "张村", "6月底前", "二次反馈"),
        ("4", "雨污混接", "李村", "9月底前", ""),
    ]
    problemimport.paste_problems(ledger, rows, year=2020)
    first, second = problems.list_problems(ledger, as_of=JUNE)
    assert (first.number, first.unit, first.due) == ("3", "张村", date(2020, 6, 30))
    assert dict(first.fields) == {"列5": "二次反馈"}
    assert (second.text, second.unit) == ("雨污混接", "李村")


def test_one_pasted_column_is_the_problems(ledger: Ledger) -> None:
    problemimport.paste_problems(
        ledger, [["存在问题"], ["污水直排"], [""], ["油烟扰民"]], year=2020
    )
    views = problems.list_problems(ledger, as_of=JUNE)
    assert [(view.number, view.text) for view in views] == [("1", "污水直排"), ("2", "油烟扰民")]


def test_cells_with_line_breaks_stay_whole(ledger: Ledger) -> None:
    text = '问题\t整改措施\n河道黑臭\t"一、清淤\n二、截污"\n'
    problemimport.paste_clipboard(ledger, None, text, year=2020)
    (view,) = problems.list_problems(ledger, as_of=JUNE)
    assert view.measures == "一、清淤\n二、截污"


def test_nothing_to_paste_is_said(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="没有可用的行"):
        problemimport.paste_problems(ledger, [["", " "]], year=2020)
    with pytest.raises(UserError, match="剪贴板里没有文字"):
        problemimport.paste_clipboard(ledger, None, "", year=2020)


def test_a_day_of_discovery_is_a_day_or_stays_words(ledger: Ledger) -> None:
    rows = [("问题", "发现时间"), ("污水直排", "2020-05-06"), ("油烟扰民", "去年以来")]
    problemimport.paste_problems(ledger, rows, year=2020)
    first, second = problems.list_problems(ledger, as_of=JUNE)
    assert first.found_on == date(2020, 5, 6)
    assert (second.found_on, dict(second.fields)) == (None, {"发现日期": "去年以来"})
