"""Which rows of a district's list are ours, asked about, or not ours, and why, in one sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from app.importing.tables.headings import squash
from app.models.rules.responsibility import read_responsibility

_BODY = re.compile(r"(?:人民政府|镇政府|政府|党委|党工委|办事处|管委会|管理委员会)$")
_BRACKET = re.compile(r"\([^()]*\)$")
_TOWN = re.compile(r"(?:镇|乡|街道|开发区|园区|新区|高新区|度假区|农场|区镇)$")
_NO_SHARE = re.compile(r"[/\\\-—–－0.]*|无|不涉及")
_OTHER_BODIES = re.compile(r"街道|园|开发区|功能区|板块")
_OWN_BODIES = {"镇": "镇", "乡": "乡|镇", "街道": "街道"}

_ROLES = (
    ("responsible", "责任单位"),
    ("main_responsible", "主体责任单位"),
    ("lead", "牵头单位"),
    ("assist", "配合单位"),
)


class Duty(Protocol):
    """What the judgement needs to know of a row; a DraftTask has it all."""

    @property
    def text(self) -> str:
        """The task's wording."""

    @property
    def lead(self) -> Sequence[str]:
        """牵头 units."""

    @property
    def responsible(self) -> Sequence[str]:
        """责任 units."""

    @property
    def assist(self) -> Sequence[str]:
        """配合 units."""

    @property
    def main_responsible(self) -> Sequence[str]:
        """主体责任 units."""

    @property
    def towns(self) -> Mapping[str, str]:
        """What falls to each town, by its name."""

    @property
    def place(self) -> str:
        """The town of a place column."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The judgement of one row.

    Attributes:
        verdict: ``yes``, ``ask`` or ``no``.
        why: one Chinese sentence.
        wording: the words an ``ask`` hangs on, so that alike rows can be answered together.
    """

    verdict: str
    why: str
    wording: str = ""


def judge_ours(
    duty: Duty,
    *,
    office: str,
    aliases: Sequence[str] = (),
    own_list: bool = False,
) -> Ours:
    """Judge whether a row is ours.

    Args:
        duty: the row.
        office: our office's name, such as 牛塘镇.
        aliases: other names of it.
        own_list: whether the list is our own plan, so that every row is ours.
    """
    names = names_of_office(office, aliases)
    if own_list:
        return Ours("yes", "这是本单位自己的清单。")
    return (
        _named(duty, names)
        or _by_town_column(duty, names)
        or _by_place(duty, names)
        or _by_scope(duty, office)
        or _rest(duty, names)
    )


def is_own_list(title: str, *, office: str, aliases: Sequence[str] = ()) -> bool:
    """Whether a list's title opens with our own name: 牛塘镇2020年…."""
    key = squash(title)
    return any(name in key[:16] for name in names_of_office(office, aliases) if len(name) > 2)


@lru_cache(maxsize=64)
def _office_names(office: str, aliases: tuple[str, ...]) -> frozenset[str]:
    names = {squash(name) for name in (office, *aliases) if squash(name)}
    for name in tuple(names):
        bare = _TOWN.sub("", name)
        if len(bare) >= 2:
            names.add(bare)
    return frozenset(names)


def names_of_office(office: str, aliases: Sequence[str] = ()) -> frozenset[str]:
    """Every way to write our name: 牛塘镇, 牛塘, and the aliases."""
    return _office_names(office, tuple(aliases))


@lru_cache(maxsize=8192)
def _scope_of(unit: str) -> str | None:
    return read_responsibility(unit).scope


def is_named(unit: str, names: frozenset[str]) -> bool:
    """Whether a unit's name is ours: 牛塘, 牛塘镇, 牛塘镇人民政府, 武进区牛塘镇, 牛塘镇水利站."""
    key = squash(unit)
    core = _BODY.sub("", _BRACKET.sub("", key))
    return core in names or any(name in key for name in names if _TOWN.search(name))


def _named(duty: Duty, names: frozenset[str]) -> Ours | None:
    for role, label in _ROLES:
        units: Sequence[str] = getattr(duty, role)
        mine = next((unit for unit in units if is_named(unit, names)), None)
        if mine:
            return Ours("yes", f"{label}写明“{squash(mine)}”。")
    return None


def _by_town_column(duty: Duty, names: frozenset[str]) -> Ours | None:
    if not duty.towns:
        return None
    mine = next((town for town in duty.towns if is_named(town, names)), None)
    if mine is None:
        return None
    share = squash(duty.towns[mine])
    if _NO_SHARE.fullmatch(share):
        return Ours("no", f"分解到“{mine}”的一格没有任务。")
    return Ours("yes", f"分解到“{mine}”的任务是{share}。")


def _by_place(duty: Duty, names: frozenset[str]) -> Ours | None:
    place = squash(duty.place)
    if not place:
        return None
    if is_named(place, names):
        return Ours("yes", f"所在地是“{place}”。")
    if _TOWN.search(place) and _scope_of(place) in {None, "named"}:
        return Ours("no", f"所在地是“{place}”，不在本镇。")
    return None


def _by_scope(duty: Duty, office: str) -> Ours | None:
    asked: Ours | None = None
    for role, label in _ROLES:
        for unit in getattr(duty, role):
            scope, wording = _scope_of(unit), squash(unit)
            if scope == "all_towns" and _means_us(wording, office):
                return Ours("yes", f"{label}“{wording}”包括所有镇。")
            if scope in {"all_towns", "some_towns"} and asked is None:
                asked = Ours("ask", f"{label}写“{wording}”，是否含本镇需要确认。", wording)
    return asked


def _means_us(wording: str, office: str) -> bool:
    """Whether a word for all bodies covers our kind: 各街道 does not cover a 镇."""
    kind = next((kind for kind in _OWN_BODIES if squash(office).endswith(kind)), "")
    if not kind or re.search(_OWN_BODIES[kind], wording):
        return True
    return not _OTHER_BODIES.search(wording) or "板块" in wording


def _rest(duty: Duty, names: frozenset[str]) -> Ours:
    """No unit names us and no word of scope covers us."""
    answering = [*duty.responsible, *duty.main_responsible]
    if answering:
        return Ours("no", f"责任单位是{_listed(answering)}，没有列本镇。")
    if duty.towns:
        return Ours("no", "分解的各地中没有本镇。")
    if duty.lead:
        return Ours("no", f"责任单位为空，由牵头单位{_listed(duty.lead)}负责。")
    if duty.assist:
        return Ours("no", f"只列了配合单位{_listed(duty.assist)}，没有列本镇。")
    if any(name in squash(duty.text) for name in names if len(name) > 2):
        return Ours("yes", "任务内容写明本镇。")
    return Ours("ask", "这一行没有写责任单位，是否本镇任务需要确认。")


def _listed(units: Sequence[str]) -> str:
    shown = "、".join(squash(unit) for unit in units[:3])
    return f"“{shown}”{'等' if len(units) > 3 else ''}"
