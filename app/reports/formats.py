"""The built-in formats of returns: data files read into values, faults told in one sentence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, cast

from app.errors import UserError
from app.files import resource_path, telling_disk_faults
from app.models.views import ReturnHead
from app.reports.catalogues import CATALOGUES
from app.reports.grid import Font, Margins, PageSetup

KINDS = ("month", "quarter", "half", "year", "any")
ROWS = tuple(CATALOGUES)
_ALIGNS = ("left", "center", "right")
_NUMBER = re.compile(r"general|(#,##)?0(\.0+)?%?")
_DEFAULT_PAGE = PageSetup()
_HEAD_FIELDS = frozenset(field.name for field in fields(ReturnHead))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a format.

    Attributes:
        head: the heading from the outermost inwards; equal neighbours become one heading.
        field: what of a line it prints, see docs/formats.md.
        width: millimetres; all widths of a format are stretched together to the text block.
        merge: equal neighbours below each other under one group are printed as one label.
        number: the number format, ``general`` for as many places as written, empty for text.
        total: the column is added up in a last row 合计.
        repeats: printed again where its row goes on over a page break.
    """

    head: tuple[str, ...]
    field: str
    width: float
    align: str = "left"
    merge: bool = False
    number: str = ""
    total: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of return: its columns and all that stands around them.

    ``rows`` says what stands on a line, ``only`` which of them, ``empty`` what a page without
    any says; ``kind`` is the beat it is handed up by, ``any`` for none.

    ``annex``, ``title``, ``subtitle``, ``above``, ``notes`` and ``foot`` are templates over the
    fields of `ReturnHead`, such as ``{office}``; ``annex`` and ``subtitle`` are left out when
    every field they name is empty.
    """

    key: str
    name: str
    kind: str
    title: str
    columns: tuple[Column, ...]
    rows: str = "tasks"
    only: str = ""
    empty: str = ""
    annex: str = ""
    subtitle: str = ""
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    group_rows: bool = False
    font: Font = Font.FANGSONG
    size: float = 10.5
    page: PageSetup = _DEFAULT_PAGE


def load_formats(folder: Path | None = None) -> dict[str, Format]:
    """All formats of a folder by key, in the order of their files' names; built-ins by default.

    Raises:
        UserError: a file can't be read, or says something the program can't follow.
    """
    return dict(_built_in()) if folder is None else _formats_in(folder)


@cache
def _built_in() -> Mapping[str, Format]:
    """The built-in formats; their files stay as they are while the program runs."""
    return _formats_in(resource_path("formats"))


def _formats_in(folder: Path) -> dict[str, Format]:
    formats: dict[str, Format] = {}
    for path in sorted(folder.glob("*.toml")):
        fmt = read_format(path)
        if fmt.key in formats:
            raise _fault(path, f"key “{fmt.key}” 与另一个格式重复")
        formats[fmt.key] = fmt
    return formats


def load_format(key: str, folder: Path | None = None) -> Format:
    """The format of that key.

    Raises:
        UserError: there is none, or a format file is at fault.
    """
    formats = load_formats(folder)
    if key not in formats:
        known = "、".join(f"{fmt.key}（{fmt.name}）" for fmt in formats.values())
        raise UserError("no_format", f"没有名为“{key}”的报表格式；可用的有：{known}。")
    return formats[key]


def read_format(path: Path) -> Format:
    """One format file.

    Raises:
        UserError: it can't be read, or says something the program can't follow.
    """
    with telling_disk_faults(path):
        content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode("utf-8"))
        return _Reader(path, data).format()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(path, "内容不是有效的 TOML", details=str(error)) from error


def placeholders(template: str) -> tuple[str, ...]:
    """The fields a template names.

    Raises:
        ValueError: a brace is left open, or a field carries a format or an attribute.
    """
    names = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if name not in _HEAD_FIELDS or spec or conversion:
            raise ValueError(name)
        names.append(name)
    return tuple(names)


def _fault(path: Path, what: str, *, details: str = "") -> UserError:
    message = f"报表格式文件“{path.name}”有误：{what}；请改正后再试。"
    return UserError("bad_format", message, details=details)


class _Reader:
    """Turns one file's data into a Format and names the key that is at fault."""

    def __init__(self, path: Path, data: Mapping[str, Any]) -> None:
        self._path = path
        self._data = data
        self._rows = ""

    def format(self) -> Format:
        self._no_strangers(self._data, Format, extra={"body"}, less={"font", "size"})
        body = self._get(self._data, "body", dict, {})
        self._rows = self._one_of(self._data, "rows", ROWS, "tasks")
        return Format(
            key=self._get(self._data, "key", str),
            name=self._get(self._data, "name", str),
            kind=self._one_of(self._data, "kind", KINDS),
            title=self._template("title", required=True),
            columns=self._columns(),
            rows=self._rows,
            only=self._one_of(self._data, "only", ("", *CATALOGUES[self._rows].only), ""),
            empty=self._get(self._data, "empty", str, ""),
            annex=self._template("annex"),
            subtitle=self._template("subtitle"),
            above=self._templates("above"),
            notes=self._templates("notes"),
            foot=self._templates("foot"),
            group_rows=self._get(self._data, "group_rows", bool, False),
            font=Font(self._one_of(body, "font", tuple(Font), Font.FANGSONG)),
            size=self._length(body, "size", 10.5),
            page=self._page(),
        )

    def _columns(self) -> tuple[Column, ...]:
        tables = self._get(self._data, "columns", list)
        if not tables or not all(isinstance(table, dict) for table in tables):
            raise _fault(self._path, "至少要有一个 [[columns]]")
        return tuple(self._column(table) for table in tables)

    def _column(self, table: Mapping[str, Any]) -> Column:
        self._no_strangers(table, Column)
        head = tuple(self._text(part, "head") for part in self._get(table, "head", list))
        field = self._get(table, "field", str)
        number = self._get(table, "number", str, "")
        if not head or not all(head):
            raise _fault(self._path, f"字段“{field}”的 head 为空")
        if not CATALOGUES[self._rows].has(field):
            raise _fault(
                self._path, f"印{CATALOGUES[self._rows].noun}的格式没有名为“{field}”的字段"
            )
        if number and not _NUMBER.fullmatch(number):
            raise _fault(self._path, f"数字格式“{number}”无法识别")
        return Column(
            head=head,
            field=field,
            width=self._length(table, "width"),
            align=self._one_of(table, "align", _ALIGNS, "left"),
            merge=self._get(table, "merge", bool, False),
            number=number,
            total=self._get(table, "total", bool, False),
            repeats=self._get(table, "repeats", bool, False),
        )

    def _page(self) -> PageSetup:
        table = self._get(self._data, "page", dict, {})
        self._no_strangers(table, PageSetup)
        margins = self._get(table, "margins", list, [15, 15, 15, 15])
        if len(margins) != 4 or not all(_is_length(side) for side in margins):
            raise _fault(self._path, "margins 应为上、右、下、左四个毫米数")
        page = PageSetup(
            paper=self._one_of(table, "paper", ("A4", "A3"), "A4"),
            landscape=self._get(table, "landscape", bool, True),
            margins=Margins(*(float(side) for side in margins)),
            mode=self._one_of(table, "mode", ("report", "annex"), "report"),
        )
        if page.block_width < 50:
            raise _fault(self._path, "页边距过大，版心不足 50 毫米")
        return page

    def _no_strangers(
        self,
        table: Mapping[str, Any],
        shape: type,
        *,
        extra: frozenset[str] | set[str] = frozenset(),
        less: frozenset[str] | set[str] = frozenset(),
    ) -> None:
        known = ({field.name for field in fields(shape)} | extra) - less
        for key in table:
            if key not in known:
                raise _fault(self._path, f"不认识的键“{key}”")

    def _get(self, table: Mapping[str, Any], key: str, kind: type, default: Any = None) -> Any:
        value = table.get(key, default)
        if value is None:
            raise _fault(self._path, f"缺少“{key}”")
        if not isinstance(value, kind):
            raise _fault(self._path, f"“{key}”的类型不对")
        return value

    def _one_of(
        self,
        table: Mapping[str, Any],
        key: str,
        choices: tuple[str, ...],
        default: str | None = None,
    ) -> str:
        value = self._get(table, key, str, default)
        if value not in choices:
            known = "、".join(choice for choice in choices if choice) or "空"
            raise _fault(self._path, f"“{key}”应为 {known} 之一")
        return cast("str", value)

    def _length(self, table: Mapping[str, Any], key: str, default: float | None = None) -> float:
        value = table.get(key, default)
        if not _is_length(value) or not value:
            raise _fault(self._path, f"“{key}”应为正数")
        return float(cast("float", value))

    def _template(self, key: str, *, required: bool = False) -> str:
        return self._text(self._get(self._data, key, str, None if required else ""), key)

    def _templates(self, key: str) -> tuple[str, ...]:
        return tuple(self._text(part, key) for part in self._get(self._data, key, list, []))

    def _text(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise _fault(self._path, f"“{key}”应为文字")
        try:
            placeholders(value)
        except ValueError as error:
            message = f"“{key}”中的占位 {{{error}}} 无法识别"
            raise _fault(self._path, message, details=repr(error)) from error
        return value


def _is_length(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1000
