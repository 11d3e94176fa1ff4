"""One contract, two kinds of store: each test of the contract runs on a GeoPackage and on a real PostGIS."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dossiers import wkb

from anct_qgis_plugin.store.base import DossierStore
from anct_qgis_plugin.store.geopackage import GeoPackageStore

Opener = Callable[[], DossierStore]


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
