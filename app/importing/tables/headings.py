"""The words of table heads: what a heading means, from the word list in resources/columns.toml."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from app.files import resource_path

_BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\ufeff]+")
_TRAILING_BRACKET = re.compile(r"[(（\[【][^()（）]*[)）\]】]$")
_SENTENCE = re.compile(r"[。；;!！]")
_OF_YEAR = re.compile(r"20\d\d年度?")
_WHICH_LEADS = re.compile(r"[第首]|[★*※]|加粗|加黑|下划线|标注")
_LONGEST = 22
_MEASURE = re.compile(
    r"[%％‰]|[个家座台辆套处条户亩吨次项人件份块头羽只株口艘幢栋间宗批期场米天年月公里千立方平微克升元万亿/·\d]{1,8}|蒸吨.*|mg/.*|μg/.*"
)


@lru_cache(maxsize=32_768)
def squash(text: str) -> str:
    """Text for comparing: NFKC, all white space and invisible characters out."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def has_text(text: str) -> bool:
    """Whether a text shows anything; told by its first character where that is plain."""
    return bool(text) and (text[0].isalnum() or bool(squash(text)))


@lru_cache(maxsize=16_384)
def heading_key(text: str) -> str:
    """A heading for looking up: squashed, without colons, asterisks and quotation marks."""
    return squash(text).strip(":*★.·、“”\"'")


def without_bracket(key: str) -> str:
    """A heading without its trailing bracket: 总投资(万元) becomes 总投资."""
    return _TRAILING_BRACKET.sub("", key) or key


def trailing_bracket(key: str) -> str:
    """What the trailing bracket of a heading says, or empty."""
    match = _TRAILING_BRACKET.search(key)
    return match[0][1:-1] if match and match.start() else ""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a heading means.

    Attributes:
        field: the part the column plays; empty for known words that play none; ``wording`` for a
            wording of the task, whose part depends on its neighbours.
        confidence: 0 to 1, how surely the heading says it.
        rank: for a wording, how specific it is (higher is more).
        kind: for a wording, ``category``, ``label``, ``name``, ``content``, ``wording``,
            ``standard``, ``measure`` or ``object``.
    """

    field: str
    confidence: float = 1.0
    rank: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    sense: Sense
    words: frozenset[str]
    pattern: re.Pattern[str] | None

    def fits(self, key: str) -> bool:
        return key in self.words or bool(self.pattern and self.pattern.fullmatch(key))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word list, ready for looking up."""

    entries: tuple[_Entry, ...]
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    alone: dict[str, str]
    with_units: re.Pattern[str]
    not_plans: re.Pattern[str]
    plan_words: str
    town_parents: re.Pattern[str]
    town_endings: re.Pattern[str]
    totals: frozenset[str]
    results: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The word list that ships with the program, read once."""
    raw = tomllib.loads(resource_path("columns.toml").read_text(encoding="utf-8"))
    entries = [_entry(item, Sense(item["field"])) for item in raw["sense"]]
    entries += [
        _entry(item, Sense("wording", 0.9, item["rank"], item["kind"])) for item in raw["wording"]
    ]
    role = raw["role"]
    return Vocabulary(
        entries=tuple(entries),
        roles=tuple(
            (name, _role_pattern(role[name], role["bodies"]))
            for name in ("main_responsible", "lead", "assist", "responsible")
        ),
        alone=role["alone"],
        with_units=re.compile(role["with_units"]),
        not_plans=re.compile(raw["period"]["not_plans"]),
        plan_words=raw["period"]["plan_words"],
        town_parents=re.compile(raw["towns"]["parents"]),
        town_endings=re.compile(f"(?:{raw['towns']['endings']})$"),
        totals=frozenset(raw["towns"]["totals"]),
        results=re.compile(raw["towns"]["results"]),
    )


def _entry(item: dict[str, list[str]], sense: Sense) -> _Entry:
    patterns = item.get("patterns", [])
    pattern = re.compile("|".join(f"(?:{part})" for part in patterns)) if patterns else None
    return _Entry(sense, frozenset(item.get("words", [])), pattern)


def _role_pattern(words: list[str], bodies: list[str]) -> re.Pattern[str]:
    word, body = _any(words), _any(bodies)
    between, after = (
        "(?:责任|实施|落实|整改|推进|督办|包抓|主要|的|及|和|与|、|/|具体|工作)*",
        "(?:(?:及|和|与|、|/)(?:责任人|负责人|联系人))?",
    )
    joined = f"{body}(?:(?:及|和|与|、|/)?{body})*"
    return re.compile(f".*{word}{between}{joined}(?:名称)?{after}")


def _any(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in longest_first) + ")"


_DIGITS = {char: str(index) for index, char in enumerate("一二三四五六七八九", start=1)}
_MONTHS = _DIGITS | {"十": "10", "十一": "11", "十二": "12"}
_QUARTER = re.compile(r"(?:20\d\d年?)?(?:第?([一二三四1-4])季度?|Q([1-4]))(?:末|底|前)?")
_MONTH = re.compile(r"(?:20\d\d年)?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末)?")
_QUARTER_MONTHS = re.compile(
    r"(?:20\d\d年)?(?:(1)月?[-—－–~至到]+3月|(4)月?[-—－–~至到]+6月|(7)月?[-—－–~至到]+9月|(10)月?[-—－–~至到]+12月)(?:份)?"
)
_YEAR = re.compile(r"(20\d\d)(?:年度?)?(?:底|末)?前?")
_HALF_YEAR = re.compile(r"(?:20\d\d年?)?[上下]半年(?:末|底|前)?")


def period_of(text: str) -> tuple[str, str] | None:
    """The period a heading names and what it says besides.

    Returns:
        (``quarters.1``, ``months.12`` or ``years.2020``; the rest of the heading), or None.
    """
    key = without_bracket(heading_key(text))
    quarter = _QUARTER_MONTHS.match(key)
    if quarter:
        return f"quarters.{(int(quarter[quarter.lastindex or 1]) + 2) // 3}", key[quarter.end() :]
    for name, pattern in (("quarters", _QUARTER), ("months", _MONTH), ("years", _YEAR)):
        match = pattern.match(key)
        if match:
            number = next(part for part in match.groups() if part)
            number = number if name == "years" else _MONTHS.get(number, number)
            return f"{name}.{number}", key[match.end() :]
    return None


def is_measure(text: str) -> bool:
    """Whether a text is a unit of measure: 家, 万元, 微克/立方米."""
    return bool(_MEASURE.fullmatch(text))


def is_half_year(text: str) -> bool:
    """Whether a heading names half a year: 上半年, 下半年."""
    return bool(_HALF_YEAR.fullmatch(without_bracket(heading_key(text))))


def is_plan_of_period(path: tuple[str, ...]) -> str | None:
    """The period a column plans, from its head path: 年度计划/2017年, 一季度形象进度, 2017年/目标.

    Columns of money, results and baselines are no plans, whatever period they stand under.
    """
    words = vocabulary()
    keys = [heading_key(part) for part in path]
    if any(words.not_plans.search(key) for key in keys):
        return None
    for depth, key in enumerate(reversed(keys)):
        found = period_of(key)
        if not found:
            continue
        rest = [found[1], *keys[len(keys) - depth :]]
        if all(not part or _is_plan_wording(part) for part in rest):
            return found[0]
    return None


def _is_plan_wording(text: str) -> bool:
    return bool(re.fullmatch(f"(?:{vocabulary().plan_words}|形象|的|及|和|、)+", text))


def is_heading(text: str) -> bool:
    """Whether the words of a cell are those of a head: a known heading or a bare period."""
    if sense_of(text):
        return True
    period = period_of(text)
    return is_half_year(text) or (period is not None and len(period[1]) <= 6)


@lru_cache(maxsize=16_384)
def sense_of(text: str) -> Sense | None:
    """What a heading means by its words alone; None when it is no known heading."""
    key = heading_key(text)
    if not key or len(key) > _LONGEST or key.isdecimal() or _SENTENCE.search(key):
        return None
    return _role_of(key) or _look_up(key) or _look_up_bare(key) or _look_up_of_year(key)


def _look_up(key: str) -> Sense | None:
    return next((entry.sense for entry in vocabulary().entries if entry.fits(key)), None)


def _look_up_bare(key: str) -> Sense | None:
    bare = without_bracket(key)
    if bare == key:
        return None
    found = _role_of(bare) or _look_up(bare)
    return Sense(found.field, 0.9 * found.confidence, found.rank, found.kind) if found else None


def _look_up_of_year(key: str) -> Sense | None:
    """2021年工作目标 means what 工作目标 means."""
    bare = _OF_YEAR.sub("", key, count=1) if _OF_YEAR.match(key) else ""
    return _look_up(bare) or _look_up_bare(bare) if bare else None


def _role_of(key: str) -> Sense | None:
    """The role a heading of units names; a bracket that names another explains, and wins."""
    words = vocabulary()
    if key in words.alone:
        return Sense(words.alone[key], 0.8)
    bare = without_bracket(key)
    if words.with_units.fullmatch(bare):
        return None
    own = _look_up(bare) if bare != key else None
    explained = "" if own and own.field == "wording" else trailing_bracket(key)
    if _WHICH_LEADS.search(explained):  # 排第一位为牵头单位 tells of one name, not of the column
        explained = ""
    for part, confidence in ((explained, 0.8), (bare, 1.0)):
        for name, pattern in words.roles:
            if part and pattern.fullmatch(part):
                return Sense(name, confidence)
    return None
