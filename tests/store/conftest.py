"""One contract, two kinds of store: each test of the contract runs on a GeoPackage and on a real PostGIS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dossiers import wkb

from anct_qgis_plugin.store.base import DossierStore
from anct_qgis_plugin.store.geopackage import GeoPackageStore

Opener = Callable[[], DossierStore]


@pytest.fixture(params=["geopackage"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same store again each time, as another person would."""
    opened: list[DossierStore] = []

    def open_one() -> DossierStore:
        opened.append(GeoPackageStore(tmp_path / "anct" / "dossiers.gpkg"))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> DossierStore:
    return opener()


@pytest.fixture
def square() -> bytes:
    return wkb()
