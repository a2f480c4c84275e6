"""Proof handed over: in the plan's order, under names every system takes, whole or not at all."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from app.errors import Cancelled, UserError
from app.files import safe_name, sha256_of
from app.models.database import Ledger
from app.services.breakdown.items import create_blanks
from app.services.keeping.ledgers import open_ledger
from app.services.proof import proofexport
from app.services.proof.evidence import Owner, attach, find_evidence, kept_path
from app.services.proof.proofexport import Exported, export_proof
from app.services.proof.proofnames import ProofOrder, plan_export, proof_groups
from app.services.work.tasks import add_task, change_tasks
from tests.ledgers import a_list

ON = date(2020, 7, 8)
AIR, WATER = "（一）打赢蓝天保卫战", "（二）打好碧水保卫战"
Add = Callable[..., None]


@pytest.fixture
def add(ledger: Ledger, tmp_path: Path) -> Add:
    """Attach a file of its own under a name."""
    numbers: Iterator[int] = iter(range(999))

    def attach_one(owner: Owner, name: str) -> None:
        path = tmp_path / "来源" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"content %d" % next(numbers))
        attach(ledger, owner, [path])

    return attach_one


@pytest.fixture
def plan(ledger: Ledger, add: Add) -> dict[str, int]:
    """Two groups under one heading; proof of a task, an item and a quarter."""
    list_id = a_list(ledger)
    numbers = {}
    for serial, text, group in (
        ("12", "天然气锅炉低氮改造", AIR),
        ("13", "平均降尘量低于4.5吨", AIR),
        ("40", "完成河道整治", WATER),
    ):
        groups = ("二、重点任务", group)
        numbers[serial] = add_task(ledger, list_id, text=text, groups=groups)
        change_tasks(ledger, [numbers[serial]], serial=serial)
    items = create_blanks(ledger, numbers["12"], 3, stem="燃气锅炉")
    add(Owner(numbers["40"], period="2020Q2"), "月报.docx")
    add(Owner(item_id=items[2]), "IMG_7.JPG")
    add(Owner(item_id=items[2]), "IMG_8.JPG")
    add(Owner(numbers["12"]), "验收报告.pdf")
    return numbers


EXPECTED = [
    "01-（一）打赢蓝天保卫战/12-天然气锅炉低氮改造/验收报告.pdf",
    "01-（一）打赢蓝天保卫战/12-天然气锅炉低氮改造/燃气锅炉03-1.jpg",
    "01-（一）打赢蓝天保卫战/12-天然气锅炉低氮改造/燃气锅炉03-2.jpg",
    "02-（二）打好碧水保卫战/40-完成河道整治/2020年第二季度-月报.docx",
]


def export(ledger: Ledger, out: Path, *, packed: bool = False, **order: object) -> Exported:
    return export_proof(ledger, ProofOrder(**order), out, packed=packed, on=ON)  # type: ignore[arg-type]


def names_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_folder_in_the_plan_s_order(ledger: Ledger, plan: dict[str, int], tmp_path: Path) -> None:
    done = export(ledger, tmp_path / "出")
    assert done.path == tmp_path / "出" / "佐证材料"
    assert names_in(done.path) == sorted([*EXPECTED, "佐证材料目录.pdf", "佐证材料目录.xlsx"])
    assert done.words == "已导出佐证 4 件（36 B）到“佐证材料”"
    assert (done.path / EXPECTED[3]).read_bytes() == b"content 0"
    assert names_in(tmp_path / "出") == [f"佐证材料/{name}" for name in names_in(done.path)]


def test_a_zip_holds_the_same(ledger: Ledger, plan: dict[str, int], tmp_path: Path) -> None:
    done = export(ledger, tmp_path, packed=True)
    assert done.path.name == "佐证材料.zip"
    with zipfile.ZipFile(done.path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert [name.removeprefix("佐证材料/") for name in names[:4]] == EXPECTED
        assert archive.read(f"佐证材料/{EXPECTED[0]}") == b"content 3"


def test_what_was_handed_over_before_is_never_written_over(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path
) -> None:
    assert export(ledger, tmp_path).path.name == "佐证材料"
    assert export(ledger, tmp_path).path.name == "佐证材料 (2)"
    assert export(ledger, tmp_path, packed=True).path.name == "佐证材料.zip"
    assert export(ledger, tmp_path, packed=True).path.name == "佐证材料 (2).zip"


def test_a_part_of_the_plan_keeps_its_numbers(ledger: Ledger, plan: dict[str, int]) -> None:
    def targets(order: ProofOrder) -> list[str]:
        return [one.target for one in plan_export(ledger, order)]

    assert targets(ProofOrder(group=WATER)) == EXPECTED[3:]
    assert targets(ProofOrder(task_ids=(plan["40"],))) == EXPECTED[3:]
    assert targets(ProofOrder(period="2020")) == EXPECTED[3:]
    assert targets(ProofOrder(list_id=99)) == []
    assert proof_groups(ledger) == (AIR, WATER)


def test_the_name_tells_how_much_it_is(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path
) -> None:
    done = export(ledger, tmp_path, period="2020Q2", group=WATER)
    assert done.path.name == "佐证材料_2020年第二季度_（二）打好碧水保卫战"


def test_the_index_names_every_file(ledger: Ledger, plan: dict[str, int], tmp_path: Path) -> None:
    done = export(ledger, tmp_path)
    sheet = load_workbook(done.path / "佐证材料目录.xlsx").active
    assert sheet is not None
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    flat = [row for row in rows if "燃气锅炉03" in row]
    assert [row[4] for row in flat] == [
        "燃气锅炉03-1.jpg（原名 IMG_7.JPG）", "燃气锅炉03-2.jpg（原名 IMG_8.JPG）",
    ]  # fmt: skip
    assert flat[0][1:3] == ["12", "天然气锅炉低氮改造"]
    assert flat[0][7] == sha256_of(done.path / EXPECTED[1])
    assert any("4 件，36 B" in cell for row in rows for cell in row)
    text = "".join(page.extract_text() for page in PdfReader(done.path / "佐证材料目录.pdf").pages)
    assert "佐证材料目录" in text
    assert "月报.docx" in text


def test_missing_and_altered_files_are_named_and_the_rest_goes_out(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path
) -> None:
    for number, damage in ((1, "missing"), (2, "altered")):
        (file,) = find_evidence(ledger, [number])
        path = kept_path(ledger, file.file_name, file.sha256)
        path.unlink() if damage == "missing" else path.write_bytes(b"?")
    done = export(ledger, tmp_path)
    assert done.files == 3
    assert done.faults == (
        "“IMG_7.JPG”（任务12 天然气锅炉低氮改造，燃气锅炉03）已被改动",
        "“月报.docx”（任务40 完成河道整治，2020年第二季度）缺失",
    )
    assert "2 件缺失或被改动" in done.words
    text = "".join(page.extract_text() for page in PdfReader(done.path / "佐证材料目录.pdf").pages)
    assert "缺失" in text


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("after", [1, 4])
def test_cancelled_leaves_nothing(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path, packed: bool, after: int
) -> None:
    class Impatient:
        heard = 0

        def report(self, done: int, total: int, text: str = "") -> None:
            self.heard += 1
            if self.heard > after:
                raise Cancelled

    out = tmp_path / "出"
    with pytest.raises(Cancelled):
        export_proof(ledger, ProofOrder(), out, packed=packed, on=ON, monitor=Impatient())
    assert list(out.iterdir()) == []


def test_without_room_or_proof_nothing_is_begun(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="还没有佐证"):
        export(ledger, tmp_path / "出", period="2019Q1")
    monkeypatch.setattr(proofexport, "free_space", lambda _folder: 1 << 20)
    with pytest.raises(UserError, match=r"只剩 1\.0 MB"):
        export(ledger, tmp_path / "出")
    assert not (tmp_path / "出").exists()


def test_a_readonly_ledger_is_exported(
    ledger: Ledger, plan: dict[str, int], tmp_path: Path
) -> None:
    with open_ledger(ledger.folder, readonly=True) as looked:
        assert export(looked, tmp_path).files == 4


def test_names_that_clash_or_no_system_takes(ledger: Ledger, add: Add) -> None:
    list_id = a_list(ledger)
    long = add_task(ledger, list_id, text="推进" * 90 + "：a/b?")
    twins = [add_task(ledger, list_id, text="con.") for _ in range(2)]
    for name in ("图.jpg", "图.JPG", "a:b*c.jpg", "长" * 80 + ".jpg", "尾. ..jpg"):
        add(Owner(long), name)
    for twin in twins:
        add(Owner(twin), "nul.txt")
    paths = [one.target for one in plan_export(ledger, ProofOrder())]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert [path.rsplit("/", 1)[-1] for path in paths[:3]] == [
        "图.jpg", "图 (2).jpg", "a：b＊c.jpg",
    ]  # fmt: skip
    assert {path.split("/")[1] for path in paths[5:]} == {"_con", "_con (2)"}
    assert all(len(part) <= 60 for path in paths for part in path.split("/"))
    assert all(path.split("/")[0] == "01-其他" for path in paths)


def test_several_lists_have_a_folder_each(ledger: Ledger, plan: dict[str, int], add: Add) -> None:
    other = add_task(ledger, a_list(ledger, title="2021年计划", year=2021), text="新任务")
    add(Owner(other), "新.jpg")
    folders = {one.target.split("/")[0] for one in plan_export(ledger, ProofOrder())}
    assert folders == {"2020年任务分解表", "2021年计划"}


@given(st.text(max_size=300))
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_name(name)
    assert 1 <= len(safe) <= 61
    assert not set(safe) & set('<>:"/\\|?*\n\t\0')
    assert safe == safe.strip(" ")
    assert not safe.endswith(".")
    assert safe.split(".")[0].upper().strip() not in {"CON", "NUL", "COM1", "LPT9", "AUX", "PRN"}
