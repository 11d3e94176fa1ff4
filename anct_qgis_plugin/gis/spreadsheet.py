"""Tables as an XLSX workbook, by GDAL: typed cells, so that no text is ever a formula and no code a number."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from osgeo import ogr

from ..core.spreadsheet_text import clean
from ..documents.sheet import Sheet
from ..errors import OutputError
from ..i18n import translate

_OGR = {str: ogr.OFTString, float: ogr.OFTReal, int: ogr.OFTInteger64}
_LONGEST = 32_767  # signs in a cell: what Excel holds
_WIDTHS = (8, 60)  # of a column, in signs
_OF_TEXTS = 120  # the same, at most, where a sheet is a list of sentences
_MEASURED = 200  # rows that a column's width is taken from


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> Path:
    """The workbook written.

    Raises:
        OutputError: if GDAL cannot write it, or has no driver for it.
    """
    driver = ogr.GetDriverByName("XLSX")
    if driver is None:
        raise OutputError(
            translate("Anct", "This QGIS cannot write spreadsheets: its GDAL library lacks XLSX. Choose other formats.")
        )
    book = driver.CreateDataSource(str(path))
    _check(book is not None, path)
    for sheet in sheets:
        _add(book, sheet, path)
    book = None  # written when it is let go
    _check(path.is_file() and path.stat().st_size > 0, path)
    _dress(path, sheets)
    return path


def _add(book: ogr.DataSource, sheet: Sheet, path: Path) -> None:
    layer = book.CreateLayer(sheet.name, None, ogr.wkbNone)
    _check(layer is not None, path)
    for title, kind in sheet.columns:
        _check(layer.CreateField(ogr.FieldDefn(title, _OGR[kind])) == 0, path)
    definition = layer.GetLayerDefn()
    for row in sheet.rows:
        feature = ogr.Feature(definition)
        for place, (value, (_, kind)) in enumerate(zip(row, sheet.columns, strict=True)):
            if value is None:
                continue
            if kind is str:
                feature.SetField(place, clean(str(value))[:_LONGEST])
            elif kind is int:
                feature.SetFieldInteger64(place, int(value))
            else:
                feature.SetField(place, float(value))
        _check(layer.CreateFeature(feature) == 0, path)


def _check(good: bool, path: Path) -> None:
    if not good:
        raise OutputError(
            translate("Anct", "The spreadsheet “{file}” could not be written. Check the free disk space.").format(
                file=path.name
            )
        )


def _dress(path: Path, sheets: Sequence[Sheet]) -> None:
    """Titles in bold that stay in sight, filters, widths of the columns by what they hold: GDAL writes none of it.

    GDAL's own widths overlap, which a strict reader takes for damage.
    """
    beside = path.with_name(f"{path.name}.dressed")
    try:
        with zipfile.ZipFile(path) as plain, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as dressed:
            styles = plain.read("xl/styles.xml").decode("utf-8")
            bold = len(re.findall("<xf ", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]))
            for name in plain.namelist():
                text = plain.read(name)
                number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
                if name == "xl/styles.xml":
                    text = _with_bold(styles).encode("utf-8")
                elif number:
                    sheet = sheets[int(number.group(1)) - 1]
                    text = _with_titles(text.decode("utf-8"), sheet, bold).encode("utf-8")
                dressed.writestr(name, text)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _with_bold(styles: str) -> str:
    """The styles with one more at the end of the list of cells': bold, wrapped."""
    styles = re.sub(
        r'<fonts count="1">(.*?)</fonts>',
        r'<fonts count="2">\1<font><b/><name val="Arial"/><family val="2"/><sz val="10"/></font></fonts>',
        styles, flags=re.DOTALL,
    )  # fmt: skip
    added = (
        '<xf numFmtId="164" fontId="1" xfId="0" applyFont="1" applyAlignment="1">'
        '<alignment wrapText="1" vertical="top"/></xf>'
    )

    def more(found: re.Match[str]) -> str:
        return f'<cellXfs count="{int(found.group(1)) + 1}">{found.group(2)}{added}</cellXfs>'

    return re.sub(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', more, styles, flags=re.DOTALL)


def _with_titles(text: str, sheet: Sheet, bold: int) -> str:
    """A sheet with its first row set in style number `bold` and kept in sight."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(_widths(sheet), start=1)
    )
    view = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
    )
    text = re.sub("<cols>.*?</cols>", lambda _: f"{view}<cols>{widths}</cols>", text, count=1, flags=re.DOTALL)
    head = re.search(r'<row r="1">.*?</row>', text, flags=re.DOTALL)
    if head:
        styled = head.group(0).replace('" t="s"', f'" s="{bold}" t="s"')
        text = text.replace(head.group(0), styled, 1)
    last = _letters(len(sheet.columns))
    return text.replace("</sheetData>", f'</sheetData><autoFilter ref="A1:{last}{len(sheet.rows) + 1}"/>', 1)


def _widths(sheet: Sheet) -> list[int]:
    found, most = [], _WIDTHS[1] if len(sheet.columns) > 2 else _OF_TEXTS
    for place, (title, _kind) in enumerate(sheet.columns):
        longest = max((len(_shown(row[place])) for row in sheet.rows[:_MEASURED]), default=0)
        found.append(min(max(longest + 2, min(len(title) + 3, 16), _WIDTHS[0]), most))
    return found


def _shown(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "" if value is None else str(value)


def _letters(column: int) -> str:
    """The name of a column, from 1: "A", "Z", "AA"."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
