"""Refreshing from the services, played by a local server: stable addresses, redirections, refusals, no network."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import refreshing

from anct_qgis_plugin.connectors.http.endpoints import RESOURCES, Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.http.state import Shelf
from anct_qgis_plugin.connectors.refresh.supply import from_web
from anct_qgis_plugin.snapshot import reader, versions
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

pytest.importorskip("requests")


@pytest.fixture
def server():
    """data.gouv.fr for two programmes: a stable address that redirects to a dated one; for VA, a portal's page."""
    files = {name: text.encode() for name, text in refreshing.FILES.items()}
    stable = {
        f"/api/1/datasets/r/{RESOURCES['acv']}": "liste-acv-com2025-20260704.csv",
        f"/api/1/datasets/r/{RESOURCES['pvd']}": "liste-pvd-com2026-20260427.csv",
    }

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            body, status, headers = b"{}", 404, {}
            name = self.path.rpartition("/")[2]
            if self.path in stable:
                status, headers = 302, {"Location": f"/resources/set/20260704-120000/{stable[self.path]}"}
            elif name in files:
                status, body = 200, files[name]
            elif self.path.endswith(RESOURCES["va"]):
                status, body = 200, b"<!DOCTYPE html><html><body>Portail</body></html>"
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()


def supply(base, folder):
    folder.mkdir()
    return from_web(RequestsTransport(Endpoints({"datagouv": base, "datagouv_static": base})), folder)


def test_from_the_services(embedded, server, tmp_path):
    outcome = refresh(supply(server, tmp_path / "web"), ["acv", "pvd", "va"], sources=refreshing.SOURCES)
    found = {result.key: result for result in outcome.results}
    assert (found["acv"].state, found["pvd"].state, found["va"].state) == ("refreshed", "refreshed", "refused")
    assert found["acv"].origin == "liste-acv-com2025-20260704.csv"
    assert found["acv"].vintage == "4 juillet 2026"  # from the name after the redirection
    assert "data.gouv.fr" in found["va"].reason
    put_into_use(outcome)
    rows = reader.current().members("pvd")[0]
    assert set(rows["code"]) == {"46102", "46265"}


def test_a_service_that_refuses_changes_nothing(embedded, server, tmp_path):
    outcome = refresh(supply(server, tmp_path / "web"), ["crte"], sources=refreshing.SOURCES)
    assert [result.state for result in outcome.results] == ["refused"]
    assert outcome.version is None
    assert versions.active() == embedded


def test_what_has_not_changed_is_not_sent_twice(embedded, tmp_path):
    """The second question bears what the first answer said of itself; a 304 is read from what was kept."""
    name, asked = "liste-acv-com2025-20260704.csv", []
    body, tag = [refreshing.FILES[name].encode()], ['"one"']

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            if not self.path.endswith(".csv"):
                self.send_response(302)
                self.send_header("Location", f"/resources/{name}")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            asked.append(self.headers.get("If-None-Match"))
            same = asked[-1] == tag[0]
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag[0])
            self.send_header("Content-Length", "0" if same else str(len(body[0])))
            self.end_headers()
            if not same:
                self.wfile.write(body[0])

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        shelf = Shelf(tmp_path / "kept")

        def once(folder):
            (tmp_path / folder).mkdir()
            transport = RequestsTransport(Endpoints({"datagouv": base, "datagouv_static": base}))
            source = from_web(transport, tmp_path / folder, shelf=shelf)
            outcome = refresh(source, ["acv"], sources=refreshing.SOURCES)
            put_into_use(outcome)
            return outcome.results[0]

        assert once("a").state == "refreshed"
        again = once("b")
        assert (again.state, again.origin, asked) == ("unchanged", name, [None, '"one"'])
        body[0] += b'"46102","Figeac","ACV999","Figeac","15-10-2018"\r\n'
        tag[0] = '"two"'
        assert once("c").state == "refreshed"
        # What was kept is damaged: the file is asked for whole.
        for kept in (tmp_path / "kept").glob("*.body"):
            kept.write_bytes(b"x")
        assert once("d").state == "unchanged"
        assert asked[2:] == ['"one"', None]
        server.shutdown()
    assert "46102" in set(reader.current().members("acv")[0]["code"])
