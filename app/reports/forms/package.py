"""A workbook file as its parts: found by their links, changed or kept as bytes."""

import posixpath
import zipfile
from io import BytesIO

from app.errors import UserError
from app.reports.forms.markup import Node, parse_markup, write_markup

_LINKS = b"http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOST_BYTES = 400 * 1024 * 1024


class Package:
    """The parts of an .xlsx file; a part once opened as XML is written back when it was changed."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                self._order = [info for info in archive.infolist() if not info.is_dir()]
                if sum(info.file_size for info in self._order) > _MOST_BYTES:
                    raise UserError("form_too_large", "这份空白表太大，不能填写；请精简后再试。")
                self._parts = {info.filename: archive.read(info) for info in self._order}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            message = "这份空白表已损坏或带有密码，打不开；请另存为 .xlsx 后再试。"
            raise UserError("form_damaged", message, details=repr(error)) from error
        self._opened: dict[str, Node] = {}
        self._changed: set[str] = set()

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._parts

    def read(self, part: str) -> bytes:
        """A part's bytes."""
        return self._parts[part]

    def put(self, part: str, content: bytes) -> None:
        """Replace a part's bytes."""
        self._parts[part] = content

    def add(self, part: str, content: bytes, kind: str) -> None:
        """A new part, with its kind told among the content types."""
        self._parts[part] = content
        self._order.append(zipfile.ZipInfo(part))
        types = self.tree("[Content_Types].xml", change=True)
        told = {"PartName": f"/{part}", "ContentType": kind}
        types.children.append(types.kin("Override", told))

    def link(self, part: str, name: str, kind: str, target: str) -> None:
        """Let a part point to another; ``target`` counts from the package's root."""
        links = self.links_part(part)
        if links not in self._parts:
            self._parts[links] = b'<Relationships xmlns="' + _LINKS + b'"/>'
            self._order.append(zipfile.ZipInfo(links))
        root = self.tree(links, change=True)
        told = {"Id": name, "Type": f"{_OFFICE_LINKS}/{kind}", "Target": target}
        root.children.append(root.kin("Relationship", told))

    def tree(self, part: str, *, change: bool = False) -> Node:
        """A part as XML; with ``change`` it is written anew."""
        if part not in self._opened:
            self._opened[part] = parse_markup(self._parts[part])
        if change:
            self._changed.add(part)
        return self._opened[part]

    def drop(self, part: str) -> None:
        """Take a part out, with its entry among the content types."""
        self._parts.pop(part, None)
        types = self.tree("[Content_Types].xml", change=True)
        types.children = [
            one
            for one in types.children
            if isinstance(one, str) or one.attributes.get("PartName") != f"/{part}"
        ]

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: by id the kind of link and the other part's name."""
        links = self.links_part(part)
        if links not in self._parts:
            return {}
        found = {}
        for node in self.tree(links).nodes("Relationship"):
            target = node.attributes.get("Target", "")
            if node.attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
                target = target.lstrip("/")
            kind = node.attributes.get("Type", "").rpartition("/")[2]
            found[node.attributes.get("Id", "")] = (kind, target)
        return found

    @staticmethod
    def links_part(part: str) -> str:
        """The part that holds a part's links."""
        folder, _, name = part.rpartition("/")
        return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"

    def below(self, part: str) -> dict[str, str]:
        """Every part that can be reached from a part, with the kind of link to it."""
        found: dict[str, str] = {}
        waiting = [part]
        while waiting:
            for kind, target in self.links(waiting.pop()).values():
                if target in self._parts and target not in found and kind != "worksheet":
                    found[target] = kind
                    waiting.append(target)
        return found

    def workbook(self) -> str:
        """The name of the workbook's own part."""
        for kind, target in self.links("").values():
            if kind == "officeDocument" and target in self._parts:
                return target
        raise UserError("form_damaged", "这份空白表里没有工作簿，打不开；请另存为 .xlsx 后再试。")

    def sheets(self) -> dict[str, str]:
        """The worksheets' parts by the sheets' names, in their order."""
        workbook = self.workbook()
        links, root = self.links(workbook), self.tree(workbook)
        parts = {}
        for node in (root.find("sheets") or root).nodes("sheet"):
            link = next((v for k, v in node.attributes.items() if k.endswith(":id")), "")
            kind, target = links.get(link, ("", ""))
            if kind == "worksheet" and self.has(target):
                parts[node.attributes.get("name", "")] = target
        return parts

    def write(self) -> bytes:
        """The file, its parts in the order they had."""
        for part in self._changed & self._parts.keys():
            self._parts[part] = write_markup(self._opened[part])
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self._order:
                if info.filename in self._parts:
                    archive.writestr(
                        zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)),
                        self._parts[info.filename],
                        zipfile.ZIP_DEFLATED,
                    )
        return stream.getvalue()
