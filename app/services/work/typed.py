"""What a clerk types into a cell, read: amounts, targets such as 23台 or ≥83.3%, unit names."""

import re
import unicodedata
from decimal import Decimal

from app.models.rules.pace import is_sane
from app.models.views import TargetView

_AMOUNT = re.compile(
    r"(?P<number>[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?P<unit>[^\d.,/-]*)"
)
_NO_AMOUNT = frozenset({"", "-", "—", "/", "无"})
_TYPED_SIGNS = {
    "": "=", "=": "=", "≥": ">=", ">=": ">=", "不低于": ">=", "≤": "<=", "<=": "<=",
    "不高于": "<=", "＞": ">", ">": ">", "＜": "<", "<": "<", "约": "~",
}  # fmt: skip
_TARGET = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|>|＜|<|=|不低于|不高于|约)?\s*"
    r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>\D*)"
)
_BOUND = re.compile(r"(?:以[上下内]|之内|左右)\s*$")  # 处以上 is no unit
_GROUPING = re.compile(r"[,，]")
_BETWEEN_UNITS = re.compile(r"[、，,;；\n]")


def read_amount(text: str, unit: str = "") -> Decimal | None:
    """An amount as it is typed or pasted: 1,234.5, 83.3%, 17 台; None for a blank or a dash.

    Args:
        text: what was typed.
        unit: the unit it is counted in, where another one would be a mistake.

    Raises:
        ValueError: it is none.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if words in _NO_AMOUNT:
        return None
    match = _AMOUNT.fullmatch(words.replace(" ", ""))
    if match is None or (unit and match["unit"] not in {"", "%", unit}):
        raise ValueError(text)
    number = Decimal(match["number"].replace(",", ""))
    if not is_sane(number):
        raise ValueError(text)
    return number


def read_target(text: str) -> TargetView | None:
    """A target as a clerk types it, None where more words say it; empty: without a number."""
    words = text.strip()
    if words in {"", "无"}:
        return TargetView(None, "")
    if words == "全部":
        return TargetView(Decimal(100), "%", "all")
    match = _TARGET.fullmatch(words)
    if match is None or _BOUND.search(match["unit"]):
        return None
    sign = _TYPED_SIGNS[match["sign"] or ""]
    return TargetView(Decimal(_GROUPING.sub("", match["number"])), match["unit"].strip(), sign)


def split_units(text: str) -> tuple[str, ...]:
    """Unit names as a clerk lists them: 水利站、张村."""
    return tuple(part.strip() for part in _BETWEEN_UNITS.split(text) if part.strip())
