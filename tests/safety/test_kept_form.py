"""A blank form made to harm: refused in a sentence or filled as it is, quickly, within its file."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.services.formfilling.forms import fill_blank, write_form
from app.services.samples.sample_papers import write_sample_form
from tests.ledgers import a_list, a_task

ON = date(2020, 7, 8)
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
Parts = dict[str, bytes]


def entities(parts: Parts) -> None:
    parts[SHEET] = ENTITIES + parts[SHEET].partition(b"?>")[2].replace(b"<v>", b"<v>&c;", 1)


def depth(parts: Parts) -> None:
    nest = b"<x>" * 200_000 + b"</x>" * 200_000
    parts[SHEET] = parts[SHEET].replace(b"</worksheet>", nest + b"</worksheet>")


def huge_numbers(parts: Parts) -> None:
    parts[SHEET] = parts[SHEET].replace(b'r="3"', b'r="999999999999999999999"')


def far_cell(parts: Parts) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1e400</v></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cell)


def wide_merge(parts: Parts) -> None:
    merge = b'</sheetData><mergeCells><mergeCell ref="A4:XFD1048576"/></mergeCells>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", merge)


def swollen(parts: Parts) -> None:
    parts["xl/media/image1.png"] = bytes(5 << 20)


def outside(parts: Parts) -> None:
    parts["../../逃.txt"] = b"x"
    parts["/etc/逃"] = b"x"


def nothing(parts: Parts) -> None:
    parts.clear()


HARMS = (entities, depth, huge_numbers, far_cell, wide_merge, swollen, outside, nothing)


@pytest.mark.parametrize("harm", HARMS, ids=lambda one: one.__name__)
def test_a_form_made_to_harm_is_refused_or_filled_and_nothing_else(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Parts], None]
) -> None:
    monkeypatch.setattr("app.reports.forms.package._MOST_BYTES", 4 << 20)
    list_id = a_list(ledger)
    a_task(ledger, list_id, "整治黑臭水体3条", serial="1")
    form, out = tmp_path / "空表.xlsx", tmp_path / "外" / "出"
    write_sample_form(form, [("1", "整治黑臭水体3条")])
    with zipfile.ZipFile(form) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    harm(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    form.write_bytes(stream.getvalue())
    before = {path for path in tmp_path.rglob("*") if "台账" not in path.parts}
    began = time.perf_counter()
    said = ""
    try:
        filled = fill_blank(ledger, form, period="2020Q2", list_id=list_id, filled_on=ON)
        write_form(filled, out)
    except UserError as error:
        said = error.message
    assert not said or said.endswith("。")
    assert time.perf_counter() - began < 20
    now = {path for path in tmp_path.rglob("*") if "台账" not in path.parts} - before
    assert all(out in (path, *path.parents) or path == out.parent for path in now)
