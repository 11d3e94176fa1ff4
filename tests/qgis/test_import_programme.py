"""anct:importprogramme on the real snapshot, then the list where the official programmes are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)
from workbooks import gdal_book

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.coverage import Coverage
from anct_qgis_plugin.processing.importprogramme import ImportProgramme
from anct_qgis_plugin.processing.programmes import Programmes
from anct_qgis_plugin.snapshot import own as store
from anct_qgis_plugin.snapshot import reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing", "own_folder"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]

# Cahors twice; Bourg-en-Bresse without its zero; a code of nothing; a row without code.
ROWS = [("code", "commune"), ("46042", "Cahors"), ("46042", "Cahors"), ("1053", "Bourg"), ("99999", "?"), ("", "-")]
GIVEN = {"PROGRAMME": "bourgs_du_lot", "LABEL": "Bourgs du Lot", "SOURCE": "Département du Lot", "VINTAGE": "2025"}


@pytest.fixture
def own_folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path_factory.mktemp("own")))


def run(algorithm: QgsProcessingAlgorithm, **parameters: Any) -> dict[str, Any]:
    return outputs_of(algorithm, parameters)


def as_csv(folder: Path, rows: list[tuple[str, str]] | None = None) -> Path:
    path = folder / "bourgs.csv"
    path.write_text("\n".join(";".join(row) for row in rows or ROWS), encoding="cp1252")
    return path


def as_workbook(folder: Path, kind: str) -> Path:
    path = folder / f"bourgs.{kind.lower()}"
    gdal_book(path, dict.fromkeys(ROWS[0], str), ROWS[1:])
    return path


def rows_of(path: str) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(path, "x", "ogr")
    return [f.attributeMap() for f in layer.getFeatures()]


@pytest.mark.parametrize("kind", ["csv", "ODS", "XLSX"])
def test_a_file_becomes_a_programme_like_the_official_ones(tmp_path, kind):
    path = as_csv(tmp_path) if kind == "csv" else as_workbook(tmp_path, kind)
    results = run(ImportProgramme(), FILE=str(path), CODE_FIELD="code", REPORT=str(tmp_path / "r.json"), **GIVEN)
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["territoires"], report["communes"], report["epci"]) == (2, 2, 0)
    assert [one["code"] for one in report["laissees_de_cote"]] == ["99999"]
    assert not any("valeur" in line for line in report["lecture"])
    assert report["repares"] == {"répétition d’un même territoire": 1, "code Insee, zéro initial rétabli": 1}
    assert "2 territoire(s) dans la liste" in results["SUMMARY"]
    output = run(Programmes(), TERRITORY="dep:46", PROGRAMMES="bourgs_du_lot", OUTPUT=str(tmp_path / "p.gpkg"))
    (row,) = rows_of(output["OUTPUT"])
    assert (row["code"], row["nom"], row["libelle"], row["millesime"]) == ("46042", "Cahors", "Bourgs du Lot", "2025")
    assert "Département du Lot" in row["source"]
    output = run(
        Coverage(), TERRITORY="dep:46", LEVEL="departement", PROGRAMMES="bourgs_du_lot", OUTPUT=str(tmp_path / "c.gpkg")
    )
    (row,) = rows_of(output["OUTPUT"])
    population = reader.analyst().facts.communes["population"]
    assert row["communes_couvertes"] == 1 and row["population_couverte"] == population["46042"]


def test_a_list_of_epci_alone_covers_their_communes(tmp_path):
    facts = reader.analyst().facts
    epci = facts.communes.loc["46042", "code_epci"]
    path = as_csv(tmp_path, [("siren", "nom"), (epci, "Grand Cahors")])
    report = tmp_path / "r.json"
    run(ImportProgramme(), FILE=str(path), SYMBOL="hexagon", COLOUR="#123456", REPORT=str(report), **GIVEN)
    assert json.loads(report.read_text(encoding="utf-8"))["epci"] == 1
    kept = store.read().programmes["bourgs_du_lot"]
    assert (kept.members, kept.symbol, kept.colour) == ((("epci", epci),), "hexagon", "#123456")
    output = run(
        Coverage(), TERRITORY=f"epci:{epci}", LEVEL="epci", PROGRAMMES="bourgs_du_lot", OUTPUT=str(tmp_path / "c.gpkg")
    )
    (row,) = rows_of(output["OUTPUT"])
    assert row["communes_couvertes"] == row["communes"] == (facts.communes["code_epci"] == epci).sum()


def test_the_same_key_again_replaces_the_list(tmp_path):
    run(ImportProgramme(), FILE=str(as_csv(tmp_path)), CODE_FIELD="code", **GIVEN)
    run(ImportProgramme(), FILE=str(as_csv(tmp_path, [("code", "nom"), ("46102", "Figeac")])), **GIVEN)
    assert store.read().programmes["bourgs_du_lot"].members == (("commune", "46102"),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FILE": "/nowhere/x.csv"}, "cannot be read"),
        ({"CODE_FIELD": "insee"}, "no column “insee”"),
        ({"PROGRAMME": "Bourgs du Lot"}, "cannot be a key"),
        ({"PROGRAMME": "acv"}, "already the key"),
        ({"PROGRAMME": "taux_pauvrete"}, "already the key"),
        ({"LABEL": " "}, "name"),
        ({"SOURCE": " "}, "source"),
        ({"VINTAGE": " "}, "vintage"),
        ({"COLOUR": "mauve"}, "“mauve” is not a colour"),
    ],
)
def test_bad_input_is_said_and_nothing_is_kept(tmp_path, change, said):
    report = tmp_path / "out" / "report.json"
    report.parent.mkdir()
    given = {"FILE": str(as_csv(tmp_path)), "CODE_FIELD": "code", "REPORT": str(report), **GIVEN, **change}
    with pytest.raises(QgsProcessingException, match=said):
        run(ImportProgramme(), **given)
    assert list(report.parent.iterdir()) == []
    assert not store.default_path().exists()


@pytest.mark.parametrize(
    ("rows", "named", "said"),
    [
        ([("code", "x"), ("99998", "a"), ("99999", "b")], "code", "No code of the list is known"),
        ([("mot", "x"), ("bleu", "a"), ("vert", "b")], "", "name it .CODE_FIELD.*Columns: mot, x"),
        ([("dep", "x"), ("46", "a"), ("12", "b")], "dep", "No code of the list is known"),
    ],
)
def test_a_list_without_a_known_code_is_not_kept(tmp_path, rows, named, said):
    with pytest.raises(QgsProcessingException, match=said):
        run(ImportProgramme(), FILE=str(as_csv(tmp_path, rows)), CODE_FIELD=named, **GIVEN)
    assert not store.default_path().exists()


def test_a_report_that_cannot_be_written_keeps_nothing(tmp_path):
    wanted = {"CODE_FIELD": "code", "REPORT": str(tmp_path / "no" / "r.json"), **GIVEN}
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run(ImportProgramme(), FILE=str(as_csv(tmp_path)), **wanted)
    assert not store.default_path().exists()


@pytest.mark.parametrize(("changed", "accepted"), [({}, True), ({"SYMBOL": "heart"}, False), ({"FILE": ""}, False)])
def test_the_toolbox_checks_what_is_given(tmp_path, changed, accepted):
    wanted = {"FILE": str(as_csv(tmp_path).rename(tmp_path / "BOURGS.CSV")), **GIVEN, **changed}
    found, why = ImportProgramme().create().checkParameterValues(wanted, QgsProcessingContext())
    assert found is accepted, why
