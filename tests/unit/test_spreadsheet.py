"""Spreadsheets: codes stay text, numbers lose no digit, whatever the form; what is no spreadsheet is said so."""

from __future__ import annotations

import io
import zipfile

import pytest
import workbooks

from anct_qgis_plugin.connectors.tables import spreadsheet
from anct_qgis_plugin.errors import SourceError

pytest.importorskip("osgeo")

COLUMNS = {"insee_com": str, "lib_com": str, "n": int, "valeur": float}
LINES = [("01004", "Ambérieu-en-Bugey", 3, 12.5), ("2A004", "Ajaccio", 0, 1004.0), ("46042", None, None, -0.25)]
EXPECTED = [
    ["insee_com", "lib_com", "n", "valeur"],
    ["01004", "Ambérieu-en-Bugey", "3", "12.5"],
    ["2A004", "Ajaccio", "0", "1004"],
    ["46042", "", "", "-0.25"],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_codes_stay_text_and_numbers_keep_their_digits(tmp_path, suffix):
    data = workbooks.gdal_book(tmp_path / f"liste{suffix}", COLUMNS, LINES)
    assert spreadsheet.rows(data, suffix.upper()) == EXPECTED
    assert spreadsheet.sheets(data, suffix) == ["Data"]


def test_excel_97():
    rows = [["insee_com", "lib_com", "valeur"], ["01004", "Ambérieu-en-Bugey", 12.5], ["2A004", "Ajaccio", 1004.0]]
    assert spreadsheet.rows(workbooks.xls(rows), ".xls") == [
        ["insee_com", "lib_com", "valeur"],
        ["01004", "Ambérieu-en-Bugey", "12.5"],
        ["2A004", "Ajaccio", "1004"],
    ]


def test_official_file_with_lines_of_heading(shared):
    rows = spreadsheet.rows((shared / "fixtures/http/observatoire/exp2020_com2025.xlsx").read_bytes(), ".xlsx")
    assert rows[4] == ["codgeo", "libgeo", "an", "exp2020"]
    assert rows[5] == ["01001", "L'Abergement-Clémenciat", "2020", "14"]
    assert rows[6] == ["90010", "Belfort", "2020", ""]


@pytest.mark.parametrize("suffix", spreadsheet.SUFFIXES)
@pytest.mark.parametrize("data", [b"", b"insee_com;n\n01004;3\n", b"PK\x03\x04cut short", b"<html></html>"])
def test_what_is_no_spreadsheet(suffix, data):
    with pytest.raises(SourceError, match="Save it as CSV"):
        spreadsheet.rows(data, suffix)


def test_cut_short(tmp_path):
    data = workbooks.gdal_book(tmp_path / "liste.xlsx", COLUMNS, LINES)
    with pytest.raises(SourceError):
        spreadsheet.rows(data[: len(data) // 2], ".xlsx")


def test_unknown_sheet_names_those_there(tmp_path):
    data = workbooks.gdal_book(tmp_path / "liste.ods", COLUMNS, LINES)
    with pytest.raises(SourceError, match="Communes.*Data"):
        spreadsheet.rows(data, ".ods", "Communes")


def test_other_suffix():
    with pytest.raises(SourceError, match=r"\.doc"):
        spreadsheet.rows(b"", ".doc")


def test_a_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(spreadsheet, "_LARGEST_UNPACKED", 1000)
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5000)
    with pytest.raises(SourceError, match="too large"):
        spreadsheet.rows(book.getvalue(), ".xlsx")
