"""One contract, two kinds of store: each test of the contract runs on a GeoPackage and on a real PostGIS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cluster import Cluster
from dossiers import wkb

from anct_qgis_plugin.store.base import DossierStore
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.postgres import PostgresStore

Opener = Callable[[], DossierStore]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostGIS of the tests' own."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> str:
    """A database that holds an up-to-date store."""
    name = cluster.database("magasin")
    store = PostgresStore("service", lambda: cluster.connect(name))
    assert [one.number for one in store.migrate(yes=True)] == [1, 2]
    store.close()
    return name


@pytest.fixture
def postgis(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens the same PostGIS store again each time; empty at first."""
    cluster, name = request.getfixturevalue("cluster"), request.getfixturevalue("database")
    cluster.execute("TRUNCATE anct.dossier CASCADE", name)
    opened: list[DossierStore] = []

    def open_one() -> DossierStore:
        opened.append(PostgresStore("service", lambda: cluster.connect(name)))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def geopackage(tmp_path: Path) -> Opener:
    """Opens the same file again each time, as another person would."""
    return lambda: GeoPackageStore(tmp_path / "anct" / "dossiers.gpkg")


@pytest.fixture(params=["geopackage", "postgis"])
def opener(request: pytest.FixtureRequest) -> Opener:
    """Opens the same store again each time, of either kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def store(opener: Opener) -> DossierStore:
    return opener()


@pytest.fixture
def square() -> bytes:
    return wkb()
