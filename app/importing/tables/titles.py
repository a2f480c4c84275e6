"""What stands above a table's head: annex number, title, document number, line of unit and date."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.importing.tables.grid import Grid, Place
from app.importing.tables.headings import squash
from app.importing.tables.labels import level_of, one_line
from app.importing.tables.rows import SkippedRow, is_note, is_signature

_ANNEX = re.compile(
    r"(?:附\s*[件表录]|附)\s*[\d一二三四五六七八九十]*(?:[.\-—－]\d+)*(?:-\d+)?\s*[:：]?"
)
_DOCUMENT_NUMBER = re.compile(r".{1,20}[〔\[(（【]\d{4}[〕\])）】]\d+号")
_RED_HEAD = re.compile(r".{2,30}文件")
_UNIT_LINE = re.compile(
    r"(?:填[报表制]|编制|制表|报送|报表|责任|牵头|主管|申报|汇总|牵头)?"
    r"(?:单位|部门|日期|时间|机关)(?:\([^)]*\)|（[^）]*）)?[:：]"
)
_DATE_LINE = re.compile(
    r"(?:截至|截止)?(?:20\d\d|二[〇○零]..)年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月.{0,4}日?|"
    r"(?:截至|截止)?20\d\d年(?:度|底|末)?"
)
_MEASURE_LINE = re.compile(r"(?:计量|金额)?单位[:：].{1,12}")
_ENDS_OF_TABLES = frozenset({"note", "signature"})
_LONGEST_TITLE = 70
_LIST_WORDS = re.compile(
    r"(?:表|清单|计划|方案|台账|任务书|目录|一览|名单|汇总|分工|安排)(?:[(（].*[)）])?$"
)


@dataclass(frozen=True, slots=True)
class Front:
    """The lines above a head.

    Attributes:
        title: the title, its lines joined; empty when none stands there.
        annex: the number of the annex, such as 附件1.
        unit_line: the line of unit and date.
        skipped: every line, with what it is.
        names_list: whether the title is one of a list: 清单, 分解表.
        opening: the numbered heading that ends the title (一、大气污染防治), or empty: the first
            group's label, when other groups are numbered like it.
    """

    title: str = ""
    annex: str = ""
    unit_line: str = ""
    skipped: tuple[SkippedRow, ...] = ()
    names_list: bool = False
    opening: str = ""

    @property
    def title_alone(self) -> str:
        """The title without the heading of the first group."""
        return self.title.removesuffix(self.opening)


def read_front(grid: Grid, rows: tuple[int, ...], *, first: bool) -> Front:
    """Tell what each line above a head is.

    Args:
        grid: the sheet.
        rows: the lines above the head, in order.
        first: whether no other table stands above; else lines that end that table are left to it.
    """
    kinds = _kinds(grid, rows, first=first)
    titles = _title_rows(grid, kinds)
    annex = next((grid.row_text(r).strip() for r in sorted(kinds) if kinds[r] == "annex"), "")
    title = "".join(_title_of(grid.places(row)) for row in titles)
    if not annex:
        annex, title = _split_annex(title)
    lines = [grid.row_text(row).strip() for row in sorted(kinds) if kinds[row] == "unit_line"]
    lines += [_beside_title(grid.places(row)) for row in titles]
    skipped = tuple(SkippedRow(row, kinds[row], grid.row_text(row)) for row in sorted(kinds))
    names_list = bool(_LIST_WORDS.search(squash(title)))
    unit_line = next(filter(None, lines), "")
    opening = one_line(grid.row_text(titles[-1])) if len(titles) > 1 else ""
    opening = opening if level_of(opening) in {1, 2} and title != opening else ""
    return Front(title, annex.rstrip(":： "), unit_line, skipped, names_list, opening)


def _is_beside(place: Place) -> bool:
    """Whether a text beside the title says the unit or the date: 单位：个."""
    text = squash(place.text)
    dated = _MEASURE_LINE.fullmatch(text) or _DATE_LINE.fullmatch(text)
    return bool(dated or _UNIT_LINE.match(text))


def _title_of(places: tuple[Place, ...]) -> str:
    return "".join(one_line(place.text) for place in places if not _is_beside(place))


def _beside_title(places: tuple[Place, ...]) -> str:
    return " ".join(place.text.strip() for place in places if _is_beside(place))


def _split_annex(title: str) -> tuple[str, str]:
    """附件1：任务分解表, written on one line, as its number and its title."""
    match = _ANNEX.match(title)
    if match and match.end() < len(title) and re.search(r"[\d一二三四五六七八九十:：]", match[0]):
        return match[0], title[match.end() :].strip()
    return "", title


def _kinds(grid: Grid, rows: tuple[int, ...], *, first: bool) -> dict[int, str]:
    """What each line is, read upwards from the head."""
    kinds: dict[int, str] = {}
    for row in reversed(rows):
        kind = _kind(grid.places(row))
        if not first and kind in _ENDS_OF_TABLES:
            break
        kinds[row] = kind
    return kinds


def _kind(places: tuple[Place, ...]) -> str:
    text = squash("".join(place.text for place in places))
    plain = next((kind for kind, is_it in _KINDS if is_it(text)), "")
    if plain:
        return plain
    if is_signature(places[0].text):
        return "signature"
    return "note" if is_note(places[0].text) or len(places) > 2 else "title"


_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("annex", lambda text: len(text) <= 12 and _ANNEX.fullmatch(text)),
    ("unit_line", _UNIT_LINE.match),
    ("unit_line", _MEASURE_LINE.fullmatch),
    ("unit_line", _DATE_LINE.fullmatch),
    ("document_number", _DOCUMENT_NUMBER.fullmatch),
    ("red_head", _RED_HEAD.fullmatch),
)


def _title_rows(grid: Grid, kinds: dict[int, str]) -> tuple[int, ...]:
    """The lines that make up the title: the last run of title lines, as long as a title may be."""
    run: list[int] = []
    length = 0
    for row in sorted(kinds, reverse=True):
        text = squash(grid.row_text(row))
        if kinds[row] != "title" or "。" in text:
            if run:
                break
            continue
        length += len(text)
        if run and length > _LONGEST_TITLE:
            break
        run.append(row)
    return tuple(reversed(run))
