"""What a deadline wording means: a due date, a span, a beat, a mark, or honestly unknown."""

import re
from dataclasses import dataclass, replace
from datetime import date

from app.models.rules.moments import Moment, day_before, moments, prepare
from app.models.rules.normalise import compact
from app.models.rules.recurrences import read_recurrence
from app.models.rules.relatives import read_relative
from app.models.rules.seasons import eve_of_feast, seasons_in


@dataclass(frozen=True, slots=True)
class Deadline:
    """The reading of one deadline wording; the wording itself always survives in ``text``.

    A dated wording without a direction (2020年6月10日, 2018年6月) is due on its last day. A
    season is a span with its customary dates, several seasons recur each year. A daily time of
    day (凌晨0时至5时) recurs daily; counted days without a first one (3个“60天”) are relative.

    Attributes:
        kind: ``due`` one last day; ``span`` a first and a last day; ``start`` from a day on;
            ``standing`` all the time; ``recurring`` on a beat (see ``every``); ``relative`` to
            something the wording does not date (see ``reference``); ``done`` already reached;
            ``mark`` a tick of a year's cell; ``none`` no deadline (blank, ``/``, ``—``);
            ``unknown`` not readable.
        due: the last day, inclusive, or None.
        start: the first day, or None.
        precision: ``day``, ``month``, ``quarter``, ``half`` or ``year``: how exactly the wording
            dates; None when it does not.
        soft: the wording only strives (力争, 争取, 原则上).
        ambiguous: another reading is possible and the clerk should be asked.
        text: the wording as written.
        every: the beat of a recurring one: ``day``, ``week``, ``month``, ``quarter``, ``half``,
            ``year`` or ``unspecified``; empty otherwise.
        interval: the number of beats between two turns (每5年: 5).
        literal: the other possible last day of an ambiguous wording, or None.
        reference: the words a relative one hangs on (收到通知后30日内, 序时进度).
        days: the length of a relative one in days, or None.
    """

    kind: str
    due: date | None = None
    start: date | None = None
    precision: str | None = None
    soft: bool = False
    ambiguous: bool = False
    text: str = ""
    every: str = ""
    interval: int = 1
    literal: date | None = None
    reference: str = ""
    days: int | None = None


_NONE = re.compile(r"(?:[-/\\~·.…_*]+|无|没有|不涉及|不适用|否|×|✗|✘|空|[Nn]/?[Aa]\.?)?")
_MARK = re.compile(
    r"[√✓✔☑■●★▲◆◎○△vVyY]|是|(?:全面|全部|基本|组织|推进|开展|深入)?"
    r"(?:完成|实施|建成|启动|推进|开展|落实|完工|竣工|验收|投运|开工|达标|执行|进行)"
)
_DONE = re.compile(
    r"(?<![未没])已[^,。;已]{0,12}?"
    r"(?:完成|达到|达标|达|建成|关停|关闭|整改|销号|落实|到位|拆除|淘汰|竣工|验收|完工|办结|启用|"
    r"投运|投入|改造|实现|停产|搬迁|取缔|签订|制定|出台|印发|成立|建立|结束|清理|消除|通过|全覆盖)"
    r"(?!.{0,12}的)|^(?:提前完成|完毕|办结|销号|整改完毕)$"
)
_STANDING = re.compile(
    r"常年|长年|长期|实时|一直|持续|全天候|常态|始终|坚持|经常|一贯|不间断|日常|贯穿|全过程|全时段|永久|"
    r"滚动|不断|巩固|保持|继续|推进中|正在|长效|全年(?:实施|推进|开展|进行|执行)"
)
_SOFT = re.compile(r"力争|争取|力求|原则上|尽量|尽可能|争(?=20\d\d|年)")
_START = re.compile(r"[,]?(?:及|或)?(?:以后|之后|后(?!续)|起(?!草)|开始|以来|始)")
_BEFORE = re.compile(r"(?:以|之)?前(?![期三后端往提述])")
_WITHIN = re.compile(r"期间|全年|全程|整年")
_GAP = re.compile(r"(?:起|开始)?(?:-+|~|至|到|截止到?|截至)(?:次月)?")
_BEGUN = re.compile(r".{0,10}?(?:启动|开工|动工|开建)")
_ENDED = re.compile(r".{0,14}?(?:完成|建成|完工|竣工|投运|投产|投用|结束|验收)")
_CLOCK = re.compile(r"\d{1,2}(?:时|点|:\d\d)(?:-|~|至|到)(?:次日)?\d{1,2}(?:时|点|:\d\d)")
# No deadline is longer; of a longer text the beginning is read.
_LONGEST = 500
_MIDNIGHT = re.compile(r"[ T]\d\d:\d\d(?::\d\d)?(?:\.\d+)?$")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_CONDITIONS = ("按", "根据", "依据", "视", "随", "结合")
_EPOCH = date(1899, 12, 30).toordinal()


def read_deadline(text: str, *, year: int) -> Deadline:
    """Read a deadline wording; what cannot be read is ``unknown``, never a guess.

    Args:
        text: the cell or phrase as written.
        year: the year of the plan, for wordings that name none (6月底前).
    """
    words = compact(_MIDNIGHT.sub("", text[:_LONGEST]))
    bare = re.sub(r"^((?:19|20)\d\d)(?:\.0+)?$", r"\1年", words).strip(",。;:、!()\"'“”‘’")
    reading = _undated(bare) or _dated(prepare(bare), year) or _timeless(bare, year)
    if reading.kind not in {"none", "mark"} and _SOFT.search(bare):
        reading = replace(reading, soft=True)
    return replace(reading, text=text)


def _undated(words: str) -> Deadline | None:
    """Blank, dashes, ticks and what is reported as done."""
    if _NONE.fullmatch(words):
        return Deadline("none")
    if _MARK.fullmatch(words):
        return Deadline("mark")
    serial = _SERIAL.fullmatch(words)
    if serial and 36526 <= int(serial[1]) <= 73050:
        # A date cell pasted as the sheet's own day count.
        day = date.fromordinal(_EPOCH + int(serial[1]))
        return Deadline("due", day, precision="day", ambiguous=True)
    return Deadline("done") if _DONE.search(words) else None


def _dated(words: str, year: int) -> Deadline | None:
    """Wordings that name a time or a beat."""
    named = moments(words, year=_sane(year))
    beat = read_recurrence(words)
    if beat is not None and not _due_before_the_beat(words, named):
        return _recurring(beat.every, beat.interval, words, named)
    if not named:
        return None
    if _only_years_to_go_on(words, named):
        return Deadline("standing")
    seasonal = _seasonal(words, named[0].first.year)
    if seasonal is not None and all(m.precision == "year" for m in named):
        return seasonal
    readings = [_one(words, *pair) for pair in _pairs(words, named)]
    return _several(words, readings, named)


def _due_before_the_beat(words: str, named: list[Moment]) -> bool:
    """6月底前完成，每月报送: what is due comes first, the beat only tells how it is reported."""
    clause = re.split(r"[,。;]", words)[0]
    first = bool(named) and named[0].ended and named[0].end <= len(clause)
    return first and clause != words and read_recurrence(clause) is None and "起" not in clause


def _sane(year: int) -> int:
    return min(max(year, 1950), 2100)


def _only_years_to_go_on(words: str, named: list[Moment]) -> bool:
    """全年全天候, 2020年持续推进: a year without an end point is no date to be done by."""
    single = len(named) == 1 and named[0].precision == "year" and not named[0].ended
    after = words[named[0].end :]
    return single and bool(_STANDING.search(words)) and not re.match(_START, after)


def _recurring(every: str, interval: int, words: str, named: list[Moment]) -> Deadline:
    if not named:
        return Deadline("recurring", every=every, interval=interval)
    start = named[0].first if _spans(words, named) or named[0].precision == "year" else None
    last = named[-1]
    if _START.match(words, named[0].end):
        start = named[0].first
        if len(named) == 1:
            return Deadline("recurring", None, start, every=every, interval=interval)
    return Deadline("recurring", last.last, start, last.precision, every=every, interval=interval)


def _spans(words: str, named: list[Moment]) -> bool:
    return len(named) > 1 and bool(_GAP.fullmatch(words[named[0].end : named[1].begin]))


def _pairs(words: str, named: list[Moment]) -> list[tuple[Moment, Moment | None]]:
    """Moments one by one, those joined by 至 or a dash in twos."""
    pairs: list[tuple[Moment, Moment | None]] = []
    rest = list(named)
    while rest:
        if _spans(words, rest):
            pairs.append((rest[0], _rolled(rest[0], rest[1])))
            rest = rest[2:]
        else:
            pairs.append((rest.pop(0), None))
    return pairs


def _rolled(first: Moment, last: Moment) -> Moment:
    """12月至3月 ends in the next year."""
    if last.last >= first.first or last.year_named or last.first.year >= 2100:
        return last
    return replace(last, last=_next_year(last.last), first=_next_year(last.first))


def _next_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _one(words: str, moment: Moment, until: Moment | None) -> Deadline:
    if until is not None:
        doubtful = moment.doubtful or until.doubtful or until.last < moment.first
        precision = until.precision
        return Deadline("span", until.last, moment.first, precision, ambiguous=doubtful)
    start = _START.match(words, moment.end)
    if start:
        return Deadline("start", None, moment.first, moment.precision, ambiguous=moment.doubtful)
    literal, doubtful = moment.literal, moment.doubtful
    if _BEFORE.match(words, moment.end) and not moment.ended:
        literal, doubtful = day_before(moment.first), True
    spoken = Deadline(
        "due", moment.last, None, moment.precision, ambiguous=doubtful, literal=literal
    )
    return replace(spoken, kind="span", start=moment.first) if _whole(words, moment) else spoken


def _whole(words: str, moment: Moment) -> bool:
    """The wording means the whole time, not its end: 全年, “十三五”期间, a bare 4月份 or 下半年."""
    rest = words[moment.end :]
    if _BEFORE.match(rest) or words[: moment.begin].endswith(("到", "至", "截止", "截至")):
        return False
    if _WITHIN.match(rest):
        return True
    counted = words[moment.begin : moment.end].endswith("份")
    return (moment.open_span or counted) and not _ENDED.match(rest)


def _several(words: str, readings: list[Deadline], named: list[Moment]) -> Deadline:
    """One reading of several: what counts is the last due day; the clerk is asked."""
    if len(readings) == 1:
        return readings[0]
    begun = _BEGUN.match(words, named[0].end) and _ENDED.match(words, named[-1].end)
    if len(named) == 2 and begun and named[0].first <= named[1].last:
        return Deadline("span", named[1].last, named[0].first, named[1].precision)
    starts = [reading.start for reading in readings if reading.kind == "start"]
    dues = [reading for reading in readings if reading.due is not None]
    if not dues:
        return replace(readings[0], ambiguous=True)
    last = max(dues, key=lambda reading: reading.due or date.min)
    if starts and starts[0] and last.due and starts[0] <= last.due:
        return replace(last, kind="span", start=starts[0])
    return replace(last, ambiguous=len({reading.due for reading in dues}) > 1 or last.ambiguous)


def _timeless(words: str, year: int) -> Deadline:
    """Wordings without a date: seasons, feasts, standing duties, conditions."""
    year = _sane(year)
    if _CLOCK.search(words):
        return Deadline("recurring", every="day")
    if words.startswith(_CONDITIONS):
        return _hanging(words) or Deadline("unknown")
    known = _seasonal(words, year) or _eve(words, year)
    if known is not None:
        return known
    if re.search(r"即日起|从现在起", words):
        return Deadline("start")
    standing = Deadline("standing" if _STANDING.search(words) else "unknown")
    return _hanging(words) or standing


def _eve(words: str, year: int) -> Deadline | None:
    eve = eve_of_feast(words, year) if "前" in words else None
    return Deadline("due", eve, precision="day") if eve else None


def _hanging(words: str) -> Deadline | None:
    relative = read_relative(words)
    if relative is None:
        return None
    return Deadline("relative", reference=relative.reference, days=relative.days)


def _seasonal(words: str, year: int) -> Deadline | None:
    found = seasons_in(words)
    if not found:
        return None
    if len(found) > 1:
        first, last = found[0].days(year)[0], found[-1].days(year)[1]
        return Deadline("recurring", last, first, ambiguous=True, every="year")
    start, end = found[0].days(year)
    doubtful = not found[0].settled
    if re.search(r"(?:来临|到来|开始|入)?(?:之|以)?前|入汛", words):
        eve = day_before(start)
        return Deadline("relative", eve, ambiguous=True, reference=words)
    return Deadline("span", end, start, "month", ambiguous=doubtful)
