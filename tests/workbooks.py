"""Small spreadsheets for tests: .xlsx and .ods by GDAL; .xls (Excel 97) byte by byte, as nothing here writes it."""

from __future__ import annotations

import struct
from pathlib import Path

Cell = str | float


def xls(rows: list[list[Cell]]) -> bytes:
    """A workbook of one sheet, "Data", as Excel 97 writes it."""
    return _compound(_workbook(rows))


def gdal_book(path: Path, columns: dict[str, type], rows: list[tuple]) -> bytes:
    """A workbook with a heading line, written by GDAL; the driver follows from the suffix (.xlsx, .ods)."""
    from osgeo import ogr

    dataset = ogr.GetDriverByName(path.suffix[1:].upper()).CreateDataSource(str(path))
    layer = dataset.CreateLayer("Data")
    for name, kind in columns.items():
        layer.CreateField(ogr.FieldDefn(name, {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}[kind]))
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for number, value in enumerate(row):
            if value is not None:
                feature.SetField(number, value)
        layer.CreateFeature(feature)
    del layer
    del dataset
    return path.read_bytes()


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _workbook(rows: list[list[Cell]]) -> bytes:
    name = b"Data"

    def begin(kind: int) -> bytes:
        return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 6))

    def cell(row: int, column: int, value: Cell) -> bytes:
        head = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            return _record(0x204, head + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return _record(0x203, head + struct.pack("<d", value))

    start = begin(5) + _record(0x42, struct.pack("<H", 1200)) + _record(0xE0, b"\0" * 20)
    end = _record(10, b"")
    where = len(start) + 4 + 8 + len(name) + len(end)
    book = start + _record(0x85, struct.pack("<IBBBB", where, 0, 0, len(name), 0) + name) + end
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    cells = b"".join(cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    return book + begin(0x10) + _record(0x200, size) + cells + end


def _compound(stream: bytes) -> bytes:
    """The stream "Workbook" alone in an OLE compound file (at most 64 kB)."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    blocks = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *(number + 3 for number in range(blocks - 1)), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (128 - len(chain))
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH6xIIIIIIIII", *numbers)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + b"\0\0" if name else b""
        links = struct.pack("<HBBIII", len(written), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return written.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    entries = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    entries += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return head + struct.pack("<I", 0) + b"\xff" * 432 + struct.pack("<128I", *chain) + entries + stream
