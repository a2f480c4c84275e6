"""Whether a task must be proved by files: by the wording of its acceptance, with the reason."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_BLANK = frozenset({"", "/", "／", "-", "—", "——", "－", "无", "暂无", "同上", "〃"})
# Heads of columns that exist for nothing but proof, and of those that say how a task is judged.
_PROOF_HEAD = re.compile(
    r"佐证|印证|证明(材料|资料|文件)|支撑(材料|资料)|备查|需?提供(的)?(材料|资料)"
)
_JUDGING_HEAD = re.compile(
    r"(认定|验收|完成|销号|考核|评定|评价|核查|核验|验证|检查)(标准|依据|标志|要件|条件|方式|方法|内容|要求)"
    r"|成果(形式|要求|名称)?$"
)
_WAIVED = re.compile(
    r"(无需|无须|不需|不须|不必|毋需|免于|免|不用|不要求|可不)(要|再|另行|单独)?"
    r"(提供|提交|报送|上报|上传|附|出具)?[^，。；,;]{0,8}(佐证|印证|证明|材料|资料|照片|报告)"
)
_MEANT = re.compile(
    r"佐证|印证材料|(证明|支撑|档案|影像|印证|图片|文字)(材料|资料)|备查|照片|影像|复印件|扫描件"
    r"|(验收|销号|竣工|完工|审查|专家)[^，。；,;、]{0,6}?(报告|材料|资料|意见|表|单|文件|证书)"
    r"|(检测|监测|检验|评估|自查|调查|审计|核查|排查|评审|总结|工作|检查)(数据)?报告"
    r"|批复|批文|合同(?!能源|环境|节水|管理)|发票|凭证|凭据|销号[表单]|回执"
    r"|(提供|提交|报送|上报|出具|附|留存|上传|移交)[^，。；,;]{0,24}?"
    r"(材料|资料|报告|文件|台账|台帐|合同|证明|清单|记录|名单|方案|图纸|数据|报表)"
    r"|(印发|下发|制发|出台)[^，。；,;]{0,24}?(文件|通知|方案|办法|意见|制度|规定|计划|红头)"
    r"|以[^，。；,;]{1,24}?(文件|报告|通知|证书|数据|材料|台账|公告|通报)为(准|依据)"
)
_DOCUMENT = re.compile(
    r".*(材料|资料|台账|台帐|批复|批文|文件|文本|合同|协议|报告|报告书|报表|月报|季报|年报|通报|公报"
    r"|证明|证书|许可证|执照|标识|铭牌|记录|日志|档案|一档|名单|清单|名录|目录|方案|计划|纪要|通知"
    r"|意见|意见书|批示|函|表|单|回执|凭证|票据|发票|照片|图片|影像|视频|录像|截图|图斑|图纸|网址|链接"
    r"|数据|公示|公告|备案|备案表)"
    r"([（(][^）)]*[）)])?(等|原件|复印件|扫描件|各?[一二两三\d]+份)?"
)
_DEED = re.compile(
    r"^(定期|及时|按期|按时|按照|根据|结合|依据|持续|全面|进一步|严格|继续|抓紧|加快|规范|逐步|积极)"
    r"|^(完善|健全|建立|编制|制定|制订|修订|更新|开展|推进|加强|落实|实施|公开(?!网址|链接|截图|材料)|公布|明确|执行|强化"
    r"|优化|推动|组织|申报|配合|加大|实行|签订|对|将|把|由|经|未|不)"
)
_SHORTFALL = re.compile(r"未|不|无|达到|按|落实|执行|符合")
_BREAK = re.compile(r"[、，,；;。\n\r/]+|(?<=[料账复件同告])(?:及|和|与|或)")
_NUMBERED = re.compile(r"^\s*([（(]?[\d一二三四五六七八九十]+[）).、．]|[①-⑳])\s*")
_SPACE = re.compile(r"\s+")
_SHORT = 40
_SHOWN = 16


class ProofWanted(NamedTuple):
    """Whether proof is required, and the sentence that says why."""

    wanted: bool
    why: str


def proof_wanted(
    acceptance: str,
    *,
    text: str = "",
    others: Mapping[str, str] | None = None,
    decided: str = "",
) -> ProofWanted:
    """Whether a task must be proved by files.

    Proof is optional unless the wording asks for it: a column of its own for 佐证材料, an
    acceptance that names documents (验收报告, 改造合同、监测报告), or one that says they are to be
    handed in. A duty that merely deals with a document (完善锅炉管理台账) asks for none, unless it
    is all that a short acceptance says (建立管理台账).

    Args:
        acceptance: the wording of 认定标准.
        text: the task's own wording; where the acceptance says the same, it is a duty.
        others: all columns by their head path; those on proof and judging are read too.
        decided: what the clerk has said: yes, no, or empty.
    """
    if decided in {"yes", "no"}:
        return ProofWanted(
            decided == "yes", f"已设定为{'须有' if decided == 'yes' else '不需要'}佐证"
        )
    if _WAIVED.search(acceptance):
        return ProofWanted(False, "认定标准写明不需要佐证")
    duty = _flat(acceptance) == _flat(text) and bool(text.strip())
    if named := _asks(acceptance, duty=duty):
        return ProofWanted(True, f"认定标准写有“{named}”")
    for head, wording in (others or {}).items():
        if named := _asked_elsewhere(head, wording, acceptance):
            return ProofWanted(True, f"“{_head(head)}”一列写有“{named}”")
    return ProofWanted(False, "认定标准没有要求佐证")


@lru_cache(maxsize=1 << 10)
def _speaks_of(head: str) -> str:
    """What a column's head speaks of: proof, judging, or neither (empty)."""
    flat = _flat(head)
    return "proof" if _PROOF_HEAD.search(flat) else "judging" if _JUDGING_HEAD.search(flat) else ""


def _asked_elsewhere(head: str, wording: str, acceptance: str) -> str:
    about = _speaks_of(head)
    if (
        not about
        or _is_blank(wording)
        or _flat(wording) == _flat(acceptance)
        or _WAIVED.search(wording)
    ):
        return ""
    return _short(wording) if about == "proof" else _asks(wording, duty=False)


@lru_cache(maxsize=1 << 14)  # the same wordings are asked about at every look
def _asks(wording: str, *, duty: bool) -> str:
    """The words of a wording that ask for proof; empty when none do."""
    if _is_blank(wording):
        return ""
    pieces = [_NUMBERED.sub("", piece).strip() for piece in _BREAK.split(wording)]
    pieces = [piece for piece in pieces if piece]
    if found := _MEANT.search(wording):
        return _short(next((piece for piece in pieces if found.group() in piece), found.group()))
    named = [piece for piece in pieces if _is_document(piece)]
    if named and len(named) * 2 >= len(pieces):
        return _short(named[0])
    if duty or len(_flat(wording)) > _SHORT:
        return ""
    made = [piece for piece in pieces if _DOCUMENT.fullmatch(piece) and not _SHORTFALL.match(piece)]
    return _short(made[0]) if made else ""


def _is_document(piece: str) -> bool:
    """A piece that is the name of a document and no deed done to one."""
    return len(piece) <= 20 and bool(_DOCUMENT.fullmatch(piece)) and not _DEED.search(piece)


def _is_blank(wording: str) -> bool:
    return _flat(wording) in _BLANK


def _flat(wording: str) -> str:
    return _SPACE.sub("", wording)


def _head(path: str) -> str:
    return _short(path.rsplit("/", 1)[-1])


def _short(words: str) -> str:
    flat = _flat(words)
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
