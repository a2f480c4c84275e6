"""Who leads, answers, assists and carries out: names by role, read from a cell or a bracket."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.models.rules.unit_names import (
    carry_prefix,
    carry_suffix,
    cut,
    join_wrapped,
    names_of,
    whole_name,
)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Names by role, in the order written.

    Attributes:
        lead: 牵头.
        responsible: 责任.
        assist: 参与, 协同, 协办, 协助, 配合, 会同.
        main: 主体责任, 主体实施.
        carry_out: 负责落实.
        scope: ``all_towns`` (各区镇), ``some_towns`` (相关区镇: the clerk decides), ``named`` (a
            town or park by name) or None.
        others: the list is open (等).
        default_for_following: 以下均需…落实，不再列出: carry_out holds for what follows too.
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    carry_out: tuple[str, ...] = ()
    scope: str | None = None
    others: bool = False
    default_for_following: bool = False


_FIELDS = {
    "lead": "lead",
    "assist": "assist",
    "main": "main",
    "main_responsible": "main",
    "carry_out": "carry_out",
}
_BLANK = re.compile(r"[\s\-/\\—–―－─~～.。、，,;；:：…()（）]*|无|不涉及")
_LABEL_WORDS = (
    r"(?P<lead>总?牵头|主办|主管|组织)|(?P<main>主体责任|责任主体|实施主体|主体|整改主体)|"
    r"(?P<assist>协助|协同|协办|配合|参与|参加|协作|会办)|(?P<carry_out>落实|实施|承办|具体实施)|"
    r"(?P<responsible>责任|负责|主责|整改责任|监管责任)"
)
_PERSON = "person"  # 牵头领导：…: who it names is a person, no unit
_LABEL = re.compile(
    rf"(?:{_LABEL_WORDS}|分管|挂钩|包保)"
    r"(?:部门|单位|机构|地区|主体|镇|区镇|地方|科室|处室|股室|站所|领导|人)?(?:[（(][^（）()]*[）)])?\s*[:：]"
)
_LABEL_OF_PERSON = re.compile(r"领导\W*$")
_LABEL_BEHIND = re.compile(rf"[、，,\s]*(?P<label>{_LABEL.pattern})")
_VERBS = (
    ("jointly", r"会同|联合(?=\S{2,}(?:局|委|办|部门))"),
    (
        "lead",
        r"(?:按照?(?:各自)?(?:职责|分工))?(?:负责)?(?:相应|共同|分别|联合|总|统一)?牵头(?:负责|组织|实施|落实|推进)?",
    ),
    (
        "main",
        r"(?:负责)?主体实施|(?:承担|负|落实|履行|为|是)(?:整治|整改|实施)?(?:主体责任|责任主体|实施主体)",
    ),
    (
        "carry_out",
        r"(?:负责|具体|组织|抓好|抓|认真)+(?:落实|实施)|负责(?:辖区|本(?:地|辖)区|属地)|贯彻落实|抓落实|落实|(?:实施|推进|执行)$",
    ),
    ("assist", r"(?:协同|积极|密切)?(?:配合|参与|协助|协同|协办|参加)"),
    (
        "responsible",
        r"各负其责|(?:按照?|根据|依据|依)(?:各自|责任|有关|相关)?(?:职责|职能|责任|分工)|分工(?:负责|落实)|负责",
    ),
)
_VERB = re.compile("|".join(f"(?P<{role}>{words})" for role, words in _VERBS))
_IN_BRACKET = re.compile(rf"^(?P<name>.+?)[（(](?:{_LABEL_WORDS})(?:部门|单位)?[）)]$")
_FOLLOWING = re.compile(r"[。；;，,]?\s*以下.*?(?:不再列出|不再逐一列出|同此|下同|均同).*$", re.S)
_OTHERS = re.compile(
    r"等(?:\d+|[一二三四五六七八九十]+)?个?(?:各)?(?:有关|相关|成员)?(?:部门|单位|区镇|镇|乡镇|街道)?"
)
# A bracket at the end of a duty's own sentence.
_CLOSING = re.compile(
    r"[（(](?:[^（）()]|[（(][^（）()]*[）)])*(?:牵头|负责|配合|责任)[^。]*[）)]$"
)
_ALIAS = re.compile(r"[（(][^（）()]*[）)]")
_TOWN = r"区镇|乡镇|镇|乡|街道|园区|园|板块|功能区|开发区|辖市|县|市|区|地区?"
_NOT_TOWN = re.compile(r"部门|单位|企业|成员|局|委办|公司|主管|村|社区")
_SOME = re.compile(
    rf"(?:相关|有关|涉及|所在|属地|部分|相应|沿.{{1,3}})各?.{{0,3}}?(?:{_TOWN}|政府)"
)
_ALL = re.compile(rf"(?:各|所有|全部).{{0,3}}?(?:{_TOWN}|级(?:人民)?政府)")
_NAMED = re.compile(
    r"^(?!各|相关|有关).{1,}(?:镇|乡|街道|开发区|高新区|园区|新区|产业园|工业园|度假区|管委会)"
    r"(?:党委|党工委|人民政府|政府|管委会|办事处)?(?:[（(].*)?$"
)


@dataclass(slots=True)
class _Found:
    """Names gathered so far, by role, and what was seen on the way."""

    default: str
    bracketed: bool
    by_role: dict[str, list[str]] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    label: str = ""
    prefix: str = ""
    others: bool = False
    prose: bool = False

    def add(self, role: str, names: list[str]) -> None:
        held = self.by_role.setdefault(role, [])
        held.extend(name for name in names if name not in held)

    def settle(self, role: str) -> None:
        """Names that waited for a verb take this role."""
        self.add(role, self.pending)
        self.pending = []


def read_responsibility(text: str, *, role: str = "responsible") -> Responsibility:
    """Read the units of a cell, a sentence or the bracket that closes a paragraph.

    A lone bracket without a role word names who leads. The level of the first name carries over
    (市发改委、住建局), in a bracket the last one's 部门 too (安监、环保部门).

    Args:
        text: the wording as written.
        role: the column's own role for names that say none: ``lead``, ``responsible``,
            ``assist`` or ``main_responsible``.
    """
    if _BLANK.fullmatch(text):
        return Responsibility()
    words, following = _FOLLOWING.subn("", _inner(join_wrapped(text)))
    bracketed = words != join_wrapped(text) and words.strip("（()） ") == words
    found = _Found(_FIELDS.get(role, "responsible"), bracketed)
    for clause in _clauses(words):
        _read_clause(clause, found)
    _finish(found)
    return _result(found, default_for_following=bool(following))


def _inner(text: str) -> str:
    """The words inside a bracket that holds all, or that closes a sentence with the roles."""
    text = text.strip(" 。；;，,")
    opened = text[:1] in "（(" and text[-1:] in "）)" and _matching(text) == len(text) - 1
    closing = _CLOSING.search(text)
    if closing and not opened and not whole_name(text[: closing.start()]):
        opened, text = True, closing.group()
    return text[1:-1].strip(" 。；;，,") if opened else text


def _matching(text: str) -> int:
    """Where the bracket that opens the text closes."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth == 0:
            return at
    return -1


def _clauses(text: str) -> Iterator[str]:
    """Stretches that say one role each."""
    text = (
        re.sub(rf"[（(](?=(?:{_LABEL.pattern}))", "；", text) if _unbalanced_labels(text) else text
    )
    text = _LABEL_BEHIND.sub(r"；\g<label>", text)
    text = re.sub(r"(牵头|配合|参与|协助|协同|协办|负责|落实)、", r"\1，", text)
    for clause in cut(text, "，,；;。"):
        stripped = clause.strip("；;，,。、 ")
        if stripped:
            yield stripped


def _unbalanced_labels(text: str) -> bool:
    return bool(re.search(rf"[（(](?:{_LABEL.pattern})", text))


def _read_clause(clause: str, found: _Found) -> None:
    label = _LABEL.match(clause)
    if label:
        found.settle(found.label or found.default)
        found.label = _PERSON if _LABEL_OF_PERSON.search(label[0]) else _role_of(label)
        clause = clause[label.end() :].rstrip("）)") if _loose(clause) else clause[label.end() :]
    verb = _VERB.search(_masked(clause))
    if verb is None or label:
        _take_plain(clause, found)
    else:
        _take_verb(clause, verb, found)


def _loose(clause: str) -> bool:
    return clause.count("（") + clause.count("(") < clause.count("）") + clause.count(")")


def _role_of(found: re.Match[str]) -> str:
    told = (role for role, word in found.groupdict().items() if word and role in _ROLES)
    return next(told, "responsible")


def _masked(clause: str) -> str:
    """Hide what stands in brackets from the search for verbs, keeping every place."""
    return _ALIAS.sub(lambda bracket: " " * len(bracket.group()), clause)


def _take_plain(clause: str, found: _Found) -> None:
    """Names without a verb: they wait for one, or take the label's role."""
    names = _names(clause, found)
    if found.label:
        found.add(found.label, names)
    else:
        found.pending.extend(names)


def _take_verb(clause: str, verb: re.Match[str], found: _Found) -> None:
    role = verb.lastgroup or "responsible"
    before, after = clause[: verb.start()], clause[verb.end() :]
    names = _names(before, found)
    found.prose = True
    if role in {"lead", "jointly"}:
        found.settle("lead")
    found.settle(found.label or found.default)
    found.add("lead" if role == "jointly" else role, names)
    if role == "jointly":
        found.add("assist", _names(_until_verb(after), found))
    elif role == "lead" and after:
        joint = re.match(r"[,，]?(?:会同|联合)", after)
        rest = _names(_until_verb(after[joint.end() :] if joint else after), found)
        found.add("assist" if joint else "responsible", [n for n in rest if whole_name(n)])


def _until_verb(text: str) -> str:
    verb = _VERB.search(text)
    return text[: verb.start()] if verb else text


def _names(text: str, found: _Found) -> list[str]:
    """The names of one stretch, with what carries over restored."""
    open_list = _OTHERS.search(_masked(text))
    if open_list:
        found.others = True
        found.prose = True
        text = text[: open_list.start()]
        bare = open_list.group().endswith("部门")
        text = _ALIAS.sub("", text) if bare and not _bodies(text) else text
    names, found.prefix = carry_prefix(names_of(text), found.prefix)
    return carry_suffix(names) if found.bracketed else names


def _bodies(text: str) -> bool:
    """Whether an enumeration is of full names rather than bare departments (发改、环保)."""
    names = names_of(_ALIAS.sub("", text))
    return bool(names) and bool(re.search(r"[局委办处]$", names[0]))


def _finish(found: _Found) -> None:
    """Names no verb came for: the column's role, or the lead's in a bare bracket."""
    if found.prose:
        found.pending = [name for name in found.pending if whole_name(name)]
    alone = found.bracketed and not found.by_role and found.default == "responsible"
    towns = [name for name in found.pending if _scope([name])]
    if alone and not towns:
        found.settle("lead")
    found.settle(found.default)


def _result(found: _Found, *, default_for_following: bool) -> Responsibility:
    by_role: dict[str, list[str]] = {}
    for role, names in found.by_role.items():
        for name in names:
            marked = _IN_BRACKET.match(name)
            own, short = (_role_of(marked), marked["name"]) if marked else (role, name)
            by_role.setdefault(own, []).append(short)
    every = [name for names in by_role.values() for name in names]
    return Responsibility(
        **{role: tuple(by_role.get(role, ())) for role in _ROLES},
        scope=_scope(every),
        others=found.others,
        default_for_following=default_for_following,
    )


_ROLES = ("lead", "responsible", "assist", "main", "carry_out")


def _scope(names: list[str]) -> str | None:
    towns = [name for name in names if not _NOT_TOWN.search(_ALIAS.sub("", name))]
    some = [name for name in towns if _SOME.search(name)]
    if any(_ALL.search(name) for name in towns if name not in some):
        return "all_towns"
    if some:
        return "some_towns"
    return "named" if any(_NAMED.match(name) for name in towns) else None
