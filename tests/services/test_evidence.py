"""Proof: kept once, whole or not at all, of the right thing, and every step taken back."""

import errno
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, UserError
from app.files import sha256_of
from app.models.database import Ledger
from app.models.supervision import Assignment, AssignmentLine, Problem, ProblemStep
from app.models.tracking import Evidence
from app.models.units import Unit
from app.models.views import EvidenceView, OperationView
from app.services.breakdown.items import remove_items
from app.services.history.journal import recent_operations, redo, undo
from app.services.keeping.ledgers import open_ledger
from app.services.proof import evidence, prooffiles
from app.services.proof.evidence import (
    Owner,
    attach,
    attach_each,
    detach,
    evidence_of,
    evidence_path,
    move_evidence,
    rename_evidence,
)
from app.services.proof.prooffiles import clean_name, gather, natural_key
from app.services.proof.proofplaces import propose_places
from app.services.queries import task_detail
from app.services.work.tasks import remove_tasks
from tests.ledgers import JUNE, boilers, count_of


def photo(folder: Path, name: str = "现场.jpg", content: bytes = b"jpeg") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def proofs(ledger: Ledger, task_id: int) -> Sequence[EvidenceView]:
    return task_detail(ledger, task_id, as_of=JUNE, period="2020Q2").evidence


def newest(ledger: Ledger) -> OperationView:
    return recent_operations(ledger, 1)[0]


def kept(ledger: Ledger) -> list[Path]:
    return sorted(ledger.evidence_folder.iterdir())


class Stopping:
    """A monitor whose clerk stops the work once so much is done."""

    def __init__(self, after: int) -> None:
        self.after, self.heard = after, 0

    def report(self, done: int, total: int, text: str = "") -> None:
        assert total < 2**31
        self.heard += 1
        if total and done >= self.after:
            raise Cancelled


def test_each_owner_has_its_own_proof(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    step_id, line_id = _supervised(ledger, task_id)
    owners = (
        Owner(task_id),
        Owner(item_id=items[2]),
        Owner(task_id, period="2020Q2"),
        Owner(step_id=step_id),
        Owner(line_id=line_id),
    )
    for number, owner in enumerate(owners):
        attach(ledger, owner, [photo(tmp_path, f"{number}.jpg", b"%d" % number)])
    for number, owner in enumerate(owners):
        assert [one.file_name for one in evidence_of(ledger, owner)] == [f"{number}.jpg"]
    assert [one.item_id for one in proofs(ledger, task_id)] == [None, items[2], None]
    assert evidence_of(ledger, Owner(task_id, period="2020Q2"))[0].period == "2020Q2"
    assert "燃气锅炉03" in recent_operations(ledger, 4)[3].title


def _supervised(ledger: Ledger, task_id: int) -> tuple[int, int]:
    with ledger.transaction("a_problem", "问题和交办") as work:
        problem = Problem(position=1, text="扬尘", steps=[ProblemStep(position=1, name="验收")])
        unit = Unit(name="张村", kind="village")
        work.session.add_all([problem, unit])
        work.session.flush()
        order = Assignment(unit_id=unit.id, issued_on=JUNE)
        order.lines = [AssignmentLine(position=1, task_id=task_id, text="改造锅炉")]
        work.session.add(order)
        work.session.flush()
        return problem.steps[0].id, order.lines[0].id


def test_the_same_file_is_stored_once_and_not_doubled(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    one, again = photo(tmp_path, "甲.jpg"), photo(tmp_path, "乙.jpg")
    first = attach(ledger, Owner(task_id), [one, again])
    assert (len(first.new), first.known) == (1, ("乙.jpg",))
    assert first.words == "已添加佐证 1 件，1 件已在佐证里"
    second = attach(ledger, Owner(task_id), [one])
    assert (second.new, second.known, second.words) == ((), ("甲.jpg",), "1 件已在佐证里")
    attach(ledger, Owner(item_id=items[0]), [one])
    assert len(kept(ledger)) == 1
    assert count_of(ledger, Evidence) == 2


def test_adding_is_one_step_and_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path, f"{n}.jpg", b"%d" % n) for n in range(3)])
    assert newest(ledger).title.startswith("添加佐证 3 件：")
    undo(ledger)
    assert proofs(ledger, task_id) == ()
    redo(ledger)
    assert len(proofs(ledger, task_id)) == 3
    evidence_path(ledger, proofs(ledger, task_id)[0].id)


def test_a_folder_is_walked_in_the_order_people_count(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    folder = tmp_path / "照片"
    for name in ("照片10.jpg", "照片2.jpg", "内/合同.pdf", ".DS_Store", "Thumbs.db", "~$表.docx"):
        photo(folder, name, name.encode())
    photo(folder, "空.jpg", b"")
    done = attach(ledger, Owner(task_id), [folder])
    assert [one.file_name for one in proofs(ledger, task_id)] == [
        "照片2.jpg", "照片10.jpg", "合同.pdf",
    ]  # fmt: skip
    assert done.refused == ("“空.jpg”是空文件（0 字节），没有添加；请检查原文件。",)


def test_links_to_files_are_followed_and_rings_of_folders_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    inner = photo(folder, "内/真.jpg")
    (folder / "内" / "回来").symlink_to(folder)
    (folder / "假.jpg").symlink_to(inner)
    (folder / "断.jpg").symlink_to(folder / "没有")
    assert [path.name for path in gather([folder]).files] == ["假.jpg", "真.jpg"]
    chosen = tmp_path / "近路"
    chosen.symlink_to(folder)
    assert len(gather([chosen]).files) == 2


def test_many_files_are_asked_about_and_far_too_many_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [photo(tmp_path, f"{n}.jpg") for n in range(prooffiles.ASK_OVER + 1)]
    assert gather(paths).asks
    assert not gather(paths[:-1]).asks
    monkeypatch.setattr(prooffiles, "MOST_FILES", 100)
    with pytest.raises(UserError, match="最多添加 100"):
        gather(paths)


@pytest.mark.parametrize("name", ["空.jpg", "近路.lnk"])
def test_what_can_be_no_proof_is_refused_in_words(
    ledger: Ledger, tmp_path: Path, name: str
) -> None:
    task_id, _ = boilers(ledger)
    path = photo(tmp_path, name, b"" if name == "空.jpg" else b"link")
    with pytest.raises(UserError, match=f"“{name}”是"):
        attach(ledger, Owner(task_id), [path])
    assert kept(ledger) == []


def test_no_file_and_over_long_names_are_told(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    for name in ("没有.jpg", "长" * 300 + ".jpg", "a\0b.jpg"):
        with pytest.raises(UserError) as told:
            attach(ledger, Owner(task_id), [tmp_path / name])
        assert told.value.code == "not_a_file"


def test_odd_names_are_kept_in_whole_letters(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    odd = os.fsdecode("锅炉\udcff\n炉 e\u0301'\"%s.JPG".encode("utf-8", "surrogateescape"))
    attach(ledger, Owner(task_id), [photo(tmp_path, odd)])
    (held,) = proofs(ledger, task_id)
    assert held.file_name == "锅炉\ufffd_炉 é'\"%s.JPG"
    assert evidence_path(ledger, held.id).suffix == ".jpg"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("长" * 300 + ".jpg", "长" * 196 + ".jpg"),
        ("长" * 300, "长" * 200),
        ("x." + "尾" * 300, "x." + "尾" * 198),
        (" ", "未命名"),
        ("甲/乙.jpg", "甲_乙.jpg"),
        (".jpg", ".jpg"),
    ],
)
def test_names_are_made_to_fit(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_names_sort_as_people_count() -> None:
    names = ["b10", "B9", "a", "10", "9", "9a", ""]
    assert sorted(names, key=natural_key) == ["", "9", "9a", "10", "a", "B9", "b10"]


def test_a_file_that_vanishes_midway_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    paths = [photo(tmp_path, "甲.jpg", b"1"), photo(tmp_path, "乙.jpg", b"2")]
    whole = gather(paths)
    paths[1].unlink()
    monkeypatch.setattr(evidence, "gather", lambda *_args, **_more: whole)
    with pytest.raises(UserError, match=r"乙\.jpg.*不见了") as told:
        attach(ledger, Owner(task_id), paths)
    assert told.value.code == "not_found"
    assert kept(ledger) == []
    assert proofs(ledger, task_id) == ()


def test_a_locked_file_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    paths = [photo(tmp_path, "甲.jpg", b"1"), photo(tmp_path, "锁.docx", b"2")]
    real = Path.open

    def locked(self: Path, *args: object, **more: object) -> object:
        if self.name == "锁.docx":
            raise OSError(errno.EACCES, "held")
        return real(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(UserError, match=r"锁\.docx.*打开") as told:
        attach(ledger, Owner(task_id), paths)
    assert told.value.code == "file_locked"
    assert kept(ledger) == []


def test_a_large_file_is_copied_in_pieces_and_can_be_stopped(
    ledger: Ledger, tmp_path: Path
) -> None:
    task_id, _ = boilers(ledger)
    small, large = photo(tmp_path, "小.jpg"), tmp_path / "录像.mp4"
    with large.open("wb") as stream:
        stream.truncate(40 << 20)
    monitor = Stopping(after=10 << 10)
    with pytest.raises(Cancelled):
        attach(ledger, Owner(task_id), [small, large], monitor=monitor)
    assert monitor.heard >= 10
    assert kept(ledger) == []
    attach(ledger, Owner(task_id), [small])
    with pytest.raises(Cancelled):
        attach(ledger, Owner(task_id), [small, large], monitor=Stopping(after=10 << 10))
    assert len(kept(ledger)) == 1, "what was proof before stays"


def test_without_room_on_the_disk_nothing_is_begun(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task_id, _ = boilers(ledger)
    monkeypatch.setattr(evidence, "free_space", lambda _folder: 2 << 20)
    with pytest.raises(UserError, match=r"只剩 2\.0 MB"):
        attach(ledger, Owner(task_id), [photo(tmp_path)])
    assert kept(ledger) == []


def test_a_damaged_copy_is_made_good_by_the_same_file(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    path = photo(tmp_path)
    attach(ledger, Owner(task_id), [path])
    (copy,) = kept(ledger)
    copy.write_bytes(b"gpej")
    attach(ledger, Owner(item_id=items[0]), [path])
    assert sha256_of(copy) == sha256_of(path)


def test_a_readonly_ledger_takes_no_file(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    path = photo(tmp_path)
    with (
        open_ledger(ledger.folder, readonly=True) as looked,
        pytest.raises(UserError, match="只读"),
    ):
        attach(looked, Owner(task_id), [path])
    assert kept(ledger) == []


def test_proof_of_a_task_that_is_gone_is_refused_before_copying(
    ledger: Ledger, tmp_path: Path
) -> None:
    task_id, _ = boilers(ledger)
    remove_tasks(ledger, [task_id])
    for owner in (Owner(task_id), Owner(item_id=99), Owner(step_id=99), Owner(line_id=99), Owner()):
        with pytest.raises(UserError, match="已被删除"):
            attach(ledger, owner, [photo(tmp_path)])
    assert kept(ledger) == []


def test_taking_off_comes_back(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    attach(ledger, Owner(item_id=items[0]), [photo(tmp_path)])
    (before,) = proofs(ledger, task_id)
    detach(ledger, [before.id])
    assert newest(ledger).title == "移除佐证“现场.jpg”"
    assert proofs(ledger, task_id) == ()
    undo(ledger)
    assert proofs(ledger, task_id) == (before,)
    evidence_path(ledger, before.id)
    with pytest.raises(UserError, match="已被移除"):
        detach(ledger, [before.id + 9])


def test_moving_between_task_item_and_period(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path)])
    number = proofs(ledger, task_id)[0].id
    for owner in (
        Owner(item_id=items[4]),
        Owner(task_id, period="2020Q2"),
        Owner(task_id),
    ):
        assert move_evidence(ledger, [number], owner) == 1
        assert [one.id for one in evidence_of(ledger, owner)] == [number]
    assert move_evidence(ledger, [number], Owner(task_id)) == 0
    undo(ledger)
    assert proofs(ledger, task_id)[0].period == "2020Q2"


def test_moving_to_where_it_is_proof_already_does_not_double(
    ledger: Ledger, tmp_path: Path
) -> None:
    task_id, items = boilers(ledger)
    path = photo(tmp_path)
    attach(ledger, Owner(task_id), [path])
    attach(ledger, Owner(item_id=items[0]), [path])
    move_evidence(ledger, [proofs(ledger, task_id)[0].id], Owner(item_id=items[0]))
    assert [one.item_id for one in proofs(ledger, task_id)] == [items[0]]
    undo(ledger)
    assert len(proofs(ledger, task_id)) == 2


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("锅炉铭牌", "锅炉铭牌.JPG"), ("锅炉.jpg", "锅炉.JPG"), ("a.pdf", "a.pdf.JPG")],
)
def test_a_file_is_shown_under_another_name(
    ledger: Ledger, tmp_path: Path, typed: str, shown: str
) -> None:
    task_id, _ = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path, "IMG_0001.JPG")])
    number = proofs(ledger, task_id)[0].id
    rename_evidence(ledger, number, typed)
    assert proofs(ledger, task_id)[0].file_name == shown
    evidence_path(ledger, number)
    undo(ledger)
    assert proofs(ledger, task_id)[0].file_name == "IMG_0001.JPG"
    with pytest.raises(UserError, match="不能为空"):
        rename_evidence(ledger, number, " .jpg ")


def test_proof_of_a_task_deleted_and_restored(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    attach(ledger, Owner(item_id=items[3]), [photo(tmp_path)])
    before = proofs(ledger, task_id)
    remove_tasks(ledger, [task_id])
    assert count_of(ledger, Evidence) == 0
    undo(ledger)
    assert proofs(ledger, task_id) == before
    evidence_path(ledger, before[0].id)


def test_proof_of_a_deleted_item_stays_with_its_task(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    attach(ledger, Owner(item_id=items[3]), [photo(tmp_path)])
    remove_items(ledger, [items[3]])
    assert [one.item_id for one in proofs(ledger, task_id)] == [None]
    undo(ledger)
    assert [one.item_id for one in proofs(ledger, task_id)] == [items[3]]


def test_files_of_several_owners_are_one_step(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    pairs = [
        (photo(tmp_path, f"燃气锅炉{n:02d}.jpg", b"%d" % n), Owner(item_id=items[n - 1]))
        for n in (1, 2, 3)
    ]
    before = len(recent_operations(ledger))
    done = attach_each(ledger, pairs)
    assert len(done.new) == 3
    assert len(recent_operations(ledger)) == before + 1
    assert [one.item_id for one in proofs(ledger, task_id)] == list(items[:3])
    assert "等 3 处" in newest(ledger).title


def test_a_missing_file_is_told_with_what_to_do(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path)])
    kept(ledger)[0].unlink()
    with pytest.raises(UserError, match=r"现场\.jpg.*备份") as told:
        evidence_path(ledger, proofs(ledger, task_id)[0].id)
    assert told.value.code == "file_missing"


def test_the_day_of_adding_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    task_id, _ = boilers(ledger)
    attach(ledger, Owner(task_id), [photo(tmp_path)])
    assert proofs(ledger, task_id)[0].added_at.date() >= date(2020, 1, 1)


def test_files_find_their_items_by_name(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    names = ("照片 燃气锅炉03.jpg", "5号.jpg", "IMG_0001.jpg")
    placings = propose_places(ledger, task_id, [tmp_path / name for name in names])
    assert [one.item_id for one in placings] == [items[2], items[4], None]
    assert placings[0].why == "文件名写有“燃气锅炉03”"


def test_one_photo_proves_two_items(ledger: Ledger, tmp_path: Path) -> None:
    task_id, items = boilers(ledger)
    path = photo(tmp_path)
    attach_each(ledger, [(path, Owner(item_id=items[0])), (path, Owner(item_id=items[1]))])
    assert [one.item_id for one in proofs(ledger, task_id)] == list(items[:2])
    assert len(kept(ledger)) == 1
