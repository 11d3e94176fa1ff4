"""The GeoPackage store: a layer that OGR reads, a file that says what is wrong with it, and stores of schema 1."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from dossiers import draft, wkb

from anct_qgis_plugin.core.dossier import Dossier
from anct_qgis_plugin.core.dossier_sections import SectionContent
from anct_qgis_plugin.errors import MigrationNeeded, StoreError, StoreLocked
from anct_qgis_plugin.store import geopackage, location, sql
from anct_qgis_plugin.store.base import Query, Role
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.location import on_network

ogr = pytest.importorskip("osgeo.ogr")
SCHEMA_1 = Path(__file__).resolve().parents[1] / "fixtures" / "store" / "schema1.gpkg"


@pytest.fixture
def store(tmp_path: Path) -> GeoPackageStore:
    return GeoPackageStore(tmp_path / "anct" / "dossiers.gpkg")


def checked(path: Path) -> None:
    """SQLite finds the file whole, and GDAL's index holds each geometry."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        shapes = database.execute("SELECT count(*) FROM dossier WHERE geom IS NOT NULL").fetchone()
        assert database.execute("SELECT count(*) FROM rtree_dossier_geom").fetchone() == shapes


def test_ogr_reads_the_perimeter_as_an_ordinary_layer(store: GeoPackageStore) -> None:
    store.create(draft(cout_estime="12.50"), "camille", wkb())
    store.create(draft("Autre"), "camille", wkb("MULTIPOLYGON (((55 -21, 56 -21, 56 -20, 55 -21)))"))
    store.create(draft("Sans contour"), "camille")
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
    assert layer.TestCapability(ogr.OLCFastSpatialFilter)
    layer.SetSpatialFilterRect(54, -22, 57, -19)
    (found,) = list(layer)
    assert (found["etat"], found["type"], found["annee"], found["territoire_libelle"]) == (
        "brouillon", "pacte", 2026, "Lot",
    )  # fmt: skip
    layer.SetSpatialFilter(None)
    layer.SetAttributeFilter("montant = 12.5")
    assert len(list(layer)) == 1
    names = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
    assert not any(name.startswith("recherche") for name in names)
    checked(store.path)
    assert [p.name for p in store.path.parent.iterdir()] == ["dossiers.gpkg"]


def test_a_save_that_fails_in_the_middle_leaves_nothing(
    store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = draft()
    first = store.create(made, "camille")

    def fails(*_: object) -> str:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sql.facets, "search_text", fails)
    with pytest.raises(StoreError, match="disk is full"):
        store.save(first, replace(first.dossier, title="Changé"), "camille")
    monkeypatch.undo()
    assert store.load(made.id) == first
    assert len(store.versions(made.id)) == 1


def test_a_newer_schema_is_refused_and_left_alone(store: GeoPackageStore) -> None:
    made = store.create(draft(), "camille")
    with closing(sqlite3.connect(store.path)) as database:
        database.execute("UPDATE store_info SET value = '3' WHERE key = 'schema'")
        database.commit()
    before = store.path.read_bytes()
    for act in (
        store.list, store.check, store.migrations_pending, lambda: store.migrate(yes=True),
        lambda: store.load(made.dossier.id), lambda: store.save(made, replace(made.dossier, title="x"), "x"),
    ):  # fmt: skip
        with pytest.raises(StoreError, match="newer version"):
            act()
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("kept", [0, 100, 5000, 40000])
def test_a_truncated_or_foreign_file_is_said_and_left_alone(store: GeoPackageStore, kept: int) -> None:
    made = store.create(draft(), "camille", wkb())
    cut = store.path.read_bytes()[:kept] if kept else b"ceci n'est pas un GeoPackage, mais un texte assez long" * 9
    store.path.write_bytes(cut)
    for act in (store.list, lambda: store.save(made, replace(made.dossier, title="x"), "camille")):
        with pytest.raises(StoreError, match="damaged|not a dossier store"):
            act()
    assert store.path.read_bytes() == cut


def test_another_geopackage_is_no_store(tmp_path: Path) -> None:
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "autre.gpkg"))
    source.CreateLayer("communes")
    source.FlushCache()
    with pytest.raises(StoreError, match="not a dossier store"):
        GeoPackageStore(tmp_path / "autre.gpkg").list()


def test_a_store_in_use_elsewhere_is_said(store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    made = store.create(draft(), "camille")
    monkeypatch.setattr(geopackage, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use elsewhere"):
            store.save(made, replace(made.dossier, title="x"), "camille")
        other.execute("ROLLBACK")
    assert store.save(made, replace(made.dossier, title="x"), "camille").dossier.revision == 2


def test_a_store_that_is_not_there_is_empty_and_one_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    assert GeoPackageStore(tmp_path / "rien.gpkg").list() == []
    assert GeoPackageStore(tmp_path / "rien.gpkg").counts("etat") == ()
    assert not (tmp_path / "rien.gpkg").exists()
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        GeoPackageStore(tmp_path / "fichier" / "s.gpkg").create(draft(), "camille")


def test_a_damaged_dossier_is_said(store: GeoPackageStore) -> None:
    made = store.create(draft(), "camille").dossier
    for text in ("{", "[]", '{"values": 3}'):
        with closing(sqlite3.connect(store.path)) as database:
            database.execute("UPDATE section SET contenu = ? WHERE section = 'ambition'", (text,))
            database.commit()
        with pytest.raises(StoreError, match="damaged"):
            store.load(made.id)


def test_an_edit_in_qgis_keeps_the_spatial_index(store: GeoPackageStore) -> None:
    store.create(draft(), "camille", wkb())
    source = ogr.Open(str(store.path), 1)
    layer = source.GetLayerByName("dossier")
    feature = next(iter(layer))
    feature.SetGeometry(ogr.CreateGeometryFromWkt("MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5)))"))
    layer.SetFeature(feature)
    del feature, layer, source
    store.create(draft("Autre"), "camille", wkb())
    checked(store.path)


# -- schema 1 -------------------------------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> GeoPackageStore:
    shutil.copy(SCHEMA_1, tmp_path / "dossiers.gpkg")
    return GeoPackageStore(tmp_path / "dossiers.gpkg")


def old_rows() -> tuple[dict[str, Dossier], list[tuple]]:
    """What the file of schema 1 holds, read without the store."""
    with closing(sqlite3.connect(SCHEMA_1)) as database:
        whole = [json.loads(row[0]) for row in database.execute("SELECT contenu FROM dossier")]
        lines = database.execute("SELECT dossier, revision, date, auteur, contenu FROM journal ORDER BY numero")
        return {one["id"]: Dossier.from_dict(one) for one in whole}, lines.fetchall()


def test_an_older_store_waits_for_a_yes(old: GeoPackageStore) -> None:
    before = old.path.read_bytes()
    assert old.schema_version() == 1
    assert [one.number for one in old.migrations_pending()] == [2]
    for act in (old.list, old.check, lambda: old.migrate(yes=False), lambda: old.create(draft(), "camille")):
        with pytest.raises(MigrationNeeded, match="earlier version"):
            act()
    assert old.path.read_bytes() == before


def test_an_older_store_is_brought_up_to_date_without_loss(old: GeoPackageStore) -> None:
    whole, lines = old_rows()
    assert len(whole) == 2
    assert [one.number for one in old.migrate(yes=True)] == [2]
    assert (old.schema_version(), old.migrations_pending()) == (2, ())
    for identifier, dossier in whole.items():
        found = old.load(identifier).dossier
        assert sorted(found.figures, key=repr) == sorted(dossier.figures, key=repr)
        assert replace(found, figures=()) == replace(dossier, figures=())
    for identifier, revision, date, author, content in lines:
        then = Dossier.from_dict(json.loads(content))
        found = old.version(identifier, revision)
        assert (found.values, found.title, found.note_interne, found.state, found.generated) == (
            then.values, then.title, then.note_interne, then.state, then.generated,
        )  # fmt: skip
        assert [(v.date, v.author) for v in old.versions(identifier) if v.number == revision] == [(date, author)]
    figeac = "11111111-1111-4111-8111-111111111111"
    assert ogr.CreateGeometryFromWkb(old.load(figeac).perimeter).GetArea() == pytest.approx(0.01)
    assert [row.id for row in old.query(Query(text="garder ecole")).rows] == [figeac]
    assert [(c.label, c.dossiers) for c in old.counts("operateur")] == [("Cerema", 1)]
    checked(old.path)
    source = ogr.Open(str(old.path))
    layer = source.GetLayerByName("dossier")
    layer.SetSpatialFilterRect(1.9, 44.5, 2.2, 44.8)
    assert [f["titre"] for f in layer] == ["Pacte – Figeac"]
    opened = old.load(figeac)
    old.save_section(figeac, "ambition", SectionContent({"enjeux": "x"}), opened.revision("ambition"), "camille")
    assert old.load(figeac).dossier.revision == 4
    assert [p.name for p in old.path.parent.iterdir()] == ["dossiers.gpkg"]


def test_a_migration_that_fails_leaves_the_older_store(old: GeoPackageStore) -> None:
    with closing(sqlite3.connect(old.path)) as database:
        database.execute("UPDATE journal SET contenu = '{' WHERE revision = 2")
        database.commit()
    before = old.path.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        old.migrate(yes=True)
    assert old.schema_version() == 1
    assert old.path.read_bytes() == before


# -- where the file lies --------------------------------------------------------------------------------------------

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//serveur/partage /mnt/service cifs rw 0 0
nas:/export /mnt/service/local\\040ext nfs4 rw 0 0
tmpfs /mnt/service/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/camille/d.gpkg", False), ("/mnt/service/d.gpkg", True), ("/mnt/service/local/d.gpkg", False),
        ("/mnt/service/local ext/d.gpkg", True), ("/mnt/services/d.gpkg", False), (r"\\serveur\partage\d.gpkg", True),
        ("//serveur/partage/d.gpkg", True),
    ],
)  # fmt: skip
def test_a_network_drive_is_told_by_its_mount_or_its_name(path: str, network: bool) -> None:
    assert on_network(path, MOUNTS) is network


def test_on_a_network_drive_one_writes_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dossiers.gpkg"
    one, two = GeoPackageStore(path, network=True), GeoPackageStore(path, network=True)
    assert "network drive" in one.warnings()[0]
    made = one.create(draft(), "camille").dossier
    with pytest.raises(StoreLocked, match="in use by"):
        two.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 1, "dominique")
    assert two.load(made.id).dossier == made
    one.save_section(made.id, "ambition", SectionContent({"enjeux": "y"}), 1, "camille")
    one.close()
    two.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 2, "dominique")
    # A lock that its holder does not renew is taken over, and is then no longer given back by the first.
    monkeypatch.setattr(location, "STALE_SECONDS", -1.0)
    one.save_section(made.id, "ambition", SectionContent({"enjeux": "z"}), 3, "camille")
    two.close()
    assert (tmp_path / "dossiers.gpkg.verrou").exists()
    one.close()
    assert [p.name for p in tmp_path.iterdir()] == ["dossiers.gpkg"]


def test_a_file_that_one_may_not_write_is_read(store: GeoPackageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.create(draft(), "camille")
    monkeypatch.setattr(geopackage.os, "access", lambda _path, mode: mode == geopackage.os.R_OK)
    assert store.role() is Role.READER
    assert not store.can_write
    assert len(store.list()) == 1
