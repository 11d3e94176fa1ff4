"""Access to services: the nearest site of each place."""

from __future__ import annotations

import numpy as np

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
    places = _earth_centred(lon[known], lat[known])
    sites = _earth_centred(site_lon, site_lat)
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


def _earth_centred(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Cartesian coordinates (n, 3) on the ellipsoid, in semi-major axes."""
    u, v = np.radians(lon), np.radians(lat)
    normal = 1.0 / np.sqrt(1.0 - _E2 * np.sin(v) ** 2)
    return np.column_stack(
        [normal * np.cos(v) * np.cos(u), normal * np.cos(v) * np.sin(u), normal * (1.0 - _E2) * np.sin(v)]
    )
