"""What hangs over a binary sheet, read from its drawing records: pictures, text boxes, lines."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.reports.oldforms.oldrecords import SheetRecords, TextRecord

_DRAWING, _GROUPS, _GROUP, _SHAPE = 0xF002, 0xF003, 0xF003, 0xF004
_STORE, _ENTRY = 0xF001, 0xF007
_HEADS = {0xF01D: 17, 0xF02A: 17, 0xF01E: 17, 0xF01F: 17, 0xF01A: 50, 0xF01B: 50}
_ENDINGS = {0xF01D: "jpeg", 0xF02A: "jpeg", 0xF01E: "png", 0xF01F: "bmp", 0xF01A: "emf",
            0xF01B: "wmf"}  # fmt: skip
# Where a picture's own bytes have a second check sum before them, by the record's instance.
_TWO_SUMS = frozenset({0x3D5, 0x217, 0x46B, 0x6E3, 0x6E1, 0x7A9})
_CHART, _NOTE, _DROP = 0x05, 0x19, 0x14
_CONTROLS = frozenset({0x07, 0x0B, 0x0C, 0x0D, 0x0E, 0x10, 0x11, 0x12, 0x13, 0x14})
_OF_PROGRAM = 0x0100
_MOST_BYTES = 40_000_000
_PICTURE = 0x0104


@dataclass(frozen=True, slots=True)
class Anchor:
    """Two corners on the sheet: column and row from 0, each with a share of its size."""

    left: tuple[int, float]
    top: tuple[int, float]
    right: tuple[int, float]
    bottom: tuple[int, float]


@dataclass(frozen=True, slots=True)
class OldShape:
    """Something hanging over a sheet.

    Attributes:
        kind: the shape's number; lines, boxes and pictures have their own.
        anchor: where it hangs; None inside a group.
        box: left, top, right, bottom: in its group's own measure.
        inner: of a group, the measure of what is inside.
        told: its properties by number.
        text: what is written in it.
        object_kind: what the sheet calls it: a picture, a note, a control.
        parts: of a group.
    """

    kind: int = 0
    flips: int = 0
    anchor: Anchor | None = None
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    inner: tuple[int, int, int, int] = (0, 0, 0, 0)
    told: Mapping[int, int] = field(default_factory=dict)
    text: TextRecord | None = None
    object_kind: int = -1
    is_hidden: bool = False
    parts: tuple["OldShape", ...] = ()

    @property
    def picture(self) -> int:
        """Which of the workbook's pictures it shows, from 1; 0 for none."""
        return self.told.get(_PICTURE, 0)

    @property
    def is_drawn(self) -> bool:
        """Whether it is a picture, a text box or a shape, not a chart, a note or a control."""
        others = {_CHART, _NOTE, *_CONTROLS}
        return self.object_kind not in others and not self.is_hidden


@dataclass(frozen=True, slots=True)
class _Record:
    code: int
    instance: int
    start: int
    end: int


def pictures_in(drawings: bytes) -> tuple[tuple[str, bytes], ...]:
    """The pictures a workbook keeps, each with its ending; unreadable ones are empty."""
    return tuple(
        _picture(drawings, entry)
        for group in _records(drawings, 0, len(drawings))
        for store in _records(drawings, group.start, group.end)
        if store.code == _STORE
        for entry in _records(drawings, store.start, store.end)
    )


def shapes_on(sheet: SheetRecords) -> tuple[OldShape, ...]:
    """What hangs over a sheet, the lowest first."""
    reader = _Reader(bytes(sheet.drawing), iter(sheet.objects), iter(sheet.texts))
    return tuple(reader.shapes())


def losses_of(sheet: SheetRecords) -> Iterator[str]:
    """What hangs over a sheet and is not carried along, in words."""
    kinds = {kind for kind, flags in sheet.objects if kind != _DROP or not flags & _OF_PROGRAM}
    if _CHART in kinds:
        yield "图表"
    if kinds & _CONTROLS:
        yield "窗体控件"


def _records(data: bytes, start: int, end: int) -> Iterator[_Record]:
    at = start
    while at + 8 <= end:
        version, code, size = struct.unpack_from("<HHI", data, at)
        yield _Record(code, version >> 4, at + 8, min(end, at + 8 + size))
        at += 8 + size


def _picture(data: bytes, entry: _Record) -> tuple[str, bytes]:
    """One kept picture: its own record may stand in an entry of the store, or alone."""
    inside = entry
    if entry.code == _ENTRY:
        inside = next(_records(data, entry.start + 36, entry.end), entry)
    if inside.code not in _HEADS:
        return "", b""
    sums = 16 if inside.instance in _TWO_SUMS else 0
    body = data[inside.start + _HEADS[inside.code] + sums : inside.end]
    kind = _ENDINGS[inside.code]
    if kind in {"emf", "wmf"}:
        packed = data[inside.start + _HEADS[inside.code] + sums - 2] == 0
        return kind, _unpacked(body) if packed else body
    return kind, _with_file_head(body) if kind == "bmp" else body


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _MOST_BYTES)
    except zlib.error:
        return b""


def _with_file_head(body: bytes) -> bytes:
    """A bitmap as a file of its own: kept ones lack the file's head."""
    size, bits = struct.unpack_from("<I10xH", body)
    colors = struct.unpack_from("<I", body, 32)[0] if size >= 36 else 0
    if bits <= 8:
        colors = colors or 1 << bits
    return b"BM" + struct.pack("<IHHI", len(body) + 14, 0, 0, 14 + size + 4 * colors) + body


@dataclass(slots=True)
class _Reader:
    """Reads shapes; objects and texts stand beside the drawing, in the drawing's order."""

    data: bytes
    objects: Iterator[tuple[int, int]]
    texts: Iterator[TextRecord]

    def shapes(self) -> Iterator[OldShape]:
        for whole in _records(self.data, 0, len(self.data)):
            if whole.code != _DRAWING:
                continue
            for group in _records(self.data, whole.start, whole.end):
                if group.code == _GROUPS:
                    # The first member stands for the sheet itself.
                    yield from self._members(group)[1:]

    def _members(self, group: _Record) -> list[OldShape]:
        found = []
        for one in _records(self.data, group.start, group.end):
            if one.code == _GROUP:
                found.append(self._group(one))
            elif one.code == _SHAPE:
                found.append(self._shape(one))
        return found

    def _group(self, group: _Record) -> OldShape:
        first, *parts = self._members(group)
        return OldShape(
            anchor=first.anchor,
            box=first.box,
            inner=first.inner,
            told=first.told,
            object_kind=first.object_kind,
            is_hidden=first.is_hidden,
            parts=tuple(parts),
        )

    def _shape(self, shape: _Record) -> OldShape:
        found: dict[str, object] = {}
        told: dict[int, int] = {}
        for one in _records(self.data, shape.start, shape.end):
            if one.code == 0xF00A:
                flags = struct.unpack_from("<I", self.data, one.start + 4)[0]
                found["kind"], found["flips"] = one.instance, flags >> 6 & 3
            elif one.code in {0xF00B, 0xF122}:
                told.update(self._properties(one))
            elif one.code == 0xF009:
                found["inner"] = struct.unpack_from("<4i", self.data, one.start)
            elif one.code == 0xF00F:
                found["box"] = struct.unpack_from("<4i", self.data, one.start)
            elif one.code == 0xF010:
                found["anchor"] = self._anchor(one)
            elif one.code == 0xF011:
                found["object_kind"] = next(self.objects, (-1, 0))[0]
            elif one.code == 0xF00D:
                found["text"] = next(self.texts, None)
        hidden = told.get(0x03BF, 0)
        is_hidden = bool(hidden & 0x20002 == 0x20002)
        return OldShape(**found, told=told, is_hidden=is_hidden)  # type: ignore[arg-type]

    def _properties(self, record: _Record) -> Iterator[tuple[int, int]]:
        for number in range(record.instance):
            at = record.start + 6 * number
            if at + 6 > record.end:
                return
            code, value = struct.unpack_from("<HI", self.data, at)
            yield code & 0x3FFF, value

    def _anchor(self, record: _Record) -> Anchor:
        told = struct.unpack_from("<9H", self.data, record.start)
        _, left, right_of, top, below, right, far, bottom, deep = told
        return Anchor(
            (left, right_of / 1024), (top, below / 256), (right, far / 1024), (bottom, deep / 256)
        )
