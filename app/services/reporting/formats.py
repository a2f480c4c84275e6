"""The formats there are: the built-in ones, and a town's own that are kept in its ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.returns import OwnFormat, Return
from app.reports.formats.format import Format
from app.reports.formats.formatfiles import format_text, load_formats
from app.reports.formats.formatreading import LONGEST_NAME, name_fault, parse_format
from app.services.reporting.formatwords import what_changed

_OWN = "own_"
_TOWN = "（本镇）"


@dataclass(frozen=True, slots=True)
class FormatName:
    """What a format is called, the beat it is handed up by, and what its lines are.

    Attributes:
        own: it is the town's own and can be changed.
        fault: why it can't be used, in a sentence; empty for all but a damaged one.
    """

    key: str
    name: str
    kind: str = "any"
    rows: str = "tasks"
    own: bool = False
    fault: str = ""


def list_formats(ledger: Ledger | None = None) -> tuple[FormatName, ...]:
    """The built-in formats in their order, then the ledger's own."""
    built_in = tuple(
        FormatName(fmt.key, fmt.name, fmt.kind, fmt.rows) for fmt in load_formats().values()
    )
    return (*built_in, *own_formats(ledger)) if ledger else built_in


def own_formats(ledger: Ledger) -> tuple[FormatName, ...]:
    """The ledger's own formats in the order they came; a damaged one says so, the others stand."""
    query = select(OwnFormat).where(OwnFormat.retired.is_(False)).order_by(OwnFormat.id)
    with ledger.reading() as session:
        return tuple(_named(row) for row in session.scalars(query))


def retired_keys(session: Session) -> frozenset[str]:
    """The keys of own formats that are no longer in use, within a transaction that runs."""
    return frozenset(session.scalars(select(OwnFormat.key).where(OwnFormat.retired)))


def is_own(key: str) -> bool:
    """Whether a key is that of a town's own format."""
    return key.startswith(_OWN)


def find_format(ledger: Ledger, key: str) -> Format | None:
    """The format of a key, built-in or own, also one that is no longer offered; else None.

    Raises:
        UserError: ``bad_format``, when the kept text is damaged.
    """
    if built_in := load_formats().get(key):
        return built_in
    with ledger.reading() as session:
        row = session.scalar(select(OwnFormat).where(OwnFormat.key == key))
        return _read(row) if row else None


def format_of(ledger: Ledger, key: str) -> Format:
    """The format of a key.

    Raises:
        UserError: ``no_format`` when there is none, ``bad_format`` when it is damaged.
    """
    found = find_format(ledger, key)
    if found is None:
        known = "、".join(f"{one.key}（{one.name}）" for one in list_formats(ledger))
        raise UserError("no_format", f"没有名为“{key}”的报表格式；可用的有：{known}。")
    return found


def name_for_copy(ledger: Ledger, name: str) -> str:
    """A name for a town's copy that nothing has yet: 季度报表（任务式）（本镇）."""
    stem = name if name.endswith(_TOWN) else f"{name[: LONGEST_NAME - 8]}{_TOWN}"
    return free_name(stem, [one.name for one in list_formats(ledger)])


def free_name(name: str, taken: Sequence[str]) -> str:
    """The name, numbered where another has it."""
    fresh, number = name, 2
    while fresh in taken:
        fresh, number = f"{name[: LONGEST_NAME - 4]}（{number}）", number + 1
    return fresh


def copy_format(ledger: Ledger, key: str, name: str) -> FormatName:
    """Make a format the town's own under a name; the one it comes from stays as it is.

    Raises:
        UserError: ``bad_name``, ``name_taken``, or the format is gone or damaged.
    """
    fmt = format_of(ledger, key)
    return add_format(ledger, replace(fmt, name=name.strip()), f"另存报表格式“{name.strip()}”")


def add_format(ledger: Ledger, fmt: Format, title: str = "") -> FormatName:
    """Keep a new own format; its key is given here.

    Raises:
        UserError: ``bad_name``, ``name_taken``, or it says something that can't be printed.
    """
    with ledger.transaction("add_format", title or f"新建报表格式“{fmt.name}”") as work:
        _refuse_name(work.session, fmt.name)
        row = OwnFormat(key=f"{_OWN}{uuid4().hex[:12]}", name=fmt.name)
        row.design = _checked(replace(fmt, key=row.key))
        work.session.add(row)
        work.session.flush()
        return _named(row)


def change_format(ledger: Ledger, key: str, fmt: Format) -> FormatName:
    """Keep an own format as it is now; the journal says what is another.

    Raises:
        UserError: it is built-in or gone, or says something that can't be printed.
    """
    with ledger.transaction("change_format", "") as work:
        row = own_row(work.session, key)
        before = _read(row)
        fresh = replace(fmt, key=row.key, name=row.name)
        if fresh != before:
            row.design = _checked(fresh)
            work.entitle(f"报表格式“{row.name}”：{what_changed(before, fresh)}")
        return _named(row)


def rename_format(ledger: Ledger, key: str, name: str) -> FormatName:
    """Call an own format otherwise.

    Raises:
        UserError: ``bad_name``, ``name_taken``, it is built-in or gone.
    """
    name = name.strip()
    with ledger.transaction("rename_format", f"报表格式改名为“{name}”") as work:
        row = own_row(work.session, key)
        if row.name != name:
            _refuse_name(work.session, name)
            row.design = _checked(replace(_read(row), name=name))
            row.name = name
        return _named(row)


def delete_format(ledger: Ledger, key: str) -> str:
    """Take an own format out of use; undo brings it back, filed returns stay as they are.

    One that a filed return was made by is kept aside: its later versions compare with it.

    Returns:
        Its name.

    Raises:
        UserError: it is built-in or gone.
    """
    with ledger.transaction("delete_format", "") as work:
        row = own_row(work.session, key)
        work.entitle(f"删除报表格式“{row.name}”")
        used = work.session.scalar(select(Return.id).where(Return.format_key == key).limit(1))
        if used is None:
            work.session.delete(row)
        else:
            row.retired = True
        return row.name


def own_row(session: Session, key: str) -> OwnFormat:
    """The record of an own format.

    Raises:
        UserError: ``built_in`` or ``no_format``.
    """
    row = session.scalar(select(OwnFormat).where(OwnFormat.key == key))
    if row is None and key in load_formats():
        raise UserError("built_in", "自带的报表格式不能改动；请先另存为本镇的格式。")
    if row is None:
        raise UserError("no_format", "这个报表格式已被删除；请刷新后再试。")
    return row


def write_design(row: OwnFormat, fmt: Format) -> None:
    """Put another format in an own one's place; its key and name stay.

    Raises:
        UserError: it says something that can't be printed.
    """
    row.design = _checked(replace(fmt, key=row.key, name=row.name))


def _refuse_name(session: Session, name: str) -> None:
    if fault := name_fault(name):
        raise UserError("bad_name", f"报表格式的{fault}；请换一个名称。")
    taken = {fmt.name for fmt in load_formats().values()}
    taken.update(session.scalars(select(OwnFormat.name).where(OwnFormat.retired.is_(False))))
    if name in taken:
        raise UserError("name_taken", f"已有名为“{name}”的报表格式；请换一个名称。")


def _checked(fmt: Format) -> str:
    """The format's text, once it was read back as the same."""
    text = format_text(fmt)
    _parsed(text, fmt.name)
    return text


def _read(row: OwnFormat) -> Format:
    return replace(_parsed(row.design, row.name), key=row.key, name=row.name)


@lru_cache(maxsize=64)
def _parsed(design: str, name: str) -> Format:
    """A kept text as a format; reading TOML costs more than all else of an edit."""
    return parse_format(design, f"报表格式“{name}”")


def _named(row: OwnFormat) -> FormatName:
    try:
        fmt = _read(row)
    except UserError as error:
        return FormatName(row.key, row.name, own=True, fault=error.message)
    return FormatName(row.key, row.name, fmt.kind, fmt.rows, own=True)
