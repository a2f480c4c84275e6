"""Streaming XML that builds no tree and takes no document type, so no part swells in memory."""

from typing import BinaryIO, Protocol
from xml.parsers import expat

MAX_ELEMENTS = 4_000_000
"""Elements one part may hold; a sheet of 50,000 rows has about two millions."""

MAX_DEPTH = 256
"""Elements that may lie in one another; office files stay under a hundred."""

MAX_TOKEN = 4 * 1024 * 1024
"""Bytes one tag, text or comment may have; real ones stay under a few thousand."""

_CHUNK = 1 << 16
_MOST_NAMES = 10_000


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


class _Names(dict[str, str]):
    """Names without their prefixes; a dictionary, because it is asked millions of times."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[name] = local
        return local


class _Events:
    """Hands the tags of a parser on, counting them."""

    def __init__(self, sink: XmlSink) -> None:
        self.elements = 0
        self.depth = 0
        self._start, self._end = sink.start, sink.end
        self._names = _Names()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.elements += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise XmlError("elements nested too deep")
        names = self._names
        if attributes:
            attributes = {names[key]: value for key, value in attributes.items()}
        self._start(names[name], attributes)

    def end(self, name: str) -> None:
        """An element closes."""
        self.depth -= 1
        self._end(self._names[name])


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
    parser.CharacterDataHandler = sink.data
    silent = 0
    try:
        while chunk := stream.read(_CHUNK):
            before = (events.elements, events.depth)
            parser.Parse(chunk, False)
            silent = silent + len(chunk) if before == (events.elements, events.depth) else 0
            if silent > MAX_TOKEN:
                raise XmlError("endless token")
            if events.elements > MAX_ELEMENTS:
                raise XmlTooLargeError(f"more than {MAX_ELEMENTS} elements")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        if isinstance(error, LookupError) and "unknown encoding" not in str(error):
            raise
        raise XmlError(str(error)) from error
