"""The IGN's exact limits of a département: from the WFS or a folder, whole or refused, kept by later refreshes."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import refreshing
import tiny
from shapely.geometry import Polygon, mapping

from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.core import outlines
from anct_qgis_plugin.core.territory import Gazetteer
from anct_qgis_plugin.errors import SourceError
from anct_qgis_plugin.snapshot import reader, versions
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh


def exact(corner):
    """A square with a notch that the generalised one has not."""
    a, b, c, d = tiny.square(corner)
    return Polygon([a, ((a[0] + b[0]) / 2, a[1] + 0.001), b, c, d])


def feature(code, name, outline, departement="46"):
    """A feature in the published form of the layer (docs/services.md)."""
    properties = {
        "cleabs": f"COMMUNE_{code}", "nom_officiel": name, "statut": "Commune simple", "code_insee": code,
        "population": 100, "code_insee_du_departement": departement, "code_insee_de_la_region": "76",
        "code_siren": "214600000", "codes_siren_des_epci": "200023737",
    }  # fmt: skip
    return {"type": "Feature", "id": f"commune.{code}", "geometry": mapping(outline), "properties": properties}


LOT = {row[0]: row for row in tiny.COMMUNES if row[3] == "46"}
FEATURES = [feature(code, row[1], exact(row[7])) for code, row in LOT.items()]


def from_files(folder, features, name="limites-46-20261120.geojson"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return refresh(from_folder(folder), ["ign_limites:46"])


def stored(path):
    with closing(sqlite3.connect(path)) as connection:
        return {code: tiny.shape_of(blob) for code, blob in connection.execute("SELECT code, geom FROM commune_exact")}


@pytest.fixture
def server():
    """The WFS, two features a page whatever is asked for, as the service cuts without a word."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            asked.append(query)
            start = int(query["STARTINDEX"])
            fits = FEATURES if query["CQL_FILTER"] == "code_insee_du_departement='46'" else []
            page = fits[start : start + 2]
            body = json.dumps(
                {
                    "type": "FeatureCollection", "features": page, "numberMatched": len(fits),
                    "numberReturned": len(page),
                }
            ).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}", asked
        found.shutdown()


def test_from_the_service_and_kept_by_later_refreshes(embedded, server, tmp_path):
    address, asked = server
    (tmp_path / "web").mkdir()
    supply = from_web(RequestsTransport(Endpoints({"geopf_wfs": address})), tmp_path / "web")
    outcome = refresh(supply, ["ign_limites:46"])
    (result,) = outcome.results
    assert (result.state, result.reason, result.rows_read) == ("refreshed", "", 4)
    assert result.vintage.startswith("en ligne le ")
    assert [query["STARTINDEX"] for query in asked] == ["0", "2"]
    put_into_use(outcome)
    found = stored(versions.active())
    assert set(found) == set(LOT)
    assert all(found[code].equals(exact(LOT[code][7])) for code in found)  # no vertex lost
    facts = reader.current()
    source = facts.sources.loc["ign_limites_46"]
    assert (source["producteur"], source["lignes"]) == ("IGN", "4")
    places = Gazetteer(facts)
    assert outlines.sources(facts, places.resolve("46")) == ["ign_limites_46"]
    assert outlines.credit(facts, places.resolve("46042")).startswith("© IGN – Admin Express COG, limites exactes")
    # The EPCI of Figeac reaches into the Aveyron, which has none.
    assert outlines.sources(facts, places.resolve("200067361")) == ["geometry"]
    assert refresh(supply, ["ign_limites:46"]).results[0].state == "unchanged"
    put_into_use(
        refresh(from_folder(refreshing.write_files(tmp_path / "f", ("acv",))), ["acv"], sources=refreshing.SOURCES)
    )
    assert set(stored(versions.active())) == set(LOT)
    assert outlines.sources(reader.current(), places.resolve("46")) == ["ign_limites_46"]


def test_from_a_folder_with_other_departments_and_an_older_edition(embedded, tmp_path):
    older = [
        {**f, "properties": {"id": f["id"], "nom": f["properties"]["nom_officiel"],
                             "insee_com": f["properties"]["code_insee"], "insee_dep": "46"}}
        for f in FEATURES
    ]  # fmt: skip
    aside = feature("12052", "Capdenac-Gare", exact((1.6, 44.4)), "12")
    outcome = from_files(tmp_path / "files", [*older, aside])
    assert (outcome.results[0].state, outcome.results[0].reason) == ("refreshed", "")
    assert outcome.results[0].vintage == "en ligne le 20 novembre 2026"
    put_into_use(outcome)
    assert set(stored(versions.active())) == set(LOT)


def test_parts_of_a_merged_commune_are_joined(embedded, tmp_path):
    x, y = LOT["46042"][7]
    west, east = (Polygon(tiny.square((x + dx, y), 0.05)) for dx in (0, 0.05))
    parts = [feature("46042", "Cahors", west), feature("46217", "Ancienne", east)]
    outcome = from_files(tmp_path / "files", [*parts, *FEATURES[1:]])
    assert (outcome.results[0].reason, outcome.results[0].rows_read) == ("", 5)
    put_into_use(outcome)
    assert stored(versions.active())["46042"].equals(Polygon(tiny.square((x, y))))


def swapped(outline):
    return Polygon([(y, x) for x, y in outline.exterior.coords])


BAD = {
    "a commune is missing": (FEATURES[:-1], "1 communes of 4"),
    "an unknown code": ([*FEATURES, feature("46999", "Nulle-Part", exact((1.3, 44.3)))], "46999"),
    "a commune comes twice": ([*FEATURES, FEATURES[0]], "twice"),
    "a bow tie": (
        [feature("46042", "Cahors", Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), *FEATURES[1:]], "Cahors) is damaged",
    ),
    "a point": (
        [{**FEATURES[0], "geometry": {"type": "Point", "coordinates": [1.4, 44.4]}}, *FEATURES[1:]], "expected form",
    ),
    "no geometry": ([{**FEATURES[0], "geometry": None}, *FEATURES[1:]], "expected form"),
    "axes exchanged": ([feature(c, r[1], swapped(exact(r[7]))) for c, r in LOT.items()], "town hall"),
    "nothing": ([], "4 communes of 4"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_whole(embedded, tmp_path, case):
    features, words = BAD[case]
    outcome = from_files(tmp_path / "files", features)
    assert outcome.results[0].state == "refused"
    assert words in outcome.results[0].reason
    assert outcome.version is None
    assert versions.active() == embedded


@pytest.mark.parametrize("text", ["<html>portal</html>", "{", '{"features": 3}', "", "PK\x03\x04zip"])
def test_what_is_no_collection_is_refused(embedded, tmp_path, text):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "communes_46.geojson").write_text(text)
    outcome = refresh(from_folder(folder), ["ign_limites:46"])
    assert outcome.results[0].state == "refused"


@pytest.mark.parametrize("key", ["ign_limites", "ign_limites:", "ign_limites:999", "ign_limites:Lot"])
def test_a_department_must_be_named(embedded, tmp_path, key):
    with pytest.raises(SourceError, match="ign_limites:46"):
        refresh(from_folder(tmp_path), [key])


def test_a_file_is_known_by_its_department(embedded, tmp_path):
    for name in ("limites-146.geojson", "limites-12.geojson", "notes-46.txt", "sites-46.geojson"):
        (tmp_path / name).write_text("{}")
    outcome = refresh(from_folder(tmp_path), ["ign_limites:46"])
    assert outcome.results[0].state == "absent"
    assert "limites-46.geojson" in outcome.results[0].reason


def test_builder_and_reader_agree_on_the_form_and_an_older_one_gives_way(embedded, tmp_path):
    from anct_qgis_plugin.snapshot import build

    assert build.SCHEMA == reader.SCHEMA
    put_into_use(from_files(tmp_path / "files", FEATURES))
    kept = versions.active()
    assert kept != embedded
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE snapshot_info SET value = '1' WHERE key = 'schema'")
    assert versions.active() == embedded
    assert [version.state for version in versions.kept()] == ["form", "ok"]
