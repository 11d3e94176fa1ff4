"""Profiles, and the index of communes, EPCI and perimeters, by hand on a made-up country."""

from __future__ import annotations

import numpy as np
import pytest
import world
from fragile import THEME, facts_of_two, profile

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.profile import parse
from anct_qgis_plugin.errors import NoIndex, ProfileError


def test_the_shipped_profile_is_valid_and_balanced() -> None:
    text = (paths.CATALOGUE / "profiles" / "generale.json").read_text(encoding="utf-8")
    shipped = parse(text, world.catalogue().indicators)
    assert sum(w.weight for w in shipped.indicators) == pytest.approx(1)
    by_theme: dict[str, float] = {}
    for one in shipped.indicators:
        by_theme[one.theme] = by_theme.get(one.theme, 0) + one.weight
    assert list(by_theme.values()) == pytest.approx([1 / 6] * 6)


def test_weights_are_shares_and_direction_comes_from_the_catalogue() -> None:
    shares = [(w.indicator, w.weight, w.fragile) for w in profile().indicators]
    assert shares == [("taux_vacance", 0.75, "high"), ("niveau_vie_median", 0.25, "low")]


@pytest.mark.parametrize("scale", [1000, 1e308, 1e-310, 10**300])
def test_the_scale_of_the_weights_says_nothing_however_large(scale: float) -> None:
    two = [{"id": "taux_vacance", "weight": scale}, {"id": "niveau_vie_median", "weight": scale}]
    assert [w.weight for w in profile(indicators=two).indicators] == pytest.approx([0.5, 0.5])
    themes = [THEME | {"weight": scale}, THEME | {"id": "b", "weight": scale}]
    two = [{"id": "taux_vacance", "theme": "a"}, {"id": "niveau_vie_median", "theme": "b"}]
    assert [w.weight for w in profile(indicators=two, themes=themes).indicators] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"wieghts": 1}, "wieghts"),
        ({"indicators": [{"id": "fedi", "weight": 10**400}]}, "indicators[0].weight"),
        ({"id": ""}, "id"),
        ({"indicators": []}, "indicators"),
        ({"indicators": [{"id": "pib"}]}, "indicators[0].id"),
        ({"indicators": [{"id": "fedi", "weight": -1}]}, "indicators[0].weight"),
        ({"indicators": [{"id": "fedi", "weight": "1"}]}, "indicators[0].weight"),
        ({"indicators": [{"id": "fedi", "weight": 0}]}, "weight"),
        ({"indicators": [{"id": "fedi"}, {"id": "fedi"}]}, "indicators"),
        ({"indicators": [{"id": "fedi", "direction": "up"}]}, "indicators[0].direction"),
        ({"indicators": [{"id": "fedi", "poids": 1}]}, "indicators[0].poids"),
        ({"themes": [{"id": "a", "label": "A"}]}, "indicators[0].theme"),
        ({"themes": [{"id": "a", "label": "A", "weight": -2}]}, "themes[0].weight"),
        ({"themes": "a"}, "themes"),
        ({"themes": ["a"]}, "themes[0]"),
        ({"themes": [{"id": "a", "weight": 1}]}, "themes[0].label"),
        ({"themes": [{"id": "a", "label": "A", "colour": "red"}]}, "themes[0].colour"),
        ({"themes": [THEME, THEME], "indicators": [{"id": "fedi", "theme": "a"}]}, "themes[1].id"),
        ({"themes": [THEME, THEME | {"id": "b"}], "indicators": [{"id": "fedi", "theme": "a"}]}, "themes[1].id"),
        ({"themes": [THEME | {"weight": 0}], "indicators": [{"id": "fedi", "theme": "a"}]}, "weight"),
        ({"themes": [THEME], "indicators": [{"id": "fedi", "theme": ["a"]}]}, "indicators[0].theme"),
        ({"indicators": [{"id": "fedi", "theme": "a"}]}, "indicators[0].theme"),
        ({"indicators": ["fedi"]}, "indicators[0]"),
        ({"indicators": [{"id": "fedi", "direction": ["low"]}]}, "indicators[0].direction"),
        ({"indicators": [{"id": "fedi", "weight": float("nan")}]}, "indicators[0].weight"),
        ({"label": 3}, "label"),
        ({"description": 3}, "description"),
        ({"normalisation": ["percentile"]}, "normalisation"),
        ({"missing_max": "a third"}, "missing_max"),
        ({"missing_max": -0.1}, "missing_max"),
        ({"normalisation": "rank"}, "normalisation"),
        ({"aggregation": "harmonic"}, "aggregation"),
        ({"treatment": "drop"}, "treatment"),
        ({"missing_max": 2}, "missing_max"),
    ],
)
def test_a_bad_profile_is_an_error_that_names_the_key(changes: dict, key: str) -> None:
    with pytest.raises(ProfileError) as caught:
        profile(**changes)
    assert f"“{key}”" in str(caught.value)


def test_not_json() -> None:
    with pytest.raises(ProfileError, match="JSON"):
        parse("{", world.catalogue().indicators)


def test_index_by_hand() -> None:
    table = facts_of_two().fragility(profile(), "commune").table.set_index("code")
    # Vacancy: 5, 8, 10, 12, 20, 20 → midranks 1, 2, 3, 4, 5.5, 5.5 of six. Income: 19, 20, 22, 24 k€, low = fragile.
    cahors = 0.75 * 100 * (2 - 0.5) / 6 + 0.25 * (100 - 100 * 0.5 / 4)
    assert table.at["46042", "indice"] == pytest.approx(cahors)
    assert table.at["46042", "contrib_taux_vacance"] == pytest.approx(0.75 * 25)
    assert table.at["46042", "couverture_donnees"] == 1
    # Martel has no income: its vacancy alone, and three quarters of the weight present.
    assert table.at["46103", "indice"] == pytest.approx(100 * 5 / 6) and table.at["46103", "couverture_donnees"] == 0.75
    assert table.at["46103", "rang"] == 1 == table.at["24049", "rang"] and table.at["46103", "classe"] == 5
    assert table.at["46042", "rang_total"] == 6
    assert np.isnan(table.at["75056", "indice"]) and table.at["75056", "classe_libelle"] == "sans indice"


def test_index_of_an_epci_comes_from_aggregated_indicators() -> None:
    analyst = facts_of_two()
    result = analyst.fragility(profile(), "epci")
    lot = list(result.units.codes).index("200000002")
    # Vacancy 112 / 1200; income (19000 x 10 + 20000 x 30) / 40; Martel's missing income has no known weight but its
    # 400 people of 30,400, so the aggregate stands.
    assert result.values[lot].tolist() == pytest.approx([100 * 112 / 1200, 19750])


def test_a_perimeter_is_placed_among_epci() -> None:
    analyst = facts_of_two()
    index = analyst.index(profile(), analyst.gazetteer.resolve("com:46042+com:46102"))
    # Two EPCI have an index: Bugey (vacancy 80/1200 = 6.7 %, income 23,000) and Grand-Figeac (9.3 %, 19,750).
    # The perimeter: vacancy 92/1100 = 8.4 % (above one of two: 50), income 19,750 (as low as the lowest).
    assert index.level == "epci" and index.total == 2
    assert index.normalised["taux_vacance"] == pytest.approx(50)
    assert index.rank == 2 and sum(index.contributions.values()) == pytest.approx(index.value)


def test_no_index_names_what_is_missing() -> None:
    analyst = facts_of_two()
    with pytest.raises(NoIndex, match="Dzaoudzi.*100 %.*Logements vacants"):
        analyst.index(profile(), analyst.gazetteer.resolve("97608"))


def test_ranks_refer_to_the_reference_chosen() -> None:
    analyst = facts_of_two()
    lot = analyst.gazetteer.resolve("dep:46")
    table = analyst.fragility(profile(), "commune", lot).table.set_index("code")
    assert table["rang_total"].iloc[0] == 3 and table.at["46103", "rang"] == 1
    # Ambérieu, outside the reference, has the lowest vacancy and an income above all of the Lot.
    assert table.at["01004", "indice"] == 0 and table.at["01004", "rang"] == 4


def test_diagnostic_gathers_it_all() -> None:
    analyst = facts_of_two()
    diagnostic = analyst.diagnostic(analyst.gazetteer.resolve("dep:46"), profile())
    assert [t.expression for t in diagnostic.columns] == ["dep:46", "FRM", "FR"]
    assert diagnostic.card[0][0].text == "30\u202f400\u00a0hab."
    acv = diagnostic.programmes[0]
    assert (acv.communes, acv.total, acv.text) == (("46042",), 3, "1\u00a0commune sur 3")
    frr = diagnostic.zonings[0]
    assert frr.statuses == {"FRR socle": 1, "FRR+": 1}
    fs = next(p for p in diagnostic.programmes if p.programme.id == "fs")
    assert fs.text == "2\u00a0sites (1\u00a0fixe, 1\u00a0itinérant)"
    assert diagnostic.communes["code"].tolist()[0] == "46103"
    assert diagnostic.index is not None and len(diagnostic.standings) == 2


def test_treatment_normalisation_and_aggregation_of_the_profile_are_those_used() -> None:
    """Each choice, on the communes that have both figures, against a calculation written out here."""
    vacancy = {"01004": 5.0, "46042": 8.0, "01007": 10.0, "46102": 12.0, "24049": 20.0, "46103": 20.0}
    income = {"46042": 19000.0, "46102": 20000.0, "01004": 22000.0, "01007": 24000.0}

    def minmax(values: dict[str, float], code: str) -> float:
        return 100 * (values[code] - min(values.values())) / (max(values.values()) - min(values.values()))

    table = facts_of_two().fragility(profile(normalisation="minmax"), "commune").table.set_index("code")
    for code in income:
        expected = 0.75 * minmax(vacancy, code) + 0.25 * (100 - minmax(income, code))
        assert table.at[code, "indice"] == pytest.approx(expected)
    made = profile(normalisation="minmax", aggregation="geometric")
    table = facts_of_two().fragility(made, "commune").table.set_index("code")
    for code in income:
        parts = max(minmax(vacancy, code), 1) ** 0.75 * max(100 - minmax(income, code), 1) ** 0.25
        assert table.at[code, "indice"] == pytest.approx(parts)
    made = profile(normalisation="zscore")
    table = facts_of_two().fragility(made, "commune").table.set_index("code")
    values, money = np.array(list(vacancy.values())), np.array(list(income.values()))
    z = 50 + 10 * (8 - values.mean()) / values.std(), 50 - 10 * (19000 - money.mean()) / money.std()
    assert table.at["46042", "indice"] == pytest.approx(0.75 * z[0] + 0.25 * z[1])


def test_winsorising_bounds_the_outlier_of_a_profile() -> None:
    """Eleven communes near 10 %, one at 90 %: min-max alone would put the others at the bottom."""
    rates = {row[0]: 10.0 + k / 10 for k, row in enumerate(world.COMMUNES[:-1])} | {world.COMMUNES[-1][0]: 90.0}
    vacancy = world.column(**{f"c{code}": (rate, rate, 100.0) for code, rate in rates.items()})
    analyst = Analyst(world.facts(taux_vacance=vacancy))
    one = {"indicators": [{"id": "taux_vacance"}], "normalisation": "minmax"}
    plain = analyst.fragility(profile(**one), "commune").table.set_index("code")["indice"]
    treated = analyst.fragility(profile(**one, treatment="winsorise"), "commune").table.set_index("code")["indice"]
    assert plain["46042"] < 2 and plain["97608"] == 100
    # The outlier takes the value of the next one, 11.0: from 10.0 to 11.0, Cahors at 10.4 is at 40.
    assert treated["46042"] == pytest.approx(40) and treated["97608"] == treated["97411"] == 100
