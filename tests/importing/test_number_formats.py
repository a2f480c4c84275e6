"""Stored numbers as a sheet shows them."""

from datetime import date
from decimal import Decimal

import pytest

from app.importing.readers.numbers import BUILTIN_FORMATS, show_number


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("5", "", "5"),
        ("5.0", "General", "5"),
        ("1E-3", "General", "0.001"),
        ("0.1", "G/通用格式", "0.1"),
        ("33.300000000000004", "", "33.3"),
        ("0.833", "0.0%", "83.3%"),
        ("2020.1", "0.00", "2020.10"),
        ("12", '0"个"', "12个"),
        ("12", "000", "012"),
        ("1234567", "#,##0", "1,234,567"),
        ("1.5", "0.##", "1.5"),
        ("2", "0.##", "2"),
        ("7", "@", "7"),
        ("-3", "0;[Red]-0", "-3"),
        ("44196", "yyyy/m/d", "2020/12/31"),
        ("44196", 'yyyy"年"m"月"', "2020年12月"),
        ("44196", "[$-804]yyyy年mm月dd日;@", "2020年12月31日"),
        ("44196.75", "yyyy-mm-dd hh:mm", "2020-12-31 18:00"),
        ("44196", BUILTIN_FORMATS[14], "2020/12/31"),
        ("44196", BUILTIN_FORMATS[57], "2020年12月"),
        ("44196", "aaaa", "星期四"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("abc", "0", "abc"),
    ],
)
def test_shown(stored: str, code: str, shown: str) -> None:
    assert show_number(stored, code).text == shown


def test_dates_count_from_1904_when_the_workbook_says_so() -> None:
    assert show_number("42734", "yyyy-mm-dd", from_1904=True).day == date(2020, 12, 31)


def test_the_leap_day_that_never_was() -> None:
    assert show_number("1", "yyyy-mm-dd").day == date(1900, 1, 1)
    assert show_number("61", "yyyy-mm-dd").day == date(1900, 3, 1)


def test_a_date_is_no_number() -> None:
    assert show_number("44196", "yyyy-mm-dd").number is None
    assert show_number("44196", "0").number == Decimal(44196)
