"""What is remembered of a ledger's keeping: the second place, the last drill and examinations.

It lies beside the copies, not in the database: keeping must work, and be told, when the database
does not, and is no step of the clerk's to be undone.
"""

import json
import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.files import atomic_write, telling_disk_faults
from app.models.database import Ledger

_NAME = "keeping.json"


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


def keeping_of(ledger: Ledger) -> Keeping:
    """What is remembered; nothing where there is nothing to be read."""
    return read_keeping(ledger.backups_folder)


def read_keeping(store: Path) -> Keeping:
    """What is remembered beside the copies of a store."""
    try:
        raw: dict[str, Any] = json.loads((store / _NAME).read_text(encoding="utf-8"))
        known = {one.name: one.default for one in fields(Keeping)}
        held = {key: raw[key] for key in known if type(raw.get(key)) is type(known[key])}
        return Keeping(**held)
    except (OSError, ValueError, TypeError, AttributeError):
        return Keeping()


def remember(ledger: Ledger, **changed: str | int) -> Keeping:
    """Change what is remembered.

    Raises:
        UserError: it can't be written.
    """
    held = keeping_of(ledger)
    kept = replace(held, **{"mark": held.mark or secrets.token_hex(4), **changed})  # type: ignore[arg-type]
    with telling_disk_faults(ledger.backups_folder):
        ledger.backups_folder.mkdir(exist_ok=True)
    with atomic_write(ledger.backups_folder / _NAME) as stream:
        stream.write(json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode())
    return kept


def moment_of(words: str) -> datetime | None:
    """A remembered moment, None for never."""
    try:
        return datetime.fromisoformat(words).astimezone() if words else None
    except ValueError:
        return None
