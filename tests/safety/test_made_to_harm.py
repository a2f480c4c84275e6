"""Ledgers, copies and packs from a hand that means harm, or from one that knows no better."""

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.errors import UserError
from app.models.database import DATABASE, Ledger
from app.models.tracking import Evidence
from app.services.keeping.backup import back_up_daily, bring_back, check
from app.services.keeping.drill import drill
from app.services.keeping.handover import hand_over, take_over
from app.services.keeping.ledgers import open_ledger
from app.services.keeping.secondplace import mirror, set_place
from app.ui.wording import now
from tests.ledgers import prove_by_photo

EVIL = b"written over"
FOREIGN = (
    "Thumbs.db",
    "备忘.txt",
    "a:b.txt",
    "CON.txt",
    "end. ",
    "A.txt",
    "a.txt",
    "深/一/二/三/四.txt",
)


@pytest.fixture
def proven(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A ledger with one photo as proof."""
    prove_by_photo(ledger, tmp_path)
    return ledger


@contextmanager
def altered(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as connection:
        yield connection
        connection.commit()


def speaking_of(database: Path, place: str) -> None:
    """Let a filed return speak of a file anywhere, with the hash of what lies there."""
    with altered(database) as connection:
        columns = connection.execute("PRAGMA table_info(filed_return)").fetchall()
        row = {name: "2020-07-08" if "DATE" in kind else "{}" for _, name, kind, *_ in columns}
        told = json.dumps({place: hashlib.sha256(EVIL).hexdigest()})
        row |= {"id": "1", "list_id": "1", "version": "1", "files": told}
        marks = ",".join("?" * len(row))
        connection.execute(
            f"INSERT INTO filed_return ({','.join(row)}) VALUES ({marks})",  # noqa: S608
            list(row.values()),
        )


def test_a_copy_s_records_lead_nowhere_outside(proven: Ledger, tmp_path: Path) -> None:
    store = tmp_path / "优盘" / "备份"
    (store / "files" / "returns").mkdir(parents=True)
    copy = back_up_daily(proven, now=now())
    assert copy
    shutil.copy(copy, store)
    speaking_of(store / copy.name, "../../账本.txt")
    (store / "账本.txt").write_bytes(EVIL)
    home = tmp_path / "文档"
    home.mkdir()
    (home / "账本.txt").write_bytes(b"precious")
    with pytest.raises(UserError):
        bring_back(store / copy.name, home / "恢复")
    assert (home / "账本.txt").read_bytes() == b"precious"
    assert [path.name for path in home.iterdir()] == ["账本.txt"]


def test_a_pack_whose_records_lead_outside_is_refused(proven: Ledger, tmp_path: Path) -> None:
    folder = proven.folder
    proven.close()
    speaking_of(folder / DATABASE, "../../账本.txt")
    with Ledger(folder, who="乙", readonly=False) as again:
        hand_over(again, tmp_path / "坏.gjb")
    with pytest.raises(UserError):
        take_over(tmp_path / "坏.gjb", tmp_path / "接收")
    assert not list(tmp_path.glob("接收*"))


@pytest.mark.parametrize(
    "laid",
    [
        "CREATE TRIGGER t AFTER INSERT ON progress BEGIN DELETE FROM progress; END",
        "CREATE VIEW v AS SELECT * FROM task",
    ],
)
def test_what_was_laid_into_a_database_never_runs(
    proven: Ledger, tmp_path: Path, laid: str
) -> None:
    folder = proven.folder
    copy = back_up_daily(proven, now=now())
    proven.close()
    assert copy
    for database in (folder / DATABASE, copy):
        with altered(database) as connection:
            connection.execute(laid)
    for name in (f"{DATABASE}.sha256", f"backups/{copy.stem}.json"):
        (folder / name).unlink()  # whoever laid it in will have thought of that
    with pytest.raises(UserError, match="不属于台账的东西") as told:
        open_ledger(folder)
    assert told.value.code == "damaged"
    with pytest.raises(UserError):
        bring_back(copy, tmp_path / "恢复")


def test_another_program_s_database_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "别的"
    folder.mkdir()
    with altered(folder / DATABASE) as connection:
        connection.execute("CREATE TABLE contacts (name)")
    before = (folder / DATABASE).read_bytes()
    for readonly in (False, True):
        with pytest.raises(UserError) as told:
            open_ledger(folder, readonly=readonly)
        assert told.value.code == "not_a_ledger"
    assert (folder / DATABASE).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [DATABASE]
    (folder / DATABASE).write_bytes(b"")
    with pytest.raises(UserError) as told:
        open_ledger(folder)
    assert told.value.code == "damaged"


def test_what_others_lay_among_the_proof_spoils_no_copy(proven: Ledger, tmp_path: Path) -> None:
    """A pack with a name that can't be unpacked was written before, and never restored."""
    for name in FOREIGN:
        path = proven.evidence_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    second = tmp_path / "优盘"
    second.mkdir()
    set_place(proven, second, now=now())
    carried = hand_over(proven, tmp_path / "交接.gjb")
    assert take_over(tmp_path / "交接.gjb", tmp_path / "接收").files == carried.files == 1
    copy = back_up_daily(proven, now=now())
    assert copy
    assert mirror(proven, now=now())
    assert drill(proven, now=now()).fault == ""
    assert bring_back(copy, tmp_path / "恢复").missing == ()
    assert check(proven).faults == ()


def test_a_pack_is_read_again_before_it_takes_the_old_one_s_place(
    proven: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "交接.gjb"
    hand_over(proven, pack)
    before = pack.read_bytes()
    real = zipfile.ZipFile.close

    def close(archive: zipfile.ZipFile) -> None:
        out = archive.fp
        real(archive)
        if archive.mode == "w" and out is not None:
            out.seek(2000)
            out.write(b"\xff" * 8)  # the disk wrote something else

    monkeypatch.setattr(zipfile.ZipFile, "close", close)
    with pytest.raises(UserError) as told:
        hand_over(proven, pack)
    assert told.value.code == "backup_failed"
    assert pack.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".writing-*")] == []


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_pack_squeezed_otherwise_is_none_of_ours(
    proven: Ledger, tmp_path: Path, method: int
) -> None:
    """Their decoders end in faults of their own, and take memory as the file asks."""
    hand_over(proven, tmp_path / "交接.gjb")
    odd = tmp_path / "坏.gjb"
    with (
        zipfile.ZipFile(tmp_path / "交接.gjb") as pack,
        zipfile.ZipFile(odd, "w", method) as other,
    ):
        for name in pack.namelist():
            other.writestr(name, pack.read(name))
    with pytest.raises(UserError) as told:
        take_over(odd, tmp_path / "接收")
    assert told.value.code == "not_a_backup"


def test_a_file_and_a_folder_of_one_name_are_refused(proven: Ledger, tmp_path: Path) -> None:
    hand_over(proven, tmp_path / "交接.gjb")
    odd = tmp_path / "坏.gjb"
    told_of = {"sha256": hashlib.sha256(EVIL).hexdigest(), "size": len(EVIL)}
    with zipfile.ZipFile(tmp_path / "交接.gjb") as pack, zipfile.ZipFile(odd, "w") as other:
        manifest = json.loads(pack.read("manifest.json"))
        for name in pack.namelist()[:-1]:
            other.writestr(name, pack.read(name))
        for name in ("evidence/q", "evidence/Q/x"):
            other.writestr(name, EVIL)
            manifest["files"][name] = told_of
        other.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(UserError) as told:
        take_over(odd, tmp_path / "接收")
    assert told.value.code == "not_a_backup"


def test_a_database_fault_in_the_log_holds_nothing_typed(proven: Ledger) -> None:
    row = {"id": 9, "task_id": 424242, "file_name": "张三 13912345678.jpg", "sha256": "ab"}
    query = insert(Evidence).values(**row, size=1, added_at=datetime(2020, 1, 1))  # noqa: DTZ001
    with pytest.raises(IntegrityError) as told, proven.engine.begin() as connection:
        connection.execute(query)
    assert "13912345678" not in str(told.value)
