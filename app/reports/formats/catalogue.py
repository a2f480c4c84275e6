"""What the columns of one kind of return can print: its fields by name, and families of fields."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from app.models.returnviews import ReturnHead
from app.reports.formats.values import Raw, Value, to_value

UNIT_SEPARATOR = "、"
SPREAD = "*"
_LEVEL = re.compile(r"groups\.([1-9])(\+?)")
_BRACKETS = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[)）〕\]]|\s")


class Line(Protocol):
    """What every line of a return has: the labels it stands under, from the outermost."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The labels above."""


AnyLine = TypeVar("AnyLine", bound=Line)


def exactly(columns: Mapping[str, Raw], key: str) -> Raw:
    """A field of a family by its very key."""
    return columns.get(key)


def by_heading(columns: Mapping[str, Raw], key: str) -> Raw:
    """A column by its head path, else by its last heading without brackets; ``|`` parts choices.

    总投资 finds 总投资（万元） and 项目投资/总投资 too; the first that holds anything counts.
    """
    if key in columns:
        return columns[key]
    for name in key.split("|"):
        bare = _BRACKETS.sub("", name)
        like = (path for path in columns if _BRACKETS.sub("", path.rpartition("/")[2]) == bare)
        for path in (name, *like):
            if columns.get(path) not in (None, ""):
                return columns[path]
    return None


@dataclass(frozen=True, slots=True)
class Family(Generic[AnyLine]):
    """Fields that go by a key of the ledger's own, ``family.key``.

    Attributes:
        columns: what a line holds by key.
        find: how a key finds its column.
        follows: a line has its keys one after the other (steps, periods), and so has the page.
    """

    columns: Callable[[AnyLine], Mapping[str, Raw]]
    find: Callable[[Mapping[str, Raw], str], Raw] = exactly
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue(Generic[AnyLine]):
    """The fields of one kind of lines, and what is peculiar to the kind.

    Attributes:
        rows: the kind, as a format file names it.
        noun: what its lines are called, for the page that has none: 本期无任务.
        plain: the fields with a name of their own.
        identity: what tells a line again in another return of the same format.
        label: the line's name in a sentence.
        families: fields read as ``family.key``; ``family.*`` stands for a column for each key.
        only: filters that a format may set.
        measure: lines that differ in it are not added up together.
    """

    rows: str
    noun: str
    plain: Mapping[str, Callable[[AnyLine], Raw]]
    identity: Callable[[AnyLine], str]
    label: Callable[[AnyLine], str]
    families: Mapping[str, Family[AnyLine]] = field(default_factory=dict)
    only: Mapping[str, Callable[[AnyLine], bool]] = field(default_factory=dict)
    measure: Callable[[AnyLine], str] = lambda _line: ""

    def has(self, name: str) -> bool:
        """Whether a format of this kind may name this field."""
        family, _, key = name.partition(".")
        grouping = name == "groups" or bool(_LEVEL.fullmatch(name))
        return name in self.plain or grouping or bool(key and family in self.families)

    def keys(self, lines: Iterable[AnyLine], family: str) -> tuple[str, ...]:
        """The keys that a family has on any of the lines, in the order they are met."""
        columns = self.families[family].columns
        if self.families[family].follows:
            return merged(columns(line) for line in lines)
        return tuple(dict.fromkeys(key for line in lines for key in columns(line)))

    def read(self, line: AnyLine, name: str, head: ReturnHead, *, number: str = "") -> Value:
        """What a line prints under a field; blank, ``/``, ``—`` and ``0`` stay four things.

        Args:
            line: the line.
            name: the field, see docs/formats.md; ``{year}`` and ``{period}`` are the head's.
            head: the return's head.
            number: the number format of the column, ``general`` or empty for text.
        """
        name = name.replace("{year}", str(head.year)).replace("{period}", head.period)
        return to_value(self._raw(line, name), number)

    def _raw(self, line: AnyLine, name: str) -> Raw:
        if plain := self.plain.get(name):
            return plain(line)
        if name == "groups":
            return lines_of(line.groups)
        if level := _LEVEL.fullmatch(name):
            first = int(level[1]) - 1
            return lines_of(line.groups[first:] if level[2] else line.groups[first : first + 1])
        family, _, key = name.partition(".")
        found = self.families.get(family)
        return found.find(found.columns(line), key) if found else None


def merged(rows: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All keys of some rows, each as they are met but where a row has it between two known ones.

    A step that one problem has before 销号 stands before it, however late that problem comes.
    """
    order: list[str] = []
    known: set[str] = set()
    for row in rows:
        keys = tuple(row)
        for place, key in enumerate(keys):
            if key not in known:
                order.insert(_place_of(keys, place, order, known), key)
                known.add(key)
    return tuple(order)


def _place_of(keys: Sequence[str], place: int, order: Sequence[str], known: set[str]) -> int:
    """Before the next of its row that is known, but never before the one it follows."""
    following = next((order.index(one) for one in keys[place + 1 :] if one in known), len(order))
    after = order.index(keys[place - 1]) + 1 if place else 0
    return max(following, after)


def group_level(name: str) -> int | None:
    """How many group levels, from the outermost, decide the field; None when all do."""
    level = _LEVEL.fullmatch(name)
    return int(level[1]) if level and not level[2] else None


def unit_names(names: Iterable[str]) -> str:
    """Units as one text."""
    return UNIT_SEPARATOR.join(names)


def lines_of(parts: Iterable[str]) -> str:
    """Parts one below the other."""
    return "\n".join(parts)
