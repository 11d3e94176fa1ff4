"""A crowd of dossiers: lists, searches, counts and the map of a département stay quick.

3,000 here; `make torture` takes 100,000, and asks 200 ms of each.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

import pytest
from crowd import crowd

from anct_qgis_plugin.store.base import Query
from anct_qgis_plugin.store.geopackage import GeoPackageStore
from anct_qgis_plugin.store.queries import COUNTED

ogr = pytest.importorskip("osgeo.ogr")
FULL = os.environ.get("ANCT_TORTURE") == "1"
NUMBER = 100_000 if FULL else 3_000
# Milliseconds; the machine of the suite does other things at the same time.
LIMIT = 200 if FULL else 400
LOT = (0.9, 44.2, 2.3, 45.1)


def milliseconds(function: Callable[[], object]) -> float:
    """Median of five, after one that is not counted."""
    function()
    found = []
    for _ in range(5):
        begun = time.perf_counter()
        function()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def test_a_crowd_is_listed_searched_counted_and_mapped_quickly(opener, request, tmp_path) -> None:
    store = opener()
    has: dict[tuple[str, str], set[str]] = {}
    begun = time.perf_counter()
    for rows, shapes in crowd(NUMBER):
        store.insert_rows(rows, shapes)
        for dossier, kind, _key, label in rows["facette"]:
            has.setdefault((kind, label), set()).add(dossier)
    filled = time.perf_counter() - begun
    if not isinstance(store, GeoPackageStore):
        cluster, database = request.getfixturevalue("cluster"), request.getfixturevalue("database")
        # As the server does by itself some time after so many rows.
        cluster.execute("VACUUM ANALYZE", database)
    queries = {
        "list": Query(), "second page": Query(offset=5000), "by title": Query(sort="title", descending=False),
        "by amount": Query(sort="amount"), "by amount, upwards": Query(sort="amount", descending=False),
        "by state": Query(sort="state"), "trash": Query(trashed=True), "one word": Query(text="médiathèque"),
        "beginning of a word": Query(text="unique1234"), "common word": Query(text="pacte"),
        "three words": Query(text="pacte ecole gare"), "two letters": Query(text="éc"),
        "département": Query(territory="dep:46"), "commune": Query(territory="com:46042"),
        "an EPCI": Query(communes=tuple(f"46{n:03d}" for n in range(1, 80))),
        "a région": Query(communes=tuple(f"{d}{n:03d}" for d in (12, 31, 46, 82) for n in range(1, 600))),
        "operator and year": Query(operators=("Cerema",), years=(2026,)), "keyword": Query(keywords=("halle",)),
        "state and word": Query(states=("validé",), text="friche"),
        "a large EPCI": Query(communes=tuple(f"46{n:03d}" for n in range(1, 250))),
        "two operators": Query(operators=("Cerema", "Anah")),
        "operator and keyword": Query(operators=("Cerema",), keywords=("halle",)),
        "operator and word": Query(operators=("Cerema",), text="pacte"),
        "EPCI and operator": Query(communes=tuple(f"46{n:03d}" for n in range(1, 80)), operators=("Cerema",)),
    }  # fmt: skip
    sorts = ("modified", "created", "title", "territory", "state", "type", "amount", "year")
    queries |= {
        f"sorted by {sort}, {'down' if down else 'up'}": Query(sort=sort, descending=down)
        for sort in sorts
        for down in (True, False)
    }
    asked: dict[str, Callable[[], object]] = {name: (lambda q=query: store.query(q)) for name, query in queries.items()}
    asked |= {f"count by {facet}": (lambda f=facet: store.counts(f)) for facet in COUNTED}
    asked["open one"] = lambda: store.load("d000123")
    asked["map of a département"] = lambda: _shapes(store, request)
    told = {name: milliseconds(function) for name, function in asked.items()}
    # What another program slowed down is asked again, twice at most; what is slow stays slow.
    for name in [name for name, value in told.items() if value > LIMIT] * 2:
        told[name] = min(told[name], milliseconds(asked[name]))
    print(json.dumps({"filled_s": round(filled, 1), **{name: round(value, 1) for name, value in told.items()}}))
    # What is quick is also right.
    trashed = {row.id for row in store.query(Query(trashed=True, limit=None)).rows}
    found = {row.id for row in store.query(Query(text="unique1234")).rows}
    assert found == {f"d{n:06d}" for n in range(NUMBER) if str(n).startswith("1234")} - trashed
    keyword, operators = has["mot_cle", "halle"], has["operateur", "Cerema"] | has["operateur", "Anah"]
    asked_for = Query(keywords=("halle",), operators=("Cerema", "Anah"), offset=20)
    assert store.query(asked_for).total == len((keyword & operators) - trashed)
    everything = store.query(Query(trashed=None))
    assert everything.total == NUMBER
    assert (
        store.query(Query(text="pacte")).total + store.query(Query(text="demande")).total == store.query(Query()).total
    )
    assert 0 < _shapes(store, request) < NUMBER / 20
    assert {name: value for name, value in told.items() if value > LIMIT} == {}


def _shapes(store, request) -> int:
    """How many perimeters a map window of the Lot reads."""
    if isinstance(store, GeoPackageStore):
        source = ogr.Open(str(store.path))
        layer = source.GetLayerByName("dossier")
        layer.SetAttributeFilter("corbeille = ''")
        layer.SetSpatialFilterRect(*LOT)
        return sum(1 for feature in layer if feature.GetGeometryRef() is not None)
    with store._reading() as db:
        return len(
            db.execute(
                "SELECT fid, ST_AsBinary(geom), type, etat, montant FROM dossier "
                "WHERE geom && ST_MakeEnvelope(?, ?, ?, ?, 4326) AND corbeille = ''",
                LOT,
            )
        )
