"""Another geography is recognised and never half applied: compared when it is the same, refused when it is not."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import tiny

from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.snapshot import versions
from anct_qgis_plugin.snapshot.refresh import refresh

SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in ("cog", "geo_api")}
COG_HEAD = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
COMMUNES = {row[0]: row for row in tiny.COMMUNES}


def cog(names, more=()):
    lines = [f"COM,{code},76,46,46D,461,0,X,X,{name},01," for code, name in names.items()]
    return "\n".join([COG_HEAD, *lines, "COMD,46217,76,46,,,0,X,X,Ancienne,,46042", *more]) + "\n"


def listed():
    """As API Géo gives them: an absent key is no EPCI."""
    found = [
        {"nom": row[1], "code": code, "codeDepartement": row[3], "codeRegion": row[4], "siren": "210000000",
         "codesPostaux": ["46000"], "codeEpci": row[6]}
        for code, row in COMMUNES.items()
    ]  # fmt: skip
    saint_martin = {"nom": "Saint-Martin", "code": "97801", "codesPostaux": ["97150"], "codeDepartement": "978",
                    "codeRegion": "978", "siren": "219711504"}  # fmt: skip
    return [*found, saint_martin]


def compare(folder, name, text, key):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return refresh(from_folder(folder), [key], sources=SOURCES)


NAMES = {code: row[1] for code, row in COMMUNES.items()}


def test_the_same_communes_change_nothing(embedded, tmp_path):
    outcome = compare(tmp_path / "f", "v_commune_2027.csv", cog(NAMES), "cog")
    (result,) = outcome.results
    assert (result.state, result.rows_read) == ("unchanged", 12)
    assert "Differences: 0" in result.reason
    assert outcome.version is None


def test_a_new_name_is_said(embedded, tmp_path):
    outcome = compare(tmp_path / "f", "v_commune_2027.csv", cog({**NAMES, "46088": "Douelle-sur-Lot"}), "cog")
    assert "46088 Douelle → Douelle-sur-Lot" in outcome.results[0].reason
    assert outcome.version is None


def test_a_merger_is_refused_whole_and_names_what_to_do(embedded, tmp_path):
    after = {code: name for code, name in NAMES.items() if code != "46088"}
    outcome = compare(tmp_path / "f", "v_commune_2027.csv", cog(after, ["COMD,46088,76,46,,,0,X,X,D,,46042"]), "cog")
    (result,) = outcome.results
    assert result.state == "refused"
    assert "46088" in result.reason and "new version of the plugin" in result.reason
    assert outcome.version is None
    assert versions.active() == embedded


def test_an_older_code_is_refused(embedded, tmp_path):
    outcome = compare(tmp_path / "f", "v_commune_2019.csv", cog(NAMES), "cog")
    assert outcome.results[0].state == "refused"
    assert "2019, older" in outcome.results[0].reason


@pytest.mark.parametrize("text", ["", "<html>", "COM\n46042\n", COG_HEAD + "\nCOM,4604,,,,,,,,x,,\n"])
def test_what_is_no_code_is_refused(embedded, tmp_path, text):
    outcome = compare(tmp_path / "f", "v_commune_2027.csv", text, "cog")
    assert outcome.results[0].state == "refused"


def test_memberships_that_moved_are_said(embedded, tmp_path):
    communes = listed()
    moved = next(entry for entry in communes if entry["code"] == "46265")
    moved["codeEpci"] = "200067361"
    left = next(entry for entry in communes if entry["code"] == "97608")
    del left["codeEpci"]
    outcome = compare(tmp_path / "f", "communes-geo-api.json", json.dumps(communes), "geo_api")
    (result,) = outcome.results
    assert result.state == "unchanged"
    assert "Differences: 2" in result.reason
    assert "46265 Saint-Denis-lès-Martel : 200066371 → 200067361" in result.reason
    assert "97608 Dzaoudzi : 200050532 → –" in result.reason


@pytest.mark.parametrize("text", ["{}", "[]", "[3]", "<html>", json.dumps(listed()[:4])])
def test_a_bad_list_is_refused(embedded, tmp_path, text):
    outcome = compare(tmp_path / "f", "communes-geo-api.json", text, "geo_api")
    assert outcome.results[0].state == "refused"
    assert outcome.version is None


def test_from_the_service(embedded, tmp_path):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            body = json.dumps(listed()).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "web").mkdir()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        supply = from_web(RequestsTransport(Endpoints({"geo_api": address})), tmp_path / "web")
        outcome = refresh(supply, ["geo_api"], sources=SOURCES)
        server.shutdown()
    assert asked == ["/communes"]
    assert outcome.results[0].state == "unchanged"
    assert "Differences: 0" in outcome.results[0].reason
