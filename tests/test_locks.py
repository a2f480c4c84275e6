"""The lock files hold what pyproject.toml asks for, so that a fresh clone gets it all."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"[A-Za-z0-9_.-]+")


def plain_names(lines: list[str]) -> set[str]:
    """The packages named at the head of each line, as pip compares names."""
    found = (NAME.match(line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match.group()).lower() for match in found if match}


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ["preview"]), ("requirements-dev.lock", ["dev"])]
)
def test_every_package_asked_for_is_locked(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = [line for line in text.splitlines() if "==" in line]
    assert plain_names(asked) <= plain_names(locked), "run: make lock"


def test_locks_name_no_index_of_their_own() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
