"""Proof files of tasks and items: kept once under their hash, named as the clerk knew them."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from app.errors import UserError
from app.files import copy_hashed
from app.models.database import Ledger
from app.models.tracking import Evidence
from app.services.tasks import tasks_of
from app.services.wording import shorten


def attach(
    ledger: Ledger, task_id: int, paths: Sequence[Path], *, item_id: int | None = None
) -> int:
    """Keep files as proof of a task or one of its items; the same file again is not doubled.

    Returns:
        How many files were new to the task or item.

    Raises:
        UserError: a file can't be read or the disk is full; then none is attached.
    """
    for path in paths:
        if not path.is_file():
            raise UserError("not_a_file", f"“{path.name}”不是文件；请选择照片或文档。")
    kept = [(path, *copy_hashed(path, ledger.evidence_folder)) for path in paths]
    with ledger.transaction("attach", "") as work:
        (task,) = tasks_of(work.session, [task_id])
        known = set(
            work.session.scalars(
                select(Evidence.sha256).where(
                    Evidence.task_id == task_id, Evidence.item_id == item_id
                )
            )
        )
        fresh = {digest: (path, size) for path, digest, size in kept if digest not in known}
        work.session.add_all(
            Evidence(
                task_id=task_id, item_id=item_id, file_name=path.name, sha256=digest, size=size
            )
            for digest, (path, size) in fresh.items()
        )
        work.entitle(f"添加佐证 {len(fresh)} 件：{shorten(task.text)}")
    return len(fresh)


def detach(ledger: Ledger, evidence_ids: Sequence[int]) -> None:
    """Take proof off a task; the kept file stays, so undo brings it back."""
    with ledger.transaction("detach", f"移除佐证 {len(evidence_ids)} 件") as work:
        for row in work.session.scalars(select(Evidence).where(Evidence.id.in_(evidence_ids))):
            work.session.delete(row)


def evidence_path(ledger: Ledger, evidence_id: int) -> Path:
    """Where the kept file of a proof lies.

    Raises:
        UserError: ``file_missing``.
    """
    with ledger.reading() as session:
        row = session.get(Evidence, evidence_id)
        if row is None:
            raise UserError("not_found", "这件佐证已被移除；请刷新后再试。")
        path = kept_path(ledger, row.file_name, row.sha256)
    if not path.is_file():
        raise UserError("file_missing", f"佐证“{row.file_name}”的文件不见了；请从备份恢复。")
    return path


def kept_path(ledger: Ledger, file_name: str, sha256: str) -> Path:
    """Where a file is kept under its hash."""
    return ledger.evidence_folder / f"{sha256}{Path(file_name).suffix.lower()}"
