"""The clerk's verbs as the bench plays them: each can be played again and again on one place.

A verb tells what it promises once it has returned: the acknowledgements the examiner holds the
ledger to, whatever happens afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from app.errors import UserError
from app.files import sha256_of
from app.models.database import Ledger
from app.models.journal import Operation
from app.models.tracking import Item
from app.services.breakdown.items import tick_items
from app.services.history.journal import redo, undo
from app.services.keeping.backup import back_up, back_up_daily, list_copies, restore
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.ledgers import create_ledger, open_ledger
from app.services.keeping.secondplace import mirror, set_place
from app.services.keeping.upkeep import look_after
from app.services.proof.evidence import Owner, attach
from app.services.proof.proofcopies import save_copies
from app.services.reporting.filing import file_return, print_again, write_return
from app.services.settings import Office, change_office
from app.services.work.progress import Entry, record_progress
from bench.trust.stage import OLD_LEDGERS, PASSWORD, PERIOD, WANTED, Place, import_list, task_ids

Promise = tuple[str, str, str]
"""What must hold from now on: its kind, what it is about, and what is said of it."""
_START = date(2020, 6, 1)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something the clerk does.

    Attributes:
        play: does it for the n-th time; its promises beside the journal's line.
        rounds: how often it may be played on one place; 0 for any number of times.
    """

    name: str
    play: Callable[[Ledger, Place, int], Sequence[Promise]]
    rounds: int = 0


def newest_operation(ledger: Ledger) -> int:
    """The number of the newest line of the journal."""
    with ledger.reading() as session:
        return session.scalar(select(func.max(Operation.id))) or 0


def _import_new(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    import_list(ledger, place.list_file(1), title=f"2020年任务分解表之{n + 2}")
    return []


def _import_edition(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    import_list(ledger, place.list_file(2 + n % 2))
    return []


def _tick(ledger: Ledger, _place: Place, n: int) -> list[Promise]:
    with ledger.reading() as session:
        items = session.scalars(select(Item.id).order_by(Item.id)).all()
    day = _START + timedelta(days=n % 29)
    tick_items(ledger, [items[n % len(items)]], day)
    return [("item", str(items[n % len(items)]), day.isoformat())]


def _progress(ledger: Ledger, _place: Place, n: int) -> list[Promise]:
    tasks = task_ids(ledger)
    task_id, words = tasks[n % len(tasks)], f"截至第{n}次填报，正在施工。"
    record_progress(ledger, task_id, PERIOD, Entry(text=words))
    return [("entry", str(task_id), words)]


def _file(ledger: Ledger, place: Place, _n: int) -> list[Promise]:
    filed = file_return(ledger, WANTED, default_word="已核实。")
    return [_kept(place, Path(path)) for path in filed.files.values()]


def _attach(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    photos = [place.photo(4 + 2 * n), place.photo(5 + 2 * n)]
    attach(ledger, Owner(task_ids(ledger)[n % 5]), photos)
    return []


def _undo(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    if n % 2:
        redo(ledger)
    else:
        undo(ledger)
    return []


def _settings(ledger: Ledger, _place: Place, n: int) -> list[Promise]:
    change_office(ledger, Office(f"牛塘镇{n}", ("牛塘",), filled_by=f"第{n}人"))
    return []


def _back_up(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    copy = back_up_daily(ledger, now=datetime.now(UTC) + timedelta(seconds=n), asked=True)
    return [("copy", str(copy), sha256_of(copy))] if copy else []


def _second_place(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    now = datetime.now(UTC) + timedelta(seconds=n)
    set_place(ledger, place.stick, now=now)
    back_up_daily(ledger, now=now, asked=True)
    if not mirror(ledger, now=now):
        raise UserError("not_mirrored", keeping_of(ledger).place_fault)
    newest = list_copies(ledger)[0].path
    (mirrored,) = place.stick.glob(f"*/{newest.name}")
    return [("copy", str(mirrored), sha256_of(newest))]


def _look_after(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    set_place(ledger, place.stick, now=datetime.now(UTC))
    look_after(ledger, now=datetime.now(UTC) + timedelta(days=40 * n))
    return []


def _pack(ledger: Ledger, place: Place, _n: int) -> list[Promise]:
    back_up(ledger, place.pack)
    return [("pack", str(place.pack), "")]


def _sealed(ledger: Ledger, place: Place, _n: int) -> list[Promise]:
    back_up(ledger, place.sealed, password=PASSWORD)
    return [("pack", str(place.sealed), PASSWORD)]


def _restore(_ledger: Ledger, place: Place, n: int) -> list[Promise]:
    restore(place.pack, place.root / f"恢复{n}")
    return [("ledger", str(place.root / f"恢复{n}"), "")]


def _take_over(_ledger: Ledger, place: Place, n: int) -> list[Promise]:
    restore(place.sealed, place.root / f"接收{n}", password=PASSWORD)
    return [("ledger", str(place.root / f"接收{n}"), "")]


def _create(_ledger: Ledger, place: Place, n: int) -> list[Promise]:
    create_ledger(place.root / f"新{n}", office="雪堰镇").close()
    return [("ledger", str(place.root / f"新{n}"), "")]


def _migrate(_ledger: Ledger, place: Place, n: int) -> list[Promise]:
    open_ledger(place.old(n)).close()
    return [("ledger", str(place.old(n)), "")]


def _write(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    written = write_return(ledger, WANTED, place.papers / "出")
    again = print_again(ledger, 1, place.papers / "再")
    return [_kept(place, path) for path in (*written, *again)]


def _save_copies(ledger: Ledger, place: Place, n: int) -> list[Promise]:
    copies = save_copies(ledger, [1, 2, 3], place.papers)
    return [_kept(place, path) for path in copies]


def _kept(place: Place, path: Path) -> Promise:
    return "file", str(path), sha256_of(path)


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("tick", _tick),
        Verb("progress", _progress),
        Verb("import", _import_new),
        Verb("import again", _import_edition),
        Verb("file", _file),
        Verb("attach", _attach),
        Verb("undo", _undo),
        Verb("settings", _settings),
        Verb("back up", _back_up),
        Verb("second place", _second_place),
        Verb("look after", _look_after),
        Verb("pack", _pack),
        Verb("sealed pack", _sealed),
        Verb("restore", _restore),
        Verb("take over", _take_over),
        Verb("create", _create),
        Verb("migrate", _migrate, rounds=OLD_LEDGERS),
        Verb("write", _write),
        Verb("save copies", _save_copies),
    )
}
