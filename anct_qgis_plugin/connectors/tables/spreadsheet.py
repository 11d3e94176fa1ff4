"""Spreadsheets (.xls, .xlsx, .ods) into rows of text, through the GDAL that comes with QGIS."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from ...errors import SourceError
from ...i18n import translate

SUFFIXES = (".xls", ".xlsx", ".ods")
_DRIVERS = {".xls": "XLS", ".xlsx": "XLSX", ".ods": "ODS"}
# Cells of a workbook once unpacked: a few kilobytes of zip can hold gigabytes of XML.
_LARGEST_UNPACKED = 1 << 30
_LARGEST_MANIFEST = 1 << 20
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # files of Excel 97, and the wrapping of an encrypted .xlsx
_ZIP = b"PK\x03\x04"
_XLS_BEGINS = b"\x09\x08\x10\x00"  # the record that opens a workbook of Excel 97; 16 bytes of content follow
_XLS_FILEPASS = b"\x2f\x00"
_PADDED = re.compile(r"-?\d+\.\d{9,}")
_MIDNIGHT = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?: 00:00:00(?:\+00)?)?")


def is_spreadsheet(name: str) -> bool:
    """Whether a file's name says that it is a spreadsheet that `rows` reads."""
    return name.lower().endswith(SUFFIXES)


def looks_like_one(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, whatever the file is called: many an ".xls" is text or a web page."""
    return data.startswith((_COMPOUND, _ZIP))


def rows(data: bytes, suffix: str, sheet: str | None = None) -> list[list[str]]:
    """The cells of a sheet as text, row by row, all of the same length; nothing is taken for a heading.

    A text cell stays as written ("01004"); a whole number has no decimals ("1004"), others a point ("12.5"); a date is
    ISO ("2024-01-15"); a truth value is "1" or "0"; an empty cell is "". Rows empty at the end are left out.

    Args:
        suffix: ".xls", ".xlsx" or ".ods", in any case.
        sheet: name of the sheet; the first one that has cells when None.

    Raises:
        SourceError: if the file cannot be read as such, has no cells, or no such sheet.
    """
    kind = suffix.lower()
    if kind not in _DRIVERS:
        raise SourceError(
            translate(
                "Anct", "“{suffix}” is not a spreadsheet that can be read. Save it as .xlsx, .ods, .xls or CSV."
            ).format(suffix=suffix)
        )
    with _opened(data, kind) as dataset:
        names = _names(dataset)
        if sheet is not None and sheet not in names:
            raise SourceError(
                translate("Anct", "The spreadsheet has no sheet “{sheet}”; it has: {names}.").format(
                    sheet=sheet, names=", ".join(names)
                )
            )
        for name in names if sheet is None else [sheet]:
            found = _cells(dataset.GetLayerByName(name))
            if found or sheet is not None:
                return found
    raise _unreadable("no cell in any sheet")


def every_sheet(data: bytes, suffix: str) -> list[list[list[str]]]:
    """The cells of each sheet that has some, as `rows` gives them, in order.

    Raises:
        SourceError: if the file cannot be read as such, or has no cells.
    """
    with _opened(data, suffix.lower()) as dataset:
        found = [_cells(dataset.GetLayerByName(name)) for name in _names(dataset)]
    if not any(found):
        raise _unreadable("no cell in any sheet")
    return [cells for cells in found if cells]


def sheets(data: bytes, suffix: str) -> list[str]:
    """The names of the sheets, in order.

    Raises:
        SourceError: as `rows`.
    """
    with _opened(data, suffix.lower()) as dataset:
        return _names(dataset)


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Any]:
    """The workbook as a GDAL dataset."""
    from osgeo import gdal

    kind = _real_kind(data, kind)
    if kind in (".xlsx", ".ods"):
        _refuse_bombs(data)
    driver = _DRIVERS[kind]
    # Before GDAL 3.7 these are configuration only.
    wanted = {f"OGR_{driver}_HEADERS": "DISABLE", f"OGR_{driver}_FIELD_TYPES": "AUTO"}
    before = {key: gdal.GetConfigOption(key) for key in wanted}
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        for key, value in wanted.items():
            gdal.SetConfigOption(key, value)
        # On the disk: the XLS driver knows no file in memory.
        with tempfile.TemporaryDirectory(prefix="anct-") as folder:
            path = Path(folder) / f"book{kind}"
            path.write_bytes(data)
            try:
                dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=[driver])
            except RuntimeError as error:  # where GDAL's exceptions are on
                raise _unreadable(str(error)) from error
            if dataset is None:
                raise _unreadable(gdal.GetLastErrorMsg())
            yield dataset
            del dataset
    except OSError as error:
        raise _unreadable(str(error)) from error
    finally:
        for key, old in before.items():
            gdal.SetConfigOption(key, old)
        gdal.PopErrorHandler()


def _real_kind(data: bytes, kind: str) -> str:
    """The kind of a workbook by its content, for those under a wrong name. Raises SourceError when it is encrypted."""
    if data.startswith(_COMPOUND):
        opened = data.find(_XLS_BEGINS)
        after = data[opened + 20 : opened + 22] if opened >= 0 else b""
        if "EncryptedPackage".encode("utf-16-le") in data or after == _XLS_FILEPASS:
            raise _locked()
        return ".xls"
    if not data.startswith(_ZIP):
        return kind
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {member.filename: member.file_size for member in archive.infolist()}
            if "xl/workbook.xml" in names:
                return ".xlsx"
            manifest = "META-INF/manifest.xml"
            if 0 < names.get(manifest, 0) < _LARGEST_MANIFEST and b":encryption-data" in archive.read(manifest):
                raise _locked()
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
        raise _unreadable(repr(error)) from error
    return ".ods" if "content.xml" in names else kind


def _locked() -> SourceError:
    return SourceError(
        translate(
            "Anct",
            "The spreadsheet is protected by a password. Open it, save a copy without a password, and choose the copy.",
        )
    )


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _unreadable(repr(error)) from error
    if unpacked > _LARGEST_UNPACKED:
        raise SourceError(
            translate("Anct", "The spreadsheet is too large once unpacked ({size} MB). Save its sheet as CSV.").format(
                size=unpacked >> 20
            )
        )


def _names(dataset: Any) -> list[str]:
    return [dataset.GetLayer(number).GetName() for number in range(dataset.GetLayerCount())]


def _cells(layer: Any) -> list[list[str]]:
    from osgeo import ogr

    definition = layer.GetLayerDefn()
    kinds = [definition.GetFieldDefn(number).GetType() for number in range(definition.GetFieldCount())]
    found = []
    for feature in layer:
        found.append([_text(feature, number, kind, ogr) for number, kind in enumerate(kinds)])
    while found and not any(found[-1]):
        found.pop()
    return found


def _text(feature: Any, number: int, kind: int, ogr: Any) -> str:
    if not feature.IsFieldSetAndNotNull(number):
        return ""
    if kind == ogr.OFTReal:
        value = feature.GetFieldAsDouble(number)
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    text = str(feature.GetFieldAsString(number)).strip()
    day = _MIDNIGHT.fullmatch(text)
    if day is not None:
        return "-".join(day.groups())
    # In a column that mixes text and numbers GDAL writes 1004 as "1004.0000000000000000".
    return text.rstrip("0").rstrip(".") if _PADDED.fullmatch(text) else text


def _unreadable(details: str) -> SourceError:
    return SourceError(
        translate(
            "Anct", "The spreadsheet cannot be read: it is damaged, protected, or another kind of file. Save it as CSV."
        ),
        details=details,
    )
