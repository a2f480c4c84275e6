"""Setting text into a width loses nothing and keeps the rules for the ends of lines."""

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.fitting import NOT_FIRST, NOT_LAST, break_lines, clean

CHINESE = st.text("中国一二三，。、（）“”《》：；—…12.5%ab /\n 台年月𠮷滆\u3000", max_size=120)


def measure(text: str) -> float:
    return sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(CHINESE, st.floats(0.2, 30))
@settings(max_examples=300)
def test_nothing_is_lost_and_lines_fit(text: str, width: float) -> None:
    lines = break_lines(clean(text), width, measure)
    assert squeezed("".join(lines)) == squeezed(text)
    for line in lines:
        assert measure(line.strip()) <= width or len(line.strip()) == 1


@given(st.text(max_size=200), st.floats(0.5, 20))
def test_any_text_at_all_keeps_its_characters(text: str, width: float) -> None:
    kept = clean(text)
    lines = break_lines(kept, width, measure)
    assert squeezed("".join(lines)) == squeezed(kept)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in squeezed(kept))


@given(st.text("中国人民（“《。，、）”》；", min_size=1, max_size=80), st.integers(8, 20))
def test_stops_do_not_begin_a_line_nor_openers_end_it(text: str, width: int) -> None:
    lines = break_lines(text, width, measure)
    runs = [run for line in lines for run in line.split() if run]
    for before, after in itertools.pairwise(lines):
        if _is_long_run(before + after):
            continue
        assert after[0] not in NOT_FIRST, runs
        assert before[-1] not in NOT_LAST, runs


def _is_long_run(text: str) -> bool:
    """Punctuation alone, longer than a line may take, has to break somewhere."""
    longest = run = 0
    for char in text:
        run = run + 1 if char in NOT_FIRST + NOT_LAST else 0
        longest = max(longest, run)
    return longest >= 6


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, ()),
        ("完成23台。", 9, ("完成23台。",)),
        ("2020年12月底前", 5, ("2020年12月", "底前")),
        ("一二三四，五六", 4, ("一二三", "四，五六")),
        ("见PM2.5浓度", 3, ("见", "PM2.5", "浓度")),
        ("甲\n\n  乙", 9, ("甲", "", "  乙")),
        ("abcdefgh", 2, ("abcd", "efgh")),
        ("一二 三四", 2, ("一二", "三四")),
    ],
)
def test_breaks(text: str, width: float, lines: tuple[str, ...]) -> None:
    assert break_lines(text, width, measure) == lines


def test_clean_takes_out_what_no_paper_holds() -> None:
    assert clean("甲\r\n乙\x0b丙\t丁\x00\x07\ud800戊") == "甲\n乙\n丙  丁\ufffd戊"
