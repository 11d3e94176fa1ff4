"""Gap analysis: situations, eligibility, ranked lists, on the made-up country and by hand."""

from __future__ import annotations

import numpy as np
import pytest
import world

from anct_qgis_plugin import paths
from anct_qgis_plugin.core import profile as profiles
from anct_qgis_plugin.core.diagnostic import Analyst
from anct_qgis_plugin.core.gaps import gaps, targeted
from anct_qgis_plugin.errors import CatalogueError

PROFILE = '{"id": "p", "label": "P", "description": "", "indicators": [{"id": "%s", "weight": 1, "direction": "%s"}]}'


@pytest.fixture
def analyst():
    # Unemployment: the higher the more fragile. Ten communes have a value, in this order of fragility (worst first):
    # 46103, 97105, 97608, 46102, 24049, 01007, 46042, 01004, 93066, 75056; 2A004 and 97411 have none.
    ranked = ["46103", "97105", "97608", "46102", "24049", "01007", "46042", "01004", "93066", "75056"]
    values = {f"c{code}": (20.0 - place, 20 - place, 100) for place, code in enumerate(ranked)}
    return Analyst(world.facts(taux_chomage_rp=world.column(**values)))


def run(analyst, expression="FR", programmes=("acv", "pvd"), threshold=4):
    profile = profiles.parse(PROFILE % ("taux_chomage_rp", "high"), analyst.facts.catalogue.indicators)
    territory = analyst.gazetteer.resolve(expression)
    return gaps(analyst.facts, analyst.fragility(profile, "commune"), territory, programmes, threshold)


def situations(found):
    return dict(zip(found.table["code"], found.table["situation"], strict=True))


def test_each_situation(analyst):
    found = situations(run(analyst))
    # Fifths of ten ranks: classes 5, 5, 4, 4, 3, 3, 2, 2, 1, 1.
    assert found["46103"] == found["97105"] == found["97608"] == "fragile_non_couvert"
    assert found["46102"] == "fragile_couvert"  # Figeac: PVD
    assert found["46042"] == "non_fragile_couvert"  # Cahors: ACV
    assert found["01004"] == found["24049"] == "non_fragile_non_couvert"
    assert found["2A004"] == found["97411"] == "sans_indice"


def test_a_commune_of_more_than_20_000_inhabitants_is_not_missing_pvd(analyst):
    table = run(analyst, programmes=("pvd",)).table.set_index("code")
    assert not table.at["75056", "eligible"] and table.at["75056", "situation"] is None
    # Cahors, 20,000, is ACV: neither eligible to PVD nor missing it.
    assert not table.at["46042", "eligible"] and table.at["46042", "situation"] is None
    assert table.at["46102", "eligible"] and table.at["46102", "nb_programmes"] == 1
    # ACV has no rule: all may have it, so that nobody is set aside once it is counted too.
    assert run(analyst).table["eligible"].all()


def test_a_labelled_commune_is_eligible_whatever_its_size(analyst):
    facts = analyst.facts
    row = facts.position["46102"]
    facts.communes.iloc[row, facts.communes.columns.get_loc("population")] = 26000.0
    table = run(Analyst(facts), programmes=("pvd",)).table.set_index("code")
    assert table.at["46102", "eligible"] and table.at["46102", "situation"] == "fragile_couvert"


def test_every_commune_and_its_people_are_counted_once(analyst):
    found = run(analyst, programmes=("pvd",))
    summary = found.summary.set_index("situation")
    assert summary["communes"].sum() == len(world.COMMUNES)
    assert summary["population"].sum() == sum(row[2] for row in world.COMMUNES)
    assert summary.at["fragile_non_couvert", "population"] == 400 + 10000 + 17000
    assert summary["part"].sum() == pytest.approx(1)


def test_the_uncovered_are_ranked_with_their_worst_indicators(analyst):
    found = run(analyst)
    assert found.uncovered["code"].tolist() == ["46103", "97105", "97608"]
    (worst,) = found.worst["46103"]
    assert worst[0] == "taux_chomage_rp" and worst[1] == 20.0 and worst[2] == pytest.approx(95.0)  # 100 x 9.5 / 10
    assert found.mirror["code"].tolist() == ["46042"]


def test_the_threshold_moves_the_line(analyst):
    assert situations(run(analyst, threshold=5))["97608"] == "non_fragile_non_couvert"
    assert situations(run(analyst, threshold=3))["24049"] == "fragile_non_couvert"


def test_the_cells_of_the_bivariate_map(analyst):
    cells = run(analyst, programmes=("acv", "pvd", "fs")).table.set_index("code")["cellule"]
    assert cells["46102"] == "33"  # fragile; PVD and France services
    assert cells["46103"] == "31" and cells["24049"] == "21" and cells["46042"] == "12"
    assert cells["2A004"] is None


def test_bad_input_is_said(analyst):
    with pytest.raises(CatalogueError, match="at least one programme"):
        run(analyst, programmes=())
    for threshold in (0, 6):
        with pytest.raises(CatalogueError, match="from 1 to 5"):
            run(analyst, threshold=threshold)


def test_programmes_of_groups_of_epci_are_not_aimed_at_a_commune():
    keys = targeted(world.catalogue())
    assert {"acv", "pvd", "fs"} <= set(keys) and not {"crte", "ti"} & set(keys)


@pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")
def test_the_lot_by_hand():
    """Each commune's situation told again from the class, the committed lists and the population, without the code."""
    import csv

    from anct_qgis_plugin.snapshot import reader

    analyst = reader.analyst()
    text = (paths.CATALOGUE / "profiles" / "generale.json").read_text(encoding="utf-8")
    profile = profiles.parse(text, analyst.facts.catalogue.indicators)
    found = gaps(analyst.facts, analyst.fragility(profile, "commune"), analyst.gazetteer.resolve("dep:46"), ["pvd"])

    def rows(name):
        with (paths.FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    pvd = {row["code"] for row in rows("programme_pvd")}
    acv = {row["code"] for row in rows("programme_acv")}
    people = {row["code"]: float(row["population"]) for row in rows("population")}
    for row in found.table.itertuples():
        fragile = row.classe >= 4
        if row.code in pvd:
            wanted = "fragile_couvert" if fragile else "non_fragile_couvert"
        elif row.code in acv or people[row.code] >= 20000:
            wanted = None
        else:
            wanted = "fragile_non_couvert" if fragile else "non_fragile_non_couvert"
        assert row.situation == ("sans_indice" if row.classe == 0 else wanted), row.code
        assert row.population == people[row.code]
    assert found.table["population"].sum() == sum(people[code] for code in people if code.startswith("46"))
    assert not np.isnan(found.summary["part"]).any()
