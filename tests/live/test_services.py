"""One small question to each real service: only when asked (ANCT_LIVE=1), never in the suite.

A failure here tells that a contract has moved (docs/services.md); the plugin then goes on with its last good data.
Nothing is ever created: démarche numérique is only asked for a form that does not exist.
"""

from __future__ import annotations

import os

import pytest

from anct_qgis_plugin import errors
from anct_qgis_plugin.connectors.http.endpoints import GROUP_RESOURCES, RESOURCES, WFS_TYPES
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh import official_census as census
from anct_qgis_plugin.connectors.refresh import refresh_census
from anct_qgis_plugin.connectors.services.annuaire import Annuaire
from anct_qgis_plugin.connectors.services.datagouv import DataGouv
from anct_qgis_plugin.connectors.services.demarche import DemarcheNumerique
from anct_qgis_plugin.connectors.services.entreprises import Entreprises
from anct_qgis_plugin.connectors.services.geo_api import GeoApi
from anct_qgis_plugin.connectors.services.geocoding import Geocoding
from anct_qgis_plugin.connectors.services.geopf_wfs import Wfs
from anct_qgis_plugin.connectors.services.insee_files import COMPARATOR, InseeFiles, figures, read_comparator
from anct_qgis_plugin.connectors.services.isochrone import Isochrones
from anct_qgis_plugin.connectors.services.melodi import Melodi
from anct_qgis_plugin.connectors.services.ofgl import Ofgl

pytestmark = pytest.mark.skipif(os.environ.get("ANCT_LIVE") != "1", reason="asks real services: set ANCT_LIVE=1")


@pytest.fixture(scope="module")
def transport():
    return RequestsTransport()


@pytest.mark.parametrize("resource", sorted({*RESOURCES.values(), *GROUP_RESOURCES.values()}))
def test_each_file_of_the_programmes_still_exists(transport, resource):
    found = DataGouv(transport).resource(resource)
    assert found.url.startswith("https://") and found.modified


def test_a_file_of_communes_has_its_column(transport, tmp_path):
    DataGouv(transport).download(RESOURCES["acv"], tmp_path / "acv.csv")
    assert b"insee_com" in (tmp_path / "acv.csv").read_bytes()[:500]


def test_communes_of_belfort(transport):
    assert "90010" in {c.code for c in GeoApi(transport).communes_of_departement("90")}


def test_limits_of_belfort_page_after_page(transport):
    found = Wfs(transport).features(WFS_TYPES["commune"], "code_insee_du_departement='90'", page=40)
    assert len(found) > 90


def test_a_quarter_of_an_hour_from_belfort(transport):
    assert Isochrones(transport).minutes(6.8638, 47.6397, 15).geometry is not None


def test_an_address(transport):
    assert Geocoding(transport).search("place d'armes, Belfort", 1)[0].code == "90010"


def test_populations_of_belfort(transport):
    found = list(Melodi(transport).observations("DS_POPULATIONS_REFERENCE", ["COM-90010"], {"POPREF_MEASURE": "PMUN"}))
    assert found and all(o.code == "90010" for o in found)


@pytest.mark.parametrize(
    "table", [census.AGES, census.OCCUPATIONS, census.DIPLOMAS, census.FAMILIES, census.DWELLINGS, census.ACTIVITY],
    ids=lambda table: table.dataset,
)  # fmt: skip
def test_a_table_of_the_census_adds_up(transport, table):
    fixed = {name: modality for name, modality in table.fixed.items() if name != "RP_MEASURE"}
    found = list(Melodi(transport).observations(table.dataset, ["COM-90010"], table.fixed))
    year = max(one.dimensions["TIME_PERIOD"] for one in found)
    others = {"TIME_PERIOD", "RP_MEASURE", "FREQ", "OBS_STATUS", table.dimension, *fixed}
    counts = {
        one.dimensions[table.dimension]: one.value or 0
        for one in found
        if one.dimensions["TIME_PERIOD"] == year
        and all(modality == "_T" for name, modality in one.dimensions.items() if name not in others)
    }
    assert sum(counts.get(modality, 0) for modality in table.classes) == pytest.approx(counts[table.whole], abs=0.5)


@pytest.mark.parametrize("entry", refresh_census.ENTRIES, ids=lambda entry: entry.key)
def test_the_whole_country_files_of_the_census_are_in_the_catalogue(transport, entry):
    for file in entry.files.values():
        assert Melodi(transport).newest(file.path).name.startswith(file.path)


def test_the_comparator(transport, tmp_path):
    InseeFiles(transport).download(COMPARATOR, tmp_path / "c.zip")
    assert figures(read_comparator(tmp_path / "c.zip"), r"P(\d\d)_POP").values["90010"].value


def test_variables_of_the_grants_to_communes(transport):
    assert Ofgl(transport).labels("dotations-communes", "variable")


def test_the_commune_of_belfort_and_its_town_hall(transport):
    assert Entreprises(transport).authority("90010")[0].siren == "219000106"
    assert Annuaire(transport).town_halls("90010")


def test_an_unknown_procedure_is_said_to_be_unknown(transport):
    with pytest.raises(errors.RequestRefused):
        DemarcheNumerique(transport).procedure("anct-qgis-aucune-demarche-de-ce-nom")
