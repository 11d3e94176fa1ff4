"""anct:newsites, anct:twins and anct:change on the real snapshot: fields, a few values, bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from qgis.core import (
    NULL,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.change import ChangeOverTime
from anct_qgis_plugin.processing.newsites import NewSites
from anct_qgis_plugin.processing.twins import StatisticalTwins

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]


def run(algorithm: QgsProcessingAlgorithm, folder: Path, **parameters: Any) -> list[dict]:
    """The rows of OUTPUT, None for NULL."""
    output = str(folder / "out.gpkg")
    outputs_of(algorithm, {**parameters, "OUTPUT": output})
    return rows(output)


def rows(path: str) -> list[dict]:
    layer = QgsVectorLayer(path, "out", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    return [{n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()]


def test_new_sites(tmp_path: Path) -> None:
    found = run(NewSites(), tmp_path, TERRITORY="dep:46", NUMBER=2)
    assert [row["ordre"] for row in found] == [1, 2] and {row["methode"] for row in found} == {"estimation"}
    assert found[0]["habitants_rapproches"] >= found[1]["habitants_rapproches"] > 0


def test_twins(tmp_path: Path) -> None:
    found = run(StatisticalTwins(), tmp_path, TERRITORY="com:46102", NUMBER=4)
    assert len(found) == 4 and all(len(row["code"]) == 5 for row in found)
    gaps = [row["distance"] for row in found]
    assert gaps == sorted(gaps)


def test_change_and_programmes_since_an_older_snapshot(tmp_path: Path) -> None:
    changed = str(tmp_path / "changed.gpkg")
    found = run(
        ChangeOverTime(), tmp_path, TERRITORY="dep:46", LEVEL="commune", INDICATOR="taux_vacance",
        BEFORE=str(paths.SNAPSHOT), PROGRAMMES_CHANGED=changed,
    )  # fmt: skip
    assert len(found) == 312
    for row in found:
        if row["ecart"] is not None:
            assert row["ecart"] == pytest.approx(row["apres"] - row["avant"]) and 1 <= row["rang"] <= row["rang_total"]
    assert rows(changed) == []  # the same data: nothing changed


@pytest.mark.parametrize(
    ("algorithm", "parameters", "said"),
    [
        (NewSites(), {"TERRITORY": "dep:46", "THRESHOLD": 2}, "above 3 minutes"),
        (StatisticalTwins(), {"TERRITORY": "dep:46"}, "neither"),
        (ChangeOverTime(), {"TERRITORY": "dep:46", "INDICATOR": "part_rsa"}, "no older vintage"),
        (ChangeOverTime(), {"TERRITORY": "dep:99"}, "dep:99"),
        (ChangeOverTime(), {"TERRITORY": "dep:46", "BEFORE": "/nowhere/old.gpkg"}, "old.gpkg"),
    ],
)
def test_bad_input_leaves_no_file(tmp_path: Path, algorithm: Any, parameters: dict, said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run(algorithm, tmp_path, **parameters)
    assert list(tmp_path.iterdir()) == []
