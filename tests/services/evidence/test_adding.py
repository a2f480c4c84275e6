"""Proof is added: each owner its own, a file kept once, names made to fit, folders walked."""

import os
from datetime import date
from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.supervision import Assignment, AssignmentLine, Problem, ProblemStep
from app.models.tracking import Evidence
from app.models.units import Unit
from app.services.history.journal import recent_operations, redo, undo
from app.services.proof import prooffiles
from app.services.proof.evidence import (
    Owner,
    attach,
    attach_each,
    evidence_of,
    evidence_path,
)
from app.services.proof.prooffiles import clean_name, gather, natural_key
from app.services.proof.proofplaces import propose_places
from tests.ledgers import JUNE, boilers, count_of
from tests.services.evidence.hands import kept, newest, photo, proofs


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
