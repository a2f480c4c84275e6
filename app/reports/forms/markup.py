"""XML parts of an office package, read and written back with every name and space as it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from app.errors import UserError

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name with the prefix as written, attributes in order, children and text."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def text(self) -> str:
        """The text right inside."""
        return "".join(child for child in self.children if isinstance(child, str))

    def nodes(self, local: str | None = None) -> list["Node"]:
        """The elements right inside, of one name or all."""
        inside = [child for child in self.children if isinstance(child, Node)]
        return [node for node in inside if local is None or node.local == local]

    def find(self, *path: str) -> "Node | None":
        """The first element down a path of names."""
        node: Node | None = self
        for local in path:
            node = next(iter(node.nodes(local)), None) if node else None
        return node

    def walk(self) -> Iterator["Node"]:
        """The element and all below it."""
        yield self
        for node in self.nodes():
            yield from node.walk()

    def kin(self, local: str, attributes: dict[str, str] | None = None) -> "Node":
        """A new element with this one's prefix."""
        prefix = self.name.rpartition(":")[0]
        return Node(f"{prefix}:{local}" if prefix else local, attributes or {})

    def copy(self) -> "Node":
        """The element with everything below it, anew."""
        children = [one.copy() if isinstance(one, Node) else one for one in self.children]
        return Node(self.name, dict(self.attributes), children)

    def remove(self, local: str) -> None:
        """Take the elements of a name out."""
        self.children = [one for one in self.children if isinstance(one, str) or one.local != local]


def parse_markup(content: bytes) -> Node:
    """Read a part.

    Raises:
        UserError: ``form_damaged``: it is no XML, or brings entities of its own.
    """
    root = Node("")
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def refuse(*_: object) -> None:
        raise expat.ExpatError("document type")

    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = lambda data: stack[-1].children.append(data)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        message = "这份空白表的内部结构已损坏；请用表格软件打开后另存一份再试。"
        raise UserError("form_damaged", message, details=str(error)) from error
    return root.nodes()[0]


def write_markup(node: Node) -> bytes:
    """The part as bytes again."""
    pieces: list[str] = []
    _write(node, pieces)
    return _HEAD + "".join(pieces).encode()


def legal(text: str) -> str:
    """A text without the characters that XML cannot hold; line breaks as plain line feeds."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _write(node: Node, pieces: list[str]) -> None:
    attributes = "".join(f' {k}="{_escaped(v, _VALUE)}"' for k, v in node.attributes.items())
    if not node.children:
        pieces.append(f"<{node.name}{attributes}/>")
        return
    pieces.append(f"<{node.name}{attributes}>")
    for child in node.children:
        if isinstance(child, Node):
            _write(child, pieces)
        else:
            pieces.append(_escaped(child, _TEXT))
    pieces.append(f"</{node.name}>")


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(sign, sign) for sign in text)
