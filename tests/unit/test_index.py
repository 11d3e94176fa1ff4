"""The index engine against hand calculations, an independent ranking, and the published ASEM example."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anct_qgis_plugin.core import index, ordering
from anct_qgis_plugin.errors import ProfileError

SHARED = Path(os.environ.get("ANCT_SHARED", Path(__file__).parents[3] / "shared"))
NAN = float("nan")


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


HIGH = np.array([True])
METHODS = ["arithmetic", "geometric"]


def test_percentile_by_hand() -> None:
    # 4 units: ranks 1, 2.5, 2.5, 4 → (rank - 0.5) / 4
    assert index.normalise(column(1, 7, 7, 9), HIGH, "percentile")[:, 0].tolist() == [12.5, 50.0, 50.0, 87.5]


def test_direction_reflects_the_normalised_value() -> None:
    low = index.normalise(column(1, 7, 7, 9), np.array([False]), "percentile")[:, 0]
    assert low.tolist() == [87.5, 50.0, 50.0, 12.5]


def test_missing_stays_missing_and_does_not_count() -> None:
    result = index.normalise(column(3, NAN, 1), HIGH, "percentile")[:, 0]
    assert result[0] == 75 and np.isnan(result[1]) and result[2] == 25


def test_minmax_and_zscore_by_hand() -> None:
    assert index.normalise(column(10, 15, 30), HIGH, "minmax")[:, 0].tolist() == [0, 25, 100]
    # mean 4, population standard deviation 2: z = -1, -1, -1, 0.5… by hand for 2, 2, 4, 8 → mean 4, sd sqrt(6)
    expected = 50 + 10 * (np.array([2, 2, 4, 8]) - 4) / np.sqrt(6)
    np.testing.assert_allclose(index.normalise(column(2, 2, 4, 8), HIGH, "zscore")[:, 0], expected)


def test_outside_the_reference_takes_the_place_it_would_have() -> None:
    reference = np.array([True, True, True, True, False, False, False])
    result = index.normalise(column(1, 2, 3, 4, 2.5, 0, 3), HIGH, "percentile", reference)[:, 0]
    assert result.tolist() == [12.5, 37.5, 62.5, 87.5, 50.0, 0.0, 62.5]


def test_a_column_without_spread_tells_nobody_apart() -> None:
    for method in ("percentile", "minmax", "zscore"):
        assert index.normalise(column(4, 4, 4), HIGH, method)[:, 0].tolist() == [50, 50, 50]


@given(
    st.lists(st.one_of(st.integers(-5, 5).map(float), st.just(NAN)), min_size=1, max_size=40),
)
def test_percentile_agrees_with_pandas(values: list[float]) -> None:
    series = pd.Series(values, dtype=float)
    expected = 100 * (series.rank(method="average") - 0.5) / max(series.notna().sum(), 1)
    result = index.normalise(series.to_numpy()[:, None], HIGH, "percentile")[:, 0]
    np.testing.assert_allclose(result, expected.to_numpy(), equal_nan=True)
    everybody_as_reference = index._percentile_within(series.to_numpy(), series.to_numpy())
    np.testing.assert_allclose(everybody_as_reference, expected.to_numpy(), equal_nan=True)


def test_arithmetic_by_hand() -> None:
    scores = index.aggregate(np.array([[80.0, 20.0], [40.0, NAN], [NAN, NAN]]), np.array([3.0, 1.0]), missing_max=0.3)
    assert scores.index[0] == 65 and scores.contributions[0].tolist() == [60, 5]
    assert scores.index[1] == 40 and scores.coverage[1] == 0.75  # renormalised over what is present
    assert np.isnan(scores.index[2]) and scores.coverage[2] == 0


def test_too_much_missing_gives_no_index() -> None:
    row = np.array([[50.0, NAN, 50.0]])
    assert not np.isnan(index.aggregate(row, np.ones(3), missing_max=1 / 3).index[0])
    assert np.isnan(index.aggregate(row, np.array([1.0, 1.1, 1.0]), missing_max=1 / 3).index[0])


def test_geometric_by_hand() -> None:
    scores = index.aggregate(np.array([[80.0, 20.0], [0.0, 1.0]]), np.ones(2), "geometric")
    assert scores.index[0] == pytest.approx(40)  # sqrt(80 x 20)
    assert scores.contributions[0] == pytest.approx(40 * np.log([80, 20]) / np.log(1600))
    assert scores.index[1] == pytest.approx(1)  # at the floor of the 1-100 scale
    assert scores.contributions[1].sum() == pytest.approx(1)


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.sampled_from(["arithmetic", "geometric"]))
def test_contributions_sum_and_scale_of_weights_does_not_matter(seed: int, method: str) -> None:
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 100, (30, 4))
    values[rng.random((30, 4)) < 0.2] = NAN
    weights = rng.uniform(0, 3, 4) + 0.01
    scores = index.aggregate(values, weights, method, 0.5)
    known = ~np.isnan(scores.index)
    np.testing.assert_allclose(np.nansum(scores.contributions[known], axis=1), scores.index[known])
    np.testing.assert_allclose(index.aggregate(values, weights * 7, method, 0.5).index, scores.index, equal_nan=True)


def test_bad_weights_are_errors() -> None:
    for weights in (np.zeros(2), np.array([1.0, -1.0])):
        with pytest.raises(ProfileError):
            index.aggregate(np.zeros((1, 2)), weights)


def test_ranks_and_classes_keep_ties_together() -> None:
    scores = np.array([10.0, 90.0, 50.0, 50.0, NAN, 70.0])
    ranks, total = index.rank(scores)
    assert total == 5 and ranks[[0, 1, 2, 3, 5]].tolist() == [5, 1, 3, 3, 2] and np.isnan(ranks[4])
    # fifths of five ranks: rank 1 → 5, 2 → 4, 3 → 3 (both), 5 → 1
    assert index.classes(ranks, total).tolist() == [1, 5, 3, 3, 0, 4]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["float32", "float64"]), st.sampled_from([0, 1, 3]))
def test_the_fast_order_is_argsort_s(seed: int, kind: str, decimals: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 10.0 ** rng.integers(-3, 6), 2500).round(decimals).astype(kind)
    values[rng.random(2500) < 0.05] = NAN
    values[:4] = [0.0, -0.0, np.inf, -np.inf]
    np.testing.assert_array_equal(ordering.order(values), np.argsort(values, kind="stable"))
    np.testing.assert_array_equal(ordering.order(np.full(3000, 7.5)), np.arange(3000))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 1.0, 2.0]), st.booleans())
def test_winsorising_agrees_with_one_point_at_a_time(seed: int, spread: float, low: bool) -> None:
    values = np.random.default_rng(seed).lognormal(0, spread, 200) * (-1 if low else 1)
    np.testing.assert_allclose(index.winsorise(values), _naive_winsorised(values, 5))
    assert index.moments(values) == pytest.approx(_moments(values))


def test_winsorising_by_hand() -> None:
    # Twenty even values and one far away: it takes the value of the next, and the column leans no more.
    values = np.append(np.arange(20.0), 1000.0)
    assert index.winsorise(values).tolist() == [*range(20), 19]
    assert index.winsorise(-values).tolist() == [-v for v in (*range(20), 19)]
    assert index.winsorise(np.arange(20.0)).tolist() == list(range(20))
    # The bound comes from the reference; a missing value stays missing.
    reference = np.append(np.ones(21, bool), [False, False])
    outside = index.winsorise(np.append(values, [500.0, NAN]), reference)
    assert outside[20:22].tolist() == [19, 19] and np.isnan(outside[22])
    # At most 1 % of the units, at least five: with six extremes apart, five are brought back to the sixth.
    many = np.append(np.arange(300.0) / 100, 1000.0 * 2 ** np.arange(6))
    assert index.winsorise(many)[-6:].tolist() == [1000.0] * 6
    assert index.winsorise(np.array([1.0, NAN, 3.0])).tolist()[0] == 1.0  # too few to tell


def test_correlations_are_spearman_s() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, (400, 3))
    values[:, 1] = np.exp(values[:, 0]) + rng.normal(0, 0.2, 400)
    values[rng.random((400, 3)) < 0.1] = NAN
    expected = pd.DataFrame(values).corr("spearman").to_numpy()
    np.testing.assert_allclose(index.correlations(values), expected)
    assert np.isnan(index.correlations(np.array([[1.0, NAN], [2.0, 1.0]]))[0, 1])


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["percentile", "minmax", "zscore"]), st.sampled_from(METHODS))
def test_order_is_kept_when_a_unit_gets_worse(seed: int, method: str, aggregation: str) -> None:
    """A unit whose figures all get worse, the others staying as they are, never becomes less fragile in rank."""
    rng = np.random.default_rng(seed)
    values, high, weights = rng.normal(0, 1, (25, 3)).round(1), rng.random(3) < 0.5, rng.uniform(0.1, 3, 3)
    worse = values.copy()
    worse[4] += np.where(high, 1, -1) * rng.uniform(0, 2, 3)

    def rank_of_four(table: np.ndarray) -> float:
        return index.rank(index.aggregate(index.normalise(table, high, method), weights, aggregation).index)[0][4]

    # min-max bounded at both ends and z-scores move with the unit itself: the scale is that of the others.
    others = np.arange(25) != 4
    before, after = (index.aggregate(index.normalise(t, high, method, others), weights, aggregation).index
                     for t in (values, worse))  # fmt: skip
    assert after[4] >= before[4] - 1e-9
    np.testing.assert_allclose(after[others], before[others])
    if method == "percentile":
        assert rank_of_four(worse) <= rank_of_four(values)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["percentile", "minmax", "zscore"]), st.sampled_from(METHODS))
def test_a_monotone_change_of_unit_keeps_the_order(seed: int, method: str, aggregation: str) -> None:
    """Percentages or shares, euros or thousands: the ranks are the same; by percentile, any increasing function."""
    rng = np.random.default_rng(seed)
    values, high, weights = rng.uniform(0, 5, (25, 3)), rng.random(3) < 0.5, rng.uniform(0.1, 3, 3)
    changed = np.exp(values) if method == "percentile" else values * 1000 - 7
    first, second = (
        index.aggregate(index.normalise(t, high, method), weights, aggregation).index for t in (values, changed)
    )
    np.testing.assert_allclose(first, second)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["percentile", "minmax", "zscore"]), st.sampled_from(METHODS))
def test_a_missing_column_never_raises_a_rank(seed: int, method: str, aggregation: str) -> None:
    """An indicator that nobody has changes no rank: each keeps the one it has without it, or has none any more."""
    rng = np.random.default_rng(seed)
    values, high, weights = rng.normal(0, 1, (25, 4)), rng.random(4) < 0.5, rng.uniform(0.1, 3, 4)
    values[rng.random((25, 4)) < 0.1] = NAN
    values[:, 3] = NAN
    with_it = index.aggregate(index.normalise(values, high, method), weights, aggregation, 0.6).index
    without = index.aggregate(index.normalise(values[:, :3], high[:3], method), weights[:3], aggregation, 0.6).index
    ranked = ~np.isnan(with_it)
    assert not np.isnan(without[ranked]).any()
    np.testing.assert_array_equal(index.rank(with_it[ranked].round(9))[0], index.rank(without[ranked].round(9))[0])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(METHODS))
def test_losing_a_figure_worse_than_one_s_index_never_raises_the_rank(seed: int, aggregation: str) -> None:
    """A unit gains nothing by not publishing what shows it fragile."""
    rng = np.random.default_rng(seed)
    normalised, weights = rng.uniform(1, 100, (25, 4)), rng.uniform(0.1, 3, 4)
    before = index.aggregate(normalised, weights, aggregation, 0.9).index
    worst = int(normalised[7].argmax())
    normalised[7, worst] = NAN
    after = index.aggregate(normalised, weights, aggregation, 0.9).index
    assert index.rank(after)[0][7] >= index.rank(before)[0][7]


# -- the published ASEM example ---------------------------------------------------------------------------------------

ASEM = SHARED / "data" / "asem"
needs_asem = pytest.mark.skipif(
    not ASEM.exists(), reason="the published ASEM example (../shared/data/asem) is not here"
)


def _asem() -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Steps 1 to 3 of the published example (denominate, impute, screen), written here for the test alone."""
    data = pd.read_csv(ASEM / "asem_data.csv").set_index("uCode")
    with open(ASEM / "asem_meta.csv", encoding="utf-8") as file:
        meta = list(csv.DictReader(file))
    indicators = [row for row in meta if row["Type"] == "Indicator"]
    values = pd.DataFrame(
        {r["iCode"]: data[r["iCode"]] / (data[r["Denominator"]] if r["Denominator"] else 1) for r in indicators}
    )
    return values.fillna(values.groupby(data["EurAsia_group"]).transform("mean")), meta


def _asem_treated() -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Step 4 as well: winsorised by the engine, then the logarithm of what five points do not mend."""
    values, meta = _asem()
    for name in values:
        original = values[name].to_numpy().copy()
        x = index.winsorise(original, points=5)
        if _outside(x):
            x = np.log(original - original.min() + 0.01 * (original.max() - original.min()))
        values[name] = x
    return values, meta


def _naive_winsorised(x: np.ndarray, most: int) -> np.ndarray:
    original, points = x.copy(), 0
    while _outside(x) and points < most:
        points += 1
        x = _winsorised(original, points)
    return x


def _moments(x: np.ndarray) -> tuple[float, float]:
    # Sample-corrected skewness and excess kurtosis, as COINr takes them (e1071's type 2).
    series = pd.Series(x)
    return float(series.skew()), float(series.kurt())


def _outside(x: np.ndarray) -> bool:
    skewness, kurtosis = _moments(x)
    return abs(skewness) > 2 and kurtosis > 3.5


def _winsorised(x: np.ndarray, points: int) -> np.ndarray:
    high = _moments(x)[0] > 0
    order = np.sort(x)[::-1] if high else np.sort(x)
    bound = order[points]
    return np.minimum(x, bound) if high else np.maximum(x, bound)


@needs_asem
def test_published_asem_example() -> None:
    values, meta = _asem_treated()
    levels: dict[int, list[dict[str, str]]] = {}
    for row in meta:
        if row["Level"]:
            levels.setdefault(int(float(row["Level"])), []).append(row)
    codes = [row["iCode"] for row in levels[1]]
    high = np.array([float(row["Direction"]) > 0 for row in levels[1]])
    table = dict(zip(codes, index.normalise(values[codes].to_numpy(), high, "minmax").T, strict=True))
    for level in sorted(levels)[1:]:
        for parent in levels[level]:
            children = [row for row in levels[level - 1] if row["Parent"] == parent["iCode"]]
            weights = np.array([float(row["Weight"]) for row in children])
            stacked = np.column_stack([table[row["iCode"]] for row in children])
            table[parent["iCode"]] = index.aggregate(stacked, weights).index
    published = _published()
    result = pd.DataFrame(table, index=values.index)
    for code, row in published.items():
        for name, expected in row.items():
            assert result.at[code, name] == pytest.approx(expected, abs=0.0051), (code, name)
    ranks, _ = index.rank(result["Index"].to_numpy())
    order = dict(zip(result.index, ranks, strict=True))
    assert {code: order[code] for code in published} == _published_ranks()


@needs_asem
def test_winsorising_the_asem_columns_agrees_with_one_point_at_a_time() -> None:
    values, _ = _asem()
    treated = 0
    for name in values:
        column = values[name].to_numpy()
        expected = _naive_winsorised(column, 5)
        treated += int((expected != column).any())
        np.testing.assert_array_equal(index.winsorise(column, points=5), expected)
    assert treated >= 5


def _published_ranks() -> dict[str, int]:
    lines = (ASEM / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return {row[0]: int(row[1]) for row in cells if len(row) > 3 and row[0].isalpha() and row[1].isdigit()}


def _published() -> dict[str, dict[str, float]]:
    """The rows of the table "Published results" of the example's README."""
    rows: dict[str, dict[str, float]] = {}
    names: list[str] = []
    for line in (ASEM / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "code":
            names = cells[2:]
        elif names and len(cells) == len(names) + 2 and cells[0].isalpha():
            rows[cells[0]] = {name: float(cell) for name, cell in zip(names, cells[2:], strict=True)}
    assert len(rows) >= 5
    return rows
