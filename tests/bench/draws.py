"""Drawn weights over real columns, by the plugin's engine or by a plain script: `draws.py ours|plain FILE.npz`.

A process of its own for each, so that its peak memory can be told. Prints seconds, peak and initial MB, and a checksum.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
DRAWS, SEED = 1000, 2020


def ours(values: np.ndarray, high: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The plugin's engine, from the values on."""
    from anct_qgis_plugin.core import index, uncertainty

    normalised = [index.normalise(values, high, method) for method in uncertainty.NORMALISATIONS]
    ranked = ~np.isnan(index.aggregate(normalised[0], weights).index)
    drawn = uncertainty.draw(weights, DRAWS, SEED)
    return uncertainty.intervals(normalised, drawn, "arithmetic", ranked, ranked).p50


def plain(values: np.ndarray, high: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """As one writes it with pandas: normalise, then for each draw the weighted mean and `rank`."""
    import pandas as pd

    frame = pd.DataFrame(values) * np.where(high, 1, -1)
    ways = [
        100 * (frame.rank() - 0.5) / frame.notna().sum(),
        100 * (frame - frame.min()) / (frame.max() - frame.min()),
        (50 + 10 * (frame - frame.mean()) / frame.std(ddof=0)).clip(0, 100),
    ]
    present = frame.notna().to_numpy()
    ranked = present @ (weights / weights.sum()) >= 2 / 3 - 1e-9
    generator = np.random.default_rng(SEED)
    shares = weights / weights.sum()
    gamma = generator.standard_gamma(np.broadcast_to(4 * len(shares) * shares, (DRAWS, len(shares))))
    drawn = gamma / gamma.sum(axis=1, keepdims=True)
    which = generator.integers(0, 3, DRAWS)
    ranks = np.empty((DRAWS, int(ranked.sum())))
    for draw in range(DRAWS):
        matrix = np.nan_to_num(ways[which[draw]].to_numpy())
        score = (matrix @ drawn[draw]) / np.where(ranked, present @ drawn[draw], 1)
        ranks[draw] = pd.Series(score[ranked]).rank(ascending=False, method="min")
    result = np.full(len(values), np.nan)
    low, median, high_rank = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    result[ranked] = median
    return result if (low <= high_rank).all() else low


def peak() -> float:
    """The most memory that this process has held, MB; what its parent held does not count."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return float(line.split()[1]) / 1e3
    return float("nan")


def main() -> None:
    way, file = {"ours": ours, "plain": plain}[sys.argv[1]], np.load(sys.argv[2])
    import pandas  # noqa: F401  (imported before the clock starts, for both)

    if way is ours:
        from anct_qgis_plugin.core import index, uncertainty  # noqa: F401
    before = peak()
    begun = time.perf_counter()
    median = way(file["values"], file["high"], file["weights"])
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"{seconds:.3f} {peak():.0f} {before:.0f} {np.nansum(median):.0f}\n")


if __name__ == "__main__":
    main()
