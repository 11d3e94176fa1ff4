"""The nearest site, against pyproj's geodesics one by one."""

from __future__ import annotations

import numpy as np
from pyproj import Geod

from anct_qgis_plugin.core.access import nearest

GEOD = Geod(ellps="WGS84")


def brute(lon, lat, site_lon, site_lat):
    """(index, km) by every geodesic."""
    km = np.array(
        [
            GEOD.inv(np.full(len(site_lon), x), np.full(len(site_lon), y), site_lon, site_lat)[2]
            for x, y in zip(lon, lat, strict=True)
        ]
    )
    return km.argmin(axis=1), km.min(axis=1) / 1000


def test_nearest_equals_every_geodesic_compared():
    rng = np.random.default_rng(46)
    lon, lat = rng.uniform(-5, 9, 300), rng.uniform(42, 51, 300)
    site_lon, site_lat = rng.uniform(-5, 9, 120), rng.uniform(42, 51, 120)
    index, km = nearest(lon, lat, site_lon, site_lat)
    wanted_index, wanted_km = brute(lon, lat, site_lon, site_lat)
    assert np.array_equal(index, wanted_index)
    assert np.allclose(km, wanted_km, rtol=0, atol=1e-9)


def test_nearest_works_on_both_sides_of_the_globe():
    lon, lat = np.array([55.5, -61.7, 45.2]), np.array([-21.1, 16.0, -12.8])
    site_lon, site_lat = np.array([55.6, -61.0, 45.1, 2.3]), np.array([-21.3, 14.6, -12.7, 48.9])
    index, km = nearest(lon, lat, site_lon, site_lat)
    wanted_index, wanted_km = brute(lon, lat, site_lon, site_lat)
    assert index.tolist() == wanted_index.tolist() == [0, 1, 2]
    assert np.allclose(km, wanted_km, rtol=0, atol=1e-9)


def test_an_unknown_place_and_no_site_give_no_answer():
    index, km = nearest(np.array([1.4, np.nan]), np.array([44.4, 44.4]), np.array([1.4]), np.array([44.4]))
    assert index.tolist() == [0, -1]
    assert km[0] == 0 and np.isnan(km[1])
    index, km = nearest(np.array([1.4]), np.array([44.4]), np.array([]), np.array([]))
    assert index.tolist() == [-1] and np.isnan(km[0])
