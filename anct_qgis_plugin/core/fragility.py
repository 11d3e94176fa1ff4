"""The fragility index of communes, EPCI, départements and of any perimeter: built, not official."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import NoIndex, ProfileError
from ..i18n import translate
from . import absences, indicators, uncertainty
from . import index as engine
from .facts import Facts, Status
from .levels import Units, all_units, units_of
from .profile import Profile
from .territory import Territory

CLASS_LABELS = ("sans indice", "non fragile", "peu fragile", "intermédiaire", "fragile", "très fragile")
# A territory of another kind is compared with these units.
COMPARED_WITH = {"commune": "commune", "epci": "epci", "departement": "departement", "region": "departement"}
OTHERWISE_COMPARED_WITH = "epci"
# Two indicators whose ranks correlate so much (Spearman, in absolute value) count one thing twice: 64 % of the
# variance of one's ranks is the other's.
SAME_THING = 0.8


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
class RankUncertainty:
    """The rank of one territory when weights and normalisation are drawn at random: see `core.uncertainty`.

    p05, p50, p95: ranks out of the territory index's `total`. decile, fifth: share of the draws that put it in the
    most fragile tenth, fifth. sensitivity: share of the rank's variance that each indicator's weight explains alone,
    by indicator; normalisation: the same for the choice of the normalisation.
    """

    p05: int
    p50: int
    p95: int
    decile: float
    fifth: float
    verdict: str
    draws: int
    seed: int
    sensitivity: dict[str, float]
    normalisation: float

    @property
    def robust(self) -> bool:
        return self.verdict == uncertainty.ROBUST

    @property
    def most_moving(self) -> str:
        """The indicator whose weight moves the rank most; "" where the rank does not move."""
        key = max(self.sensitivity, key=lambda one: self.sensitivity[one])
        return key if self.sensitivity[key] > 0 else ""


@dataclass(frozen=True)
class TerritoryIndex:
    """The index of one territory, compared with units of `level` in `reference`.

    contributions and normalised: by indicator, NaN where it is missing. uncertainty: None where none was drawn.
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
    uncertainty: RankUncertainty | None = None

    @property
    def class_label(self) -> str:
        return CLASS_LABELS[self.class_number]


def fragility(facts: Facts, profile: Profile, level: str, reference: Territory) -> Fragility:
    """The index of every unit of a level, ranked among those that lie mostly in the reference.

    Above the commune it is computed from aggregated indicators, never averaged.

    Raises:
        ProfileError: the profile weighs an optional indicator that has not been refreshed: it would count for nothing.
    """
    units = all_units(facts, level)
    keys = [w.indicator for w in profile.indicators]
    for one in profile.indicators:
        if one.indicator in facts.awaited and one.weight > 0:
            raise ProfileError(
                translate("Anct", "The profile “{profile}” uses “{indicator}”, which is not in the data. {why}").format(
                    profile=profile.label,
                    indicator=facts.catalogue.indicators[one.indicator].label,
                    why=" ".join(absences.reasons(facts, one.indicator, reference, Status.MISSING)),
                )
            )
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


def intervals(
    fragilities: Fragility,
    draws: int = uncertainty.DRAWS,
    seed: int = uncertainty.SEED,
    proceed: Callable[[float], None] = lambda _share: None,
) -> uncertainty.Intervals:
    """The ranks of all units when weights and normalisation are drawn at random, aligned with `fragilities.table`.

    Args:
        draws: at least 1.
        proceed: told now and then the share of the work done, 0-1; may raise to stop it.
    """
    profile = fragilities.profile
    ranked = fragilities.table["indice"].notna().to_numpy()
    return uncertainty.intervals(
        _thrice(profile, fragilities.values, fragilities.reference),
        uncertainty.draw(_weights(profile), draws, seed),
        profile.aggregation,
        ranked,
        fragilities.reference & ranked,
        proceed,
    )


def territory_index(
    facts: Facts,
    fragilities: Fragility,
    territory: Territory,
    reference: str = "FR",
    draws: int = 0,
    seed: int = uncertainty.SEED,
) -> TerritoryIndex:
    """The index of one territory on the scale of `fragilities` (units of its kind).

    Args:
        fragilities: the index of the units it is compared with: see `compared_with`.
        reference: label of the territory that the ranks refer to.
        draws: of weights and normalisation, for the uncertainty of its rank; 0 for none.

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
    values, inside, row = fragilities.values, fragilities.reference, _row(units, territory)
    if row is None:  # a made-to-measure perimeter, beside the units it is compared with
        (labels,) = indicators.membership(facts, [territory])
        values, inside, row = (
            np.vstack([values, _values(facts, keys, labels, 1)]),
            np.append(inside, False),
            len(values),
        )
    scores = _scores(profile, values, inside)
    if np.isnan(scores.index[row]):
        lacking = [facts.catalogue.indicators[key].label for k, key in enumerate(keys) if np.isnan(values[row, k])]
        raise NoIndex(
            translate(
                "Anct", "{territory} has no fragility index: {share} % of the weight is missing ({indicators})."
            ).format(
                territory=territory.label, share=round(100 * (1 - scores.coverage[row])), indicators=", ".join(lacking)
            )
        )
    ranks, total = engine.rank(scores.index, inside)
    return TerritoryIndex(
        value=float(scores.index[row]),
        rank=int(ranks[row]),
        total=total,
        class_number=int(engine.classes(ranks, total)[row]),
        coverage=float(scores.coverage[row]),
        level=units.level,
        reference=reference,
        contributions=dict(zip(keys, scores.contributions[row].tolist(), strict=True)),
        normalised=dict(zip(keys, scores.normalised[row].tolist(), strict=True)),
        uncertainty=_uncertainty(profile, values, scores, inside, row, draws, seed) if draws else None,
    )


def _uncertainty(
    profile: Profile,
    values: np.ndarray,
    scores: engine.Scores,
    inside: np.ndarray,
    unit: int,
    draws: int,
    seed: int,
) -> RankUncertainty:
    """Of one unit, by its row."""
    drawn = uncertainty.draw(_weights(profile), draws, seed)
    ranked = ~np.isnan(scores.index)
    reference = inside & ranked
    ranks = uncertainty.ranks_of(_thrice(profile, values, inside), drawn, profile.aggregation, ranked, reference, unit)
    shares, normalisation = uncertainty.sensitivity(ranks, drawn)
    p05, p50, p95, decile, fifth, verdict = uncertainty.summary_of(ranks, int(reference.sum()))
    by_indicator = {w.indicator: float(share) for w, share in zip(profile.indicators, shares, strict=True)}
    return RankUncertainty(p05, p50, p95, decile, fifth, verdict, draws, seed, by_indicator, normalisation)


@dataclass(frozen=True)
class Redundancy:
    """Two indicators of a profile, and Spearman's correlation of the fragility they show, -1 to 1."""

    first: str
    second: str
    correlation: float

    @property
    def same(self) -> bool:
        """They say almost the same thing, or its opposite: |rho| of `SAME_THING` or more."""
        return abs(self.correlation) >= SAME_THING


def redundancies(fragilities: Fragility) -> list[Redundancy]:
    """Every pair of the profile's indicators, the most correlated first, over the units of the reference.

    Both are turned so that high is fragile: a negative correlation means that one makes up for the other.
    """
    values = fragilities.normalised[fragilities.reference]
    keys = [w.indicator for w in fragilities.profile.indicators]
    found = engine.correlations(values)
    pairs = [
        Redundancy(keys[b], keys[a], float(found[a, b]))
        for a in range(len(keys))
        for b in range(a)
        if not np.isnan(found[a, b])
    ]
    return sorted(pairs, key=lambda pair: -abs(pair.correlation))


def compared_with(territory: Territory) -> str:
    """The level whose units a territory is compared with."""
    return COMPARED_WITH.get(territory.level, OTHERWISE_COMPARED_WITH)


def _row(units: Units, territory: Territory) -> int | None:
    """The territory's own row among units of its level."""
    if territory.level != units.level:
        return None
    found = np.flatnonzero(units.codes == territory.code)
    return int(found[0]) if len(found) else None


def _values(facts: Facts, keys: list[str], labels: np.ndarray, n: int) -> np.ndarray:
    if n == len(facts.communes):  # the communes themselves: nothing to aggregate
        return np.array([facts.values[key].value for key in keys]).T
    found = indicators.table(facts, keys, labels, n)
    return np.array([found[key].value for key in keys]).T


def _weights(profile: Profile) -> np.ndarray:
    return np.array([w.weight for w in profile.indicators])


def _scores(profile: Profile, values: np.ndarray, reference: np.ndarray) -> engine.Scores:
    normalised = _normalised(profile, _treated(profile, values, reference), reference, profile.normalisation)
    return engine.aggregate(normalised, _weights(profile), profile.aggregation, profile.missing_max)


def _thrice(profile: Profile, values: np.ndarray, reference: np.ndarray) -> list[np.ndarray]:
    """The indicators on 0-100 by each normalisation that may be drawn."""
    treated = _treated(profile, values, reference)
    return [_normalised(profile, treated, reference, method) for method in uncertainty.NORMALISATIONS]


def _treated(profile: Profile, values: np.ndarray, reference: np.ndarray) -> np.ndarray:
    if profile.treatment != "winsorise":
        return values
    return np.array([engine.winsorise(column, reference) for column in values.T]).T


def _normalised(profile: Profile, values: np.ndarray, reference: np.ndarray, method: str) -> np.ndarray:
    high = np.array([w.fragile == "high" for w in profile.indicators])
    return engine.normalise(values, high, method, reference)


def _within(facts: Facts, units: Units, reference: Territory) -> np.ndarray:
    if len(reference.positions) == len(facts.communes):
        return np.ones(len(units.codes), dtype=bool)
    return np.isin(units.codes.astype(str), units_of(facts, reference, units.level).codes.astype(str))
