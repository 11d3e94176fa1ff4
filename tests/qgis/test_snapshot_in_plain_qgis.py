"""The snapshot opened without the plugin: QGIS's own reading says what each table holds and where it comes from."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")


def rows(snapshot, table: str) -> list[dict]:
    layer = QgsVectorLayer(f"{snapshot}|layername={table}", table, "ogr")
    assert layer.isValid()
    names = layer.fields().names()
    return [dict(zip(names, feature.attributes(), strict=True)) for feature in layer.getFeatures()]


def test_every_table_has_a_french_title_and_a_description(tiny_snapshot):
    dataset = ogr.Open(str(tiny_snapshot))
    for number in range(dataset.GetLayerCount()):
        layer = dataset.GetLayer(number)
        assert layer.GetMetadataItem("IDENTIFIER") not in (None, "", layer.GetName()), layer.GetName()
        assert layer.GetMetadataItem("DESCRIPTION"), layer.GetName()


def test_sources_programmes_and_indicators_say_where_they_come_from(tiny_snapshot):
    (acv,) = [row for row in rows(tiny_snapshot, "source") if row["id"] == "acv"]
    assert (acv["producteur"], acv["titre"], acv["millesime"], acv["licence"]) == (
        "ANCT", "Action cœur de ville", "2025", "LO 2.0",
    )  # fmt: skip
    assert acv["adresse"] == "https://example.org" and acv["date"] == "2025-07-04"
    indicators = {row["id"]: row for row in rows(tiny_snapshot, "indicator")}
    poverty = indicators["taux_pauvrete"]
    assert poverty["label"] and poverty["unit"] == "%" and poverty["vintage"] == "2021"
    assert poverty["source"] == "filosofi_2021" and "secret" in poverty["note"]
    programmes = {row["id"]: row for row in rows(tiny_snapshot, "programme")}
    assert programmes["acv"]["label"] == "Action cœur de ville" and programmes["acv"]["definition"]
    assert programmes["acv"]["source"] == "acv"


def test_every_column_has_a_french_name(tiny_snapshot):
    """In the table that the GeoPackage standard has for it; GDAL before 3.7 does not show it as an alias."""
    with closing(sqlite3.connect(tiny_snapshot)) as database:
        tables = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
        assert len(tables) >= 15
        for table in tables:
            columns = {row[0] for row in database.execute("SELECT name FROM pragma_table_info(?)", (table,))}
            titles = dict(
                database.execute("SELECT column_name, title FROM gpkg_data_columns WHERE table_name = ?", (table,))
            )
            assert columns - titles.keys() <= {"fid", "geom"}, table
    assert titles
    if int(gdal.VersionInfo()) >= 3070000:
        fields = QgsVectorLayer(f"{tiny_snapshot}|layername=source", "source", "ogr").fields()
        assert fields.field("millesime").alias() == "Millésime"
