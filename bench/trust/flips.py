"""Flips: one byte of a ledger, a backup or a 交接包 becomes another, and somebody must notice.

A flip the program's checks find is found; one they don't is harmless when everything that comes
out is the same as before; anything else would be silent damage.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import UserError
from app.models.database import DATABASE
from app.services.keeping.backup import bring_back, check, restore, restore_beside
from app.services.keeping.ledgers import open_ledger
from bench.trust.examiner import State, state_of
from bench.trust.stage import PASSWORD, Place

FOUND, HARMLESS, SILENT = "found", "harmless", "silent"
PAST = "in a past line of the journal"
"""Seen by nobody after a crash, for no record of today rests on it; ADR 9 says so."""
_JOURNAL = frozenset({"operation", "change"})
_FINGERPRINT = f"{DATABASE}.sha256"


@dataclass(slots=True)
class Flips:
    """What came of the flips, by what they struck."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The lines the bench prints."""
        lines = (
            f"{target}: {tally.total()} flips, found {tally[FOUND]}, "
            f"harmless {tally[HARMLESS]}, silent {tally[SILENT]}"
            + (f", {PAST} {tally[PAST]}" if tally[PAST] else "")
            for target, tally in self.outcomes.items()
        )
        return "\n".join(lines)

    @property
    def wrong(self) -> list[str]:
        """What went wrong, one by one."""
        return self.silent

    @property
    def is_good(self) -> bool:
        """Whether the goal is met."""
        return not self.silent


def flip_often(stage: Place, work: Path, flips: int, *, seed: int) -> Flips:
    """Flip bytes of each target in turn.

    Args:
        stage: laid out once; each flip has a copy of its own.
        work: a folder for the copies.
        flips: how many in all.
        seed: the same seed flips the same bytes.
    """
    rng, result, whole = random.Random(seed), Flips(), state_of(stage.ledger)
    for number in range(flips):
        target = list(TARGETS)[number % len(TARGETS)]
        place = stage.copied(work / "one")
        where = _flip(rng, _FILES[target](place))
        try:
            outcome = TARGETS[target](place, whole)
        except Exception as error:  # noqa: BLE001 - a bug met on the way is told
            outcome, where = SILENT, f"{where}: {error!r}"
        result.outcomes.setdefault(target, Counter())[outcome] += 1
        if outcome == SILENT:
            result.silent.append(f"{target}: {where}")
        shutil.rmtree(place.root)
    return result


def _flip(rng: random.Random, files: list[Path]) -> str:
    """Change one byte of one file; where, in words. Large files are not struck more often."""
    path = rng.choice([one for one in files if one.stat().st_size])
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    content[at] ^= rng.randrange(1, 256)
    path.write_bytes(content)
    return f"{path.name} at {at}"


def _opened_and_checked(place: Place, whole: State) -> str:
    """What the clerk meets: the ledger is opened, and looked over on demand."""
    try:
        with open_ledger(place.ledger) as ledger:
            if check(ledger).faults:
                return FOUND
    except UserError:
        return FOUND
    state = state_of(place.ledger)
    altered = {name for name in {*state, *whole} if state.get(name) != whole.get(name)}
    return (PAST if altered <= _JOURNAL else SILENT) if altered else HARMLESS


def _looked_over(place: Place, whole: State) -> str:
    """As above; what no check minds must come back whole when the copy is restored."""
    try:
        with open_ledger(place.ledger) as ledger:
            if check(ledger).faults:
                return FOUND
        back = restore_beside(place.ledger)
    except UserError:
        return FOUND
    return HARMLESS if not back.missing and state_of(back.folder) == whole else SILENT


def _brought_back(place: Place, whole: State) -> str:
    """What the second place holds, on another computer."""
    newest = max(place.stick.glob("*/*.db"))
    try:
        back = bring_back(newest, place.root / "恢复")
    except UserError:
        return FOUND
    if back.missing:
        return FOUND
    return HARMLESS if state_of(back.folder) == whole else SILENT


def _unpacked(pack: Callable[[Place], Path], password: str) -> Callable[[Place, State], str]:
    def unpack(place: Place, whole: State) -> str:
        try:
            restore(pack(place), place.root / "恢复", password=password)
        except UserError:
            return FOUND
        return HARMLESS if state_of(place.root / "恢复") == whole else SILENT

    return unpack


def _database(place: Place) -> list[Path]:
    return [place.ledger / DATABASE]


def _crashed(place: Place) -> list[Path]:
    (place.ledger / _FINGERPRINT).unlink(missing_ok=True)
    return [place.ledger / DATABASE]


def _kept(place: Place) -> list[Path]:
    return _all_below(place.ledger / "evidence") + _all_below(place.ledger / "returns")


def _copies(place: Place) -> list[Path]:
    copies = sorted((place.ledger / "backups").glob("*.db"))
    return copies * 4 + _all_below(place.ledger / "backups")


def _mirrored(place: Place) -> list[Path]:
    return sorted(place.stick.glob("*/*.db")) * 4 + _all_below(place.stick)


def _all_below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


TARGETS: Mapping[str, Callable[[Place, State], str]] = {
    "ledger, closed": _opened_and_checked,
    "proof and returns": _opened_and_checked,
    "backup": _looked_over,
    "second place": _brought_back,
    "pack": _unpacked(lambda place: place.pack, ""),
    "sealed pack": _unpacked(lambda place: place.sealed, PASSWORD),
    "ledger, after a crash": _opened_and_checked,
}
_FILES: Mapping[str, Callable[[Place], list[Path]]] = {
    "ledger, closed": _database,
    "proof and returns": _kept,
    "backup": _copies,
    "second place": _mirrored,
    "pack": lambda place: [place.pack],
    "sealed pack": lambda place: [place.sealed],
    "ledger, after a crash": _crashed,
}
