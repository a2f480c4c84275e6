"""A name never becomes a place: what is called like a path or a device is one file like others."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import safe_name
from app.models.database import Ledger
from app.services import settings
from app.services.parties.units import add_unit
from app.services.periodfolder import PeriodOrder, export_period
from app.services.proof.evidence import Owner, attach, evidence_of, rename_evidence
from app.services.proof.proofexport import export_proof
from app.services.proof.proofnames import ProofOrder
from app.services.reporting.filing import file_return, filed_returns, write_return
from app.services.reporting.narrative import report_wanted, write_report
from app.services.reporting.returns import Wanted
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.assignments_paper import write_assignments
from tests.ledgers import a_list, a_task

ON = date(2020, 7, 8)
DEVICES = ("CON", "con", "PRN", "AUX", "NUL", "COM1", "LPT9", "nul.txt", "COM¹")
HARMFUL = ("../../逃", "C:\\Windows\\aux.xlsx", "长" * 300 + "\x00b\n:<>|?*")
ODD = (
    "名字. . .",
    "..",
    ".",
    "",
    "  ",
    "a/../../b",
    "/etc/passwd",
    "\\\\server\\share",
    "~/x",
    "-rf",
)


@given(st.text() | st.sampled_from(DEVICES + HARMFUL + ODD))
def test_a_safe_name_is_one_name_on_every_system(name: str) -> None:
    made = safe_name(name)
    assert made
    assert len(made) <= 61
    assert not set(made) & set('<>:"/\\|?*')
    assert made.strip(" .") == made
    assert made.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹"}
    assert safe_name(made) == made
    assert Path(made).name == made


@pytest.mark.parametrize("name", HARMFUL)
def test_an_office_a_unit_a_task_and_a_file_may_be_called_anything(
    ledger: Ledger, tmp_path: Path, name: str
) -> None:
    settings.change_office(ledger, settings.Office(name))
    list_id = a_list(ledger, title=name)
    task_id = a_task(ledger, list_id, name, serial=name[:50])
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"1")
    attach(ledger, Owner(task_id), [photo])
    (proof,) = evidence_of(ledger, Owner(task_id))
    rename_evidence(ledger, proof.id, name)
    out = tmp_path / "外" / "出"
    out.mkdir(parents=True)
    before = _all_files(tmp_path)
    write_report(ledger, report_wanted("2020Q2", list_id, ON), out)
    unit = add_unit(ledger, f"{name}村", kind="village")
    orders = same_to_each([unit], [Thing(text=name)])
    made = issue_assignments(ledger, orders, on=ON, number=name[:40])
    write_assignments(ledger, made, out, as_of=ON)
    export_proof(ledger, ProofOrder(list_id), out, packed=False, on=ON)
    strays = [path for path in _all_files(tmp_path) - before if out not in path.parents]
    assert strays == []
    for path in out.rglob("*"):
        assert safe_name(path.name, 200) == path.name
        assert len(path.name.encode()) <= 255


@pytest.mark.parametrize("name", ["../../逃", "长" * 300])
def test_a_return_is_filed_and_handed_out_under_any_office(
    ledger: Ledger, tmp_path: Path, name: str
) -> None:
    settings.change_office(ledger, settings.Office(name))
    list_id = a_list(ledger)
    a_task(ledger, list_id)
    wanted = Wanted("quarterly_tasks", "2020Q2", list_id, ON)
    out = tmp_path / "外" / "出"
    for path in write_return(ledger, wanted, out):
        assert path.parent == out
        assert path.is_file()
    file_return(ledger, wanted, default_word="无")
    (filed,) = filed_returns(ledger)
    for kept in filed.files.values():
        assert Path(kept).is_file()
        assert ledger.returns_folder in Path(kept).parents
    export_period(ledger, PeriodOrder(list_id, "2020Q2"), out, packed=True, on=ON)


def _all_files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and "台账" not in path.parts}
