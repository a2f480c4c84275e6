"""A town's own format goes to another town as one file, and one comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.files import atomic_write, safe_name
from app.models.database import Ledger
from app.models.returns import OwnFormat
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Format
from app.reports.formats.formatfiles import ENDING, load_formats, read_shared, shared_text
from app.services.reporting.formats import (
    FormatName,
    add_format,
    format_of,
    free_name,
    list_formats,
    own_row,
    write_design,
)

_KINDS = {"month": "按月", "quarter": "按季", "half": "按半年", "year": "按年", "any": "不定期"}
_PAPERS: Mapping[bool, str] = {True: "横向", False: "竖向"}


@dataclass(frozen=True, slots=True)
class IncomingFormat:
    """A format file that was looked at, before it is taken in.

    Attributes:
        fmt: the format as the file has it.
        told: what it is in words: 印任务，按季报送，A4 横向，9 栏.
        is_altered: it is not as the program wrote it (edited by hand, or without a check).
        clash: the key of the format that has its name, empty when none has.
        replaceable: that one is the town's own and prints the same kind of lines.
    """

    fmt: Format
    told: str
    is_altered: bool
    clash: str = ""
    replaceable: bool = False


def export_format(ledger: Ledger, key: str, path: Path) -> Path:
    """Write a format, own or built-in, into one file for another town.

    Raises:
        UserError: it is gone or damaged, or the file can't be written.
    """
    fmt = format_of(ledger, key)
    target = path if path.suffix.lower() == ENDING else path.with_name(f"{path.name}{ENDING}")
    with atomic_write(target) as stream:
        stream.write(shared_text(fmt).encode("utf-8"))
    return target


def file_name_for(name: str) -> str:
    """The file's name that is offered: 报表格式 季度报表（任务式）（本镇）.toml."""
    return safe_name(f"报表格式 {name}{ENDING}", 80)


def look_at_format(ledger: Ledger, path: Path) -> IncomingFormat:
    """Read a format file and say what it is and whether its name is there already.

    Raises:
        UserError: it can't be read or says something the program can't follow; with the line.
    """
    shared = read_shared(path)
    fmt = shared.fmt
    with ledger.reading() as session:
        row = _of_name(session, fmt.name)
        held = row.key if row else ""
    clash = held or next((k for k, one in load_formats().items() if one.name == fmt.name), "")
    same = bool(held) and any(
        one.key == held and (one.rows == fmt.rows or one.fault) for one in list_formats(ledger)
    )
    return IncomingFormat(fmt, told_of(fmt), shared.is_altered, clash, same)


def take_format(ledger: Ledger, incoming: IncomingFormat) -> FormatName:
    """Keep a format that came as a file, under a name of its own where another has it.

    Raises:
        UserError: the ledger can't be written.
    """
    name = free_name(incoming.fmt.name, [one.name for one in list_formats(ledger)])
    return add_format(ledger, replace(incoming.fmt, name=name), f"导入报表格式“{name}”")


def replace_format(ledger: Ledger, incoming: IncomingFormat) -> FormatName:
    """Put a format that came as a file in the place of the own one of its name.

    Raises:
        UserError: ``wrong_rows`` when the two print different things, or it is built-in or gone.
    """
    fmt = incoming.fmt
    if not incoming.replaceable:
        message = f"原有的“{fmt.name}”不能替换（自带的，或印的不是{CATALOGUES[fmt.rows].noun}）"
        raise UserError("wrong_rows", f"{message}；请选“都保留”。")
    with ledger.transaction("replace_format", f"用文件替换报表格式“{fmt.name}”") as work:
        row = own_row(work.session, incoming.clash)
        write_design(row, fmt)
        return FormatName(row.key, row.name, fmt.kind, fmt.rows, own=True)


def told_of(fmt: Format) -> str:
    """What a format is, in words."""
    page = f"{fmt.page.paper} {_PAPERS[fmt.page.landscape]}"
    noun = CATALOGUES[fmt.rows].noun
    return f"印{noun}，{_KINDS[fmt.kind]}报送，{page}，{len(fmt.columns)} 栏"


def _of_name(session: Session, name: str) -> OwnFormat | None:
    return session.scalar(
        select(OwnFormat).where(OwnFormat.name == name, OwnFormat.retired.is_(False))
    )
