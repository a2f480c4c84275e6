"""Where the parts of an office file lie; links that lead out of it are never followed."""

import posixpath

from app.importing.readers.package import Package


class _RelationsSink:
    """Targets by relation id, and the first of each kind, as names inside the package."""

    def __init__(self, base: str) -> None:
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self._base = base

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if tag != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        name = target if target.startswith("/") else posixpath.join(self._base, target)
        name = posixpath.normpath(name.lstrip("/"))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.targets[attributes.get("Id", "")] = name
        self.kinds.setdefault(kind, name)

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text; relations hold none."""


def main_part(package: Package, usual: str) -> str:
    """The part a file begins with; ``usual`` when its relations name none that is there."""
    sink = _RelationsSink("")
    package.parse("_rels/.rels", sink)
    found = sink.kinds.get("officeDocument", "")
    return found if package.has(found) else usual


def relations(package: Package, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """The parts a part refers to, by relation id and by kind (the first of each)."""
    folder, name = posixpath.split(part)
    sink = _RelationsSink(folder)
    package.parse(posixpath.join(folder, "_rels", f"{name}.rels"), sink)
    return sink.targets, sink.kinds
