"""Sentences of a duty cut into clauses that can be checked on their own; the rest is context."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.importing.paragraphs import flat, tight
from app.importing.prose.checkable import Evidence, weigh, without_ground
from app.importing.prose.outline import is_title_like
from app.importing.prose.timing import NO_TIMING, Timing

_OPEN, _CLOSE = "([〔【《“‘", ")]〕】》”’"
_BRACKETS = re.compile(r"[(\[〔【《“‘)\]〕】》”’]")
_STOPS = ",;。:!、 \n"
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_LONGEST_HEADING = 32
_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+(?:是|要(?=\S{4}))|第[一二三四五六七八九十]+[,、]|首先,|其次,|再次,|最后,)"
)
_LEADS = re.compile(
    r"^(?:按照?|根据|依据|依照|围绕|结合|对照|针对|参照|遵循|为|通过|以|在|对|对于|坚持|充分|依托|聚焦|其中|到|至|于|自|从|力争|争取|确保|20\d\d年)"
)
_GROUND_END = re.compile(
    r"(?:问题|要求|部署|安排|原则|基础上|规定|情况|结果|名录|精神|契机|抓手|重点|单位|主线|目标|导向|为主|进度|统筹|的|[时处下中])$"
)
_LONGEST_NAME = 24
_ALWAYS_LEADS = re.compile(r"通过|围绕|遵循|(?:充分)?依托|以[^,]{2,}为")
_FRONTED = re.compile(
    r"的[^的,]{0,6}(?:项目|企业|单位|区域|地区|行业|设施|问题|园区|车辆|船舶|工程|产能|锅炉|地块)?$"
)
_TAKES_UP = re.compile(
    r"原则上|应|要|须|必须|不得|一律|全部|严格|依法|实行|予以|由|坚决|限期|督促|责令"
)
_NO_SUBJECT = re.compile(
    r"^(?:并|且|力争|争取|确保)*(?:保持|稳定|控制|达到?|提高到|下降到|不[低高少超])"
)
_MEASURES_IT = re.compile(
    r"^(?:(?:总?(?:面积|长度|规模|数量|比例|占比)|覆盖(?:率|面积)|普及率|纳入\S{0,4})[^,]{0,10}?"
    r"(?:不[低少]于|达到?|[稳保][定持]在|超过|控制在)|新增[^,]{0,4}能力)"
)
_PREDICATE = re.compile(
    r"完成|建成|实现|开展|实施|推进|推动|落实|建立|健全|完善|制[定订]|编制|加强|强化|加[大快]|提[高升]|达到?|下降|降低|减少|削减|"
    r"控制|安装|建设|新建|改[建造]|整治|治理|排查|取缔|淘汰|关停|拆除|禁止|严禁|严格|推[广行]|发展|组织|进行|做[好到]|抓好|"
    r"形成|设立|成立|采用|采取|纳入|执行|供应|增加|增长|确定|明确|细化|更新|公开|报送?|通报|召开|监[管督测]|防[止范控]|保持|巩固|"
    r"接受|鼓励|支持|引导|促进|优化|调整|深化|扩大|培育|营造|选择|创建|打击|查处|具备|配套|联网|覆盖|销号|坚持|强调|规范|"
    r"构建|探索|研究|划定|编写|鉴定|回收|处置|使用|利用|不[低高少超]|低于|高于|超过|稳定|实行|督促|指导|列出|绘制|购置|分解|考核|列入"
)
_CONTINUES = re.compile(
    r"^(?:并|且|同时|做到|形成|实现|达到|确保|由此|从而|(?:及时|限期)[^,]{0,4}到位)"
)
_SURVEY = re.compile(r"排查|摸底|调查|普查|评估|检查|清查|摸清|查清|回头看|核查")
_FOLLOWS_UP = re.compile(
    r"^(?:对[^,]{0,14}(?:问题|隐患|发现)|分析|查清|摸清|科学确定|确定|形成|列出|明确|制定|建立(?:问题|隐患|整改)?[^,]{0,8}(?:清单|台账|销号|档案)|"
    r"推进[^,]{0,4}整[治改]|限期|逐项|逐一|组织[^,]{0,6}验收|落实整改|有计划)|"
    r"的[^,]{2,10}(?:进行|予以|实施)(?:鉴别|鉴定|整改|处置|清理|处理|检测)"
)
_BARE_END = re.compile(r"(?:完成|建成|实现|启动|开展)(?:全部|所有)?[^,。;]{0,5}$")
_BARE = re.compile(
    r"(?:全部|全面|基本|须|要)*(?:完成|建成|竣工|完工|投运|投用|达标|到位|销号|办结|交付|通车|通水|"
    r"(?:通过|完成|组织)(?:竣工)?验收|投入(?:使用|运行)|(?:整改|整治|落实)到位|(?:整改|整治|改造|实施)完[成毕])"
)
_VERB_FIRST = re.compile(
    rf"^(?:并|且|同时|全面|及时|逐步|科学|分区域|联合|有计划|统一|加快|积极|组织|委托|研究|分析|严格)*(?:{_PREDICATE.pattern})"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph: a task, context, or the short sentence that heads what follows.

    Attributes:
        begin: where it begins in the paragraph's text.
        end: where it ends, without the stop behind it.
        kind: ``task`` can be checked on its own; ``context``; ``heading`` (一是抓好节水。).
        timing: when it is due; taken from before in the same sentence when it says nothing.
        sentence: where its whole sentence stands.
        ordinal: whether 一是 or the like opens its sentence.
    """

    begin: int
    end: int
    kind: str
    timing: Timing = NO_TIMING
    sentence: tuple[int, int] = (0, 0)
    ordinal: bool = False


@dataclass(slots=True)
class _Piece:
    """What stands between two commas, with those before it that only lead up to it."""

    begin: int
    end: int
    words: str
    segment: int
    evidence: Evidence


def read_clauses(text: str, begin: int, end: int, *, year: int, need: int) -> Iterator[Clause]:
    """Cut a stretch of a paragraph into clauses, in order; only stops and numbers are left out.

    Args:
        text: the paragraph.
        begin: where the stretch begins.
        end: where it ends.
        year: the plan's year.
        need: the weight that makes a task here.
    """
    words = flat(text)
    spans = _cut(words, begin, end, "。!")
    for at, (opened, closed) in enumerate(spans):
        following = words[slice(*spans[at + 1])] if at + 1 < len(spans) else ""
        if _is_heading(words[opened:closed], following, year):
            last = _without_stop(words, opened, closed)
            start = _skip_blank(words, opened, last)
            yield Clause(start, last, "heading", sentence=(opened, closed), ordinal=True)
        else:
            yield from _clauses_of(words, opened, closed, year, need)


def sentences(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch, each with its stop."""
    return _cut(flat(text), begin, end, "。!")


def without_date_behind(clause: str, *, year: int) -> str:
    """A clause without 6月底前全部完成 behind its duty, which sets no amount of its own."""
    at = flat(clause).rfind(",")
    last = tight(clause[at + 1 :])
    return clause[:at] if at > 0 and _is_bare_date(last, weigh(last, year=year)) else clause


def is_ordinal(text: str) -> bool:
    """Whether a text opens with 一是, 二是, 第一， or the like."""
    return bool(_ORDINAL.match(flat(text)))


def _is_heading(sentence: str, following: str, year: int) -> bool:
    """一是抓好工业节水。 heads the sentences after it, unless the next is numbered itself."""
    opened = _ORDINAL.match(sentence)
    if not opened or not following.strip() or _ORDINAL.match(following):
        return False
    title = tight(sentence[opened.end() :]).rstrip("。")
    return "," not in title and is_title_like(title, year, longest=_LONGEST_HEADING)


def _cut(words: str, begin: int, end: int, stops: str) -> list[tuple[int, int]]:
    """Cut behind stops that stand outside brackets and quotation marks."""
    guarded = _guarded(words, begin, end)
    spans, start = [], begin
    for found in re.finditer(rf"[{stops}]", words[begin:end]):
        at = begin + found.start()
        number = words[at] == "," and words[at - 1].isdigit() and _THOUSANDS.match(words, at + 1)
        if not number and not any(left < at < right for left, right in guarded):
            spans.append((start, at + 1))
            start = at + 1
    if words[start:end].strip():
        spans.append((start, end))
    return spans


def _guarded(words: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The outermost closed pairs of brackets or quotation marks."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKETS.finditer(words, begin, end):
        char, at = found[0], found.start()
        if char in _OPEN:
            stack.append((char, at))
            continue
        wanted = _OPEN[_CLOSE.index(char)]
        place = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == wanted), None)
        if place is not None:
            opened = stack[place][1]
            pairs = [pair for pair in pairs if pair[0] < opened]
            pairs.append((opened, at))
            del stack[place:]
    return pairs


def _clauses_of(words: str, begin: int, end: int, year: int, need: int) -> Iterator[Clause]:
    """The clauses of one sentence; what is due early in it holds for what follows."""
    pieces = _pieces(words, begin, end, year)
    _pass_over_openings(pieces, need)
    ordinal = bool(_ORDINAL.match(words[begin:end]))
    timing, place = NO_TIMING, begin
    for group in _joined(pieces, need):
        told = [p.evidence.timing for p in group if p.evidence.timing.wording]
        timing = next((one for one in reversed(_opening(group)) if one.dated), timing)
        if not any(piece.evidence.weight >= need for piece in group):
            continue
        first, last = group[0].begin, group[-1].end
        yield from _context(words, place, first, (begin, end), ordinal=ordinal)
        when = told[-1] if told else timing
        yield Clause(first, last, "task", when, (begin, end), ordinal)
        place = last
    yield from _context(words, place, end, (begin, end), ordinal=ordinal)


def _opening(group: list[_Piece]) -> list[Timing]:
    """The times a duty opens with, which hold on; 6月底前完成 behind it is its own alone."""
    return [piece.evidence.timing for piece in group if not _only_says_when(piece)]


def _pass_over_openings(pieces: list[_Piece], need: int) -> None:
    """实施低氮改造，对…调查，…完成23台: what a sentence opens with is spelled out after it."""
    opens = pieces and pieces[0].evidence.is_opening
    if opens and any(piece.evidence.weight >= need for piece in pieces[1:]):
        pieces[0].evidence = Evidence(0)


def _context(
    words: str, begin: int, end: int, sentence: tuple[int, int], *, ordinal: bool
) -> Iterator[Clause]:
    """What stands between tasks, unless it is stops and numbers alone."""
    start = begin
    while start < end and words[start] in _STOPS:
        start += 1
    last = _without_stop(words, start, end)
    if last > start and not _ORDINAL.fullmatch(words[start:last]):
        yield Clause(start, last, "context", sentence=sentence, ordinal=ordinal)


def _pieces(words: str, begin: int, end: int, year: int) -> list[_Piece]:
    """The pieces between commas, those that only lead up joined to what they lead to."""
    pieces: list[_Piece] = []
    for segment, (opened, closed) in enumerate(_cut(words, begin, end, ";")):
        waiting: int | None = None
        spans = _cut(words, opened, closed, ",:")
        for at, (left, right) in enumerate(spans):
            following = tight(words[slice(*spans[at + 1])]) if at + 1 < len(spans) else ""
            if following and _leads(tight(words[left:right]), following, year):
                waiting = left if waiting is None else waiting
                continue
            start = _start(words, left if waiting is None else waiting, right)
            last = _without_stop(words, start, right)
            own = tight(words[start:last])
            pieces.append(_Piece(start, last, own, segment, weigh(own, year=year)))
            waiting = None
    return pieces


def _start(words: str, begin: int, end: int) -> int:
    """Where a piece begins, behind blanks and 一是."""
    begin = _skip_blank(words, begin, end)
    ordinal = _ORDINAL.match(words, begin, end)
    return _skip_blank(words, ordinal.end(), end) if ordinal else begin


def _skip_blank(words: str, begin: int, end: int) -> int:
    while begin < end and words[begin].isspace():
        begin += 1
    return begin


def _without_stop(words: str, begin: int, end: int) -> int:
    while end > begin and words[end - 1] in _STOPS:
        end -= 1
    return end


def _leads(words: str, following: str, year: int) -> bool:
    """Whether a piece has no duty of its own: a time, a ground, an object put in front."""
    bare = words.rstrip(",:")
    if words.endswith(":") or (_FRONTED.search(bare) and _TAKES_UP.match(following)):
        return True
    evidence = weigh(bare, year=year)
    if evidence.timing.wording == bare:
        return True
    grounded = bool(_LEADS.match(bare))
    if "number" in evidence.marks or (evidence.is_enough and not grounded):
        return False
    return _leads_by_ground(bare) if grounded else _leads_by_name(bare)


def _leads_by_ground(bare: str) -> bool:
    """按…要求, 通过…, 围绕…目标, 在…行业: what opens as a ground does and ends as one."""
    inner = re.sub(r"[《“][^》”]*[》”]", "", bare)
    ground = _ALWAYS_LEADS.match(bare) or _GROUND_END.search(inner)
    return bool(ground) or not _PREDICATE.search(inner)


def _leads_by_name(bare: str) -> bool:
    """A name alone, or one with a clause before it: 整治达标后的企业或园区."""
    if len(bare) > _LONGEST_NAME:
        return False
    described = re.search(r"[后前中内上时]的([^的,]{2,14})$", bare)
    if described and not _VERB_FIRST.match(described[1]):
        return True
    return not _PREDICATE.search(bare) and "“" not in bare


def _joined(pieces: list[_Piece], need: int) -> Iterator[list[_Piece]]:
    """Pieces that only go on with the duty before them belong to it."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and (
            _goes_on(group, piece, need)
            or _needs_object(group, piece, need)
            or _only_measures(group, piece)
        ):
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


def _only_measures(group: list[_Piece], piece: _Piece) -> bool:
    """面积不低于80% says how much of what stands before it."""
    return piece.segment == group[-1].segment and bool(_MEASURES_IT.match(piece.words))


def _only_says_when(piece: _Piece) -> bool:
    """4月底前完成, behind the duty it dates."""
    return _is_bare_date(piece.words, piece.evidence)


def _is_bare_date(words: str, evidence: Evidence) -> bool:
    wording = evidence.timing.wording
    dated = bool(wording) and "date" in evidence.marks
    return dated and bool(_BARE.fullmatch(words.removeprefix(wording)))


def _goes_on(group: list[_Piece], piece: _Piece, need: int) -> bool:
    """Whether a piece says more of the duty before it: 并…, 形成…, what follows upon a survey."""
    first, last = group[0], group[-1]
    if piece.segment != last.segment or first.evidence.weight < need:
        return False
    if _only_says_when(piece):
        return not any("date" in one.evidence.marks for one in group)
    if {"number", "date"} & set(piece.evidence.marks):
        return bool(_NO_SUBJECT.match(piece.words)) and "number" in last.evidence.marks
    if _CONTINUES.match(without_ground(piece.words)):
        return True
    if _SURVEY.search(first.words) and _FOLLOWS_UP.search(piece.words):
        return True
    apart = piece.evidence.is_firm or first.evidence.is_opening
    exhorts = piece.evidence.urges and piece.evidence.weight < need
    verbal = bool(_VERB_FIRST.match(piece.words)) and piece.evidence.weight >= 1
    return verbal and not apart and not exhorts
