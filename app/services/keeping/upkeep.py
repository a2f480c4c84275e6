"""What a ledger needs from time to time and nobody should have to think of.

It is done at its opening, and once a day while it stays open.

The day's backup, its mirror, a week's look at the database, a seventh of the proof a day, and a
month's drill of a restore. Each is on its own: one that fails says so and the rest goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import UserError
from app.models.database import Ledger, integrity_faults, telling_database_faults
from app.models.loglosses import forget_losses
from app.models.views import Todo
from app.monitor import SILENT, Monitor
from app.services.keeping.backup import CheckReport, back_up_daily, check
from app.services.keeping.drill import drill, drill_is_due
from app.services.keeping.journalproof import odd_words, unlike_journal
from app.services.keeping.keepingstate import Keeping, keeping_of, moment_of, remember
from app.services.keeping.secondplace import mirror, place_words
from app.services.proof.evidence import kept_path
from app.services.proof.proofcheck import fault_of
from app.services.proof.prooffiles import Gauge
from app.services.proof.proofplaces import PlacedProof, all_proof

_WEEK = timedelta(days=7)
_CLOCK_DOUBT = timedelta(days=1)
_TURNS = 7
_TO_SETTINGS, _NOTE = "keep", "要处理"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something wrong with a ledger's keeping: a word for the status line, the whole sentence."""

    word: str
    sentence: str


def look_after(ledger: Ledger, *, now: datetime, monitor: Monitor = SILENT) -> Keeping:
    """Do what is due; what goes wrong is remembered and told as an alarm.

    Raises:
        UserError: not even that can be written down.
        Cancelled: the ledger closes; what was begun is left out whole.
    """
    if ledger.readonly:
        return keeping_of(ledger)
    fresh = _daily(ledger, now, monitor)
    if fresh:
        _one_turn_of_proof(ledger, monitor)
    mirror(ledger, now=now, monitor=monitor)
    if not ledger.closed_well or _is_due(keeping_of(ledger).examined, now, _WEEK):
        examine(ledger, now=now, monitor=monitor)
    if drill_is_due(ledger, now=now):
        _try(ledger, "drill_fault", lambda: drill(ledger, now=now, monitor=monitor))
    return keeping_of(ledger)


def is_due_again(ledger: Ledger, *, last: datetime, now: datetime) -> bool:
    """True when a ledger left open needs another round: a new day, or the stick is back."""
    if now.date() != last.date():
        return True
    keeping = keeping_of(ledger)
    return bool(keeping.place and keeping.place_fault) and Path(keeping.place).is_dir()


def examine(ledger: Ledger, *, now: datetime, monitor: Monitor = SILENT) -> str:
    """Look the whole database over: indexes, foreign keys, each record against the journal.

    Returns:
        The fault found, or nothing.
    """
    fault = ""
    try:
        with telling_database_faults(ledger.folder):
            if integrity_faults(ledger.engine, quick=False):
                fault = "台账数据库检查出损坏；请到“设置”用最近的好备份恢复到旁边。"
            elif odd := unlike_journal(ledger, monitor=monitor):
                fault = f"{odd_words(odd)}；请到“设置”用最近的好备份恢复到旁边，核对后改正。"
    except UserError as error:
        fault = error.message
    remember(ledger, examined=now.isoformat(timespec="seconds"), examine_fault=fault)
    return fault


def check_all(ledger: Ledger, *, now: datetime, monitor: Monitor = SILENT) -> CheckReport:
    """Look at everything as the clerk asks for it, and let go of alarms that are answered.

    Raises:
        UserError: the ledger is gone.
        Cancelled: the clerk stopped it.
    """
    report = check(ledger, monitor=monitor)
    if not ledger.readonly:
        examine(ledger, now=now, monitor=monitor)
        proof = next((words for words in report.faults if "evidence/" in words), "")
        forget_losses(ledger.folder)
        remember(ledger, proof_fault=proof, memory_fault="")
    return report


def alarms(keeping: Keeping, *, now: datetime) -> tuple[Alarm, ...]:
    """What is wrong, the worst first; empty while all is well."""
    late, clock = place_words(keeping, now=now), _clock_words(keeping, now)
    found = (
        Alarm("电脑时间不对", clock) if clock else None,
        Alarm("台账损坏", keeping.examine_fault) if keeping.examine_fault else None,
        Alarm("有修改没能读回", keeping.log_fault) if keeping.log_fault else None,
        Alarm("恢复演练没有通过", keeping.drill_fault) if keeping.drill_fault else None,
        Alarm("备份没有写成", keeping.backup_fault) if keeping.backup_fault else None,
        Alarm("佐证文件有问题", keeping.proof_fault) if keeping.proof_fault else None,
        Alarm("备份记录损坏", keeping.memory_fault) if keeping.memory_fault else None,
        Alarm(late, f"{late}：{keeping.place_fault or '请插上优盘或连上共享文件夹。'}")
        if late
        else None,
    )
    return tuple(one for one in found if one)


def _clock_words(keeping: Keeping, now: datetime) -> str:
    """That the computer's clock is behind what was written down by it; else nothing."""
    known = map(moment_of, (keeping.examined, keeping.drilled, keeping.place_reached))
    latest = max((at for at in known if at), default=now)
    if latest <= now + _CLOCK_DOUBT:
        return ""
    return (
        f"电脑时间是 {now:%Y-%m-%d}，比台账上次检查的 {latest:%Y-%m-%d} 还早；"
        "请校准电脑时间，不然备份、到期提醒和截至日期都不准。"
    )


def keeping_todos(ledger: Ledger, *, now: datetime) -> tuple[Todo, ...]:
    """The alarms as lines of the 工作台, which lead to 设置."""
    return tuple(
        Todo(_TO_SETTINGS, one.sentence, _NOTE) for one in alarms(keeping_of(ledger), now=now)
    )


def _daily(ledger: Ledger, now: datetime, monitor: Monitor) -> bool:
    made = _try(ledger, "backup_fault", lambda: back_up_daily(ledger, now=now, monitor=monitor))
    return made is not None


def _try(ledger: Ledger, field: str, work: Callable[[], object]) -> object:
    """Do one thing that is due; what the clerk can mend is remembered under ``field``."""
    try:
        result = work()
    except UserError as error:
        remember(ledger, **{field: error.message})
        return None
    if field == "backup_fault" and keeping_of(ledger).backup_fault:
        remember(ledger, backup_fault="")
    return result


def _one_turn_of_proof(ledger: Ledger, monitor: Monitor) -> None:
    """Read a seventh of the kept proof a day, by hash: a week of days sees all of it."""
    held = keeping_of(ledger)
    turn = held.proof_turn % _TURNS
    by_hash: dict[str, PlacedProof] = {one.file.sha256: one for one in all_proof(ledger)}
    due = [one for digest, one in by_hash.items() if int(digest[:8], 16) % _TURNS == turn]
    gauge = Gauge(monitor, sum(one.file.size for one in due), "正在核对佐证…")
    bad = [
        one
        for one in due
        if fault_of(kept_path(ledger, one.file.file_name, one.file.sha256), one.file.sha256, gauge)
    ]
    remember(ledger, proof_turn=(turn + 1) % _TURNS)
    if bad:
        fault = f"佐证“{bad[0].file.file_name}”等缺失或被改动；请打开“佐证”核对并放回原文件。"
        remember(ledger, proof_fault=fault, proof_fault_turn=turn)
    elif held.proof_fault and held.proof_fault_turn == turn:
        remember(ledger, proof_fault="")


def _is_due(last: str, now: datetime, every: timedelta) -> bool:
    at = moment_of(last)
    return at is None or now - at >= every or at > now + timedelta(days=1)
