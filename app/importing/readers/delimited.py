"""Reading .csv, .tsv and .txt: encoding and delimiter told by content, quoted cells kept whole."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.importing.readers.addresses import MAX_COLUMN, MAX_ROW
from app.importing.readers.encoding import decode_text, read_text
from app.importing.readers.limits import MAX_CELLS, TooManyCellsError
from app.importing.readers.package import too_large
from app.importing.sheet import Address, Cell, Sheet
from app.monitor import SILENT, Monitor

Record = list[str]

_DELIMITERS = "\t,;|"
_SAMPLE = 65_536
_LONGEST_CELL = 100_000
_LEAST_SCORE = 0.5
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORCED_TEXT = re.compile(r'="([^"]*)"')
_RULE_LINE = re.compile(r"[\s|:+=-]+")
_STEP = 2_000
# These begin with letters, and may go on with them for a while.
_NO_TEXT = (b"%PDF", b"{\\rtf", b"PK\x03\x04", b"Rar!", b"GIF8")


def is_text(path: Path, head: bytes) -> bool:
    """Whether the content is text in an encoding that is known, and no other format's."""
    del path
    return not head.startswith(_NO_TEXT) and decode_text(head) is not None


def read_delimited(path: Path, *, monitor: Monitor = SILENT) -> tuple[Sheet, ...]:
    """A text file as one sheet; without delimiters, each line is a row of one cell.

    Raises:
        UserError: the bytes are no text, or hold more than any list.
    """
    decoded = read_text(path)
    try:
        return (sheet_of_text(path.stem, decoded.text, notes=decoded.notes, monitor=monitor),)
    except TooManyCellsError as error:
        raise too_large(path, "too many cells") from error


def sheet_of_text(
    name: str, text: str, *, notes: tuple[str, ...] = (), monitor: Monitor = SILENT
) -> Sheet:
    """Text as a sheet; rows are numbered as Excel would, a quoted cell's line breaks within one.

    Raises:
        TooManyCellsError: the text holds more cells than any list.
    """
    stated = _SEPARATOR_LINE.match(text)
    delimiter = stated[1] if stated else find_delimiter(text[:_SAMPLE])
    records = split_records(text[stated.end() :] if stated else text, delimiter or "\t")
    if delimiter == "|":
        records = map(_inside_rules, records)
    cells: dict[Address, Cell] = {}
    for row, record in enumerate(records, 1):
        if row % _STEP == 0:
            monitor.report(len(cells), MAX_CELLS, "正在读取文本")
        if len(record) > MAX_COLUMN or row > MAX_ROW or len(cells) > MAX_CELLS:
            raise TooManyCellsError
        for column, value in enumerate(record, 1):
            if value and not value.isspace():
                cells[row, column] = Cell(_shown(value), row, column)
    return Sheet(name, cells, notes=notes)


def _shown(value: str) -> str:
    """A cell's text; ``="001"`` is how systems keep spreadsheets from changing a text."""
    forced = _FORCED_TEXT.fullmatch(value)
    return (forced[1] if forced else value).replace("\r\n", "\n").replace("\r", "\n")


def split_records(text: str, delimiter: str) -> Iterator[Record]:
    """The records of a text (RFC 4180), forgiving: quotes that do not enclose a cell are text.

    Excel and WPS put a cell of the clipboard in quotes only when it holds a line break, so
    ``"十三五"规划`` stands bare there and is kept with its quotes.
    """
    sign = re.escape(delimiter)
    quoted = re.compile(rf'"((?:[^"]++|"")*+)"(?={sign}|\r|\n|\Z)')
    bare = re.compile(rf"[^{sign}\r\n]*")
    record: Record = []
    at, end = 0, len(text)
    while at < end:
        match = quoted.match(text, at, at + _LONGEST_CELL) if text[at] == '"' else None
        if match:
            record.append(match[1].replace('""', '"'))
        else:
            match = bare.match(text, at)
            record.append(match[0] if match else "")
        at = match.end() if match else end
        if text.startswith(delimiter, at):
            at += 1
            if at < end:
                continue
            record.append("")
        yield record
        record = []
        at += 2 if text.startswith("\r\n", at) else 1


def find_delimiter(sample: str) -> str:
    """The sign that cuts the most rows into the same number of cells; empty when none does."""
    scores = {sign: _score(split_records(sample, sign)) for sign in _DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] >= _LEAST_SCORE else ""


def _score(records: Iterable[Record]) -> float:
    """Cells gained a row, weighed by how many of the cut rows have the same width."""
    filled = [record for record in records if any(value.strip() for value in record)]
    widths = Counter(len(record) for record in filled if sum(map(_is_filled, record)) > 1)
    if not widths:
        return 0.0
    usual = max(widths, key=lambda width: (widths[width], width))
    gained = sum((min(width, usual) - 1) * count for width, count in widths.items())
    return gained / len(filled) * widths[usual] / widths.total()


def _is_filled(value: str) -> bool:
    return bool(value.strip())


def _inside_rules(record: Record) -> Record:
    """A record of a table drawn with upright strokes, without its frame and its rules."""
    if _RULE_LINE.fullmatch("|".join(record)):
        return []
    if len(record) > 2 and not record[0].strip() and not record[-1].strip():
        return record[1:-1]
    return record
