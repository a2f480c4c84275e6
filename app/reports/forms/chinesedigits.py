"""Numbers in Chinese signs, plain (一二三) or formal (壹贰叁), as number formats ask for them."""

import re

# The signs of digits, of tens and of myriads.
SIGNS = {
    "DBNUM1": ("〇一二三四五六七八九", "十百千", "万亿"),
    "DBNUM2": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万亿"),
}
_NUMBER = re.compile(r"(\d+)(\.\d+)?")


def in_signs(text: str, kind: str) -> str:
    """Each digit of a text as a sign, as years are written: 二〇二〇."""
    return text.translate(str.maketrans("0123456789", SIGNS[kind][0])) if kind else text


def spelt(text: str, kind: str) -> str:
    """The numbers of a text as they are read: 二千〇二十.

    Args:
        text: with numbers in it.
        kind: of signs; the text stays as it is without one.
    """
    if not kind:
        return text
    return _NUMBER.sub(lambda match: _whole(match[1], kind) + in_signs(match[2] or "", kind), text)


def _whole(number: str, kind: str) -> str:
    digits, tens, myriads = SIGNS[kind]
    parts = []
    for power, end in enumerate(range(len(number), 0, -4)):
        group = _group(number[max(0, end - 4) : end], digits, tens)
        parts.append(group + (myriads[(power - 1) % 2] if power and group else ""))
    shown = "".join(reversed(parts)) or digits[0]
    # Ten is read 十, not 一十.
    return shown[1:] if kind == "DBNUM1" and shown.startswith(digits[1] + tens[0]) else shown


def _group(number: str, digits: str, tens: str) -> str:
    """Up to four digits: noughts between others are read once, those at the end not at all."""
    powers = ("", *tens)[: len(number)][::-1]
    spelt_out = "".join(
        digits[int(sign)] + (power if sign != "0" else "")
        for sign, power in zip(number, powers, strict=True)
    )
    return re.sub(f"{digits[0]}+", digits[0], spelt_out).rstrip(digits[0])
