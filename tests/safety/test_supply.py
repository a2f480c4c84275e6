"""What comes with the program is locked and licensed, and nothing of it asks the network."""

import ast
import re
import socket
from pathlib import Path

import pytest

from app.cli import main
from app.models.database import Ledger
from tools import licences

ROOT = Path(__file__).resolve().parent.parent.parent
NETWORK = frozenset({
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "wsgiref", "xmlrpc",
})  # fmt: skip
"""Modules that open connections; urllib.parse only cuts addresses into parts."""
NETWORK_PARTS = ("urllib.request", "PySide6.QtNetwork", "PySide6.QtWeb", "multiprocessing.conn")
_WORDS = "|".join((*NETWORK, "urllib", "PySide6.QtNetwork", r"PySide6.QtWeb\w*", "multiprocessing"))
NAMED = re.compile(rf"(?:import|from)\s.*?\b(?:{_WORDS})\b")
FETCHING = """<html><head><link rel=stylesheet href="http://evil.example/a.css">
<base href="http://evil.example/"><script src="http://evil.example/a.js"></script>
<meta http-equiv=refresh content="0;url=http://evil.example/"></head><body>
<iframe src="http://evil.example/"></iframe><table background="http://evil.example/b.png">
<tr><td>序号</td><td>任务</td></tr>
<tr><td>1</td><td><img src="http://evil.example/x.png"><a href="http://evil.example">整治</a></td></tr>
</table></body></html>"""


def imports_of(source: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    found: set[str] = set()
    text = source.read_text(encoding="utf-8")
    if not NAMED.search(text):
        return found  # most files: parsing all takes seconds
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def opens_connections(module: str) -> bool:
    return module.split(".")[0] in NETWORK or module.startswith(NETWORK_PARTS)


@pytest.mark.parametrize(
    "planted",
    [
        "import socket",
        "from urllib.request import urlopen",
        "from PySide6.QtNetwork import QNetworkAccessManager",
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, planted: str) -> None:
    source = tmp_path / "planted.py"
    source.write_text(f"def f():\n    {planted}\n", encoding="utf-8")
    assert any(map(opens_connections, imports_of(source)))


def test_no_module_can_open_a_connection() -> None:
    sources = [ROOT / "main.py", *(ROOT / "app").rglob("*.py")]
    found = {
        f"{source.relative_to(ROOT)}: {module}"
        for source in sources
        for module in imports_of(source)
        if opens_connections(module)
    }
    assert found == set()


def test_a_journey_is_made_with_the_network_denied(
    tmp_path: Path, ledger: Ledger, network_denied: list[str]
) -> None:
    """Reading, import, progress, return, backup, restore; the pages are walked in test_pasting."""
    (tmp_path / "网页.html").write_text(FETCHING, encoding="utf-8")
    (tmp_path / "表.csv").write_text(
        '序号,任务\n1,"=WEBSERVICE(""http://evil.example"")"\n', encoding="utf-8"
    )
    folder = str(ledger.folder)
    ledger.close()
    for line in (
        ("read", f"{tmp_path}/网页.html", "--json"),
        ("import", f"{tmp_path}/表.csv", "--ledger", folder, "--year", "2020", "--commit"),
        ("progress", "--ledger", folder, "--task", "1", "--period", "2020Q2", "--text", "已完成"),
        ("return", "quarterly_tasks", "--period", "2020Q2", "--ledger", folder, "--out", folder),
        ("backup", "--ledger", folder, "--to", f"{tmp_path}/备份.zip"),
        ("restore", f"{tmp_path}/备份.zip", "--to", f"{tmp_path}/新"),
    ):
        assert main(list(line)) == 0, line


def test_the_denial_would_be_noticed(network_denied: list[str]) -> None:
    with pytest.raises(PermissionError, match="the network is denied"):
        socket.create_connection(("127.0.0.1", 9))
    assert network_denied
    network_denied.clear()


def test_every_locked_package_is_listed_with_its_licence() -> None:
    """Made anew by tools/licences.py whenever the lock files change."""
    assert licences.TARGET.read_text(encoding="utf-8") == licences.page()
    for one in licences.locked():
        assert licences.licence_of(one.name) != "see the package", one


def test_what_comes_with_the_program_may_be_passed_on() -> None:
    """No licence that asks more of a town than to keep the notices (and, for Qt, to link)."""
    allowed = ("MIT", "BSD", "Apache", "PSF", "Python", "LGPL", "HPND", "Unlicense", "MPL", "CFF")
    for one in licences.locked():
        if one.kind == "run":
            assert any(word in licences.licence_of(one.name) for word in allowed), one


def test_every_locked_package_is_held_by_hashes() -> None:
    for file, _ in licences.LOCKS:
        text = (ROOT / file).read_text(encoding="utf-8")
        pins = text.count("==")
        entries = text.split("\n")
        assert pins > 10
        assert sum(line.rstrip().endswith("\\") and "==" in line for line in entries) == pins
    assert "--require-hashes" in (ROOT / "tools/setup.sh").read_text(encoding="utf-8")
