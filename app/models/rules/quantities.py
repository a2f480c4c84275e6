"""What must be reached, in numbers: amounts, floors, ceilings and changes found in a wording."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from app.models.rules.amounts import Amount, amounts, masked, plain
from app.models.rules.bounds import Context, comparator_of
from app.models.rules.changes import Change, change_of, doubling
from app.models.rules.measure_units import canonical, is_count, is_share


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a wording with what it is measured in and how it binds.

    Attributes:
        number: the amount, 万/亿 multiplied out; of a change its size without sign; of ``all``
            100 (per cent); of a range its lower end.
        unit: the unit as written (``台``, ``%``, ``蒸吨/小时``), or empty.
        comparator: ``=``, ``>=``, ``<=``, ``>``, ``<``, ``~`` or ``all``; it binds ``number``
            (削减15%以上: number 15, ``>=``).
        change: the signed change against the baseline (-18 for 比2015年下降18%), else None.
        baseline_year: the year the change is measured from, when the wording names it.
        soft: the wording only strives (力争, 基本).
        role: ``target``; ``threshold`` and ``capacity`` describe objects and are no targets;
            ``whole`` and ``part`` of 18家，50%; ``baseline`` of 由20家增加到50家;
            ``increment``, ``total``, ``investment``; ``score`` (每下降一个名次扣0.5分) and
            ``trigger`` (连续3个月…后10位) as they say.
        high: the upper end of a range, else None.
        metric: the words just before that say what is measured, or empty.
        per: ``day``, ``week``, ``month``, ``quarter`` or ``year`` when due once in each; of a
            score the step it is counted by (名次, 天).
        cumulative: counted since the start (累计).
        increment: comes on top of what is there (新增, 再).
        baseline: the baseline in words (上年同期) when it is no plain year.
        of: what a percentage is taken of (总数), when the wording says it.
    """

    number: Decimal
    unit: str = ""
    comparator: str = "="
    change: Decimal | None = None
    baseline_year: int | None = None
    soft: bool = False
    role: str = "target"
    high: Decimal | None = None
    metric: str = ""
    per: str = ""
    cumulative: bool = False
    increment: bool = False
    baseline: str = ""
    of: str = ""


_Placed = tuple[int, Quantity]
_BARE = re.compile(r"([≥≤<>]=?)?(\d+(?:,\d{3})*(?:\.\d+)?)(万|亿)?(?:/(\d+(?:\.\d+)?)(万|亿)?)?")
_POWERS = {None: 1, "万": 10_000, "亿": 100_000_000}
# Mnemonics for programmes (263, 333, 3366): no amounts when they stand alone.
_SLOGAN = re.compile(r"263|(\d)\1{2,}|(\d)\2(\d)\3|[12]\+\d+")
_SHORT = re.compile(r"[^\d]{0,8}?(\d+(?:\.\d+)?)([\u4e00-\u9fff]{1,2})")
_NOT_A_UNIT = re.compile(r"[年月日号级第前后起时等和及与至到底末的以左右是为]")
_SCORE = re.compile(
    r"每[^,。;]{0,16}?(?P<step>名次|百分点|[天日家个次项处起宗例件户%])[^,。;每]{0,8}?"
    r"(?P<sign>扣减?|倒扣|减|递减|加|递增|奖|得)(?P<points>\d+(?:\.\d+)?)分"
)
_TRIGGER = re.compile(r"连续.{0,30}?(?:排名?|后|前|超标|垫底|未)")
_EVERY = {"天": "day", "日": "day", "周": "week", "月": "month", "季": "quarter", "年": "year"}
_PER = re.compile(r"每(?:个)?([天日周月季年])度?")
_SOFT = re.compile(r"力争|争取|力求|原则上|尽量|尽可能|基本(?!农田|建设|情况|公共|单元|信息)")
_CUMULATIVE = re.compile(r"累计|累积|工程量|形象进度|完成(?:全年|年度|总)")
_INCREMENT = re.compile(r"新增|增加(?!到|至|值)|再(?:有|新|增|建|完成|创|培育)|扩建|增设|增配|净增")
_RATED = re.compile(r"/(?:年|日|天|小时)$")
_CAPACITY = re.compile(r"库容|容量|容积|规模(?!以上)|能力|装机|吞吐|日处理|年处理")
_DAILY = re.compile(
    r"(?<!每)([日年])(?:均)?(?:处理|供水|供|产|接|收|运|消纳|焚烧|处置|转运|加工|利用)[^,。;]{0,6}$"
)
_LEADING = re.compile(
    r"^\s*(?:\d+\.)?(?:力争|争取|累计|确保|其中|全年|完成|实现|对|(?:19|20)\d\d年底?前?|及?以[上下])*"
)
_BINDING = re.compile(
    r"(?:(?:比|较)(?:(?:19|20)\d\d年|上年|去年)|同比|分别|均|各|不(?:得|应)?[低少高大多小]于|不(?:得|应)?超过|"
    r"[控保稳][制持定]在|达到?|实现|至少|力争|确保|超过|[低高大小少]于|约|近|不足|突破|[≥≤<>=]+|"
    r"(?:下降|降低|减少|削减|增长|提高|提升|增加|上升)[到至]?)+$"
)
_OF = re.compile(r"(?:不少于|不低于|不超过|不高于|超过|达到?|占|完成|控制在)?([^,。;、的]{2,8})的$")
_ALL = re.compile(
    r"全部|全覆盖|应(\S)尽\1|全面(?:消除|完成|关闭|淘汰|取缔|清零|清除|建成|实现|达标|退出|关停)|"
    r"基本(?:消除|完成|建成|实现|达到|淘汰|覆盖)|清零|一个不[留漏]|全数|^消除|彻底(?:消除|关闭|淘汰)|一律"
)
_FROM = re.compile(r"[由从]$")
_TO = re.compile(
    r"[^,。;]{0,4}(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|削减|压减|缩短|降|升)(?:到|至)"
)
_CLAUSE = re.compile(r"[,。;\n]")


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Find every quantity of a wording, in the order written.

    Dates, document numbers, clause numbers, quoted slogans and codes are no quantities. A number
    without a unit counts only when it is all there is (31, or 3/198 under a head of two units).
    A wording without numbers that wants the whole (全部, 全覆盖, 应建尽建) is one quantity of 100 %
    with the comparator ``all``; trends and references (稳步下降, 达到省下达目标) give none.

    A share without a comparing word is a floor (达标率80%), unless less of it is better.
    """
    words = plain(text)
    bare = _BARE.fullmatch(words.strip(",。;:、 "))
    if bare:
        return _bare(bare)
    scores, rest = _scores(words)
    hidden = masked(rest)
    placed = [*scores, *_measured(rest, amounts(hidden)), *_alls(rest, hidden)]
    if not placed:
        return tuple(_unlisted(hidden))
    return tuple(quantity for _, quantity in sorted(placed, key=lambda pair: pair[0]))


def _bare(match: re.Match[str]) -> tuple[Quantity, ...]:
    sign, first, power, second, second_power = match.groups()
    if _SLOGAN.fullmatch(match[0]) or not masked(match[0]).strip("\x00"):
        return ()
    comparator = {"≥": ">=", "≤": "<="}.get(sign, sign) if sign else "="
    numbers = [Decimal(first.replace(",", "")) * _POWERS[power]]
    if second:
        numbers.append(Decimal(second) * _POWERS[second_power])
    return tuple(Quantity(number, comparator=comparator) for number in numbers)


def _scores(words: str) -> tuple[list[_Placed], str]:
    """Scoring rules, and the text without them."""
    found = []
    for match in _SCORE.finditer(words):
        points = Decimal(match["points"])
        up = match["sign"] in {"加", "递增", "奖", "得"}
        change = points if up else -points
        score = Quantity(points, "分", "=", change, role="score", per=match["step"])
        found.append((match.start(), score))
    return found, _SCORE.sub(lambda match: "\x00" * len(match[0]), words)


def _unlisted(hidden: str) -> list[Quantity]:
    """A short cell with a counter we do not list (5村)."""
    match = _SHORT.fullmatch(hidden.strip(",。;:、 "))
    if match is None or _NOT_A_UNIT.search(match[2]):
        return []
    return [Quantity(Decimal(match[1]), match[2])]


def _measured(words: str, found: list[Amount]) -> list[_Placed]:
    """The amounts of a text as quantities, each read in what stands around it."""
    quantities: list[Quantity] = []
    contexts = [_context(words, found, at) for at in range(len(found))]
    for at, amount in enumerate(found):
        context = _of_chain(contexts, at)
        change = change_of(context, amount.unit)
        quantity = _quantity(amount, context, change)
        quantities.append(quantity)
    related = _related(words, found, quantities)
    return [(amount.begin, quantity) for amount, quantity in zip(found, related, strict=True)]


def _context(words: str, found: list[Amount], at: int) -> Context:
    amount = found[at]
    previous = found[at - 1].end if at else 0
    following = found[at + 1].begin if at + 1 < len(found) else len(words)
    clause = max(words.rfind(mark, 0, amount.begin) for mark in ",。;\n") + 1
    sentence = max(words.rfind(mark, 0, amount.begin) for mark in "。;\n") + 1
    return Context(
        before=words[max(previous, clause) : amount.begin],
        after=words[amount.end : following],
        clause=words[clause : amount.begin],
        sentence=words[sentence : amount.begin],
        linked=at > 0 and bool(re.fullmatch(r"[、和及与,]+", words[previous : amount.begin])),
    )


def _of_chain(contexts: list[Context], at: int) -> Context:
    """不低于100米、20米; 下降10%和12%以上: one word holds for the whole enumeration."""
    first = at
    while first > 0 and contexts[first].linked:
        first -= 1
    last = at
    while last + 1 < len(contexts) and contexts[last + 1].linked:
        last += 1
    after = contexts[at].after
    shared = after if not contexts[at].shared_suffix() else contexts[last].after
    own = contexts[at]
    return replace(own, before=contexts[first].before, clause=contexts[first].clause, after=shared)


def _quantity(amount: Amount, context: Context, change: Change | None) -> Quantity:
    unit = _unit(amount, context)
    metric = _metric(context)
    quantity = Quantity(
        amount.number,
        unit,
        comparator_of(context, unit, ranged=amount.high is not None, about=amount.about),
        soft=bool(_SOFT.search(_CLAUSE.split(context.sentence)[-1] or context.clause)),
        high=amount.high,
        metric=metric,
        per=_per(context),
        cumulative=bool(
            _CUMULATIVE.search(context.clause) or (is_share(unit) and "关停" in context.clause)
        ),
    )
    if change is not None:
        signed = amount.number * change.sign
        if change.sign == 0:
            return replace(quantity, change=Decimal(0))
        return replace(
            quantity,
            comparator=change.comparator,
            change=signed,
            baseline_year=change.year,
            baseline=change.baseline,
        )
    if is_share(unit):
        quantity = replace(quantity, of=_base_of(context))
    return _with_role(quantity, amount, context)


def _unit(amount: Amount, context: Context) -> str:
    unit = canonical(amount.unit)
    noun = re.match(r"(?:及|或)?(?:以[上下内])?(标准车|批次|标准箱|标台)", context.after)
    if noun and unit in {"个", "辆"}:
        return noun[1] if noun[1] == "批次" else f"{unit}({noun[1]})"
    daily = _DAILY.search(context.before)
    if daily and "/" not in unit and not is_share(unit):
        return f"{unit}/{daily[1]}"
    return unit


def _metric(context: Context) -> str:
    words = re.split(r"[,。;、:()\n]", context.before)[-1]
    return _BINDING.sub("", _LEADING.sub("", words)).strip("\x00 ")[-16:]


def _per(context: Context) -> str:
    beats = _PER.findall(context.clause)
    return _EVERY[beats[-1]] if beats else ""


def _base_of(context: Context) -> str:
    match = _OF.search(context.before)
    return re.sub(r"^(?:累计|力争|已)?(?:完成|达到?|占)", "", match[1]) if match else ""


def _with_role(quantity: Quantity, amount: Amount, context: Context) -> Quantity:
    increment = not is_share(quantity.unit) and bool(_INCREMENT.search(context.before))
    watched = _TRIGGER.search(context.sentence + context.after[:12])
    if watched and quantity.unit in {"个月", "位", "名", "次", "天"}:
        return replace(quantity, role="trigger")
    if increment:
        return replace(quantity, role="increment", increment=True)
    if quantity.unit.endswith("元"):
        return replace(quantity, role="investment")
    if context.threshold(quantity.unit):
        return replace(quantity, role="threshold")
    rated = _RATED.search(quantity.unit) and not is_count(quantity.unit.split("/")[0])
    sized = rated or "蒸吨" in quantity.unit
    holds = _CAPACITY.search(context.before) and not is_share(quantity.unit)
    if (sized and quantity.comparator == "=") or holds:
        return replace(quantity, role="capacity")
    return quantity


def _related(words: str, found: list[Amount], quantities: list[Quantity]) -> list[Quantity]:
    """Give each two neighbours that belong together their parts."""
    related = list(quantities)
    for at in range(len(found) - 1):
        before = words[: found[at].begin]
        between = words[found[at].end : found[at + 1].begin]
        roles = _pair(related[at], related[at + 1], before, between)
        if roles:
            related[at] = replace(related[at], role=roles[0])
            related[at + 1] = replace(related[at + 1], role=roles[1])
            if roles[1] == "total":
                related[at + 1] = replace(related[at + 1], comparator="=")
            if roles[0] == "baseline":
                related[at] = replace(related[at], comparator="=")
    return related


def _pair(first: Quantity, second: Quantity, before: str, between: str) -> tuple[str, str] | None:
    """The parts two neighbours play.

    扩建4万吨/日，达到16万吨/日: increment and total. 由20家增加到50家: baseline. 2台130kw水泵: the
    second describes. 18家企业，50%完成 and 2197个储罐，完成753个: whole and part.
    """
    if not between and is_count(first.unit):
        return first.role, "capacity"
    if _FROM.search(before) and _TO.fullmatch(between):
        return "baseline", second.role
    if first.increment and first.unit == second.unit and re.search(r",达到?$", between):
        return first.role, "total"
    if re.search(r"[^\s\x00]", before) or not is_count(first.unit) or first.role != "target":
        return None
    share = is_share(second.unit) and second.change is None and between.endswith(",")
    same = first.unit == second.unit and second.number <= first.number
    if share or (same and re.search(r",完成$", between)):
        return "whole", "part"
    return None


def _alls(words: str, hidden: str) -> list[_Placed]:
    """The clauses that want the whole and name no number, and changes held at nought."""
    found: list[_Placed] = []
    start = 0
    for clause in _CLAUSE.split(words):
        end = start + len(clause)
        quantity = None if amounts(hidden[start:end]) else _of_the_whole(clause)
        if quantity is not None:
            found.append((start, quantity))
        start = end + 1
    return found


def _of_the_whole(clause: str) -> Quantity | None:
    doubled = doubling(clause)
    if doubled is not None:
        return Quantity(doubled[0], "%", "=", doubled[0], doubled[1])
    change = change_of(Context(clause, "", clause, clause), "")
    if change is not None and change.sign == 0:
        return Quantity(Decimal(0), "%", change.comparator, Decimal(0), change.year)
    if _ALL.search(clause):
        return Quantity(Decimal(100), "%", "all", soft=bool(_SOFT.search(clause)))
    return None
