"""The bones of a plan in prose: which paragraph is a title, a heading, a duty, or mere form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.brackets import is_labelled
from app.importing.paragraphs import Paragraph, flat, tight
from app.importing.prose.timing import read_timing
from app.models.rules.quantities import read_quantities

_NUMERAL = "一二三四五六七八九十百〇壹贰叁肆伍陆柒捌玖拾"
_MARKS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"第?[{_NUMERAL}]+\s*(?:部分|[章篇])\s*[、.:]?|[{_NUMERAL}]+\s*[、.]"),
    re.compile(
        rf"第[{_NUMERAL}]+[节条]\s*[、.:]?|"
        rf"(?:(?:重点|专项)?(?:任务|行动|工程)|专题)\s*(?:[{_NUMERAL}]+|\d{{1,2}})\s*[、.:]"
    ),
    re.compile(rf"\(\s*[{_NUMERAL}]+\s*\)\s*[、.]?"),
    re.compile(r"\d{1,3}\s*(?:、|\.(?!\d)|\.(?=20\d\d年|\d{1,2}月))"),
    re.compile(r"\(\s*\d{1,3}\s*\)\s*[、.]?|\d{1,3}\)"),
    re.compile(r"[①-⑳❶-❿]\s*[、.]?|[●■◆▲►➢◎★]\s*"),
)
_BULLET = re.compile(r"[●■◆▲►➢◎★]")
LOOSE_LEVEL = len(_MARKS) + 1
"""The depth of what no number places."""

LONGEST_PARAGRAPH = 10_000
"""Characters of a paragraph that is read; the longest seen has some two thousand."""

_LONGEST_HEADING, _LONGEST_RUN_IN, _LONGEST_NAMING, _MOST_COMMAS = 48, 42, 21, 2
_SHORT_TITLE, _BARE_TITLE = 16, 8
_LONGEST_TITLE, _LONGEST_LINE = 60, 34
_STOP = re.compile(r"[。;!?]")
_DOCUMENT_NUMBER = re.compile(r"\S{1,20}[〔\[(【]20\d\d[〕\])】]\S{0,3}\d+号")
_TITLE_END = re.compile(
    r"(?:方案|计划|意见|办法|要点|规划|通知|细则|安排|纲要|行动|决定|任务|措施|制度|工作|规定|部署|责任书)"
    r"(?:\((?:试行|草案|征求意见稿|修订稿|20\d\d[^()]*)\))?$"
)
_NOT_TITLE = re.compile(r"[:。;!?|]|^(?:信息|索引|主题|文件|产生|发布|内容|相关|当前|首页)")
_BARE_YEAR = re.compile(r"20\d\d年度?")
_REACHES = re.compile(r"完成|实现|建成|达到")
_DATE_LINE = re.compile(
    r"(?:20\d\d|二[〇○零]\S\S)年\S{1,3}月\S{1,3}日(?:印发|发布|成文)?|"
    r"\S{2,24}(?:办公室|政府|委员会|办|局)20\d\d年\S{1,3}月\S{1,3}日印发"
)
_SIGNED = re.compile(r"(?:人民政府|办公室|委员会|党委|党工委|指挥部|领导小组|管委会|[^管]局|政府)$")
_TIMING_LINE = re.compile(
    r"[(〔【\[]?(?:完成|办结|整改|整治|工作)?(?:时限|期限|时间|节点)(?:要求|节点)?[)〕】\]]?[:：]\S{2,30}"
)
_NOTE = re.compile(
    r"[-—–\s]*\d{1,3}[-—–\s]*|\(?(?:此件|本件|联系人|联系电话|抄送|抄报|主送|打印|责任编辑|来源|信息来源|发布时间|附注|注)\S{0,40}"
)
_ANNEX = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]*\s*(?:[:.、]|$|[^\s的中所])")
_ANNEX_LEVEL = 4
_ANNEX_NAME = re.compile(
    r"(?:表|清单|名单|方案|计划|办法|细则|标准|目录|指南|图|书|明细|情况|安排)(?:\([^()]*\))?$"
)
_ADDRESSEE = re.compile(
    r"\S{2,160}(?:政府|办事处|管委会|委员会|部门|单位|公司|企业|局|办|村|社区)\S{0,12}:$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a paragraph is to its plan.

    Attributes:
        paragraph: the paragraph.
        kind: ``body`` duties to be cut into clauses; ``heading`` a heading alone; ``leaf`` a
            heading without anything under it, so that it may be a duty itself; ``section`` the
            title of a plan within the document; ``units`` a line that only says who answers;
            ``timing`` a line that only says by when; else the reason it is none of these:
            ``title``, ``document_number``, ``addressee``, ``front``, ``annex``, ``signature``,
            ``note`` or ``too_long``.
        level: the depth its number says, 1 for 一、 to 6 for ①; 0 without a number.
        label: the heading that opens it, number included; empty when it has none.
        begin: where the body begins in the paragraph's text.
    """

    paragraph: Paragraph
    kind: str
    level: int = 0
    label: str = ""
    begin: int = 0


def read_outline(paragraphs: Sequence[Paragraph], *, year: int) -> tuple[Part, ...]:
    """Say of every paragraph what it is, in order."""
    numbered = [None if _is_too_long(each) else _numbered(each, year) for each in paragraphs]
    opens = (at for at, part in enumerate(numbered) if part and not _is_bullet(part.paragraph))
    first = next(opens, len(numbered))
    front = _front(paragraphs[:first], closed=first < len(numbered))
    parts = [*front, *(part or _plain(each) for part, each in _rest(numbered, paragraphs, first))]
    _mark_sections(parts, first)
    _mark_annexes(parts)
    return tuple(_settled(parts, at) for at in range(len(parts)))


def title_of(parts: Sequence[Part]) -> str:
    """The plan's title, its lines joined; empty when none stands there."""
    return "".join(tight_title(part.paragraph.text) for part in parts if part.kind == "title")


def tight_title(text: str) -> str:
    """A title's line as it reads: no white space between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)


def mark_of(text: str) -> tuple[int, int]:
    """The level of a text's number and where the number ends; (0, 0) without one."""
    words = flat(text)
    for level, pattern in enumerate(_MARKS, start=1):
        found = pattern.match(words)
        if found:
            return level, found.end()
    return 0, 0


def is_title_like(words: str, year: int, *, longest: int) -> bool:
    """Whether words are a heading's: short, without a stop, a date or an amount to be reached."""
    if not words or len(words) > longest or _STOP.search(words) or words.count(",") > _MOST_COMMAS:
        return False
    if any(each.comparator != "all" for each in read_quantities(words)):
        return False
    timing = read_timing(words, year=year)
    named = _BARE_YEAR.fullmatch(timing.wording) and not _REACHES.search(words)
    return not timing.dated or bool(named)


def _first(words: str, begin: int, end: int, stops: str) -> int:
    """Where one of the stops first stands outside of brackets and quotation marks; else the end."""
    depth = 0
    for at in range(begin, end):
        depth += (words[at] in "([《“〔【") - (words[at] in ")]》”〕】")
        if depth <= 0 and words[at] in stops:
            return at
    return end


def _numbered(paragraph: Paragraph, year: int) -> Part | None:
    """A paragraph that opens with a number: heading, run-in heading, or a numbered duty."""
    level, mark = mark_of(paragraph.text)
    if not level:
        return None
    text, words = paragraph.text, flat(paragraph.text)
    stop = _first(words, mark, len(words), "。;!")
    rest = text[stop:].strip("。；;！! ")
    colon = _first(words, mark, stop, ":")
    more = colon < stop and tight(words[colon + 1 :])
    if more and is_title_like(tight(words[mark:colon]), year, longest=_LONGEST_NAMING):
        return Part(paragraph, "body", level, text[:colon].strip(), colon + 1)
    head = tight(words[mark:stop]).rstrip(":")
    if not rest or is_labelled(rest):
        alone = is_title_like(head, year, longest=_LONGEST_HEADING)
        return Part(paragraph, "heading" if alone else "body", level, text if alone else "", mark)
    run_in = words[stop] == "。" and is_title_like(head, year, longest=_LONGEST_RUN_IN)
    label, begin = (text[:stop].strip(), stop + 1) if run_in else ("", mark)
    return Part(paragraph, "body", level, label, begin)


def _rest(
    numbered: Sequence[Part | None], paragraphs: Sequence[Paragraph], first: int
) -> list[tuple[Part | None, Paragraph]]:
    return list(zip(numbered[first:], paragraphs[first:], strict=True))


def _is_bullet(paragraph: Paragraph) -> bool:
    """Whether a dot opens it: below headings as good as a number, but it opens no plan."""
    return bool(_BULLET.match(paragraph.text))


def _is_too_long(paragraph: Paragraph) -> bool:
    return len(paragraph.text) > LONGEST_PARAGRAPH


def _plain(paragraph: Paragraph) -> Part:
    """A paragraph without a number, below the first heading."""
    if _is_too_long(paragraph):
        return Part(paragraph, "too_long")
    words = tight(paragraph.text)
    if is_labelled(paragraph.text):
        return Part(paragraph, "units")
    if _TIMING_LINE.fullmatch(words) and "。" not in words.rstrip("。"):
        return Part(paragraph, "timing")
    if paragraph.level and not _form(words) and not _STOP.search(words):
        return Part(paragraph, "heading", min(paragraph.level, LOOSE_LEVEL), paragraph.text)
    return Part(paragraph, _form(words) or "body")


def _form(words: str) -> str:
    """The kind of a line that belongs to the document's form; empty for none."""
    if _DOCUMENT_NUMBER.fullmatch(words):
        return "document_number"
    if _NOTE.fullmatch(words):
        return "note"
    if len(words) > _LONGEST_LINE or "。" in words:
        return ""
    if _DATE_LINE.fullmatch(words):
        return "signature"
    if _ANNEX.match(words):
        return "annex"
    return "signature" if _SIGNED.search(words) and not _STOP.search(words) else ""


def _front(paragraphs: Sequence[Paragraph], *, closed: bool) -> list[Part]:
    """What stands before the first number; in a plan without numbers only its opening lines."""
    titles = _titles(paragraphs)
    opened = closed
    parts: list[Part] = []
    for at, each in enumerate(paragraphs):
        words = tight(each.text[:LONGEST_PARAGRAPH])
        kind = "title" if at in titles else _form(words) or _front_kind(words)
        if not opened and at > max(titles, default=-1) and kind == "front":
            parts.append(_plain(each))
        else:
            parts.append(Part(each, kind))
    return parts


def _front_kind(words: str) -> str:
    return "addressee" if _ADDRESSEE.fullmatch(words) else "front"


def _titles(paragraphs: Sequence[Paragraph]) -> range:
    """The lines of the title: the last line before the body that ends as titles do."""
    lines = [tight(each.text) for each in paragraphs]
    ends = [at for at, line in enumerate(lines) if _is_title(line) and _TITLE_END.search(line)]
    if not ends:
        return range(1 if lines and _is_title(lines[0]) and len(paragraphs) > 1 else 0)
    last = ends[-1]
    begin = last
    short = len(lines[last]) < _SHORT_TITLE
    bare = len(lines[last]) < _BARE_TITLE
    while begin and short and _continues(lines[begin - 1], bare=bare):
        begin -= 1
    return range(begin, last + 1)


def _is_title(line: str) -> bool:
    return 4 <= len(line) <= _LONGEST_TITLE and not _NOT_TITLE.search(line)


def _continues(line: str, *, bare: bool) -> bool:
    """Whether a line above a short title belongs to it; 工作方案 alone needs one."""
    whole = bool(_TITLE_END.search(line)) and not bare
    return _is_title(line) and not _form(line) and "," not in line and not whole


def _mark_sections(parts: list[Part], first: int) -> None:
    """Titles of further plans in the document: after them the numbers begin again with 一、."""
    for at in range(first + 1, len(parts) - 1):
        part, following = parts[at], _next_level(parts, at + 1)
        line = tight(part.paragraph.text)
        titled = part.kind == "body" and not part.level and _is_title(line)
        restarts = bool(re.match(r"一[、.]", flat(following)))
        if titled and restarts and _TITLE_END.search(line) and not line.endswith("工作"):
            parts[at] = Part(part.paragraph, "section", 0, part.paragraph.text)


def _mark_annexes(parts: list[Part]) -> None:
    """The names of annexes below 附件：1.…, and the title below the annex's own line."""
    for at in range(1, len(parts)):
        part, above = parts[at], parts[at - 1]
        name = tight(part.paragraph.text[:_LONGEST_TITLE])
        placed = part.level >= _ANNEX_LEVEL or (part.kind == "body" and not part.level)
        named = placed and _ANNEX_NAME.search(name) and not _STOP.search(name)
        if above.kind == "annex" and named:
            parts[at] = Part(part.paragraph, "annex")


def _next_level(parts: Sequence[Part], at: int) -> str:
    """The text of the next numbered paragraph within a few lines."""
    near = parts[at : at + 4]
    return next((part.paragraph.text for part in near if part.level), "")


def _settled(parts: Sequence[Part], at: int) -> Part:
    """A heading with nothing under it may be a duty itself."""
    part = parts[at]
    if part.kind != "heading":
        return part
    below = (each for each in parts[at + 1 :] if each.kind in _STRUCTURE)
    following = next(below, None)
    alone = following is None or 0 < following.level <= part.level or following.kind == "section"
    return Part(part.paragraph, "leaf", part.level, part.label, part.begin) if alone else part


_STRUCTURE = frozenset({"body", "heading", "section"})
