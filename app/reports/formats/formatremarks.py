"""What speaks against a format on the lines there are: each remark names the column it is about."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.models.returnviews import ReturnView
from app.reports.formats.catalogue import SPREAD
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.fieldwords import field_word
from app.reports.formats.format import Column, Format
from app.reports.formats.spreading import page_for, spread_columns

_LEAST_MM = 7.0


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on one column, by its place from 0; None for the whole format."""

    column: int | None
    text: str


def remarks_on(fmt: Format, view: ReturnView[Any]) -> tuple[Remark, ...]:
    """What a clerk should know before using a format; nothing of it hinders printing."""
    found = [
        *_widened(fmt, view.lines),
        *_bare(fmt, view),
        *_twice(fmt),
        *_parted(fmt.columns),
        *_unsummed(fmt, view),
        *_narrow(fmt, view.lines),
    ]
    return tuple(sorted(found, key=lambda one: -1 if one.column is None else one.column))


def printed_widths(fmt: Format, lines: Sequence[Any]) -> tuple[float, ...]:
    """How wide each column of the format is printed, in millimetres; a family's are one each."""
    spread = spread_columns(fmt, lines)
    whole = sum(column.width for column in spread) or 1.0
    block = page_for(fmt, spread).block_width
    return tuple(column.width / whole * block for column in fmt.columns)


def _bare(fmt: Format, view: ReturnView[Any]) -> Iterator[Remark]:
    kind = CATALOGUES[fmt.rows]
    for at, column in enumerate(fmt.columns):
        family, _, key = column.field.partition(".")
        if not view.lines or family not in kind.families or "{" in key:
            continue
        if key == SPREAD:
            if not kind.keys(view.lines, family):
                yield Remark(at, f"台账里还没有“{field_word(fmt.rows, column.field)}”，这一栏空着")
        elif not any(kind.read(line, column.field, view.head).text for line in view.lines):
            name = key.partition("|")[0]
            yield Remark(at, f"台账里“{name}”没有内容，整栏空着")


def _twice(fmt: Format) -> Iterator[Remark]:
    counts = Counter(column.field for column in fmt.columns)
    first = {column.field: at for at, column in reversed(list(enumerate(fmt.columns)))}
    for at, column in enumerate(fmt.columns):
        if counts[column.field] > 1 and first[column.field] != at:
            yield Remark(at, f"与第 {first[column.field] + 1} 栏印的内容相同")


def _parted(columns: Sequence[Column]) -> Iterator[Remark]:
    """A heading over several columns that another column stands between."""
    last: dict[str, int] = {}
    for at, column in enumerate(columns):
        upper = column.head[0] if len(column.head) > 1 else ""
        if upper and upper in last and last[upper] != at - 1:
            yield Remark(at, f"上级表头“{_flat(upper)}”被别的栏隔开，会印成两处；请移到一起")
        last[upper] = at


def _unsummed(fmt: Format, view: ReturnView[Any]) -> Iterator[Remark]:
    kind = CATALOGUES[fmt.rows]
    if view.total is not None:
        return
    for at, column in enumerate(fmt.columns):
        if not column.total or column.field.endswith(f".{SPREAD}"):
            continue
        values = (
            kind.read(line, column.field, view.head, number=column.number or "general")
            for line in view.lines
        )
        if any(value.text and value.number is None for value in values):
            yield Remark(at, "有的格不是数，合计会空着")


def _widened(fmt: Format, lines: Sequence[Any]) -> Iterator[Remark]:
    paper = page_for(fmt, spread_columns(fmt, lines)).paper
    if paper != fmt.page.paper:
        yield Remark(None, f"各项展开后 {fmt.page.paper} 放不下，自动用 {paper} 纸印")


def _narrow(fmt: Format, lines: Sequence[Any]) -> Iterator[Remark]:
    for at, width in enumerate(printed_widths(fmt, lines)):
        drawn = fmt.columns[at].field.startswith("bar.")
        if width < _LEAST_MM and not drawn:
            yield Remark(at, f"印出来只有 {width:.0f} 毫米宽，字会很小；请加宽，或换纸张、方向")


def _flat(text: str) -> str:
    return "".join(text.split())
