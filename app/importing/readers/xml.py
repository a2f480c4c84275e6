"""Streaming XML that builds no tree and takes no document type, so no part swells in memory."""

from typing import BinaryIO, Protocol
from xml.parsers import expat

_CHUNK = 1 << 16


class XmlError(Exception):
    """The part is not well-formed XML, or holds what an office file never holds."""


class XmlSink(Protocol):
    """What takes the events of one part; tags and attributes come without their prefixes."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text inside the element opened last."""


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> None:
    raise XmlError("document type declaration")


def parse_xml(stream: BinaryIO, sink: XmlSink) -> None:
    """Read a part from start to end, handing its events to ``sink``.

    Raises:
        XmlError: the part is broken or carries a document type (entity expansion).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype

    def on_start(name: str, attributes: dict[str, str]) -> None:
        sink.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        sink.end(_local(name))

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = sink.data
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise XmlError(str(error)) from error
