"""Indicators of any set of communes, aggregated by their declared rule and never as a mean of rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..i18n import translate
from . import absences, wording
from .catalogue import Indicator
from .facts import Column, Facts, Status, UnitValues
from .territory import Territory

# Beyond this share of the weight withheld or missing, an aggregate would not stand for its territory.
MOST_LEFT_OUT = 0.2


@dataclass(frozen=True)
class Aggregates:
    """One indicator for n groups of communes.

    value: float64 (n,), NaN where status is not OK. status: int8 (n,). approximate: bool (n,), True where the figure
    only stands in for the true one.
    """

    value: np.ndarray
    status: np.ndarray
    approximate: np.ndarray


@dataclass(frozen=True)
class Figure:
    """A value that keeps where it comes from, up to the last sentence of a dossier.

    value: in `unit`, None unless status is OK. source: id of a row of `Facts.sources`. note: the indicator's limits.
    absence: why there is no value, in French; "" where there is one.
    """

    indicator: str
    label: str
    territory: str
    value: float | None
    status: Status
    unit: str
    decimals: int
    vintage: str
    source: str
    approximate: bool = False
    note: str = ""
    absence: str = ""

    @property
    def text(self) -> str:
        """The value in French with its unit; "secret" or "n. d." where there is none; "≈" before an approximation."""
        if self.status is Status.SECRET:
            return "secret"
        if self.value is None:
            return "n. d."
        signed = self.indicator == "evolution_population"
        return ("≈" + wording.NBSP if self.approximate else "") + wording.quantity(
            self.value, self.unit, self.decimals, signed
        )


def aggregate(indicator: Indicator, column: Column, population: np.ndarray, labels: np.ndarray, n: int) -> Aggregates:
    """An indicator for groups of communes.

    Args:
        population: people per commune, float; stands in for a weight that is withheld together with its rate.
        labels: int (n_communes,), the group of each commune, -1 for none.
        n: number of groups.

    Returns:
        `Aggregates` of n. A group of one commune has that commune's own value and status. A group where what is
        withheld or missing weighs more than a fifth has no value: SECRET when the withheld part alone exceeds it,
        else MISSING.
    """
    inside = labels >= 0
    groups = labels[inside]
    status = column.status[inside]
    value = np.full(n, np.nan)
    size = np.bincount(groups, minlength=n)

    if indicator.aggregation == "none":
        result_status = np.full(n, int(Status.MISSING), dtype=np.int8)
    else:
        value, result_status = _weighted(indicator, column, population, inside, groups, status, n)

    # A commune is its own aggregate, to the last decimal published.
    alone = np.flatnonzero(inside)[size[groups] == 1]
    value[labels[alone]] = column.value[alone]
    result_status[labels[alone]] = column.status[alone]
    if column.units is not None:
        _take_units(column.units, labels, size, value, result_status)
    value[result_status != Status.OK] = np.nan
    approximate = (size > 1) & indicator.approximate & (result_status == Status.OK)
    return Aggregates(value, result_status, approximate)


def _take_units(units: UnitValues, labels: np.ndarray, size: np.ndarray, value: np.ndarray, status: np.ndarray) -> None:
    """Give each group that is exactly one unit that unit's own value; others have none."""
    unit_size = np.bincount(units.labels[units.labels >= 0], minlength=len(units.value))
    pairs = np.unique(np.stack([labels, units.labels])[:, labels >= 0], axis=1)
    groups, counts = np.unique(pairs[0], return_counts=True)
    within = pairs[:, np.isin(pairs[0], groups[counts == 1]) & (pairs[1] >= 0)]
    group, unit = within[:, size[within[0]] == unit_size[within[1]]]
    value[group], status[group] = units.value[unit], units.status[unit]


def _weighted(
    indicator: Indicator,
    column: Column,
    population: np.ndarray,
    inside: np.ndarray,
    groups: np.ndarray,
    status: np.ndarray,
    n: int,
) -> tuple[np.ndarray, np.ndarray]:
    denominator = column.denominator
    # Where the weight itself is withheld, it is estimated from the population at the national ratio.
    known = ~np.isnan(denominator) & ~np.isnan(population)
    people = population[known].sum()
    ratio = denominator[known].sum() / people if people else 1.0
    weight = np.where(np.isnan(denominator), np.nan_to_num(population) * ratio, denominator)[inside]

    present = status == Status.OK
    if indicator.aggregation == "weighted_mean":
        present = present & ~np.isnan(denominator[inside])
        numerator = (column.value * denominator)[inside]
    else:
        numerator = column.numerator[inside]
    top = np.bincount(groups[present], weights=numerator[present], minlength=n)
    bottom = np.bincount(groups[present], weights=weight[present], minlength=n)
    total = np.bincount(groups, weights=weight, minlength=n)
    secret = status == Status.SECRET
    withheld = np.bincount(groups[secret], weights=weight[secret], minlength=n)

    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom
        if indicator.aggregation == "ratio":
            value *= indicator.factor
        elif indicator.aggregation == "annual_rate":
            value = (value ** (1 / indicator.years) - 1) * 100
        left_out = 1 - bottom / total
        secrecy = withheld / total
    result = np.zeros(n, dtype=np.int8)
    result[~np.isfinite(value) | ~(left_out <= MOST_LEFT_OUT)] = Status.MISSING
    result[(result == Status.MISSING) & (secrecy > MOST_LEFT_OUT)] = Status.SECRET
    return value, result


def derived(indicator: Indicator, numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """The indicator from its counts by its declared rule; NaN where the denominator is not above zero."""
    share = np.full(len(numerator), np.nan)
    np.divide(numerator, denominator, out=share, where=denominator > 0)
    if indicator.aggregation == "ratio":
        return indicator.factor * share
    if indicator.aggregation == "annual_rate":
        return (share ** (1.0 / indicator.years) - 1.0) * 100.0
    return np.full(len(numerator), np.nan)


def table(facts: Facts, indicators: Sequence[str], labels: np.ndarray, n: int) -> dict[str, Aggregates]:
    """`aggregate` for several indicators over the same groups, by id."""
    return {
        key: aggregate(facts.catalogue.indicators[key], facts.values[key], facts.population, labels, n)
        for key in indicators
    }


def people(facts: Facts, labels: np.ndarray, n: int) -> np.ndarray:
    """Population per group, float (n,); NaN where no commune of it has a figure."""
    known = (labels >= 0) & ~np.isnan(facts.population)
    total = np.bincount(labels[known], weights=facts.population[known], minlength=n)
    return np.where(np.bincount(labels[known], minlength=n) > 0, total, np.nan)


def membership(facts: Facts, territories: Sequence[Territory]) -> list[np.ndarray]:
    """One label array per territory: 0 inside, -1 outside; territories may overlap."""
    found = []
    for territory in territories:
        labels = np.full(len(facts.communes), -1)
        labels[territory.positions] = 0
        found.append(labels)
    return found


def figure(facts: Facts, indicator: str, territory: Territory) -> Figure:
    """An indicator of a territory with all that must be said beside it."""
    declared = facts.catalogue.indicators[indicator]
    (labels,) = membership(facts, [territory])
    result = aggregate(declared, facts.values[indicator], facts.population, labels, 1)
    status = Status(int(result.status[0]))
    absence = " ".join(absences.reasons(facts, indicator, territory, status))
    return Figure(
        indicator=indicator,
        label=declared.label,
        territory=territory.label,
        value=float(result.value[0]) if status is Status.OK else None,
        status=status,
        unit=declared.unit,
        decimals=declared.decimals,
        vintage=declared.vintage,
        source=declared.source,
        approximate=bool(result.approximate[0]),
        note=declared.note,
        absence=absence,
    )


def population_figure(facts: Facts, territory: Territory) -> Figure:
    """People of a territory: the sum of its communes, with the years of the figures added up."""
    rows = facts.communes.iloc[territory.positions]
    people = facts.population[territory.positions]
    known = ~np.isnan(people)
    years = sorted({str(year) for year in rows["population_annee"][known] if str(year)}, reverse=True)
    return Figure(
        indicator="population",
        label="Population",
        territory=territory.label,
        value=float(people[known].sum()) if known.any() else None,
        status=Status.OK if known.any() else Status.MISSING,
        unit="hab.",
        decimals=0,
        vintage=" et ".join(years),
        source="populations",
        note="Mayotte : recensement de 2017." if "2017" in years else "",
    )


def status_name(status: Status) -> str:
    """A status for the interface."""
    return {
        Status.OK: translate("Anct", "published"),
        Status.MISSING: translate("Anct", "no data"),
        Status.SECRET: translate("Anct", "withheld (statistical secrecy)"),
    }[status]
