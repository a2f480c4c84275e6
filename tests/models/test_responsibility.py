"""Units by role, read from cells, labels and brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.responsibility import Responsibility, read_responsibility


def roles(reading: Responsibility) -> dict[str, list[str]]:
    named = ("lead", "responsible", "assist", "main", "carry_out")
    return {role: list(getattr(reading, role)) for role in named if getattr(reading, role)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区水利局\n区城管局", ["区水利局", "区城管局"]),
        ("水利局,城管局;南湖街道", ["水利局", "城管局", "南湖街道"]),
        ("水利局  城管局", ["水利局", "城管局"]),
        ("生态环\n境局", ["生态环境局"]),
        ("县水 务局、县公安局", ["县水务局", "县公安局"]),
        ("自然资源和规\n划局\n水利局", ["自然资源和规划局", "水利局"]),
        ("农业 农村局", ["农业农村局"]),
        ("住房和城乡建设局", ["住房和城乡建设局"]),
        ("财政局和发展和改革委员会", ["财政局", "发展和改革委员会"]),
        ("各镇政府（园区管委会）、街道办事处", ["各镇政府（园区管委会）", "街道办事处"]),
        ("各县（市）、区人民政府", ["各县（市）、区人民政府"]),
        ("镇党委、政府和各村（社区）", ["镇党委、政府", "各村（社区）"]),
        ("1.城管局 2.水利局", ["城管局", "水利局"]),
        ("城管局/水利局", ["城管局", "水利局"]),
        ("县发改委、住建局", ["县发改委", "县住建局"]),
        ("市市场监管局、商务局", ["市市场监管局", "市商务局"]),
        ("市场监管局、商务局", ["市场监管局", "商务局"]),
        ("镇纪委、组织办", ["镇纪委", "组织办"]),
        ("区城管局、各镇（街道）", ["区城管局", "各镇（街道）"]),
        ("“散乱污”整治专班", ["“散乱污”整治专班"]),
    ],
)
def test_names_of_a_cell(text: str, names: list[str]) -> None:
    assert roles(read_responsibility(text)) == {"responsible": names}


@pytest.mark.parametrize(
    ("role", "field"),
    [("lead", "lead"), ("assist", "assist"), ("main_responsible", "main")],
)
def test_the_column_gives_the_role(role: str, field: str) -> None:
    assert roles(read_responsibility("水利局\n城管局", role=role)) == {field: ["水利局", "城管局"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "水利局牵头，城管局、各镇配合",
            {"lead": ["水利局"], "assist": ["城管局", "各镇"]},
        ),
        (
            "（县水利局牵头，住建局、城管局等参与，各镇（街道）负责落实）",
            {
                "lead": ["县水利局"],
                "assist": ["县住建局", "县城管局"],
                "carry_out": ["各镇（街道）"],
            },
        ),
        (
            "（牵头单位：县商务局；责任单位：各镇、街道；配合单位：县城管局）",
            {"lead": ["县商务局"], "responsible": ["各镇、街道"], "assist": ["县城管局"]},
        ),
        (
            "牵头单位：水利局\n责任单位：各镇\n配合单位：城管局",
            {"lead": ["水利局"], "responsible": ["各镇"], "assist": ["城管局"]},
        ),
        ("城管局、商务局相应牵头", {"lead": ["城管局", "商务局"]}),
        ("城管局会同商务局", {"lead": ["城管局"], "assist": ["商务局"]}),
        (
            "城管局（牵头）、水利局、商务局（配合）",
            {"lead": ["城管局"], "responsible": ["水利局"], "assist": ["商务局"]},
        ),
        ("东港化工园主体实施，应急局配合", {"main": ["东港化工园"], "assist": ["应急局"]}),
        (
            "治气办牵头各成员单位，各部门各负其责",
            {"lead": ["治气办"], "responsible": ["各成员单位", "各部门"]},
        ),
        (
            "由经信、环保、海洋与渔业、治气办等部门建立会商制度并按责任分工落实",
            {"responsible": ["经信", "环保", "海洋与渔业", "治气办"]},
        ),
        (
            "由经信（节能）、环保、行政审批局等部门根据职责，依法查处，注销证照",
            {"responsible": ["经信", "环保", "行政审批局"]},
        ),
        (
            "（治气办牵头，各有关部门按职责分工做好相关工作）",
            {"lead": ["治气办"], "responsible": ["各有关部门"]},
        ),
        (
            "（经信部门牵头，水务、环保部门配合）",
            {"lead": ["经信部门"], "assist": ["水务部门", "环保部门"]},
        ),
        ("（城管局）", {"lead": ["城管局"]}),
        ("（各区镇）", {"responsible": ["各区镇"]}),
        ("完成河道整治。（县水利局牵头，各镇配合）", {"lead": ["县水利局"], "assist": ["各镇"]}),
    ],
)
def test_roles_in_words(text: str, expected: dict[str, list[str]]) -> None:
    assert roles(read_responsibility(text)) == expected


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("各区镇", "all_towns"),
        ("相关部门\n各镇（园区）", "all_towns"),
        ("各县（市、区）人民政府", "all_towns"),
        ("相关区镇", "some_towns"),
        ("城管局、有关乡镇", "some_towns"),
        ("各相关区镇人民政府", "some_towns"),
        ("南湖街道", "named"),
        ("东港经济开发区", "named"),
        ("城管局", None),
        ("各相关部门", None),
        ("各村（社区）", None),
    ],
)
def test_scope(text: str, scope: str | None) -> None:
    assert read_responsibility(text).scope == scope


@pytest.mark.parametrize("text", ["", " ", "/", "—", "——", "-", "\n", "无"])
def test_nobody(text: str) -> None:
    assert read_responsibility(text) == Responsibility()


def test_default_for_what_follows() -> None:
    reading = read_responsibility(
        "（省水利厅牵头，各市、县人民政府负责落实。以下均需各市、县人民政府落实，不再列出）"
    )
    assert reading.default_for_following
    assert reading.carry_out == ("各市、县人民政府",)


def test_an_open_list_says_so() -> None:
    assert read_responsibility("城管局牵头，水利局等参与").others
    assert not read_responsibility("城管局牵头，水利局参与").others


_WORDS = st.one_of(
    st.sampled_from("市区和由等（）(、，；/\n "),
    st.sampled_from(["水利局", "各镇", "牵头", "配合", "负责落实", "会同", "部门", "责任单位："]),
    st.sampled_from(["党委", "政府", "主体实施", "以下均需", "不再列出"]),
)


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=14).map("".join)))
def test_never_raises(text: str) -> None:
    reading = read_responsibility(text)
    for names in roles(reading).values():
        assert all(name.strip() for name in names)


@given(st.lists(st.sampled_from(["水利局", "城管局", "南湖镇", "各区镇"]), min_size=1, unique=True))
def test_every_separator_reads_alike(names: list[str]) -> None:
    readings = {read_responsibility(mark.join(names)) for mark in ("、", "，", "\n", "；", "  ")}
    assert len(readings) == 1
    assert readings.pop().responsible == tuple(names)
