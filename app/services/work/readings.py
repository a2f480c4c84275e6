"""An indicator's monthly readings as the clerk types or pastes them."""

from collections.abc import Mapping
from decimal import Decimal

from app.errors import UserError
from app.models.breakdown import Reading
from app.models.database import Ledger
from app.models.rules.periods import Period
from app.services.wording import shorten
from app.services.work.goals import target_of


def record_readings(ledger: Ledger, target_id: int, amounts: Mapping[str, Decimal | None]) -> None:
    """Keep readings by month (2020-06) as one step; None takes a month's reading out.

    Raises:
        UserError: ``bad_reading`` for what is no month or no number, or the target is gone.
    """
    for period, amount in amounts.items():
        if Period.parse(period).kind != "month":
            raise UserError(
                "bad_reading", f"月度数据要按月填写，“{period}”不是月份；请改正后再试。"
            )
        if amount is not None and not amount.is_finite():
            raise UserError(
                "bad_reading", f"{Period.parse(period).label}的数据应是数字；请重新填写。"
            )
    with ledger.transaction("record_readings", "") as work:
        target = target_of(work.session, target_id)
        held = {row.period: row for row in target.readings}
        for period, amount in amounts.items():
            row = held.get(period)
            if amount is None:
                if row is not None:
                    target.readings.remove(row)
            elif row is None:
                target.readings.append(Reading(period=period, amount=amount))
            elif row.amount != amount:
                row.amount = amount
        months = "、".join(Period.parse(period).label for period in sorted(amounts))
        named = f"“{shorten(target.name)}”" if target.name else ""
        work.entitle(f"填写{shorten(months, 24)}数据{named}")
