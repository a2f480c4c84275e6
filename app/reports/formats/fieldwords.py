"""What a clerk calls the fields a column may print, and the column each of them begins as."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.files import resource_path
from app.models.rules.pace import State
from app.models.rules.periods import Period
from app.reports.formats.catalogue import SPREAD
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Column

_BRACKETS = re.compile(r"（[^（）]*）")
_SPREADING = frozenset({"own", "fields", "steps", "shares", "reports", "bar"})
_WHOLE_ONLY = frozenset({"bar"})
_EVERY, _FAMILIES = "every", "families"
_COMMON, _ALL_OF = "常用", "每项一栏"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field to choose: its words, the heading it stands under in the list, a column of it."""

    word: str
    group: str
    column: Column


def field_word(rows: str, field: str) -> str:
    """What a field is called: 进展情况; a field by a key says both: 形象进度·2020年第一季度."""
    words = _words()
    plain = words[rows].get(field) or words[_EVERY].get(field)
    if plain:
        return str(plain[0])
    family, _, key = field.partition(".")
    told = words[rows][_FAMILIES].get(family)
    if told is None:
        return field
    if key == SPREAD:
        return f"{told[0]}（{_ALL_OF}）"
    return f"{told[0]}·{_key_word(family, key)}"


def offered_fields(
    rows: str, lines: Sequence[Any], *, more: Mapping[str, Sequence[str]] | None = None
) -> tuple[FieldChoice, ...]:
    """Every field a format of this kind may print, with what these lines hold by a key.

    Args:
        rows: the kind of lines.
        lines: the lines there are, for the keys of their families.
        more: keys the ledger knows although no line holds anything there, by family.
    """
    return tuple(_offered(rows, lines, more or {}))


def column_of(rows: str, field: str, head: Sequence[str] = ()) -> Column:
    """A new column of a field, as wide and aligned as it is usually printed."""
    words = _words()
    family = field.partition(".")[0]
    usual = words[rows].get(field) or words[_EVERY].get(field) or words[rows][_FAMILIES][family]
    word, width, align, number = usual
    return Column(tuple(head) or (_heading(str(word)),), field, float(width), align, number=number)


def _offered(
    rows: str, lines: Sequence[Any], more: Mapping[str, Sequence[str]]
) -> Iterator[FieldChoice]:
    words, kind = _words(), CATALOGUES[rows]
    for field in (*kind.plain, *words[_EVERY]):
        yield FieldChoice(field_word(rows, field), _COMMON, column_of(rows, field))
    for family in kind.families:
        word = str(words[rows][_FAMILIES][family][0])
        if family in _SPREADING:
            spread = f"{family}.{SPREAD}"
            head = (word, SPREAD) if family not in _WHOLE_ONLY else (word,)
            yield FieldChoice(field_word(rows, spread), word, column_of(rows, spread, head))
        if family in _WHOLE_ONLY:
            continue
        keys = dict.fromkeys((*more.get(family, ()), *kind.keys(lines, family)))
        if family == "values":  # it finds the own columns too; they are offered by themselves
            keys = {key: None for key in keys if key not in {*kind.keys(lines, "own")}}
        for key in keys:
            told, field = _key_word(family, key), f"{family}.{key}"
            yield FieldChoice(told, word, column_of(rows, field, (_last(told),)))


def _key_word(family: str, key: str) -> str:
    if family == "states":
        return next((state.label for state in State if state.value == key), key)
    if family in {"checkpoints", "progress_texts"}:
        try:
            return Period.parse(key).label
        except ValueError:
            return key
    return key.partition("|")[0]


def _last(path: str) -> str:
    """The last heading of a head path: 投资 of 项目/投资."""
    return path.rpartition("/")[2] or path


def _heading(word: str) -> str:
    """The word without what is only for choosing: 完成数（带单位） prints as 完成数."""
    return _BRACKETS.sub("", word)


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    text = resource_path("formatfields.toml").read_text(encoding="utf-8")
    told: dict[str, dict[str, Any]] = tomllib.loads(text)
    every = {_EVERY: told.pop(_EVERY)}
    return every | {rows: {_FAMILIES: {}, **fields} for rows, fields in told.items()}
