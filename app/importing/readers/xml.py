"""Streaming XML that builds no tree and takes no document type, so no part swells in memory."""

from typing import BinaryIO, Protocol
from xml.parsers import expat

MAX_ELEMENTS = 4_000_000
"""Elements one part may hold; a sheet of 50,000 rows has about two millions."""

MAX_DEPTH = 256
"""Elements that may lie in one another; office files stay under a hundred."""

MAX_TOKEN = 4 * 1024 * 1024
"""Bytes one tag, comment or instruction may have; real ones stay under a few thousand."""

_CHUNK = 1 << 16


class XmlError(Exception):
    """The part is not well-formed XML, or holds what an office file never holds."""


class XmlTooLargeError(Exception):
    """The part holds more elements than any list."""


class XmlSink(Protocol):
    """What takes the events of one part; tags and attributes come without their prefixes."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def data(self, text: str) -> None:
        """Text inside the element opened last."""


def _refuse_doctype(*_: object) -> None:
    raise XmlError("document type declaration")


class _Events:
    """Hands the events of a parser on, counting them."""

    def __init__(self, sink: XmlSink) -> None:
        self.elements = 0
        self.depth = 0
        self.heard = False
        self._sink = sink
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.elements += 1
        self.depth += 1
        self.heard = True
        if self.depth > MAX_DEPTH:
            raise XmlError("elements nested too deep")
        if attributes:
            attributes = {self._local(key): value for key, value in attributes.items()}
        self._sink.start(self._local(name), attributes)

    def end(self, name: str) -> None:
        """An element closes."""
        self.depth -= 1
        self.heard = True
        self._sink.end(self._local(name))

    def data(self, text: str) -> None:
        """Text."""
        self.heard = True
        self._sink.data(text)

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = name.rpartition(":")[2]
            if len(self._names) < 10_000:
                self._names[name] = local
        return local


def parse_xml(stream: BinaryIO, sink: XmlSink) -> None:
    """Read a part from start to end, handing its events to ``sink``.

    Raises:
        XmlError: the part is broken, carries a document type (entity expansion), or is built as
            no office program builds one (endless tags, endless nesting).
        XmlTooLargeError: it holds more than :data:`MAX_ELEMENTS`.
    """
    parser = expat.ParserCreate()
    events = _Events(sink)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.data
    silent = 0
    try:
        while chunk := stream.read(_CHUNK):
            events.heard = False
            parser.Parse(chunk, False)
            silent = 0 if events.heard else silent + len(chunk)
            if silent > MAX_TOKEN:
                raise XmlError("endless token")
            if events.elements > MAX_ELEMENTS:
                raise XmlTooLargeError(f"more than {MAX_ELEMENTS} elements")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise XmlError(str(error)) from error
