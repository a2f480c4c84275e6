"""The house holds: contracts that fail when broken, short rooms, every command and format told."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app.reports.formats.formatfiles import load_formats

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "app").rglob("*.py"))
PLANTS = {
    "app/models/planted.py": "import app.services.work.tasks\n",
    "app/reports/planted.py": "import app.importing.sheet\n",
    "app/services/planted.py": "import PySide6.QtCore\n",
    "app/importing/planted.py": "import sqlalchemy\n",
    "app/planted.py": "",
}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The imports of the program, copied where one may plant something."""
    for source in SOURCES:
        target = tmp_path / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return tmp_path


@pytest.mark.parametrize("planted", PLANTS)
def test_a_planted_violation_fails(tree: Path, planted: str) -> None:
    (tree / planted).write_text(f'"""Planted."""\n\n{PLANTS[planted]}', encoding="utf-8")
    run = lint(tree)
    assert run.returncode != 0
    assert "planted" in run.stdout


def test_the_house_as_it_stands_is_clean(tree: Path) -> None:
    run = lint(tree)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_are_small_and_named(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 400


def test_every_command_is_told_in_both_readmes() -> None:
    verbs = [
        str(node.args[1].value)
        for node in ast.walk(ast.parse((ROOT / "app/cli/commands.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_verb"
        and isinstance(node.args[1], ast.Constant)
    ]
    assert len(verbs) >= 10
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [verb for verb in verbs if f"main.py {verb}" not in text] == []


def test_every_format_is_told() -> None:
    text = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert [key for key in load_formats() if f"`{key}`" not in text] == []
