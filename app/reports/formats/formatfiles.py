"""Formats as files: the built-in ones, and one of a town's own as it travels to another."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.files import resource_path, telling_disk_faults
from app.reports.formats.format import Column, Format, Looks
from app.reports.formats.formatlines import line_of
from app.reports.formats.formatreading import FORMAT_BYTES, bad_format, parse_format

ENDING = ".toml"
VERSION = 1
_TRAVELLING = frozenset({"version", "check"})
_PLACES = ("title", "subtitle", "annex", "empty", "above", "notes", "foot")
_HEADING = """\
# 攻坚台账的报表格式“{name}”，共 {count} 栏：{heads}
# 在报表页的“更多”里选“导入报表格式…”，选中这个文件就能用。
"""


@dataclass(frozen=True, slots=True)
class SharedFormat:
    """A format that came as a file; ``is_altered`` when it is not as it was written."""

    fmt: Format
    is_altered: bool


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
    for path in sorted(folder.glob(f"*{ENDING}")):
        fmt = read_format(path)
        if fmt.key in formats:
            raise bad_format(_source(path), f"key “{fmt.key}” 与另一个格式重复", None)
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
    return parse_format(_text_of(path), _source(path))


def read_shared(path: Path) -> SharedFormat:
    """A format file as another town wrote it, with the version and the check in it.

    Raises:
        UserError: it can't be read, comes from a newer program, or says what we can't follow.
    """
    text, source = _text_of(path), _source(path)
    told = _told(text)
    version = told.get("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise bad_format(source, "“version”应为正整数", line_of(text, ("version",)))
    if version > VERSION:
        message = f"{source}由更新版本的程序写成（第 {version} 版，本程序到第 {VERSION} 版）"
        raise UserError("format_newer", f"{message}；请先升级本程序。")
    fmt = parse_format(text, source, besides=_TRAVELLING)
    return SharedFormat(fmt, told.get("check") != _check(fmt))


def shared_text(fmt: Format) -> str:
    """A format as the file that travels: what it is in words, its version, a check, the format."""
    heads = "、".join("".join(column.head[-1].split()) for column in fmt.columns)
    heading = _HEADING.format(name=fmt.name, count=len(fmt.columns), heads=heads)
    return f'{heading}version = {VERSION}\ncheck = "{_check(fmt)}"\n\n{format_text(fmt)}'


def format_text(fmt: Format) -> str:
    """A format as TOML; read again it is the same format."""
    return "\n".join(_lines(fmt)) + "\n"


def _lines(fmt: Format) -> Iterator[str]:
    for key in ("key", "name", "kind", "rows"):
        yield _pair(key, getattr(fmt, key))
    if fmt.only:
        yield _pair("only", fmt.only)
    for key in _PLACES:
        if key == "title" or getattr(fmt, key):
            yield _pair(key, getattr(fmt, key))
    yield _pair("group_rows", fmt.group_rows)
    yield _pair("repeat_head", fmt.repeat_head)
    page = fmt.page
    margins = (page.margins.top, page.margins.right, page.margins.bottom, page.margins.left)
    yield from ("", "[page]", _pair("paper", page.paper), _pair("landscape", page.landscape))
    yield from (_pair("margins", margins), _pair("mode", page.mode))
    yield from ("", "[body]", _pair("font", fmt.font), _pair("size", fmt.size))
    for part in fields(Looks):
        look = getattr(fmt.looks, part.name)
        yield from ("", f"[looks.{part.name}]", _pair("font", look.font), _pair("size", look.size))
    for column in fmt.columns:
        yield from ("", "[[columns]]", *_column_lines(column))


def _column_lines(column: Column) -> Iterator[str]:
    """A column's keys that are not as usual."""
    usual = Column((), "", 0)
    for part in fields(Column):
        value = getattr(column, part.name)
        if value != getattr(usual, part.name):
            yield _pair(part.name, value)


def _pair(key: str, value: Any) -> str:
    return f"{key} = {_written(value)}"


def _written(value: Any) -> str:
    """A value as TOML; JSON's strings are TOML's but for one character."""
    if isinstance(value, tuple):
        return f"[{', '.join(_written(part) for part in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if int(value) == value else repr(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _check(fmt: Format) -> str:
    """A check over what the format says, whatever its key and the file's comments and spaces."""
    whole = format_text(replace(fmt, key=""))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _told(text: str) -> dict[str, Any]:
    """The file's data; nothing where it is no TOML, for `parse_format` says so."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def _text_of(path: Path) -> str:
    with telling_disk_faults(path), path.open("rb") as stream:
        content = stream.read(FORMAT_BYTES + 1)
    try:
        return content[: FORMAT_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        whole = len(content) <= FORMAT_BYTES
        what = "不是 UTF-8 文字文件" if whole else f"内容超过 {FORMAT_BYTES >> 10} KB"
        raise bad_format(_source(path), what, None, details=str(error)) from error


def _source(path: Path) -> str:
    return f"报表格式文件“{path.name}”"
