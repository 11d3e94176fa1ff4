"""Access to services: the nearest site of each place, the time that it takes, and the people far from any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import CatalogueError
from ..i18n import translate
from . import wording
from .facts import Facts
from .travel import CONTINENT, TravelModel, density, lands, mountain

SERVICES = "fs"
BUS = "bus"
# How a time was found; the last one says that there is none.
ESTIMATE, NETWORK, ISOCHRONE, NO_ROAD = "estimation", "reseau", "isochrone", "pas de liaison routière"
TOWN_HALL, INSIDE = "mairie", "point intérieur"
THRESHOLDS = (20, 30)  # minutes: goals of the France services programme

# WGS84: squared eccentricity; the semi-major axis is the unit of length below.
_E2 = 0.0066943799901413165
_CHUNK = 2048  # places at a time: the table of distances stays near 50 MB for 3,000 sites


def nearest(
    lon: np.ndarray, lat: np.ndarray, site_lon: np.ndarray, site_lat: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest site of each place, and how far it is.

    The site is found by the chord through the WGS84 ellipsoid, which ranks like the geodesic at the distances of a
    country; the distance given is the geodesic.

    Args:
        lon, lat: float (n,), degrees WGS84; NaN where the place is unknown.
        site_lon, site_lat: float (m,), degrees WGS84, none missing.

    Returns:
        (index, km): int64 (n,), the site's number or -1 where the place is unknown or there is no site;
        float64 (n,), kilometres, NaN likewise.
    """
    from pyproj import Geod

    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    site_lon, site_lat = np.asarray(site_lon, dtype=float), np.asarray(site_lat, dtype=float)
    index = np.full(len(lon), -1, dtype=np.int64)
    km = np.full(len(lon), np.nan)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if not len(known) or not len(site_lon):
        return index, km
    places = earth_centred(lon[known], lat[known])
    sites = earth_centred(site_lon, site_lat)
    # |p - s|² = |p|² + |s|² - 2 p·s, and |p|² is the same for all sites: one matrix product ranks them.
    table = np.vstack([-2.0 * sites.T, np.einsum("ij,ij->i", sites, sites)])
    places = np.column_stack([places, np.ones(len(places))])
    for first in range(0, len(places), _CHUNK):
        rows = slice(first, first + _CHUNK)
        index[known[rows]] = np.argmin(places[rows] @ table, axis=1)
    found = index[known]
    _, _, metres = Geod(ellps="WGS84").inv(lon[known], lat[known], site_lon[found], site_lat[found])
    km[known] = np.asarray(metres) / 1000.0
    return index, km


def earth_centred(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Cartesian coordinates (n, 3) on the ellipsoid, in semi-major axes."""
    u, v = np.radians(lon), np.radians(lat)
    normal = 1.0 / np.sqrt(1.0 - _E2 * np.sin(v) ** 2)
    return np.column_stack(
        [normal * np.cos(v) * np.cos(u), normal * np.cos(v) * np.sin(u), normal * (1.0 - _E2) * np.sin(v)]
    )


@dataclass(frozen=True)
class Access:
    """The nearest site of every commune, arrays aligned with `Facts.communes`.

    sites: the fixed sites, with at least site_id, nom, longitude, latitude. site: row in `sites`, -1 where the commune
    has no known place or there is no site. km: geodesic, NaN likewise. minutes: NaN also where no road leads there.
    method: `ESTIMATE`, `NETWORK`, `ISOCHRONE`, `NO_ROAD`, "" without site. origin: `TOWN_HALL`, `INSIDE`, "".
    margins: minutes that an estimate stays within nine times out of ten, NaN overseas where it is not calibrated.
    """

    sites: pd.DataFrame
    site: np.ndarray
    km: np.ndarray
    minutes: np.ndarray
    method: np.ndarray
    origin: np.ndarray
    margins: np.ndarray

    def beyond(self, minutes: float) -> np.ndarray:
        """float (n,): 1 beyond, 0 within, NaN where there is no time."""
        return np.where(np.isnan(self.minutes), np.nan, (self.minutes > minutes).astype(float))

    def told_margins(self, positions: np.ndarray) -> list[float]:
        """The distinct margins of some communes, smallest first: that of the massifs is the larger; none overseas."""
        own = self.margins[positions]
        return [float(one) for one in np.unique(own[~np.isnan(own)])]

    def precision(self, positions: np.ndarray) -> str:
        """How right the estimates of some communes are, in French, as documents say it; "" overseas."""
        told = [f"{wording.number(one)}{wording.NBSP}min" for one in self.told_margins(positions)]
        if not told:
            return ""
        massifs = f", ± {told[-1]} dans les massifs" if len(told) > 1 else ""
        return f"± {told[0]} neuf fois sur dix{massifs}"


@dataclass(frozen=True)
class Remote:
    """People of a territory by their time to the nearest site; those of a commune count as at its town hall.

    beyond: threshold in minutes → people. no_road: people of communes that no road links to a site. unknown: people of
    communes without a place. population: all whose number is known. communes_beyond: threshold → communes.
    """

    population: float
    beyond: dict[int, float]
    communes_beyond: dict[int, int]
    no_road: float
    no_road_communes: int
    unknown: float

    def share(self, minutes: int) -> float:
        """Share of the people, 0-1, beyond a threshold; NaN without population."""
        return self.beyond[minutes] / self.population if self.population else float("nan")


def places(facts: Facts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the people of each commune are taken to be: longitude, latitude; `TOWN_HALL`, `INSIDE`, "" if unknown."""
    communes = facts.communes
    lon, lat = (communes[name].to_numpy(dtype=float, copy=True) for name in ("mairie_lon", "mairie_lat"))
    origin = np.where(np.isnan(lon), "", TOWN_HALL).astype(object)
    if "lieu_lon" in communes:
        other = np.isnan(lon) & ~np.isnan(communes["lieu_lon"].to_numpy(dtype=float))
        lon[other] = communes["lieu_lon"].to_numpy(dtype=float)[other]
        lat[other] = communes["lieu_lat"].to_numpy(dtype=float)[other]
        origin[other] = INSIDE
    return lon, lat, origin


def fixed_sites(facts: Facts) -> pd.DataFrame:
    """The sites one can go to: all but the buses, whose point is where they are parked."""
    sites = facts.sites
    return sites[(sites["programme"] == SERVICES) & (sites["genre"] != BUS)].reset_index(drop=True)


def model_of(facts: Facts) -> TravelModel:
    """The travel model that came with the catalogue. Raises CatalogueError where there is none."""
    if facts.catalogue.travel is None:
        raise CatalogueError(translate("Anct", "The constants of travel times (acces.toml) are not there."))
    return facts.catalogue.travel


def access(facts: Facts, sites: pd.DataFrame | None = None) -> Access:
    """The nearest site of every commune among those on its own land, else of all; times are estimates.

    Where no site stands on the commune's land (an island), the nearest of all is given with its distance, without time.

    Args:
        sites: columns site_id, nom, longitude, latitude, and `code` (the commune each stands in, "" if unknown: it
            then counts as on the continent); the fixed France services sites when None.
    """
    model = model_of(facts)
    sites = fixed_sites(facts) if sites is None else sites.reset_index(drop=True)
    lon, lat, origin = places(facts)
    land = lands(facts, model)
    x, y = (sites[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    rows = facts.rows_of(sites["code"])
    site_land = np.where(rows >= 0, land[rows], CONTINENT)
    index = np.full(len(lon), -1, dtype=np.int64)
    km = np.full(len(lon), np.nan)
    for one in pd.unique(site_land):
        here, there = np.flatnonzero(land == one), np.flatnonzero(site_land == one)
        found, km[here] = nearest(lon[here], lat[here], x[there], y[there])
        index[here] = np.where(found >= 0, there[found], -1)
    linked = index >= 0
    apart = np.flatnonzero(~linked)
    if len(apart) and len(sites):
        index[apart], km[apart] = nearest(lon[apart], lat[apart], x, y)
    minutes = np.where(linked, model.minutes(km, density(facts), mountain(facts)), np.nan)
    method = np.where(linked, ESTIMATE, np.where(index >= 0, NO_ROAD, "")).astype(object)
    calibrated = ~facts.communes["code_departement"].str.startswith("97").to_numpy(dtype=bool)
    margins = model.margins(mountain(facts), calibrated)
    return Access(sites, index, km, minutes, method, origin, margins)


def remote(facts: Facts, found: Access, positions: np.ndarray) -> Remote:
    """How many people of some communes live beyond each threshold."""
    people = np.nan_to_num(facts.population[positions])
    minutes, method = found.minutes[positions], found.method[positions]
    far = {limit: minutes > limit for limit in THRESHOLDS}
    apart = method == NO_ROAD
    return Remote(
        population=float(people.sum()),
        beyond={limit: float(people[mask].sum()) for limit, mask in far.items()},
        communes_beyond={limit: int(mask.sum()) for limit, mask in far.items()},
        no_road=float(people[apart].sum()),
        no_road_communes=int(apart.sum()),
        unknown=float(people[method == ""].sum()),
    )


def along_roads(
    facts: Facts,
    found: Access,
    positions: np.ndarray,
    minutes: np.ndarray,
    site: np.ndarray,
    method: str = NETWORK,
) -> Access:
    """The access of some communes by the times of a road network in place of estimates.

    The site becomes the quickest one, with its geodesic distance; where no road leads to any, the nearest one stays,
    without time.

    Args:
        positions: communes. minutes, site: beside each, NaN and -1 where no road leads to a site. method: `NETWORK`, or
            `ISOCHRONE`, whose minutes are 20, 30 or inf: the smallest threshold within which a site is.
    """
    from pyproj import Geod

    lon, lat, _ = places(facts)
    index, km, time, how = (a.copy() for a in (found.site, found.km, found.minutes, found.method))
    time[positions], how[positions] = minutes, method
    there = site >= 0
    rows, at = positions[there], site[there]
    index[rows] = at
    x, y = (found.sites[name].to_numpy(dtype=float)[at] for name in ("longitude", "latitude"))
    km[rows] = np.asarray(Geod(ellps="WGS84").inv(lon[rows], lat[rows], x, y)[2]) / 1000.0
    return Access(found.sites, index, km, time, how, found.origin, found.margins)
