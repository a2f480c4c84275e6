"""Who answers for a paragraph: the brackets that say so, and the stretch each of them closes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.importing.paragraphs import flat, tight
from app.models.rules.responsibility import Responsibility, read_responsibility
from app.models.rules.unit_names import names_of, whole_name

_OPEN, _CLOSE = "([〔【", ")]〕】"
_ROLE = re.compile(
    r"牵头|负责|配合|参与|协助|协同|协办|会同|主办|承办|分工|"
    r"(?:责任|牵头|配合|协办|主体|实施|落实|主管|监管|参加)(?:单位|部门|主体|地区|领导|人|镇|方)|落实[,。;]?$"
)
_SURE_ROLE = re.compile(
    r"(?:局|委|办|厅|院|镇|街道|部门|单位|等)(?:牵头|负责|配合|参与)|(?:责任|牵头)(?:单位|部门):"
)
_NOT_ROLE = re.compile(r"以下简称|详见|见附件|附件\d|包括|含|如|指|即|不含|除外")
_LABELLED = re.compile(
    r"[(〔【\[]?(?:(?:总?牵头|责任|配合|主体责任|实施|落实|协办|协助|参与|参加|主办|主管|承办|监管|整改)"
    r"(?:责任)?(?:单位|部门|主体|地区|机构|科室|处室|股室|站所|领导)|(?:分管|挂钩|包保)领导|责任分工|(?:牵头|主要)?(?:责任|负责)人)(?:\([^()]*\))?[::]"
)
_WHEN = re.compile(
    r"[;；,，。、\s]*(?:完成|办结|整改|整治|工作)?(?:时限|期限|时间|节点)(?:要求|节点)?\s*[:：]"
    r"\s*(?P<when>[^;；,，()（）〔〕【】\[\]。]{2,30})"
)
_LONGEST = 400
_NEAR = 8
_STOP_BEHIND = re.compile(r"\s*[。;!]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a paragraph with those who answer for it.

    Attributes:
        begin: where it begins in the paragraph's text.
        end: where it ends, before the bracket.
        close: where the bracket ends; ``end`` without one.
        units: what the bracket says; None when no bracket that names units closes the stretch.
        wording: the bracket as written, or empty.
        when: by when, in the bracket's words, or empty.
    """

    begin: int
    end: int
    close: int
    units: Responsibility | None = None
    wording: str = ""
    when: str = ""


def read_stretches(text: str, *, begin: int = 0) -> tuple[Stretch, ...]:
    """Cut a paragraph at the brackets that name who answers, or by when: （完成时限：6月底）.

    Args:
        text: the paragraph.
        begin: where its body begins, behind number and heading.
    """
    stretches: list[Stretch] = []
    start = begin
    words = flat(text)
    for opened, closed in _brackets(words):
        wording = text[opened:closed]
        named = opened >= start and _names_units(words, opened, closed)
        when = told_when(wording)
        if opened < start or not (named or when):
            continue
        close = _behind_stop(words, closed)
        units = read_units(wording) if named else None
        stretches.append(Stretch(start, opened, close, units, wording, when))
        start = close
    if start < len(text) or not stretches:
        stretches.append(Stretch(start, len(text), len(text)))
    return tuple(stretches)


def is_labelled(text: str) -> bool:
    """Whether a paragraph says nothing but who answers: 责任单位：…, （市水利局牵头）."""
    if len(text) > _LONGEST:
        return False
    words = flat(text)
    if _LABELLED.match(tight(text)):
        return "。" not in words.rstrip("。 ")
    spans = list(_brackets(words))
    whole = bool(spans) and spans[-1][0] == 0 and not words[spans[-1][1] :].strip("。; ")
    return whole and _names_units(words, *spans[-1])


def read_units(wording: str) -> Responsibility:
    """Who a bracket or a labelled line names, whatever form of bracket it uses."""
    words = re.sub(r"[〔【\[]", "（", "".join(_WHEN.sub("", wording).split()))
    return read_responsibility(re.sub(r"[〕】\]]", "）", words))


def told_when(wording: str) -> str:
    """By when a bracket or a labelled line says, in its words: 完成时限：2020年6月底; or empty."""
    found = _WHEN.search(wording)
    return found["when"].strip() if found else ""


def with_defaults(units: Responsibility | None, carried: tuple[str, ...]) -> Responsibility:
    """The units of a stretch with those that 以下均需…落实 named before it."""
    own = units or Responsibility()
    return replace(own, carry_out=tuple(dict.fromkeys((*own.carry_out, *carried))))


def _brackets(words: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets of a flat text, each with the place behind it."""
    depth, opened = 0, 0
    for at, char in enumerate(words):
        if char in _OPEN:
            opened = at if depth == 0 else opened
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield opened, at + 1


def _names_units(words: str, opened: int, closed: int) -> bool:
    """Whether a bracket says who answers: role words, or whole names where a sentence ends."""
    if closed - opened > _LONGEST:
        return False
    inner = tight(words[opened + 1 : closed - 1])
    if not inner or _NOT_ROLE.match(inner):
        return False
    if not _closes_sentence(words, opened, closed) and not _SURE_ROLE.search(inner):
        return False
    if _ROLE.search(inner):
        return bool(_all_names(read_units(f"({inner})")))
    names = names_of(inner.rstrip("。;"))
    return bool(names) and all(_is_body(name) for name in names)


def _closes_sentence(words: str, opened: int, closed: int) -> bool:
    """A bracket closes a sentence when one ends before it, or right behind it."""
    before = words[max(0, opened - _NEAR) : opened].rstrip()
    after = words[closed : closed + _NEAR].lstrip()
    return not after or after[0] in "。;!" or before[-1:] in {"。", ";", "!", ""}


def _all_names(units: Responsibility) -> tuple[str, ...]:
    return (*units.lead, *units.responsible, *units.assist, *units.main, *units.carry_out)


def _is_body(name: str) -> bool:
    """A body's own name, not an object that happens to end like one (集聚区, 干燥炉)."""
    ends = re.search(
        r"(?:局|委|办|厅|院|委员会|办公室|管委会|人民政府|政府|街道|部门|单位|集团|公司|中心|支队|大队)$",
        name,
    )
    return bool(ends) and whole_name(name) and len(name) <= 24


def _behind_stop(words: str, closed: int) -> int:
    """The stop that follows a bracket belongs to it."""
    found = _STOP_BEHIND.match(words, closed)
    return found.end() if found else closed
