"""Small spreadsheets for tests: .xlsx and .ods by GDAL; .xls (Excel 97) byte by byte, as nothing here writes it."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
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


def _compound(stream: bytes, name: str = "Workbook") -> bytes:
    """One stream alone in an OLE compound file (at most 64 kB)."""
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

    entries = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    entries += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return head + struct.pack("<I", 0) + b"\xff" * 432 + struct.pack("<128I", *chain) + entries + stream


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet from the cells' own XML (ECMA-376, `c` elements without their address)."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(f'<c r="{chr(65 + place)}{number}" {cell}</c>' for place, cell in enumerate(row) if cell)
        lines.append(f'<row r="{number}">{cells}</row>')
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets>'
        '<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{office}/styles" Target="styles.xml"/></Relationships>',
        # Style 1 is a day (built-in number format 14).
        "xl/styles.xml": f'<styleSheet xmlns="{spreadsheet}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
        '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{spreadsheet}"><sheetData>{"".join(lines)}</sheetData>'
        "</worksheet>",
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return made.getvalue()


def text_cell(text: str) -> str:
    return f't="inlineStr"><is><t>{text}</t></is>'


def number_cell(value: float, formula: str = "", style: int = 0) -> str:
    """A number, or a formula with the result that the spreadsheet last computed."""
    return f's="{style}">' + (f"<f>{formula}</f>" if formula else "") + f"<v>{value}</v>"


def error_cell(error: str, formula: str) -> str:
    """A formula without result: "#DIV/0!"."""
    return f't="e"><f>{formula}</f><v>{error}</v>'


def locked_xlsx() -> bytes:
    """What an encrypted .xlsx begins with: a compound file that holds "EncryptedPackage" (MS-OFFCRYPTO 2.3)."""
    return _compound(b"\0" * 4096, "EncryptedPackage")


def locked_xls() -> bytes:
    """An encrypted workbook of Excel 97: its first record is followed by FILEPASS (MS-XLS 2.4.117)."""
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    return _compound((begins + _record(0x002F, b"\1\0\1\0\1\0" + b"\7" * 48)).ljust(4096, b"\0"))


def locked_ods() -> bytes:
    """An encrypted .ods: its manifest tells how (ODF 1.2, part 3, 4.4)."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", bytes(range(256)))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:size="4000">'
            '<manifest:encryption-data manifest:checksum="x"/>'
            "</manifest:file-entry></manifest:manifest>",
        )
    return made.getvalue()
