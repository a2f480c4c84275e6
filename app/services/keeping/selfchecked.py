"""Small files that hold their own hash: a flipped byte in one is seen when it is read."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_CHECK = "sha256"


def with_check(content: Mapping[str, Any]) -> bytes:
    """What to write, its own hash first."""
    return json.dumps({_CHECK: _digest(content), **content}, ensure_ascii=False, indent=1).encode()


def checked(data: bytes) -> dict[str, Any] | None:
    """What was written; None when it is no longer that."""
    try:
        content: dict[str, Any] = json.loads(data)
        return content if content.pop(_CHECK) == _digest(content) else None
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
