"""anct:access on the real snapshot: the contract's fields, buses, islands, a road layer drawn by hand, bad input."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import pytest
from algorithms import outputs_of
from pyproj import Geod
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "network"))

from clocks import FakeTime

from anct_qgis_plugin import paths
from anct_qgis_plugin.processing.access import AccessToServices
from anct_qgis_plugin.snapshot import reader

pytestmark = [
    pytest.mark.usefixtures("qgis_app", "qgis_processing"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)"),
]
FIELDS = ["code", "nom", "site_id", "site_nom", "distance_km", "temps_min", "methode", "au_dela_20", "au_dela_30"]
GEOD = Geod(ellps="WGS84")


def run(folder: Path, **parameters: Any) -> tuple[dict[str, Any], dict[str, dict]]:
    """Outputs, and the rows by code."""
    output = str(folder / "access.gpkg")
    results = outputs_of(AccessToServices(), {**parameters, "OUTPUT": output})
    layer = QgsVectorLayer(output, "out", "ogr")
    names = [name for name in layer.fields().names() if name != "fid"]
    assert names[: len(FIELDS)] == FIELDS
    return results, {f["code"]: {n: None if f[n] == NULL else f[n] for n in names} for f in layer.getFeatures()}


def layer_file(folder: Path, name: str, kind: str, rows: list[tuple[str, list]]) -> str:
    """A GeoPackage layer: WKT and attributes."""
    made = QgsVectorLayer(kind, name, "memory")
    for wkt, values in rows:
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        made.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = str(folder / f"{name}.gpkg")
    error = QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsProject.instance().transformContext(), options)
    assert error[0] == QgsVectorFileWriter.WriterError.NoError
    return path


def test_the_lot_against_every_site(tmp_path: Path) -> None:
    results, rows = run(tmp_path, TERRITORY="dep:46")
    assert len(rows) == 312
    facts = reader.analyst().facts
    with (paths.FACTS / "sites_fs.csv").open(encoding="utf-8", newline="") as file:
        fixed = [r for r in csv.DictReader(file) if r["format"] not in ("Bus_équivalent", "Itinérante")]
    for code in ("46042", "46001", "46138", "46328"):
        home = facts.communes.loc[code]
        x, y = home["mairie_lon"], home["mairie_lat"]
        every = [(GEOD.inv(x, y, float(s["longitude"]), float(s["latitude"]))[2] / 1000, s["site_id"]) for s in fixed]
        assert rows[code]["distance_km"] == pytest.approx(min(every)[0], abs=1e-3)
        assert rows[code]["site_id"] == min(every)[1]
        assert rows[code]["depart"] == "mairie" and rows[code]["methode"] == "estimation"
    for limit in (20, 30):
        far = [row for row in rows.values() if row["temps_min"] > limit]
        assert {row["code"] for row in far} == {row["code"] for row in rows.values() if row[f"au_dela_{limit}"] == 1}
        assert results[f"POPULATION_{limit}"] == sum(row["population"] for row in far)
    # The whole of the Lot is in the Massif central.
    assert all(row["marge_min"] == 9 for row in rows.values())


def test_the_margin_is_that_of_the_massifs_where_the_commune_is_in_one(tmp_path: Path) -> None:
    _, rows = run(tmp_path, TERRITORY="dep:01")
    assert rows["01002"]["marge_min"] == 9  # L'Abergement-de-Varey: Jura
    assert rows["01001"]["marge_min"] == 5  # L'Abergement-Clémenciat: the plain of Dombes


def test_estimates_overseas_state_no_margin(tmp_path: Path) -> None:
    _, rows = run(tmp_path, TERRITORY="dep:972")
    assert rows and all(row["marge_min"] is None for row in rows.values())
    assert any(row["methode"] == "estimation" for row in rows.values())


def test_the_islands_of_finistere_have_a_distance_and_no_time(tmp_path: Path) -> None:
    results, rows = run(tmp_path, TERRITORY="dep:29")
    islands = {"29082", "29083", "29084", "29155"}
    own = {code for code in islands if rows[code]["methode"] == "estimation"}  # a site of their own
    for code in islands - own:
        row = rows[code]
        assert row["methode"] == "pas de liaison routière" and row["distance_km"] > 0 and row["remarque"]
        assert row["temps_min"] is None and row["au_dela_20"] is None and row["au_dela_30"] is None
    assert results["POPULATION_SANS_ROUTE"] == sum(rows[code]["population"] for code in islands - own) > 0
    assert all(row["methode"] == "estimation" for code, row in rows.items() if code not in islands)


def test_a_user_s_sites_and_roads(tmp_path: Path) -> None:
    """Cahors and a neighbour joined by a road of known length at 60 km/h; nothing leads to the other communes."""
    facts = reader.analyst().facts
    (x1, y1), (x2, y2) = (facts.communes.loc[code, ["mairie_lon", "mairie_lat"]] for code in ("46042", "46171"))
    sites = layer_file(
        tmp_path, "sites", "Point?crs=EPSG:4326&field=id:string&field=nom:string&field=format:string",
        [(f"POINT ({x1} {y1})", ["a", "Guichet", "Fixe"]), (f"POINT ({x2} {y2})", ["b", "Bus", "Itinérante"])],
    )  # fmt: skip
    roads = layer_file(
        tmp_path, "roads", "LineString?crs=EPSG:4326&field=kmh:double",
        [(f"LINESTRING ({x1} {y1}, {x2} {y2})", [60.0]), ("LINESTRING (1.9 44.9, 2.0 44.9)", [60.0])],
    )  # fmt: skip
    _, rows = run(tmp_path, TERRITORY="com:46042+com:46171+com:46102", SITES=sites, NETWORK=roads, SPEED_FIELD="kmh")
    km = GEOD.inv(x1, y1, x2, y2)[2] / 1000
    assert rows["46171"]["site_id"] == "a" and rows["46171"]["site_nom"] == "Guichet"  # the bus at its door is no site
    assert rows["46171"]["distance_km"] == pytest.approx(km, abs=1e-3)
    assert rows["46171"]["temps_min"] == pytest.approx(km, rel=0.002)  # one minute per km
    assert rows["46042"]["temps_min"] == pytest.approx(0, abs=0.01)
    assert {row["methode"] for row in rows.values()} == {"reseau"}
    lost = rows["46102"]
    assert lost["temps_min"] is None and lost["au_dela_20"] is None and "aucune route" in lost["remarque"]


@pytest.mark.parametrize(
    ("what", "said"), [("empty roads", "no line"), ("no field", "no field"), ("only buses", "no fixed point")]
)
def test_bad_layers_are_said_and_nothing_is_written(tmp_path: Path, what: str, said: str) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    roads = [] if what == "empty roads" else [("LINESTRING (1.4 44.4, 1.5 44.4)", [60.0])]
    parameters = {"NETWORK": layer_file(inputs, "roads", "LineString?crs=EPSG:4326&field=kmh:double", roads)}
    if what == "no field":
        parameters["SPEED_FIELD"] = "vitesse"
    if what == "only buses":
        kind = "Point?crs=EPSG:4326&field=format:string"
        parameters = {"SITES": layer_file(inputs, "sites", kind, [("POINT (1.4 44.4)", ["Bus_équivalent"])])}
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(QgsProcessingException, match=said):
        run(out, TERRITORY="com:46042", **parameters)
    assert list(out.iterdir()) == []


def test_an_unknown_territory(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="dep:99"):
        run(tmp_path, TERRITORY="dep:99")
    assert list(tmp_path.iterdir()) == []


class Circles:
    """A stand-in for the IGN's service: a circle of one kilometre a minute around the point that is asked for."""

    def __init__(self, monkeypatch, refused: str = "") -> None:
        import json
        import threading
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        from urllib.parse import parse_qs, urlsplit

        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
                asked.append(query)
                lon, lat = map(float, query["point"].split(","))
                minutes = float(query["costValue"])
                ring = [list(GEOD.fwd(lon, lat, a, minutes * 1000)[:2]) for a in range(0, 361, 2)]
                answer = {
                    "costValue": minutes, "timeUnit": query["timeUnit"], "profile": query["profile"],
                    "direction": query["direction"], "geometry": {"type": "Polygon", "coordinates": [ring]},
                }  # fmt: skip
                status = 400 if query["point"] == refused else 200
                body = json.dumps(answer if status == 200 else {"error": {"message": "hors réseau"}}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        monkeypatch.setenv("ANCT_ENDPOINT_ISOCHRONE", f"http://127.0.0.1:{self.server.server_address[1]}")
        at_once(monkeypatch)


def at_once(monkeypatch) -> None:
    """The network without its pauses."""
    from anct_qgis_plugin.connectors.http.polite import Pacer
    from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
    from anct_qgis_plugin.processing import access

    monkeypatch.setattr(access, "transport", lambda: RequestsTransport(None, Pacer(), FakeTime().as_time()))


AROUND_CAHORS = "epci:200023737"


def test_isochrones_tell_who_is_within_twenty_and_thirty_minutes(tmp_path, monkeypatch):
    """Circles of 20 and 30 km around the sites: told again by geodesic distances to all of them."""
    service = Circles(monkeypatch)
    _, rows = run(tmp_path, TERRITORY=AROUND_CAHORS, ISOCHRONES=True)
    service.server.shutdown()
    service.server.server_close()
    assert {query["direction"] for query in service.asked} == {"arrival"}
    assert {query["costValue"] for query in service.asked} == {"20", "30"}
    analyst = reader.analyst()
    communes = analyst.facts.communes
    sites = analyst.access().sites[["longitude", "latitude"]].to_numpy(dtype=float)
    compared = 0
    for code, row in rows.items():
        lon, lat = (float(communes.at[code, name]) for name in ("mairie_lon", "mairie_lat"))
        if lon != lon:
            continue
        gaps = GEOD.inv([lon] * len(sites), [lat] * len(sites), sites[:, 0], sites[:, 1])[2]
        km = min(gaps) / 1000
        if abs(km - 20) < 0.05 or abs(km - 30) < 0.05:  # a polygon is a little less than its circle
            continue
        assert row["methode"] == "isochrone" and row["temps_min"] is None
        assert (row["au_dela_20"], row["au_dela_30"]) == (int(km > 20), int(km > 30)), code
        assert row["remarque"].endswith("(IGN)") and row["marge_min"] is None
        assert row["distance_km"] == pytest.approx(km, abs=0.01)
        compared += 1
    assert compared > 20


def test_without_network_the_estimate_is_kept_and_said(tmp_path, monkeypatch):
    class Heard(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__()
            self.warnings = []

        def pushWarning(self, text):  # noqa: N802
            self.warnings.append(text)

    monkeypatch.setenv("ANCT_ENDPOINT_ISOCHRONE", "http://127.0.0.1:9")
    at_once(monkeypatch)
    heard = Heard()
    output = str(tmp_path / "offline.gpkg")
    parameters = {"TERRITORY": AROUND_CAHORS, "ISOCHRONES": True, "OUTPUT": output}
    _, done = QgsProcessingAlgorithm.run(
        AccessToServices().create(), parameters, QgsProcessingContext(), heard, {}, False
    )
    assert done
    assert len(heard.warnings) == 1 and "estimated times are kept" in heard.warnings[0]
    assert {f["methode"] for f in QgsVectorLayer(output, "out", "ogr").getFeatures()} == {"estimation"}


def test_too_many_sites_for_isochrones_is_refused_before_anything_is_asked(tmp_path, monkeypatch):
    service = Circles(monkeypatch)
    with pytest.raises(QgsProcessingException, match="250"):
        run(tmp_path, TERRITORY="reg:76", ISOCHRONES=True)
    service.server.shutdown()
    service.server.server_close()
    assert not service.asked and not (tmp_path / "access.gpkg").exists()
