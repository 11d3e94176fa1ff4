"""docs/exemple-fragilite.md, redone in plain Python: what the page says is what the figures give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import indicators, robustness, sentences
from anct_qgis_plugin.core.levels import all_units
from anct_qgis_plugin.snapshot import profiles, reader

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exemple-fragilite.md"
EPCI = "200067361"
pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")


def plain_number(text: str) -> float:
    return float(re.sub(r"[^0-9,\-]", "", text.replace("−", "-")).replace(",", "."))


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table(page: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith("| ") and "Indicateur" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture(scope="module")
def columns() -> dict[str, list[float | None]]:
    """Each indicator of the profile for every EPCI, as the layer of anct:loadterritory gives them; the code beside."""
    facts = reader.analyst().facts
    units = all_units(facts, "epci")
    keys = [w.indicator for w in profiles.read_profile(facts.catalogue.indicators, "generale").indicators]
    found = indicators.table(facts, keys, units.labels, len(units.codes))
    values = {key: [None if v != v else float(v) for v in found[key].value] for key in keys}
    return {"code": list(units.codes), **values}


def test_each_step_of_the_page(table: list[list[str]], columns: dict[str, list], page: str) -> None:
    declared = reader.analyst().facts.catalogue.indicators
    themes = {
        "niveau_vie_median": 2, "part_rsa": 2, "taux_chomage_rp": 1, "evolution_population": 2, "part_65_plus": 2,
        "taux_vacance": 1, "eloignement_sante": 2, "distance_france_services": 2, "part_diplomes_superieur": 1,
    }  # fmt: skip
    low = {"niveau_vie_median", "evolution_population", "part_diplomes_superieur"}
    keys = [key for key in columns if key != "code"]
    assert [row[0] for row in table[:-1]] == [declared[key].label for key in keys]
    scores: dict[str, list[float | None]] = {}
    for key in keys:
        values = columns[key]
        known = [v for v in values if v is not None]
        scores[key] = []
        for v in values:
            if v is None:
                scores[key].append(None)
                continue
            below, equal = sum(other < v for other in known), known.count(v)
            score = 100 * (below + equal / 2) / len(known)
            scores[key].append(100 - score if key in low else score)
    weights = {key: 1 / 6 / themes[key] for key in keys}
    indices: list[float | None] = []
    for unit in range(len(columns["code"])):
        present = [key for key in keys if scores[key][unit] is not None]
        weight = sum(weights[key] for key in present)
        enough = weight >= 2 / 3 - 1e-9
        indices.append(sum(weights[key] * (scores[key][unit] or 0) for key in present) / weight if enough else None)
    mine = columns["code"].index(EPCI)
    for key, row in zip(keys, table, strict=False):
        value = columns[key][mine]
        known = [v for v in columns[key] if v is not None]
        assert plain_number(row[1]) == pytest.approx(value, abs=0.00005)
        assert row[2] == ("bas" if key in low else "élevé")
        assert [plain_number(cell) for cell in row[3:6]] == [
            sum(v < value for v in known),
            known.count(value),
            len(known),
        ]
        assert plain_number(row[6]) == pytest.approx(scores[key][mine], abs=0.0051)
        assert plain_number(row[7]) == pytest.approx(weights[key], abs=0.00005)
        assert plain_number(row[8]) == pytest.approx(weights[key] * scores[key][mine], abs=0.0051)
    assert plain_number(table[-1][-1]) == pytest.approx(indices[mine], abs=0.0051)
    ranked = [value for value in indices if value is not None]
    worse = sum(value > indices[mine] + 1e-9 for value in ranked)
    assert f"**{worse + 1} sur 1\u202f248**" in page and len(ranked) == 1248
    assert f"**{5 - int(5 * worse / len(ranked))}**" in page
    # The engine says the same.
    analyst = reader.analyst()
    profile = profiles.read_profile(declared, "generale")
    index = analyst.index(profile, analyst.gazetteer.resolve(f"epci:{EPCI}"))
    assert index.value == pytest.approx(indices[mine]) and (index.rank, index.total) == (worse + 1, 1248)


def test_the_sentences_of_the_page_are_those_that_are_written(page: str) -> None:
    analyst = reader.analyst()
    indicators_of = analyst.facts.catalogue.indicators
    diagnostic = analyst.diagnostic(
        analyst.gazetteer.resolve(f"epci:{EPCI}"), profiles.read_profile(indicators_of, "generale")
    )
    index = diagnostic.index
    assert index is not None
    for sentence in (
        sentences.index_sentence(diagnostic),
        robustness.verdict_sentence(index),
        robustness.moving_sentence(index, indicators_of),
    ):
        assert f"> {sentence}\n" in page


def test_the_sum_over_the_communes_is_the_one_of_the_committed_facts(page: str) -> None:
    import csv
    import sqlite3

    with sqlite3.connect(f"file:{paths.SNAPSHOT}?mode=ro&immutable=1", uri=True) as connection:
        mine = {code for (code,) in connection.execute("SELECT code FROM commune WHERE code_epci = ?", (EPCI,))}
    with open(paths.FACTS / "indicator_taux_vacance.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] in mine]
    empty, homes = (sum(int(row[name]) for row in rows) for name in ("numerator", "denominator"))
    said = re.search(r"([\d\u202f]+) logements vacants ÷ ([\d\u202f]+) logements = \*\*([\d,]+)", page)
    assert said is not None and len(mine) == 92
    assert [plain_number(part) for part in said.groups()] == [
        empty,
        homes,
        pytest.approx(100 * empty / homes, abs=1e-4),
    ]
