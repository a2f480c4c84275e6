"""The period's folder: returns as filed, drafts marked, proof, one index; whole or nothing."""

import zipfile
from collections import Counter
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.errors import Cancelled, UserError
from app.files import sha256_of
from app.models.database import Ledger
from app.services.breakdown.items import tick_items
from app.services.periodfolder import PeriodExported, PeriodOrder, export_period, filed_in
from app.services.proof import proofexport
from app.services.proof.evidence import Owner, attach, find_evidence, kept_path
from app.services.reporting.filing import file_return, send_back
from app.services.reporting.returns import Wanted
from tests.ledgers import boilers

ON = date(2020, 7, 8)
Q2 = "2020Q2"


@pytest.fixture
def filed(ledger: Ledger, tmp_path: Path) -> Ledger:
    """Two returns of the quarter, one in its second version, and two files of proof."""
    task_id, items = boilers(ledger, ticked=3)
    for key in ("quarterly_tasks", "quarterly_scored", "quarterly_tasks"):
        file_return(ledger, Wanted(key, Q2, 1, ON), default_word="已核")
    file_return(ledger, Wanted("quarterly_tasks", "2020Q1", 1, ON), default_word="已核")
    for place, owner in enumerate(
        (Owner(task_id=task_id, period=Q2), Owner(item_id=items[0]), Owner(task_id, period=Q2))
    ):
        path = tmp_path / f"照片{place}.jpg"
        path.write_bytes(bytes([place]) * 900)
        attach(ledger, owner, [path])
    return ledger


def export(ledger: Ledger, out: Path, *, packed: bool = False, **order: object) -> PeriodExported:
    out.mkdir(exist_ok=True)
    return export_period(ledger, PeriodOrder(1, Q2, **order), out, packed=packed, on=ON)  # type: ignore[arg-type]


def files_of(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def index_rows(folder: Path) -> list[tuple[str, ...]]:
    sheet = load_workbook(folder / "报送材料目录.xlsx").worksheets[0]
    rows = [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if row[0].isdigit()]


def test_the_folder_holds_what_was_filed_and_the_index_says_all(
    filed: Ledger, tmp_path: Path
) -> None:
    done = export(filed, tmp_path / "出")
    assert done.path.name == "牛塘镇2020年第二季度报送材料"
    names = files_of(done.path)
    assert "01-报表/季度报表（任务式）（第2版）.xlsx" in names
    assert not any("第1版" in name and "任务式" in name for name in names)  # superseded
    assert Counter(name.split("/")[0] for name in names)["01-报表"] == 4
    listed = {row[2]: row[5] for row in index_rows(done.path)}
    inside = names - {"报送材料目录.xlsx", "报送材料目录.pdf"}
    assert set(listed) == inside
    assert all(sha256_of(done.path / name) == digest for name, digest in listed.items())
    kept = [Path(one) for filing in filed_in(filed, 1, Q2) for one in filing.files.values()]
    assert {sha256_of(path) for path in kept} <= set(listed.values())
    text = PdfReader(done.path / "报送材料目录.pdf").pages[0].extract_text()
    assert "报送材料目录" in text
    assert done.words.startswith("已导出报表 2 份、佐证 ")


def test_a_zip_holds_the_same_under_one_folder(filed: Ledger, tmp_path: Path) -> None:
    folder = export(filed, tmp_path / "夹")
    packed = export(filed, tmp_path / "包", packed=True)
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.testzip() is None
        names = {PurePosixPath(name) for name in archive.namelist()}
        assert {name.parts[0] for name in names} == {packed.path.stem}
        inside = {name.relative_to(packed.path.stem).as_posix() for name in names}
    assert inside == files_of(folder.path)


def test_drafts_go_along_only_when_asked_and_say_so(filed: Ledger, tmp_path: Path) -> None:
    plain = export(filed, tmp_path / "一")
    assert not any("未定稿" in name for name in files_of(plain.path))
    done = export(filed, tmp_path / "二", drafts=("village_matrix",))
    drafts = [name for name in files_of(done.path) if "未定稿" in name]
    assert len(drafts) == 2
    (pdf,) = (name for name in drafts if name.endswith(".pdf"))
    assert "未定稿" in PdfReader(done.path / pdf).pages[0].extract_text()
    notes = {row[3] for row in index_rows(done.path) if row[2] in drafts}
    assert notes == {"未定稿，按2020年7月8日台账生成"}
    assert "未定稿报表 1 份" in done.words


def test_a_return_sent_back_says_so_and_proof_may_stay_away(filed: Ledger, tmp_path: Path) -> None:
    newest = filed_in(filed, 1, Q2)[-1]
    send_back(filed, newest.id, why="数字不符", on=ON)
    done = export(filed, tmp_path / "出", proof=False)
    assert not any(name.startswith("02") for name in files_of(done.path))
    assert any("上级退回：数字不符" in row[3] for row in index_rows(done.path))


def test_missing_and_altered_proof_is_told(filed: Ledger, tmp_path: Path) -> None:
    files = find_evidence(filed, [1, 3])
    kept_path(filed, files[0].file_name, files[0].sha256).unlink()
    kept_path(filed, files[1].file_name, files[1].sha256).write_bytes(b"other")
    done = export(filed, tmp_path / "出")
    assert len(done.faults) == 2
    assert (
        sum("（缺失）" in row[3] or "（已被改动）" in row[3] for row in index_rows(done.path)) == 2
    )


def test_nothing_to_hand_up_is_said(ledger: Ledger, tmp_path: Path) -> None:
    boilers(ledger)
    with pytest.raises(UserError, match="还没有定稿的报表和佐证"):
        export(ledger, tmp_path / "出")
    assert not list((tmp_path / "出").iterdir())


def test_a_filed_file_that_is_gone_stops_it(filed: Ledger, tmp_path: Path) -> None:
    Path(filed_in(filed, 1, Q2)[0].files["pdf"]).unlink()
    with pytest.raises(UserError, match="不见了"):
        export(filed, tmp_path / "出")
    assert not list((tmp_path / "出").iterdir())


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("after", [0, 2, 6])
def test_cancelled_leaves_nothing(
    filed: Ledger, tmp_path: Path, after: int, *, packed: bool
) -> None:
    class Stopping:
        calls = 0

        def report(self, done: int, total: int, text: str = "") -> None:
            assert done <= total or text.startswith("正在写目录")
            self.calls += 1
            if self.calls > after:
                raise Cancelled

    out = tmp_path / "出"
    out.mkdir()
    with pytest.raises(Cancelled):
        export_period(filed, PeriodOrder(1, Q2), out, packed=packed, on=ON, monitor=Stopping())
    assert not list(out.iterdir())


def test_a_full_disk_is_said_before_anything_is_written(
    filed: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofexport, "free_space", lambda _folder: 1 << 20)
    with pytest.raises(UserError, match="空间已满"):
        export(filed, tmp_path / "出")


def test_what_was_handed_up_before_is_never_written_over(filed: Ledger, tmp_path: Path) -> None:
    first = export(filed, tmp_path / "出")
    before = {name: sha256_of(first.path / name) for name in files_of(first.path)}
    tick_items(filed, [5], ON)
    second = export(filed, tmp_path / "出")
    assert second.path.name.endswith("(2)")
    assert before == {name: sha256_of(first.path / name) for name in files_of(first.path)}


def test_the_report_goes_along_as_a_draft(filed: Ledger, tmp_path: Path) -> None:
    done = export(filed, tmp_path / "出", drafts=("narrative",))
    names = {name for name in files_of(done.path) if "工作进展情况报告" in name}
    assert {Path(name).name for name in names} == {
        "未定稿-工作进展情况报告.docx",
        "未定稿-工作进展情况报告.pdf",
    }
    assert done.drafts == 1
