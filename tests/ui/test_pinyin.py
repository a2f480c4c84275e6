"""Finding by words and pinyin: initials, whole syllables, both mixed, as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from app.ui.pinyin import Finder, _readings

TEXTS = {1: "燃气锅炉低氮改造", 2: "重点行业VOCs治理", 3: "长沟河整治 23台", 4: "绿化养护"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ranqi", {1}),
        ("ranqiguolu", {1}),
        ("ranqigl", {1}),
        ("rqgl", {1}),
        ("rq锅炉", {1}),
        ("燃qi", {1}),
        ("ranqig", {1}),
        ("zhongdian", {2}),
        ("chongdian", {2}),
        ("vocs", {2}),
        ("vocszl", {2}),
        ("cghe", {3}),
        ("zhanggou", {3}),
        ("23台", {3}),
        ("23t", set()),
        ("lvhua", {4}),
        ("ranqi 改造", {1}),
        ("ranqi vocs", set()),
        ("anqi", set()),
        ("z", set()),
    ],
)
def test_words_find_their_texts(words: str, found: set[int]) -> None:
    assert Finder(TEXTS.items()).find(words) == found


def test_nothing_typed_finds_nothing_in_particular() -> None:
    assert Finder(TEXTS.items()).find("  ") is None


def test_a_text_of_many_rows_finds_them_all() -> None:
    finder = Finder.of_parts([(1, ("锅炉01", "张村")), (2, ("锅炉02", "张村")), (3, ("炉", ""))])
    assert finder.find("zhangcun") == {1, 2}
    assert finder.find("guolu 2") == {2}


@given(st.text(alphabet="ranqiguol锅炉重23 v", max_size=8))
def test_a_word_typed_letter_by_letter_finds_what_it_finds_at_once(words: str) -> None:
    growing = Finder(TEXTS.items())
    for end in range(1, len(words)):
        growing.find(words[:end])
    assert growing.find(words) == Finder(TEXTS.items()).find(words)


def test_the_table_of_readings_says_what_the_dictionary_says() -> None:
    told = {syllable: set(characters) for syllable, characters in _readings()}
    for character in "重庆燃气锅炉治理挥发性有机物绿女长行还朝﨑":
        found = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        spelt = {one.replace("ü", "v") for one in found if one.replace("ü", "v").isascii()}
        assert {syllable for syllable, held in told.items() if character in held} == spelt
    assert len(told) > 400
