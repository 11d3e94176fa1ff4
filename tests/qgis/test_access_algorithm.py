"""anct:access on the real snapshot: the contract's fields, buses, islands, a road layer drawn by hand, bad input."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.access import AccessToServices
from anct_qgis_plugin.snapshot import reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
FIELDS = ["code", "nom", "site_id", "site_nom", "distance_km", "temps_min", "methode", "au_dela_20", "au_dela_30"]
GEOD = Geod(ellps="WGS84")


def run(folder: Path, **parameters: Any) -> tuple[dict[str, Any], dict[str, dict]]:
    """Outputs, and the rows by code."""
    made = AccessToServices().create()
    output = str(folder / "access.gpkg")
    results, done = QgsProcessingAlgorithm.run(
        made, {**parameters, "OUTPUT": output}, QgsProcessingContext(), QgsProcessingFeedback(), {}, False
    )
    assert done
    layer = QgsVectorLayer(output, "out", "ogr")
    names = [name for name in layer.fields().names() if name != "fid"]
    assert names[: len(FIELDS)] == FIELDS
    return results, {f["code"]: {n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()}


def layer_file(folder: Path, name: str, kind: str, rows: list[tuple[str, list]]) -> str:
    """A GeoPackage layer: WKT and attributes."""
    made = QgsVectorLayer(kind, name, "memory")
    for wkt, values in rows:
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        made.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = str(folder / f"{name}.gpkg")
    error = QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsProject.instance().transformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError
    return path


def test_the_lot_against_every_site(tmp_path: Path) -> None:
    results, rows = run(tmp_path, TERRITORY="dep:46")
    assert len(rows) == 312
    facts = reader.analyst().facts
    with (paths.FACTS / "sites_fs.csv").open(encoding="utf-8", newline="") as file:
        fixed = [r for r in csv.DictReader(file) if r["format"] not in ("Bus_équivalent", "Itinérante")]
    for code in ("46042", "46001", "46138", "46328"):
        home = facts.communes.loc[code]
        x, y = home["mairie_lon"], home["mairie_lat"]
        every = [(GEOD.inv(x, y, float(s["longitude"]), float(s["latitude"]))[2] / 1000, s["site_id"]) for s in fixed]
        assert rows[code]["distance_km"] == pytest.approx(min(every)[0], abs=1e-3)
        assert rows[code]["site_id"] == min(every)[1]
        assert rows[code]["depart"] == "mairie" and rows[code]["methode"] == "estimation"
    for limit in (20, 30):
        far = [row for row in rows.values() if row["temps_min"] > limit]
        assert {row["code"] for row in far} == {row["code"] for row in rows.values() if row[f"au_dela_{limit}"] == 1}
        assert results[f"POPULATION_{limit}"] == sum(row["population"] for row in far)
    assert all(row["marge_min"] == 5 for row in rows.values())


def test_the_islands_of_finistere_have_a_distance_and_no_time(tmp_path: Path) -> None:
    results, rows = run(tmp_path, TERRITORY="dep:29")
    islands = {"29082", "29083", "29084", "29155"}
    own = {code for code in islands if rows[code]["methode"] == "estimation"}  # a site of their own
    for code in islands - own:
        row = rows[code]
        assert row["methode"] == "pas de liaison routière" and row["distance_km"] > 0 and row["remarque"]
        assert row["temps_min"] is None and row["au_dela_20"] is None and row["au_dela_30"] is None
    assert results["POPULATION_SANS_ROUTE"] == sum(rows[code]["population"] for code in islands - own) > 0
    assert all(row["methode"] == "estimation" for code, row in rows.items() if code not in islands)


def test_a_user_s_sites_and_roads(tmp_path: Path) -> None:
    """Cahors and a neighbour joined by a road of known length at 60 km/h; nothing leads to the other communes."""
    facts = reader.analyst().facts
    (x1, y1), (x2, y2) = (facts.communes.loc[code, ["mairie_lon", "mairie_lat"]] for code in ("46042", "46171"))
    sites = layer_file(
        tmp_path, "sites", "Point?crs=EPSG:4326&field=id:string&field=nom:string&field=format:string",
        [(f"POINT ({x1} {y1})", ["a", "Guichet", "Fixe"]), (f"POINT ({x2} {y2})", ["b", "Bus", "Itinérante"])],
    )  # fmt: skip
    roads = layer_file(
        tmp_path, "roads", "LineString?crs=EPSG:4326&field=kmh:double",
        [(f"LINESTRING ({x1} {y1}, {x2} {y2})", [60.0]), ("LINESTRING (1.9 44.9, 2.0 44.9)", [60.0])],
    )  # fmt: skip
    _, rows = run(tmp_path, TERRITORY="com:46042+com:46171+com:46102", SITES=sites, NETWORK=roads, SPEED_FIELD="kmh")
    km = GEOD.inv(x1, y1, x2, y2)[2] / 1000
    assert rows["46171"]["site_id"] == "a" and rows["46171"]["site_nom"] == "Guichet"  # the bus at its door is no site
    assert rows["46171"]["distance_km"] == pytest.approx(km, abs=1e-3)
    assert rows["46171"]["temps_min"] == pytest.approx(km, rel=0.002)  # one minute per km
    assert rows["46042"]["temps_min"] == pytest.approx(0, abs=0.01)
    assert {row["methode"] for row in rows.values()} == {"reseau"}
    lost = rows["46102"]
    assert lost["temps_min"] is None and lost["au_dela_20"] is None and "aucune route" in lost["remarque"]


@pytest.mark.parametrize(
    ("what", "said"), [("empty roads", "no line"), ("no field", "no field"), ("only buses", "no fixed point")]
)
def test_bad_layers_are_said_and_nothing_is_written(tmp_path: Path, what: str, said: str) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    roads = [] if what == "empty roads" else [("LINESTRING (1.4 44.4, 1.5 44.4)", [60.0])]
    parameters = {"NETWORK": layer_file(inputs, "roads", "LineString?crs=EPSG:4326&field=kmh:double", roads)}
    if what == "no field":
        parameters["SPEED_FIELD"] = "vitesse"
    if what == "only buses":
        kind = "Point?crs=EPSG:4326&field=format:string"
        parameters = {"SITES": layer_file(inputs, "sites", kind, [("POINT (1.4 44.4)", ["Bus_équivalent"])])}
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(QgsProcessingException, match=said):
        run(out, TERRITORY="com:46042", **parameters)
    assert list(out.iterdir()) == []


def test_an_unknown_territory(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="dep:99"):
        run(tmp_path, TERRITORY="dep:99")
    assert list(tmp_path.iterdir()) == []
