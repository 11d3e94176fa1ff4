"""Municipal populations refreshed: every sum, weight and rate that rests on them follows, or nothing changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import melodi_zips
import pytest
import tiny
from melodi_zips import line
from workbooks import gdal_book

from anct_qgis_plugin.connectors.http.endpoints import Endpoints
from anct_qgis_plugin.connectors.http.polite import Pacer
from anct_qgis_plugin.connectors.http.requests_transport import RequestsTransport
from anct_qgis_plugin.connectors.refresh.refreshable import REFRESHABLE
from anct_qgis_plugin.connectors.refresh.supply import from_folder, from_web
from anct_qgis_plugin.core.indicators import figure, population_figure
from anct_qgis_plugin.core.territory import Gazetteer
from anct_qgis_plugin.snapshot import reader
from anct_qgis_plugin.snapshot.refresh import put_into_use, refresh

SERIES = "DS_POPULATIONS_HISTORIQUES"
SOURCES = {"populations": replace(REFRESHABLE["populations"], floor=1)}
# code → people in 2016, 2022 and 2023; the snapshot (tiny.py) holds those of 2022. Le Montat (46217) is now in Cahors.
PEOPLE = {
    "01004": (14000, 15000, 15200), "12052": (4700, 4500, 4600), "15031": (230, 220, 215), "15141": (1600, 1500, 1490),
    "2A004": (70000, 75000, 76000), "46042": (20300, 19100, 19000), "46217": (700, 900, 900), "46088": (760, 800, 790),
    "46102": (9800, 10000, 10100), "46265": (400, 380, 375), "55039": (0, 0, 0), "97105": (12000, 10000, 9800),
}  # fmt: skip


def lines(people=PEOPLE, years=("2016", "2022", "2023")):
    found = [
        line(SERIES, code, count, TIME_PERIOD=year)
        for code, counts in people.items()
        for year, count in zip(years, counts, strict=True)
    ]
    return [
        *found, line(SERIES, "46", 170000, GEO_OBJECT="DEP"), line(SERIES, "46042", 1, POPREF_MEASURE="PSDC"),
        line(SERIES, "75101", 15000, GEO_OBJECT="ARM"), line(SERIES, "46042", 21500, TIME_PERIOD="1999"),
    ]  # fmt: skip


def workbook(people=PEOPLE, years=("2016", "2022", "2023"), column="PMUN{}"):
    """The sheet of base-pop-historiques as CSV: titles, labels, then the names of the columns."""
    names = {row[0]: row[1] for row in tiny.COMMUNES} | {"46217": "Le Montat"}
    columns = [column.format(year) for year in reversed(years)]
    rows = [
        ["Historique des populations communales"], [], ["Champ : France hors Mayotte"], [],
        ["Code géographique", "Région", "Département", "Libellé géographique", *(f"Population en {y}" for y in years)],
        ["CODGEO", "REG", "DEP", "LIBGEO", *columns],
        *([code, "76", code[:2], names[code], *map(str, reversed(counts))]
          for code, counts in people.items()),
    ]  # fmt: skip
    return "\n".join(";".join(row) for row in rows).encode()


def run(tmp_path, data, name=f"{SERIES}_CSV_FR.zip"):
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    outcome = refresh(from_folder(folder), ["populations"], sources=SOURCES)
    return outcome, outcome.results[0]


def rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def counted(embedded):
    """The snapshot with ten pharmacies in Cahors, five in Figeac, and a grant of 4 million euros to Cahors."""
    with closing(sqlite3.connect(embedded)) as connection:
        connection.executemany(
            "INSERT INTO indicator_value (indicator, code, value, status, numerator) VALUES (?, ?, ?, 'ok', ?)",
            [
                ("pharmacies", "46042", 5.0, 10),
                ("pharmacies", "46102", 5.0, 5),
                ("dgf_par_habitant", "46042", 200, 4e6),
            ],
        )
        connection.execute("UPDATE indicator SET vintage = '2026 (population 2022)' WHERE id = 'dgf_par_habitant'")
        connection.commit()
    return embedded


@pytest.mark.parametrize("form", ["melodi", "sheet", "older sheet"])
def test_people_and_all_that_rests_on_them(counted, tmp_path, form):
    data, name = {
        "melodi": (melodi_zips.zipped(SERIES, lines()), f"{SERIES}_CSV_FR.zip"),
        "sheet": (workbook(), "base-pop-historiques-1876-2023.csv"),
        "older sheet": (workbook(years=("16", "22", "23")), "base-pop-historiques-1876-2023.csv"),
    }[form]
    outcome, result = run(tmp_path, data, name)
    assert (result.state, result.reason, result.vintage) == ("refreshed", "", "2023")
    put_into_use(outcome)
    facts = reader.current()
    people, years = facts.communes["population"], facts.communes["population_annee"]
    assert (people["46042"], people["46102"], people["55039"]) == (19900, 10100, 0)
    assert (years["46042"], people["97608"], years["97608"]) == ("2023", 17000, "2017")  # Mayotte at its own census
    used = outcome.version.path
    assert dict(rows(used, "SELECT code, population FROM epci"))["200067361"] == 14700  # Capdenac and Figeac
    assert dict(rows(used, "SELECT code, population FROM departement"))["46"] == 31165
    assert dict(rows(used, "SELECT code, population FROM region"))["76"] == 35765
    assert dict(rows(used, "SELECT code, population FROM departement"))["976"] == 17000
    # 19,900 of 21,000 seven years before.
    change = facts.values["evolution_population"]
    where = list(facts.codes).index("46042")
    assert change.value[where] == pytest.approx(100 * ((19900 / 21000) ** (1 / 7) - 1))
    assert facts.catalogue.indicators["evolution_population"].vintage == "2016-2023"
    assert "55039" not in {code for code, in rows(used, "SELECT code FROM indicator_value WHERE indicator = "
                                                        "'evolution_population'")}  # fmt: skip
    lot = Gazetteer(facts).resolve("dep:46")
    assert figure(facts, "evolution_population", lot).value == pytest.approx(100 * ((31165 / 31960) ** (1 / 7) - 1))
    assert (population_figure(facts, lot).value, population_figure(facts, lot).vintage) == (31165, "2023")


def test_the_workbook(counted, tmp_path):
    pytest.importorskip("osgeo")
    columns = {"CODGEO": str, "LIBGEO": str, "PMUN2023": int, "PMUN2022": int, "PMUN2016": int}
    names = {row[0]: row[1] for row in tiny.COMMUNES} | {"46217": "Le Montat"}
    lines_ = [(code, names[code], *reversed(counts)) for code, counts in PEOPLE.items()]
    name = "base-pop-historiques-1876-2023.xlsx"
    outcome, result = run(tmp_path, gdal_book(tmp_path / name, columns, lines_), name)
    assert (result.state, result.reason, result.rows_read) == ("refreshed", "", 12)
    put_into_use(outcome)
    assert reader.current().communes["population"]["46042"] == 19900


def test_rates_per_inhabitant_follow(counted, tmp_path):
    outcome, _ = run(tmp_path, melodi_zips.zipped(SERIES, lines()))
    put_into_use(outcome)
    facts = reader.current()
    where = list(facts.codes).index("46042")
    assert facts.values["pharmacies"].value[where] == pytest.approx(10 / 19900 * 10000)
    # What plain QGIS reads: on a grid of 1/1024.
    stored = dict(rows(outcome.version.path, "SELECT code, value FROM indicator_value WHERE indicator = 'pharmacies'"))
    assert stored["46042"] == pytest.approx(10 / 19900 * 10000, abs=1 / 1024)
    assert facts.catalogue.indicators["dgf_par_habitant"].vintage == "2026 (population 2023)"
    assert facts.values["dgf_par_habitant"].value[where] == pytest.approx(4e6 / 19900)
    lot = Gazetteer(facts).resolve("com:46042+com:46102")
    assert figure(facts, "pharmacies", lot).value == pytest.approx(15 / 30000 * 10000)


def test_the_report_tells_the_change(counted, tmp_path):
    outcome, _ = run(tmp_path, melodi_zips.zipped(SERIES, lines()))
    change = next(one for one in outcome.difference.indicators if one.indicator == "population")
    assert (change.vintage_before, change.vintage_after, change.changed) == ("2022", "2023", 10)
    assert change.biggest[0].code == "2A004" and change.biggest[0].after - change.biggest[0].before == 1000
    moved = next(one for one in outcome.difference.indicators if one.indicator == "evolution_population")
    assert moved.vintage_after == "2016-2023"


@pytest.fixture
def hurried(monkeypatch):
    """Without the pause between two requests to Melodi."""
    monkeypatch.setattr(Pacer, "wait", lambda *_: None)


@pytest.mark.usefixtures("hurried")
def test_from_the_service_whose_series_has_no_year_in_its_name(counted, tmp_path):
    name = f"{SERIES}_CSV_FR"
    with melodi_zips.service(SERIES, [name, f"{SERIES}_FR"], {name: melodi_zips.zipped(SERIES, lines())}) as address:
        supply = from_web(RequestsTransport(Endpoints({"melodi": address})), tmp_path)
        (result,) = refresh(supply, ["populations"], sources=SOURCES).results
    assert (result.state, result.reason, result.origin) == ("refreshed", "", f"{name}.zip")


@pytest.mark.usefixtures("hurried")
def test_a_file_is_not_fetched_again_until_the_catalogue_tells_a_change(counted, tmp_path):
    name, asked, states = f"{SERIES}_CSV_FR", [], []
    days = ("2025-12-17T08:50:56", "2025-12-17T08:50:56", "2026-12-17T08:00:00", "")
    for rank, modified in enumerate(days):
        (tmp_path / str(rank)).mkdir()
        files = {name: melodi_zips.zipped(SERIES, changed(c46088=(760, 800, 790 + rank)))}
        with melodi_zips.service(SERIES, [name], files, modified, asked) as address:
            supply = from_web(RequestsTransport(Endpoints({"melodi": address})), tmp_path / str(rank))
            outcome = refresh(supply, ["populations"], sources=SOURCES)
        states.append(outcome.results[0].state)
        put_into_use(outcome)
    # The second time nothing is fetched; without a date nothing tells, and the file itself is looked at.
    assert states == ["refreshed", "unchanged", "refreshed", "refreshed"]
    assert sum(path.startswith("/file/") for path in asked) == 3
    assert reader.current().communes["population"]["46088"] == 793


def test_an_intercommunality_goes_to_the_departement_of_most_of_its_people(counted, tmp_path):
    before = dict(rows(counted, "SELECT code, code_departement FROM epci"))["200067361"]
    moved = PEOPLE | {"12052": (4700, 4500, 9600), "46102": (9800, 10000, 5000)}
    outcome, result = run(tmp_path, melodi_zips.zipped(SERIES, lines(moved)))
    assert (before, result.state, result.reason) == ("46", "refreshed", "")
    for table in ("epci", "epci_light"):
        assert dict(rows(outcome.version.path, f"SELECT code, code_departement FROM {table}"))["200067361"] == "12"


def changed(**people):
    return lines(PEOPLE | {code.removeprefix("c"): counts for code, counts in people.items()})


def only(*years):
    return [one for one in lines() if one["TIME_PERIOD"] in years]


MIXED = ("01004", "12052", "15141", "46102", "46265", "97105")
ROTATED = PEOPLE | dict(zip(MIXED, [PEOPLE[code] for code in (*MIXED[1:], MIXED[0])], strict=True))
BAD = {
    "a commune has gone": ([one for one in lines() if one["GEO"] != "46265"], "46265"),
    "a commune is new": (changed(c46999=(10, 10, 10)), "46999"),
    "seven years before lack": (only("2022", "2023"), "2016"),
    "nothing of that measure": ([one | {"POPREF_MEASURE": "PTOT"} for one in lines()], "PMUN"),
    "too many people": (changed(c2A004=(70000, 75000, 160000)), "not plausible"),
    "figures of other communes": (lines(ROTATED), "more than half"),
    "a word": ([*lines(), line(SERIES, "46042", "inconnu")], "inconnu"),
    "two figures": ([*lines(), line(SERIES, "46265", 376)], "46265"),
    "no line": ([], "PMUN"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused(counted, tmp_path, case):
    found, words = BAD[case]
    outcome, result = run(tmp_path, melodi_zips.zipped(SERIES, found))
    assert result.state == "refused" and words in result.reason, result.reason
    assert outcome.version is None


def test_populations_older_than_those_held_are_refused(counted, tmp_path):
    older = lines(years=("2014", "2020", "2021"))
    outcome, result = run(tmp_path, melodi_zips.zipped(SERIES, [o for o in older if o["TIME_PERIOD"] != "2023"]))
    assert result.state == "refused" and "2021" in result.reason and "2022" in result.reason
    assert outcome.version is None


def test_another_archive_half_of_one_and_a_page_are_refused(counted, tmp_path):
    whole = melodi_zips.zipped(SERIES, lines())
    for data in (whole[: len(whole) // 2], melodi_zips.zipped("DS_RP_FAMILLE_COMP", []), b"<!DOCTYPE html>", b""):
        _, result = run(tmp_path, data)
        assert result.state == "refused"


def test_a_sheet_with_another_name_beside_a_code_is_refused(counted, tmp_path):
    data = workbook().replace(b"46102;76;46;Figeac", b"46102;76;46;Douelle")
    outcome, result = run(tmp_path, data, "base-pop-historiques-1876-2023.csv")
    assert result.state == "refused" and "46102" in result.reason
    assert outcome.version is None


def test_mayotte_in_the_file_is_said_and_not_taken(counted, tmp_path):
    outcome, result = run(tmp_path, melodi_zips.zipped(SERIES, changed(c97608=(17000, 19000, 20000))))
    assert result.state == "refreshed" and any("Mayotte" in note for note in result.notes)
    put_into_use(outcome)
    assert reader.current().communes["population"]["97608"] == 17000


def test_the_file_of_the_embedded_data_gives_them_back(shared):
    """The raw file is Insee's own series under another form: read from it, the populations held."""
    import csv
    import gzip
    import json

    from anct_qgis_plugin import paths
    from anct_qgis_plugin.connectors.embedded.facts import load_codes
    from anct_qgis_plugin.connectors.tables.raw import Raw
    from anct_qgis_plugin.connectors.tables.reading import Desk

    with gzip.open(shared / "data" / "sources" / "indicateurs" / "population-by-commune.json.gz") as file:
        history = json.load(file)
    found = [
        line(SERIES, code, one["history"][year], TIME_PERIOD=year)
        for code, one in history.items()
        for year in ("2015", "2022")
    ]
    with (paths.FACTS / "population.csv").open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file))
    desk = Desk(
        {"": Raw(f"{SERIES}_CSV_FR.zip", melodi_zips.zipped(SERIES, found))}, load_codes(paths.FACTS),
        {"population": held, "geography": [{"population": "2022", "cog": "2026"}]},
    )  # fmt: skip
    reading = REFRESHABLE["populations"].read(desk)
    ours = {(row["code"], row["population"], "2022") for row in held if row["annee"] == "2022"}
    assert set(reading.tables["population"][1]) == ours
    with (paths.FACTS / "indicator_evolution_population.csv").open(encoding="utf-8", newline="") as file:
        changes = {(row["code"], row["numerator"], row["denominator"]) for row in csv.DictReader(file)}
    given = {(row[0], row[2], row[3]) for row in reading.tables["indicator_evolution_population"][1]}
    assert given == changes
