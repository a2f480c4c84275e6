"""Which task of the ledger each pre-filled row of a form is about."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.importing.comparing.diff import held_from
from app.importing.comparing.pairs import SURE, HeldTask, Pair, pair_up
from app.importing.drafts import DraftTask
from app.importing.tables.headings import squash
from app.importing.tables.layout import Table
from app.importing.tables.rows import SkippedRow
from app.services.formfilling.formnames import NOTHING, Known, TaskNames, has_rival, meant_task

_RIVAL = "另有一项也相似"
_SIGNS = re.compile(r"[^\w.%]+")
_AROUND = re.compile(
    r"(?:任务|目标|项目|事项|编号|序号|第|No\.?)*[(（]?(\d+)[)）]?[项条号.、]*", re.I
)
_MOST_COMPARED = 200_000
_TRUSTED = 0.8
_MOSTLY = 2 / 3
_PROOFS = 3
_RELATED = 0.25
_CONTAINED = 0.75
_AHEAD = 0.2
_COMPARED = (
    "groups", "deadline_text", "deadline_due", "lead", "responsible", "assist",
    "main_responsible",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowMatches:
    """The rows told.

    Attributes:
        tasks: the task's key by the row's number.
        doubtful: rows left blank since no task is sure, with their texts.
    """

    tasks: Mapping[int, int]
    doubtful: Mapping[int, str]


def match_rows(
    drafts: Sequence[DraftTask], held: Sequence[HeldTask], known: Known = NOTHING
) -> RowMatches:
    """Tell which task each row is about, by wording first, by serial where serials are the list's.

    Args:
        drafts: the form's rows read as tasks.
        held: the ledger's tasks.
        known: which of them a form to us asks about, and what was reported.
    """
    rows = _bare_serials([held_from(draft) for draft in drafts], held)
    mine, theirs = _comparable(held, rows)
    pairs = pair_up(mine, theirs)
    found = {rows[p.draft].id: held[p.held].id for p in pairs if _is_sure(p)}
    _add_by_serial(found, rows, held)
    sure = frozenset(found)
    _add_by_name(found, rows, held, known)
    _trust_serials(found, rows, held, sure)
    doubtful = {row.id: row.text for row in rows if row.id not in found and squash(row.text)}
    return RowMatches(found, doubtful)


def _bare_serials(rows: Sequence[HeldTask], held: Sequence[HeldTask]) -> list[HeldTask]:
    """The rows with the list's own serials where words stand around them: 任务12, 第12项."""
    known = {squash(task.serial) for task in held}
    told = {row.id: squash(row.serial) for row in rows}
    bare = {row: _AROUND.fullmatch(serial) for row, serial in told.items() if serial not in known}
    serials = {row: match[1] for row, match in bare.items() if match and match[1] in known}
    return [replace(row, serial=serials.get(row.id, row.serial)) for row in rows]


def lone_rows(table: Table) -> Iterator[SkippedRow]:
    """Rows with a few words and nothing else, which look like themes or notes but may be named."""
    return (row for row in table.skipped if row.why in {"group", "note"})


def match_wordings(wordings: Mapping[int, str], held: Sequence[HeldTask]) -> dict[int, int]:
    """Which task each of some wordings is, where it is a task's at all.

    Args:
        wordings: texts by the caller's own key, among them many that are no tasks.
        held: the ledger's tasks.
    """
    rows = [HeldTask(id=key, serial="", groups=(), text=text) for key, text in wordings.items()]
    bare = [HeldTask(id=task.id, serial="", groups=(), text=task.text) for task in held]
    found = {rows[p.draft].id: bare[p.held].id for p in pair_up(bare, rows) if _is_sure(p)}
    _add_by_name(found, rows, bare)
    return found


def match_names(names: Mapping[int, str], held: Mapping[int, str]) -> dict[int, int]:
    """Which name of the ledger each row says: the very same, else the one that shares its words.

    Args:
        names: the form's wordings by row.
        held: the ledger's names by key.
    """
    keys: dict[str, list[int]] = defaultdict(list)
    for key, name in held.items():
        keys[squash(name)].append(key)
    found: dict[int, int] = {}
    for row, name in names.items():
        same = keys.pop(squash(name), [])
        if len(same) == 1:
            found[row] = same[0]
    left = {row: name for row, name in names.items() if row not in found and squash(name)}
    taken = set(found.values())
    free = {key: name for key, name in held.items() if key not in taken}
    if len(left) * len(free) > _MOST_COMPARED:
        return found
    for row, name in left.items():
        fitting = [key for key, other in free.items() if _is_short(name, other)]
        if len(fitting) == 1:
            found[row] = fitting[0]
            del free[fitting[0]]
    return found


def _is_short(name: str, other: str) -> bool:
    """Whether one says the other in short."""
    return max(shared_words(name, other), shared_words(other, name)) >= _CONTAINED


def shared_words(short: str, whole: str) -> float:
    """The part of a wording's neighbouring signs that another wording has too."""
    other = _SIGNS.sub("", squash(whole))
    pieces = _SIGNS.split(squash(short))
    pairs = {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}
    return sum(1 for pair in pairs if pair in other) / len(pairs) if pairs else 0.0


def _is_sure(pair: Pair) -> bool:
    return pair.penalty <= SURE and (_RIVAL not in pair.why or pair.penalty == 0)


def _comparable(
    held: Sequence[HeldTask], rows: Sequence[HeldTask]
) -> tuple[list[HeldTask], list[HeldTask]]:
    """Both sides without what the form does not tell, for what is missing speaks against none."""
    empty = {name: HeldTask.__dataclass_fields__[name].default for name in _COMPARED[1:]}
    blank = {name: empty.get(name, ()) for name in _COMPARED}
    missing = {name: blank[name] for name in _COMPARED if not any(getattr(r, name) for r in rows)}
    if not _same_numbering(held, rows):
        missing["serial"] = ""
    mine = [replace(task, **missing) for task in held]  # type: ignore[arg-type]
    theirs = [replace(row, **missing) for row in rows]  # type: ignore[arg-type]
    return mine, theirs


def _same_numbering(held: Sequence[HeldTask], rows: Sequence[HeldTask]) -> bool:
    """Whether the form's serials are all the list's own and no mere count from 1."""
    serials = [squash(row.serial) for row in rows if squash(row.serial)]
    known = {squash(task.serial) for task in held}
    counted = serials == [str(number) for number in range(1, len(serials) + 1)]
    return bool(serials) and not counted and known.issuperset(serials)


def _add_by_serial(
    found: dict[int, int], rows: Sequence[HeldTask], held: Sequence[HeldTask]
) -> None:
    """Rows with a short or new wording, by the serial, where serials have proved to agree."""
    by_id = {task.id: task for task in held}
    numbered = [row for row in rows if squash(row.serial)]
    agreeing = [
        squash(by_id[found[row.id]].serial) == squash(row.serial)
        for row in numbered
        if row.id in found
    ]
    proved = sum(agreeing) >= _TRUSTED * len(agreeing) if agreeing else False
    if not proved and not (not agreeing and _same_numbering(held, rows)):
        return
    free = defaultdict(list)
    for task in held:
        if task.id not in found.values():
            free[squash(task.serial)].append(task)
    for row in numbered:
        if row.id in found:
            continue
        best = _best(row, free[squash(row.serial)], _RELATED, 0.0)
        if best is not None:
            found[row.id] = best.id
            free[squash(row.serial)].remove(best)


def _trust_serials(
    found: dict[int, int], rows: Sequence[HeldTask], held: Sequence[HeldTask], sure: frozenset[int]
) -> None:
    """Where serials have proved to be the list's, they outweigh names in short."""
    by_id = {task.id: squash(task.serial) for task in held}
    numbered = {row.id: squash(row.serial) for row in rows if squash(row.serial)}
    told = {row: by_id[found[row]] == serial for row, serial in numbered.items() if row in found}
    worded = [agrees for row, agrees in told.items() if row in sure]
    proved = sum(told.values()) >= max(_PROOFS, _MOSTLY * len(told))
    proved = proved and sum(worded) >= _TRUSTED * len(worded)
    if not proved or not _same_numbering(held, rows):
        return
    tasks = defaultdict(list)
    for task in held:
        tasks[squash(task.serial)].append(task.id)
    taken = {found[row] for row in sure if row in found}
    meant: dict[int, int] = {}
    for row, serial in numbered.items():
        if row not in sure and len(tasks[serial]) == 1 and tasks[serial][0] not in taken:
            meant[row] = tasks[serial][0]
            taken.add(meant[row])
    claimed = set(meant.values())
    for row in [row for row, task in found.items() if row not in sure and task in claimed]:
        del found[row]
    found.update(meant)


def _add_by_name(
    found: dict[int, int],
    rows: Sequence[HeldTask],
    held: Sequence[HeldTask],
    known: Known = NOTHING,
) -> None:
    """Rows that name a task in short, where just one task holds those words."""
    free = [task for task in held if task.id not in found.values()]
    names = TaskNames(free)
    for row in rows:
        if row.id not in found:
            task = _best(row, free, _CONTAINED, _AHEAD)
            if task is not None and not _is_rivalled(task, row, names, known):
                found[row.id] = task.id
                free.remove(task)
    _add_by_rare_words(found, [row for row in rows if row.id not in found], free, known)


def _is_rivalled(task: HeldTask, row: HeldTask, names: TaskNames, known: Known) -> bool:
    """Whether a name says a task of no concern to us, and one of ours as well."""
    return bool(known.asked) and has_rival(task, row.text, names.scores(row.text), known)


def _add_by_rare_words(
    found: dict[int, int],
    rows: Sequence[HeldTask],
    free: Sequence[HeldTask],
    known: Known,
) -> None:
    """Rows that say a task in other words: the surest first, each well ahead of all other tasks."""
    if not free or len(rows) * len(free) > _MOST_COMPARED:
        return
    names = TaskNames(free)
    told = {row.id: sorted(names.scores(row.text), key=lambda one: -one[0]) for row in rows}
    for row in sorted(rows, key=lambda row: -told[row.id][0][0] if told[row.id] else 0.0):
        left = [one for one in told[row.id] if one[1].id not in found.values()]
        if left and left[0][1].id in known.asked:
            left = [one for one in left if one[1].id in known.asked]
        task = meant_task(row.text, left, known)
        if task is not None:
            found[row.id] = task.id


def _best(row: HeldTask, tasks: Sequence[HeldTask], least: float, ahead: float) -> HeldTask | None:
    ranked = sorted(((_shared(row.text, task), at) for at, task in enumerate(tasks)), reverse=True)
    if not ranked or ranked[0][0] < least:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < max(ahead, 1e-9):
        return None
    return tasks[ranked[0][1]]


def _shared(short: str, task: HeldTask) -> float:
    """How much of a short wording stands in the task's, its innermost group included."""
    return shared_words(short, "".join(task.groups[-1:]) + task.text)
