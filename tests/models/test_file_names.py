"""Photos find their items by their names, and none is given to the wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.filenames import match_file_name

BOILERS = [f"燃气锅炉{n:02d}" for n in range(1, 24)]
FIRMS = ["常州市永安染整有限公司", "牛塘化工厂东厂区", "牛塘化工厂西厂区", "加油站 1"]


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("照片 燃气锅炉03", "燃气锅炉03"),
        ("燃气锅炉03-2", "燃气锅炉03"),
        ("燃气锅炉03 (1)", "燃气锅炉03"),
        ("2020-06-20 燃气锅炉12改造后", "燃气锅炉12"),
        ("锅炉3", "燃气锅炉03"),
        ("3", "燃气锅炉03"),
        ("03-1", "燃气锅炉03"),
        ("第3台现场照片", "燃气锅炉03"),
        ("３号（2）", "燃气锅炉03"),
        ("燃气锅炉 23", "燃气锅炉23"),
    ],
)
def test_a_photo_of_a_numbered_thing(stem: str, name: str) -> None:
    match = match_file_name(stem, BOILERS)
    assert match is not None
    assert BOILERS[match.place] == name
    assert match.why


@pytest.mark.parametrize(
    "stem",
    ["IMG_20200612_101530", "DSC00012", "微信图片_20200612101530", "燃气锅炉", "燃气锅炉99",
     "合同3", "燃气锅炉031", "", "24", "现场照片", "锅炉3和5"],
)  # fmt: skip
def test_a_name_that_says_nothing_certain_is_left(stem: str) -> None:
    assert match_file_name(stem, BOILERS) is None


@pytest.mark.parametrize(
    ("stem", "place"),
    [("永安染整", 0), ("永安染整现场2", 0), ("牛塘化工厂西厂区拆除前", 2), ("东厂区", 1),
     ("化工厂", None), ("加油站1", 3), ("X永安染整X", None)],
)  # fmt: skip
def test_a_part_of_a_name_will_do_when_only_one_has_it(stem: str, place: int | None) -> None:
    match = match_file_name(stem, FIRMS)
    assert (match.place if match else None) == place


def test_the_longest_of_nested_names_counts() -> None:
    names = ["张村", "张村桥", "锅炉1", "锅炉12"]
    for stem, place in (("张村桥.jpg", 1), ("锅炉12", 3), ("锅炉1", 2)):
        match = match_file_name(stem, names)
        assert match is not None
        assert match.place == place


@given(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=5))
def test_any_names_do_no_harm(stem: str, names: list[str]) -> None:
    match = match_file_name(stem, names)
    assert match is None or 0 <= match.place < len(names)
