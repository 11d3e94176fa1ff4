"""Figures above the commune, worked out again from the producers' files with plain Python: no reader of ours.

What is taken from the snapshot is only which communes make up a territory (COG 2026) and their former codes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections import defaultdict
from functools import cache

import pytest
from places import ROOT, SHARED

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import indicators
from anct_qgis_plugin.core.facts import Status

RAW = SHARED / "data" / "sources" / "indicateurs"
pytestmark = [
    pytest.mark.skipif(not RAW.is_dir(), reason=f"raw files not here ({RAW}); set ANCT_SHARED to their folder"),
    pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the snapshot is not built: make snapshot"),
]
# An EPCI over two départements, two overseas ones, Corsica, Paris (by arrondissement), a perimeter across two régions.
TERRITORIES = ("two", "dep:974", "dep:972", "reg:94", "dep:75", "com:46102+com:12052+com:15187")


@pytest.fixture(scope="module")
def analyst():
    from anct_qgis_plugin.snapshot import reader

    return reader.analyst()


def members(analyst, name: str) -> tuple[object, set[str]]:
    if name == "two":
        units = analyst.facts.units
        several = units[(units["niveau"] == "epci") & (units["departements"].str.count(" ") == 1)]
        name = f"epci:{several.sort_values('population', ascending=False)['code'].iloc[0]}"
    territory = analyst.gazetteer.resolve(name)
    return territory, set(analyst.facts.codes[territory.positions])


@cache
def heirs() -> dict[str, str]:
    """Any code → the commune of 2026, arrondissements included."""
    with (ROOT / "resources/snapshot/cog.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    current = {row["code"] for row in rows}
    found = {old: row["code"] for row in rows for old in (row["former_codes"] + " " + row["arm_codes"]).split()}
    return {**{old: new for old, new in found.items() if old not in current}, **{code: code for code in current}}


def text(name: str) -> io.StringIO:
    return io.StringIO(gzip.decompress((RAW / name).read_bytes()).decode("utf-8-sig"))


def once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Lines without the arrondissements of Paris, Lyon and Marseille, which stand there whole too."""
    cities = ("75056", "69123", "13055")
    return [row for row in rows if row["CODGEO"] in cities or heirs().get(row["CODGEO"]) not in cities]


@cache
def old_comparateur() -> list[dict[str, str]]:
    with zipfile.ZipFile(RAW / "base_cc_comparateur_rp2018_filosofi2019.zip") as archive:
        content = archive.read("base_cc_comparateur.CSV").decode("utf-8-sig")
    return once(list(csv.DictReader(io.StringIO(content), delimiter=";")))


def share(top: dict[str, float], bottom: dict[str, float], inside: set[str]) -> float:
    return sum(top[c] for c in inside if c in top) / sum(bottom[c] for c in inside if c in bottom)


@cache
def comparateur() -> dict[str, dict[str, float]]:
    """Counts of 2021 by commune of 2026: each code of a commune or arrondissement once."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen = set()
    for row in csv.DictReader(text("datasfun_communes_rp2021.csv.gz")):
        if row["commune_type"] == "COMD" or row["insee_com"] in seen or row["insee_com"] not in heirs():
            continue
        seen.add(row["insee_com"])
        for key, value in row.items():
            if key.endswith(("2021", "2022")):
                found[key][heirs()[row["insee_com"]]] += float(value or 0)
    return found


@pytest.mark.parametrize("name", TERRITORIES)
def test_unemployment_and_natural_balance(analyst, name):
    territory, inside = members(analyst, name)
    if name == "two":
        assert len({code[:2] for code in inside}) == 2
    counts = comparateur()
    expected = 100 * share(counts["pop_15_64_chomage_2021"], counts["pop_15_64_active_2021"], inside)
    assert indicators.figure(analyst.facts, "taux_chomage_rp", territory).value == pytest.approx(expected, abs=1e-9)
    active, idle, adults = (
        sum(counts[f"pop_15_64_{k}_2021"][c] for c in inside) for k in ("active", "chomage", "totale")
    )
    found = indicators.figure(analyst.facts, "taux_emploi", territory)
    assert found.value == pytest.approx(100 * (active - idle) / adults, abs=1e-9) and found.vintage == "2021"
    births, deaths = (sum(counts[k][c] for c in inside) for k in ("naissances_2022", "deces_2022"))
    people = sum(counts["population_2021"][c] for c in inside)
    found = indicators.figure(analyst.facts, "solde_naturel", territory)
    assert found.value == pytest.approx(1000 * (births - deaths) / people, abs=1e-9) and found.unit == "‰"


@pytest.mark.parametrize("name", TERRITORIES)
def test_vacancy_then_and_now(analyst, name):
    territory, inside = members(analyst, name)
    homes = json.loads(text("vacance_communes_rp2021.json.gz").read())["communes"]
    arms = {"75056", "69123", "13055"}
    now: dict[str, list[float]] = {c: [0, 0] for c in inside}
    for code, row in homes.items():
        heir = heirs().get(code)
        if heir in inside and not (heir in arms and code not in arms):
            now[heir][0] += row["vac"]
            now[heir][1] += row["log"]
    expected = 100 * sum(v for v, _ in now.values()) / sum(n for _, n in now.values())
    assert indicators.figure(analyst.facts, "taux_vacance", territory).value == pytest.approx(expected, abs=1e-9)
    top = bottom = 0.0
    for row in old_comparateur():
        if heirs().get(row["CODGEO"]) in inside and row["P18_LOG"]:
            top, bottom = top + float(row["P18_LOGVAC"]), bottom + float(row["P18_LOG"])
    before = analyst.facts.catalogue.indicators["taux_vacance"].before
    found = indicators.figure(analyst.facts, before, territory)
    # The facts keep a tenth of a dwelling.
    assert found.vintage == "2018" and found.value == pytest.approx(100 * top / bottom, abs=0.01)


@pytest.mark.parametrize("name", TERRITORIES)
def test_population_change_over_both_periods(analyst, name):
    territory, inside = members(analyst, name)
    history = json.loads(text("population-by-commune.json.gz").read())
    total = dict.fromkeys(("2010", "2015", "2022"), 0)
    for code, row in history.items():
        if heirs().get(code) in inside:
            for year in total:
                total[year] += row["history"][year]
    later = 100 * ((total["2022"] / total["2015"]) ** (1 / 7) - 1)
    earlier = 100 * ((total["2015"] / total["2010"]) ** (1 / 5) - 1)
    declared = analyst.facts.catalogue.indicators["evolution_population"]
    assert indicators.figure(analyst.facts, declared.id, territory).value == pytest.approx(later, abs=1e-9)
    assert indicators.figure(analyst.facts, declared.before, territory).value == pytest.approx(earlier, abs=1e-9)


def older_sum(inside: set[str], *columns: str) -> list[float]:
    """Sums of the base du comparateur of 2018 over the lines that have every column."""
    lines = [row for row in old_comparateur() if heirs().get(row["CODGEO"]) in inside and all(row[c] for c in columns)]
    return [sum(float(row[column]) for row in lines) for column in columns]


@pytest.mark.parametrize("name", TERRITORIES)
def test_older_points_of_2018_and_2020(analyst, name):
    territory, inside = members(analyst, name)
    second, homes = older_sum(inside, "P18_RSECOCC", "P18_LOG")
    found = indicators.figure(analyst.facts, "part_residences_secondaires_2018", territory)
    assert found.value == pytest.approx(100 * second / homes, abs=0.01) and found.vintage == "2018"
    births, deaths, people = older_sum(inside, "NAISD20", "DECESD20", "P18_POP")
    found = indicators.figure(analyst.facts, "solde_naturel_2020", territory)
    assert found.value == pytest.approx(1000 * (births - deaths) / people, abs=0.01) and found.unit == "‰"
    active, idle, adults = older_sum(inside, "P18_ACT1564", "P18_CHOM1564", "P18_POP1564")
    found = indicators.figure(analyst.facts, "taux_emploi_2018", territory)
    assert found.value == pytest.approx(100 * (active - idle) / adults, abs=0.01) and found.vintage == "2018"
    after, before = older_sum(inside, "P18_EMPLT", "P13_EMPLT")
    found = indicators.figure(analyst.facts, "evolution_emploi", territory)
    assert found.value == pytest.approx(100 * ((after / before) ** (1 / 5) - 1), abs=0.001)


@pytest.mark.parametrize("code", ["46042", "46102", "97411", "2A004"])
def test_the_taxed_households_of_2019_are_as_published(analyst, code):
    published = next(row["PIMP19"] for row in old_comparateur() if row["CODGEO"] == code)
    found = indicators.figure(analyst.facts, "part_menages_imposes_2019", analyst.gazetteer.resolve(f"com:{code}"))
    assert found.value == float(published)
    small = next(row for row in old_comparateur() if row["CODGEO"] == "01001")
    assert small["PIMP19"] == ""
    found = indicators.figure(analyst.facts, "part_menages_imposes_2019", analyst.gazetteer.resolve("com:01001"))
    assert found.status is Status.SECRET


@pytest.mark.parametrize("name", TERRITORIES)
def test_facilities_per_inhabitant(analyst, name):
    territory, inside = members(analyst, name)
    history = json.loads(text("population-by-commune.json.gz").read())
    people = sum(row["history"]["2022"] for code, row in history.items() if heirs().get(code) in inside)
    places = json.loads(text("bpe_communes_2024.json.gz").read())["communes"]
    for key, kind in (
        ("pharmacies", "pharmacie"), ("medecins_generalistes", "medecin_generaliste"), ("colleges", "college"),
        ("lycees", "lycee"), ("gares", "gare"), ("superettes", "superette"),
    ):  # fmt: skip
        number = sum(row.get(kind, 0) for code, row in places.items() if heirs().get(code) in inside)
        found = indicators.figure(analyst.facts, key, territory)
        assert found.value == pytest.approx(10000 * number / people, abs=1e-9) and not found.approximate


@pytest.mark.parametrize(("name", "year"), [("two", 21), ("dep:46", 21), ("dep:974", 21), ("two", 19), ("dep:974", 19)])
def test_median_income_is_weighted_by_households_and_said_approximate(analyst, name, year):
    territory, inside = members(analyst, name)
    rows = (
        once(list(csv.DictReader(text("cc_filosofi_2021_COM.csv.gz"), delimiter=";")))
        if year == 21
        else old_comparateur()
    )
    lines = defaultdict(list)
    for row in rows:
        heir = heirs().get(row["CODGEO"])
        if heir in inside and row[f"MED{year}"] not in ("s", "nd", ""):
            lines[heir].append((float(row[f"MED{year}"].replace(",", ".")), float(row[f"NBMENFISC{year}"])))
    withheld = {
        heirs()[r["CODGEO"]] for r in rows if heirs().get(r["CODGEO"]) in inside and r[f"MED{year}"] in ("s", "")
    }
    kept = [pair for code, pairs in lines.items() if code not in withheld for pair in pairs]
    expected = sum(m * n for m, n in kept) / sum(n for _, n in kept)
    key = "niveau_vie_median" if year == 21 else "niveau_vie_median_2019"
    found = indicators.figure(analyst.facts, key, territory)
    assert found.approximate and found.value == pytest.approx(expected, rel=1e-6)


def test_a_rate_of_a_zone_stays_with_its_communes(analyst):
    zones = json.loads(text("chomage_zones_emploi_2025T4.json.gz").read())
    facts = analyst.facts
    for key, quarter in (("taux_chomage_ze", "2025-T4"), ("taux_chomage_ze_2021", "2021-T1")):
        place = zones["quarters"].index(quarter)
        for code in ("46042", "2A004", "97411", "75056"):
            expected = zones["zes"][zones["communes"][code]]["rate_pct"][place]
            assert facts.values[key].value[facts.position[code]] == expected
        column = indicators.figure(facts, key, analyst.gazetteer.resolve("dep:46"))
        assert column.value is None and column.status is Status.MISSING and "zone" in column.absence


def test_older_points_are_history_and_shown_nowhere(analyst):
    declared = analyst.facts.catalogue.indicators
    pairs = {key: one.before for key, one in declared.items() if one.before}
    assert set(pairs) == {
        "niveau_vie_median", "taux_pauvrete", "part_menages_imposes", "taux_chomage_rp", "taux_chomage_ze",
        "taux_emploi", "taux_vacance", "part_residences_secondaires", "evolution_population", "solde_naturel",
    }  # fmt: skip
    for key, before in pairs.items():
        old, new = declared[before], declared[key]
        assert old.kind == "history" and before not in analyst.facts.shown() and before in analyst.facts.values
        assert (old.unit, old.aggregation, old.fragile) == (new.unit, new.aggregation, new.fragile)
        assert old.vintage != new.vintage
