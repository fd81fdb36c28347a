"""Shrinkage: equal to the plain formula, fair, unbiased, and nearer to the truth than plain means."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.estimator import GLOBAL, PERSONS, RAW, SPATIAL, rmse, simulate
from mentalmap.domain.areas import Areas
from mentalmap.domain.estimation.neighbours import MOST_CORRELATED, Structure, find_neighbours, structure_of
from mentalmap.domain.estimation.spatial import LAMBDAS, TAUS, shrink
from tests.unit.making import make_squares


def plain(mean: np.ndarray, variance: np.ndarray, structure: Structure) -> tuple[np.ndarray, np.ndarray]:
    """Compute the posterior as science.md 2.4 writes it: a Cholesky factor for every τ and λ."""
    o = np.flatnonzero(~np.isnan(mean))
    y, weights, means, variances = mean[o], [], [], []
    for lam in LAMBDAS:
        s = structure.covariance(lam)
        for tau in TAUS:
            factor = np.linalg.cholesky(tau**2 * s[np.ix_(o, o)] + np.diag(variance[o]))
            y_hat, one_hat = np.linalg.solve(factor, y), np.linalg.solve(factor, np.ones(len(o)))
            v_mu = 1 / (one_hat @ one_hat)
            mu = v_mu * (one_hat @ y_hat)
            r = y_hat - mu * one_hat
            weights.append(
                -np.log(np.diag(factor)).sum() - r @ r / 2 + np.log(v_mu) / 2 - (tau / 0.5) ** 2 / 2
            )
            k = np.linalg.solve(factor, tau**2 * s[o])
            h = 1 - k.T @ one_hat
            means.append(mu + k.T @ r)
            variances.append(tau**2 * np.diag(s) - (k**2).sum(axis=0) + h**2 * v_mu)
    omega = np.exp(np.array(weights) - max(weights))
    omega /= omega.sum()
    estimate = omega @ np.array(means)
    return estimate, np.sqrt(omega @ (np.array(variances) + np.array(means) ** 2) - estimate**2)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 5), st.floats(0, 0.5))
def test_one_decomposition_gives_what_all_cholesky_factors_give(
    seed: int, columns: int, rows: int, missing: float
) -> None:
    if columns * rows < 2:
        rows = 2
    rng = np.random.default_rng(seed)
    count = columns * rows
    mean, variance = rng.normal(0, 0.7, count), np.exp(rng.uniform(np.log(0.005), np.log(0.8), count))
    mean[rng.random(count) < missing] = np.nan
    mean[0] = 0.3
    structure = structure_of(make_squares(columns, rows))
    found = shrink(mean, variance, structure)
    estimate, sd = plain(mean, variance, structure)
    assert found.estimate == pytest.approx(estimate, abs=1e-9)
    assert found.sd == pytest.approx(sd, abs=1e-9)


def test_lambda_zero_is_the_common_shrinkage_of_every_textbook() -> None:
    mean, variance, tau = np.array([-1.0, 0.2, 0.4, 1.3]), np.array([0.3, 0.05, 0.1, 0.8]), 0.5
    found = shrink(mean, variance, structure_of(make_squares(4)), lambdas=(0.0,), taus=(tau,))
    weight = 1 / (tau**2 + variance)
    mu = (weight * mean).sum() / weight.sum()
    trust = tau**2 / (tau**2 + variance)
    assert found.estimate == pytest.approx(trust * mean + (1 - trust) * mu)
    assert (found.prior_mean, found.prior_mean_sd) == pytest.approx((mu, weight.sum() ** -0.5))
    assert found.likeliest == (tau, 0.0)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(-2, 2), min_size=6, max_size=6), st.lists(st.floats(0.01, 1), min_size=6, max_size=6)
)
def test_turning_all_means_round_turns_all_estimates_round(
    means: list[float], variances: list[float]
) -> None:
    structure = structure_of(make_squares(3, 2))
    one, other = (shrink(sign * np.array(means), np.array(variances), structure) for sign in (1, -1))
    assert np.array_equal(one.estimate, -other.estimate)
    assert np.array_equal(one.sd, other.sd)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-2, 2), min_size=6, max_size=6), st.floats(-3, 3))
def test_moving_all_means_moves_all_estimates(means: list[float], step: float) -> None:
    structure, variance = structure_of(make_squares(3, 2)), np.linspace(0.05, 0.4, 6)
    one, other = (shrink(np.array(means) + move, variance, structure) for move in (0.0, step))
    assert other.estimate - step == pytest.approx(one.estimate, abs=1e-9)
    assert other.tau == pytest.approx(one.tau, abs=1e-9)


def test_nothing_known_gives_nothing() -> None:
    for count in (0, 3):
        found = shrink(np.full(count, np.nan), np.full(count, np.nan), structure_of(make_squares(count)))
        assert np.isnan(found.estimate).all() and np.isnan(found.tau)


def test_9_6_one_area_keeps_its_direct_estimate() -> None:
    found = shrink(np.array([0.7]), np.array([0.09]), structure_of(make_squares(1)))
    assert (found.estimate[0], found.sd[0]) == pytest.approx((0.7, 0.3))


def test_9_6_all_scores_equal_is_no_division_by_zero() -> None:
    found = shrink(np.full(4, 1.0), np.zeros(4), structure_of(make_squares(4)))
    assert found.estimate == pytest.approx(np.ones(4))
    assert np.isfinite(found.sd).all()


def test_more_than_800_areas_are_shrunken_without_neighbours_and_at_once() -> None:
    count = MOST_CORRELATED + 1
    structure = Structure(count, np.stack([np.arange(count - 1), np.arange(1, count)], axis=1))
    found = shrink(np.sin(np.arange(count)), np.full(count, 0.1), structure)
    assert found.lam == 0.0
    assert np.isfinite(found.estimate).all()


def test_areas_that_share_a_border_are_neighbours_and_corners_are_not() -> None:
    assert find_neighbours(make_squares(2, 2).geometries).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]


def test_borders_drawn_twice_need_not_fall_on_each_other() -> None:
    squares = np.array([shapely.box(0, 0, 1000, 1000), shapely.box(1000.6, 3, 2000, 1000)])
    islands = np.array([*squares, shapely.box(9000, 0, 9500, 500), shapely.box(1100, 5000, 1200, 5100)])
    assert find_neighbours(squares).tolist() == [[0, 1]]
    assert find_neighbours(islands).tolist() == [[0, 1], [1, 2], [1, 3]]


def test_9_6_an_island_learns_from_its_nearest_area() -> None:
    islands = np.array([shapely.box(x, 0, x + 100, 100) for x in (0, 500, 5000)])
    assert find_neighbours(islands).tolist() == [[0, 1], [1, 2]]
    areas = Areas(("a", "b", "c"), ("A", "B", "C"), islands, np.full(3, np.nan))
    assert structure_of(areas) is structure_of(areas)
    variances = np.diag(structure_of(areas).covariance(0.99))
    assert variances.max() / variances.min() < 2


def test_an_area_without_ground_harms_nobody() -> None:
    ground = np.array([shapely.box(0, 0, 100, 100), shapely.Polygon(), shapely.box(100, 0, 200, 100)])
    assert find_neighbours(ground).tolist() == [[0, 1], [0, 2]]
    assert find_neighbours(np.array([shapely.Polygon(), shapely.Polygon()])).tolist() == [[0, 1]]


def test_prior_covariances_have_a_mean_variance_of_one() -> None:
    structure = structure_of(make_squares(4, 3))
    for lam in LAMBDAS:
        covariance = structure.covariance(lam)
        assert np.diag(covariance).mean() == pytest.approx(1)
        assert np.array_equal(covariance, covariance.T)
        assert np.linalg.eigvalsh(covariance).min() > 0


def test_spatial_estimates_beat_plain_means_where_there_is_a_pattern() -> None:
    found = simulate("A", 12, seed=5)
    assert rmse(found.errors[SPATIAL]) < 0.7 * rmse(found.errors[RAW])
    assert rmse(found.errors[SPATIAL]) < 0.75 * rmse(found.errors[PERSONS])
    assert 0.8 < found.covered < 0.97
    assert found.ranks[SPATIAL] > found.ranks[RAW]


def test_spatial_estimates_lose_nothing_where_there_is_no_pattern() -> None:
    found = simulate("B", 12, seed=5)
    assert rmse(found.errors[SPATIAL]) < 1.06 * rmse(found.errors[GLOBAL])
    assert found.lam < simulate("A", 12, seed=5).lam


def test_people_who_mark_more_when_they_are_angry_move_the_raw_mean_only() -> None:
    found = simulate("C", 12, seed=5)
    assert found.bias(RAW) < -0.2
    assert abs(found.bias(SPATIAL)) < 0.05
