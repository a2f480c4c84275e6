"""Cut an enumeration of units into names: wrapped words joined, carried prefixes restored."""

import re

# Words that end the name of a body; a name that ends so is whole.
_BODY = (
    r"局|委|办|(?<![查惩])处|院|厅|(?<!全)部|会|镇|乡|街道|区|县|市|园|村|社区|公司|集团|中心|政府|厂|站|所|队|办公室|"
    r"部门|单位|机构|企业|学校|银行|组|室|署|社|馆|场|港|业主|河长|责任人|地方|各地|属地|板块|成员|[)）]"
)
_WHOLE = re.compile(rf"(?:{_BODY})$")
_DEPARTMENTS = re.compile(
    r"(?:由?[市县区]?)(?:"
    r"发改|环保|生态环境|安监|应急|应急管理|市监|市场监管|建设|住建|城建|国土|"
    r"自然资源|规划|资源规划|财政|人社|公安|水务|水利|交通|交通运输|商务|国税|"
    r"地税|税务|城管|农业|农业农村|农委|海洋与渔业|渔业|海事|经信|工信|科技|教育|"
    r"卫生|卫健|民政|司法|气象|供电|质监|工商|行政审批|统计|审计|文旅|文广旅|"
    r"体育|林业|园林|绿化|法院|检察|消防|宣传|组织|编办|信访|粮食|物价|机关事务)"
)
_ENDING = re.compile(
    r"(?:局|委|办|处|厅|部|部门|单位|委员会|办公室|办事处|管委会|管理局|管理委员会|人民政府|政府|街道|镇|"
    r"员会|公室|事处|委会)(?=$|[、，,；;。:：\s)）等牵负配])"
)
_OPEN, _CLOSE = "（([〔【《“", "）)]〕】》”"
_CONJUNCTION = re.compile(r"以及|及其|和|与|及|并")
_GENERIC = r"区|镇|乡|乡镇|街道|园区|县|市|开发区|管委会|村|社区|功能区|办事处"
_PLURAL_HEAD = re.compile(
    rf"(?:各|相关|有关|全市各?|所有)(?:{_GENERIC}|区镇|县[（(]市[)）]|市[（(]区[)）])"
)
_PLURAL_TAIL = re.compile(rf"(?:{_GENERIC})(?:人民政府|政府|办事处|管委会)?(?:[（(].*)?")
_PARTY = re.compile(r"党(?:工|组|[（(]工[)）])?委$")
_OFFICE = re.compile(r"(?:人民)?政府|管委会|办事处")
_PREFIX = re.compile(
    r"市委(?=.*部$)|市(?!场|政(?!府|法)|民|监|容|管|属|直|级|辖|区)|县(?![（(]|级|直|区)|区(?!镇|域|级|直|县)|省(?!级|直)"
)
_OWN_PLACE = re.compile(
    r"[省市县区镇乡村州]|各|团|相关|有关|所有|国家|国网|中[国央石海]|.{2,}(?:海事|镇|街道|园区|开发区|新区|公司|厂)"
)
_DEPARTMENT = re.compile(r"(?:局|委|办|院|厅|会|中心|办公室|支队|大队|部)$")
_JUNK = " \t　。.·:：;；，,、-—"
_ADVERBS = re.compile(
    r"(?:共同|联合|相应|分别|具体|各自|积极|密切|切实|依法|全面|要|应|须|需|统一|自行|根据|按照|按|依据)+$"
)


def join_wrapped(text: str) -> str:
    """Blanks inside a word close up; blanks between whole names become 、."""
    text = re.sub(r"[\u200b\ufeff]", "", text)
    pieces = [piece for piece in re.split(r"\s+", text) if piece]
    joined = ""
    for piece in pieces:
        joined += ("、" if joined and _parts(joined, piece) else "") + piece
    return joined


def _parts(left: str, right: str) -> bool:
    """Whether a blank between two pieces parts two names."""
    if left[-1] in "、，,；;。:：/和与及" + _OPEN or right[0] in "、，,；;。:：/和与及等" + _CLOSE:
        return False
    if _ENDING.match(right) or (right[0] in "（(" and _depth(left) == 0):
        return False
    last = re.split(r"[、，,；;。:：/（(]", left)[-1]
    if len(right) == 1:
        return bool(re.search(r".{2}[局委办]$", last))
    first = re.split(r"[、，,；;。:：/（(]", right)[0]
    if _DEPARTMENTS.fullmatch(last):
        return bool(_DEPARTMENTS.fullmatch(first))
    return len(last) > 1 and whole_name(last)


def _depth(text: str) -> int:
    return sum(text.count(char) for char in "（(") - sum(text.count(char) for char in "）)")


def whole_name(name: str) -> bool:
    """Whether a name ends as the name of a body does, or is a department's short form."""
    return bool(_WHOLE.search(name) or _DEPARTMENTS.fullmatch(name))


def cut(text: str, separators: str) -> list[str]:
    """Cut at separators that stand outside brackets."""
    pieces, current, depth = [], "", 0
    for char in text:
        depth += (char in _OPEN) - (char in _CLOSE)
        depth = max(depth, 0)
        if char in separators and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += char
    return [*pieces, current]


def names_of(text: str) -> list[str]:
    """The names of an enumeration, in order, each once."""
    pieces = [piece.strip(_JUNK) for piece in cut(text, "、，,；;。/\n\t ")]
    merged = _rejoin([piece for piece in pieces if piece])
    names = [_clean(name) for piece in merged for name in _conjoined(piece)]
    return list(dict.fromkeys(name for name in names if name))


def _rejoin(pieces: list[str]) -> list[str]:
    """党委、政府 and 各县（市）、区人民政府 are one name each."""
    merged: list[str] = []
    for piece in pieces:
        before = merged[-1] if merged else ""
        plural = _PLURAL_HEAD.fullmatch(before) and _PLURAL_TAIL.match(piece)
        if plural or (_PARTY.search(before) and _OFFICE.match(piece)):
            merged[-1] = f"{before}、{piece}"
        else:
            merged.append(piece)
    return merged


def _conjoined(piece: str) -> list[str]:
    """Cut at 和, 与, 及 where both sides are whole names (not inside 发展和改革委员会)."""
    for found in _CONJUNCTION.finditer(piece):
        left, right = piece[: found.start()], piece[found.end() :]
        if _depth(left) == 0 and _WHOLE.search(left) and whole_name(_clean(right)):
            return [left, *_conjoined(right)]
    return [piece]


def _clean(name: str) -> str:
    name = re.sub(r"^[(（]?\d{1,2}[.、)）]\s*", "", name.strip(_JUNK))
    name = re.sub(r"^(?:由|以|请)(?=.{2})", "", name)
    return _ADVERBS.sub("", name).strip(_JUNK)


def carry_prefix(names: list[str], prefix: str = "") -> tuple[list[str], str]:
    """市发改委、住建局 means 市住建局: hand the level of the first on to those that name none.

    Args:
        names: names in the order written.
        prefix: the level in force before them.

    Returns:
        The names in full, and the level in force after them.
    """
    full = []
    for name in names:
        own = _PREFIX.match(name)
        if own:
            prefix = own.group()
            full.append(name)
        elif prefix and _DEPARTMENT.search(name) and not _OWN_PLACE.match(name):
            full.append((prefix if prefix != "市委" or name.endswith("部") else "市") + name)
        else:
            full.append(name)
    return full, prefix


def carry_suffix(names: list[str]) -> list[str]:
    """安监、环保部门 means 安监部门: hand the last one's 部门 on to bare departments."""
    if not names or not names[-1].endswith("部门"):
        return names
    return [name if _WHOLE.search(name) else f"{name}部门" for name in names]
