"""anct:gaps on the real snapshot: the fields of the contract, eligibility, totals, each bad input."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    NULL,
    QgsProcessingException,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.gaps import GapAnalysis

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
FIELDS = ["code", "nom", "population", "indice", "classe", "nb_programmes", "eligible", "situation"]
SITUATIONS = ["fragile_non_couvert", "fragile_couvert", "non_fragile_couvert", "non_fragile_non_couvert", "sans_indice"]


def run(parameters: dict[str, Any]) -> dict[str, Any]:
    return outputs_of(GapAnalysis(), parameters)


def rows(path: str) -> tuple[QgsVectorLayer, list[dict]]:
    layer = QgsVectorLayer(path, "out", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    return layer, [{n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()]


def test_the_contract_and_the_totals(tmp_path: Path) -> None:
    output, ranked = str(tmp_path / "gaps.gpkg"), str(tmp_path / "ranked.gpkg")
    results = run({"TERRITORY": "dep:46", "PROGRAMMES": "pvd,fs", "OUTPUT": output, "RANKED": ranked})
    layer, found = rows(output)
    assert [name for name in layer.fields().names() if name != "fid"] == FIELDS
    assert len(found) == 312 and all(f.hasGeometry() for f in layer.getFeatures())
    with (paths.FACTS / "population.csv").open(encoding="utf-8", newline="") as file:
        people = {row["code"]: int(row["population"]) for row in csv.DictReader(file) if row["code"].startswith("46")}
    assert {row["code"]: row["population"] for row in found} == people
    assert {row["situation"] for row in found} <= set(SITUATIONS)
    for key in SITUATIONS:
        assert results[f"POPULATION_{key.upper()}"] == sum(r["population"] for r in found if r["situation"] == key)
    _, listed = rows(ranked)
    uncovered = [row for row in listed if row["situation"] == "fragile_non_couvert"]
    assert {row["code"] for row in uncovered} == {r["code"] for r in found if r["situation"] == "fragile_non_couvert"}
    assert [row["place"] for row in uncovered] == list(range(1, len(uncovered) + 1))
    assert [row["indice"] for row in uncovered] == sorted((row["indice"] for row in uncovered), reverse=True)
    assert all(row["pires_indicateurs"].count(" ; ") <= 2 for row in uncovered)


def test_large_communes_and_acv_ones_are_not_missing_pvd(tmp_path: Path) -> None:
    run({"TERRITORY": "dep:62", "PROGRAMMES": "pvd", "OUTPUT": str(tmp_path / "out.gpkg")})
    _, found = rows(str(tmp_path / "out.gpkg"))
    by_code = {row["code"]: row for row in found}
    calais, arras = by_code["62193"], by_code["62041"]  # 67,000 and 42,000 inhabitants
    for row in (calais, arras):
        assert row["eligible"] == 0 and row["nb_programmes"] == 0 and row["situation"] is None
    assert all(row["eligible"] == 1 for row in found if row["nb_programmes"] > 0)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"TERRITORY": "dep:99"}, "99"),
        ({"TERRITORY": "dep:46", "PROGRAMMES": "pdv"}, "pdv"),
        ({"TERRITORY": "dep:46", "PROFILE": "nope"}, "nope"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_no_file(tmp_path: Path, parameters: dict, said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run({**parameters, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert list(tmp_path.iterdir()) == []
