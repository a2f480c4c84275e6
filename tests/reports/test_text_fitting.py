"""Setting text into a width loses nothing and keeps the rules for the ends of lines."""

import itertools
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.grid import GridCell
from app.reports.looks import CellStyle
from app.reports.rendering.fitting import NOT_FIRST, NOT_LAST, break_lines, clean
from app.reports.rendering.setting import Setter

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


def test_signs_below_and_measures_stay_with_their_word() -> None:
    lines = break_lines("治理后排放CO₂减少120㎡", 7, lambda piece: float(len(piece)))
    assert "CO₂" in lines[1]
    assert any("120㎡" in line for line in lines)


def test_a_number_too_wide_for_its_cell_is_set_smaller_not_broken() -> None:
    setter = Setter(lambda text, _: len(text) * 0.5)
    cell = GridCell(1, 1, "222.08", style=CellStyle(size=10))
    text = setter.set_cell(cell, 30).text
    assert text.lines == ("222.08",)
    assert 6 <= text.size < 10
    # Far too long a number is broken all the same: type can't be read any smaller.
    assert len(setter.set_cell(replace(cell, text="1" * 30), 30).text.lines) > 1
