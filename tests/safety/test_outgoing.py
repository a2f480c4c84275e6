"""What leaves the ledger: no formula made of data, no macro, no link out, no name of user or place.

One ledger whose every text is hostile, and every kind of file the program writes of it.
"""

import getpass
import io
import re
import socket
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.models.database import Ledger
from app.models.rules.periods import Period
from app.services import settings
from app.services.breakdown.items import add_items, create_blanks, tick_items
from app.services.breakdown.shares import add_villages, set_shares, split_rows
from app.services.formfilling.forms import fill_blank, write_form
from app.services.keeping.handover import hand_over
from app.services.keeping.ledgers import create_ledger
from app.services.parties.units import add_unit
from app.services.periodfolder import PeriodOrder, export_period
from app.services.proof.evidence import Owner, attach
from app.services.proof.proofexport import export_proof
from app.services.proof.proofnames import ProofOrder
from app.services.reporting.filing import file_return, write_return
from app.services.reporting.formats import list_formats
from app.services.reporting.narrative import report_wanted, write_report
from app.services.reporting.returns import Wanted
from app.services.samples.sample_papers import write_sample_form
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_paper import write_assignments
from app.services.supervision.problems import add_problem
from app.services.work.progress import Entry, record_progress
from app.services.work.tasks import change_tasks
from app.ui.blocks import read_block, written_block
from tests.ledgers import a_list, a_task

HOSTILE = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/x","点我")', "=WEBSERVICE(\"http://evil.example\")",
    "＝1+1", "http://evil.example/x", "<img src=x onerror=alert(1)>", "]]>&lt;%00",
)  # fmt: skip
ON = date(2020, 7, 8)
Q2 = Period.parse("2020Q2")
STARTS = re.compile(r"\s*[=+\-@＝＋－＠]")
USER, HOST = getpass.getuser(), socket.gethostname()


def hostile(n: int) -> str:
    return f"{HOSTILE[n % len(HOSTILE)]} {n}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every file the program writes, of a ledger full of such texts."""
    place = tmp_path_factory.mktemp(USER + "-safety")
    out = place / "出"
    out.mkdir()
    ledger = create_ledger(place / "台账", office="=HYPERLINK(1)镇", who="张三")
    with ledger:
        _fill(ledger, place)
        list_id = 1
        for fmt in list_formats(ledger):
            span = Q2 if fmt.kind == "any" else Period.of(Q2.end, fmt.kind)
            write_return(ledger, Wanted(fmt.key, span.key, list_id, ON), out)
        file_return(ledger, Wanted("quarterly_tasks", Q2.key, list_id, ON), default_word="=1+1")
        write_report(ledger, report_wanted(Q2.key, list_id, ON), out)
        write_assignments(ledger, (1, 2), out, as_of=ON)
        form = place / "=空表.xlsx"
        write_sample_form(form, [(f"{n}", hostile(n).lstrip("=")) for n in range(6)])
        filled = fill_blank(ledger, form, period=Q2.key, list_id=list_id, filled_on=ON)
        write_form(filled, out)
        export_proof(ledger, ProofOrder(list_id), out, packed=True, on=ON)
        export_period(
            ledger, PeriodOrder(list_id, Q2.key, drafts=("item_register",)), out, packed=True, on=ON
        )
        hand_over(ledger, out / "交接包.zip")
    return sorted(path for path in out.rglob("*") if path.is_file())


def _fill(ledger: Ledger, place: Path) -> None:
    held = settings.office(ledger)
    settings.change_office(ledger, _signed(held))
    list_id = a_list(ledger, title=hostile(0))
    for n in range(6):
        task_id = a_task(ledger, list_id, hostile(n), serial=f"{n}")
        change_tasks(ledger, [task_id], acceptance=hostile(n + 1), notes=hostile(n + 2))
        add_items(ledger, task_id, [hostile(n + k) for k in range(3)])
        entry = Entry(
            amount=Decimal(n), text=hostile(n), problems=hostile(n + 3), next_steps=hostile(n + 4)
        )
        record_progress(ledger, task_id, Q2.key, entry)
    tick_items(ledger, create_blanks(ledger, 1, 3, stem="=A"), date(2020, 6, 1))
    add_villages(ledger, [hostile(n) for n in range(3)])
    add_unit(ledger, "@部门", kind="department", contact="=1", phone="+1", aliases=["-x"])
    a_task(ledger, list_id)
    target = next(row.target_id for row in split_rows(ledger) if row.target_id)
    set_shares(ledger, {(target, 2): Decimal(1)})
    problem = add_problem(ledger, text=hostile(5), source="=源", measures=hostile(6))
    things = [Thing(task_id=1), Thing(problem_id=problem), Thing(text=hostile(7))]
    issue_assignments(
        ledger, same_to_each([hostile(0), "@部门"], things), on=ON, demands=hostile(1),
        contact=hostile(2), number="=1号",
    )  # fmt: skip
    for n, name in enumerate(("=1+1.jpg", "照片.jpg")):
        path = place / name
        path.write_bytes(bytes([n]) * 64)
        attach(ledger, Owner(task_id=n + 1), [path])


def _signed(held: settings.Office) -> settings.Office:
    return settings.Office(held.name, held.aliases, "=填表人", "+审核", "-负责", "@电话")


def packages(path: Path) -> Iterator[tuple[str, zipfile.ZipFile]]:
    """The packages in a file: it itself, and those in a zip of files."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as package:
        yield path.name, package
        for name in package.namelist():
            if name.endswith((".xlsx", ".docx")):
                with zipfile.ZipFile(io.BytesIO(package.read(name))) as inner:
                    yield f"{path.name}/{name}", inner


def pdfs(path: Path) -> Iterator[bytes]:
    """The PDFs in a file."""
    if path.suffix == ".pdf":
        yield path.read_bytes()
    for _, package in packages(path):
        yield from (package.read(name) for name in package.namelist() if name.endswith(".pdf"))


def test_every_kind_of_file_is_there(written: list[Path]) -> None:
    names = "\n".join(path.name for path in written)
    assert sum(path.suffix == ".xlsx" for path in written) >= len(list_formats()) + 2
    for word in ("交办单", ".docx", "佐证", "报送材料.zip", "交接包", "空表"):
        assert word in names
    assert not [path.name for path in written if set(path.name) & set('<>:"/\\|?*\t\n')]


def test_no_workbook_holds_a_formula_a_macro_or_a_way_out(written: list[Path]) -> None:
    books = 0
    for path in written:
        for name, package in packages(path):
            parts = package.namelist()
            texts = {part: package.read(part) for part in parts if part.endswith((".xml", ".rels"))}
            assert not [
                part for part in parts if re.search(r"vba|macro|external|embed|activeX", part, re.I)
            ], name
            assert not [part for part, text in texts.items() if b'TargetMode="External"' in text], (
                name
            )
            for part, text in texts.items():
                if part.startswith("xl/worksheets/"):
                    books += 1
                    assert re.search(rb"<(?:\w+:)?f[ >/]", text) is None, (name, part)
                    assert b"<hyperlink" not in text, (name, part)
                if part == "xl/workbook.xml":
                    assert b"<ddeLink" not in text
                if part.startswith("word/"):
                    assert (
                        not re.search(rb"w:instrText|w:fldSimple|w:hyperlink", text)
                        or b"PAGE" in text
                    )
    assert books > 20


def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited(written: list[Path]) -> None:
    """Excel takes a text anew when its cell is opened: the quote in front keeps it a text."""
    found = 0
    for path in written:
        if path.suffix == ".xlsx" and "空表" not in path.name:
            for sheet in load_workbook(path).worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        assert cell.data_type != "f", (path.name, cell.coordinate)
                        if isinstance(cell.value, str) and STARTS.match(cell.value):
                            found += 1
                            assert cell.quotePrefix, (path.name, cell.coordinate, cell.value)
    assert found > 50


def test_no_file_tells_who_or_where_it_was_written(written: list[Path]) -> None:
    secrets = [str(written[0].parent.parent), str(Path.home())]
    secrets += [word for word in (USER, HOST) if len(word) > 3]
    for path in written:
        for name, package in packages(path):
            for part in package.namelist():
                if part.startswith(("docProps/", "_rels", "xl/workbook")) or part.endswith(".rels"):
                    text = package.read(part).decode("utf-8")
                    assert not [word for word in secrets if word in text], (name, part)
                    for tag in ("creator", "lastModifiedBy", "Manager", "Company"):
                        value = re.search(rf"<(?:\w+:)?{tag}[^>]*>([^<]*)<", text)
                        assert not value or value[1] in {"", "攻坚台账", "openpyxl"}, (name, value)


def test_no_pdf_tells_who_or_where_or_does_anything(written: list[Path]) -> None:
    count = 0
    for path in written:
        for content in pdfs(path):
            count += 1
            reader = PdfReader(io.BytesIO(content))
            facts = {key: str(value) for key, value in (reader.metadata or {}).items()}
            assert set(facts.get("/Author", "")) <= set("")
            assert facts.get("/Creator") == facts.get("/Producer") == "攻坚台账"
            assert str(path.parent) not in str(facts)
            assert reader.xmp_metadata is None
            for sign in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
                assert sign not in content, path.name
    assert count > 15


def test_no_package_names_a_place_outside_itself(written: list[Path]) -> None:
    for path in written:
        for name, package in packages(path):
            for part in package.infolist():
                inside = PurePosixPath(part.filename)
                assert not inside.is_absolute(), (name, part)
                assert ".." not in inside.parts, (name, part)
                assert not PureWindowsPath(part.filename).drive, (name, part)
                assert (part.external_attr >> 16) & 0o170000 != 0o120000, "a link"


def test_a_block_copied_out_is_text_for_a_spreadsheet() -> None:
    mime = written_block([[one] for one in HOSTILE], numbers=[False])
    html = mime.html()
    assert html.count("mso-number-format:'\\@'") == len(HOSTILE)
    assert "<img" not in html
    assert [row[0] for row in read_block(mime.text())][:4] == list(HOSTILE[:4])
