"""Every built-in format over one made ledger: the PDF says what the workbook says, page by page."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.database import Ledger
from app.reports.formats.build import build_grid
from app.reports.formats.formatfiles import load_formats
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.placing import lay_out
from app.reports.rendering.xlsx import render_xlsx
from app.services.breakdown.items import create_blanks, tick_items
from app.services.breakdown.shares import set_shares, split_rows
from app.services.parties.units import add_unit
from app.services.reporting.returns import Wanted, draft_return
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import add_task, change_target
from tests.ledgers import JUNE, a_ledger, a_list
from tests.reports.reading import (
    assert_pages_hold,
    poppler_pages,
    pypdf_pages,
    sheet_texts,
)

PERIODS = {"month": "2020-06", "half": "2020H1", "year": "2020"}
FORMATS = load_formats()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with enough of every kind of lines that each format fills pages."""
    with a_ledger(tmp_path_factory.mktemp("printed")) as made:
        fill(made)
        yield made


def fill(ledger: Ledger) -> None:
    list_id = a_list(ledger)
    villages = [add_unit(ledger, f"第{n}村", kind="village") for n in range(1, 5)]
    tasks = []
    for number in range(1, 25):
        theme = ("一、打赢蓝天保卫战", "二、打好碧水保卫战", "三、打好净土保卫战")[number // 9]
        groups = (theme, f"（{'一二三四五六七八九'[number // 4]}）第{number // 4}类任务的较长名称")
        text = f"完成{number}台设备改造，总投资{number}00万元，" + "并按要求验收。" * (number % 4)
        tasks.append(add_task(ledger, list_id, text=text, groups=groups,
                              deadline_text="2020年3月底前" if number % 3 else "2020年底前",
                              score="2", scoring_method="Ⅱ"))  # fmt: skip
        entry = Entry(text="正在推进。" * (number % 7), problems="资金不足。" * (number % 2))
        record_progress(ledger, tasks[-1], "2020Q2", entry)
        record_progress(ledger, tasks[-1], "2020-06", entry)
    for task in tasks[:4]:
        items = create_blanks(ledger, task, 12, stem="设备")
        tick_items(ledger, items[:5], date(2020, 6, 20))
    for number in range(18):
        source = ("中央督察", "信访", "自查")[number // 6]
        add_problem(ledger, text=f"第{number}个问题：" + "河道边堆放垃圾，" * (number % 5),
                    source=source, found_on=JUNE, year=2020)  # fmt: skip
    things = [Thing(task_id=task) for task in tasks[:6]]
    issue_assignments(ledger, same_to_each(villages, things), on=JUNE, due=JUNE)
    change_target(ledger, tasks[23], number=Decimal(3000), unit="万元")
    rows = split_rows(ledger, list_id=list_id)
    amounts = {(row.target_id, unit): Decimal(2) for row in rows for unit in villages}
    set_shares(ledger, {key: amount for key, amount in amounts.items() if key[0]})


def wanted(key: str) -> Wanted:
    return Wanted(key, PERIODS.get(FORMATS[key].kind, "2020Q2"), 1, date(2020, 7, 8))


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_the_pdf_says_what_the_workbook_says(ledger: Ledger, tmp_path: Path, key: str) -> None:
    view = draft_return(ledger, wanted(key))
    assert view.lines
    grid = build_grid(FORMATS[key], view)
    texts, pdf = sheet_texts(render_xlsx(grid)), render_pdf(grid)
    assert texts == {(cell.row, cell.column): cell.text for cell in grid.cells if cell.text}
    assert_pages_hold(pypdf_pages(pdf), grid, texts)
    assert_pages_hold(poppler_pages(pdf, tmp_path), grid, texts)


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_pages_break_between_rows_and_say_their_heads_and_labels_again(
    ledger: Ledger, key: str
) -> None:
    grid = build_grid(FORMATS[key], draft_return(ledger, wanted(key)))
    assert grid.repeat_rows is not None
    pages = lay_out(grid, installed_fonts().width).pages
    heads = range(grid.repeat_rows[0], grid.repeat_rows[1] + 1)
    rows = [{box.row for box in page if box.cell.row_span == 1} for page in pages]
    for number, page in enumerate(pages):
        assert set(heads) <= {box.row for box in page}
        others = set().union(*rows[:number]) - set(heads)
        assert not rows[number] & others, "a row is split"
        for box in page:
            printed = "".join("".join(box.text.lines).split())
            assert printed == "".join(box.cell.text.split())
    if FORMATS[key].rows in {"tasks", "items"} and not FORMATS[key].only:
        assert len(pages) > 1
