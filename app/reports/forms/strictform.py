"""Forms in the strict flavour of the format, told in the usual words to what only reads them."""

from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
# After these the usual names bear the year.
_DATED = (b"spreadsheetml/", b"drawingml/", b"officeDocument/")


def usual_words(content: bytes) -> bytes:
    """The form for looking things up: the same bytes unless it is a strict one.

    The form itself is filled as it came; only what reads it needs the usual names.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            workbook = next((n for n in archive.namelist() if n.endswith("/workbook.xml")), "")
            if not workbook or _STRICT not in archive.read(workbook):
                return content
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return content  # told where the form is read
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            is_told = name.endswith((".xml", ".rels"))
            archive.writestr(name, _in_usual_words(part) if is_told else part)
    return stream.getvalue()


def _in_usual_words(part: bytes) -> bytes:
    for word in _DATED:
        part = part.replace(_STRICT + word, _USUAL + word + b"2006/")
    return part.replace(_STRICT, _USUAL)
