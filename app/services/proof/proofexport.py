"""Proof handed over (佐证材料): a folder or zip in the plan's order, with its index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from app.errors import UserError
from app.files import free_space, safe_name
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.monitor import SILENT, Monitor
from app.reports.papers.proofindex import IndexLine, ProofIndex, build_proof_index
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.workbook import render_xlsx
from app.services.handingout import Target, free_name, laying_out, packing
from app.services.proof.prooffiles import Gauge
from app.services.proof.proofnames import Handed, ProofOrder, plan_export
from app.services.settings import office
from app.services.wording import shorten, size_words

_NAME, _INDEX = "佐证材料", "佐证材料目录"
_SPARE = 32 << 20
MISSING, _ALTERED = "缺失", "已被改动"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; ``faults`` are the files that were missing or altered, in words."""

    path: Path
    files: int
    size: int
    faults: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happened, for the foot of the window."""
        told = f"已导出佐证 {self.files} 件（{size_words(self.size)}）到“{self.path.name}”"
        faults = f"，{len(self.faults)} 件缺失或被改动，目录里已注明" if self.faults else ""
        return told + faults


def export_proof(
    ledger: Ledger,
    order: ProofOrder,
    folder: Path,
    *,
    packed: bool,
    on: date,
    monitor: Monitor = SILENT,
) -> Exported:
    """Write the proof wanted into a new folder (or zip, ``packed``) in ``folder``, with its index.

    A file that is missing is left out, one that was altered goes along; the index says so.

    Raises:
        UserError: there is none, too little space, or a disk fails; nothing is left behind.
        Cancelled: the clerk stopped it; nothing is left behind either.
    """
    handed = plan_export(ledger, order)
    if not handed:
        raise UserError("no_proof", "这个范围里还没有佐证；请换一个范围，或先添加佐证。")
    if not ledger.evidence_folder.is_dir():
        raise UserError("not_found", f"找不到“{ledger.evidence_folder}”；请检查磁盘是否已拔出。")
    size = sum(one.proof.file.size for one in handed)
    check_space(folder, size)
    gauge = Gauge(monitor, size)
    target = free_name(folder, safe_name(_stem(order)), ".zip" if packed else "")
    with packing(target, _NAME) if packed else laying_out(target) as into:
        faults = [hand_over(one, into, gauge) for one in handed]
        gauge.words = "正在写目录…"
        gauge.tell(0)
        grid = build_proof_index(_index(ledger, order, handed, faults, on))
        into.write(f"{_INDEX}.xlsx", render_xlsx(grid))
        gauge.tell(0)
        into.write(f"{_INDEX}.pdf", render_pdf(grid))
    return _exported(target, handed, faults)


def hand_over(one: Handed, into: Target, gauge: Gauge) -> str:
    """Copy one file of proof; what is wrong with it, empty when nothing is."""
    file = one.proof.file
    gauge.words = f"正在导出“{shorten(file.file_name)}”…"
    if not one.kept.is_file():
        gauge.tell(file.size)
        return MISSING
    return "" if into.copy(one.kept, one.target, gauge.tell) == file.sha256 else _ALTERED


def _exported(target: Path, handed: Sequence[Handed], faults: Sequence[str]) -> Exported:
    pairs = list(zip(handed, faults, strict=True))
    written = [one.proof.file.size for one, fault in pairs if fault != MISSING]
    told = tuple(
        f"“{one.proof.file.file_name}”（{one.proof.place}）{fault}" for one, fault in pairs if fault
    )
    return Exported(target, len(written), sum(written), told)


def _index(
    ledger: Ledger, order: ProofOrder, handed: Sequence[Handed], faults: Sequence[str], on: date
) -> ProofIndex:
    lines = tuple(_index_line(one, fault) for one, fault in zip(handed, faults, strict=True))
    total = size_words(sum(one.proof.file.size for one in handed))
    return ProofIndex(office(ledger).name, _told(order), on, lines, total)


def _index_line(one: Handed, fault: str) -> IndexLine:
    file, name = one.proof.file, PurePosixPath(one.target).name
    return IndexLine(
        group=one.group,
        serial=one.proof.serial,
        task=one.proof.task,
        what=one.proof.what,
        file=name if name == file.file_name else f"{name}（原名 {file.file_name}）",
        added_on=one.proof.added_on,
        size=size_words(file.size),
        sha256=file.sha256,
        fault=fault,
    )


def _told(order: ProofOrder) -> str:
    parts = [Period.parse(order.period).label] if order.period else []
    parts += [order.group] if order.group else []
    parts += [f"所选 {len(order.task_ids)} 项任务"] if order.task_ids is not None else []
    return "　".join(parts)


def _stem(order: ProofOrder) -> str:
    period = Period.parse(order.period).label if order.period else ""
    return "_".join(part for part in (_NAME, period, order.group) if part)


def check_space(folder: Path, size: int) -> None:
    """Refuse to begin where the disk has no room.

    Raises:
        UserError: ``disk_full``.
    """
    free = free_space(folder)
    if free < size + _SPARE:
        raise UserError(
            "disk_full",
            f"“{folder}”所在的磁盘空间已满：要 {size_words(size)}，只剩 {size_words(free)}；"
            "请换一个磁盘，或腾出空间后再试。",
        )
