"""Units by the name they bear now, so that a renaming is not taken for a change of duty."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache

from app.files import resource_path
from app.importing.tables.headings import squash

_LEVEL = re.compile(r"^(?:市|区|县|镇)(?=.{2,})")


@cache
def _renames() -> dict[str, str]:
    raw = tomllib.loads(resource_path("renames.toml").read_text(encoding="utf-8"))
    return {name: line[-1] for line in raw["same"] for name in line[:-1]}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_renames(), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names))


@lru_cache(maxsize=16_384)
def with_current_names(text: str) -> str:
    """A wording with every renamed unit called by its present name."""
    return _pattern().sub(lambda match: _renames()[match[0]], text)


@lru_cache(maxsize=16_384)
def current_name(unit: str) -> str:
    """A unit's present short name without the level before it: 市环保局 becomes 生态环境局."""
    bare = _LEVEL.sub("", squash(unit))
    return _renames().get(bare, bare)


def current_names(units: Iterable[str]) -> frozenset[str]:
    """The present names of units."""
    return frozenset(current_name(unit) for unit in units)
