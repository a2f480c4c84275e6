"""本期报送材料包: all returns of a period, its proof and one index, as a folder or a zip."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.errors import UserError
from app.files import safe_name, telling_disk_faults
from app.models.database import Ledger
from app.models.returnviews import FiledReturn
from app.models.rules.periods import Period
from app.monitor import SILENT, Monitor
from app.reports.formats.build import build_grid
from app.reports.papers.periodindex import TITLE, Entry, PeriodIndex, build_period_index
from app.reports.rendering.pdf import render_pdf
from app.reports.rendering.workbook import render_xlsx
from app.services.formfilling import blankforms
from app.services.handingout import Target, free_name, laying_out, packing
from app.services.proof.proofexport import MISSING, check_space, hand_over
from app.services.proof.prooffiles import Gauge
from app.services.proof.proofnames import Handed, ProofOrder, plan_export
from app.services.reporting import narrative
from app.services.reporting.filing import filed_returns
from app.services.reporting.formats import find_format
from app.services.reporting.returns import Wanted, draft_return
from app.services.settings import office
from app.services.wording import shorten, size_words

DRAFT = "未定稿"
_RETURNS, _PROOF = "01-报表", "02-佐证材料"
_RETURN_GROUP, _PROOF_GROUP = "一、报表", "二、佐证材料"
_GUESS = 256 << 10
"""Bytes a draft's two files are taken to need before they are written."""


@dataclass(frozen=True, slots=True)
class PeriodOrder:
    """What goes into the folder.

    Attributes:
        list_id: the task list, None in a ledger that has none.
        period: the period.
        drafts: the format keys of returns that are not filed yet and go along as 未定稿.
        proof: the period's proof goes along.
    """

    list_id: int | None
    period: str
    drafts: tuple[str, ...] = ()
    proof: bool = True


@dataclass(frozen=True, slots=True)
class PeriodExported:
    """What was written; ``faults`` are the proof files that were missing or altered."""

    path: Path
    returns: int
    drafts: int
    proof: int
    size: int
    faults: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What happened, for the foot of the window."""
        parts = [f"报表 {self.returns} 份"] if self.returns else []
        parts += [f"{DRAFT}报表 {self.drafts} 份"] if self.drafts else []
        parts += [f"佐证 {self.proof} 件"] if self.proof else []
        told = f"已导出{'、'.join(parts)}（{size_words(self.size)}）到“{self.path.name}”"
        faults = f"，{len(self.faults)} 件佐证缺失或被改动，目录里已注明" if self.faults else ""
        return told + faults


def filed_in(ledger: Ledger, list_id: int | None, period: str) -> tuple[FiledReturn, ...]:
    """The returns of a period that stand filed, in the order they were."""
    return tuple(
        one
        for one in reversed(filed_returns(ledger))
        if one.list_id in {list_id, None} and one.period == period and one.state != "superseded"
    )


def export_period(
    ledger: Ledger,
    order: PeriodOrder,
    folder: Path,
    *,
    packed: bool,
    on: date,
    monitor: Monitor = SILENT,
) -> PeriodExported:
    """Write all that is handed up of a period into a new folder (or zip) in ``folder``.

    Filed returns go as they were filed, drafts are marked 未定稿. A proof file that is missing is
    left out, one that was altered goes along; the index says so.

    Raises:
        UserError: there is nothing, a filed file is gone, too little space, or a disk fails.
        Cancelled: the clerk stopped it. Either way nothing is left behind.
    """
    filed = filed_in(ledger, order.list_id, order.period)
    proof = plan_export(ledger, _proof_order(order)) if order.proof else ()
    if not (filed or order.drafts or proof):
        label = Period.parse(order.period).label
        raise UserError("nothing", f"{label}还没有定稿的报表和佐证；请先定稿，或选上未定稿的报表。")
    size = _size(filed, proof, len(order.drafts))
    check_space(folder, size)
    stem = _stem(ledger, order)
    target = free_name(folder, stem, ".zip" if packed else "")
    gauge = Gauge(monitor, size)
    with packing(target, stem) if packed else laying_out(target) as into:
        writing = _Writing(ledger, order, into, gauge)
        writing.add_filed(filed)
        writing.add_drafts(on)
        writing.add_proof(proof)
        writing.add_index(on)
    return PeriodExported(
        target, len(filed), len(order.drafts), writing.copied, writing.size, writing.faults
    )


class _Writing:
    """Puts the parts into the folder one after the other, and keeps book of them."""

    def __init__(self, ledger: Ledger, order: PeriodOrder, into: Target, gauge: Gauge) -> None:
        self._ledger, self._order = ledger, order
        self._into, self._gauge = into, gauge
        self._entries: list[Entry] = []
        self._used: set[str] = set()
        self.faults: tuple[str, ...] = ()
        self.copied = self.size = 0

    def add_filed(self, filed: Sequence[FiledReturn]) -> None:
        """The files of the filings, byte for byte."""
        for one in filed:
            note = f"第{one.version}版，{_day(one.filed_on)}定稿，{one.filed_by}"
            note += f"；上级退回：{one.returned_why}" if one.state == "returned" else ""
            for kind, kept in one.files.items():
                self._gauge.words = f"正在导出“{shorten(one.format_name)}”…"
                path = Path(kept)
                with telling_disk_faults(path):
                    size = path.stat().st_size
                name = self._name(f"{one.format_name}（第{one.version}版）", kind)
                digest = self._into.copy(path, name, self._gauge.tell)
                self._book(Entry(_RETURN_GROUP, one.format_name, name, note, "", digest), size)

    def add_drafts(self, on: date) -> None:
        """Returns as the ledger stands, marked as drafts in name and title."""
        for key in self._order.drafts:
            wanted = Wanted(key, self._order.period, self._order.list_id, on)
            title, files = _drafted(self._ledger, wanted)
            self._gauge.words = f"正在排版“{shorten(title)}”…"
            for kind, content in files.items():
                self._gauge.tell(_GUESS // 2)
                name = self._name(f"{DRAFT}-{title}", kind)
                self._into.write(name, content)
                digest = hashlib.sha256(content).hexdigest()
                note = f"{DRAFT}，按{_day(on)}台账生成"
                self._book(Entry(_RETURN_GROUP, title, name, note, "", digest), len(content))

    def add_proof(self, handed: Sequence[Handed]) -> None:
        """The proof in the plan's order."""
        faults = []
        for one in handed:
            file, name = one.proof.file, f"{_PROOF}/{one.target}"
            fault = hand_over(replace(one, target=name), self._into, self._gauge)
            if fault:
                faults.append(f"“{file.file_name}”（{one.proof.place}）{fault}")
            note = f"{_day(one.proof.added_on)}添加"
            note += f"（{fault}）" if fault else ""
            self.copied += fault != MISSING
            size = 0 if fault == MISSING else file.size
            entry = Entry(_PROOF_GROUP, one.proof.place, name, note, "", file.sha256)
            self._book(entry, size)
        self.faults = tuple(faults)

    def add_index(self, on: date) -> None:
        """What lies in the folder, as workbook and PDF."""
        self._gauge.words = "正在写目录…"
        self._gauge.tell(0)
        total = f"共 {len(self._entries)} 件，{size_words(self.size)}"
        label = Period.parse(self._order.period).label
        name = office(self._ledger).name
        grid = build_period_index(PeriodIndex(name, label, on, tuple(self._entries), total))
        self._into.write(f"{TITLE}.xlsx", render_xlsx(grid))
        self._gauge.tell(0)
        self._into.write(f"{TITLE}.pdf", render_pdf(grid))

    def _book(self, entry: Entry, size: int) -> None:
        self.size += size
        self._entries.append(replace(entry, size=size_words(size)))

    def _name(self, stem: str, kind: str) -> str:
        """A path of its own in the folder of returns, whatever the case of others."""
        safe = safe_name(stem)
        name, number = f"{_RETURNS}/{safe}.{kind}", 1
        while name.casefold() in self._used:
            number += 1
            name = f"{_RETURNS}/{safe} ({number}).{kind}"
        self._used.add(name.casefold())
        return name


def _drafted(ledger: Ledger, wanted: Wanted) -> tuple[str, dict[str, bytes]]:
    """A draft's name and its files; all but a district's form say 未定稿 in their title too."""
    if wanted.format_key == narrative.KEY:
        report = narrative.marked(narrative.work_report(ledger, wanted), DRAFT)
        return narrative.NAME, narrative.report_files(report)
    fmt = find_format(ledger, wanted.format_key)
    if fmt is None:
        filled = blankforms.fill_kept(
            ledger, wanted.format_key, period=wanted.period, filled_on=wanted.filled_on
        )
        return filled.files.name, dict(filled.files.files)
    marked = replace(fmt, title=f"{fmt.title}（{DRAFT}）")
    grid = build_grid(marked, draft_return(ledger, wanted))
    return fmt.name, {"xlsx": render_xlsx(grid), "pdf": render_pdf(grid)}


def _size(filed: Sequence[FiledReturn], proof: Sequence[Handed], drafts: int) -> int:
    """The bytes that will be needed.

    Raises:
        UserError: a filed file is gone.
    """
    whole = drafts * _GUESS + sum(one.proof.file.size for one in proof)
    for one in filed:
        for kept in one.files.values():
            path = Path(kept)
            if not path.is_file():
                message = f"定稿的“{path.name}”不见了；请从备份恢复，或重新定稿。"
                raise UserError("file_missing", message)
            whole += path.stat().st_size
    return whole


def _proof_order(order: PeriodOrder) -> ProofOrder:
    return ProofOrder(order.list_id, period=order.period)


def _stem(ledger: Ledger, order: PeriodOrder) -> str:
    whose = office(ledger).name
    return safe_name(f"{whose}{Period.parse(order.period).label}报送材料")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
