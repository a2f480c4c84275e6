"""What comes with the program is locked and licensed, and nothing of it asks the network."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
JOURNEY = """
import os, sys
from pathlib import Path

def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        sys.stderr.write(f"ASKED THE NETWORK: {event} {args[1:]}\\n")
        os._exit(9)

sys.addaudithook(refuse)
import main
from app.importing.readers.registry import read_sheets
from app.services.samples.sample_workbook import write_sample_workbook
from PySide6.QtWidgets import QApplication
from app.services.keeping.ledgers import open_ledger
from app.ui.application import make_application
from app.ui.focus import workspace_of
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.operations import run_inline
from app.ui.pages.catalogue import PAGES
from app.ui.style import apply_style

def run(*argv):
    assert main.main([str(one) for one in argv]) == 0, argv

place = Path(sys.argv[1])
ledger = place / "台账"
write_sample_workbook(place / "表.xlsx")
run("import", place / "表.xlsx", "--ledger", ledger, "--office", "牛塘镇", "--commit")
run("progress", "--ledger", ledger, "--task", "12", "--period", "2020Q2", "--amount", "2")
run("return", "quarterly_tasks", "--period", "2020Q2", "--ledger", ledger, "--out", place)
run("backup", "--ledger", ledger, "--to", place / "备份.zip")
for name in ("网页.html", "表.csv"):
    assert read_sheets(place / name)
application = make_application()
apply_style(application)
run_inline()
with open_ledger(ledger) as held:
    window = MainWindow(workspace_of(held, Memory(place / "window.ini")))
    window.show()
    for spec in PAGES:
        window.show_page(spec.key)
        QApplication.processEvents()
    assert "PySide6.QtNetwork" not in sys.modules
print("DONE")
os._exit(0)
"""
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


def test_a_journey_is_made_with_the_network_denied(tmp_path: Path) -> None:
    """Import, progress, return, backup, reading, every page: any socket ends it at once."""
    (tmp_path / "网页.html").write_text(FETCHING, encoding="utf-8")
    (tmp_path / "表.csv").write_text(
        '序号,任务\n1,"=WEBSERVICE(""http://evil.example"")"\n', encoding="utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-c", JOURNEY, str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.endswith("DONE\n")


def test_the_denial_would_be_noticed(tmp_path: Path) -> None:
    script = JOURNEY.partition("import main")[0] + "import socket\nsocket.socket()\n"
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 9
    assert "ASKED THE NETWORK" in run.stderr


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
