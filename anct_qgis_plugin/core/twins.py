"""Statistical twins: the units of the same kind that resemble one most in structure, and what they have more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import ComparisonError
from ..i18n import translate
from . import indicators
from .coverage import covered
from .facts import Facts
from .levels import Units, all_units
from .territory import Territory
from .travel import density

# Insee's density grid from the densest to the sparsest: its rank serves as a number.
DENSITY_ORDER = (
    "Grands centres urbains", "Centres urbains intermédiaires", "Petites villes", "Ceintures urbaines", "Bourgs ruraux",
    "Rural à habitat dispersé", "Rural à habitat très dispersé",
)  # fmt: skip
INDICATORS = ("niveau_vie_median", "part_65_plus", "taux_chomage_rp")
FEWEST = 3  # variables that the unit itself must have
LEVELS = ("commune", "epci")


@dataclass(frozen=True)
class Variable:
    """One variable of the comparison: its value for the unit studied, None where it has none and it is left out."""

    id: str
    label: str
    unit: str
    decimals: int
    own: float | None


@dataclass(frozen=True)
class Twins:
    """The units nearest to one.

    variables: those asked for; `own` is None for those left out. table: nearest first: code, nom, distance (mean
    quadratic gap in standard deviations), one column per variable kept, programmes (ids, comma separated),
    en_plus (that they have and we have not), en_moins (that we have and they have not). compared: units that have every
    variable kept. set_aside: those that lack one.
    """

    level: str
    code: str
    variables: tuple[Variable, ...]
    programmes: tuple[str, ...]
    table: pd.DataFrame
    compared: int
    set_aside: int


def twins(facts: Facts, territory: Territory, number: int = 5) -> Twins:
    """The nearest units of the same level, by size, density, income, age and employment, each standardised.

    Raises:
        ComparisonError: neither a commune nor an EPCI, a number below 1, or too few variables known.
    """
    if territory.level not in LEVELS:
        raise ComparisonError(
            translate("Anct", "Twins are sought for a commune or an EPCI: {territory} is neither.").format(
                territory=territory.label
            )
        )
    if number < 1:
        raise ComparisonError(translate("Anct", "Ask for at least one twin."))
    units = all_units(facts, territory.level)
    row = int(np.flatnonzero(units.codes == territory.code)[0])
    declared, values = _structure(facts, units)
    own = values[row]
    kept = np.flatnonzero(~np.isnan(own))
    variables = tuple(
        Variable(*entry, None if np.isnan(own[k]) else float(_shown(entry[0], own[k])))
        for k, entry in enumerate(declared)
    )
    if len(kept) < FEWEST:
        lacking = [v.label for v in variables if v.own is None]
        raise ComparisonError(
            translate("Anct", "{territory} cannot be compared: no data for {variables}.").format(
                territory=territory.label, variables=", ".join(lacking)
            )
        )
    some = values[:, kept]
    whole = ~np.isnan(some).any(axis=1)
    spread = some[whole].std(axis=0)
    scaled = (some - some[whole].mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    gap = np.sqrt(((scaled - scaled[row]) ** 2).mean(axis=1))
    gap[~whole] = np.nan
    gap[row] = np.nan
    order = np.argsort(gap, kind="stable")[: min(number, int(whole.sum()) - 1)]
    table = pd.DataFrame({"code": units.codes[order], "nom": units.names[order], "distance": gap[order]})
    for k in kept:
        table[declared[k][0]] = _shown(declared[k][0], values[order, k])
    ours, theirs = _programmes(facts, units, row), [_programmes(facts, units, int(k)) for k in order]
    table["programmes"] = [",".join(one) for one in theirs]
    table["en_plus"] = [",".join(p for p in one if p not in ours) for one in theirs]
    table["en_moins"] = [",".join(p for p in ours if p not in one) for one in theirs]
    return Twins(
        territory.level, territory.code, variables, tuple(ours), table, int(whole.sum()) - 1, int((~whole).sum())
    )


def _structure(facts: Facts, units: Units) -> tuple[list[tuple[str, str, str, int]], np.ndarray]:
    """(id, label, unit, decimals) of each variable, and float (n, k); the population as its logarithm."""
    n, labels = len(units.codes), units.labels
    people = np.nan_to_num(facts.population)
    grid = {name: rank for rank, name in enumerate(DENSITY_ORDER, start=1)}
    rank = pd.Series(density(facts)).map(grid).to_numpy(dtype=float)
    placed = (labels >= 0) & ~np.isnan(rank)
    # A commune's own class; above it, the mean class of the inhabitants.
    weight = people + 1e-9
    top = np.bincount(labels[placed], weights=(rank * weight)[placed], minlength=n)
    bottom = np.bincount(labels[placed], weights=weight[placed], minlength=n)
    size = indicators.people(facts, labels, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = [np.where(size > 0, np.log10(size), np.nan), np.where(bottom > 0, top / bottom, np.nan)]
    declared = [
        ("population", "Population", "hab.", 0),
        ("densite", "Densité (1 = la plus dense, 7)", "", 1),
    ]
    known = [key for key in INDICATORS if key in facts.values]
    found = indicators.table(facts, known, labels, n)
    for key in known:
        entry = facts.catalogue.indicators[key]
        declared.append((key, entry.label, entry.unit, entry.decimals))
        columns.append(found[key].value)
    return declared, np.column_stack(columns)


def _shown(variable: str, values: np.ndarray) -> np.ndarray:
    """As people read them: a number of inhabitants is whole; a mean class without the noise of its sum."""
    if variable == "population":
        return np.round(10.0**values)
    return np.round(values, 6) if variable == "densite" else values


def _programmes(facts: Facts, units: Units, row: int) -> list[str]:
    inside = units.labels == row
    return [p.id for p in facts.catalogue.of_kind("programme") if covered(facts, p.id)[inside].any()]
