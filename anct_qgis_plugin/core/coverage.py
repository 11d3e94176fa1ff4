"""Which programmes cover which communes, who is eligible, and how many people that makes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .facts import Facts
from .levels import Units


def count(facts: Facts, programme: str) -> np.ndarray:
    """Labelled sites (site programmes) or 1 per labelled commune, int (n_communes,); read-only, made once."""
    if ("count", programme) not in facts.memory:
        found = _count(facts, programme)
        found.flags.writeable = False
        facts.memory["count", programme] = found
    return facts.memory["count", programme]


def _count(facts: Facts, programme: str) -> np.ndarray:
    declared = facts.catalogue.programmes[programme]
    if declared.unit == "site":
        codes = facts.sites.loc[facts.sites["programme"] == programme, "code"]
        rows = facts.rows_of(codes)
        return np.bincount(rows[rows >= 0], minlength=len(facts.communes))
    rows, positions = facts.members(programme)
    found = np.zeros(len(facts.communes), dtype=int)
    found[positions[~rows["statut"].isin(declared.not_covering).to_numpy()] if declared.not_covering else positions] = 1
    return found


def covered(facts: Facts, programme: str) -> np.ndarray:
    """True for each commune that the programme covers."""
    return count(facts, programme) > 0


def eligible(facts: Facts, programme: str) -> np.ndarray:
    """True for each commune that has the label or meets the programme's declared rule."""
    declared = facts.catalogue.programmes[programme]
    meets = np.ones(len(facts.communes), dtype=bool)
    if declared.max_population is not None:
        # An unknown population rules nothing out.
        meets &= ~(facts.population >= declared.max_population)
    for other in declared.excludes:
        meets &= ~covered(facts, other)
    return meets | covered(facts, programme)


def counts_by_unit(facts: Facts, programme: str, units: Units) -> np.ndarray:
    """Labelled communes or sites per unit, float (n_units,): 0 none, NaN where no commune is eligible."""
    inside = units.labels >= 0
    labels = units.labels[inside]
    total = np.bincount(labels, weights=count(facts, programme)[inside], minlength=len(units.codes))
    able = np.bincount(labels, weights=eligible(facts, programme)[inside], minlength=len(units.codes))
    return np.where(able > 0, total, np.nan)


def coverage(facts: Facts, units: Units, programmes: Sequence[str]) -> pd.DataFrame:
    """One row per unit and programme.

    Returns:
        columns code, nom, programme, communes, communes_couvertes, communes_eligibles, population,
        population_couverte (people of the covered communes), part_couverte (of `population`, 0-1, NaN without
        population). A labelled commune is always eligible.
    """
    inside = units.labels >= 0
    labels, n = units.labels[inside], len(units.codes)
    people = np.nan_to_num(facts.population)[inside]
    population = np.bincount(labels, weights=people, minlength=n)
    communes = np.bincount(labels, minlength=n)
    tables = []
    for programme in programmes:
        has = covered(facts, programme)[inside]
        able = eligible(facts, programme)[inside]
        reached = np.bincount(labels, weights=people * has, minlength=n)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(population > 0, reached / population, np.nan)
        tables.append(
            pd.DataFrame(
                {
                    "code": units.codes,
                    "nom": units.names,
                    "programme": programme,
                    "communes": communes,
                    "communes_couvertes": np.bincount(labels, weights=has, minlength=n).astype(int),
                    "communes_eligibles": np.bincount(labels, weights=able, minlength=n).astype(int),
                    "population": population,
                    "population_couverte": reached,
                    "part_couverte": share,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)
