"""Ranks when the weights and the normalisation are drawn at random; arrays in, arrays out, it knows no indicator.

The weights of a profile are a choice, and so is the way of normalising. Each draw makes both again; where a rank falls
over the draws says how much of it comes from the figures and how much from that choice.

- Weights: a Dirichlet law whose mean is the profile's weights and whose concentration is `CONCENTRATION` for each
  indicator that weighs something. An indicator of average weight then varies by half (standard deviation over mean),
  nine draws out of ten between 0.35 and 1.9 times its weight; one of no weight keeps none.
- Normalisation: one of the three, each with the same probability. Treatment, aggregation and reference stay.
- Who is ranked stays too: the units that have an index with the profile's own weights.
- Verdict: `ROBUST` where the 5-95 % interval of the ranks is not wider than a fifth of them (one class), else
  `INCONCLUSIVE`. Fewer than `FEWEST` draws show nothing robust.

Source: OECD/JRC Handbook (2008), uncertainty and sensitivity analysis; Saisana, Saltelli and Tarantola (2005).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .index import GEOMETRIC_FLOOR
from .ordering import order

NORMALISATIONS = ("percentile", "minmax", "zscore")
DRAWS, SEED = 1000, 2020
CONCENTRATION = 4.0
ROBUST, INCONCLUSIVE = "robuste", "non concluant"
# The widest 5-95 % interval of a robust rank, as a share of the ranks.
WIDEST = 0.2
# Below it, the 5-95 % interval leaves out no draw at all: one draw alone would make every rank sure.
FEWEST = 20
# Draws handled together: scores of so many draws are in memory at a time.
_CHUNK = 64
# Classes of a weight for the correlation ratio.
_BINS = 10


@dataclass(frozen=True)
class Drawn:
    """d draws. weights: float32 (d, k), each row sums to 1. normalisation: int (d,), positions in `NORMALISATIONS`."""

    weights: np.ndarray
    normalisation: np.ndarray
    seed: int

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True)
class Intervals:
    """Ranks of n units over the draws; NaN, or "" for the verdict, where a unit has no index.

    p05, p50, p95: float (n,), whole ranks: the lowest that 5, 50, 95 % of the draws do not pass. decile, fifth: (n,),
    share of the draws that put the unit in the most fragile tenth, fifth. verdict: object (n,). total: ranked units.
    """

    p05: np.ndarray
    p50: np.ndarray
    p95: np.ndarray
    decile: np.ndarray
    fifth: np.ndarray
    verdict: np.ndarray
    total: int
    draws: int
    seed: int


def draw(weights: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> Drawn:
    """Weights and normalisations drawn around a profile.

    Args:
        weights: (k,), >= 0, any positive sum.
        seed: of NumPy's default generator; the same seed gives the same draws.
    """
    generator = np.random.default_rng(seed)
    shares = weights / weights.sum()
    # Gamma variates over their sum follow Dirichlet's law, and allow for weights of zero.
    gamma = generator.standard_gamma(
        np.broadcast_to(CONCENTRATION * (weights > 0).sum() * shares, (draws, len(shares)))
    )
    gamma[gamma.sum(axis=1) == 0] = shares
    drawn = gamma / gamma.sum(axis=1, keepdims=True)
    return Drawn(drawn.astype(np.float32), generator.integers(0, len(NORMALISATIONS), draws), seed)


def intervals(
    normalised: Sequence[np.ndarray],
    drawn: Drawn,
    aggregation: str,
    ranked: np.ndarray,
    reference: np.ndarray,
    proceed: Callable[[float], None] = lambda _share: None,
) -> Intervals:
    """Where the rank of every unit falls.

    Args:
        normalised: one (n, k) array, 0-100, NaN if missing, for each of `NORMALISATIONS`.
        ranked: bool (n,), the units that have an index.
        reference: bool (n,), the units that the ranks count.
        proceed: told now and then the share of the work done, 0-1; may raise to stop it.
    """
    rows = np.flatnonzero(ranked)
    inside = reference[rows]
    total = int(inside.sum())
    kind = np.uint16 if len(rows) < np.iinfo(np.uint16).max else np.uint32
    ranks = np.empty((len(drawn), len(rows)), dtype=kind)
    done = 0
    for which, scores in _scores(normalised, drawn, aggregation, rows):
        for number, one in zip(which, scores, strict=True):
            _rank(one, inside, ranks[number])
        done += len(which)
        proceed(0.9 * done / len(drawn))
    found = {name: np.full(len(ranked), np.nan) for name in ("p05", "p50", "p95", "decile", "fifth")}
    verdict = np.full(len(ranked), "", dtype=object)
    for start in range(0, len(rows), 1024):
        chosen = rows[start : start + 1024]
        block = np.ascontiguousarray(ranks[:, start : start + 1024].T)
        summary = _summary(block, total)
        for name, values in summary.items():
            found[name][chosen] = values
        verdict[chosen] = np.where(_robust(summary["p05"], summary["p95"], total, len(drawn)), ROBUST, INCONCLUSIVE)
        proceed(0.9 + 0.1 * min(1.0, (start + 1024) / len(rows)))
    return Intervals(**found, verdict=verdict, total=total, draws=len(drawn), seed=drawn.seed)


def ranks_of(
    normalised: Sequence[np.ndarray],
    drawn: Drawn,
    aggregation: str,
    ranked: np.ndarray,
    reference: np.ndarray,
    unit: int,
) -> np.ndarray:
    """The ranks of one unit in every draw, int (d,), as `intervals` sees them; `unit` is its row and is ranked."""
    rows = np.flatnonzero(ranked)
    own = int(np.searchsorted(rows, unit))
    inside = reference[rows]
    ranks = np.empty(len(drawn), dtype=np.int64)
    for which, scores in _scores(normalised, drawn, aggregation, rows):
        ranks[which] = 1 + ((scores > scores[:, own : own + 1]) & inside).sum(axis=1)
    return ranks


def summary_of(ranks: np.ndarray, total: int) -> tuple[int, int, int, float, float, str]:
    """5, 50, 95 % ranks, share of draws in the most fragile tenth and fifth, verdict: of one unit's ranks (d,)."""
    found = {name: values[0] for name, values in _summary(ranks[None, :].copy(), total).items()}
    robust = bool(_robust(found["p05"], found["p95"], total, len(ranks)))
    return (
        int(found["p05"]), int(found["p50"]), int(found["p95"]), float(found["decile"]), float(found["fifth"]),
        ROBUST if robust else INCONCLUSIVE,
    )  # fmt: skip


def sensitivity(ranks: np.ndarray, drawn: Drawn) -> tuple[np.ndarray, float]:
    """First-order sensitivity of one unit's rank: which part of its variance each choice explains alone.

    The correlation ratio (between-class over total variance) over ten classes of equal size of each weight, and over
    the normalisations; less what chance alone would give (epsilon squared), so a choice without effect is about 0.

    Args:
        ranks: (d,), the unit's ranks.

    Returns:
        (k,) shares for the weights and one for the normalisation, 0-1; all 0 where the rank never moves.
    """
    count = len(ranks)
    bins = min(_BINS, count // 5)
    classes = np.arange(count) * bins // max(count, 1)
    shares = np.zeros(drawn.weights.shape[1])
    for k in range(len(shares)):
        column = drawn.weights[:, k]
        if bins > 1 and column.min() < column.max():
            shares[k] = _explained(ranks[order(column)], classes)
    return shares, _explained(ranks, drawn.normalisation)


def _explained(ranks: np.ndarray, classes: np.ndarray) -> float:
    size = np.bincount(classes)
    size = size[size > 0]
    sums = np.bincount(classes, weights=ranks)[np.unique(classes)]
    total = ((ranks - ranks.mean()) ** 2).sum()
    if not total > 0 or len(size) < 2 or len(ranks) <= len(size):
        return 0.0
    between = (size * (sums / size - ranks.mean()) ** 2).sum()
    by_chance = (len(size) - 1) * (total - between) / (len(ranks) - len(size))
    return float(max(0.0, (between - by_chance) / total))


def _scores(
    normalised: Sequence[np.ndarray], drawn: Drawn, aggregation: str, rows: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Draws, some at a time, and their scores, float32 (draws, rows): the index, or its logarithm (same ranks)."""
    # Units that lack the same indicators share their weights: few patterns, each one product of matrices.
    absent = np.isnan(normalised[0][rows])
    patterns, group = np.unique(np.packbits(absent, axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    members = [np.flatnonzero(group == number) for number in range(len(patterns))]
    for number, matrix in enumerate(normalised):
        which = np.flatnonzero(drawn.normalisation == number)
        if not len(which):
            continue
        values = matrix[rows]
        if aggregation == "geometric":
            values = np.log(np.maximum(values, GEOMETRIC_FLOOR))
        parts = [np.ascontiguousarray(np.nan_to_num(values[positions]).T, dtype=np.float32) for positions in members]
        present = [~absent[positions[0]] for positions in members]
        for start in range(0, len(which), _CHUNK):
            chunk = which[start : start + _CHUNK]
            scores = np.empty((len(chunk), len(rows)), dtype=np.float32)
            for positions, part, known in zip(members, parts, present, strict=True):
                weights = drawn.weights[chunk] * known
                weights /= np.maximum(weights.sum(axis=1, keepdims=True), np.float32(1e-30))
                scores[:, positions] = weights @ part
            yield chunk, scores


def _rank(scores: np.ndarray, inside: np.ndarray, ranks: np.ndarray) -> None:
    """Fill in 1 + the number of reference units strictly more fragile."""
    if not inside.all():
        scale = np.sort(scores[inside])
        ranks[:] = 1 + len(scale) - np.searchsorted(scale, scores, side="right")
        return
    positions = order(scores)[::-1]
    ordered = scores[positions]
    place = np.arange(1, len(ordered) + 1, dtype=ranks.dtype)
    tied = ordered[1:] == ordered[:-1]
    if tied.any():
        place[1:][tied] = 0
        place = np.maximum.accumulate(place)
    ranks[positions] = place


def _summary(block: np.ndarray, total: int) -> dict[str, np.ndarray]:
    """Of ranks (units, draws); the block is reordered."""
    draws = block.shape[1]
    # Units strictly more fragile, times ten or five, below the total: as classes are cut.
    last_of_tenth, last_of_fifth = (-(-total // part) for part in (10, 5))
    decile = (block <= last_of_tenth).mean(axis=1)
    fifth = (block <= last_of_fifth).mean(axis=1)
    wanted = [max(0, -(-draws * percent // 100) - 1) for percent in (5, 50, 95)]
    block.partition(sorted(set(wanted)), axis=1)
    p05, p50, p95 = (block[:, at].astype(float) for at in wanted)
    return {"p05": p05, "p50": p50, "p95": p95, "decile": decile, "fifth": fifth}


def _robust(p05: np.ndarray, p95: np.ndarray, total: int, draws: int) -> np.ndarray:
    return ((p95 - p05) <= WIDEST * total) & (draws >= FEWEST)
