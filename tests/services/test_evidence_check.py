"""Files that went missing or were altered are found, named with their task, and put back."""

import shutil
from pathlib import Path

import pytest

from app.errors import Cancelled, UserError
from app.models.database import Ledger
from app.models.tracking import Evidence
from app.services.history.journal import undo
from app.services.keeping import backup
from app.services.keeping.ledgers import open_ledger
from app.services.proof import proofcheck
from app.services.proof.evidence import (
    Owner,
    attach,
    evidence_path,
    find_evidence,
    replace_evidence,
)
from app.services.proof.proofcheck import ALTERED, MISSING, UNREADABLE, check_proof, mend_proof
from app.services.proof.proofplaces import all_proof, list_proof
from app.services.work.tasks import add_task
from tests.ledgers import boilers, count_of


@pytest.fixture
def held(ledger: Ledger, tmp_path: Path) -> list[Path]:
    """Three photos of one boiler, its task and a quarter; their own files, in that order."""
    task_id, items = boilers(ledger)
    paths = []
    for number, owner in enumerate(
        (Owner(item_id=items[2]), Owner(task_id), Owner(task_id, period="2020Q2"))
    ):
        paths.append(tmp_path / f"照片{number}.jpg")
        paths[-1].write_bytes(b"jpeg %d" % number)
        attach(ledger, owner, [paths[-1]])
    return paths


def kept(ledger: Ledger, number: int) -> Path:
    return evidence_path(ledger, number)


def test_a_sound_ledger_is_said_to_be_sound(ledger: Ledger, held: list[Path]) -> None:
    report = check_proof(ledger)
    assert (report.files, report.bad) == (3, ())
    assert report.words == "佐证文件 3 个（18 B）全部完好。"


def test_a_ledger_without_proof_says_so(ledger: Ledger) -> None:
    assert check_proof(ledger).words == "还没有佐证文件。"


def test_missing_and_altered_files_are_named_with_their_task(
    ledger: Ledger, held: list[Path]
) -> None:
    kept(ledger, 1).unlink()
    kept(ledger, 3).write_bytes(b"jpeg X")
    report = check_proof(ledger)
    assert [(bad.kind, bad.file_name) for bad in report.bad] == [
        (MISSING, "照片0.jpg"), (ALTERED, "照片2.jpg"),
    ]  # fmt: skip
    assert report.words == "佐证文件 3 个，其中 2 个缺失或被改动。"
    assert report.bad[0].places == "任务12 完成23台天然气锅炉低氮改造，燃气锅炉03"
    assert report.bad[1].places == "任务12 完成23台天然气锅炉低氮改造，2020年第二季度"
    faults = backup.check(ledger).faults
    assert len(faults) == 2
    assert faults[0].startswith("缺少文件 evidence/")
    assert "“照片0.jpg”（任务12 完成23台天然气锅炉低氮改造，燃气锅炉03）" in faults[0]
    assert "重新添加" in faults[0]


def test_a_file_that_cannot_be_read_is_told(
    ledger: Ledger, held: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, **_more: object) -> str:
        raise UserError("disk_fault", "读写时磁盘出错。")

    monkeypatch.setattr(proofcheck, "sha256_of", fail)
    assert {bad.kind for bad in check_proof(ledger).bad} == {UNREADABLE}


def test_a_disk_pulled_out_is_one_sentence_and_not_a_thousand(
    ledger: Ledger, held: list[Path]
) -> None:
    shutil.rmtree(ledger.evidence_folder)
    with pytest.raises(UserError, match="磁盘是否已拔出"):
        check_proof(ledger)
    faults = backup.check(ledger).faults
    assert [fault for fault in faults if "拔出" in fault] == list(faults)


def test_a_look_at_many_files_can_be_stopped(ledger: Ledger, held: list[Path]) -> None:
    class Impatient:
        def report(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        check_proof(ledger, monitor=Impatient())


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_the_same_file_is_put_back(ledger: Ledger, held: list[Path], damage: str) -> None:
    path = kept(ledger, 1)
    path.unlink() if damage == "missing" else path.write_bytes(b"jpeg ?")
    mend_proof(ledger, 1, held[0])
    assert check_proof(ledger).bad == ()


def test_another_file_is_not_put_back_but_may_stand_for_it(
    ledger: Ledger, held: list[Path], tmp_path: Path
) -> None:
    kept(ledger, 1).unlink()
    other = tmp_path / "重拍.png"
    other.write_bytes(b"png")
    with pytest.raises(UserError, match=r"重拍\.png.*不一样") as told:
        mend_proof(ledger, 1, other)
    assert told.value.code == "other_file"
    assert len(check_proof(ledger).bad) == 1
    assert replace_evidence(ledger, [1], other) == 1
    assert check_proof(ledger).bad == ()
    assert find_evidence(ledger, [1])[0].file_name == "重拍.png"
    undo(ledger)
    assert find_evidence(ledger, [1])[0].file_name == "照片0.jpg"


def test_a_readonly_ledger_is_looked_at_but_not_mended(ledger: Ledger, held: list[Path]) -> None:
    with open_ledger(ledger.folder, readonly=True) as looked:
        assert check_proof(looked).bad == ()
        for work in (
            lambda: mend_proof(looked, 1, held[0]),
            lambda: replace_evidence(looked, [1], held[0]),
        ):
            with pytest.raises(UserError, match="只读"):
                work()


def test_proof_is_listed_in_the_plan_s_order(ledger: Ledger, held: list[Path]) -> None:
    assert [one.what for one in list_proof(ledger)] == ["", "燃气锅炉03", "2020年第二季度"]
    assert [one.what for one in list_proof(ledger, period="2019")] == []
    assert list_proof(ledger, task_ids=[99]) == ()
    assert list_proof(ledger, list_id=99) == ()
    year = list_proof(ledger)[0].added_on.year
    assert len(list_proof(ledger, period=str(year))) >= 2


def test_an_own_task_without_a_serial_is_named_by_its_text(
    ledger: Ledger, held: list[Path]
) -> None:
    task_id = add_task(ledger, 1, text="清理河道")
    attach(ledger, Owner(task_id), [held[0]])
    assert all_proof(ledger)[-1].place == "清理河道"
    assert count_of(ledger, Evidence) == 4
