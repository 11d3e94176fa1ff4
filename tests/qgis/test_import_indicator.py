"""anct:importindicator on the real snapshot, then the indicator where the official ones are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    NULL,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsVectorLayer,
)
from workbooks import gdal_book

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.importindicator import ImportIndicator
from anct_qgis_plugin.processing.loadterritory import LoadTerritory
from anct_qgis_plugin.snapshot import own as store
from anct_qgis_plugin.snapshot import reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing", "own_folder"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]

ROWS = [("code_insee", "taux"), ("46042", "12,5 %"), ("1004", "3"), ("46102", "s"), ("99999", "1"), ("46088", "")]
GIVEN = {
    "INDICATOR": "acces_velo", "LABEL": "Accès à vélo", "UNIT": "%", "DIRECTION": "low", "SOURCE": "DDT du Lot",
    "VINTAGE": "2025",
}  # fmt: skip


@pytest.fixture
def own_folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("ANCT_USER_FOLDER", str(tmp_path_factory.mktemp("own")))


def run(algorithm: QgsProcessingAlgorithm, **parameters: Any) -> dict[str, Any]:
    return outputs_of(algorithm, parameters)


def as_csv(folder: Path) -> Path:
    path = folder / "velo.csv"
    path.write_text("\n".join(";".join(row) for row in ROWS), encoding="cp1252")
    return path


def as_workbook(folder: Path, kind: str) -> Path:
    path = folder / f"velo.{kind.lower()}"
    gdal_book(path, dict.fromkeys(ROWS[0], str), ROWS[1:])
    return path


@pytest.mark.parametrize("kind", ["csv", "ODS", "XLSX"])
def test_a_file_becomes_an_indicator_of_the_map(tmp_path, kind):
    path = as_csv(tmp_path) if kind == "csv" else as_workbook(tmp_path, kind)
    results = run(ImportIndicator(), FILE=str(path), REPORT=str(tmp_path / "report.json"), **GIVEN)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["territoires"] == 3 and report["secret"] == 1 and report["sans_valeur"] == 1
    assert [one["code"] for one in report["laissees_de_cote"]] == ["99999"]
    assert "3 territoire(s)" in results["SUMMARY"]
    output = run(LoadTerritory(), TERRITORY="dep:46", LEVEL="commune", OUTPUT=str(tmp_path / "lot.gpkg"))["OUTPUT"]
    layer = QgsVectorLayer(output, "lot", "ogr")
    rows = {f["code"]: f for f in layer.getFeatures()}
    assert rows["46042"]["acces_velo"] == 12.5 and rows["46088"]["acces_velo"] == NULL
    assert rows["46102"]["acces_velo"] == NULL and "acces_velo" in rows["46102"]["secret"]
    facts = reader.analyst().facts
    assert facts.sources.loc[facts.catalogue.indicators["acces_velo"].source, "producteur"] == "DDT du Lot"


def test_the_same_key_again_replaces_the_values(tmp_path):
    run(ImportIndicator(), FILE=str(as_csv(tmp_path)), **GIVEN)
    (tmp_path / "velo.csv").write_text("code;v\n46042;1\n", encoding="utf-8")
    run(ImportIndicator(), FILE=str(tmp_path / "velo.csv"), **GIVEN)
    assert store.read().indicators["acces_velo"].values == {"46042": (1.0, False, None)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FILE": "/nowhere/x.csv"}, "cannot be read"),
        ({"CODE_FIELD": "insee"}, "no column “insee”"),
        ({"VALUE_FIELD": "prix"}, "no column “prix”"),
        ({"INDICATOR": "Accès vélo"}, "cannot be a key"),
        ({"INDICATOR": "taux_pauvrete"}, "already the key"),
        ({"INDICATOR": "acv"}, "already the key"),
        ({"LABEL": " "}, "name"),
        ({"SOURCE": " "}, "source"),
        ({"VINTAGE": " "}, "vintage"),
        ({"AGGREGATION": "column"}, "WEIGHT_FIELD"),
        ({"LEVEL": "epci"}, "No row gives a value"),
    ],
)
def test_bad_input_is_said_and_nothing_is_kept(tmp_path, change, said):
    report = tmp_path / "out" / "report.json"
    report.parent.mkdir()
    with pytest.raises(QgsProcessingException, match=said):
        run(ImportIndicator(), **{"FILE": str(as_csv(tmp_path)), "REPORT": str(report), **GIVEN, **change})
    assert list(report.parent.iterdir()) == []
    assert not store.default_path().exists()


def test_a_report_that_cannot_be_written_keeps_nothing(tmp_path):
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run(ImportIndicator(), FILE=str(as_csv(tmp_path)), REPORT=str(tmp_path / "no" / "r.json"), **GIVEN)
    assert not store.default_path().exists()


@pytest.mark.parametrize("name", ["velo.csv", "VELO.CSV", "velo.ods", "velo.xlsx"])
def test_the_toolbox_accepts_the_files_that_it_reads(tmp_path, name):
    path = as_csv(tmp_path).rename(tmp_path / name)
    wanted = {"FILE": str(path), **GIVEN}
    accepted, why = ImportIndicator().create().checkParameterValues(wanted, QgsProcessingContext())
    assert accepted, why


def test_a_column_headed_region_holds_regions_and_not_departements(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("region;taux\n76;12\n93;7\n", encoding="utf-8")
    run(ImportIndicator(), FILE=str(path), **GIVEN)
    kept = store.read().indicators["acces_velo"]
    assert kept.level == "region" and kept.values == {"76": (12.0, False, None), "93": (7.0, False, None)}
    path.write_text("dep;taux\n76;12\n93;7\n", encoding="utf-8")
    run(ImportIndicator(), FILE=str(path), **GIVEN)
    assert store.read().indicators["acces_velo"].level == "departement"
