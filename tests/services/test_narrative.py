"""The work report: drafted from the ledger, reworded, written as .docx and .pdf, filed, undone."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

from app.cli import main
from app.errors import UserError
from app.models.database import Ledger
from app.models.returns import ReportText
from app.services.breakdown.items import list_open_items, tick_items
from app.services.history import journal
from app.services.reporting import filing, narrative
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.narrative import Report, ReportSection
from app.services.reporting.returns import Wanted
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_tasks, decide_ours
from tests.ledgers import boilers, count_of
from tests.reports.reading import poppler_pages, squeezed

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PERIOD = "2020Q2"


@pytest.fixture
def wanted(ledger: Ledger) -> Wanted:
    """The report of a ledger with 23 boilers, 17 of them done, and a lagging task."""
    task_id, _ = boilers(ledger, ticked=17)
    steps = Entry(
        text="已完成17台，占73.9%，余6台已签订改造合同。", next_steps="11月底前全部完成。"
    )
    record_progress(ledger, task_id, _PERIOD, steps)
    trees = add_task(
        ledger, 1, text="完成成片造林300亩。", groups=("二、生态建设",), deadline_text="2020年底前"
    )
    lag = Entry(Decimal(90), problems="地块流转未谈妥。", next_steps="秋季补植210亩。")
    record_progress(ledger, trees, _PERIOD, lag)
    return narrative.report_wanted(_PERIOD, 1, date(2020, 7, 8))


def section(report: Report, key: str) -> ReportSection:
    return next(one for one in report.sections if one.key == key)


def drafted(ledger: Ledger, wanted: Wanted, key: str) -> str:
    return section(narrative.work_report(ledger, wanted), key).text


def now(ledger: Ledger, wanted: Wanted, key: str) -> ReportSection:
    """A section as the window shows it now."""
    return section(narrative.work_report(ledger, wanted), key)


def write(ledger: Ledger, wanted: Wanted, key: str, text: str) -> None:
    """What the clerk writes in a section in view."""
    narrative.write_section(ledger, wanted, now(ledger, wanted, key), text)


def docx_texts(content: bytes) -> list[str]:
    """The paragraphs of a Word document."""
    body = fromstring(ZipFile(BytesIO(content)).read("word/document.xml"))
    return [
        "".join(one.text or "" for one in paragraph.iter(f"{_WORD}t"))
        for paragraph in body.iter(f"{_WORD}p")
    ]


AIR = "group:一、打赢蓝天保卫战"


def test_the_draft_says_what_the_ledger_holds(ledger: Ledger, wanted: Wanted) -> None:
    report = narrative.work_report(ledger, wanted)
    opening = section(report, "opening").text
    assert "截至6月底，我镇承担的2项任务中，达到或超过序时进度1项，滞后1项。" in opening
    assert "《2020年任务分解表》" in opening
    air = section(report, AIR)
    assert air.heading == "打赢蓝天保卫战"
    told = "完成17台天然气锅炉低氮改造，占计划23台的73.9%，余6台已签订改造合同。"
    assert told in air.text
    troubles = section(report, "problems").text
    assert troubles == "成片造林落后序时进度20个百分点，地块流转未谈妥。"
    ahead = section(report, "next").text
    assert "成片造林，秋季补植210亩。" in ahead
    assert "天然气锅炉低氮改造，11月底前全部完成。" in ahead


def test_the_draft_follows_the_ledger(ledger: Ledger, wanted: Wanted) -> None:
    tick_items(ledger, list_open_items(ledger, 1, count=3), date(2020, 6, 29))
    text = drafted(ledger, wanted, AIR)
    assert "完成20台天然气锅炉低氮改造，占计划23台的87%" in text
    assert "余6台" not in text  # the clerk's figure is no longer the rest


def test_what_comes_after_the_period_is_not_told(ledger: Ledger, wanted: Wanted) -> None:
    before = drafted(ledger, wanted, AIR)
    tick_items(ledger, list_open_items(ledger, 1, count=3), date(2020, 7, 2))
    assert drafted(ledger, wanted, AIR) == before


def test_open_problems_are_told(ledger: Ledger, wanted: Wanted) -> None:
    add_problem(ledger, text="河岸堆放垃圾。", found_on=date(2020, 5, 1), deadline_text="6月20日前")
    text = drafted(ledger, wanted, "problems")
    assert "累计登记问题1个，未销号1个，其中超期1个：河岸堆放垃圾（时限6月20日）。" in text


def test_a_reworded_section_stays_and_tells_that_numbers_moved(
    ledger: Ledger, wanted: Wanted
) -> None:
    write(ledger, wanted, AIR, "锅炉改造完成17台。")
    held = section(narrative.work_report(ledger, wanted), AIR)
    assert (held.text, held.is_written, held.is_stale) == ("锅炉改造完成17台。", True, False)
    tick_items(ledger, list_open_items(ledger, 1, count=3), date(2020, 6, 29))
    moved = section(narrative.work_report(ledger, wanted), AIR)
    assert (moved.text, moved.is_stale) == ("锅炉改造完成17台。", True)
    narrative.keep_text(ledger, wanted, now(ledger, wanted, AIR))
    assert not section(narrative.work_report(ledger, wanted), AIR).is_stale
    narrative.take_draft(ledger, wanted, now(ledger, wanted, AIR))
    fresh = section(narrative.work_report(ledger, wanted), AIR)
    assert not fresh.is_written
    assert "完成20台" in fresh.text


def test_every_change_comes_back_by_undo(ledger: Ledger, wanted: Wanted) -> None:
    write(ledger, wanted, AIR, "甲")
    write(ledger, wanted, AIR, "乙")
    narrative.take_draft(ledger, wanted, now(ledger, wanted, AIR))
    assert count_of(ledger, ReportText) == 0
    title = "修改2020年第二季度工作进展情况报告“打赢蓝天保卫战”"
    assert journal.undo_state(ledger).undo.startswith("采用新稿：")
    seen = []
    for _ in range(3):
        seen.append(drafted(ledger, wanted, AIR))
        assert "报告" in journal.undo(ledger).title
    assert seen[1:] == ["乙", "甲"]
    assert not section(narrative.work_report(ledger, wanted), AIR).is_written
    assert journal.redo(ledger).title == title
    assert drafted(ledger, wanted, AIR) == "甲"


def test_the_drafts_own_words_need_not_be_kept(ledger: Ledger, wanted: Wanted) -> None:
    own = drafted(ledger, wanted, AIR)
    before = journal.undo_state(ledger)
    write(ledger, wanted, AIR, own)
    assert count_of(ledger, ReportText) == 0
    assert journal.undo_state(ledger) == before


def test_an_emptied_section_is_left_out_and_the_numbers_close_up(
    ledger: Ledger, wanted: Wanted
) -> None:
    write(ledger, wanted, AIR, "")
    heads = [one.text for one in narrative.work_report(ledger, wanted).paper if one.text[:2]]
    assert "一、生态建设" in heads
    assert not any("蓝天" in one for one in heads)


def test_the_texts_of_another_list_and_period_are_its_own(ledger: Ledger, wanted: Wanted) -> None:
    write(ledger, wanted, AIR, "甲")
    later = narrative.report_wanted("2020Q3", 1, date(2020, 10, 8))
    assert not section(narrative.work_report(ledger, later), AIR).is_written


def test_word_and_pdf_hold_the_same_texts(ledger: Ledger, wanted: Wanted, tmp_path: Path) -> None:
    for key, text in (
        ("to", "区攻坚办"),
        ("annex", "任务进展表\n问题清单"),
        ("opening", "一段𠮷字与<符号>&“引号”。" * 30),
    ):
        write(ledger, wanted, key, text)
    docx, pdf = narrative.write_report(ledger, wanted, tmp_path)
    assert (docx.suffix, pdf.suffix) == (".docx", ".pdf")
    written = [squeezed(one) for one in docx_texts(docx.read_bytes())]
    pages = poppler_pages(pdf.read_bytes(), tmp_path)
    numbers = [f"—{place}—" for place in range(1, len(pages) + 1)]
    assert [page[-3:] for page in pages] == numbers
    assert "".join(page[:-3] for page in pages) == "".join(written)
    assert written[-2:] == ["牛塘镇", "2020年7月8日"]
    assert "区攻坚办：" in written
    assert written[-6:-4] == ["附件：1.任务进展表", "2.问题清单"]


def test_filing_freezes_text_and_files(ledger: Ledger, wanted: Wanted, tmp_path: Path) -> None:
    write(ledger, wanted, AIR, "锅炉改造完成17台。")
    filed = narrative.file_report(ledger, wanted, default_word="详见季度报表")
    assert (filed.format_key, filed.format_name) == ("narrative", "工作进展情况报告")
    assert sorted(filed.files) == ["docx", "pdf"]
    frozen = {kind: Path(path).read_bytes() for kind, path in filed.files.items()}
    tick_items(ledger, list_open_items(ledger, 1, count=3), date(2020, 6, 29))
    change_tasks(ledger, [1], text="另一种说法")
    again = filing.print_again(ledger, filed.id, tmp_path)
    assert [path.read_bytes() for path in again] == [frozen["docx"], frozen["pdf"]]
    texts = [cell.text for cell in filed_papers(ledger, filed.id).papers[0].cells]
    assert "　　锅炉改造完成17台。" in texts
    newer = narrative.file_report(ledger, wanted, default_word="详见季度报表")
    assert newer.version == 2
    assert [one.state for one in filing.filed_returns(ledger)] == ["filed", "superseded"]


def test_what_speaks_against_filing_wants_a_word(ledger: Ledger, wanted: Wanted) -> None:
    add_task(ledger, 1, text="栽树", groups=("二、生态建设",))
    with pytest.raises(UserError) as told:
        narrative.file_report(ledger, wanted)
    assert told.value.code == "unexplained"
    assert filing.filed_returns(ledger) == ()


def test_the_same_report_is_the_same_bytes(ledger: Ledger, wanted: Wanted, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in narrative.write_report(ledger, wanted, tmp_path / "a")]
    again = [path.read_bytes() for path in narrative.write_report(ledger, wanted, tmp_path / "b")]
    assert first == again


def test_a_list_without_tasks_of_ours_still_makes_a_paper(ledger: Ledger, wanted: Wanted) -> None:
    decide_ours(ledger, [1, 2], "no")
    report = narrative.work_report(ledger, wanted)
    assert "还没有我镇承担的任务" in section(report, "opening").text
    assert [one.heading for one in report.sections if one.heading] == ["存在问题", "下一步打算"]


def test_the_command_line_writes_and_files_it(
    ledger: Ledger, wanted: Wanted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = str(ledger.folder), tmp_path / "out"
    ledger.close()
    words = ["return", "narrative", "--period", _PERIOD, "--ledger", folder, "--out", str(out)]
    assert main([*words, "--file"]) == 0
    assert "已定稿第 1 版" in capsys.readouterr().out
    names = sorted(path.name for path in out.iterdir())
    stem = "牛塘镇2020年第二季度_工作进展情况报告"
    assert names == [f"{stem}.docx", f"{stem}.pdf"]
