"""Changes of an indicator by hand from the committed files, and of programmes between two small snapshots."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import world

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.change import breaks, change, classes, programme_changes, with_two_vintages
from anct_qgis_plugin.errors import ComparisonError


@pytest.fixture(scope="module")
def facts():
    if not paths.SNAPSHOT.exists():
        pytest.skip("the embedded data are not built (make snapshot)")
    from anct_qgis_plugin.snapshot import reader

    return reader.analyst().facts


def rates(name):
    table = pd.read_csv(paths.FACTS / f"indicator_{name}.csv", dtype=str, keep_default_na=False).set_index("code")
    number = {c: table[c].replace("", "nan").astype(float) for c in ("numerator", "denominator")}
    return number["numerator"], number["denominator"]


def test_unemployment_between_two_censuses_from_the_files(facts):
    (top1, low1), (top0, low0) = rates("taux_chomage_rp"), rates("taux_chomage_rp_2018")
    gap = (100 * top1 / low1 - 100 * top0 / low0).dropna()
    found = change(facts, "taux_chomage_rp", "commune")
    table = found.table.set_index("code")
    for code in ("46042", "46102", "75056", "59350", "97105"):
        assert table.at[code, "ecart"] == pytest.approx(gap[code])
        assert table.at[code, "rang"] == 1 + (gap > gap[code]).sum()  # the higher the more fragile
    assert found.unit == "points" and table["rang_total"].iat[0] == len(gap)


def test_an_epci_s_change_is_that_of_its_sums(facts):
    members = facts.codes[facts.communes["code_epci"] == "200067361"]
    (top1, low1), (top0, low0) = rates("taux_chomage_rp"), rates("taux_chomage_rp_2018")
    wanted = 100 * top1.reindex(members).sum() / low1.reindex(members).sum()
    wanted -= 100 * top0.reindex(members).sum() / low0.reindex(members).sum()
    table = change(facts, "taux_chomage_rp", "epci").table.set_index("code")
    assert table.at["200067361", "ecart"] == pytest.approx(wanted)


def test_a_withheld_value_gives_no_change(facts):
    table = change(facts, "taux_pauvrete", "commune").table
    missing = table["avant"].isna() | table["apres"].isna()
    assert missing.any() and table["ecart"].isna().equals(missing) and table["rang"].isna().equals(missing)


def test_an_indicator_without_older_vintage_names_those_that_have_one(facts):
    assert "taux_chomage_rp" in with_two_vintages(facts)
    with pytest.raises(ComparisonError, match="taux_chomage_rp"):
        change(facts, "part_rsa", "commune")


def test_what_changed_in_programmes():
    before = world.facts()
    rows = before.beneficiaries
    after_rows = pd.concat(
        [
            rows[~((rows["programme"] == "acv") & (rows["code"] == "46042"))].assign(
                statut=lambda t: np.where((t["programme"] == "frr") & (t["code"] == "46103"), "FRR socle", t["statut"])
            ),
            pd.DataFrame([("pvd", "46103", "pvd-46-2", "", "", "")], columns=rows.columns),
            pd.DataFrame([("frr", "24049", "", "", "Non classée", "")], columns=rows.columns),
        ]
    )
    sites = before.sites[before.sites["site_id"] != "2"]
    found = programme_changes(before, replace(before, beneficiaries=after_rows, sites=sites))
    told = {(r.programme, r.code, r.changement) for r in found.itertuples()}
    # "Non classée" is not a label: nothing changed for 24049.
    assert told == {
        ("acv", "46042", "sortie"), ("pvd", "46103", "entrée"), ("frr", "46103", "statut"), ("fs", "46102", "sortie"),
    }  # fmt: skip
    status = found[found["changement"] == "statut"].iloc[0]
    assert (status["avant"], status["apres"]) == ("FRR+", "FRR socle")
    assert len(programme_changes(before, before)) == 0
    only = programme_changes(before, replace(before, beneficiaries=after_rows, sites=sites), {"46042"})
    assert only["code"].tolist() == ["46042"]


def test_a_commune_that_merged_keeps_what_it_had():
    before = world.facts()
    rows = before.beneficiaries
    # La Boisse (01007) had PVD, then joined Ambérieu (01004), which has it after.
    had = pd.concat([rows, pd.DataFrame([("pvd", "01007", "pvd-1", "", "", "")], columns=rows.columns)])
    has = pd.concat([rows, pd.DataFrame([("pvd", "01004", "pvd-1", "", "", "")], columns=rows.columns)])
    communes = before.communes.drop(index="01007")
    communes.loc["01004", "former_codes"] = "01099 01007"
    after = world.facts()
    after = replace(after, communes=communes, beneficiaries=has)
    assert len(programme_changes(replace(before, beneficiaries=had), after)) == 0


def known(gaps, fragile="high", decimals=1):
    """A change of made-up gaps."""
    from anct_qgis_plugin.core.change import Change
    from anct_qgis_plugin.snapshot import reader

    one = reader.load(paths.SNAPSHOT).catalogue.indicators["taux_vacance"]
    declared = replace(one, fragile=fragile, decimals=decimals)
    return Change(declared, declared, pd.DataFrame({"ecart": gaps}))


@pytest.mark.parametrize(
    ("gaps", "decimals", "wanted"),
    [
        # Sizes 1 to 20: median 10.5 → 10, 85th percentile 17.15 → 20 (nearer than 10 by ratio).
        (list(range(-20, 0)), 1, (10, 20)),
        # Nil changes do not count: 0.4, 0.5, 0.6 → median 0.5, then 0.57 → 0.5 again, hence its double.
        ([0, 0, 0, 0, 0.4, -0.5, 0.6], 1, (0.5, 1)),
        # Never finer than the figures themselves.
        ([0.01, 0.02, 0.03], 0, (1, 2)),
        ([np.nan, 0], 1, (0.1, 0.2)),
    ],
)
def test_breaks_are_round_and_no_finer_than_the_figures(facts, gaps, decimals, wanted):
    assert breaks(known(gaps, decimals=decimals)) == pytest.approx(wanted)


def test_classes_go_by_sense_and_size_with_zero_apart(facts):
    gaps = [3.0, 2.0, 1.9, 0.5, 0.3 - 0.1, 0.1, 0.0, -0.1, -0.5, -2.0, np.nan]
    assert classes(known(gaps), (0.2, 2.0)) == ["3", "3", "2", "2", "2", "1", "0", "-1", "-2", "-3", ""]
    # Where low is fragile, a fall goes towards fragility.
    assert classes(known(gaps, "low"), (0.2, 2.0)) == ["-3", "-3", "-2", "-2", "-2", "-1", "0", "1", "2", "3", ""]


def test_the_breaks_are_those_of_france_whatever_the_territory(facts):
    whole = change(facts, "taux_vacance", "commune")
    near, far = breaks(whole)
    sizes = whole.table["ecart"].abs()
    sizes = sizes[sizes > 0].sort_values()
    # As near to the quantiles as a round number is: within a factor of two.
    assert 0.5 < near / sizes.quantile(0.5) < 2 and 0.5 < far / sizes.quantile(0.85) < 2
    assert whole.at(np.arange(3)).table["rang"].tolist() == whole.table["rang"].head(3).tolist()
