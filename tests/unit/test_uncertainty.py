"""Drawn weights against an independent ranking (pandas), by hand, and what the sentences say of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from fragile import facts_of_two, profile

from anct_qgis_plugin.core import index, robustness, uncertainty
from anct_qgis_plugin.core.fragility import RankUncertainty, Redundancy, TerritoryIndex, redundancies
from anct_qgis_plugin.core.wording import NBSP

NAN = float("nan")
COUNT, KINDS = 60, 4


def sample(seed: int = 1, count: int = COUNT, missing: float = 0.1) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Values, weights, and the values normalised three ways."""
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, (count, KINDS)) + rng.normal(0, 1, (count, 1))
    values[rng.random((count, KINDS)) < missing] = NAN
    values[0] = 0.0  # somebody has everything
    high = np.ones(KINDS, dtype=bool)
    return (
        values,
        np.array([3.0, 1.0, 1.0, 2.0]),
        [index.normalise(values, high, m) for m in uncertainty.NORMALISATIONS],
    )


def naive(
    normalised: list[np.ndarray], drawn: uncertainty.Drawn, aggregation: str, ranked: np.ndarray, reference: np.ndarray
) -> np.ndarray:
    """(draws, n) ranks, one draw and one unit at a time, with pandas' ranks."""
    found = np.full((len(drawn), len(ranked)), NAN)
    for d in range(len(drawn)):
        matrix, weights = normalised[drawn.normalisation[d]], drawn.weights[d].astype(float)
        scores = np.full(len(ranked), NAN)
        for i in np.flatnonzero(ranked):
            known = [(v, w) for v, w in zip(matrix[i], weights, strict=True) if v == v]
            whole = sum(w for _, w in known)
            if aggregation == "geometric":
                scores[i] = np.prod([max(v, 1.0) ** (w / whole) for v, w in known])
            else:
                scores[i] = sum(v * w / whole for v, w in known)
        for i in np.flatnonzero(ranked):
            group = [scores[j] for j in np.flatnonzero(reference) if j != i] + [scores[i]]
            found[d, i] = _ranks(group)[-1]
    return found


def _ranks(scores: list[float] | np.ndarray) -> np.ndarray:
    return pd.Series(scores).rank(ascending=False, method="min").to_numpy()


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
@pytest.mark.parametrize("part", [1.0, 0.6])
def test_intervals_agree_with_one_draw_at_a_time(aggregation: str, part: float) -> None:
    values, weights, normalised = sample()
    ranked = np.isnan(values).sum(axis=1) <= 1
    reference = ranked & (np.arange(COUNT) < COUNT * part)
    drawn = uncertainty.draw(weights, 101, 7)
    result = uncertainty.intervals(normalised, drawn, aggregation, ranked, reference)
    ranks = naive(normalised, drawn, aggregation, ranked, reference)[:, ranked]
    total = int(reference.sum())
    assert result.total == total and result.draws == 101 and result.seed == 7
    for name, share in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95)):
        expected = np.quantile(ranks, share, axis=0, method="inverted_cdf")
        np.testing.assert_array_equal(getattr(result, name)[ranked], expected)
    # In the most fragile tenth: fewer than a tenth of the units are strictly more fragile.
    np.testing.assert_allclose(result.decile[ranked], (10 * (ranks - 1) < total).mean(axis=0))
    np.testing.assert_allclose(result.fifth[ranked], (5 * (ranks - 1) < total).mean(axis=0))
    wide = result.p95[ranked] - result.p05[ranked] > total / 5
    assert (result.verdict[ranked] == np.where(wide, "non concluant", "robuste")).all()
    assert np.isnan(result.p50[~ranked]).all() and set(result.verdict[~ranked]) <= {""}
    for unit in np.flatnonzero(ranked)[::9]:
        alone = uncertainty.ranks_of(normalised, drawn, aggregation, ranked, reference, int(unit))
        np.testing.assert_array_equal(alone, ranks[:, np.searchsorted(np.flatnonzero(ranked), unit)])
        summary = uncertainty.summary_of(alone, total)
        assert summary[:3] == (result.p05[unit], result.p50[unit], result.p95[unit])
        assert summary[5] == result.verdict[unit]


@pytest.mark.parametrize(("draws", "verdict"), [(1, "non concluant"), (19, "non concluant"), (20, "robuste")])
def test_too_few_draws_make_no_rank_sure(draws: int, verdict: str) -> None:
    values = np.arange(40.0)[:, None]  # one indicator: no draw moves any rank
    normalised = [index.normalise(values, np.array([True]), m) for m in uncertainty.NORMALISATIONS]
    everybody, drawn = np.ones(40, dtype=bool), uncertainty.draw(np.ones(1), draws)
    result = uncertainty.intervals(normalised, drawn, "arithmetic", everybody, everybody)
    assert set(result.verdict) == {verdict}
    alone = uncertainty.ranks_of(normalised, drawn, "arithmetic", everybody, everybody, 3)
    assert uncertainty.summary_of(alone, 40)[5] == verdict


def test_a_large_country_is_ranked_as_a_small_one() -> None:
    """Above 2,000 units ranks come from another sort; ties share the best rank."""
    values, weights, normalised = sample(3, 2600, 0.0)
    everybody = np.ones(2600, dtype=bool)
    drawn = uncertainty.draw(weights, 5, 1)
    result = uncertainty.intervals(normalised, drawn, "arithmetic", everybody, everybody)
    scores = np.array(
        [normalised[m] @ w.astype(float) for m, w in zip(drawn.normalisation, drawn.weights, strict=True)]
    )
    ranks = np.array([_ranks(row) for row in scores])
    # Scores are held in single precision: neighbours a millionth of a point apart may change places.
    assert np.abs(result.p50 - np.quantile(ranks, 0.5, axis=0, method="inverted_cdf")).max() <= 1
    assert np.abs(result.p95 - ranks.max(axis=0)).max() <= 1
    place = np.zeros(2600, dtype=np.uint16)
    uncertainty._rank(np.repeat(np.arange(1300, dtype=np.float32), 2), everybody, place)
    assert place[-1] == place[-2] == 1 and place[0] == place[1] == 2599


def test_the_same_seed_gives_the_same_draws() -> None:
    weights = np.array([1.0, 2.0, 0.0])
    one, same, other = (uncertainty.draw(weights, 50, seed) for seed in (2020, 2020, 2021))
    np.testing.assert_array_equal(one.weights, same.weights)
    np.testing.assert_array_equal(one.normalisation, same.normalisation)
    assert not np.array_equal(one.weights, other.weights)


def test_draws_follow_dirichlet_s_law() -> None:
    """Mean: the profile's shares; variance: w (1 - w) / (concentration + 1), four for each weight that is not zero."""
    shares = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = uncertainty.draw(shares * 8, 40_000)
    np.testing.assert_allclose(drawn.weights.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(drawn.weights.mean(axis=0), shares, atol=0.004)
    np.testing.assert_allclose(drawn.weights.var(axis=0), shares * (1 - shares) / (4 * 3 + 1), atol=0.0008)
    assert (drawn.weights[:, 3] == 0).all()
    np.testing.assert_allclose(np.bincount(drawn.normalisation) / 40_000, 1 / 3, atol=0.01)


def test_sensitivity_of_a_rank_that_one_weight_makes() -> None:
    drawn = uncertainty.draw(np.ones(3), 4000, 3)
    shares, normalisation = uncertainty.sensitivity(np.round(1000 * drawn.weights[:, 1]), drawn)
    assert shares[1] > 0.95  # within a tenth of its range, the weight still varies a little
    # Dirichlet weights sum to one: each of the two others explains the part its correlation (-1/2) gives, a quarter.
    assert shares[0] == pytest.approx(0.25, abs=0.05) and shares[2] == pytest.approx(0.25, abs=0.05)
    assert normalisation < 0.005
    shares, normalisation = uncertainty.sensitivity(drawn.normalisation * 10 + 1, drawn)
    assert normalisation == pytest.approx(1) and shares.max() < 0.01
    shares, normalisation = uncertainty.sensitivity(np.full(4000, 12), drawn)
    assert shares.tolist() == [0, 0, 0] and normalisation == 0


def test_chance_alone_explains_nothing() -> None:
    drawn = uncertainty.draw(np.ones(5), 1000, 3)
    noise = np.random.default_rng(9).permutation(1000)
    assert max(uncertainty.sensitivity(noise, drawn)[0]) < 0.02


def test_one_indicator_leaves_nothing_to_draw_but_the_scale() -> None:
    values = np.arange(40.0)[:, None]
    normalised = [index.normalise(values, np.array([True]), m) for m in uncertainty.NORMALISATIONS]
    everybody = np.ones(40, dtype=bool)
    result = uncertainty.intervals(normalised, uncertainty.draw(np.ones(1)), "arithmetic", everybody, everybody)
    assert (result.p05 == result.p95).all() and (result.verdict == "robuste").all()


def test_work_tells_how_far_it_is_and_can_be_stopped() -> None:
    values, weights, normalised = sample()
    ranked = ~np.isnan(values).any(axis=1)
    seen: list[float] = []
    uncertainty.intervals(normalised, uncertainty.draw(weights), "arithmetic", ranked, ranked, seen.append)
    assert seen == sorted(seen) and seen[-1] == 1

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        uncertainty.intervals(normalised, uncertainty.draw(weights), "arithmetic", ranked, ranked, stop)


def test_a_territory_s_uncertainty_is_that_of_its_row() -> None:
    analyst = facts_of_two()
    for expression, level in (("46102", "commune"), ("epci:200000002", "epci")):
        found = analyst.index(profile(), analyst.gazetteer.resolve(expression))
        whole = analyst.intervals(profile(), level)
        row = list(analyst.fragility(profile(), level).units.codes).index(expression.rpartition(":")[2])
        assert found.uncertainty is not None
        assert (found.uncertainty.p05, found.uncertainty.p95) == (whole.p05[row], whole.p95[row])
        assert found.uncertainty.decile == whole.decile[row]
    perimeter = analyst.index(profile(), analyst.gazetteer.resolve("com:46042+com:46102"))
    assert perimeter.level == "epci" and perimeter.uncertainty is not None
    assert 1 <= perimeter.uncertainty.p05 <= perimeter.uncertainty.p95 <= perimeter.total + 1
    assert analyst.index(profile(), analyst.gazetteer.resolve("46102"), draws=0).uncertainty is None


def test_intervals_are_kept_and_not_computed_twice() -> None:
    analyst = facts_of_two()
    assert analyst.intervals(profile(), "commune") is analyst.intervals(profile(), "commune")
    assert analyst.intervals(profile(), "commune", seed=1) is not analyst.intervals(profile(), "commune")


def test_redundant_indicators_are_named() -> None:
    analyst = facts_of_two()
    (pair,) = redundancies(analyst.fragility(profile(), "commune"))
    # Four communes have both: vacancy 5, 10, 8, 12 (ranks 1 3 2 4); income 22, 24, 19, 20, low = fragile (2 1 4 3):
    # sum of squared differences 1 + 4 + 4 + 1 = 10, rho = 1 - 6 x 10 / (4 x 15) = 0.
    assert pair.correlation == pytest.approx(0) and not pair.same
    assert Redundancy("a", "b", 0.8).same and Redundancy("a", "b", -0.81).same and not Redundancy("a", "b", 0.79).same
    said = robustness.redundancy_sentence(Redundancy("fedi", "part_rsa", 0.9), analyst.facts.catalogue.indicators)
    assert "disent presque la même chose" in said and "0,90" in said


# -- sentences --------------------------------------------------------------------------------------------------------


def said_of(**changes: object) -> str:
    values = {
        "p05": 700, "p50": 1000, "p95": 1300, "decile": 0.93, "fifth": 1.0, "verdict": "robuste", "draws": 1000,
        "seed": 2020, "sensitivity": {"part_rsa": 0.4, "fedi": 0.1}, "normalisation": 0.1,
    }  # fmt: skip
    found = RankUncertainty(**(values | changes))
    territory = TerritoryIndex(70.0, 1010, 34845, 5, 1.0, "commune", "France", {}, {}, found)
    return robustness.verdict_sentence(territory).replace(NBSP, " ").replace("\u202f", " ")


def test_the_sentence_of_a_robust_rank() -> None:
    assert said_of() == (
        "Rang robuste : parmi les 10 % les plus fragiles dans 93 % des pondérations étudiées (1 000 tirages) ; "
        "rang médian 1 000e sur 34 845 communes, entre 700e et 1 300e dans neuf tirages sur dix."
    )
    assert "parmi les 20 % les plus fragiles dans 61 % des" in said_of(decile=0.2, fifth=0.61)
    assert "hors des 20 % les plus fragiles dans toutes les pondérations" in said_of(decile=0, fifth=0)
    assert "dans plus de 99 % des" in said_of(decile=0.999) and "dans toutes les" in said_of(decile=1)
    assert "1re" in said_of(p05=1)


def test_the_sentence_of_an_inconclusive_rank_says_so() -> None:
    text = said_of(verdict="non concluant", p05=100, p95=20000, decile=0.1, fifth=0.3)
    assert text.startswith(
        "Rang non concluant : il dépend trop de la pondération choisie (rang médian 1 000e sur 34 845"
    )
    assert "hors des 20 % les plus fragiles dans 70 %" in text and "robuste" not in text


def test_which_weight_moves_the_rank_most() -> None:
    analyst = facts_of_two()
    indicators = analyst.facts.catalogue.indicators
    found = RankUncertainty(1, 2, 3, 0.5, 0.5, "robuste", 1000, 2020, {"part_rsa": 0.42, "fedi": 0.1}, 0.5)
    territory = TerritoryIndex(70.0, 2, 10, 5, 1.0, "epci", "France", {}, {}, found)
    text = robustness.moving_sentence(territory, indicators)
    assert "RSA" in text and "42" in text and "normalisation compte davantage" in text
    still = RankUncertainty(1, 1, 1, 1, 1, "robuste", 1000, 2020, {"part_rsa": 0.0, "fedi": 0.0}, 0.0)
    assert robustness.moving_sentence(TerritoryIndex(9, 1, 9, 5, 1, "epci", "", {}, {}, still), indicators) == ""
