"""anct:enrich on the real snapshot: by code, by location, and every bad input."""

from __future__ import annotations

import csv
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.enrich import Enrich

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]


def facts(name: str) -> dict[str, dict[str, str]]:
    """A committed file of facts by commune, read by csv alone."""
    with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def enrich(output: Path, given: Any, **parameters: Any) -> tuple[QgsVectorLayer, list[dict]]:
    results, done = QgsProcessingAlgorithm.run(
        Enrich().create(), {"INPUT": given, "OUTPUT": str(output), **parameters}, QgsProcessingContext(),
        QgsProcessingFeedback(), {}, False,
    )  # fmt: skip
    assert done
    layer = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
    assert layer.isValid()
    names = [name for name in layer.fields().names() if name != "fid"]
    return layer, [{n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()]


def layer_of(kind: str, *rows: tuple, fields: str = "field=projet:string", crs: str = "EPSG:4326") -> QgsVectorLayer:
    """A memory layer of (attributes…, WKT)."""
    where = f"?crs={crs}&{fields}" if kind != "None" else f"?{fields}"
    layer = QgsVectorLayer(f"{kind}{where}", "dossiers", "memory")
    made = []
    for *values, wkt in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(values)
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    layer.updateExtents()
    return layer


def codes_of(*codes: str, field: str = "code") -> QgsVectorLayer:
    return layer_of("None", *((code, None) for code in codes), fields=f"field={field}:string")


def test_a_grant_file_of_windows_keeps_its_letters_and_gets_its_zoning_block(tmp_path, shared):
    file = shared / "fixtures" / "http" / "encodings" / "subventions_cp1252_pointvirgule.csv"
    layer, rows = enrich(tmp_path / "out.gpkg", str(file), CODE_FIELD="code_insee")
    names = [name for name in layer.fields().names() if name != "fid"]
    own = ["code_insee", "commune", "intercommunalité", "département", "subvention (€)"]
    assert names[:5] == own and names[5:8] == ["anct_commune", "anct_nom", "anct_rattachement"]
    assert names[-2:] == ["anct_source", "anct_date"]
    with file.open(encoding="cp1252", newline="") as text:
        given = list(csv.DictReader(text, delimiter=";"))
    assert [{name: row[name] or "" for name in own} for row in rows] == given
    acv, pvd, frr = facts("programme_acv"), facts("programme_pvd"), facts("zoning_frr")
    unemployed = facts("indicator_taux_chomage_rp")
    for row in rows:
        code = row["code_insee"]
        assert row["anct_commune"] == code and row["anct_rattachement"] == "code Insee"
        assert row["acv"] == ("oui" if code in acv else "non")
        assert row["pvd"] == ("oui" if code in pvd else "non")
        assert row["frr"] == ("oui" if frr[code]["statut"] != "Non classée" else "non")
        assert row["frr_statut"] == frr[code]["statut"]
        counts = unemployed.get(code)
        if counts and float(counts["denominator"]):
            expected = 100 * float(counts["numerator"]) / float(counts["denominator"])
            assert row["taux_chomage_rp"] == pytest.approx(expected)
        assert 1 <= row["classe"] <= 5 and 0 <= row["indice"] <= 100
        assert "Insee" in row["anct_source"] and row["anct_date"][:2] == "20"
    assert {row["acv"] for row in rows} == {"oui", "non"}
    with sqlite3.connect(tmp_path / "out.gpkg") as database:
        labels = dict(database.execute("SELECT column_name, name FROM gpkg_data_columns"))
    assert labels["acv"] == "Action cœur de ville" and "code_insee" not in labels
    if int(gdal.VersionInfo()) >= 3070000:  # older ones do not read it
        assert layer.fields().field("acv").alias() == "Action cœur de ville"


def test_codes_written_in_every_way_find_their_place_or_say_why_not(tmp_path):
    old, present = next((r["former_codes"].split()[0], c) for c, r in facts("cog").items() if r["former_codes"])
    cog = facts("cog")
    given = ["1004", "46042.0", "46 042", "75104", old, cog["46042"]["siren"], "200023737", "46", "97701", "99999", ""]
    _, rows = enrich(
        tmp_path / "out.gpkg", codes_of(*given), CODE_FIELD="code", PROGRAMMES="acv", INDICATORS="part_rsa"
    )
    assert [row["code"] for row in rows] == [g or "" for g in given] or [row["code"] or "" for row in rows] == given
    found = [row["anct_commune"] for row in rows]
    assert found[:6] == ["01004", "46042", "46042", "75056", present, "46042"]
    how = [row["anct_rattachement"] for row in rows]
    assert "zéro" in how[0] and "arrondissement" in how[3] and "ancien code" in how[4] and "SIREN" in how[5]
    assert found[7] == "46" and rows[7]["anct_nom"] == "Lot" and rows[7]["acv"] == "en partie"
    assert found[8:] == [None, None, None]
    assert "outre-mer" in how[8] and "essayé" in how[9] and "vide" in how[10]
    assert all(row["acv"] is None and row["indice"] is None for row in rows[8:])
    epci = [c for c, r in cog.items() if r["epci_former"] == "200023737"]
    assert found[6] == "200023737" and epci and rows[6]["acv"] == "en partie"  # Cahors among others


def test_a_name_that_is_taken_gives_way_to_the_owners_field(tmp_path):
    given = layer_of(
        "None", ("46042", "à moi", "x", None), fields="field=code:string&field=ACV:string&field=acv_anct:string"
    )
    _, (row,) = enrich(tmp_path / "out.gpkg", given, CODE_FIELD="code", PROGRAMMES="acv", INDICATORS="part_rsa")
    assert (row["ACV"], row["acv_anct"], row["acv_anct2"]) == ("à moi", "x", "oui")


def test_a_table_can_go_to_a_csv_file(tmp_path):
    enrich(
        tmp_path / "out.csv", codes_of("46042", "zzz"), CODE_FIELD="code", PROGRAMMES="acv,frr", INDICATORS="part_rsa"
    )
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["acv"] for row in rows] == ["oui", ""] and rows[0]["anct_nom"] == "Cahors"


def districts() -> dict[str, QgsGeometry]:
    """The priority districts of Cahors and around, from the committed contours."""
    csv.field_size_limit(10**8)
    with (paths.FACTS / "districts_qpv.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["identifiant"]: QgsGeometry.fromWkt(row["wkt"])
            for row in csv.DictReader(file) if row["communes"].split()[:1] == ["46042"]
        }  # fmt: skip


def test_a_point_is_in_a_district_by_its_own_place_not_by_its_commune(tmp_path):
    shape = next(iter(districts().values()))
    inside = shape.pointOnSurface().asPoint()
    hall = facts("cog")["46042"] and QgsPointXY(1.4364, 44.4475)  # Cahors's centre, outside Terre Rouge
    assert not shape.contains(QgsGeometry.fromPointXY(hall))
    to_lambert = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateReferenceSystem("EPSG:2154"), QgsProject.instance()
    )
    points = [QgsGeometry.fromPointXY(to_lambert.transform(p)).asWkt() for p in (inside, hall)]
    sea = QgsGeometry.fromPointXY(to_lambert.transform(QgsPointXY(-4.0, 45.0))).asWkt()
    given = layer_of(
        "Point", ("dedans", points[0]), ("centre", points[1]), ("mer", sea), ("vide", None), crs="EPSG:2154"
    )
    layer, rows = enrich(tmp_path / "out.gpkg", given, PROGRAMMES="qpv,acv", INDICATORS="part_rsa")
    assert layer.crs().authid() == "EPSG:2154"
    assert [row["projet"] for row in rows] == ["dedans", "centre", "mer", "vide"]
    assert [row["anct_commune"] for row in rows] == ["46042", "46042", None, None]
    assert [row["qpv"] for row in rows] == ["oui", "non", None, None]
    assert "hors de toute commune" in rows[2]["anct_rattachement"]
    assert "sans géométrie" in rows[3]["anct_rattachement"]
    assert "QPV" not in rows[0]["anct_rattachement"]
    _, (by_code,) = enrich(tmp_path / "code.gpkg", codes_of("46042"), CODE_FIELD="code", PROGRAMMES="qpv")
    assert by_code["qpv"] == "en partie"


def test_a_polygon_over_two_communes_goes_with_the_largest_part_and_says_so(tmp_path):
    layer = QgsVectorLayer(f"{paths.SNAPSHOT}|layername=commune|subset=code IN ('46042','46088')", "c", "ogr")
    shapes = {f["code"]: QgsGeometry(f.geometry()) for f in layer.getFeatures()}
    both = shapes["46042"].combine(shapes["46088"])
    larger = max(shapes, key=lambda code: shapes[code].area())
    _, (row,) = enrich(
        tmp_path / "out.gpkg", layer_of("MultiPolygon", ("zone", both.asWkt())), PROGRAMMES="qpv", INDICATORS="part_rsa"
    )
    assert row["anct_commune"] == larger
    assert row["anct_rattachement"].startswith("plus grand recouvrement (") and "touchées" in row["anct_rattachement"]
    assert row["qpv"] == "non" or row["qpv"] == "en partie"


def test_a_point_of_the_shore_just_outside_the_generalised_outline_is_said_to_be_so(tmp_path):
    layer = QgsVectorLayer(f"{paths.SNAPSHOT}|layername=commune|subset=code='29155'", "c", "ogr")  # Ouessant, an island
    island = next(iter(layer.getFeatures())).geometry()
    box = island.boundingBox()
    edge = max(island.vertices(), key=lambda v: v.x())
    point = f"POINT({edge.x() + 0.004} {edge.y()})"  # some 300 m east
    assert not island.contains(QgsGeometry.fromWkt(point)) and box.width() > 0
    _, (row,) = enrich(
        tmp_path / "out.gpkg", layer_of("Point", ("port", point)), PROGRAMMES="acv", INDICATORS="part_rsa"
    )
    assert row["anct_commune"] == "29155" and "contour généralisé" in row["anct_rattachement"]


def test_ten_thousand_points_take_seconds_and_agree_with_a_plain_search(tmp_path):
    picked = random.Random(46)
    points = [(picked.uniform(-1.0, 5.0), picked.uniform(44.0, 48.5)) for _ in range(10000)]
    given = layer_of("Point", *((str(n), f"POINT({x} {y})") for n, (x, y) in enumerate(points)))
    start = time.perf_counter()
    _, rows = enrich(tmp_path / "out.gpkg", given, PROGRAMMES="acv,qpv", INDICATORS="part_rsa")
    took = time.perf_counter() - start
    assert len(rows) == 10000
    assert took < 30, f"{took:.1f} s"
    communes = QgsVectorLayer(f"{paths.SNAPSHOT}|layername=commune", "c", "ogr")
    for number in picked.sample(range(10000), 25):
        x, y = points[number]
        communes.setSubsetString("")
        spot = QgsGeometry.fromPointXY(QgsPointXY(x, y))
        request = spot.boundingBox().buffered(1e-7)
        holding = [f["code"] for f in communes.getFeatures(request) if f.geometry().contains(spot)]
        assert rows[number]["anct_commune"] == (holding[0] if holding else rows[number]["anct_commune"])


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"CODE_FIELD": "insee"}, "no field “insee”"),
        ({"CODE_FIELD": "code", "PROGRAMMES": "acv,xyz"}, "xyz"),
        ({"CODE_FIELD": "code", "INDICATORS": "bonheur"}, "bonheur"),
        ({"CODE_FIELD": "code", "PROFILE": "nope"}, "nope"),
        ({}, "no geometry"),
    ],
)
def test_bad_input_is_said_and_leaves_no_file(tmp_path, parameters, said):
    with pytest.raises(QgsProcessingException, match=said):
        enrich(tmp_path / "out.gpkg", codes_of("46042"), **parameters)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_a_reference_system_is_refused(tmp_path):
    nowhere = layer_of("Point", ("x", "POINT(1 44)"))
    nowhere.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match="coordinate reference system"):
        enrich(tmp_path / "out.gpkg", nowhere)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_list_gives_an_empty_list(tmp_path):
    _, rows = enrich(tmp_path / "out.gpkg", codes_of(), CODE_FIELD="code")
    assert rows == []


def test_a_geopackage_and_a_list_with_a_column_fid_keep_their_rows(tmp_path):
    enrich(
        tmp_path / "first.gpkg", codes_of("46042", "46102"), CODE_FIELD="code", PROGRAMMES="acv", INDICATORS="part_rsa"
    )
    _, again = enrich(
        tmp_path / "second.gpkg",
        str(tmp_path / "first.gpkg"),
        CODE_FIELD="code",
        PROGRAMMES="acv",
        INDICATORS="part_rsa",
    )
    assert [(row["acv"], row["acv_anct"]) for row in again] == [("oui", "oui"), ("oui", "oui")]
    (tmp_path / "list.csv").write_text("fid,code\nA,46042\nA,46102\n,01004\n", encoding="utf-8")
    layer, rows = enrich(
        tmp_path / "third.gpkg", str(tmp_path / "list.csv"), CODE_FIELD="code", PROGRAMMES="acv", INDICATORS="part_rsa"
    )
    assert [row["code"] for row in rows] == ["46042", "46102", "01004"]
    assert [row["fid_origine"] or "" for row in rows] == ["A", "A", ""]
