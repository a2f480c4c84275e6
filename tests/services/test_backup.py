"""Backups that open again, restores that check everything, and a check that finds what is wrong."""

import json
import zipfile
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import DATABASE, Ledger
from app.services.keeping.backup import back_up, back_up_before, check, last_backup, restore
from app.services.keeping.ledgers import open_ledger
from app.services.proof.evidence import Owner, attach, evidence_path
from app.services.queries import list_items, task_detail
from tests.ledgers import JUNE, boilers


@pytest.fixture
def proven(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A ledger with 17 of 23 boilers ticked and one photo as proof."""
    _, items = boilers(ledger, ticked=17)
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(b"not really a photo, but bytes all the same")
    attach(ledger, Owner(item_id=items[0]), [photo, photo])
    return ledger


def test_a_restored_ledger_holds_the_same(proven: Ledger, tmp_path: Path) -> None:
    pack = tmp_path / "备份.zip"
    counts = back_up(proven, pack)
    assert restore(pack, tmp_path / "恢复") == counts
    with open_ledger(tmp_path / "恢复") as again:
        assert list_items(again) == list_items(proven)
        report = check(again)
    assert report.faults == ()
    assert report.files == 1


@pytest.mark.parametrize("inside", ["evidence", "returns", "backups"])
def test_a_backup_is_not_written_among_the_ledgers_own_files(proven: Ledger, inside: str) -> None:
    with pytest.raises(UserError) as told:
        back_up(proven, proven.folder / inside / "备份.zip")
    assert told.value.code == "same_place"
    assert not list(proven.folder.rglob("*.zip"))


def test_the_same_photo_is_kept_once(proven: Ledger) -> None:
    detail = task_detail(proven, 1, as_of=JUNE, period="2020Q2")
    assert len(detail.evidence) == 1
    assert evidence_path(proven, detail.evidence[0].id).read_bytes().startswith(b"not really")


def test_a_changed_or_missing_proof_is_found(proven: Ledger) -> None:
    (kept,) = proven.evidence_folder.iterdir()
    kept.write_bytes(b"changed")
    assert any("内容已变" in fault for fault in check(proven).faults)
    kept.unlink()
    assert any("缺少文件" in fault for fault in check(proven).faults)


def test_a_backup_never_goes_over_a_used_folder(proven: Ledger, tmp_path: Path) -> None:
    pack = tmp_path / "备份.zip"
    back_up(proven, pack)
    with pytest.raises(UserError, match="不是空文件夹"):
        restore(pack, proven.folder)


def test_a_tampered_backup_is_refused_and_leaves_nothing(proven: Ledger, tmp_path: Path) -> None:
    pack, bad = tmp_path / "备份.zip", tmp_path / "坏.zip"
    back_up(proven, pack)
    with zipfile.ZipFile(pack) as source, zipfile.ZipFile(bad, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, content[:-1] + b"x" if member == DATABASE else content)
    with pytest.raises(UserError, match="损坏"):
        restore(bad, tmp_path / "恢复")
    assert not (tmp_path / "恢复").exists()


@pytest.mark.parametrize("member", ["../escape.txt", "/escape.txt", "c:\\escape.txt"])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, member: str) -> None:
    bad = tmp_path / "坏.zip"
    with zipfile.ZipFile(bad, "w") as pack:
        pack.writestr("manifest.json", json.dumps({"files": {member: "0"}}))
        pack.writestr(member, "x")
    with pytest.raises(UserError, match="不是本程序的备份"):
        restore(bad, tmp_path / "恢复")
    assert not list(tmp_path.rglob("escape.txt"))


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        restore(tmp_path / "没有.zip", tmp_path / "恢复")
    (tmp_path / "照片.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UserError, match="不是本程序的备份"):
        restore(tmp_path / "照片.zip", tmp_path / "恢复")


def test_copies_in_the_ledgers_own_folder_are_counted(proven: Ledger) -> None:
    assert last_backup(proven) is None
    first, second = back_up_before(proven, "import"), back_up_before(proven, "import")
    assert first != second
    assert sorted(proven.backups_folder.glob("*.db")) == sorted([first, second])
    assert list(proven.backups_folder.glob("*.part")) == []
    assert last_backup(proven) is not None
    assert check(proven).backups == 2
    first.write_bytes(b"broken")
    assert any(first.name in fault for fault in check(proven).faults)


def test_an_import_that_could_not_be_backed_up_says_that_nothing_was_imported(
    ledger: Ledger,
) -> None:
    ledger.backups_folder.rmdir()
    ledger.backups_folder.write_bytes(b"")  # no folder: nothing can be written below it
    with pytest.raises(UserError, match="没有导入，台账没有变。") as told:
        back_up_before(ledger, "import")
    assert told.value.message.endswith("。")
