"""The embedded snapshot itself: counts from data/README and INSEE, topology checked with shapely, areas with PROJ."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
import tiny
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.snapshot import reader

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="embedded data not built: run `make snapshot`")

WITHOUT_OUTLINE = ["15031", "15035", "15047", "15171"]  # re-created communes: data/README §3
LLIVIA = Point(1.97, 42.47)
# Small, large, with a real exclave inside (26: enclave des Papes), with Llívia, an island, overseas.
SAMPLE = ["46", "26", "66", "2A", "971"]


@pytest.fixture(scope="module")
def facts():
    return reader.load()


@pytest.fixture(scope="module")
def shapes():
    """Ask for the shapes of a table: code → polygon."""

    def ask(table: str, where: str = "1") -> dict:
        with closing(sqlite3.connect(f"file:{paths.SNAPSHOT}?mode=ro&immutable=1", uri=True)) as connection:
            rows = connection.execute(f"SELECT code, geom FROM {table} WHERE geom IS NOT NULL AND {where}")
            return {code: tiny.shape_of(blob) for code, blob in rows}

    return ask


def holes(shape) -> list:
    return [ring for part in shape.geoms for ring in part.interiors]


def test_counts_are_those_of_the_2026_geography(facts):
    communes = facts.communes
    assert len(communes) == 34_875
    assert (communes["code_departement"] == "46").sum() == 312
    levels = facts.units.groupby("niveau").size().to_dict()
    assert (levels["departement"], levels["region"], levels["epci"]) == (101, 18, 1253)
    assert set(communes.index[communes["code_epci"] == ""]) == {"22016", "29083", "29155", "85113"}
    assert set(communes["code_departement"][communes["code_arrondissement"] == ""]) == {"976"}
    assert not set(communes["code_epci"]) - {""} - set(facts.units["code"])


def test_people_are_those_that_insee_published(facts):
    people = facts.communes["population"][facts.communes["code_departement"] != "976"]
    assert people.sum() == 67_760_573  # populations historiques 2022, all but Mayotte (data/README §1.3)
    mayotte = facts.communes[facts.communes["code_departement"] == "976"]
    assert set(mayotte["population_annee"]) == {"2017"}
    assert facts.unit_rows["departement", "976"]["population"] == 256_518  # census of 2017
    creuse = facts.communes[facts.communes["code_departement"] == "23"]
    assert creuse["population"].sum() == 115_529


def test_every_value_has_its_status_and_every_source_its_row(facts):
    for column in facts.values.values():
        assert np.array_equal(np.isfinite(column.value), column.status == Status.OK)
    named = {p.source for p in facts.catalogue.programmes.values()}
    named |= {i.source for key, i in facts.catalogue.indicators.items() if key not in facts.awaited}
    assert named <= set(facts.sources.index)


def test_only_the_recreated_communes_have_no_outline(facts, shapes):
    found = shapes("commune")
    assert sorted(set(facts.codes) - set(found)) == WITHOUT_OUTLINE
    assert {"12218", "14581", "49126", "69114"} <= set(found)  # theirs comes from the gap file alone
    assert all(shape.is_valid for shape in found.values())
    assert set(shapes("commune_light")) == set(found)


@pytest.mark.parametrize("level", ["departement", "region", "arrondissement", "epci"])
@pytest.mark.parametrize("lighter", ["", "_light"])
def test_upper_levels_are_valid(facts, shapes, level, lighter):
    found = shapes(level + lighter)
    assert set(found) == set(facts.units["code"][facts.units["niveau"] == level])
    assert [code for code, shape in found.items() if not shape.is_valid] == []


@pytest.mark.parametrize("lighter", ["", "_light"])
def test_the_only_hole_of_the_country_is_llivia(shapes, lighter):
    departments = shapes("departement" + lighter, "code < '97'")
    union = unary_union(list(departments.values()))
    left = holes(union)
    assert len(left) == 1
    assert left[0].centroid.distance(LLIVIA) < 0.03
    assert len(holes(departments["66"])) == 1
    # Holes in a département are filled by communes of another one: real exclaves, such as the enclave des Papes.
    communes = shapes("commune" + lighter, "code < '97'")

    for code, shape in departments.items():
        for ring in holes(shape):
            inside = Polygon(ring)
            if code == "66":
                continue
            # (One of the Aisne's in the Oise holds, in its turn, a piece of a commune of the Oise.)
            filling = {key: own for key, own in communes.items() if own.intersects(inside)}
            covered = {key: own.intersection(inside).area for key, own in filling.items()}
            assert sum(covered.values()) == pytest.approx(inside.area, rel=1e-9), code
            assert sum(area for key, area in covered.items() if not key.startswith(code)) > 0.9 * inside.area, code
    assert any(Polygon(ring).contains(Point(4.99, 44.38)) for ring in holes(departments["26"]))  # Valréas, Vaucluse


@pytest.mark.parametrize("department", SAMPLE)
@pytest.mark.parametrize("lighter", ["", "_light"])
def test_communes_tile_their_department(shapes, department, lighter):
    parts = list(shapes(f"commune{lighter}", f"code_departement = '{department}'").values())
    whole = shapes(f"departement{lighter}", f"code = '{department}'")[department]
    union = unary_union(parts)
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-9)  # no overlap…
    assert union.symmetric_difference(whole).area <= 1e-9 * whole.area  # …and no gap


@pytest.mark.parametrize("level", ["epci", "arrondissement", "region"])
@pytest.mark.parametrize("lighter", ["", "_light"])
def test_borders_coincide_at_every_level(shapes, level, lighter):
    lot = shapes(f"departement{lighter}", "code = '46'")["46"]
    if level == "region":
        occitanie = shapes(f"region{lighter}", "code = '76'")["76"]
        assert occitanie.intersection(lot).area == pytest.approx(lot.area, rel=1e-12)
        return
    units = shapes(level + lighter, "departements LIKE '%46%'" if not lighter else "code_departement = '46'")
    members = shapes(f"commune{lighter}", "code_departement = '46'")
    for unit in units.values():
        for commune in members.values():
            share = unit.intersection(commune).area / commune.area
            assert share < 1e-9 or share > 1 - 1e-9


def test_metropolitan_area_is_the_published_one_plus_the_gaps(shapes):
    from osgeo import osr

    lambert, degrees = osr.SpatialReference(), osr.SpatialReference()
    lambert.ImportFromEPSG(2154)
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(degrees, lambert)

    def square_km(ring) -> float:
        points = np.array([p[:2] for p in change.TransformPoints([list(c) for c in ring.coords])])
        x, y = (points - points[0]).T
        return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2e6

    total = 0.0
    for shape in shapes("region", "code NOT IN ('01', '02', '03', '04', '06')").values():
        total += sum(square_km(p.exterior) - sum(square_km(r) for r in p.interiors) for p in shape.geoms)
    # 547,903 km² dissolved with its holes, which 918 km² of gaps fill (data/README §2 and §3).
    assert total == pytest.approx(547_903 + 918, abs=30)


def test_the_light_generalisation_is_light(shapes):
    def vertices(found: dict) -> int:
        return sum(len(r.coords) for s in found.values() for p in s.geoms for r in [p.exterior, *p.interiors])

    assert vertices(shapes("commune_light")) <= 0.4 * vertices(shapes("commune"))


def test_town_halls_lie_in_their_communes(facts, shapes):
    found = shapes("commune", "code_departement IN ('46', '971')")
    halls = facts.communes.loc[list(found), ["mairie_lon", "mairie_lat"]].dropna()
    assert len(halls) > 0.9 * len(found)
    assert all(found[code].distance(Point(x, y)) < 0.0046 for code, x, y in halls.itertuples())


def test_no_two_communes_have_their_town_hall_at_one_place(facts):
    halls = facts.communes[["mairie_lon", "mairie_lat"]].dropna()
    assert not halls.duplicated().any()
    # Of the pair of Marie-Galante, the point stands in Capesterre's own bourg.
    assert "97108" in halls.index and "97112" not in halls.index


def test_no_distance_is_absurd(facts):
    column = facts.values["distance_france_services"]
    mainland = np.array([code < "97" for code in facts.codes])
    # The farthest commune of mainland France and Corsica is an island or a high valley: tens of kilometres.
    assert np.nanmax(column.value[mainland]) < 60
    assert [facts.codes[row] for row in np.flatnonzero(column.status != Status.OK)] == WITHOUT_OUTLINE
