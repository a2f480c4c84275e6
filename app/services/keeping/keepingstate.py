"""What is remembered of a ledger's keeping: the second place, the last drill and examinations.

It lies beside the copies, not in the database: keeping must work, and be told, when the database
does not, and is no step of the clerk's to be undone. Each file holds its own hash; what the clerk
set lies there twice, so that a flipped byte neither passes nor forgets the second place.
"""

import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from app.files import atomic_write, telling_disk_faults
from app.models.database import Ledger
from app.models.loglosses import lost_steps
from app.services.keeping.selfchecked import checked, with_check

_NAME, _SPARE = "keeping.json", "keeping.spare"
_SET = ("mark", "place", "place_set")
"""What can't be found out again when it is lost; the rest is only done once more."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The state of a ledger's keeping; moments are ISO texts, empty for never.

    Attributes:
        mark: tells this ledger's folder in the second place from another's of that name.
        place: the second place's folder, empty for none.
        place_set: when it was set.
        place_reached: when it was last written to.
        drilled: when the last drill was; ``drill_fault`` what went wrong in it.
        examined: when the database was last examined; ``examine_fault`` what was found.
        proof_turn: which seventh of the proof is looked at next.
        proof_fault: what the last look at the proof found, and the turn that found it.
        backup_fault: why the last daily backup was not written.
        memory_fault: that this itself was damaged, until the clerk has looked.
        lost_steps: how many steps a damaged log did not give back, until the clerk has looked.
    """

    mark: str = ""
    place: str = ""
    place_set: str = ""
    place_reached: str = ""
    place_fault: str = ""
    drilled: str = ""
    drill_fault: str = ""
    examined: str = ""
    examine_fault: str = ""
    proof_turn: int = 0
    proof_fault: str = ""
    proof_fault_turn: int = 0
    backup_fault: str = ""
    memory_fault: str = ""
    lost_steps: int = 0

    @property
    def log_fault(self) -> str:
        """What a damaged log cost, in words; empty while nothing."""
        if not self.lost_steps:
            return ""
        return (
            f"上次没有正常关闭，最后 {self.lost_steps} 步修改的记录已损坏，没能读回；"
            "请核对最近填写的内容，再到“设置”点“检查台账”。"
        )


def keeping_of(ledger: Ledger) -> Keeping:
    """What is remembered; nothing where there is nothing to be read."""
    return replace(read_keeping(ledger.backups_folder), lost_steps=lost_steps(ledger.folder))


def read_keeping(store: Path) -> Keeping:
    """What is remembered beside the copies of a store; when it is damaged, what was set is left."""
    held = _held(store / _NAME)
    if held is not None:
        return held
    spare = _held(store / _SPARE)
    if spare is None and not (store / _NAME).exists():
        return Keeping()
    return _set_of(spare or Keeping(), memory_fault=_damage_words(spare))


def remember(ledger: Ledger, **changed: str | int) -> Keeping:
    """Change what is remembered.

    Raises:
        UserError: it can't be written.
    """
    store, held = ledger.backups_folder, keeping_of(ledger)
    kept = replace(held, **{"mark": held.mark or secrets.token_hex(4), **changed})  # type: ignore[arg-type]
    with telling_disk_faults(store):
        store.mkdir(exist_ok=True)
    _hold(store / _NAME, kept)  # before its spare, which alone would tell of damage
    if _held(store / _SPARE) != _set_of(kept):
        _hold(store / _SPARE, _set_of(kept))
    return kept


def _set_of(keeping: Keeping, *, memory_fault: str = "") -> Keeping:
    """Only what the clerk set."""
    kept = {name: getattr(keeping, name) for name in _SET}
    return Keeping(**kept, memory_fault=memory_fault)


def _damage_words(spare: Keeping | None) -> str:
    if spare is None:
        return "备份情况的记录已损坏，第二处找不回来；请到“设置”重新选择第二处，再点“检查台账”。"
    found = f"第二处“{spare.place}”" if spare.place else "没有设第二处"
    return f"备份情况的记录损坏过，已找回设置：{found}；请到“设置”核对，再点“检查台账”。"


def _held(path: Path) -> Keeping | None:
    """What a file holds, None when it is not there or not as it was written."""
    try:
        raw = checked(path.read_bytes())
    except OSError:
        return None
    if raw is None:
        return None
    known = {one.name: one.default for one in fields(Keeping)}
    return Keeping(**{key: raw[key] for key in known if type(raw.get(key)) is type(known[key])})


def _hold(path: Path, keeping: Keeping) -> None:
    with atomic_write(path) as stream:
        stream.write(with_check(asdict(keeping)))


def moment_of(words: str) -> datetime | None:
    """A remembered moment, None for never."""
    try:
        return datetime.fromisoformat(words).astimezone() if words else None
    except ValueError:
        return None
