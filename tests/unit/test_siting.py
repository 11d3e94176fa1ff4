"""New sites: the greedy choice against every choice tried one by one with geodesics."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import access, travel
from anct_qgis_plugin.core.siting import new_sites
from anct_qgis_plugin.errors import ComparisonError

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def analyst():
    from anct_qgis_plugin.snapshot import reader

    return reader.analyst()


def best_by_hand(facts, found, positions, limit, number):
    """(commune, people) in turn: each commune tried as a host, each time by its own geodesic."""
    lon, lat, _ = access.places(facts)
    model, grid, high = facts.catalogue.travel, travel.density(facts), travel.mountain(facts)
    land = travel.lands(facts, model)
    people = np.nan_to_num(facts.population)
    open_ = {int(i) for i in positions if not found.minutes[i] <= limit and not np.isnan(lon[i])}
    chosen = []
    for _ in range(number):
        gains = {}
        for host in positions:
            gains[int(host)] = 0.0
            for i in open_:
                km = GEOD.inv(lon[i], lat[i], lon[host], lat[host])[2] / 1000
                time = model.minutes(np.array([km]), grid[[i]], high[[i]])[0]
                if time <= limit and land[i] == land[host]:
                    gains[int(host)] += people[i]
        host = max(gains, key=lambda h: (gains[h], -h))
        if not gains[host]:
            break
        chosen.append((host, gains[host]))
        for i in list(open_):
            km = GEOD.inv(lon[i], lat[i], lon[host], lat[host])[2] / 1000
            time = model.minutes(np.array([km]), grid[[i]], high[[i]])[0]
            if time <= limit and land[i] == land[host]:
                open_.discard(i)
    return chosen


@pytest.mark.parametrize(("expression", "limit"), [("dep:46", 20), ("dep:29", 20), ("dep:05", 30)])
def test_each_site_is_the_best_given_those_before(analyst, expression, limit):
    facts, positions = analyst.facts, analyst.gazetteer.resolve(expression).positions
    found = analyst.access()
    got = new_sites(facts, found, positions, 3, limit)
    assert [(one.position, one.people) for one in got] == best_by_hand(facts, found, positions, limit, 3)
    gains = [one.people for one in got]
    assert gains == sorted(gains, reverse=True)


def test_what_is_left_adds_up_with_what_was_gained(analyst):
    facts, positions = analyst.facts, analyst.gazetteer.resolve("dep:46").positions
    found = analyst.access()
    got = new_sites(facts, found, positions, 5)
    start = access.remote(facts, found, positions).beyond[20]
    for one in got:
        start -= one.people
        assert one.left == pytest.approx(start, abs=1e-6)


def test_an_island_without_site_is_helped_by_a_site_of_its_own_only(analyst):
    facts, positions = analyst.facts, analyst.gazetteer.resolve("com:29083+com:29082").positions  # Sein and Batz
    got = new_sites(facts, analyst.access(), positions, 5)
    assert [facts.codes[one.position] for one in got] == ["29082", "29083"] and [one.communes for one in got] == [1, 1]


def test_bad_input_is_said(analyst):
    facts, positions = analyst.facts, analyst.gazetteer.resolve("dep:46").positions
    for number in (0, 6):
        with pytest.raises(ComparisonError, match="from 1 to 5"):
            new_sites(facts, analyst.access(), positions, number)
    with pytest.raises(ComparisonError, match="above 3 minutes"):
        new_sites(facts, analyst.access(), positions, 1, 3)


def test_a_commune_without_known_place_is_not_said_to_be_served(analyst):
    celles = analyst.gazetteer.resolve("15031")  # neither outline nor town hall in any source
    with pytest.raises(ComparisonError, match="known place"):
        new_sites(analyst.facts, analyst.access(), celles.positions, 1)
