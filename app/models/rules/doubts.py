"""What doesn't add up in a progress entry: questions to look at, never blocks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.rules.pace import CEILINGS, plain
from app.models.rules.periods import Period

_CLAIM = re.compile(
    r"(?<!未)(?<!未能)(?:(?:已|均已|已经)?(?:全部|全面)(?:完成|建成|竣工)|"
    r"已(?:经)?完成(?:全部|所有|全年)|(?:任务|工程|项目)?已(?:经)?(?:完成|竣工)(?=[。；;，,]|$))"
)
_UNTIL = re.compile(r"截[至止]\s*(?:(\d{4})年)?\s*(\d{1,2})\s*月")
_DONE_NUMBER = re.compile(r"(?:累计|已)(?:经)?完成(?:了)?\s*(\d+(?:\.\d+)?)\s*")


IN_SHORT: Mapping[str, str] = {
    "amount_fell": "比上期少", "amount_exceeds": "超过目标", "ticks_differ": "与清单勾选数不一致",
    "done_nil": "已完成而报零", "nil_but_ticked": "有勾选却是零报告",
    "nil_but_grown": "有进展却是零报告", "says_done": "文字说完成而数没有到",
    "text_number": "文字与完成数不一致", "old_month": "文字写的不是本期",
    "same_text": "与上期文字一字不差", "village": "与各村上报不一致",
}  # fmt: skip
"""A question in a few words by its code, to be counted over many entries."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about an entry; ``code`` is stable, ``message`` one sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry with what it is held against.

    Attributes:
        period: the period reported on.
        amount: the cumulative amount typed; None where none is.
        counted: the amount that counts with this entry, from ticks or readings too.
        text: the words.
        nil_report: 零报告.
        before: the amount of the newest entry before the period.
        before_text: the words of the period before.
        target: the number to reach.
        unit: its unit.
        comparator: how it binds.
        is_level: the amount may fall without harm.
        ticked: how many items are ticked by the period's end; None where ticks don't count.
        ticked_now: how many were ticked within the period.
        done_on: the day the task was done, as far as it was by the period's end.
    """

    period: Period
    amount: Decimal | None = None
    counted: Decimal | None = None
    text: str = ""
    nil_report: bool = False
    before: Decimal | None = None
    before_text: str = ""
    target: Decimal | None = None
    unit: str = ""
    comparator: str = "="
    is_level: bool = False
    ticked: int | None = None
    ticked_now: int = 0
    done_on: date | None = None


def entry_doubts(facts: EntryFacts) -> tuple[Doubt, ...]:
    """The questions an entry raises, the amount's first."""
    return (*_of_amount(facts), *_of_nil(facts), *_of_text(facts))


def _of_amount(facts: EntryFacts) -> Iterator[Doubt]:
    amount, unit = facts.amount, facts.unit
    if amount is None:
        return
    said = f"完成数{plain(amount)}{unit}"
    if facts.before is not None and amount < facts.before and not facts.is_level:
        yield Doubt("amount_fell", f"{said}比上期的{plain(facts.before)}{unit}少。")
    if _exceeds(facts, amount):
        yield Doubt("amount_exceeds", f"{said}超过目标{plain(facts.target or Decimal(0))}{unit}。")
    if facts.ticked is not None and facts.ticked != amount:
        yield Doubt("ticks_differ", f"{said}与清单勾选的{facts.ticked}项不一致。")


def _exceeds(facts: EntryFacts, amount: Decimal) -> bool:
    """Only a number to reach exactly can be exceeded by mistake; of a share 100 is the end."""
    if facts.target is None or facts.is_level or facts.comparator in CEILINGS:
        return False
    if facts.unit == "%":
        return amount > 100
    return facts.comparator in {"=", "~", "all"} and amount > facts.target


def _of_nil(facts: EntryFacts) -> Iterator[Doubt]:
    if facts.done_on is not None and (facts.nil_report or facts.amount == 0):
        day = facts.done_on
        reported = "零报告" if facts.nil_report else "完成数填了 0"
        yield Doubt(
            "done_nil", f"任务已于{day.year}年{day.month}月{day.day}日完成，本期却是{reported}。"
        )
    elif facts.nil_report and facts.ticked_now:
        yield Doubt("nil_but_ticked", f"本期清单勾选了{facts.ticked_now}项，却是零报告。")
    elif facts.nil_report and _grew(facts):
        yield Doubt("nil_but_grown", "完成数比上期多，却是零报告。")


def _grew(facts: EntryFacts) -> bool:
    before = facts.before or Decimal(0)
    return facts.amount is not None and facts.amount > before and not facts.is_level


def _of_text(facts: EntryFacts) -> Iterator[Doubt]:
    text = facts.text.strip()
    if not text:
        return
    yield from _of_claim(facts, text)
    yield from _of_number(facts, text)
    month = _UNTIL.search(text)
    if month and not _names_period(month, facts.period):
        yield Doubt("old_month", f"文字写的是“{month[0]}底”，本期是{facts.period.label}。")
    elif text == facts.before_text.strip() and not facts.nil_report:
        yield Doubt("same_text", "进展情况与上期一字不差。")


def _of_claim(facts: EntryFacts, text: str) -> Iterator[Doubt]:
    claim = _CLAIM.search(text)
    if claim is None or facts.target is None or facts.done_on is not None or facts.is_level:
        return
    if facts.counted is None:
        yield Doubt("says_done", f"文字写“{claim[0]}”，还没有填完成数。")
    elif facts.counted < facts.target:
        done = f"{plain(facts.counted)}/{plain(facts.target)}{facts.unit}"
        yield Doubt("says_done", f"文字写“{claim[0]}”，完成数只有{done}。")


def _of_number(facts: EntryFacts, text: str) -> Iterator[Doubt]:
    """The words name an amount done in the target's unit, and it is not the one that counts."""
    if facts.counted is None or not facts.unit:
        return
    for match in _DONE_NUMBER.finditer(text):
        if text[match.end() :].startswith(facts.unit) and Decimal(match[1]) != facts.counted:
            said = f"{match[1]}{facts.unit}"
            yield Doubt(
                "text_number", f"文字写已完成{said}，完成数是{plain(facts.counted)}{facts.unit}。"
            )
            return


def _names_period(match: re.Match[str], period: Period) -> bool:
    year, month = int(match[1] or period.year), int(match[2])
    return year == period.year and period.start.month <= month <= period.end.month
