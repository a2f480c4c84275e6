"""Chinese numerals as numbers: 二十三, 两, 十五, 一百二十, 〇 and the powers 万 and 亿."""

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
DIGITS |= {"七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_POWERS = {"万": 10_000, "亿": 100_000_000}
_ORDINALS = "零一二三四五六七八九"
CLASS = "零〇一二两三四五六七八九十百千"
_FOUR_DIGIT_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral, or None when it is none (百千, 三四)."""
    if not text or any(c not in DIGITS and c not in _TENS and c not in _POWERS for c in text):
        return None
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in _TENS:
            section += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            total = (total + section + (digit or 0)) * _POWERS[char]
            section, digit = 0, None
    return total + section + (digit or 0)


def spelled_digits(text: str) -> str:
    """Digits read one by one: 二〇二〇 becomes 2020."""
    return "".join(str(DIGITS.get(char, char)) for char in text)


def years_to_digits(text: str) -> str:
    """Every spelled four-digit year written in figures (二〇二〇年 -> 2020年)."""
    return _FOUR_DIGIT_YEAR.sub(lambda found: spelled_digits(found.group()), text)


def power(text: str) -> Decimal:
    """The factor of a run of 千, 万 and 亿 (empty: 1; 千万: 10,000,000)."""
    factor = Decimal(1)
    for char in text:
        factor *= _POWERS.get(char, _TENS.get(char, 1))
    return factor


def in_chinese(number: int) -> str:
    """A count from 1 to 99 as an office paper writes it: 二十三 for 23, 十 for 10."""
    tens, ones = divmod(number, 10)
    head = f"{_ORDINALS[tens] if tens > 1 else ''}十" if tens else ""
    return head + (_ORDINALS[ones] if ones else "")
