"""The stage: a small ledger with something of everything in it, laid out once and then copied."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock

from openpyxl import Workbook
from sqlalchemy import select

from app.models import database
from app.models.database import DATABASE, Ledger
from app.models.tasks import Task
from app.services.breakdown.items import create_blanks, tick_items
from app.services.intake.imports import commit_import, plan_import, read_file
from app.services.keeping.backup import back_up, back_up_before
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.ledgers import create_ledger
from app.services.keeping.secondplace import mirror, set_place
from app.services.proof.evidence import Owner, attach
from app.services.reporting.filing import file_return
from app.services.reporting.returns import Wanted
from app.services.work.progress import Entry, record_progress

PASSWORD = "stick in a drawer"
PERIOD = "2020Q2"
DAY = date(2020, 6, 30)
WANTED = Wanted("quarterly_tasks", PERIOD, 1, DAY)
OLD_LEDGERS, PHOTOS = 3, 8
_HEAD = ("序号", "任务", "完成时限", "责任单位")
_OLD_ROWS = """
INSERT INTO operation VALUES ('2020-01-01 08:00:00', '张三', 'import', '导入', 'do', NULL, 1, 1);
INSERT INTO task_list VALUES ('任务分解表', '', 2020, 1, 1);
"""
_OLD_TASK = """INSERT INTO task VALUES (1, ?, ?, '[]', ?, '', '', '', '', '', 'none', NULL, NULL,
  '', '[]', '[]', '[]', '[]', 'yes', '', 0, '{}', '{}', '[]', NULL, '', NULL, NULL, ?)"""


@dataclass(frozen=True, slots=True)
class Place:
    """One copy of the stage, to be played on and thrown away."""

    root: Path

    @property
    def ledger(self) -> Path:
        """The ledger's folder."""
        return self.root / "台账"

    @property
    def papers(self) -> Path:
        """The clerk's own files: lists, photos, what is written out."""
        return self.root / "纸"

    @property
    def pack(self) -> Path:
        """A pack of the ledger, written before anything happened."""
        return self.papers / "台账.gjb"

    @property
    def sealed(self) -> Path:
        """The same, with a password."""
        return self.papers / "加密.gjb"

    @property
    def stick(self) -> Path:
        """The second place of its copies."""
        return self.root / "优盘"

    def list_file(self, edition: int) -> Path:
        """A list as the district sends it."""
        return self.papers / f"任务分解表{edition}.xlsx"

    def photo(self, number: int) -> Path:
        """A file to be proof; beyond those there are, made on asking."""
        path = self.papers / f"照片{number}.jpg"
        if not path.exists():
            path.write_bytes(b"\xff\xd8" + number.to_bytes(4, "big") * 5_000)
        return path

    def old(self, number: int) -> Path:
        """A ledger of schema 1."""
        return self.root / f"旧{number}"

    def copied(self, root: Path) -> "Place":
        """This place once more; what stood at ``root`` goes."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root)
        return Place(root)


def set_stage(root: Path, schema1: Path, *, tasks: int = 40) -> Place:
    """Lay out the ledger, packs of it, lists to import and ledgers of schema 1.

    Args:
        root: an empty folder.
        schema1: the statements that laid out schema 1.
        tasks: how many tasks the list has.
    """
    place = Place(root)
    place.papers.mkdir(parents=True)
    for edition in (1, 2, 3):
        _write_list(place.list_file(edition), edition, tasks)
    for number in range(PHOTOS):
        place.photo(number)
    with create_ledger(place.ledger, office="牛塘镇", who="张三") as ledger:
        _play(ledger, place)
        back_up(ledger, place.pack)
        back_up(ledger, place.sealed, password=PASSWORD)
        _mirror_once(ledger, place)
    for number in range(OLD_LEDGERS):
        _lay_out_old(place.old(number), schema1, tasks)
    return place


@contextmanager
def disk_is(*, local: bool) -> Iterator[None]:
    """Ledgers lie on a fixed local disk, or on a share or stick: it decides the journal's mode."""
    with mock.patch.object(database, "is_local", return_value=local):
        yield


def import_list(ledger: Ledger, path: Path, *, title: str | None = None) -> int:
    """Import a list as the wizard does; the operation's number."""
    draft = read_file(path, year=2020).lists[0]
    return commit_import(ledger, plan_import(ledger, draft, title=title, year=2020), path)


def task_ids(ledger: Ledger) -> Sequence[int]:
    """The numbers of the tasks, in their order."""
    with ledger.reading() as session:
        return session.scalars(select(Task.id).where(Task.list_id == 1).order_by(Task.id)).all()


def _play(ledger: Ledger, place: Place) -> None:
    import_list(ledger, place.list_file(1))
    tasks = task_ids(ledger)
    items = create_blanks(ledger, tasks[0], 23, stem="燃气锅炉")
    tick_items(ledger, items[:9], date(2020, 6, 20))
    for number, task_id in enumerate(tasks[:12]):
        record_progress(ledger, task_id, PERIOD, Entry(text=f"已完成第{number + 1}批。"))
    attach(ledger, Owner(tasks[0]), [place.photo(1), place.photo(2)])
    attach(ledger, Owner(item_id=items[0]), [place.photo(3)])
    file_return(ledger, WANTED, default_word="已核实。")
    back_up_before(ledger, "daily")


def _mirror_once(ledger: Ledger, place: Place) -> None:
    """Fill the second place, and forget it again: in a copy of the stage it lies elsewhere."""
    place.stick.mkdir()
    now = datetime.now(UTC)
    set_place(ledger, place.stick, now=now)
    if not mirror(ledger, now=now):
        raise RuntimeError(keeping_of(ledger).place_fault)
    set_place(ledger, None, now=now)


def _write_list(path: Path, edition: int, tasks: int) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2020年牛塘镇污染防治攻坚战任务分解表"])
    sheet.append(list(_HEAD))
    for number in range(1, tasks + 1):
        words = f"完成{number + 2}台天然气锅炉低氮改造（第{edition}版）" * (1 + number % 3)
        sheet.append([number, words, "2020年12月底前", "牛塘镇"])
    book.save(path)


def _lay_out_old(folder: Path, schema1: Path, tasks: int) -> None:
    folder.mkdir()
    connection = sqlite3.connect(folder / DATABASE)
    connection.executescript(schema1.read_text(encoding="utf-8") + _OLD_ROWS)
    rows = [(number, str(number), f"栽树{number}棵", number) for number in range(1, tasks + 1)]
    connection.executemany(_OLD_TASK, rows)
    connection.commit()
    connection.close()
