"""Every shortcut of the window in one table: the keys, what they do and where they count.

Pages name a shortcut by its entry here, the help page lists them all, and a test holds that no
keys are given twice in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where in the window a shortcut counts; the value heads its part of the help page."""

    WINDOW = "在窗口各处"
    TABLE = "在表格里"
    TASKS = "在任务页"
    ITEMS = "在任务的清单里"
    PROOF = "在佐证里"
    FILL = "填写本季进展时"
    PROBLEMS = "在问题页"
    SPLIT = "在分解到村页"
    TARGETS = "在任务的目标里"
    HAND = "交办时"
    FORM = "在区里的空表上"
    RETURNS = "在报表页"
    DESIGN = "改报表格式时"
    IMPORT = "在导入页"
    PAPER = "在报表的版面上"
    DAY = "在日期格里"


@dataclass(frozen=True, slots=True)
class Key:
    """One shortcut.

    Attributes:
        keys: as Qt spells them; the first is the one that is shown.
        does: what it does, in the clerk's words.
        where: where it counts.
        usual: a view's own key, such as Space in a table: no action carries it.
    """

    keys: tuple[str, ...]
    does: str
    where: Where = Where.WINDOW
    usual: bool = False

    @property
    def sequence(self) -> str:
        """The keys as an action takes them."""
        return self.keys[0]

    @property
    def text(self) -> str:
        """The keys as a clerk reads them: Ctrl+Enter, 空格, Alt+↓."""
        return shown(self.keys[0])

    def tip(self, words: str = "") -> str:
        """A tooltip that ends with the keys: 撤销（Ctrl+Z）."""
        return f"{words or self.does}（{self.text}）"


_SIGNS = {
    "Return": "Enter",
    "Space": "空格",
    "Down": "↓",
    "Up": "↑",
    "Left": "←",
    "Right": "→",
    "Del": "Delete",
    "PgDown": "PageDown",
    "PgUp": "PageUp",
}


def shown(keys: str) -> str:
    """Keys as Qt spells them, as they stand on the keyboard."""
    head, plus, last = keys.rpartition("+")
    if not last:  # the key is + itself
        return keys
    return f"{head}{plus}{_SIGNS.get(last, last)}"


UNDO = Key(("Ctrl+Z",), "撤销上一步；关掉再打开也能撤销")
REDO = Key(("Ctrl+Y", "Ctrl+Shift+Z"), "重做")
SEARCH = Key(("Ctrl+F",), "搜索；拼音首字母也可以，如 rqgl 找“燃气锅炉”")
COMMAND = Key(("Ctrl+K",), "找命令：写几个字，按 Enter 就去做")
IMPORT = Key(("Ctrl+I",), "导入任务分解表")
HISTORY = Key(("Ctrl+H",), "历史：谁在何时把什么改成什么，任何一步都可以撤销")
PRINT = Key(("Ctrl+P",), "打印")
BACK = Key(("Esc",), "关掉打开的一层，返回上一处")
HELP = Key(("F1",), "帮助")
MENU = Key(("Alt+T",), "台账菜单：新建、打开、备份、恢复、检查")
LISTS = Key(("Alt+B",), "选任务分解表")
PERIODS = Key(("Alt+Q",), "选报告期")
DAY = Key(("Alt+D",), "改“截至”日期")
MORE = Key(("Alt+M",), "打开本页的“更多”")
PRIMARY = Key(("Alt+Return",), "按本页右上角的主按钮")
LOCK = Key(("Ctrl+Shift+L",), "锁定窗口；先在“设置”里设锁屏密码")

TICK = Key(("Space",), "勾选所选各项，再按一次取消", Where.TABLE, usual=True)
EDIT = Key(("F2",), "改这一格；直接输入也可以", Where.TABLE, usual=True)
OPEN = Key(("Return",), "打开这一行", Where.TABLE, usual=True)
CHOICES = Key(("Alt+Down",), "展开可选的词", Where.TABLE, usual=True)
FILL_DOWN = Key(("Ctrl+D",), "把第一行的内容填到所选的下面各行", Where.TABLE, usual=True)
TODAY = Key(("Ctrl+;",), "填入今天", Where.TABLE, usual=True)
FOR_ALL = Key(("Ctrl+Return",), "正在改一格时：把它填到所选各行", Where.TABLE, usual=True)
COPY = Key(("Ctrl+C",), "复制，可粘贴到 WPS、Excel", Where.TABLE, usual=True)
PASTE = Key(("Ctrl+V",), "粘贴从 WPS、Excel 复制的格", Where.TABLE, usual=True)
CORNERS = Key(("Ctrl+Home",), "到第一格；Ctrl+End 到最后一格", Where.TABLE, usual=True)
LEAP = Key(
    ("Ctrl+Down",),
    "跳到有内容的最后一格，其他方向也一样；加 Shift 一路选过去",
    Where.TABLE,
    usual=True,
)
DELETE = Key(("Del",), "删除所选（可以撤销）", Where.TABLE, usual=True)
ALL = Key(("Ctrl+A",), "全选", Where.TABLE, usual=True)
HAND = Key(("Ctrl+J",), "把所选的任务、清单项、问题交办给村（社区）、部门", Where.TABLE)

ADD_TASK = Key(("Ctrl+N",), "新增任务", Where.TASKS)
FILL_TABLE = Key(("Ctrl+E",), "填表：像表格一样逐列填写、粘贴本期完成数和进展", Where.TASKS)
COPY_TASK = Key(("Ctrl+Shift+N",), "照这一项再做一项自加任务", Where.TASKS)
TASK_UP = Key(("Alt+Shift+Up",), "自加任务上移", Where.TASKS)
TASK_DOWN = Key(("Alt+Shift+Down",), "自加任务下移", Where.TASKS)
GO_DOWN = Key(
    ("Return",), "正在改一格时：保存并到下一行（Tab 到右边一格）；没有在改时打开侧栏",
    Where.TASKS, usual=True,
)  # fmt: skip
WHOLE_ROW = Key(("Shift+Space",), "选中整行；单击行首也可以", Where.TASKS, usual=True)
WHOLE_COLUMN = Key(("Ctrl+Space",), "选中整列", Where.TASKS, usual=True)
TO_END = Key(("Ctrl+Shift+Down",), "一直选到最后一行", Where.TASKS, usual=True)
CUT = Key(("Ctrl+X",), "剪切所选各格", Where.TASKS, usual=True)
FILL_RIGHT = Key(("Ctrl+R",), "把最左一列的内容填到右边各列", Where.TASKS, usual=True)
EMPTY = Key(("Del",), "清空所选各格；选中整行时删除任务（可以撤销）", Where.TASKS, usual=True)
REMOVE_TASKS = Key(("Ctrl+-",), "删除所选各格的任务", Where.TASKS, usual=True)
FOLD = Key(("Left",), "收起这一组", Where.TASKS, usual=True)
UNFOLD = Key(("Right",), "展开这一组", Where.TASKS, usual=True)

ADD_PROBLEM = Key(("Ctrl+N",), "新增问题，一个接一个", Where.PROBLEMS)
PASTE_PROBLEMS = Key(("Ctrl+V",), "粘贴从 WPS、Excel 复制的问题，一行一个", Where.PROBLEMS)
FINISH_STEP = Key(("Space",), "所选问题完成当前步骤，记为截至日", Where.PROBLEMS, usual=True)

PASTE_PROOF = Key(("Ctrl+V",), "粘贴复制的照片、文件或截图", Where.PROOF)
OPEN_PROOF = Key(("Return",), "打开所选的文件（打开的是副本）", Where.PROOF, usual=True)
RENAME_PROOF = Key(("F2",), "改名", Where.PROOF)
SAVE_PROOF = Key(("Ctrl+S",), "另存副本", Where.PROOF)
MOVE_PROOF = Key(("Ctrl+M",), "移到另一清单项、时期或任务本身", Where.PROOF)
REMOVE_PROOF = Key(("Del",), "移除（可以撤销）", Where.PROOF, usual=True)

PASTE_ITEMS = Key(("Ctrl+V",), "粘贴名单，一行一项", Where.ITEMS)


NEXT = Key(("Ctrl+Return", "Ctrl+Enter"), "保存，到下一项", Where.FILL)
PREVIOUS = Key(("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "保存，回到上一项", Where.FILL)
NIL = Key(("Ctrl+0",), "零报告", Where.FILL)
REUSE = Key(("Ctrl+D",), "沿用上期的文字，再修改", Where.FILL)

SPLIT_EVENLY = Key(("Ctrl+E",), "把差额平均分给所选的各村", Where.SPLIT)
SPLIT_BY_ITEMS = Key(("Ctrl+L",), "按清单分解", Where.SPLIT)
TAKE_REPORTS = Key(("Ctrl+Return",), "把上报合计填入任务的进展", Where.SPLIT)
SWAP_NUMBERS = Key(("F4",), "计划数、本期完成两种数换着看", Where.SPLIT)

TARGET_UP = Key(("Alt+Up",), "目标上移；第一个目标计入进度", Where.TARGETS)
TARGET_DOWN = Key(("Alt+Down",), "目标下移", Where.TARGETS)

ISSUE = Key(("Ctrl+Return",), "交办，每家单位一份交办单", Where.HAND)

KEEP_FORM = Key(("Ctrl+Return",), "保存并使用这张表", Where.FORM)

DESIGN = Key(("Ctrl+E",), "改这张表的格式：栏目、标题、纸张、字体", Where.RETURNS)

ADD_COLUMN = Key(("Ctrl+N",), "加一栏：写几个字或拼音首字母", Where.DESIGN)
REMOVE_COLUMN = Key(("Del",), "删去所选的栏（可以撤销）", Where.DESIGN, usual=True)
COLUMN_UP = Key(("Alt+Up",), "所选的栏上移", Where.DESIGN)
COLUMN_DOWN = Key(("Alt+Down",), "所选的栏下移", Where.DESIGN)
TURN_PAPER = Key(("Ctrl+R",), "纸张横竖对调", Where.DESIGN)
SWAP_PARTS = Key(("F4",), "栏目、版面两页换着看", Where.DESIGN)

GO_ON = Key(("Ctrl+Return",), "下一步；最后一步是导入", Where.IMPORT)
PASTE_TABLE = Key(("Ctrl+V",), "粘贴复制来的表", Where.IMPORT)

LARGER = Key(("Ctrl++", "Ctrl+="), "放大", Where.PAPER, usual=True)
SMALLER = Key(("Ctrl+-",), "缩小", Where.PAPER, usual=True)
NEXT_SHEET = Key(("PgDown",), "下一页", Where.PAPER, usual=True)
PREVIOUS_SHEET = Key(("PgUp",), "上一页", Where.PAPER, usual=True)
NEXT_NUMBER = Key(("Ctrl+Right",), "走到下一个数字；Ctrl+↑ ↓ 在一列里走", Where.PAPER, usual=True)
OPEN_NUMBER = Key(("Return",), "看这个数字的来源；再按 Enter 打开所在的格", Where.PAPER, usual=True)

DAY_AFTER = Key(("Up",), "后一天；日期可以只写 6.20 或 0620，年份按台账补上", Where.DAY, usual=True)
DAY_BEFORE = Key(("Down",), "前一天", Where.DAY, usual=True)
CALENDAR = Key(("Alt+Down",), "日历", Where.DAY, usual=True)

KEYS: tuple[Key, ...] = tuple(one for one in list(globals().values()) if isinstance(one, Key))
"""All of them, in the order of the help page."""


def page_keys(place: int) -> str:
    """The keys that go to the page at a place of the navigation, from 1."""
    return f"Ctrl+{place}"


def keys_page(pages: tuple[str, ...]) -> str:
    """The help page of all shortcuts, in Markdown.

    Args:
        pages: the words of the pages that Ctrl and a number go to, in order.
    """
    lines = ["# 快捷键", ""]
    for where in Where:
        lines += [f"**{where.value}**", "", "| 按键 | 作用 |", "|---|---|"]
        if where is Where.WINDOW:
            lines += [f"| {page_keys(n)} | {word} |" for n, word in enumerate(pages, 1)]
        lines += [f"| {_all_of(key)} | {key.does} |" for key in KEYS if key.where is where]
        lines.append("")
    return "\n".join(lines)


def _all_of(key: Key) -> str:
    """Every spelling of a shortcut once: Ctrl+Y、Ctrl+Shift+Z."""
    return "、".join(dict.fromkeys(map(shown, key.keys)))
