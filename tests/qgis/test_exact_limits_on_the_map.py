"""A territory whose départements have exact limits is drawn with them, to its outer line, and says so."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.refresh.supply import from_folder
from anct_qgis_plugin.core import profile as profiles
from anct_qgis_plugin.gis import dataset, features
from anct_qgis_plugin.snapshot import reader, versions
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot")
# Everything is moved by this much (degrees): the same everywhere, so that neighbours still touch, and easy to see.
MOVED = 0.0004


@pytest.fixture
def belfort(tmp_path, monkeypatch):
    """Version in use with the 101 communes of the Territoire de Belfort, moved; and their outlines."""
    monkeypatch.setenv("ANCT_SNAPSHOTS", str(tmp_path / "versions"))
    reader.forget()
    facts = reader.current()
    rows = facts.communes[facts.communes["code_departement"] == "90"]
    shapes = features.geometries("commune", list(rows.index))
    for shape in shapes.values():
        shape.translate(MOVED, 0)
    listed = [
        {
            "type": "Feature", "id": f"commune.{code}", "geometry": json.loads(shapes[code].asJson(17)),
            "properties": {"code_insee": code, "nom_officiel": name, "code_insee_du_departement": "90"},
        }
        for code, name in rows["nom"].items()
    ]  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "limites-90-20261120.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": listed}))
    outcome = refresh(from_folder(folder), ["ign_limites:90"])
    assert outcome.results[0].reason == ""
    put_into_use(outcome)
    yield shapes
    reader.forget()


def outline(path, where):
    layer = QgsVectorLayer(f"{path}|layername={where}", "x", "ogr")
    return [(f.attributes(), QgsGeometry(f.geometry())) for f in layer.getFeatures()]


def test_the_dataset_and_its_credit(belfort, tmp_path):
    analyst = reader.analyst()
    text = (paths.CATALOGUE / "profiles" / "generale.json").read_text(encoding="utf-8")
    profile = profiles.parse(text, analyst.facts.catalogue.indicators)
    territory = analyst.gazetteer.resolve("dep:90")
    path = dataset.write_dataset(analyst, territory, profile, tmp_path / "layers")
    info = dataset.read_info(path)
    assert info.base == "© IGN – Admin Express COG, limites exactes (en ligne le 20 novembre 2026)"
    assert any("limites exactes des communes (90)" in line for line in info.sources["communes"])
    assert not any("généralisées" in line for line in info.sources["communes"])
    expected = QgsGeometry.unaryUnion(list(belfort.values()))
    back = dataset.QgsCoordinateTransform(
        dataset.QgsCoordinateReferenceSystem(info.crs),
        dataset.QgsCoordinateReferenceSystem("EPSG:4326"),
        dataset.QgsCoordinateTransformContext(),
    )
    communes = [shape for _, shape in outline(path, "communes")]
    assert len(communes) == 101
    limits = [shape for values, shape in outline(path, "limites") if "territoire" in values]
    assert len(limits) == 1
    for drawn in (QgsGeometry.unaryUnion(communes), limits[0]):
        drawn.transform(back)
        assert drawn.symDifference(expected).area() < 1e-6 * expected.area()
    # A territory that reaches beyond keeps the generalised outlines.
    wide = analyst.gazetteer.resolve("reg:27")
    assert "limites exactes" not in dataset.outlines.credit(analyst.facts, wide)
    assert versions.active() != paths.SNAPSHOT
