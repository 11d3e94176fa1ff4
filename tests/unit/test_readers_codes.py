"""Codes brought to COG 2026, reports, and the form of raw files. Our own figures in the real form."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest
from readers import COG, codes, raw, raw_json

from anct_qgis_plugin.connectors.embedded.cog import read as read_cog
from anct_qgis_plugin.connectors.tables.raw import Raw, number, plain, plausible_date, ring_text
from anct_qgis_plugin.connectors.tables.report import ReadReport, Tally
from anct_qgis_plugin.errors import SourceError


@pytest.mark.parametrize(
    ("written", "code", "how", "padded"),
    [
        ("01004", "01004", "direct", ""),
        (" 1004 ", "01004", "direct", "four_digit_code"),
        ("2a004", "2A004", "direct", ""),
        ("1340", "01015", "former_code", "four_digit_code"),
        ("12076", "12218", "former_code", ""),
        ("75102", "75056", "arrondissement", ""),
        ("971005", "97105", "direct", "six_digit_code"),
        ("97608", "97608", "direct", ""),
        ("97801", "", "com", ""),
        ("98712", "", "com", ""),
        ("97127", "", "unknown", ""),
        ("", "", "unknown", ""),
    ],
)
def test_a_code_is_brought_to_cog_2026(written, code, how, padded):
    match = codes().resolve(written)
    assert (match.code, match.how, match.padded) == (code, how, padded)


def test_a_siren_gives_its_communes():
    known = codes()
    assert known.members("200066660") == ["15031", "15141"]
    assert known.members("200057867") == ["93066"]  # établissement public territorial
    assert known.members("210100046") == ["01004"]  # the commune's own
    assert known.members("999999999") == []


def test_a_report_counts_and_says_why():
    tally = Tally("x", codes())
    tally.rows_read = 4
    tally.matched = sum(bool(tally.resolve(c)) for c in ("1004", "75102", "97801", "97127"))
    report = tally.report()
    assert report.matched == 2
    assert report.repaired == {"four_digit_code": 1, "arrondissement": 1}
    assert report.refused == (
        ("97801", "overseas collectivity, out of scope"),
        ("97127", "unknown commune code"),
    )
    assert "\n" not in report.text() and "97127" not in report.text() and "1 unknown commune code" in report.text()
    assert json.loads(json.dumps(report.as_dict()))["refused"][0] == {
        "row": "97801",
        "reason": "overseas collectivity, out of scope",
    }
    assert isinstance(report, ReadReport)


def test_bom_windows_encoding_and_gzip_are_read(tmp_path):
    assert Raw("a", b"\xef\xbb\xbfcode\n1").csv(("code",)) == [{"code": "1"}]
    assert Raw("a", "nom\nÉpinal".encode("cp1252")).csv(("nom",)) == [{"nom": "Épinal"}]
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(b"code\n1"))
    assert Raw.open(packed).csv(("code",)) == [{"code": "1"}]


def test_bad_files_are_refused_with_a_sentence(tmp_path):
    with pytest.raises(SourceError, match="rates.csv has no column “insee_com”"):
        Raw("rates.csv", b"code,x\n1,2").csv(("insee_com",))
    with pytest.raises(SourceError, match="web page"):
        Raw("a.csv", b"\n<!DOCTYPE html><html>").text()
    with pytest.raises(SourceError, match="empty"):
        Raw("a.csv", b" \n").text()
    with pytest.raises(SourceError, match="damaged or cut short"):
        Raw("a.json", b'{"a": 1').json()
    with pytest.raises(SourceError, match=r"gone\.csv cannot be read"):
        Raw.open(tmp_path / "gone.csv")
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b"code\n" * 1000)[:-20])
    with pytest.raises(SourceError, match="cut short"):
        Raw.open(cut)


def test_missing_secret_and_zero_are_three_answers():
    assert number("0") == 0 and number("0,0") == 0 and number(0) == 0
    for nothing in ("", "s", "nd", "-9999", None, True):
        assert number(nothing) is None
    assert number("21\u202f660,5") == 21660.5
    assert (plain(0.0), plain(None), plain(2.5), plain(-0.97)) == ("0", "", "2.5", "-0.97")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2021-05-28", "2021-05-28"),
        ("28-05-2021", "2021-05-28"),
        ("28/05/2021", "2021-05-28"),
        ("2026-11-03", ""),  # after the file
        ("2018-02-10", ""),  # before the programme
        ("2021-13-01", ""),
        ("bientôt", ""),
        (None, ""),
    ],
)
def test_only_plausible_dates_are_kept(written, kept):
    assert plausible_date(written, date(2020, 10, 1), date(2026, 4, 27)) == kept


def test_rings_are_closed_and_flat_ones_dropped():
    assert ring_text([[[0, 0], [1, 0], [1, 0], [1, 1]]], "f") == "((0 0,1 0,1 1,0 0))"
    assert ring_text([[[0.1, 0.3], [0.2, 0.3], [0.1, 0.3], [0.2, 0.3], [0.1, 0.3]]], "f") == ""


def test_the_cog_package_becomes_communes_and_levels(tmp_path):
    commune = {
        "type": "commune-actuelle",
        "zone": "metro",
        "region": "84",
        "departement": "01",
        "arrondissement": "011",
    }
    communes = [
        commune | {"code": "01015", "nom": "Arboys en Bugey", "siren": "200053668", "anciensCodes": ["01340"],
                   "population": 9},
        {"code": "01015", "nom": "Arbignieu", "type": "commune-deleguee", "chefLieu": "01015"},
        {"code": "01341", "nom": "X", "type": "commune-associee", "chefLieu": "01015"},
        commune | {"code": "75056", "nom": "Paris", "siren": "217500016", "departement": "75", "region": "11"},
        {"code": "75101", "nom": "Paris 1er", "type": "arrondissement-municipal", "commune": "75056"},
        commune | {"code": "97608", "nom": "Mamoudzou", "zone": "drom", "departement": "976", "region": "06",
                   "siren": "200008811", "arrondissement": "", "population": 71437},
        commune | {"code": "97501", "nom": "Miquelon", "zone": "com", "departement": "975"},
    ]  # fmt: skip
    files = {
        "communes": communes,
        "epci": [{"code": "200040350", "membres": [{"code": "01015"}]}],
        "ept": [{"code": "200057867", "membres": [{"code": "93066"}]}],
        "regions": [{"code": "04", "nom": "La Réunion", "zone": "drom"}, {"code": "975", "nom": "SPM", "zone": "com"}],
        "departements": [{"code": "46", "nom": "Lot", "region": "76", "zone": "metro"}],
        "arrondissements": [{"code": "461", "nom": "Cahors", "departement": "46", "region": "76"}],
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    rows, levels, report = read_cog(tmp_path)
    found = {row[0]: dict(zip(COG, row, strict=True)) for row in rows}
    assert set(found) == {"01015", "75056", "97608"}
    # The chef-lieu is a current and a delegated commune: its own code is no former code.
    assert found["01015"]["former_codes"] == "01340 01341"
    assert found["01015"]["epci_former"] == "200040350"
    assert found["75056"]["arm_codes"] == "75101"
    assert (found["97608"]["population_2017"], found["01015"]["population_2017"]) == ("71437", "")
    assert ("region", "04", "La Réunion", "", "04") in levels and len(levels) == 3
    assert report.rows_read == 7 and report.refused == (("97501", "overseas collectivity, out of scope"),)
    (tmp_path / "communes.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(SourceError, match="communes.json has no column “code”"):
        read_cog(tmp_path)


def test_fixture_helpers_read_bytes():
    assert raw("cog.csv").data and raw_json("x", {}).data == b"{}"
