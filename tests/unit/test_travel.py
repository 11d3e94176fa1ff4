"""Distances against GeographicLib, times by hand, islands, people far from any site."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest
import world

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import access, travel
from anct_qgis_plugin.core.access import ESTIMATE, NETWORK, NO_ROAD, nearest
from anct_qgis_plugin.errors import CatalogueError

MODEL = (paths.CATALOGUE / "acces.toml").read_text(encoding="utf-8")
SMALL = """
[calibration]
series = "s"
mean_error = 2
margin = 5
margin_mountain = 9
agreement_20 = 0.9
agreement_30 = 0.95
[fixed]
minutes = 3
[detour]
plain = 1.3
mountain = 1.5
[[speed]]
classes = ["Bourgs ruraux"]
kmh = 60
[[speed]]
classes = [""]
kmh = 50
"""


def cog() -> dict[str, str]:
    with (paths.FACTS / "cog.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["nom"] for row in csv.DictReader(file)}


def test_the_distances_are_geographiclib_s_on_random_pairs_with_the_drom():
    geographiclib = pytest.importorskip("geographiclib.geodesic", reason="geographiclib: requirements-dev.txt")
    rng = np.random.default_rng(2026)
    # Métropole, Corsica, Antilles, Guyane, La Réunion, Mayotte: longitudes and latitudes that hold each.
    boxes = [(-5, 8, 42, 51), (8.5, 9.6, 41.3, 43), (-61.8, -60.8, 14.4, 16.5), (-54.6, -51.6, 2.1, 5.8),
             (55.2, 55.9, -21.4, -20.9), (45, 45.3, -13, -12.6)]  # fmt: skip
    for west, east, south, north in boxes:
        lon, lat = rng.uniform(west, east, 200), rng.uniform(south, north, 200)
        x, y = rng.uniform(west, east, 200), rng.uniform(south, north, 200)
        for k in range(200):
            _, km = nearest(lon[k : k + 1], lat[k : k + 1], x[k : k + 1], y[k : k + 1])
            wanted = geographiclib.Geodesic.WGS84.Inverse(lat[k], lon[k], y[k], x[k])["s12"] / 1000
            assert km[0] == pytest.approx(wanted, abs=1e-6)  # a millimetre


@pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")
def test_real_communes_against_geographiclib():
    """The nearest of all sites found one by one with GeographicLib, for communes drawn at random."""
    geographiclib = pytest.importorskip("geographiclib.geodesic", reason="geographiclib: requirements-dev.txt")
    from anct_qgis_plugin.snapshot import reader

    facts = reader.analyst().facts
    found = access.access(facts)
    lon, lat, origin = access.places(facts)
    land = travel.lands(facts, facts.catalogue.travel)
    rng = np.random.default_rng(7)
    overseas = np.flatnonzero([code.startswith("97") for code in facts.codes])
    chosen = np.concatenate([rng.choice(len(lon), 12, replace=False), rng.choice(overseas, 6, replace=False)])
    assert set(np.unique(origin)) == {"mairie", "point intérieur", ""}
    for row in chosen:
        if np.isnan(lon[row]):
            continue
        best = None
        for site in found.sites.itertuples():
            if land[facts.position[site.code]] != land[row] and found.method[row] == ESTIMATE:
                continue
            km = geographiclib.Geodesic.WGS84.Inverse(lat[row], lon[row], site.latitude, site.longitude)["s12"] / 1000
            best = min(best or (km, site.site_id), (km, site.site_id))
        assert found.km[row] == pytest.approx(best[0], abs=1e-6)
        assert found.sites["site_id"].iat[found.site[row]] == best[1]


def test_minutes_by_hand():
    model = travel.parse(SMALL)
    minutes = model.minutes(
        np.array([10.0, 10.0, 10.0, np.nan]),
        np.array(["Bourgs ruraux", "Bourgs ruraux", "", "Bourgs ruraux"], dtype=object),
        np.array([False, True, False, False]),
    )
    # 3 + 10 km x 1.3 at 60 km/h; x 1.5 in a massif; at 50 km/h where the class is not known.
    assert minutes[:3] == pytest.approx([16.0, 18.0, 18.6]) and np.isnan(minutes[3])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[fixed]", "[fixe]"), "fixed"),
        (("minutes = 3", 'minutes = "x"'), "not a number"),
        (("kmh = 60", "kmh = 0"), "above 0"),
        (("plain = 1.3", "plain = 0.9"), "at least 1"),
        (('classes = [""]', 'classes = ["x"]'), "missing"),
        (("[detour]", "[detour"), "not valid TOML"),
    ],
)
def test_a_bad_file_of_constants_is_said(change, said):
    with pytest.raises(CatalogueError, match=said):
        travel.parse(SMALL.replace(*change))


def test_the_islands_are_communes_of_today_and_bear_their_names():
    model, names = travel.parse(MODEL), cog()
    codes = [code for code, _ in model.islands]
    assert len(set(codes)) == len(codes) and set(codes) <= set(names)
    expected = {
        "22016": "Île-de-Bréhat", "29083": "Île-de-Sein", "29155": "Ouessant", "29084": "Île-Molène",
        "29082": "Île-de-Batz", "56069": "Groix", "56152": "Le Palais", "56086": "Île-d'Houat", "56085": "Hœdic",
        "56088": "Île-d'Arz", "56087": "Île-aux-Moines", "85113": "L'Île-d'Yeu", "17004": "Île-d'Aix",
        "97130": "Terre-de-Bas", "97131": "Terre-de-Haut", "97110": "La Désirade", "97112": "Grand-Bourg",
        "97608": "Dzaoudzi", "97615": "Pamandzi", "97353": "Maripasoula", "97352": "Saül",
    }  # fmt: skip
    assert {code: names[code] for code in expected} == expected and set(expected) <= set(codes)
    # Linked by a bridge: not islands here.
    assert not {"17318", "85163", "17140"} & set(codes)  # Saint-Martin-de-Ré, Noirmoutier, Le Château-d'Oléron


@pytest.fixture
def facts():
    from dataclasses import replace

    made = world.facts()
    halls = {
        "46042": (1.44, 44.45), "46102": (2.03, 44.61), "46103": (1.66, 44.94), "24049": (0.64, 44.75),
        "2A004": (8.74, 41.92), "97105": (-61.73, 16.0), "97411": (55.45, -20.88), "97608": (45.28, -12.79),
    }  # fmt: skip
    made.communes["mairie_lon"] = [halls.get(code, (np.nan, 0))[0] for code in made.codes]
    made.communes["mairie_lat"] = [halls.get(code, (0, np.nan))[1] for code in made.codes]
    made.communes["lieu_lon"], made.communes["lieu_lat"] = made.communes["mairie_lon"], made.communes["mairie_lat"]
    made.communes.loc["46103", ["mairie_lon", "mairie_lat"]] = np.nan  # a point inside stands in
    return replace(made, catalogue=replace(made.catalogue, travel=travel.parse(MODEL)))


def sites(*rows):
    return pd.DataFrame(rows, columns=["site_id", "nom", "longitude", "latitude", "code"])


FIGEAC, CAHORS = ("1", "Figeac", 2.03, 44.61, "46102"), ("2", "Cahors", 1.44, 44.45, "46042")


def test_no_straight_line_over_the_sea_is_taken_for_a_road(facts):
    found = access.access(facts, sites(FIGEAC, CAHORS))
    row = facts.position
    assert found.method[row["46103"]] == ESTIMATE and found.origin[row["46103"]] == "point intérieur"
    for code in ("2A004", "97105", "97608"):
        assert found.method[row[code]] == NO_ROAD and np.isnan(found.minutes[row[code]])
        assert found.km[row[code]] > 500 and found.site[row[code]] >= 0
    assert found.method[row["75056"]] == "" and found.site[row["75056"]] == -1  # its place is not known


def test_the_nearest_site_over_the_water_gives_way_to_one_by_road(facts):
    """A site of Petite-Terre, nearer as the crow flies, does not serve those who cannot drive there."""
    near = ("9", "sur l’île", 2.0, 44.6, "97608")
    found = access.access(facts, sites(near, CAHORS))
    at = facts.position["46102"]
    assert found.sites["site_id"].iat[found.site[at]] == "2" and found.method[at] == ESTIMATE


def test_people_far_from_any_site_by_hand(facts):
    found = access.access(facts, sites(FIGEAC, CAHORS))
    minutes = np.full(len(facts.codes), np.nan)
    for code, time in {"46042": 3.0, "46102": 20.0, "46103": 20.1, "24049": 31.0}.items():
        minutes[facts.position[code]] = time
    found = access.Access(found.sites, found.site, found.km, minutes, found.method, found.origin, found.margins)
    total = access.remote(facts, found, np.arange(len(facts.codes)))
    assert total.beyond == {20: 400 + 200, 30: 200} and total.communes_beyond == {20: 2, 30: 1}
    assert total.no_road == 70000 + 10000 + 150000 + 17000 and total.no_road_communes == 4
    assert total.share(20) == pytest.approx(600 / total.population)


def test_the_margin_of_massifs_is_their_own_and_overseas_have_none(facts, monkeypatch):
    massif = np.array([code == "46102" for code in facts.codes])
    monkeypatch.setattr(access, "mountain", lambda _: massif)
    found = access.access(facts, sites(FIGEAC, CAHORS))

    def told(*codes):
        return found.precision(np.array([facts.position[code] for code in codes])).replace("\u00a0", " ")

    assert told("46042", "46103") == "± 5 min neuf fois sur dix"
    assert told("46102") == "± 9 min neuf fois sur dix"
    assert told("46042", "46102", "97411") == "± 5 min neuf fois sur dix, ± 9 min dans les massifs"
    assert told("97105", "97411", "97608") == ""  # nothing was there to calibrate on


def test_times_along_roads_replace_the_estimates_of_the_communes_asked_for(facts):
    found = access.access(facts, sites(FIGEAC, CAHORS))
    row = facts.position
    here = np.array([row["46102"], row["46103"]])
    routed = access.along_roads(facts, found, here, np.array([12.0, np.nan]), np.array([1, -1]))
    assert routed.method[here].tolist() == [NETWORK, NETWORK]
    assert routed.minutes[row["46102"]] == 12 and routed.site[row["46102"]] == 1
    assert routed.km[row["46102"]] == pytest.approx(50.1, abs=0.5)  # Figeac to Cahors
    assert np.isnan(routed.minutes[row["46103"]]) and routed.site[row["46103"]] == found.site[row["46103"]]
    assert routed.minutes[row["46042"]] == found.minutes[row["46042"]]


def test_without_constants_nothing_is_invented():
    from dataclasses import replace

    made = world.facts()
    with pytest.raises(CatalogueError, match="not there"):
        access.access(replace(made, catalogue=replace(made.catalogue, travel=None)))


def test_the_stated_error_is_that_of_the_published_series(shared):
    """docs/methode-acces.md and acces.toml give the error; here it is measured anew on the raw series."""
    if not paths.SNAPSHOT.exists():
        pytest.skip("the embedded data are not built (make snapshot)")
    import sys

    sys.path.insert(0, str(paths.ROOT / "tests" / "bench"))
    import calibrate_access

    model = travel.parse(MODEL)
    minutes, km, group, mountain, people, even, label = calibrate_access.observations()
    # The constants are the fit on all départements, rounded.
    fixed, speeds, detour = calibrate_access.constants(calibrate_access.fit(minutes, km, group, mountain))
    assert (round(fixed, 1), round(detour, 2)) == (model.fixed, model.detour_mountain)
    for names, speed in zip(calibrate_access.GROUPS, speeds, strict=True):
        assert {model.speed_of[name] for name in names} == {round(speed)}
    # The error is that of communes which the fit has not seen.
    estimate = calibrate_access.crossed(minutes, km, group, mountain, even)
    gap = np.abs(estimate - minutes)
    assert gap.mean() == pytest.approx(model.mean_error, abs=0.05)
    assert model.margin - 0.5 < np.percentile(gap, 90) <= model.margin  # rounded up
    assert model.margin_mountain - 1 < np.percentile(gap[mountain], 90) <= model.margin_mountain
    assert np.percentile(gap[~mountain], 90) <= model.margin
    for limit, stated in ((20, model.agreement_20), (30, model.agreement_30)):
        assert ((estimate > limit) == (minutes > limit)).mean() == pytest.approx(stated, abs=0.006)
    page = (paths.ROOT / "docs" / "methode-acces.md").read_text(encoding="utf-8")
    figures = [_row(page, "écart absolu moyen"), _row(page, "écart dépassé")]
    for column, rows in enumerate((mountain | True, ~mountain, mountain)):
        assert figures[0][column] == pytest.approx(gap[rows].mean(), abs=0.051)
        assert figures[1][column] == pytest.approx(np.percentile(gap[rows], 90), abs=0.051)
        for limit in (20, 30):
            told = people[rows][minutes[rows] > limit].sum() / 1e6
            counted = people[rows][estimate[rows] > limit].sum() / 1e6
            assert _row(page, f"au-delà de {limit} minutes, publié")[column] == pytest.approx(told, abs=0.0051)
            assert _row(page, f"au-delà de {limit} minutes, estimé")[column] == pytest.approx(counted, abs=0.0051)


def _row(page: str, label: str) -> list[float]:
    """The first number of each cell of the page's row about something."""
    line = next(line for line in page.splitlines() if line.startswith("|") and label in line)
    return [float(cell.strip().strip("*").split()[0].replace(",", ".")) for cell in line.strip("|").split("|")[1:]]
