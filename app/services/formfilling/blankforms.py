"""The district's blank forms kept in the ledger: added once, filled again every period."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.files import copy_hashed, sha256_of
from app.models.database import Ledger
from app.models.returns import BlankForm
from app.models.rules.periods import Period
from app.services.formfilling.formchoices import (
    FormChoices,
    choices_from_plain,
    choices_to_plain,
    form_key,
)
from app.services.proof.evidence import kept_path

if TYPE_CHECKING:
    from app.services.formfilling.forms import FilledForm

# Loaded with the first form filled: its rooms and the spreadsheet library are large.
_FILLING = "app.services.formfilling.forms:fill_blank"
# What tells one period's edition of a blank from another's in its name.
_OF_A_PERIOD = re.compile(r"\d+[年月]?|第?[一二三四]季度?|[上下]半年|副本|最新|[\s_（）()+.-]")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A blank form of the ledger; ``kind`` is the kind of period it is for."""

    id: int
    key: str
    name: str
    kind: str
    list_id: int
    file_name: str
    choices: FormChoices


def list_forms(ledger: Ledger, *, list_id: int | None = None) -> tuple[KeptForm, ...]:
    """The blank forms kept, in the order they came."""
    query = select(BlankForm).order_by(BlankForm.id)
    if list_id is not None:
        query = query.where(BlankForm.list_id == list_id)
    with ledger.reading() as session:
        return tuple(_view(row) for row in session.scalars(query))


def keep_form(
    ledger: Ledger,
    path: Path,
    *,
    list_id: int,
    period: str,
    choices: FormChoices,
    name: str = "",
) -> KeptForm:
    """Keep a blank form with what the clerk said about it; the same file again is kept once.

    Args:
        ledger: the open ledger.
        path: the district's blank.
        list_id: the list it is about.
        period: a period it is for, which tells the kind.
        choices: the clerk's corrections.
        name: what the clerk calls it; the file's name when empty.

    Raises:
        UserError: the file can't be read or the disk is full.
    """
    digest, _ = copy_hashed(path, ledger.evidence_folder)
    with ledger.transaction("keep_form", f"保存空白表“{name or path.stem}”") as work:
        row = _of_file(work.session, digest, list_id)
        if row is None:
            row = BlankForm(
                list_id=list_id,
                key=_free_key(work.session, path),
                file_name=path.name,
                sha256=digest,
            )
        row.name = name or path.stem
        row.kind = Period.parse(period).kind
        row.choices = choices_to_plain(choices)
        work.session.add(row)
        work.session.flush()
        return _view(row)


def rename_form(ledger: Ledger, form_id: int, name: str) -> None:
    """Call a kept form otherwise.

    Raises:
        UserError: ``empty_name``.
    """
    if not name.strip():
        raise UserError("empty_name", "表的名称不能为空；请填写名称。")
    with ledger.transaction("rename_form", f"空白表改名为“{name.strip()}”") as work:
        _row(work.session, form_id).name = name.strip()


def remove_form(ledger: Ledger, form_id: int) -> None:
    """Take a blank form out; what was filed on it stays, and undo brings it back."""
    with ledger.transaction("remove_form", "") as work:
        row = _row(work.session, form_id)
        work.entitle(f"移除空白表“{row.name}”")
        work.session.delete(row)


def fill_kept(ledger: Ledger, key: str, *, period: str, filled_on: date) -> "FilledForm":
    """Fill a kept form for a period.

    Raises:
        UserError: it is gone, or its file is missing or damaged.
    """
    form, path = kept_form(ledger, key)
    filled = resolve_name(_FILLING)(
        ledger,
        path,
        period=period,
        list_id=form.list_id,
        filled_on=filled_on,
        choices=form.choices,
        name=form.name,
    )
    return cast("FilledForm", filled)


def kept_form(ledger: Ledger, key: str) -> tuple[KeptForm, Path]:
    """A kept form and where its blank lies.

    Raises:
        UserError: it is gone, or its file is missing.
    """
    with ledger.reading() as session:
        row = session.scalar(select(BlankForm).where(BlankForm.key == key))
        if row is None:
            raise UserError("not_found", "这份空白表已被移除；请刷新后再试。")
        form, path = _view(row), kept_path(ledger, row.file_name, row.sha256)
    if not path.is_file():
        raise UserError("file_missing", f"空白表“{form.file_name}”的文件不见了；请重新添加。")
    return form, path


def choices_for(ledger: Ledger, path: Path, *, list_id: int) -> FormChoices:
    """What the clerk has said about this file before, else about its edition of another period.

    Of another list's form the columns count, for its rows are other tasks. Nothing when it is new.

    Raises:
        UserError: the file can't be read.
    """
    digest = sha256_of(path)
    with ledger.reading() as session:
        row = _of_file(session, digest, list_id) or _edition_of(session, path, digest, list_id)
        if row is None:
            return FormChoices()
        choices = choices_from_plain(row.choices)
        return choices if row.list_id == list_id else replace(choices, rows={})


def _of_file(session: Session, digest: str, list_id: int) -> BlankForm | None:
    same = (BlankForm.sha256 == digest, BlankForm.list_id == list_id)
    return session.scalar(select(BlankForm).where(*same))


def _edition_of(session: Session, path: Path, digest: str, list_id: int) -> BlankForm | None:
    """The newest kept form that is this one of another period or list, rather of this list."""
    bare = _OF_A_PERIOD.sub("", path.stem)
    rows = session.scalars(select(BlankForm).order_by(BlankForm.id))
    same = [
        row
        for row in rows
        if row.sha256 == digest or (bare and _OF_A_PERIOD.sub("", Path(row.file_name).stem) == bare)
    ]
    return max(same, key=lambda row: (row.list_id == list_id, row.id), default=None)


def _free_key(session: Session, path: Path) -> str:
    """The key of the file's name, numbered when another form has it."""
    taken = set(session.scalars(select(BlankForm.key)))
    key = form_key(path)
    number = 2
    while key in taken:
        key = f"{form_key(path)[:56]}_{number}"
        number += 1
    return key


def _row(session: Session, form_id: int) -> BlankForm:
    row = session.get(BlankForm, form_id)
    if row is None:
        raise UserError("not_found", "这份空白表已被移除；请刷新后再试。")
    return row


def _view(row: BlankForm) -> KeptForm:
    return KeptForm(
        row.id,
        row.key,
        row.name,
        row.kind,
        row.list_id,
        row.file_name,
        choices_from_plain(row.choices),
    )
