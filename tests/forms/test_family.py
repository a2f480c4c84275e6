"""A family of blank forms: each filled as a careful clerk would, nothing else in it touched."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from app.models.origins import How, adds_up
from app.services.formfilling.formagain import ask_form_again
from app.services.formfilling.formprovenance import FormNumbers, trace_cell
from app.services.formfilling.forms import FilledForm, fill_blank
from app.services.reporting.keptparts import keep_cells, read_cells
from app.services.reporting.returns import Wanted
from tests.forms import parts_of
from tests.forms.besideblanks import BESIDE_BLANKS
from tests.forms.blanks import BLANKS
from tests.forms.district import District, play_district
from tests.forms.drawing import Blank, cells_of, compare
from tests.forms.moreblanks import MORE_BLANKS
from tests.forms.registerblanks import REGISTER_BLANKS
from tests.forms.shapeblanks import SHAPE_BLANKS
from tests.forms.wordblanks import WORD_BLANKS

_MAKERS = (*BESIDE_BLANKS, *BLANKS, *MORE_BLANKS, *REGISTER_BLANKS, *SHAPE_BLANKS, *WORD_BLANKS)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WRITTEN = frozenset({"xl/workbook.xml", "xl/styles.xml"})
"""Parts that may change: reckoning is asked for, long texts get lines."""

_NO_NUMBERS = frozenset({"serial", "ordinal", "score"})


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    played = play_district(tmp_path_factory.mktemp("district"))
    yield played
    played.ledger.close()


class Case(NamedTuple):
    """A blank form, its file, and what came of it."""

    blank: Blank
    file: bytes
    filled: FilledForm


@pytest.fixture(scope="module", params=_MAKERS, ids=lambda make: make.__name__)
def case(
    request: pytest.FixtureRequest, district: District, tmp_path_factory: pytest.TempPathFactory
) -> Case:
    blank = request.param()
    path = tmp_path_factory.mktemp("form") / "空白表.xlsx"
    blank.book.save(path)
    filled = fill_blank(
        district.ledger, path, period=blank.period, list_id=district.list_id,
        filled_on=date(2020, 7, 5),
    )  # fmt: skip
    return Case(blank, path.read_bytes(), filled)


def test_a_form_is_filled_as_by_hand(case: Case) -> None:
    """Every cell that is wanted holds its value, every other cell what the district wrote."""
    cells = cells_of(load_workbook(BytesIO(case.filled.workbook)))
    assert compare(case.blank, cells).faults == ()


def test_the_rest_of_the_file_is_untouched(case: Case) -> None:
    """Part by part: widths, merges, lists, protection and page stay; ranges follow put-in rows."""
    filled, before = parts_of(case.filled.workbook), parts_of(case.file)
    assert filled.keys() == before.keys()
    for name, part in before.items():
        if name.startswith("xl/worksheets/"):
            assert _around(filled[name], {}) == _around(part, _moves(case.blank, name))
        elif name not in _WRITTEN:
            assert filled[name] == part, name


def test_every_filled_number_opens_and_adds_up(case: Case, district: District) -> None:
    """Each opens to the ledger's own tree under its own value; words lead to where they stand."""
    assert case.filled.filled
    for place, cell in case.filled.filled.items():
        part = trace_cell(district.ledger, cell, district.list_id)
        assert adds_up(part), place
        assert part.label, place
        if isinstance(cell.value, Decimal) and cell.origin.field not in _NO_NUMBERS:
            assert part.amount == cell.value, place
        if cell.origin.field in {"progress_text", "problems", "next_steps"}:
            assert part.lead is not None, place
            assert part.by == "张三", place


def test_what_is_kept_at_filing_is_what_was_opened(case: Case, district: District) -> None:
    """On every page every filled cell; kept as plain JSON, read back, the parts still add up."""
    numbers = FormNumbers(case.filled.filled, case.filled.pages, district.list_id)
    cells = tuple(numbers.open_all(district.ledger))
    shown = {(one.paper, one.row, one.column) for one in cells}
    assert all(numbers.has(row, column, paper) for paper, row, column in shown)
    assert len(cells) == len(case.filled.filled)
    kept = read_cells(json.loads(json.dumps(keep_cells(cells))))
    for one in cells:
        place = (one.paper, one.row, one.column)
        part = kept.part(place)
        assert part == numbers.trace(district.ledger, one.row, one.column, one.paper), place
        assert adds_up(part), place
        assert kept.asked(place) == one.asked, place
        wanted = Wanted("", case.blank.period, district.list_id, date(2020, 7, 5))
        now = ask_form_again(district.ledger, wanted, one.asked)
        assert now is not None, place
        base = part.parts[0] if part.how is How.SCALED else part
        assert now.amount == base.amount or part.note.startswith("取自"), place


def _moves(blank: Blank, name: str) -> dict[int, int]:
    """How a row of the sheet behind a part is renumbered by the rows put in."""
    number = re.search(r"\d+", name)
    sheet = blank.book.worksheets[int(number[0]) - 1] if number else blank.book.worksheets[0]
    after, added = blank.grown.get(sheet.title, (0, 0))
    return {row: row + added for row in range(after + 1, sheet.max_row + 1)} if added else {}


def _around(part: bytes, moves: dict[int, int]) -> list[str]:
    """A sheet's XML without its cells; areas at a body's end reach over the rows put in."""
    last = min(moves, default=1) - 1
    texts = []
    for node in ET.fromstring(part):
        if node.tag in {_MAIN + "sheetData", _MAIN + "dimension"}:
            continue
        text = ET.tostring(node, encoding="unicode")
        for row, moved in sorted(moves.items(), reverse=True):
            text = re.sub(rf"([A-Z]){row}\b", rf"\g<1>{moved}", text)
        if moves and node.tag != _MAIN + "mergeCells":
            added = next(iter(moves.values())) - next(iter(moves))
            text = re.sub(rf"(:[A-Z]){last}\b", rf"\g<1>{last + added}", text)
        texts.append(text)
    return texts
