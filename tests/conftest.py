"""What all tests share: where things are, and no network."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from places import ROOT, SHARED

# Drawing examples may be slow on a machine that does other things; that is no fault of what is tested.
settings.register_profile("anct", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("anct")

# Before pytest-qgis starts its application; a developer may ask for a real window.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


_status = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[_status] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once when all is said: PyQGIS may crash while Python takes its last objects apart, in any order.

    A crash during a test still fails the run; only the interpreter's own end is cut short.
    """
    if "qgis.core" in sys.modules and _status in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_status])


@pytest.fixture(autouse=True)
def _no_network(request, monkeypatch):
    """Only this machine answers: a test that reaches further fails (but those of tests/live, run only when asked)."""
    if request.path.parent.name == "live":
        return
    connect = socket.socket.connect

    def local_only(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(scope="session", autouse=True)
def _own_folder(tmp_path_factory):
    """The user's folder of this run: never the developer's own. A test that keeps things in it names another one."""
    os.environ["ANCT_USER_FOLDER"] = str(tmp_path_factory.mktemp("user") / "anct")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Top level of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the raw files beside the checkout; the test is skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip(f"raw files not here ({SHARED}); set ANCT_SHARED to their folder")
    return SHARED


@pytest.fixture(scope="session")
def tiny_snapshot(tmp_path_factory) -> Path:
    """A GeoPackage of a dozen communes (tiny.py), built once by the product's own code."""
    import tiny

    from anct_qgis_plugin.snapshot.build import build

    folder = tmp_path_factory.mktemp("tiny")
    build(folder / "anct.gpkg", tiny.write_facts(folder / "facts"), tiny.source())
    return folder / "anct.gpkg"


@pytest.fixture(scope="session")
def tiny_facts(tiny_snapshot):
    """What that snapshot says, in memory."""
    from anct_qgis_plugin.snapshot.reader import load

    return load(tiny_snapshot)


@pytest.fixture
def embedded(tiny_snapshot, tmp_path, monkeypatch):
    """The tiny snapshot as the embedded one, and a folder of versions of its own; gives its path."""
    from anct_qgis_plugin import paths
    from anct_qgis_plugin.snapshot import reader

    path = tmp_path / "plugin" / "anct.gpkg"
    path.parent.mkdir()
    shutil.copy(tiny_snapshot, path)
    monkeypatch.setattr(paths, "SNAPSHOT", path)
    monkeypatch.setenv("ANCT_SNAPSHOTS", str(tmp_path / "versions"))
    reader.forget()
    yield path
    reader.forget()


# -- a real PostGIS, for the tests of the store, of its windows and of Processing --------------------------------------


@pytest.fixture(scope="session")
def cluster():
    """A PostGIS of the tests' own."""
    from cluster import Cluster

    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def database(cluster) -> str:
    """A database that holds an up-to-date store."""
    from anct_qgis_plugin.store.postgres import PostgresStore

    name = cluster.database("magasin")
    store = PostgresStore("service", lambda: cluster.connect(name))
    assert [one.number for one in store.migrate(yes=True)] == [1, 2]
    store.close()
    return name


@pytest.fixture
def postgis(cluster, database: str):
    """Opens the same PostGIS store again each time; empty at first."""
    from anct_qgis_plugin.store.postgres import PostgresStore

    cluster.execute("TRUNCATE anct.dossier CASCADE", database)
    opened = []

    def open_one() -> PostgresStore:
        opened.append(PostgresStore("service", lambda: cluster.connect(database)))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def connection(cluster, database: str, postgis, qgis_app):
    """A connection saved in QGIS, its user and password in the authentication manager only."""
    from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsDataSourceUri, QgsProviderRegistry

    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("essai", True)
    config = QgsAuthMethodConfig("Basic")
    config.setName("service")
    config.setConfig("username", "essai")
    config.setConfig("password", cluster.password)
    stored, config = manager.storeAuthenticationConfig(config)
    assert stored
    uri = QgsDataSourceUri()
    uri.setConnection("127.0.0.1", str(cluster.port), database, "", "", QgsDataSourceUri.SslMode.SslPrefer, config.id())
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    provider.saveConnection(provider.createConnection(uri.uri(False), {}), "Service d'essai")
    yield "Service d'essai"
    provider.deleteConnection("Service d'essai")
    manager.removeAuthenticationConfig(config.id())
