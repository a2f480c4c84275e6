"""Reads the text of a format into a value; a fault is one sentence with its line and key."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, cast

from app.errors import UserError
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import (
    ALIGNS,
    KINDS,
    NUMBERS,
    ROWS,
    Column,
    Format,
    Look,
    Looks,
    placeholders,
)
from app.reports.formats.formatlines import Place, line_of, line_of_syntax_fault
from app.reports.looks import Font
from app.reports.pagesetup import Margins, PageSetup

FORMAT_BYTES = 256 << 10
LONGEST_NAME = 60
_MOST_COLUMNS, _MOST_LEVELS, _MOST_PIECES, _LONGEST_TEXT = 80, 4, 20, 500
_WIDTHS, _SIZES, _MARGINS = (1.0, 500.0), (5.0, 48.0), (0.0, 200.0)
_LEAST_BLOCK = 50
_KEY = re.compile(r"\w{1,60}", re.ASCII)
_NO_NAME = frozenset('/\\:*?"<>|')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SET_APART = frozenset({"font", "size"})
_PAGE = frozenset({"paper", "landscape", "margins", "mode"})


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file, and where it stands."""

    values: Mapping[str, Any]
    place: Place = ()


class _Fault(Exception):
    def __init__(self, what: str, place: Place) -> None:
        super().__init__(what)
        self.what, self.place = what, place


def parse_format(text: str, source: str, *, besides: frozenset[str] = frozenset()) -> Format:
    """The format a text says.

    Args:
        text: TOML, see docs/formats.md.
        source: what a fault calls it, such as 报表格式文件“a.toml”.
        besides: keys at the top that are not the format's own.

    Raises:
        UserError: ``bad_format``.
    """
    if len(text.encode("utf-8", "surrogatepass")) > FORMAT_BYTES:
        raise bad_format(source, f"内容超过 {FORMAT_BYTES >> 10} KB，不像报表格式", None)
    try:
        data = tomllib.loads(text)
        return _Reader(_Table(data)).format(besides)
    except (ValueError, RecursionError) as error:  # also an absurdly long number
        line = line_of_syntax_fault(str(error))
        raise bad_format(source, "内容不是有效的 TOML", line, details=str(error)) from error
    except _Fault as fault:
        raise bad_format(source, fault.what, line_of(text, fault.place)) from fault


def bad_format(source: str, what: str, line: int | None, *, details: str = "") -> UserError:
    """The sentence that says what is wrong, where, and what next."""
    where = f"第 {line} 行" if line else ""
    return UserError("bad_format", f"{source}{where}有误：{what}；请改正后再试。", details=details)


def name_fault(name: str) -> str:
    """Why a format can't be called this; empty when it can."""
    if not name.strip():
        return "名称不能为空"
    if len(name) > LONGEST_NAME:
        return f"名称超过 {LONGEST_NAME} 个字"
    if _NO_NAME & set(name) or name.strip(" .") != name:
        return f"名称“{name}”不能含有 {' '.join(sorted(_NO_NAME))}，首尾也不能是空格或点"
    return "名称里有看不见的字符" if _is_hidden(name) else ""


class _Reader:
    """Turns one file's data into a Format and knows the place that is at fault."""

    def __init__(self, top: _Table) -> None:
        self._top = top
        self._rows = ""

    def format(self, besides: frozenset[str]) -> Format:
        known = frozenset(field.name for field in fields(Format)) | {"body"} | besides
        self._no_strangers(self._top, known - _SET_APART)
        body = self._table(self._top, "body")
        self._no_strangers(body, _SET_APART)
        self._rows = self._one_of(self._top, "rows", ROWS, "tasks")
        return Format(
            key=self._key(),
            name=self._name(),
            kind=self._one_of(self._top, "kind", KINDS),
            title=self._template("title", required=True),
            columns=self._columns(),
            rows=self._rows,
            only=self._one_of(self._top, "only", ("", *CATALOGUES[self._rows].only), ""),
            empty=self._words(self._get(self._top, "empty", str, ""), (*self._top.place, "empty")),
            annex=self._template("annex"),
            subtitle=self._template("subtitle"),
            above=self._templates("above"),
            notes=self._templates("notes"),
            foot=self._templates("foot"),
            group_rows=self._get(self._top, "group_rows", bool, False),
            repeat_head=self._get(self._top, "repeat_head", bool, True),
            font=Font(self._one_of(body, "font", tuple(Font), Font.FANGSONG)),
            size=self._length(body, "size", _SIZES, 10.5),
            looks=self._looks(),
            page=self._page(),
        )

    def _key(self) -> str:
        key = self._get(self._top, "key", str)
        if not _KEY.fullmatch(key):
            raise _Fault("“key”只能用字母、数字和下划线，不超过 60 个", ("key",))
        return cast("str", key)

    def _name(self) -> str:
        name = self._get(self._top, "name", str)
        if fault := name_fault(name):
            raise _Fault(f"“name”的{fault}", ("name",))
        return cast("str", name)

    def _looks(self) -> Looks:
        table = self._table(self._top, "looks")
        usual = Looks()
        names = [field.name for field in fields(Looks)]
        self._no_strangers(table, frozenset(names))
        return Looks(**{name: self._look(table, name, getattr(usual, name)) for name in names})

    def _look(self, looks: _Table, name: str, usual: Look) -> Look:
        table = self._table(looks, name)
        self._no_strangers(table, _SET_APART)
        font = Font(self._one_of(table, "font", tuple(Font), usual.font))
        return Look(font, self._length(table, "size", _SIZES, usual.size))

    def _columns(self) -> tuple[Column, ...]:
        tables = self._get(self._top, "columns", list)
        if not tables or not all(isinstance(table, dict) for table in tables):
            raise _Fault("至少要有一个 [[columns]]", ("columns",))
        if len(tables) > _MOST_COLUMNS:
            raise _Fault(f"[[columns]] 超过 {_MOST_COLUMNS} 栏", ("columns", _MOST_COLUMNS))
        return tuple(
            self._column(_Table(table, ("columns", at))) for at, table in enumerate(tables)
        )

    def _column(self, table: _Table) -> Column:
        self._no_strangers(table, frozenset(field.name for field in fields(Column)))
        field = self._get(table, "field", str)
        if not CATALOGUES[self._rows].has(field):
            noun = CATALOGUES[self._rows].noun
            raise _Fault(f"印{noun}的格式没有名为“{field[:60]}”的字段", (*table.place, "field"))
        number = self._get(table, "number", str, "")
        if number and not re.fullmatch(NUMBERS, number):
            raise _Fault(f"数字格式“{number[:60]}”无法识别", (*table.place, "number"))
        return Column(
            head=self._head(table, field),
            field=self._words(field, (*table.place, "field")),
            width=self._length(table, "width", _WIDTHS),
            align=self._one_of(table, "align", ALIGNS, "left"),
            merge=self._get(table, "merge", bool, False),
            number=number,
            total=self._get(table, "total", bool, False),
            repeats=self._get(table, "repeats", bool, False),
        )

    def _head(self, table: _Table, field: str) -> tuple[str, ...]:
        place = (*table.place, "head")
        parts = self._get(table, "head", list)
        if not parts or not all(parts):
            raise _Fault(f"字段“{field}”的 head 为空", place)
        if len(parts) > _MOST_LEVELS:
            raise _Fault(f"head 超过 {_MOST_LEVELS} 层", place)
        # A column's own name in its heading is no template; braces in it are itself.
        named = field.partition(".")[2]
        return tuple(
            part if part == named and part else self._text(part, "head", place) for part in parts
        )

    def _page(self) -> PageSetup:
        table = self._table(self._top, "page")
        self._no_strangers(table, _PAGE)
        margins = self._get(table, "margins", list, [15, 15, 15, 15])
        if len(margins) != 4 or not all(_is_length(side, _MARGINS) for side in margins):
            raise _Fault("margins 应为上、右、下、左四个毫米数", ("page", "margins"))
        page = PageSetup(
            paper=self._one_of(table, "paper", ("A4", "A3"), "A4"),
            landscape=self._get(table, "landscape", bool, True),
            margins=Margins(*(float(side) for side in margins)),
            mode=self._one_of(table, "mode", ("report", "annex"), "report"),
        )
        sides = page.margins_of(1)
        height = page.size[1] - sides.top - sides.bottom
        if min(page.block_width, height) < _LEAST_BLOCK:
            raise _Fault(f"页边距过大，版心不足 {_LEAST_BLOCK} 毫米", ("page", "margins"))
        return page

    def _table(self, table: _Table, key: str) -> _Table:
        return _Table(self._get(table, key, dict, {}), (*table.place, key))

    def _no_strangers(self, table: _Table, known: frozenset[str]) -> None:
        for key in table.values:
            if key not in known:
                raise _Fault(f"不认识的键“{key[:60]}”", (*table.place, key))

    def _get(self, table: _Table, key: str, kind: type, default: Any = None) -> Any:
        value = table.values.get(key, default)
        if value is None:
            raise _Fault(f"缺少“{key}”", (*table.place, key))
        if not isinstance(value, kind):
            raise _Fault(f"“{key}”的类型不对", (*table.place, key))
        return value

    def _one_of(
        self, table: _Table, key: str, choices: tuple[str, ...], default: str | None = None
    ) -> str:
        value = self._get(table, key, str, default)
        if value not in choices:
            known = "、".join(choice for choice in choices if choice) or "空"
            raise _Fault(f"“{key}”应为 {known} 之一", (*table.place, key))
        return cast("str", value)

    def _length(
        self, table: _Table, key: str, bounds: tuple[float, float], default: float | None = None
    ) -> float:
        value = table.values.get(key, default)
        if not _is_length(value, bounds):
            least, most = bounds
            raise _Fault(f"“{key}”应为 {least:g} 到 {most:g} 之间的数", (*table.place, key))
        return float(cast("float", value))

    def _template(self, key: str, *, required: bool = False) -> str:
        return self._text(self._get(self._top, key, str, None if required else ""), key, (key,))

    def _templates(self, key: str) -> tuple[str, ...]:
        parts = self._get(self._top, key, list, [])
        if len(parts) > _MOST_PIECES:
            raise _Fault(f"“{key}”超过 {_MOST_PIECES} 段", (key,))
        return tuple(self._text(part, key, (key,)) for part in parts)

    def _text(self, value: object, key: str, place: Place) -> str:
        if not isinstance(value, str):
            raise _Fault(f"“{key}”应为文字", place)
        try:
            placeholders(value)
        except ValueError as error:
            raise _Fault(f"“{key}”中的占位 {{{error}}} 无法识别", place) from error
        return self._words(value, place)

    def _words(self, value: str, place: Place) -> str:
        if len(value) > _LONGEST_TEXT:
            raise _Fault(f"“{place[-1]}”超过 {_LONGEST_TEXT} 个字", place)
        if _is_hidden(value.replace("\n", "")):
            raise _Fault(f"“{place[-1]}”里有看不见的控制字符", place)
        return value


def _is_length(value: object, bounds: tuple[float, float]) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and bounds[0] <= value <= bounds[1]
    )


def _is_hidden(text: str) -> bool:
    """Whether a text holds what no reader sees: control, direction and half characters."""
    return any(unicodedata.category(char) in _HIDDEN for char in text)
