"""Proof is taken off, moved, renamed, and stays with what comes back."""

from pathlib import Path

import pytest

from app.errors import UserError
from app.models.database import Ledger
from app.models.tracking import Evidence
from app.services.breakdown.items import remove_items
from app.services.history.journal import undo
from app.services.proof.evidence import (
    Owner,
    attach,
    detach,
    evidence_of,
    evidence_path,
    move_evidence,
    rename_evidence,
)
from app.services.work.tasks import remove_tasks
from tests.ledgers import boilers, count_of
from tests.services.evidence.hands import newest, photo, proofs


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
