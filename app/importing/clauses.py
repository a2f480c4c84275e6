"""Sentences of a duty cut into clauses that can be checked on their own; the rest is context."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.checkable import Evidence, weigh
from app.importing.paragraphs import flat, tight
from app.importing.timing import NO_TIMING, Timing

_OPEN, _CLOSE = "([〔【《“", ")]〕】》”"
_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+(?:是|要(?=\S{4}))|第[一二三四五六七八九十]+[,、]|首先,|其次,|再次,|最后,)"
)
_LEADS = re.compile(
    r"^(?:按照?|根据|依据|依照|围绕|结合|对照|针对|参照|遵循|为|通过|以|在|对|对于|坚持|充分|依托|聚焦|其中|到|至|于|自|从|力争|争取|确保|20\d\d年)"
)
_ALWAYS_LEADS = re.compile(r"通过|围绕|遵循|(?:充分)?依托|以[^,]{2,}为")
_PREDICATE = re.compile(
    r"完成|建成|实现|开展|实施|推进|推动|落实|建立|健全|完善|制[定订]|编制|加强|强化|加[大快]|提[高升]|达到?|下降|降低|减少|削减|"
    r"控制|安装|建设|新建|改[建造]|整治|治理|排查|取缔|淘汰|关停|拆除|禁止|严禁|严格|推[广行]|发展|组织|进行|做[好到]|抓好|"
    r"形成|设立|成立|采用|采取|纳入|执行|供应|增加|增长|确定|明确|细化|更新|公开|报送?|通报|召开|监[管督测]|防[止范控]|保持|巩固|"
    r"接受|鼓励|支持|引导|促进|优化|调整|深化|扩大|培育|营造|选择|创建|打击|查处|具备|配套|联网|覆盖|销号|坚持|强调|规范|"
    r"构建|探索|研究|划定|编写|鉴定|回收|处置|使用|利用|不[低高少超]|低于|高于|超过|稳定|实行|督促|指导|列出|绘制|购置|分解|考核|列入"
)
_CONTINUES = re.compile(r"^(?:并|且|同时|做到|形成|实现|达到|确保|由此|从而)")
_SURVEY = re.compile(r"排查|摸底|调查|普查|评估|检查|清查|摸清|查清|回头看|核查")
_FOLLOWS_UP = re.compile(
    r"^(?:对[^,]{0,14}(?:问题|隐患|发现)|分析|查清|摸清|科学确定|确定|形成|列出|明确|制定|建立(?:问题|隐患|整改)?[^,]{0,8}(?:清单|台账|销号|档案)|"
    r"推进[^,]{0,4}整[治改]|限期|逐项|逐一|组织[^,]{0,6}验收|属性不明|落实整改|有计划)"
)
_BARE_END = re.compile(r"(?:完成|建成|实现|启动|开展)(?:全部|所有)?[^,。;]{0,5}$")
_VERB_FIRST = re.compile(
    rf"^(?:并|且|同时|全面|及时|逐步|科学|分区域|联合|有计划|统一|加快|积极|组织|委托|研究|分析|严格)*(?:{_PREDICATE.pattern})"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph that is a task, or context.

    Attributes:
        begin: where it begins in the paragraph's text.
        end: where it ends, without the stop behind it.
        is_task: whether it can be checked on its own.
        timing: when it is due; taken from before in the same sentence when it says nothing.
        ordinal: 一是, 二是 that opens its sentence, with the sentence's own heading; or empty.
        sentence: the whole sentence's place, for the context.
    """

    begin: int
    end: int
    is_task: bool
    timing: Timing = NO_TIMING
    ordinal: str = ""
    sentence: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Piece:
    """What stands between two commas, with those before it that only lead up to it."""

    begin: int
    end: int
    words: str
    segment: int
    evidence: Evidence


def read_clauses(text: str, begin: int, end: int, *, year: int, need: int) -> Iterator[Clause]:
    """Cut a stretch of a paragraph into tasks and context, in order, nothing left out.

    Args:
        text: the paragraph.
        begin: where the stretch begins.
        end: where it ends.
        year: the plan's year.
        need: the weight that makes a task here.
    """
    for opened, closed in sentences(text, begin, end):
        yield from _clauses_of(text, opened, closed, year, need)


def sentences(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch, each with its stop."""
    return _cut(text, begin, end, "。!")


def _cut(text: str, begin: int, end: int, stops: str) -> list[tuple[int, int]]:
    """Cut behind stops that stand outside brackets and quotation marks."""
    words = flat(text)[begin:end]
    guarded = _guarded(words)
    spans, start = [], 0
    for at, char in enumerate(words):
        within_number = (
            char == "," and words[at - 1 : at].isdigit() and words[at + 1 : at + 4].isdigit()
        )
        if char in stops and not guarded[at] and not within_number:
            spans.append((begin + start, begin + at + 1))
            start = at + 1
    if words[start:].strip():
        spans.append((begin + start, begin + len(words)))
    return spans


def _guarded(words: str) -> list[bool]:
    """Which characters stand inside a closed pair of brackets or quotation marks."""
    guarded, stack = [False] * len(words), []
    for at, char in enumerate(words):
        if char in _OPEN:
            stack.append((char, at))
        elif char in _CLOSE:
            wanted = _OPEN[_CLOSE.index(char)]
            place = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == wanted), None)
            if place is not None:
                guarded[stack[place][1] : at + 1] = [True] * (at + 1 - stack[place][1])
                del stack[place:]
    return guarded


def _clauses_of(text: str, begin: int, end: int, year: int, need: int) -> Iterator[Clause]:
    opened = _ORDINAL.match(flat(text)[begin:end])
    start = begin + (opened.end() if opened else 0)
    ordinal = tight(opened.group()) if opened else ""
    pieces = _pieces(text, start, end, year)
    opening = len(pieces) > 1 and pieces[0].evidence.is_opening
    if opening and any(piece.evidence.weight >= need for piece in pieces[1:]):
        pieces[0].evidence = Evidence(0)
    timing = NO_TIMING
    place = begin
    for group in _joined(pieces, need):
        last = group[-1]
        own = next((p.evidence.timing for p in reversed(group) if p.evidence.timing.wording), None)
        task = any(piece.evidence.weight >= need for piece in group)
        if own is not None and own.dated:
            timing = own
        when = own or (timing if task else NO_TIMING)
        first = group[0].begin if task else place
        if task and first > place and text[place:first].strip():
            yield Clause(place, first, False, sentence=(begin, end))
        yield Clause(first, last.end, task, when, ordinal, (begin, end))
        place = last.end
    if text[place:end].strip():
        yield Clause(place, end, False, sentence=(begin, end))


def _pieces(text: str, begin: int, end: int, year: int) -> list[_Piece]:
    """The pieces between commas, those that only lead up joined to what they lead to."""
    pieces: list[_Piece] = []
    for segment, (opened, closed) in enumerate(_cut(text, begin, end, ";")):
        waiting: int | None = None
        spans = _cut(text, opened, closed, ",:")
        for at, (left, right) in enumerate(spans):
            words = tight(text[left:right])
            if at + 1 < len(spans) and _leads(words):
                waiting = left if waiting is None else waiting
                continue
            start = left if waiting is None else waiting
            start += len(text[start:right]) - len(text[start:right].lstrip())
            words = tight(text[start:right]).rstrip(",;。:!")
            pieces.append(
                _Piece(
                    start,
                    _without_stop(text, start, right),
                    words,
                    segment,
                    weigh(words, year=year),
                )
            )
            waiting = None
    return pieces


def _without_stop(text: str, begin: int, end: int) -> int:
    while end > begin and (flat(text[end - 1]) in ",;。:! " or text[end - 1].isspace()):
        end -= 1
    return end


def _leads(words: str) -> bool:
    """Whether a piece has no duty of its own: a time, a ground, an object put in front."""
    bare = words.rstrip(",:")
    if words.endswith(":") or _ALWAYS_LEADS.match(bare):
        return True
    if _LEADS.match(bare):
        inner = re.sub(r"[《“][^》”]*[》”]", "", bare)
        if re.search(
            r"(?:问题|要求|部署|安排|原则|基础上|规定|情况|结果|名录|精神|契机|抓手|重点|单位|主线|目标|导向|为主|进度|统筹|的|[时处下中])$",
            inner,
        ):
            return True
        return not _PREDICATE.search(inner)
    if re.search(r"[后前中内上时]的[^的,]{2,14}$", bare) and not _VERB_FIRST.search(
        bare.rpartition("的")[2]
    ):
        return len(bare) <= 24
    return len(bare) <= 24 and not _PREDICATE.search(bare) and "“" not in bare


def _joined(pieces: list[_Piece], need: int) -> Iterator[list[_Piece]]:
    """Pieces that only go on with the duty before them belong to it."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and (_goes_on(group, piece, need) or _needs_object(group, piece, need)):
            group.append(piece)
            continue
        if group:
            yield group
        group = [piece]
    if group:
        yield group


def _needs_object(group: list[_Piece], piece: _Piece, need: int) -> bool:
    """5月底前完成调查 says of what only in the piece before it."""
    before = group[-1]
    if len(group) > 1 or before.evidence.weight >= need or before.segment != piece.segment:
        return False
    wording = piece.evidence.timing.wording
    rest = piece.words.removeprefix(wording) if wording else ""
    return "date" in piece.evidence.marks and bool(_BARE_END.match(rest))


def _goes_on(group: list[_Piece], piece: _Piece, need: int) -> bool:
    """Whether a piece says more of the duty before it: 并…, 形成…, what follows upon a survey."""
    first, last = group[0], group[-1]
    if piece.segment != last.segment or first.evidence.weight < need:
        return False
    if {"number", "date"} & set(piece.evidence.marks):
        return False
    if _CONTINUES.match(piece.words):
        return True
    if _SURVEY.search(first.words) and _FOLLOWS_UP.match(piece.words):
        return True
    apart = piece.evidence.is_firm or first.evidence.is_opening
    exhorts = piece.evidence.urges and piece.evidence.weight < need
    verbal = bool(_VERB_FIRST.match(piece.words)) and piece.evidence.weight >= 1
    return verbal and not apart and not exhorts
