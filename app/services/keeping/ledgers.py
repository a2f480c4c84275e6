"""Making and opening a ledger folder: who may write, and which version wrote it."""

import errno
import getpass
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.errors import UserError
from app.files import put_in_place, telling_disk_faults
from app.models.database import (
    DATABASE,
    Ledger,
    integrity_faults,
    make_engine,
    telling_database_faults,
)
from app.models.fingerprint import is_altered
from app.models.migrations import (
    RECORDS,
    SCHEMA,
    create_schema,
    refuse_newer,
    schema_version,
    upgrade,
)
from app.models.recovery import recover
from app.models.strangers import LAYOUT, is_a_ledger, strange_parts
from app.models.units import Unit
from app.services.keeping.backup import back_up_before
from app.services.keeping.handover import UNFINISHED

_SUBFOLDERS = ("evidence", "returns", "backups")
_CREATING = ".creating-"
_OFFICE_ENDINGS = ("人民政府", "街道办事处", "街道", "镇", "乡", "办事处", "管委会")


def is_ledger(folder: Path) -> bool:
    """True when the folder holds a ledger; one still being restored, or half restored, is none."""
    return not folder.name.endswith(UNFINISHED) and (folder / DATABASE).is_file()


def create_ledger(folder: Path, *, office: str, who: str = "") -> Ledger:
    """Lay out a new ledger for an office.

    Raises:
        UserError: ``ledger_exists``, or the folder can't be written.
    """
    if is_ledger(folder):
        raise UserError("ledger_exists", f"“{folder}”里已有台账；请换一个文件夹，或直接打开它。")
    with telling_disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in _SUBFOLDERS:
            (folder / name).mkdir(exist_ok=True)
    ledger = Ledger(folder, who=who or user_name(), readonly=False)
    try:
        _lay_out(ledger, office)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _lay_out(ledger: Ledger, office: str) -> None:
    """Make the database beside and put it in its place whole: a ledger half made opens nowhere."""
    folder = ledger.folder
    with telling_database_faults(folder):
        for rest in folder.glob(f"{_CREATING}*"):
            shutil.rmtree(rest, ignore_errors=True)
        beside = Path(tempfile.mkdtemp(prefix=_CREATING, dir=folder))
        try:
            with Ledger(beside, who=ledger.who, readonly=False) as made:
                create_schema(made.engine)
                with made.transaction("create", f"新建{office}台账", undoable=False) as work:
                    unit = Unit(name=office, kind="office", aliases=short_names(office))
                    work.session.add(unit)
            if (beside / f"{DATABASE}-wal").exists():  # not all of it is in the file
                raise OSError(errno.EIO, "the log could not be taken into the database")
            put_in_place(beside / DATABASE, folder / DATABASE)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def open_ledger(folder: Path, *, who: str = "", readonly: bool = False) -> Ledger:
    """Open a ledger, bringing an older one up to date after a backup.

    Raises:
        UserError: ``not_a_ledger``, ``damaged``, ``ledger_newer``, ``ledger_older`` (it can't
            be brought up to date while read-only), ``ledger_held`` (open it read-only then), or
            the folder can't be read.
    """
    if folder.name.endswith(UNFINISHED):
        raise UserError("not_a_ledger", f"“{folder}”没有恢复完，还不是台账；请再恢复一次。")
    if not is_ledger(folder):
        raise UserError("not_a_ledger", f"“{folder}”里没有台账；请选择含有 {DATABASE} 的文件夹。")
    with telling_database_faults(folder):
        recover(folder / DATABASE)
    _refuse_strangers(folder)
    ledger = Ledger(folder, who=who or user_name(), readonly=readonly)
    try:
        with telling_database_faults(folder):
            older = schema_version(ledger.engine) < SCHEMA
        if older:
            _bring_up_to_date(ledger)
    except BaseException:
        ledger.close()
        raise
    return ledger


def look_at_damaged(folder: Path) -> Ledger:
    """Open a damaged ledger for looking only, as far as it can still be read; nothing is written.

    Raises:
        UserError: ``unreadable``: not even its records can be read through.
    """
    ledger = Ledger(folder, who=user_name(), readonly=True)
    ledger.damaged = True
    try:
        with telling_database_faults(folder), ledger.engine.connect() as connection:
            if schema_version(ledger.engine) != SCHEMA:
                raise _unreadable(folder)
            for table in RECORDS:
                for _ in connection.exec_driver_sql(f"SELECT * FROM {table}"):  # noqa: S608
                    pass
    except BaseException as error:
        ledger.close()
        if isinstance(error, UserError | DBAPIError):
            raise _unreadable(folder) from error
        raise
    return ledger


def _unreadable(folder: Path) -> UserError:
    return UserError("unreadable", f"台账“{folder}”已损坏，不能查看；请用备份恢复到新文件夹。")


def _bring_up_to_date(ledger: Ledger) -> None:
    if ledger.readonly:
        raise UserError(
            "ledger_older",
            "台账由旧版本写成，要先升级才能查看；请在能写入的电脑上正常打开一次。",
        )
    back_up_before(ledger, "upgrade")
    with telling_database_faults(ledger.folder):
        upgrade(ledger.engine)


def _refuse_strangers(folder: Path) -> None:
    """Look before writing: a damaged or newer ledger is not touched at all."""
    engine = make_engine(folder / DATABASE, readonly=True)
    try:
        with telling_database_faults(folder):
            faults = integrity_faults(engine)
            if faults:
                raise UserError(
                    "damaged",
                    f"台账“{folder}”已损坏，没有打开；请用备份恢复到新文件夹。",
                    details="; ".join(faults[:5]),
                )
            _refuse_other(engine, folder)
            refuse_newer(engine)
            if is_altered(folder / DATABASE):
                raise UserError(
                    "damaged",
                    f"台账“{folder}”和上次关闭时不一样，已损坏或被别的程序改过；"
                    "请用备份恢复到新文件夹。",
                )
    finally:
        engine.dispose()


def _refuse_other(engine: Engine, folder: Path) -> None:
    """Stop before another program's file of that name, and before one made to harm."""
    with engine.connect() as connection:
        parts = [(str(row[0]), str(row[1]), row[2]) for row in connection.execute(text(LAYOUT))]
    if not parts:
        raise UserError(
            "damaged", f"台账“{folder}”是空的，已损坏，没有打开；请用备份恢复到新文件夹。"
        )
    if not is_a_ledger(parts):
        raise UserError(
            "not_a_ledger", f"“{folder}”里的 {DATABASE} 不是台账，没有打开；请选择别的文件夹。"
        )
    if strange := strange_parts(parts):
        raise UserError(
            "damaged",
            f"台账“{folder}”里被放进了不属于台账的东西，没有打开；请用备份恢复到新文件夹。",
            details=", ".join(strange[:5]),
        )


def short_names(office: str) -> list[str]:
    """The office's name without its ending, which lists often leave out: 牛塘镇 is 牛塘."""
    for ending in _OFFICE_ENDINGS:
        stem = office.removesuffix(ending)
        if stem != office and len(stem) >= 2:
            return [stem]
    return []


def user_name() -> str:
    """The name of whoever is logged on, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机用户"
