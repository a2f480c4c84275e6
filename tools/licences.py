"""Writes docs/licences.md: every locked package with the licence its own metadata names.

Usage: .venv/bin/python tools/licences.py [--check]
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "licences.md"
LOCKS = (("requirements.lock", "run"), ("requirements-dev.lock", "dev"))
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)
_CLASSIFIER = "License :: "
_UNKNOWN = "see the package"
_SHORT = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF",
    "The Unlicense (Unlicense)": "Unlicense",
}
_HEAD = """# Licences

Every package that is installed, at the version locked with its hashes, and the licence its own
metadata names. `run` comes with the program, `dev` only with its tests. Made by
`tools/licences.py`; a test holds it to the lock files.

| package | version | for | licence |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One locked package, and whether it comes with the program or only with its tests."""

    name: str
    version: str
    kind: str


def locked() -> list[Package]:
    """The packages of both lock files; what the program needs is told once, as that."""
    found: dict[str, Package] = {}
    for file, kind in LOCKS:
        for name, version in _PIN.findall((ROOT / file).read_text(encoding="utf-8")):
            found.setdefault(name.lower(), Package(name, version, kind))
    return [found[name] for name in sorted(found)]


def licence_of(name: str) -> str:
    """The licence a package's metadata names, in a word or two."""
    try:
        one = distribution(name)
    except PackageNotFoundError:
        return _UNKNOWN
    return _field(one, "License-Expression") or _by_classifier(one) or _by_text(one)


def page() -> str:
    """The whole page."""
    rows = (
        f"| {one.name} | {one.version} | {one.kind} | {licence_of(one.name)} |" for one in locked()
    )
    return _HEAD + "\n".join(rows) + "\n"


def _field(one: Distribution, name: str) -> str:
    return "".join(one.metadata.get_all(name) or ())


def _by_classifier(one: Distribution) -> str:
    named = [
        line.rpartition(" :: ")[2]
        for line in one.metadata.get_all("Classifier") or ()
        if line.startswith(_CLASSIFIER) and line.count(" :: ") > 1
    ]
    return ", ".join(_SHORT.get(name, name) for name in named)


def _by_text(one: Distribution) -> str:
    """Some give the licence's whole text where its name belongs: its first line names it."""
    first = _field(one, "License").strip().partition("\n")[0]
    return first[:60] or _UNKNOWN


def main() -> int:
    """Write the page, or say that it is not as it should be."""
    if "--check" in sys.argv:
        if TARGET.read_text(encoding="utf-8") == page():
            return 0
        sys.stderr.write("docs/licences.md is out of date: run tools/licences.py\n")
        return 1
    TARGET.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
