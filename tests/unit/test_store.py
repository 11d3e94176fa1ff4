"""The GeoPackage store: nothing lost, nothing overwritten unseen, and a layer that OGR reads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from anct_qgis_plugin.core.dossier import Dossier, new_dossier
from anct_qgis_plugin.errors import StoreError
from anct_qgis_plugin.store import geopackage
from anct_qgis_plugin.store.definitions import definition
from anct_qgis_plugin.store.geopackage import GeoPackageStore

ogr = pytest.importorskip("osgeo.ogr")
NOW, LATER = "2026-11-24T10:00:00+00:00", "2026-11-24T11:00:00+00:00"
SQUARE = "POLYGON ((1 44, 2 44, 2 45, 1 45, 1 44))"


def draft(title: str = "Pacte d'essai « à lire »") -> Dossier:
    made = new_dossier(definition("pacte"), title, "dep:46", "Lot", ("46042", "46102"), NOW)
    return replace(made, values={"enjeux": "'; DROP TABLE dossier; --", "periode_debut": 2026, "publier": False})


def wkb(text: str = SQUARE) -> bytes:
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


@pytest.fixture
def store(tmp_path: Path) -> GeoPackageStore:
    return GeoPackageStore(tmp_path / "anct" / "dossiers.gpkg")


def test_a_dossier_comes_back_as_it_was_saved(store: GeoPackageStore) -> None:
    saved = store.save(draft(), "camille", LATER, wkb())
    assert (saved.revision, saved.modified) == (1, LATER)
    assert store.load(saved.id) == saved
    assert replace(saved, revision=0, modified=NOW) == replace(draft(), id=saved.id)
    assert [(s.id, s.title, s.state, s.revision) for s in store.list()] == [(saved.id, saved.title, "brouillon", 1)]
    assert [p.name for p in store.path.parent.iterdir()] == ["dossiers.gpkg"]


def test_ogr_reads_the_perimeter_as_an_ordinary_layer(store: GeoPackageStore) -> None:
    store.save(draft(), "camille", NOW, wkb())
    store.save(draft("Autre"), "camille", LATER, wkb("MULTIPOLYGON (((55 -21, 56 -21, 56 -20, 55 -21)))"))
    store.save(draft("Sans contour"), "camille", LATER)
    source = ogr.Open(str(store.path))
    layer = source.GetLayerByName("dossier")
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
    assert layer.GetGeomType() == ogr.wkbMultiPolygon
    assert layer.GetFeatureCount() == 3
    shapes = {f["titre"]: f.GetGeometryRef() and f.GetGeometryRef().Clone() for f in layer}
    assert shapes["Sans contour"] is None
    assert shapes["Pacte d'essai « à lire »"].GetGeometryName() == "MULTIPOLYGON"
    assert shapes["Pacte d'essai « à lire »"].GetArea() == pytest.approx(1.0)
    assert layer.GetExtent() == pytest.approx((1, 56, -21, 45))


def test_a_later_save_keeps_the_geometry_and_writes_the_journal(store: GeoPackageStore) -> None:
    first = store.save(draft(), "camille", NOW, wkb())
    second = store.save(replace(first, values={**first.values, "enjeux": "écrits"}), "dominique", LATER)
    third = store.save(replace(second, state="complet"), "dominique", LATER)
    entries = store.journal(first.id)
    assert [(e.revision, e.author, e.action, e.fields) for e in entries[1:]] == [
        (2, "dominique", "modification", ("enjeux",)), (3, "dominique", "changement d'état", ()),
    ]  # fmt: skip
    assert entries[0].action == "création"
    assert entries[0].content == first
    assert third.revision == 3
    with closing(sqlite3.connect(store.path)) as database:
        assert database.execute("SELECT count(*) FROM dossier WHERE geom IS NOT NULL").fetchone() == (1,)


def test_a_dossier_saved_elsewhere_is_not_overwritten(store: GeoPackageStore) -> None:
    opened = store.save(draft(), "camille", NOW)
    theirs = store.save(replace(opened, values={"enjeux": "les leurs"}), "dominique", LATER)
    with pytest.raises(StoreError, match="saved elsewhere"):
        store.save(replace(opened, values={"enjeux": "les miens"}), "camille", LATER)
    assert store.load(opened.id) == theirs


def test_a_dossier_that_left_the_store_is_said(store: GeoPackageStore) -> None:
    store.save(draft(), "camille", NOW)
    with pytest.raises(StoreError, match="no longer"):
        store.save(replace(draft(), revision=4), "camille", NOW)
    with pytest.raises(StoreError, match="inconnu"):
        store.load("inconnu")


def test_a_save_that_fails_in_the_middle_leaves_nothing(
    store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.save(draft(), "camille", NOW)

    def fails(*_: object) -> str:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(geopackage, "_action", fails)
    with pytest.raises(StoreError, match="disk is full"):
        store.save(replace(first, title="Changé"), "camille", LATER)
    monkeypatch.undo()
    assert store.load(first.id) == first
    assert len(store.journal(first.id)) == 1


def test_a_newer_schema_is_refused_and_left_alone(store: GeoPackageStore) -> None:
    made = store.save(draft(), "camille", NOW)
    with closing(sqlite3.connect(store.path)) as database:
        database.execute("UPDATE store_info SET value = '2' WHERE key = 'schema'")
        database.commit()
    before = store.path.read_bytes()
    for act in (store.list, store.check, lambda: store.load(made.id), lambda: store.save(made, "x", LATER)):
        with pytest.raises(StoreError, match="newer version"):
            act()
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("kept", [0, 100, 5000, 40000])
def test_a_truncated_or_foreign_file_is_said_and_left_alone(store: GeoPackageStore, kept: int) -> None:
    made = store.save(draft(), "camille", NOW, wkb())
    cut = store.path.read_bytes()[:kept] if kept else b"ceci n'est pas un GeoPackage, mais un texte assez long" * 9
    store.path.write_bytes(cut)
    for act in (store.list, lambda: store.save(made, "camille", LATER)):
        with pytest.raises(StoreError, match="damaged|not a dossier store"):
            act()
    assert store.path.read_bytes() == cut


def test_another_geopackage_is_no_store(tmp_path: Path) -> None:
    ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "autre.gpkg")).CreateLayer("communes")
    with pytest.raises(StoreError, match="not a dossier store"):
        GeoPackageStore(tmp_path / "autre.gpkg").list()


def test_a_store_in_use_elsewhere_is_said(store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    made = store.save(draft(), "camille", NOW)
    monkeypatch.setattr(geopackage, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use elsewhere"):
            store.save(made, "camille", LATER)
        other.execute("ROLLBACK")
    assert store.save(made, "camille", LATER).revision == 2


def test_a_store_that_is_not_there_is_empty_and_one_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    assert GeoPackageStore(tmp_path / "rien.gpkg").list() == []
    assert not (tmp_path / "rien.gpkg").exists()
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        GeoPackageStore(tmp_path / "fichier" / "s.gpkg").save(draft(), "camille", NOW)


@pytest.mark.parametrize("shape", ["POINT (1 44)", "LINESTRING (1 44, 2 45)"])
def test_a_perimeter_is_made_of_polygons(store: GeoPackageStore, shape: str) -> None:
    with pytest.raises(StoreError, match="perimeter"):
        store.save(draft(), "camille", NOW, wkb(shape))
    with pytest.raises(StoreError, match="perimeter"):
        store.save(draft(), "camille", NOW, b"rien")
    assert not store.path.exists()
