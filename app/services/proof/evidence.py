"""Proof files of tasks, items, entries, steps and feedback: kept once under their hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.files import KeptFile, free_space, hashed_name, keep_file, leaving_nothing
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.models.supervision import AssignmentLine, Problem, ProblemStep
from app.models.tracking import Evidence, Item
from app.models.views import EvidenceView
from app.monitor import SILENT, Monitor
from app.services.proof.prooffiles import Gauge, clean_name, gather, shown_name
from app.services.wording import shorten, size_words
from app.services.work.tasks import tasks_of

_Record = TypeVar("_Record")
_COLUMNS = ("task_id", "item_id", "period", "step_id", "line_id")
_SPARE = 16 << 20  # what the database itself may need beside the files


@dataclass(frozen=True, slots=True)
class Owner:
    """What a file proves: a task, one of its items, its entry of a period, a step or a line.

    An item or a period goes with its task; an item's task is found by itself.
    """

    task_id: int | None = None
    item_id: int | None = None
    period: str = ""
    step_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of attaching.

    Attributes:
        new: the numbers of the proofs made.
        known: the names of files their owner had already.
        refused: a sentence for each file that can't be proof (empty, a shortcut).
    """

    new: tuple[int, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happened, for the foot of the window."""
        parts = [f"已添加佐证 {len(self.new)} 件"] if self.new else []
        if self.known:
            parts.append(f"{len(self.known)} 件已在佐证里")
        if len(self.refused) > 1:
            parts.append(f"{len(self.refused)} 件是空文件或快捷方式，没有添加")
        told = "，".join(parts)
        return "；".join(filter(None, (told, self.refused[0] if len(self.refused) == 1 else "")))


def attach(
    ledger: Ledger, owner: Owner, paths: Sequence[Path], *, monitor: Monitor = SILENT
) -> Attached:
    """Keep files as proof of one thing; folders are walked, the same file again is not doubled.

    Raises:
        UserError: a file can't be read, is empty or vanishes, or the disk is full; then none is
            attached and no copy is left.
        Cancelled: the clerk stopped it; nothing is left either.
    """
    return attach_each(ledger, [(path, owner) for path in paths], monitor=monitor)


def attach_each(
    ledger: Ledger, wanted: Sequence[tuple[Path, Owner]], *, monitor: Monitor = SILENT
) -> Attached:
    """Keep files as proof, each of its own owner, in one step.

    Raises:
        UserError: as :func:`attach`.
    """
    _refuse_readonly(ledger)
    found = gather([path for path, _ in wanted], monitor=monitor)
    owners = _owners_of(found.files, wanted)
    with ledger.reading() as session:
        for owner in set(owners):
            _place(session, owner)
    _check_space(ledger, found.size)
    gauge, fresh = Gauge(monitor, found.size), list[Path]()
    with leaving_nothing(fresh):
        kept = [_keep(ledger, path, gauge, fresh) for path in found.files]
        with ledger.transaction("attach", "") as work:
            pairs = list(zip(owners, found.files, kept, strict=True))
            new, known, title = _write_down(work.session, pairs)
            work.entitle(f"添加佐证 {len(new)} 件：{title}")
    return Attached(new, known, found.refused)


def detach(ledger: Ledger, evidence_ids: Sequence[int]) -> None:
    """Take proof off what it proves; the kept file stays, so undo brings it back."""
    with ledger.transaction("detach", "") as work:
        rows = _rows(work.session, evidence_ids)
        work.entitle(f"移除佐证{_counted(rows)}")
        for row in rows:
            work.session.delete(row)


def move_evidence(ledger: Ledger, evidence_ids: Sequence[int], owner: Owner) -> int:
    """Let files prove something else; one that is proof there already is not doubled.

    Returns:
        How many now prove it that didn't before.
    """
    with ledger.transaction("move_evidence", "") as work:
        rows = _rows(work.session, evidence_ids)
        place, title = _place(work.session, owner)
        held = set(work.session.scalars(select(Evidence.sha256).where(_at(place))))
        moved = [row for row in rows if any(getattr(row, key) != place[key] for key in _COLUMNS)]
        for row in moved:
            if row.sha256 in held:
                work.session.delete(row)
                continue
            held.add(row.sha256)
            for key, value in place.items():
                setattr(row, key, value)
        work.entitle(f"佐证{_counted(moved)}改归：{title}")
        return len(moved)


def replace_evidence(
    ledger: Ledger, evidence_ids: Sequence[int], source: Path, *, monitor: Monitor = SILENT
) -> int:
    """Let another file stand for proofs whose own is lost; undo brings the old ones back.

    Returns:
        How many proofs it stands for now.

    Raises:
        UserError: as :func:`attach`, or a proof is gone.
    """
    _refuse_readonly(ledger)
    found = gather([source], monitor=monitor)
    _check_space(ledger, found.size)
    fresh = list[Path]()
    with leaving_nothing(fresh):
        kept = _keep(ledger, found.files[0], Gauge(monitor, found.size), fresh)
        with ledger.transaction("replace_evidence", "") as work:
            rows = _rows(work.session, evidence_ids)
            name = shown_name(found.files[0])
            work.entitle(f"佐证{_counted(rows)}换成“{shorten(name)}”")
            for row in rows:
                row.file_name, row.sha256, row.size = name, kept.sha256, kept.size
    return len(rows)


def rename_evidence(ledger: Ledger, evidence_id: int, name: str) -> None:
    """Show a file under another name; its ending stays, for programs know it by that.

    Raises:
        UserError: ``empty_name``, or it is gone.
    """
    with ledger.transaction("rename_evidence", "") as work:
        (row,) = _rows(work.session, [evidence_id])
        ending = Path(row.file_name).suffix
        stem = name.strip()
        if ending and stem.lower().endswith(ending.lower()):
            stem = stem[: -len(ending)].strip()
        if not stem:
            raise UserError("empty_name", "文件名不能为空；请填写名称。")
        old, row.file_name = row.file_name, clean_name(stem + ending)
        work.entitle(f"佐证“{shorten(old)}”改名为“{shorten(row.file_name)}”")


def evidence_of(ledger: Ledger, owner: Owner) -> tuple[EvidenceView, ...]:
    """The files that prove just this: of a task, those of no item and no period."""
    with ledger.reading() as session:
        place, _ = _place(session, owner)
        query = select(Evidence).where(_at(place)).order_by(Evidence.id)
        return tuple(evidence_view(row) for row in session.scalars(query))


def find_evidence(ledger: Ledger, evidence_ids: Sequence[int]) -> tuple[EvidenceView, ...]:
    """Some proofs by their numbers.

    Raises:
        UserError: one of them is gone.
    """
    with ledger.reading() as session:
        return tuple(evidence_view(row) for row in _rows(session, evidence_ids))


def evidence_path(ledger: Ledger, evidence_id: int) -> Path:
    """Where the kept file of a proof lies.

    Raises:
        UserError: ``file_missing``.
    """
    with ledger.reading() as session:
        (row,) = _rows(session, [evidence_id])
        path = kept_path(ledger, row.file_name, row.sha256)
    if not path.is_file():
        raise UserError(
            "file_missing", f"佐证“{row.file_name}”的文件不见了；请从备份恢复，或重新添加原文件。"
        )
    return path


def kept_path(ledger: Ledger, file_name: str, sha256: str) -> Path:
    """Where a file is kept under its hash."""
    return ledger.evidence_folder / hashed_name(sha256, file_name)


def evidence_view(row: Evidence) -> EvidenceView:
    """A proof as it leaves the services."""
    return EvidenceView(
        id=row.id,
        task_id=row.task_id,
        item_id=row.item_id,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        added_at=row.added_at,
        period=row.period,
        step_id=row.step_id,
        line_id=row.line_id,
    )


def _refuse_readonly(ledger: Ledger) -> None:
    """Before any byte is copied: a ledger that can't be changed takes no files."""
    if ledger.readonly:
        raise UserError("read_only", "台账以只读方式打开，不能添加佐证；请在另一处关闭后重新打开。")


def _owners_of(files: Sequence[Path], wanted: Sequence[tuple[Path, Owner]]) -> list[Owner]:
    """Whose each file is: its own path's, in their order, or that of the folder it was found in."""
    given: dict[Path, list[Owner]] = {}
    for path, owner in wanted:
        given.setdefault(path, []).append(owner)
    found = []
    for file in files:
        owners = next(given[one] for one in (file, *file.parents) if one in given)
        found.append(owners.pop(0) if file in given and len(owners) > 1 else owners[0])
    return found


def _check_space(ledger: Ledger, size: int) -> None:
    free = free_space(ledger.evidence_folder)
    if free < size + _SPARE:
        raise UserError(
            "disk_full",
            f"台账所在的磁盘空间已满：要 {size_words(size)}，只剩 {size_words(free)}；"
            "请腾出空间后再试。",
        )


def _keep(ledger: Ledger, path: Path, gauge: Gauge, fresh: list[Path]) -> KeptFile:
    """Keep one file; a copy that was not there before is noted in ``fresh``."""
    name = shown_name(path)
    gauge.words = f"正在保存“{shorten(name)}”…"
    kept = keep_file(path, ledger.evidence_folder, name=name, tell=gauge.tell)
    if kept.is_new:
        fresh.append(kept.path)
    if not kept.size:
        raise UserError("empty_file", f"“{name}”在读取时变成了空文件；请检查原文件后再试。")
    return kept


def _write_down(
    session: Session, pairs: Sequence[tuple[Owner, Path, KeptFile]]
) -> tuple[tuple[int, ...], tuple[str, ...], str]:
    places = {owner: _place(session, owner) for owner, _, _ in pairs}
    held = {
        owner: set(session.scalars(select(Evidence.sha256).where(_at(place))))
        for owner, (place, _) in places.items()
    }
    rows: list[Evidence] = []
    known: list[str] = []
    for owner, path, kept in pairs:
        name = shown_name(path)
        if kept.sha256 in held[owner]:
            known.append(name)
            continue
        held[owner].add(kept.sha256)
        place, _ = places[owner]
        rows.append(Evidence(**place, file_name=name, sha256=kept.sha256, size=kept.size))
    session.add_all(rows)
    session.flush()
    titles = [title for _, title in places.values()]
    title = titles[0] if len(titles) == 1 else f"{titles[0]}等 {len(titles)} 处"
    return tuple(row.id for row in rows), tuple(known), title


def _place(session: Session, owner: Owner) -> tuple[dict[str, Any], str]:
    """The columns that say what a file proves, and its name in words.

    Raises:
        UserError: what it proves is gone.
    """
    place: dict[str, Any] = {
        "task_id": None, "item_id": None, "period": "", "step_id": None, "line_id": None,
    }  # fmt: skip
    if owner.step_id is not None:
        step = _found(session.get(ProblemStep, owner.step_id), "整改步骤")
        problem = session.get(Problem, step.problem_id)
        return place | {"step_id": step.id}, _named(step.name, problem.text if problem else "")
    if owner.line_id is not None:
        line = _found(session.get(AssignmentLine, owner.line_id), "交办事项")
        return place | {"line_id": line.id}, shorten(line.text)
    if owner.item_id is not None:
        item = _found(session.get(Item, owner.item_id), "清单项")
        return place | {"task_id": item.task_id, "item_id": item.id}, shorten(item.name)
    (task,) = tasks_of(session, [owner.task_id or 0])
    period = Period.parse(owner.period) if owner.period else None
    title = _named(period.label, task.text) if period else shorten(task.text)
    return place | {"task_id": task.id, "period": period.key if period else ""}, title


def _found(record: _Record | None, kind: str) -> _Record:
    if record is None:
        raise UserError("not_found", f"{kind}已被删除；请刷新后再试。")
    return record


def _named(name: str, whole: str) -> str:
    return f"{name}　{shorten(whole)}" if whole else name


def _at(place: Mapping[str, Any]) -> ColumnElement[bool]:
    """Proof of exactly this place."""
    return and_(*(getattr(Evidence, key) == place[key] for key in _COLUMNS))


def _rows(session: Session, evidence_ids: Sequence[int]) -> list[Evidence]:
    query = select(Evidence).where(Evidence.id.in_(evidence_ids)).order_by(Evidence.id)
    rows = list(session.scalars(query))
    if len(rows) != len(set(evidence_ids)):
        raise UserError("not_found", "这件佐证已被移除；请刷新后再试。")
    return rows


def _counted(rows: Sequence[Evidence]) -> str:
    return f"“{shorten(rows[0].file_name)}”" if len(rows) == 1 else f" {len(rows)} 件"
