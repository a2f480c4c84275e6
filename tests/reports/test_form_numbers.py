"""A form's numbers and days read on paper as its cells show them."""

from datetime import date, datetime, time, timedelta

import pytest

from app.reports.forms.formcodes import Shown
from app.reports.forms.formnumbers import show_value

_NUMBERS: tuple[tuple[float, str, str], ...] = (
    (12345, "[DBNum2][$-804]General", "壹万贰仟叁佰肆拾伍"),
    (1005000, "[DBNum1][$-804]General", "一百万五千"),
    (15, "[DBNum1]General", "十五"),
    (100000001, "[DBNum2]General", "壹亿零壹"),
    (0, "[DBNum1]General", "〇"),
    (2020, "[DBNum1]0", "二〇二〇"),
    (44012, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二〇年六月三十日"),
    (44012, '[DBNum1][$-804]m"月"', "六月"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234567.891, "#,##0", "1,234,568"),
    (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    (-12.3, "0.0", "-12.3"),
    (0, "0;;;", ""),
    (5, "0;;;", "5"),
    (-5, "0;;;", ""),
    (0, '0;-0;"无"', "无"),
    (12.5, '0.0"万元"', "12.5万元"),
    (12.5, '"约"0"家"', "约13家"),
    (0.307, "0.0%", "30.7%"),
    (0.307, "0%", "31%"),
    (3.75, "# ?/?", "3 3/4"),
    (2, "# ?/?", "2"),
    (12345.678, "0.00E+00", "1.23E+04"),
    (7, "000", "007"),
    (1234567, "0.0,", "1234.6"),
    (123456, '0!.0,"万"', "12.3万"),
    (1.5, "0.0#", "1.5"),
    (1.0, "0.##", "1"),
    (0.5, "#.00", ".50"),
    (1234.5, '"¥"#,##0.00', "¥1,234.50"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (42, "General", "42"),
    (0.1 + 0.2, "General", "0.3"),
    (33.3333333333, "General", "33.33333333"),
    (1e15, "General", "1E+15"),
    (120, '[>=100]"达标";[<100]"未达标"', "达标"),
    (99, '[>=100]"达标";[<100]"未达标"', "未达标"),
    (-0.001, "0.0", "0.0"),
    (2.5, "0", "3"),
    (9, "@", "9"),
)
_DAY = datetime(2020, 6, 5, 13, 4, 9)  # noqa: DTZ001  (a sheet's days have no zone)
_DAYS = (
    ('yyyy"年"m"月"d"日"', "2020年6月5日"),
    ("yyyy-mm-dd", "2020-06-05"),
    ("yyyy/m/d", "2020/6/5"),
    ("yyyy\\-mm\\-dd;@", "2020-06-05"),
    ("[$-804]yyyy年m月", "2020年6月"),
    ("m/d/yy", "6/5/20"),
    ("mmm-yy", "Jun-20"),
    ("aaaa", "星期五"),
    ("aaa", "五"),
    ("h:mm", "13:04"),
    ("yyyy/m/d h:mm", "2020/6/5 13:04"),
    ("h:mm AM/PM", "1:04 PM"),
    ("上午/下午h时mm分", "下午1时04分"),
    ("mm:ss", "04:09"),
    ("General", "2020年6月5日"),
)


@pytest.mark.parametrize(("value", "code", "shown"), _NUMBERS)
def test_a_number_shows_as_in_its_cell(value: float, code: str, shown: str) -> None:
    assert show_value(value, code).text == shown


@pytest.mark.parametrize(("code", "shown"), _DAYS)
def test_a_day_shows_as_in_its_cell(code: str, shown: str) -> None:
    assert show_value(_DAY, code).text == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (-3, '[>1000]0"千";[<0]"负"0;0.0', "负3"),
        (0.125, "# ?/8", "1/8"),
        (2.5, "# ?/8", "2 4/8"),
        (13812345678, "000 0000 0000", "138 1234 5678"),
        (51986543210, "000-0000-0000", "519-8654-3210"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.0345, "[mm]:ss", "49:41"),
        (0.99999999, "[h]:mm:ss", "24:00:00"),
    ],
)
def test_a_pattern_is_kept_to(value: float, code: str, shown: str) -> None:
    assert show_value(value, code).text == shown


@pytest.mark.parametrize(
    ("code", "color"), [("[Color 3]0", "FF0000"), ("[颜色10]0", "008000"), ("[Color99]0", "")]
)
def test_a_format_may_number_its_colour(code: str, color: str) -> None:
    assert show_value(5, code) == Shown("5", color)


def test_a_plain_number_under_a_days_format_is_that_day() -> None:
    assert show_value(44012, "yyyy-mm-dd").text == "2020-06-30"


def test_days_without_an_hour_and_hours_without_a_day() -> None:
    assert show_value(date(2020, 6, 5), "yyyy/m/d").text == "2020/6/5"
    assert show_value(time(9, 30), "h:mm").text == "9:30"
    assert show_value(timedelta(hours=30), "[h]:mm").text == "30:00"


def test_a_text_has_a_section_of_its_own() -> None:
    assert show_value("常乐镇", "General").text == "常乐镇"
    assert show_value("常乐镇", '0;-0;0;@"（盖章）"').text == "常乐镇（盖章）"
    assert show_value("常乐镇", "0;;;").text == ""
    assert show_value("常乐镇", '"单位："@').text == "单位：常乐镇"


def test_a_format_may_colour_what_it_shows() -> None:
    assert show_value(-3, "0;[Red]-0") == Shown("-3", "FF0000")
    assert show_value(3, "0;[Red]-0") == Shown("3")
