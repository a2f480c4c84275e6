"""What proof is handed over under which names: folders in the plan's order, safe everywhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.files import safe_name
from app.models.database import Ledger
from app.models.tasks import Task, TaskList
from app.services.proof.evidence import kept_path
from app.services.proof.proofplaces import PlacedProof, list_proof
from app.services.wording import shorten

_NO_GROUP = "其他"
_FOLDER, _FILE, _TASK = 36, 60, 20
Groups = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofOrder:
    """Which proof is wanted: one list, one group, some tasks, one period; all where empty."""

    list_id: int | None = None
    group: str = ""
    task_ids: tuple[int, ...] | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """One file on its way out: where it is kept, its group, its new path with / between folders."""

    proof: PlacedProof
    kept: Path
    group: str
    target: str


def plan_export(ledger: Ledger, order: ProofOrder) -> tuple[Handed, ...]:
    """The files wanted in the plan's order, each with the name it will have.

    A group keeps its number whatever part of the plan is wanted, so that parts handed over at
    different times fit together.
    """
    proofs = list_proof(ledger, list_id=order.list_id, task_ids=order.task_ids, period=order.period)
    wanted = [one for one in proofs if not order.group or order.group in one.groups]
    shelves = _shelves(ledger)
    several = len({one.list_id for one in wanted}) > 1
    naming = _Naming()
    handed = []
    for one in wanted:
        shelf = shelves[one.list_id]
        group, folder = shelf.place(one.groups)
        path = f"{shelf.folder}/{folder}" if several else folder
        kept = kept_path(ledger, one.file.file_name, one.file.sha256)
        handed.append(Handed(one, kept, group, naming.path_of(one, path)))
    return tuple(handed)


def proof_groups(ledger: Ledger, *, list_id: int | None = None) -> tuple[str, ...]:
    """The groups that proof may be narrowed to, in the plan's order."""
    shelves = _shelves(ledger)
    chosen = (
        shelves.values() if list_id is None else [shelves[list_id]] if list_id in shelves else []
    )
    return tuple(dict.fromkeys(group for shelf in chosen for group in shelf.groups))


class _Shelf:
    """The groups of one list as numbered folders: the outermost level that tells tasks apart."""

    def __init__(self, title: str, rows: Sequence[Groups]) -> None:
        self.folder = safe_name(title, _FOLDER)
        depth = 0
        while rows and all(len(row) > depth + 1 and row[depth] == rows[0][depth] for row in rows):
            depth += 1
        self._depth = depth
        named = (self._name(row) for row in rows)
        self.groups = tuple(dict.fromkeys(name for name in named if name))

    def place(self, groups: Groups) -> tuple[str, str]:
        """A task's group, and its folder."""
        name = self._name(groups)
        if name not in self.groups:
            return _NO_GROUP, f"{len(self.groups) + 1:02d}-{_NO_GROUP}"
        number = self.groups.index(name) + 1
        return name, safe_name(f"{number:02d}-{_one_line(name)}", _FOLDER)

    def _name(self, groups: Groups) -> str:
        return groups[min(self._depth, len(groups) - 1)] if groups else ""


class _Naming:
    """Gives every task its folder and every file its name, none twice, whatever their case."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._folders: dict[int | None, str] = {}
        self._counts: dict[int, int] = defaultdict(int)

    def path_of(self, one: PlacedProof, group: str) -> str:
        """The path of a file inside the folder handed over."""
        number = one.file.task_id
        if number not in self._folders:
            serial = f"{one.serial}-" if one.serial else ""
            name = safe_name(serial + shorten(one.task.rstrip("。；;. "), _TASK), _FOLDER)
            self._folders[number] = self._free(f"{group}/{name}", "")
        file = Path(one.file.file_name)
        if one.file.item_id is not None:
            self._counts[one.file.item_id] += 1
            stem = f"{safe_name(one.what, _FOLDER)}-{self._counts[one.file.item_id]}"
        else:
            stem = f"{one.what}-{file.stem}" if one.what else file.stem
        safe = Path(safe_name(stem + file.suffix.lower(), _FILE))
        return self._free(f"{self._folders[number]}/{safe.stem}", safe.suffix)

    def _free(self, stem: str, ending: str) -> str:
        path, number = stem + ending, 1
        while path.casefold() in self._used:
            number += 1
            path = f"{stem} ({number}){ending}"
        self._used.add(path.casefold())
        return path


def _shelves(ledger: Ledger) -> Mapping[int | None, _Shelf]:
    rows: dict[int, list[Groups]] = defaultdict(list)
    titles: dict[int, str] = {}
    query = select(Task.list_id, TaskList.title, Task.groups).join(TaskList)
    with ledger.reading() as session:
        for list_id, title, groups in session.execute(query.order_by(Task.list_id, Task.position)):
            titles[list_id] = title
            rows[list_id].append(tuple(groups))
    return {list_id: _Shelf(titles[list_id], rows[list_id]) for list_id in rows}


def _one_line(text: str) -> str:
    return "".join(text.split())
