"""Aggregation and coverage by hand calculation, on a made-up country."""

from __future__ import annotations

import numpy as np
import pytest
import world
from world import NAN, column

from anct_qgis_plugin.core import coverage, indicators
from anct_qgis_plugin.core.facts import Facts, Status
from anct_qgis_plugin.core.levels import all_units, units_of
from anct_qgis_plugin.core.territory import Gazetteer


def figure(facts: Facts, key: str, expression: str) -> indicators.Figure:
    return indicators.figure(facts, key, Gazetteer(facts).resolve(expression))


def test_a_ratio_is_a_sum_over_a_sum_not_a_mean_of_rates() -> None:
    facts = world.facts(taux_vacance=column(c46042=(10, 100, 1000), c46102=(30, 30, 100), c46103=(0, 0, 10)))
    result = figure(facts, "taux_vacance", "dep:46")
    assert result.value == pytest.approx(100 * 130 / 1110) and not result.approximate
    assert result.vintage == "2021" and result.source == "rp_2021_logement"


def test_an_annual_rate_comes_from_the_summed_populations() -> None:
    facts = world.facts(evolution_population=column(c46042=(1, 110, 100), c46102=(1, 90, 100), c46103=(1, 20, 10)))
    expected = ((220 / 210) ** (1 / 7) - 1) * 100
    assert figure(facts, "evolution_population", "dep:46").value == pytest.approx(expected)


def test_a_median_is_a_weighted_mean_and_marked_approximate() -> None:
    facts = world.facts(niveau_vie_median=column(c46042=(20000, NAN, 300), c46102=(24000, NAN, 100)))
    result = figure(facts, "niveau_vie_median", "com:46042+com:46102")
    assert result.value == pytest.approx(21000) and result.approximate and result.text.startswith("≈")


def test_one_commune_keeps_its_published_value() -> None:
    facts = world.facts(niveau_vie_median=column(c46042=(20123, NAN, 300)))
    result = figure(facts, "niveau_vie_median", "com:46042")
    assert result.value == 20123 and not result.approximate


def test_secret_missing_and_zero_stay_three_answers() -> None:
    facts = world.facts(taux_pauvrete=column(c46042=("secret", NAN, 100), c46102=(0, NAN, 100)))
    assert figure(facts, "taux_pauvrete", "com:46042").status is Status.SECRET
    assert figure(facts, "taux_pauvrete", "com:46042").text == "secret"
    assert figure(facts, "taux_pauvrete", "com:46102").value == 0
    assert figure(facts, "taux_pauvrete", "com:46103").status is Status.MISSING
    assert figure(facts, "taux_pauvrete", "com:46103").text == "n. d."


@pytest.mark.parametrize(("withheld", "status"), [(19, Status.OK), (21, Status.SECRET)])
def test_more_than_a_fifth_withheld_gives_no_aggregate(withheld: int, status: Status) -> None:
    facts = world.facts(
        niveau_vie_median=column(
            c46042=(20000, NAN, 100 - withheld), c46102=("secret", NAN, withheld), c46103=(1, NAN, 0)
        )
    )
    result = figure(facts, "niveau_vie_median", "com:46042+com:46102")
    assert result.status is status
    assert result.value == (20000 if status is Status.OK else None)


def test_a_withheld_weight_is_estimated_from_the_population() -> None:
    # Known: 20,000 people for 10,000 households. Figeac's 10,000 people then weigh about 5,000 households: a third.
    facts = world.facts(niveau_vie_median=column(c46042=(20000, NAN, 10000), c46102=("secret", NAN, NAN)))
    assert figure(facts, "niveau_vie_median", "com:46042+com:46102").status is Status.SECRET
    assert figure(facts, "niveau_vie_median", "com:46042+com:46103").status is Status.OK  # 400 people: 2 %


def test_not_aggregable_stays_empty_and_says_why() -> None:
    facts = world.facts(fedi=column(c46042=2.5, c46102=3.5))
    result = figure(facts, "fedi", "dep:46")
    assert result.value is None and result.status is Status.MISSING and "moyenne" in result.absence
    assert figure(facts, "fedi", "com:46042").value == 2.5


def test_population_says_its_years() -> None:
    facts = world.facts()
    gazetteer = Gazetteer(facts)
    lot = indicators.population_figure(facts, gazetteer.resolve("dep:46"))
    assert lot.value == 30400 and lot.vintage == "2022" and lot.text == "30\u202f400\u00a0hab."
    assert indicators.population_figure(facts, gazetteer.resolve("FR")).vintage == "2022 et 2017"


def test_epci_over_two_departements_goes_with_most_of_its_people() -> None:
    facts = world.facts()
    gazetteer = Gazetteer(facts)
    assert list(units_of(facts, gazetteer.resolve("dep:01"), "epci").codes) == ["200000001"]
    # Dordogne has 200 of its 18,200 people and no other EPCI: it is shown rather than nothing.
    assert list(units_of(facts, gazetteer.resolve("dep:24"), "epci").codes) == ["200000001"]
    units = units_of(facts, gazetteer.resolve("dep:46"), "commune")
    assert list(units.codes) == ["46042", "46102", "46103"] and set(units.labels) == {-1, 0, 1, 2}


def test_coverage_by_hand() -> None:
    facts = world.facts()
    units = units_of(facts, Gazetteer(facts).resolve("dep:46"), "departement")
    table = coverage.coverage(facts, units, ["acv", "pvd", "fs", "frr"]).set_index("programme")
    assert table.loc["acv", ["communes", "communes_couvertes", "communes_eligibles"]].tolist() == [3, 1, 3]
    # Cahors: 20,000 inhabitants and ACV, so not eligible to PVD.
    assert table.loc["pvd", ["communes_couvertes", "communes_eligibles"]].tolist() == [1, 2]
    assert table.loc["pvd", "population_couverte"] == 10000
    assert table.loc["pvd", "part_couverte"] == pytest.approx(10000 / 30400)
    assert table.loc["fs", "communes_couvertes"] == 1  # one commune, two sites
    assert table.loc["frr", "communes_couvertes"] == 2  # "Non classée" covers nobody


def test_counts_tell_none_from_not_applicable() -> None:
    facts = world.facts()
    communes = all_units(facts, "commune")
    pvd = dict(zip(communes.codes, coverage.counts_by_unit(facts, "pvd", communes), strict=True))
    assert pvd["46102"] == 1 and pvd["46103"] == 0 and np.isnan(pvd["46042"]) and np.isnan(pvd["75056"])
    sites = dict(zip(communes.codes, coverage.counts_by_unit(facts, "fs", communes), strict=True))
    assert sites["46102"] == 2 and sites["46042"] == 0
