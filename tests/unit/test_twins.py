"""Twins against a plain pandas computation from the committed files; missing data and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anct_qgis_plugin import paths
from anct_qgis_plugin.core.twins import DENSITY_ORDER, twins
from anct_qgis_plugin.errors import ComparisonError

pytestmark = pytest.mark.skipif(not paths.SNAPSHOT.exists(), reason="the embedded data are not built (make snapshot)")


@pytest.fixture(scope="module")
def analyst():
    from anct_qgis_plugin.snapshot import reader

    return reader.analyst()


def of(analyst, expression, number=5):
    return twins(analyst.facts, analyst.gazetteer.resolve(expression), number)


def committed(name):
    return pd.read_csv(paths.FACTS / f"{name}.csv", dtype=str, keep_default_na=False).set_index("code")


def test_figeac_s_twins_from_the_files(analyst):
    people = committed("population")["population"].replace("", "nan").astype(float)
    grid = committed("zoning_densite")["statut"].map({name: k for k, name in enumerate(DENSITY_ORDER, 1)}).astype(float)
    income, age, work = (committed(f"indicator_{k}") for k in ("niveau_vie_median", "part_65_plus", "taux_chomage_rp"))
    number = lambda column: column.replace("", "nan").astype(float)  # noqa: E731
    table = pd.DataFrame(
        {
            "a": np.log10(people.where(people > 0)),
            "b": grid,
            "c": number(income["value"]),
            "d": number(age["value"]),
            "e": 100 * number(work["numerator"]) / number(work["denominator"]),
        }
    ).dropna()
    scaled = (table - table.mean()) / table.std(ddof=0)
    gap = np.sqrt(((scaled - scaled.loc["46102"]) ** 2).mean(axis=1)).drop("46102").sort_values(kind="stable")
    found = of(analyst, "com:46102")
    assert found.table["code"].tolist() == gap.index[:5].tolist()
    assert found.table["distance"].to_numpy() == pytest.approx(gap.iloc[:5].to_numpy())
    assert found.compared == len(table) - 1
    for row in found.table.itertuples():
        assert (row.population, row.densite) == (people[row.code], grid[row.code])


def test_an_epci_is_compared_with_epci_and_its_programmes_stand_beside(analyst):
    found = of(analyst, "epci:200067361", 3)
    assert found.table["code"].str.fullmatch(r"\d{9}").all() and "200067361" not in set(found.table["code"])
    ours = set(found.programmes)
    for row in found.table.itertuples():
        theirs = set(row.programmes.split(",")) - {""}
        assert set(filter(None, row.en_plus.split(","))) == theirs - ours
        assert set(filter(None, row.en_moins.split(","))) == ours - theirs


def test_what_is_missing_is_left_out_and_said(analyst):
    found = of(analyst, "com:97105")  # Basse-Terre: no income figure in Guadeloupe
    lacking = [v.id for v in found.variables if v.own is None]
    assert lacking == ["niveau_vie_median"] and "niveau_vie_median" not in found.table.columns
    with pytest.raises(ComparisonError, match="no data for"):
        of(analyst, "com:97608")  # Mayotte: neither census nor income


def test_bad_input_is_said(analyst):
    with pytest.raises(ComparisonError, match="neither"):
        of(analyst, "dep:46")
    with pytest.raises(ComparisonError, match="at least one"):
        of(analyst, "com:46102", 0)
