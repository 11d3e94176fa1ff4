"""Unemployment by zone d'emploi: the newest quarter of Insee's workbook, given to the communes of each zone."""

from __future__ import annotations

import csv
import datetime
import io
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import workbooks

from anct_qgis_plugin import paths
from anct_qgis_plugin.connectors.embedded import employment_zones
from anct_qgis_plugin.connectors.embedded.facts import load_codes
from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.connectors.services.insee_files import UNEMPLOYMENT, editions
from anct_qgis_plugin.connectors.tables.raw import Raw
from anct_qgis_plugin.connectors.tables.reading import Desk
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

KEY = "chomage_ze"
SOURCES = {KEY: replace(REFRESHABLE[KEY], floor=1)}
NAME = "chomage-zone-t1-2003-t2-2026.xlsx"
MEMBERSHIP = "table-appartenance-geo-communes-2026.csv"
# Zones of communes of tiny.py, as the file beside the catalogue has them.
ZONES = {code: employment_zones.members()[code] for code in ("01004", "46042", "46102", "2A004", "97105", "97608")}
LABELS = employment_zones.names()
QUARTERS = ["2003-T1", "2021-T1", "2026-T1", "2026-T2"]
RATES = {
    "01004": ("5.1", "6.0", "6.2", "6.4"),
    "46042": ("7", "8.1", "8.3", "8.5"),
    "46102": ("7.5", "7.9", "7.7", "7.6"),
    "2A004": ("9", "9.9", "6.5", ""),
    "97105": ("25", "20.1", "18", "17.3"),
}


def series(headings=("ZE2020", "LIBZE2020", "REG", "LIBREG"), quarters=QUARTERS, rates=RATES):
    """The lines of the sheet: titles, headings, a line per zone, notes."""
    lines = [["Taux de chômage localisés par zone d'emploi"], ["En %"], [], [*headings, *quarters]]
    lines += [[ZONES[code], LABELS[ZONES[code]], "", "", *rates[code]] for code in rates]
    return [*lines, [], ["Source : Insee, estimations de taux de chômage localisés."]]


def book(lines):
    return workbooks.xlsx([[workbooks.text_cell(cell) if cell else "" for cell in line] for line in lines])


def csv_text(lines):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([*line, *[""] * (len(max(lines, key=len)) - len(line))] for line in lines)
    return out.getvalue()


def refreshed(tmp_path, data, name=NAME, more=None):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    for file, content in {name: data, **(more or {})}.items():
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return refresh(from_folder(folder), [KEY], sources=SOURCES)


def column(indicator):
    facts = reader.current()
    found = facts.values[indicator]
    rows = zip(facts.codes, found.value, found.status, strict=True)
    return {code: float(value) if status == Status.OK else Status(status) for code, value, status in rows}


def test_the_newest_quarter_of_the_workbook(embedded, tmp_path):
    outcome = refreshed(tmp_path, book(series()))
    (result,) = outcome.results
    assert (result.state, result.reason, result.rows_read) == ("refreshed", "", 5)
    assert result.vintage == "1er trimestre 2003 au 2e trimestre 2026"
    put_into_use(outcome)
    now, before = column("taux_chomage_ze"), column("taux_chomage_ze_2021")
    assert [now[code] for code in ("01004", "46042", "46102", "97105")] == [6.4, 8.5, 7.6, 17.3]
    # Douelle and Saint-Denis-lès-Martel have the rate of the zone that holds them.
    assert {now[code] for code in ("46088", "46265")} <= {8.5, 7.6, Status.MISSING} and now["46088"] == 8.5
    assert now["2A004"] == now["97608"] == Status.MISSING  # no rate this quarter; no rate for Mayotte at all
    # The older point is of the same series, which Insee revises.
    assert (before["46042"], before["2A004"]) == (8.1, 9.9)
    indicators = reader.current().catalogue.indicators
    assert (indicators["taux_chomage_ze"].vintage, indicators["taux_chomage_ze_2021"].vintage) == ("T2 2026", "T1 2021")


def test_long_headings_and_codes_that_lost_their_zeros(embedded, tmp_path):
    long = ["1er trimestre 2003", "1er trimestre 2021", "1er trimestre 2026", "2e trimestre 2026"]
    heads = ("Code de la zone d'emploi 2020", "Libellé de la zone d'emploi 2020", "Région", "Libellé")
    lines = series(heads, long)
    for line in lines:
        if line and line[0].isdigit():
            line[0] = str(int(line[0]))
    outcome = refreshed(tmp_path, csv_text(lines), "chomage-zone-t1-2003-t2-2026.csv")
    assert outcome.results[0].reason == ""
    put_into_use(outcome)
    assert (column("taux_chomage_ze")["46042"], column("taux_chomage_ze_2021")["97105"]) == (8.5, 20.1)
    # Both lines of headings, as some editions have them: the short names are those of the columns.
    short = series()[3]
    both = [*lines[:4], short, *lines[4:]]
    outcome = refreshed(tmp_path, csv_text(both), "chomage-zone-t1-2003-t2-2026.csv")
    assert outcome.results[0].state == "refreshed"
    put_into_use(outcome)
    assert column("taux_chomage_ze")["01004"] == 6.4


def test_a_commune_that_has_changed_its_zone_in_the_table_of_membership():
    names = {row["code"]: row["nom"] for row in rows_of("cog")}
    zones = {**employment_zones.members(), "46042": ZONES["46102"]}
    table = "\n".join(
        ["CODGEO;LIBGEO;ZE2020", *(f"{code};{names[code]};{zone}" for code, zone in zones.items() if code != "46102")]
    )
    files = {"": Raw(NAME, book(series())), "zones": Raw(MEMBERSHIP, table.encode())}
    reading = REFRESHABLE[KEY].read(Desk(files, load_codes(paths.FACTS)))
    found = {row[0]: row[1] for row in reading.tables["indicator_taux_chomage_ze"][1]}
    # Figeac, of which the table says nothing, stays in the zone known.
    assert (found["46042"], found["46102"], found["46088"]) == ("7.6", "7.6", "8.5")
    assert "1 communes in another zone d'emploi than before" in reading.report.notes


def test_a_table_of_membership_whose_lines_moved_is_refused(embedded, tmp_path):
    codes = [row for row in rows_of("cog") if row["departement"] == "46"]
    zones = [employment_zones.members()[row["code"]] for row in codes]
    table = "CODGEO;LIBGEO;ZE2020\n" + "\n".join(
        f"{row['code']};{row['nom']};{zone}" for row, zone in zip(codes, zones[150:] + zones[:150], strict=True)
    )
    (result,) = refreshed(tmp_path, book(series()), more={MEMBERSHIP: table}).results
    assert result.state == "refused" and "in another zone d’emploi than the one known" in result.reason


def moved():
    lines = series()
    labels = [line[1] for line in lines[4:9]]
    for line, label in zip(lines[4:9], labels[1:] + labels[:1], strict=True):
        line[1] = label
    return lines


def changed(old, new):
    return [[cell.replace(old, new) for cell in line] for line in series()]


BAD = {
    "no quarter": (book(changed("-T", "/")), "no column of a quarter"),
    "no zone": (book(changed("ZE2020", "CODE")), "no column “ZE”"),
    "a word": (book(changed("8.5", "haut")), "“haut” in column 2026-T2 for commune"),
    "not plausible": (book(changed("8.5", "850")), "not plausible"),
    "names moved by a line": (book(moved()), "are those of other communes than the names beside them"),
    "zones of 2010": (book([[ "9999" if cell in ZONES.values() else cell for cell in line] for line in series()]),
                      "comes twice"),
    "a zone twice": (book([*series()[:5], *series()[4:]]), "comes twice"),
    "a code that is none": (book(changed(ZONES["46042"], "Cahors")), "“Cahors” is no code of a zone d’emploi"),
    "a page": (b"<!doctype html><html></html>", "web page"),
    "objects without rates": (b'{"quarters": ["2026-T2"], "zes": {"7625": 3}}', "no column of a quarter"),
    "rates that lack": (b'{"quarters": ["2026-T1", "2026-T2"], "zes": {"7625": {"rate_pct": [3]}}}',
                        "not a rate per quarter"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(embedded, tmp_path, case):
    data, words = BAD[case]
    outcome = refreshed(tmp_path, data)
    assert (outcome.results[0].state, outcome.version) == ("refused", None)
    assert words in outcome.results[0].reason


def test_the_editions_asked_for_are_those_of_quarters_that_are_over():
    found = editions(UNEMPLOYMENT, range(2026, 2024, -1), datetime.date(2026, 7, 1))
    ended = ((2026, 2), (2026, 1), (2025, 4), (2025, 3), (2025, 2), (2025, 1))
    assert [path[-12:-5] for path in found] == [f"t{quarter}-{year}" for year, quarter in ended]
    assert editions("/a_{year}.xlsx", [2026, 2025], datetime.date(2026, 1, 1)) == ["/a_2026.xlsx", "/a_2025.xlsx"]
    assert editions(UNEMPLOYMENT, [2026, 2025], datetime.date(2026, 1, 1))[0].endswith("t4-2025.xlsx")


def test_from_insee_the_newest_edition_that_is_there(embedded, tmp_path):
    today = datetime.date.today()
    *_, wanted = editions(UNEMPLOYMENT, range(today.year, 2024, -1), today)[:2]
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            body = book(series()) if self.path == wanted else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "web").mkdir()
        endpoints = Endpoints({"insee_files": f"http://127.0.0.1:{server.server_address[1]}"})
        supply = from_web(RequestsTransport(endpoints), tmp_path / "web")
        outcome = refresh(supply, [KEY], sources=SOURCES)
        server.shutdown()
    assert (outcome.results[0].state, outcome.results[0].reason) == ("refreshed", "")
    assert len(asked) == 2 and asked[-1] == wanted


def rows_of(name):
    with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_raw_file_gives_exactly_the_embedded_rates(shared):
    entry = REFRESHABLE[KEY]
    raw = Raw.open(shared / "data" / "sources" / employment_zones.RAW)
    assert entry.files[""].matches(raw.name)
    codes = load_codes(paths.FACTS)
    reading = entry.read(Desk({"": raw}, codes))
    for key in entry.indicators:
        assert reading.tables[f"indicator_{key}"][1] == [tuple(row.values()) for row in rows_of(f"indicator_{key}")]
    assert (reading.vintage, reading.date) == ("1er trimestre 2021 au 4e trimestre 2025", "2025-12-31")
    with (paths.CATALOGUE / employment_zones.FILE).open(encoding="utf-8", newline="") as file:
        assert [list(row) for row in employment_zones.rows(raw, codes)] == list(csv.reader(file))[1:]
