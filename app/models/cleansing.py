"""The one place all values pass on their way into a record: texts are cleaned, absurd ones refused.

It listens to the mapped columns themselves, so that nothing that writes can go around it, undo and
import included.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ColumnProperty, InstrumentedAttribute

from app.errors import UserError
from app.models.rules.cleaning import LONGEST, cleaned, longest_text

VERBATIM = "verbatim"
"""Marks a column (in its ``info``) whose texts are another file's own names, kept as they are."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a day may lie in: far beyond any plan, far enough from where calendars end."""
_MOST = Decimal(10) ** 15
_FINEST = -9


def watch(_record: type[object], _key: str, attribute: InstrumentedAttribute[Any]) -> None:
    """Check whatever is set on a mapped column from now on, by the column's type."""
    if isinstance(attribute.property, ColumnProperty):
        column = attribute.property.columns[0]
        check = _CHECKS.get(column.type.python_type)
        if check and VERBATIM not in column.info:
            event.listen(attribute, "set", _taking(check), retval=True)


def _taking(check: Callable[[Any], Any]) -> Callable[..., Any]:
    def take(_row: object, value: Any, _old: object, _initiator: object) -> Any:
        return check(value)

    return take


def _text(value: Any) -> Any:
    if type(value) is str and len(value) <= LONGEST and value.isprintable():
        return value  # nearly every text there is
    value = cleaned(value)
    if (length := longest_text(value)) > LONGEST:
        raise UserError(
            "text_too_long",
            f"这段文字有 {length} 字，一格最多 {LONGEST} 字，没有保存；"
            "请删短，或存成文件作为佐证添加。",
        )
    return value


def _amount(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= _MOST or _places(number) < _FINEST:
        raise UserError(
            "amount_absurd",
            f"“{str(value)[:30]}”不像一个数：整数最多 15 位，小数最多 9 位；请核对后重新填写。",
        )
    return number


def _places(number: Decimal) -> int:
    """The exponent of the last figure that is no nought."""
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _day(value: date | None) -> date | None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise UserError(
            "day_absurd",
            f"“{value.isoformat()}”不在 {FIRST_YEAR} 到 {LAST_YEAR} 年之间；请核对日期后重新填写。",
        )
    return value


_CHECKS: dict[type[Any], Callable[[Any], Any]] = {
    str: _text, object: _text, Decimal: _amount, date: _day,  # object: what JSON holds
}  # fmt: skip
