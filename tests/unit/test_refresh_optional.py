"""Optional sources, played by a local server: FRR of the Observatoire, DGF of OFGL; before, after, refused."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import refreshing

from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.core import absences, indicators, scale
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.core.profile import parse
from anct_qgis_plugin.errors import ProfileError
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

pytest.importorskip("requests")

DGF, FRR = "ofgl_dgf", "observatoire_frr"
SOURCES = {key: replace(REFRESHABLE[key], floor=1) for key in (FRR, "frr", DGF)} | {
    key: refreshing.SOURCES[key] for key in ("acv",)
}
THIS = date.today().year
# Amounts written by hand. Cahors has 20,000 people in tiny.py, Douelle 800: 200 and 250 €; Ajaccio (75,000) receives
# nothing, which is a value; Figeac has none.
DOTATIONS = (
    "\ufeffexercice;code_insee;variable;valeur;unite\r\n"
    "{year}-01-01;46042;Montant Dotation DGF;4000000.0;euros\r\n"
    "{year}-01-01;46042;Montant Dotation forfaitaire;1000000.0;euros\r\n"
    "{year}-01-01;46088;Montant Dotation DGF;200000.0;euros\r\n"
    "{year}-01-01;2A004;Montant Dotation DGF;0.0;euros\r\n"
    "{year}-01-01;46102;Montant Dotation DGF;;euros\r\n"
)
CLASSES = (
    '"codgeo";"libgeo";"codefrr"\n"46042";"Cahors";"-9999"\n"46102";"Figeac";"FRR"\n"46088";"Douelle";"FRR+"\n'
    '"46265";"Saint-Denis-lès-Martel";"FRR"\n"2A004";"Ajaccio";"-9999"\n'
)
WEIGHED = (
    '{"id": "p", "label": "Finances", "indicators": [{"id": "dgf_par_habitant", "weight": 1, "direction": "high"}],'
    ' "normalisation": "percentile", "aggregation": "arithmetic"}'
)


@pytest.fixture
def served():
    """A server, what it was asked, and its answers: (Observatoire's status and body; OFGL's body by year)."""
    asked: list[tuple[str, dict[str, str]]] = []
    answers: dict[str, Any] = {"classes": (200, CLASSES), "dotations": {THIS - 1: DOTATIONS}}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            asked.append((parts.path, query))
            if parts.path.endswith("/GC_API_download.php"):
                status, text = answers["classes"]
            else:
                year = int(query["where"].rpartition("year(exercice)=")[2])
                head = DOTATIONS.splitlines(keepends=True)[0]
                status, text = 200, answers["dotations"].get(year, head).format(year=year)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        yield Endpoints(dict.fromkeys(("observatoire", "ofgl", "datagouv", "datagouv_static"), base)), asked, answers
        server.shutdown()


def run(served, tmp_path: Path, keys, sources=SOURCES):
    folder = tmp_path / "web"
    folder.mkdir(exist_ok=True)
    outcome = refresh(from_web(RequestsTransport(served[0]), folder), keys, sources=sources)
    put_into_use(outcome)
    return outcome


def frr() -> dict[str, str]:
    rows = reader.current().members("frr")[0]
    return dict(zip(rows["code"], rows["statut"], strict=True))


def test_before_a_refresh_the_plugin_says_what_is_not_there_and_how_to_get_it(embedded):
    analyst = reader.analyst()
    facts = analyst.facts
    assert "dgf_par_habitant" not in facts.shown() and "dgf_par_habitant" not in scale.mappable(facts)
    for place in ("com:46042", "dep:46", "FR"):
        found = indicators.figure(facts, "dgf_par_habitant", analyst.gazetteer.resolve(place))
        assert found.text == "n. d." and "Actualiser les données" in found.absence and "OFGL" in found.absence
    assert any("DGF par habitant n’est pas" in text for text in absences.everywhere(facts))
    profile = parse(WEIGHED, facts.catalogue.indicators)
    with pytest.raises(ProfileError, match="Actualiser les données"):
        analyst.fragility(profile, "commune")


def test_amounts_become_figures_per_inhabitant_of_every_level(embedded, served, tmp_path):
    outcome = run(served, tmp_path, [DGF])
    assert [result.state for result in outcome.results] == ["refreshed"], outcome.results
    # The year under way has nothing yet: the one before is asked for.
    assert [query["where"] for _, query in served[1]] == [
        f'variable="Montant Dotation DGF" and year(exercice)={year}' for year in (THIS, THIS - 1)
    ]
    analyst = Analyst(reader.current())
    facts = analyst.facts
    values, status = facts.values["dgf_par_habitant"].value, facts.values["dgf_par_habitant"].status
    at = facts.position
    assert (values[at["46042"]], values[at["46088"]], values[at["2A004"]]) == (200.0, 250.0, 0.0)
    assert status[at["2A004"]] == Status.OK and status[at["46102"]] == Status.MISSING
    # (4,000,000 + 200,000) / 20,800: the sum over the sum, never the mean of 200 and 250.
    figure = indicators.figure(facts, "dgf_par_habitant", analyst.gazetteer.resolve("com:46042+com:46088"))
    assert figure.value == pytest.approx(4_200_000 / 20_800) and not figure.approximate
    assert figure.vintage == f"{THIS - 1} (population 2022)" and "population municipale" in figure.note
    assert facts.sources.loc[figure.source, "producteur"].startswith("OFGL")
    assert facts.sources.loc[figure.source, "limites"].startswith("Source facultative")
    assert "dgf_par_habitant" in facts.shown() and "dgf_par_habitant" in scale.mappable(facts)
    assert not any("DGF par habitant n’est pas" in text for text in absences.everywhere(facts))
    alone = indicators.figure(facts, "dgf_par_habitant", analyst.gazetteer.resolve("com:46102"))
    assert alone.absence == absences.NOTHING
    profile = parse(WEIGHED, facts.catalogue.indicators)
    assert analyst.fragility(profile, "commune").table["indice"].notna().sum() == 3
    assert [one.indicator for one in outcome.difference.indicators] == ["dgf_par_habitant"]


BAD = {
    "a part": (DOTATIONS, {}, "lines, a whole file has at least"),
    "thousands": (DOTATIONS.replace(";euros", ";k€"), {"floor": 1}, "k€"),
    "another variable": (DOTATIONS.replace("Dotation DGF", "DSR"), {"floor": 1}, "Montant Dotation DGF"),
    "no amount": (DOTATIONS.replace("4000000.0", "beaucoup"), {"floor": 1}, "beaucoup"),
    "not plausible": (DOTATIONS.replace("4000000.0", "4e12"), {"floor": 1}, "not plausible"),
    "no year": (DOTATIONS.replace("{year}-01-01", "l’an passé"), {"floor": 1}, "year"),
    "a column less": (DOTATIONS.replace("valeur;", "x;"), {"floor": 1}, "valeur"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_doubtful_file_of_dotations_is_refused_whole(embedded, served, tmp_path, name):
    text, changes, said = BAD[name]
    served[2]["dotations"] = {THIS: text}
    outcome = run(served, tmp_path, [DGF], {DGF: replace(REFRESHABLE[DGF], **changes)})
    assert [result.state for result in outcome.results] == ["refused"]
    assert said in outcome.results[0].reason, outcome.results[0].reason
    assert "dgf_par_habitant" in reader.current().awaited


def test_the_recorded_export_of_three_lines_is_no_whole_file(embedded, tmp_path):
    """The form of the service's own export (APIS, section 5), three lines: the floor of lines refuses it."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "dotations-communes.csv").write_bytes(
        b"\xef\xbb\xbfexercice;code_insee;variable;valeur;unite\n2026;69123;Montant Dotation forfaitaire;25000000.0;"
        b"euros\n2026;69123;Montant Dotation DGF;56959311.0;euros\n2026;75056;Montant Dotation DGF;0.0;euros\n"
    )
    (folder / "frr_com2025.csv").write_text(CLASSES, encoding="utf-8")
    outcome = refresh(from_folder(folder), [DGF, FRR])
    assert {result.key: result.state for result in outcome.results} == {DGF: "refused", FRR: "refused"}
    assert all("a whole file has at least" in result.reason for result in outcome.results)


def test_classes_of_the_observatoire_leave_what_the_list_says_more_finely(embedded, served, tmp_path):
    """tiny.py holds Cahors not classed and Figeac "FRR socle"."""
    outcome = run(served, tmp_path, [FRR])
    assert [(result.state, result.reason) for result in outcome.results] == [("refreshed", "")]
    assert served[1][0][1] == {
        "lang": "fr", "type": "stat", "nivgeo": "com2025", "dataset": "frr", "indic": "codefrr", "filter": "last",
        "format": "csv",
    }  # fmt: skip
    assert frr() == {
        "46042": "Non classée", "46102": "FRR socle", "46088": "FRR+", "46265": "FRR", "2A004": "Non classée",
    }  # fmt: skip
    source = reader.current().sources.loc["frr"]
    assert "Observatoire" in source["titre"] and "facultative" in source["limites"]
    assert source["millesime"].startswith("non indiqué (communes de 2025), repris le ")
    # The list of the DGCL takes its place back, with its producer; what it says more finely then stays.
    folder, name = tmp_path / "files", "liste-communes-FRR-juillet2026.csv"
    folder.mkdir()
    (folder / name).write_text(
        refreshing.FILES[name] + "46088;46;Douelle;FRR socle;\n46265;46;Saint-Denis-lès-Martel;Non classée;\n",
        encoding="utf-8",
    )
    put_into_use(refresh(from_folder(folder), ["frr"], sources=SOURCES))
    assert reader.current().sources.loc["frr", "producteur"] == "DGCL"
    listed = {"46042": "FRR bénéficiaire", "46102": "FRR+", "2A004": "Non classée", "46088": "FRR socle",
              "46265": "Non classée"}  # fmt: skip
    assert frr() == listed
    run(served, tmp_path, [FRR])
    assert (frr()["46042"], frr()["46102"]) == ("FRR bénéficiaire", "FRR")
    # The very file of before: it is read again, since another origin has come between.
    outcome = refresh(from_folder(folder), ["frr"], sources=SOURCES)
    assert [result.state for result in outcome.results] == ["refreshed"]
    put_into_use(outcome)
    assert frr() == listed


def test_an_unknown_class_and_too_few_classes_are_refused(embedded, served, tmp_path):
    served[2]["classes"] = (200, CLASSES.replace('"FRR+"', '"1"'))
    assert "unknown class “1”" in run(served, tmp_path, [FRR]).results[0].reason
    served[2]["classes"] = (200, CLASSES.replace('"FRR+"', '"-9999"').replace('"FRR"', '""'))
    assert "0 communes have a class, 1 have one" in run(served, tmp_path, [FRR]).results[0].reason
    assert frr() == {"46042": "Non classée", "46102": "FRR socle"}


def test_an_optional_source_that_fails_leaves_the_others(embedded, served, tmp_path):
    """The Observatoire answers an unknown code with an error 500: the DGF comes all the same."""
    served[2]["classes"] = (500, "Internal Server Error")
    outcome = run(served, tmp_path, [FRR, DGF])
    assert [result.state for result in outcome.results] == ["refused", "refreshed"]
    assert "Observatoire" in outcome.results[0].reason


def test_all_sources_means_all_but_the_optional_ones(embedded, served, tmp_path):
    outcome = run(served, tmp_path, [])
    assert [result.key for result in outcome.results] == ["frr", "acv"]
    assert not any("GC_API" in path or "dotations" in path for path, _ in served[1])
