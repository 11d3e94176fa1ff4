"""The embedded data as maps, layers and diagnostics ask for them: the Lot, by the general profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.profile import Profile
from anct_qgis_plugin.core.territory import Territory


@pytest.fixture(scope="module")
def analyst() -> Analyst:
    """On the embedded data; made anew for each file of tests."""
    from anct_qgis_plugin.snapshot import reader

    return Analyst(reader.current())


@pytest.fixture(scope="module")
def profile(analyst: Analyst) -> Profile:
    """The general profile."""
    from anct_qgis_plugin.snapshot.profiles import read_profile

    return read_profile(analyst.facts.catalogue.indicators, "generale")


@pytest.fixture(scope="module")
def lot(analyst: Analyst, profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> tuple[Territory, Path]:
    """The Lot and its dataset."""
    from anct_qgis_plugin.gis import dataset

    territory = analyst.gazetteer.resolve("dep:46")
    return territory, dataset.write_dataset(analyst, territory, profile, tmp_path_factory.mktemp("lot"))
