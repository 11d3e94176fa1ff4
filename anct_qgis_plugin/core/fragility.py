"""The fragility index of communes, EPCI, départements and of any perimeter: built, not official."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import NoIndex
from ..i18n import translate
from . import index as engine
from . import indicators
from .facts import Facts
from .levels import Units, all_units, units_of
from .profile import Profile
from .territory import Territory

CLASS_LABELS = ("sans indice", "non fragile", "peu fragile", "intermédiaire", "fragile", "très fragile")
# A territory of another kind is compared with these units.
COMPARED_WITH = {"commune": "commune", "epci": "epci", "departement": "departement", "region": "departement"}
OTHERWISE_COMPARED_WITH = "epci"


@dataclass(frozen=True)
class Fragility:
    """The index of all units of a level.

    table: one row per unit: code, nom, indice (0-100), rang (1 = most fragile, NaN without index), rang_total,
        classe (1-5, 0 without index), classe_libelle, couverture_donnees (0-1), contrib_<indicator> (sum to indice).
    normalised: float (n, k), the indicators on 0-100. values: float (n, k), the indicators themselves.
    reference: bool (n,), the units that the scale comes from.
    """

    profile: Profile
    units: Units
    table: pd.DataFrame
    normalised: np.ndarray
    values: np.ndarray
    reference: np.ndarray

    def of(self, units: Units) -> pd.DataFrame:
        """The rows of some units, in their order."""
        return self.table.set_index("code", drop=False).loc[list(units.codes)].reset_index(drop=True)


@dataclass(frozen=True)
class TerritoryIndex:
    """The index of one territory, compared with units of `level` in `reference`.

    contributions and normalised: by indicator, NaN where it is missing.
    """

    value: float
    rank: int
    total: int
    class_number: int
    coverage: float
    level: str
    reference: str
    contributions: dict[str, float]
    normalised: dict[str, float]

    @property
    def class_label(self) -> str:
        return CLASS_LABELS[self.class_number]


def fragility(facts: Facts, profile: Profile, level: str, reference: Territory) -> Fragility:
    """The index of every unit of a level, ranked among those that lie mostly in the reference.

    Above the commune it is computed from aggregated indicators, never averaged.
    """
    units = all_units(facts, level)
    keys = [w.indicator for w in profile.indicators]
    values = _values(facts, keys, units.labels, len(units.codes))
    inside = _within(facts, units, reference)
    scores = _scores(profile, values, inside)
    ranks, total = engine.rank(scores.index, inside)
    numbers = engine.classes(ranks, total)
    table = pd.DataFrame(
        {
            "code": units.codes,
            "nom": units.names,
            "indice": scores.index,
            "rang": ranks,
            "rang_total": total,
            "classe": numbers,
            "classe_libelle": np.array(CLASS_LABELS, dtype=object)[numbers],
            "couverture_donnees": scores.coverage,
            **{f"contrib_{key}": scores.contributions[:, k] for k, key in enumerate(keys)},
        }
    )
    return Fragility(profile, units, table, scores.normalised, values, inside)


def territory_index(
    facts: Facts, fragilities: Fragility, territory: Territory, reference: str = "FR"
) -> TerritoryIndex:
    """The index of one territory on the scale of `fragilities` (units of its kind).

    Args:
        fragilities: the index of the units it is compared with: see `compared_with`.
        reference: label of the territory that the ranks refer to.

    Raises:
        NoIndex: if too much of the profile's weight is missing; says which indicators.
    """
    if territory.level == "pays":
        raise NoIndex(
            translate("Anct", "{territory} is what the others are compared with: it has no index of its own.").format(
                territory=territory.label
            )
        )
    profile, units = fragilities.profile, fragilities.units
    keys = [w.indicator for w in profile.indicators]
    (labels,) = indicators.membership(facts, [territory])
    own = _values(facts, keys, labels, 1)
    values = np.vstack([fragilities.values, own])
    inside = np.append(fragilities.reference, False)
    scores = _scores(profile, values, inside)
    if np.isnan(scores.index[-1]):
        lacking = [facts.catalogue.indicators[key].label for k, key in enumerate(keys) if np.isnan(own[0, k])]
        raise NoIndex(
            translate(
                "Anct", "{territory} has no fragility index: {share} % of the weight is missing ({indicators})."
            ).format(
                territory=territory.label, share=round(100 * (1 - scores.coverage[-1])), indicators=", ".join(lacking)
            )
        )
    ranks, total = engine.rank(scores.index, inside)
    return TerritoryIndex(
        value=float(scores.index[-1]),
        rank=int(ranks[-1]),
        total=total,
        class_number=int(engine.classes(ranks, total)[-1]),
        coverage=float(scores.coverage[-1]),
        level=units.level,
        reference=reference,
        contributions=dict(zip(keys, scores.contributions[-1].tolist(), strict=True)),
        normalised=dict(zip(keys, scores.normalised[-1].tolist(), strict=True)),
    )


def compared_with(territory: Territory) -> str:
    """The level whose units a territory is compared with."""
    return COMPARED_WITH.get(territory.level, OTHERWISE_COMPARED_WITH)


def _values(facts: Facts, keys: list[str], labels: np.ndarray, n: int) -> np.ndarray:
    if n == len(facts.communes):  # the communes themselves: nothing to aggregate
        return np.array([facts.values[key].value for key in keys]).T
    found = indicators.table(facts, keys, labels, n)
    return np.array([found[key].value for key in keys]).T


def _scores(profile: Profile, values: np.ndarray, reference: np.ndarray) -> engine.Scores:
    high = np.array([w.fragile == "high" for w in profile.indicators])
    weights = np.array([w.weight for w in profile.indicators])
    normalised = engine.normalise(values, high, profile.normalisation, reference)
    return engine.aggregate(normalised, weights, profile.aggregation, profile.missing_max)


def _within(facts: Facts, units: Units, reference: Territory) -> np.ndarray:
    if len(reference.positions) == len(facts.communes):
        return np.ones(len(units.codes), dtype=bool)
    return np.isin(units.codes.astype(str), units_of(facts, reference, units.level).codes.astype(str))
