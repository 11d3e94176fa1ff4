"""Aggregations of three real EPCI, one over two départements, worked out in plain Python from the committed facts."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import indicators
from anct_qgis_plugin.core.facts import Status
from anct_qgis_plugin.snapshot import reader

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")

# Grand-Figeac (Lot and Aveyron), Beaune, Côte et Sud (Côte-d'Or and Saône-et-Loire), Grand Cahors (Lot alone).
EPCI = ["200067361", "200006682", "200023737"]


def rows(name: str) -> Iterator[dict[str, str]]:
    with open(paths.FACTS / f"{name}.csv", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def members(siren: str) -> set[str]:
    """Communes of an EPCI, from the snapshot's own table read as plain rows."""
    import sqlite3

    with sqlite3.connect(f"file:{paths.SNAPSHOT}?mode=ro&immutable=1", uri=True) as connection:
        return {code for (code,) in connection.execute("SELECT code FROM commune WHERE code_epci = ?", (siren,))}


def by_code(indicator: str, codes: set[str]) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows(f"indicator_{indicator}") if row["code"] in codes}


@pytest.fixture(scope="module", params=EPCI)
def epci(request: pytest.FixtureRequest) -> tuple[str, set[str]]:
    return request.param, members(request.param)


def ours(siren: str, indicator: str) -> indicators.Figure:
    analyst = reader.analyst()
    return indicators.figure(analyst.facts, indicator, analyst.gazetteer.resolve(f"epci:{siren}"))


def test_one_of_them_lies_over_two_departments() -> None:
    spread = [{code[:2] for code in members(siren)} for siren in EPCI]
    assert any(len(departments) > 1 for departments in spread) and any(len(one) == 1 for one in spread)
    assert all(len(members(siren)) >= 20 for siren in EPCI)


@pytest.mark.parametrize("indicator", ["taux_vacance", "taux_chomage_rp"])
def test_a_rate_is_the_sum_of_its_parts(epci: tuple[str, set[str]], indicator: str) -> None:
    siren, codes = epci
    table = by_code(indicator, codes)
    top = sum(float(row["numerator"]) for row in table.values())
    bottom = sum(float(row["denominator"]) for row in table.values())
    assert ours(siren, indicator).value == pytest.approx(100 * top / bottom)
    # It is not the mean of the communes' rates.
    rates = [100 * float(r["numerator"]) / float(r["denominator"]) for r in table.values() if float(r["denominator"])]
    assert ours(siren, indicator).value != pytest.approx(sum(rates) / len(rates), abs=0.05)


def test_population_change_comes_from_the_two_totals(epci: tuple[str, set[str]]) -> None:
    siren, codes = epci
    table = by_code("evolution_population", codes)
    after = sum(float(row["numerator"]) for row in table.values())
    before = sum(float(row["denominator"]) for row in table.values())
    assert ours(siren, "evolution_population").value == pytest.approx(100 * ((after / before) ** (1 / 7) - 1))


@pytest.mark.parametrize("indicator", ["niveau_vie_median", "part_rsa", "part_65_plus", "eloignement_sante"])
def test_a_published_rate_is_weighted_by_its_denominator(epci: tuple[str, set[str]], indicator: str) -> None:
    siren, codes = epci
    table = {code: row for code, row in by_code(indicator, codes).items() if row["value"]}
    if indicator in ("part_65_plus", "eloignement_sante"):  # of the inhabitants
        weights = {row["code"]: float(row["population"]) for row in rows("population") if row["code"] in table}
    else:  # of the households, given with the rate
        weights = {code: float(row["denominator"]) for code, row in table.items() if row["denominator"]}
    mean = sum(float(table[code]["value"]) * weight for code, weight in weights.items()) / sum(weights.values())
    figure = ours(siren, indicator)
    assert figure.status is Status.OK and figure.value == pytest.approx(mean)
    assert figure.approximate == (indicator != "part_65_plus")


def test_too_much_secrecy_leaves_no_aggregate(epci: tuple[str, set[str]]) -> None:
    siren, codes = epci
    table = by_code("taux_pauvrete", codes)
    people = {row["code"]: float(row["population"] or 0) for row in rows("population") if row["code"] in codes}
    withheld = {code for code, row in table.items() if row["status"] == "secret"}
    share = sum(people[code] for code in withheld) / sum(people.values())
    figure = ours(siren, "taux_pauvrete")
    # By people, as the weights of withheld rates are not published either; away from the limit of a fifth.
    if share > 0.25:
        assert figure.value is None and figure.status is Status.SECRET
    elif share < 0.15:
        assert figure.value is not None
    else:
        pytest.skip("too near the limit of a fifth to tell by people alone")
