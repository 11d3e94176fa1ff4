"""What only a PostgreSQL store does: roles, migrations, lost connections, connections of QGIS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cluster import Cluster
from dossiers import draft

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.dossier_sections import SectionContent
from anct_qgis_plugin.errors import (
    MigrationNeeded,
    MissingDependency,
    SectionConflict,
    StoreError,
    StoreReadOnly,
    StoreUnreachable,
)
from anct_qgis_plugin.store import opening, postgres
from anct_qgis_plugin.store.base import Role
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.journal import DraftJournal
from anct_qgis_plugin.store.opening import open_store
from anct_qgis_plugin.store.postgres import PostgresStore

PEOPLE = {"lea": "anct_lecteur", "remi": "anct_redacteur", "ada": "anct_administrateur", "zoe": ""}


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """A database without a store."""
    name = cluster.database("vide")
    yield name
    cluster.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def people(cluster: Cluster, database: str, postgis) -> dict[str, PostgresStore]:
    """The same store, opened by people of each role."""
    for name, group in PEOPLE.items():
        if not cluster.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", values=(name,)):
            cluster.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'" + (f" IN ROLE {group}" if group else ""))
    return {name: PostgresStore("service", lambda name=name: cluster.connect(database, name, name)) for name in PEOPLE}


def test_tables_are_made_after_a_yes_only(cluster: Cluster, empty: str) -> None:
    store = PostgresStore("service", lambda: cluster.connect(empty))
    assert store.schema_version() == 0
    assert store.role() is Role.ADMIN
    assert [one.number for one in store.migrations_pending()] == [1, 2]
    for act in (store.check, store.list, lambda: store.create(draft(), "x"), lambda: store.migrate(yes=False)):
        with pytest.raises(MigrationNeeded, match="service"):
            act()
    assert cluster.execute("SELECT to_regnamespace('anct')", empty) == [(None,)]
    assert [one.number for one in store.migrate(yes=True)] == [1, 2]
    assert (store.schema_version(), store.migrations_pending(), store.migrate(yes=True)) == (2, (), ())
    store.create(draft(), "x")
    store.close()


def test_a_migration_is_one_transaction(cluster: Cluster, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = postgres.script
    broken = {"002_droits.sql": "CREATE TABLE anct.a_moitie (a int); SELECT 1/0;"}
    monkeypatch.setattr(postgres, "script", lambda kind, name: broken.get(name) or real(kind, name))
    store = PostgresStore("service", lambda: cluster.connect(empty))
    with pytest.raises(StoreError):
        store.migrate(yes=True)
    assert store.schema_version() == 1
    assert cluster.execute("SELECT to_regclass('anct.a_moitie')", empty) == [(None,)]
    with pytest.raises(MigrationNeeded, match="brought up to date"):
        store.list()
    monkeypatch.undo()
    assert [one.number for one in store.migrate(yes=True)] == [2]
    store.close()


def test_a_newer_schema_is_refused(cluster: Cluster, empty: str) -> None:
    store = PostgresStore("service", lambda: cluster.connect(empty))
    store.migrate(yes=True)
    made = store.create(draft(), "x").dossier
    cluster.execute("UPDATE anct.store_info SET value = '3'", empty)
    for act in (store.check, store.list, store.migrations_pending, lambda: store.load(made.id)):
        with pytest.raises(StoreError, match="newer version"):
            act()
    store.close()


def test_roles_are_the_databases_own(people: dict[str, PostgresStore], cluster: Cluster, database: str) -> None:
    made = draft()
    people["remi"].create(made, "remi")
    assert {name: store.role() for name, store in people.items()} == {
        "lea": Role.READER, "remi": Role.WRITER, "ada": Role.ADMIN, "zoe": Role.NONE,
    }  # fmt: skip
    assert [name for name, store in people.items() if store.can_write] == ["remi", "ada"]
    assert len(people["lea"].list()) == 1
    for name in ("lea", "zoe"):
        for act in (
            lambda store: store.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 1, "x"),
            lambda store: store.create(draft(), "x"),
            lambda store: store.trash(made.id, "x"),
        ):
            with pytest.raises(StoreReadOnly, match="role"):
                act(people[name])
    with pytest.raises(StoreReadOnly):
        people["zoe"].list()
    people["remi"].trash(made.id, "remi")
    with pytest.raises(StoreReadOnly, match="administrator"):
        people["remi"].purge(made.id)
    # The history cannot be rewritten, even by someone who writes, past the plugin.
    connection = cluster.connect(database, "remi", "remi")
    for sql in ("DELETE FROM anct.journal", "UPDATE anct.journal SET auteur = 'x'", "DELETE FROM anct.dossier"):
        with pytest.raises(Exception, match="permission denied"):
            connection.cursor().execute(sql)
        connection.rollback()
    connection.close()
    people["ada"].purge(made.id)
    assert people["ada"].rows("journal") == []
    for store in people.values():
        store.close()


def test_a_connection_that_died_while_idle_is_opened_again(postgis, cluster: Cluster, database: str) -> None:
    store = postgis()
    made = store.create(draft(), "camille").dossier
    cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", values=(database,))
    assert store.load(made.id).dossier == made


def test_a_server_that_stops_keeps_the_work_until_it_is_back(postgis, cluster: Cluster, tmp_path: Path) -> None:
    store, journal = postgis(), DraftJournal(tmp_path / "brouillons")
    made = draft()
    store.create(made, "camille")
    cluster.execute("CHECKPOINT")
    cluster.stop()
    try:
        with pytest.raises(StoreUnreachable, match="does not answer"):
            store.list()
        entry = journal.write(store.key, made.id, "ambition", SectionContent({"enjeux": "hors ligne"}), 1, "camille")
        assert journal.save(store, entry) is None
        assert journal.send(store).unreachable
    finally:
        cluster.start()
    assert [state.revision for _, state in journal.send(store).saved] == [2]
    assert store.load(made.id).dossier.values["enjeux"] == "hors ligne"


def test_a_wrong_password_and_an_absent_database_are_told_from_a_silent_server(cluster: Cluster) -> None:
    for connect in (lambda: cluster.connect("postgres", password="faux"), lambda: cluster.connect("absente")):
        with pytest.raises(StoreError, match="refuses the connection") as caught:
            PostgresStore("service", connect).list()
        assert not isinstance(caught.value, StoreUnreachable)
        assert "faux" not in str(caught.value) + caught.value.details


def test_without_psycopg2_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(MissingDependency, match="psycopg2"):
        PostgresStore("service", lambda: None).list()


def test_a_row_held_by_another_is_said(postgis, cluster: Cluster, database: str, monkeypatch) -> None:
    monkeypatch.setattr(postgres, "_SETTINGS", postgres._SETTINGS.replace("'10s'", "'200ms'"))
    store = postgis()
    made = store.create(draft(), "camille").dossier
    other = cluster.connect(database)
    other.cursor().execute("SELECT 1 FROM anct.dossier FOR UPDATE")
    with pytest.raises(StoreError, match="in use elsewhere"):
        store.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 1, "camille")
    other.rollback()
    other.close()
    store.save_section(made.id, "ambition", SectionContent({"enjeux": "x"}), 1, "camille")


def test_two_at_the_very_same_moment_are_told_apart(postgis) -> None:
    """The second waits for the first's row, and then finds that its base is past."""
    made = draft()
    one, two = postgis(), postgis()
    opened = one.create(made, "camille")
    with one._writing() as db:
        one._save(db, made.id, {"ambition": (SectionContent({"enjeux": "a"}), 1)}, "camille", "modification")
        # Not yet committed: what two reads is what was.
        assert two.load(made.id) == opened
    with pytest.raises(SectionConflict):
        two.save(opened, replace(opened.dossier, values={**made.values, "enjeux": "b"}), "dominique")


# -- connections of QGIS --------------------------------------------------------------------------------------------


def test_a_connection_of_qgis_opens_the_store_without_keeping_its_password(connection: str, cluster, square) -> None:
    from qgis.core import QgsVectorLayer

    store = open_store(connection)
    made = store.create(draft(), "camille", square).dossier
    store.trash(store.create(draft("Jeté"), "camille", square).dossier.id, "camille")
    assert store.load(made.id).dossier == made
    source, provider = opening.layer_source(store)
    assert cluster.password not in source + store.key + repr(vars(store))
    layer = QgsVectorLayer(source, "dossiers", provider)
    assert layer.isValid(), (source, layer.dataProvider().error().message() if layer.dataProvider() else "")
    assert [f["titre"] for f in layer.getFeatures()] == [made.title]
    assert layer.crs().authid() == "EPSG:4326"
    store.close()


def test_a_name_that_is_no_store_lists_the_connections(connection: str, tmp_path: Path) -> None:
    assert isinstance(open_store(str(tmp_path / "d.GPKG")), GeoPackageStore)
    for name in ("inconnu", "", "d.sqlite"):
        with pytest.raises(StoreError, match="Service d'essai"):
            open_store(name)


def test_the_layer_of_a_geopackage_leaves_the_trash_out(geopackage, square, qgis_app) -> None:
    from qgis.core import QgsVectorLayer

    store = geopackage()
    made = store.create(draft(), "camille", square).dossier
    store.trash(store.create(draft("Jeté"), "camille", square).dossier.id, "camille")
    layer = QgsVectorLayer(opening.layer_source(store)[0], "dossiers", "ogr")
    assert [f["titre"] for f in layer.getFeatures()] == [made.title]


@pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")
def test_the_algorithm_keeps_a_draft_in_a_service_store(connection: str, tmp_path: Path, qgis_processing) -> None:
    pytest.importorskip("odfdo")
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

    from anct_qgis_plugin.processing.dossier import DossierAlgorithm

    given = {"TYPE": "ingenierie", "TERRITORY": "com:46102", "STORE": connection, "FOLDER": str(tmp_path)}
    results, done = QgsProcessingAlgorithm.run(
        DossierAlgorithm().create(), given, QgsProcessingContext(), QgsProcessingFeedback(), {}, False
    )
    assert done
    store = open_store(connection)
    kept = store.load(results["DOSSIER_ID"])
    assert (kept.dossier.territory, kept.perimeter is not None) == ("com:46102", True)
    assert list(store.counts("departement"))[0].key == "46"
    store.close()


def test_a_service_installs_it_without_a_superuser_and_restores_a_backup(cluster: Cluster, empty: str, square) -> None:
    """As docs/magasins.md says: CREATE on the database and CREATEROLE, PostGIS being there; pg_dump, pg_restore."""
    cluster.execute("CREATE EXTENSION postgis SCHEMA public", empty)
    cluster.execute("CREATE ROLE installe LOGIN CREATEROLE PASSWORD 'installe'")
    copy = cluster.database("restauree")
    try:
        cluster.execute(f'GRANT CREATE ON DATABASE "{empty}" TO installe')
        store = PostgresStore("service", lambda: cluster.connect(empty, "installe", "installe"))
        assert len(store.migrate(yes=True)) == 2
        assert store.role() is Role.ADMIN
        made = store.create(draft(), "camille", square)
        store.close()
        cluster.execute("CREATE EXTENSION postgis SCHEMA public", copy)
        dump = str(cluster.folder / "anct.dump")
        where = ["-h", "127.0.0.1", "-p", str(cluster.port), "-U", "essai"]
        for program, arguments in (
            ("pg_dump", [*where, "--format=custom", "--schema=anct", f"--file={dump}", empty]),
            ("pg_restore", [*where, f"--dbname={copy}", dump]),
        ):
            done = subprocess.run(
                [str(cluster.programs / program), *arguments], env=os.environ | {"PGPASSWORD": cluster.password},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        restored = PostgresStore("service", lambda: cluster.connect(copy))
        assert restored.load(made.dossier.id) == made
        # And it goes on: the numbers of the history follow.
        restored.save_section(made.dossier.id, "ambition", SectionContent({"enjeux": "suite"}), 1, "camille")
        assert len(restored.versions(made.dossier.id)) == 2
        restored.close()
    finally:
        cluster.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
        cluster.execute("DROP OWNED BY installe CASCADE", empty)
        cluster.execute("DROP OWNED BY installe CASCADE")
        cluster.execute("DROP ROLE installe")
