"""Tail probabilities agree with scipy, and Benjamini–Hochberg with its definition."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from mentalmap.domain.estimation.testing import (
    benjamini_hochberg,
    incomplete_beta,
    normal_cdf,
    student_t_two_sided,
)

parameters = st.floats(0.01, 1e6)


@settings(max_examples=300, deadline=None)
@given(parameters, parameters, st.floats(-6, 6))
def test_incomplete_beta_is_exact_also_for_large_parameters(a: float, b: float, z: float) -> None:
    middle, sd = a / (a + b), np.sqrt(a * b / (a + b) ** 2 / (a + b + 1))
    x = float(np.clip(middle + z * sd, 1e-12, 1 - 1e-12))
    found = incomplete_beta(np.array(a), np.array(b), np.array(x))
    assert float(found) == pytest.approx(scipy.special.betainc(a, b, x), abs=1e-9)


def test_incomplete_beta_at_its_ends_and_beyond() -> None:
    a, b = np.array([2.0, 2.0, 2.0, 2.0, -1.0, np.nan]), np.full(6, 3.0)
    x = np.array([0.0, 1.0, -0.1, 1.1, 0.5, 0.5])
    assert np.array_equal(incomplete_beta(a, b, x), [0, 1, *[np.nan] * 4], equal_nan=True)


@settings(max_examples=200, deadline=None)
@given(st.floats(-60, 60), st.floats(0.5, 1e6))
def test_student_t_agrees_with_scipy(t: float, df: float) -> None:
    found = student_t_two_sided(np.array(t), np.array(df))
    assert float(found) == pytest.approx(2 * scipy.stats.t.sf(abs(t), df), abs=1e-9)


def test_what_is_not_known_has_no_probability_and_what_is_infinite_has_none_left() -> None:
    p = student_t_two_sided(np.array([np.nan, np.inf, 0.0]), np.array([5.0, 5.0, 5.0]))
    assert np.array_equal(p, [np.nan, 0.0, 1.0], equal_nan=True)


@given(st.lists(st.floats(-40, 40), max_size=5))
def test_normal_cdf_agrees_with_scipy(z: list[float]) -> None:
    assert normal_cdf(np.array(z)) == pytest.approx(scipy.stats.norm.cdf(z), abs=1e-12)


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.5))
def test_benjamini_hochberg_is_the_one_of_scipy(p: list[float], q: float) -> None:
    expected = scipy.stats.false_discovery_control(p) <= q if p else np.empty(0, dtype=bool)
    found = benjamini_hochberg(np.array(p), q)
    differ = found != expected
    # Only where p is a hair's breadth from its bound may rounding decide.
    assert not differ.any() or np.abs(scipy.stats.false_discovery_control(p)[differ] - q).max() < 1e-12


def test_areas_that_were_not_tested_are_no_tests() -> None:
    p = np.array([0.04, np.nan, np.nan, np.nan])
    assert benjamini_hochberg(p, 0.05).tolist() == [True, False, False, False]
    assert benjamini_hochberg(np.array([0.04, 0.9, 0.9, 0.9]), 0.05).tolist() == [False] * 4


def test_equal_probabilities_are_flagged_alike() -> None:
    assert benjamini_hochberg(np.array([0.05, 0.05, 0.05]), 0.05).all()
