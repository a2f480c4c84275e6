"""Seasons and feasts the paperwork dates by: when they begin and end by common usage."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.models.rules.moments import month_end


@dataclass(frozen=True, slots=True)
class Season:
    """A named stretch of the year; the last month may lie in the next year.

    Attributes:
        first: month and day it begins.
        last: month and day it ends (day 0: the month's end).
        settled: its dates are fixed by usage; a season that is not differs by place.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    settled: bool = False

    def days(self, year: int) -> tuple[date, date]:
        """The first and last day of the season that begins in ``year``."""
        start = date(year, *self.first)
        end_year = year + (self.last[0] < self.first[0])
        month, day = self.last
        return start, date(end_year, month, day) if day else month_end(end_year, month)


# Longest names first: 秋冬季 must be found before 冬季.
SEASONS = {
    "秋冬季": Season((10, 1), (3, 31), settled=True),
    "秋冬": Season((10, 1), (3, 31), settled=True),
    "冬春季": Season((11, 1), (4, 30)),
    "今冬明春": Season((11, 1), (4, 30)),
    "春夏季": Season((3, 1), (8, 31)),
    "夏秋季": Season((6, 1), (11, 30)),
    "采暖季": Season((11, 15), (3, 15)),
    "采暖期": Season((11, 15), (3, 15)),
    "供暖季": Season((11, 15), (3, 15)),
    "供暖期": Season((11, 15), (3, 15)),
    "主汛期": Season((6, 1), (8, 31)),
    "汛期": Season((5, 1), (9, 30)),
    "禁渔期": Season((3, 1), (6, 30)),
    "三夏": Season((5, 20), (6, 30)),
    "夏收": Season((5, 20), (6, 30)),
    "夏种": Season((5, 20), (6, 30)),
    "三秋": Season((10, 1), (11, 30)),
    "秋收": Season((10, 1), (11, 30)),
    "秋种": Season((10, 1), (11, 30)),
    "春耕": Season((3, 1), (4, 30)),
    "春季": Season((3, 1), (5, 31)),
    "夏季": Season((6, 1), (8, 31)),
    "秋季": Season((9, 1), (11, 30)),
    "冬季": Season((12, 1), (2, 0)),
}

# Feasts fixed in the calendar; 春节, 端午 and 中秋 move and stay relative.
FEASTS = {
    "国庆": (10, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "元旦": (1, 1),
    "世界环境日": (6, 5),
    "六五环境日": (6, 5),
    "七一": (7, 1),
}
MOVING_FEASTS = ("春节", "端午", "中秋", "清明", "元宵")


def seasons_in(text: str) -> list[Season]:
    """The seasons a text names, each once, in the order written."""
    found: list[tuple[int, Season]] = []
    rest = text
    for name, season in SEASONS.items():
        at = rest.find(name)
        if at >= 0:
            found.append((at, season))
            rest = rest.replace(name, "\0" * len(name))
    ordered = [season for _, season in sorted(found, key=lambda pair: pair[0])]
    return list(dict.fromkeys(ordered))


def eve_of_feast(text: str, year: int) -> date | None:
    """The day before a fixed feast the text names, or None; 元旦 means the coming one."""
    for name, (month, day) in FEASTS.items():
        if name in text:
            return date(year + (name == "元旦"), month, day) - timedelta(days=1)
    return None
