"""The composite index engine: normalise, weigh, aggregate, rank. Arrays in, arrays out; it knows no indicator.

Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), normalisation, weighting and aggregation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import ProfileError
from ..i18n import translate
from .ordering import runs

# A geometric mean needs positive scores: the scale is then 1 to 100, as is usual.
GEOMETRIC_FLOOR = 1.0
# Winsorising, the rule of COINr and of the OECD handbook: a column is treated while |skewness| > 2 and kurtosis > 3.5.
SKEWNESS_MAX, KURTOSIS_MAX = 2.0, 3.5
# At most this share of the reference's units is brought back, and always at least that many points.
WINSORISED_SHARE, WINSORISED_POINTS = 0.01, 5
# z-scores are put on the index's scale: mean 50, standard deviation 10, bounded to 0-100 (five deviations each way).
Z_MEAN, Z_SPREAD = 50.0, 10.0


@dataclass(frozen=True)
class Scores:
    """An index for n units and k indicators.

    index: (n,) 0-100, 100 = most fragile; NaN where too much is missing. contributions: (n, k), they sum to the index;
    NaN where the indicator is missing. coverage: (n,) share of the weight present, 0-1. normalised: (n, k), 0-100.
    """

    index: np.ndarray
    contributions: np.ndarray
    coverage: np.ndarray
    normalised: np.ndarray


def winsorise(column: np.ndarray, reference: np.ndarray | None = None, points: int | None = None) -> np.ndarray:
    """A column with its most extreme values brought back to the nearest that is kept.

    While the reference's |skewness| > 2 and its kurtosis > 3.5 (both corrected for the sample, kurtosis in excess of
    the normal law's 3), one more of the most extreme values, on the side that the column leans to, takes the value of
    the next one. It stops at `points`, even where the column is still skewed. A unit outside the reference is bounded
    by the same value.

    Args:
        column: float (n,), NaN if missing.
        reference: bool (n,), the units that the moments come from; all by default.
        points: the most units that may be brought back; by default 1 % of those with a value, at least 5.

    Returns:
        float (n,), a new array where something changed, else `column` itself.

    Source: OECD/JRC Handbook (2008), treatment of outliers; rule and thresholds of the R package COINr.
    """
    known = _known(column if reference is None else column[reference])
    n = len(known)
    if points is None:
        points = max(WINSORISED_POINTS, int(n * WINSORISED_SHARE))
    points = min(points, n - 2)
    if n < 4 or points < 1 or not _leans(*moments(known)):
        return column
    high = moments(known)[0] > 0
    ordered = np.sort(known if high else -known)[::-1]
    # How many to bring back is where the rule is first met; the sums of powers of what is kept give it for all counts.
    centred = (ordered - ordered.mean()) / (ordered.std() or 1.0)
    counts = np.arange(1, points + 1)
    kept = [np.cumsum(centred[::-1] ** power)[::-1][1 : points + 1] for power in (1, 2, 3, 4)]
    sums = [total + counts * centred[1 : points + 1] ** power for power, total in zip((1, 2, 3, 4), kept, strict=True)]
    enough = np.flatnonzero(~_leans(*_moments(n, *sums)))
    bound = ordered[counts[enough[0]] if len(enough) else points]
    return np.minimum(column, bound) if high else np.maximum(column, -bound)


def moments(values: np.ndarray) -> tuple[float, float]:
    """Skewness and excess kurtosis, corrected for the sample (G1 and G2); zero for a constant. No NaN, four values."""
    spread = values.std()
    if not spread > 0:
        return 0.0, 0.0
    centred = (values - values.mean()) / spread
    found = _moments(len(values), *(np.array((centred**power).sum()) for power in (1, 2, 3, 4)))
    return float(found[0]), float(found[1])


def _moments(
    n: int, first: np.ndarray, second: np.ndarray, third: np.ndarray, fourth: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same from sums of powers, for several columns of n values at once."""
    mean = first / n
    m2 = second / n - mean**2
    m3 = third / n - 3 * mean * second / n + 2 * mean**3
    m4 = fourth / n - 4 * mean * third / n + 6 * mean**2 * second / n - 3 * mean**4
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = np.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5
        kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return np.nan_to_num(skewness), np.nan_to_num(kurtosis)


def _leans(skewness: np.ndarray | float, kurtosis: np.ndarray | float) -> np.ndarray:
    return (np.abs(skewness) > SKEWNESS_MAX) & (np.asarray(kurtosis) > KURTOSIS_MAX)


def correlations(values: np.ndarray) -> np.ndarray:
    """Spearman's rank correlation of every pair of columns over the units that have both.

    Args:
        values: float (n, k), NaN if missing.

    Returns:
        (k, k); NaN for a pair with fewer than three units in common or without spread.
    """
    k = values.shape[1]
    found = np.full((k, k), np.nan)
    np.fill_diagonal(found, 1.0)
    for a in range(k):
        for b in range(a):
            both = ~np.isnan(values[:, a]) & ~np.isnan(values[:, b])
            if both.sum() < 3:
                continue
            x, y = (_percentile(values[both, one]) for one in (a, b))
            x, y = x - x.mean(), y - y.mean()
            size = np.sqrt((x @ x) * (y @ y))
            if size > 0:
                found[a, b] = found[b, a] = (x @ y) / size
    return found


def normalise(
    values: np.ndarray, fragile_high: np.ndarray, method: str, reference: np.ndarray | None = None
) -> np.ndarray:
    """Indicators brought to 0-100, 100 = most fragile.

    Args:
        values: (n, k) float, NaN if missing.
        fragile_high: (k,) bool; False reflects the normalised value.
        method: "percentile": 100 x (midrank - 0.5) / n among the reference units that have a value; a unit outside the
            reference takes the place it would have there. "minmax": over the reference's range. "zscore": mean 50,
            standard deviation 10 (population formula), bounded to 0-100.
        reference: (n,) bool, the units that the scale comes from; all by default.

    Returns:
        (n, k) float. A column without spread in the reference is 50 throughout: it tells nobody apart.
    """
    # Column after column in memory, as every step below goes through them.
    result = np.full(values.shape, np.nan, order="F")
    everybody = reference is None or bool(reference.all())
    for k in range(values.shape[1]):
        column = values[:, k]
        scale = column if everybody else column[reference]
        if method == "percentile":
            normalised = _percentile(column) if everybody else _percentile_within(column, scale)
        elif method == "minmax":
            low, high = _range(scale)
            spread = high - low
            normalised = np.clip((column - low) / spread * 100, 0, 100) if spread > 0 else _flat(column)
        elif method == "zscore":
            known = scale[~np.isnan(scale)]
            deviation = known.std() if len(known) else 0.0
            centred = (column - known.mean()) / deviation if deviation > 0 else None
            normalised = _flat(column) if centred is None else np.clip(Z_MEAN + Z_SPREAD * centred, 0, 100)
        else:
            raise ProfileError(translate("Anct", "Unknown normalisation “{name}”.").format(name=method))
        result[:, k] = normalised if fragile_high[k] else 100 - normalised
    return result


def aggregate(
    normalised: np.ndarray, weights: np.ndarray, method: str = "arithmetic", missing_max: float = 1 / 3
) -> Scores:
    """Weighted mean of normalised indicators, per unit.

    Args:
        normalised: (n, k), 0-100, NaN if missing.
        weights: (k,), >= 0, any positive sum; renormalised over what is present.
        method: "arithmetic", or "geometric" on a scale of 1-100.
        missing_max: share of the weight that may be missing.

    Raises:
        ProfileError: if a weight is negative or all are zero.
    """
    if (weights < 0).any() or not weights.sum() > 0:
        raise ProfileError(translate("Anct", "The weights of a profile are positive numbers, and not all zero."))
    share = weights / weights.sum()
    present = ~np.isnan(normalised)
    coverage = present @ share
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = present * share / coverage[:, None]
        if method == "arithmetic":
            contributions = np.where(present, normalised, 0.0) * effective
            index = contributions.sum(axis=1)
        elif method == "geometric":
            logs = np.log(np.maximum(np.where(present, normalised, GEOMETRIC_FLOOR), GEOMETRIC_FLOOR)) * effective
            total = logs.sum(axis=1)
            index = np.exp(total)
            # Each part of the logarithm gets its part of the index; at the floor, the weights share it.
            parts = np.where(total[:, None] > 0, logs / total[:, None], effective)
            contributions = parts * index[:, None]
        else:
            raise ProfileError(translate("Anct", "Unknown aggregation “{name}”.").format(name=method))
    # A hair's breadth for shares such as 1/3 that floating point does not hold exactly.
    enough = coverage >= 1 - missing_max - 1e-9
    index = np.where(enough, index, np.nan)
    contributions = np.where(present & enough[:, None], contributions, np.nan)
    # Rounded: nine weights that make the whole may sum to 1 and a hair.
    return Scores(index, contributions, np.round(coverage, 12), normalised)


def rank(index: np.ndarray, reference: np.ndarray | None = None) -> tuple[np.ndarray, int]:
    """Ranks and how many units the reference ranks.

    Returns:
        (n,) float: 1 + the number of reference units strictly more fragile, NaN without index; and the reference's
        number of units that have an index.
    """
    if reference is None or bool(reference.all()):
        order, starts, ends = runs(index)
        n = int(ends[-1]) if len(ends) else 0
        ranks = np.full(len(index), np.nan)
        ranks[order] = np.repeat(1.0 + n - ends, ends - starts)
        return ranks, n
    scale = np.sort(_known(index[reference]))
    ranks = 1.0 + len(scale) - np.searchsorted(scale, index, side="right")
    return np.where(np.isnan(index), np.nan, ranks), len(scale)


def classes(ranks: np.ndarray, total: int) -> np.ndarray:
    """Fifths of the reference's ranks, ties together: (n,) int, 5 = most fragile, 0 without rank."""
    with np.errstate(invalid="ignore"):
        fifth = 5 - np.floor(5 * (ranks - 1) / max(total, 1))
    return np.where(np.isnan(ranks), 0, np.clip(fifth, 1, 5)).astype(int)


def _known(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values)]


def _flat(column: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(column), np.nan, 50.0)


def _range(scale: np.ndarray) -> tuple[float, float]:
    known = _known(scale)
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)


def _percentile(column: np.ndarray) -> np.ndarray:
    result = np.full(len(column), np.nan)
    order, starts, ends = runs(column)
    if len(order):
        # Ranks start+1 … end share the midrank (start + 1 + end) / 2.
        result[order] = np.repeat((starts + ends) * (50.0 / len(order)), ends - starts)
    return result


def _percentile_within(column: np.ndarray, scale: np.ndarray) -> np.ndarray:
    ordered = np.sort(_known(scale))
    if not len(ordered):
        return np.full(len(column), np.nan)
    below = np.searchsorted(ordered, column, side="left")
    through = np.searchsorted(ordered, column, side="right")
    return np.where(np.isnan(column), np.nan, (below + through) * (50.0 / len(ordered)))
