"""Significance: tail probabilities in plain numpy, and how many differences may be called real."""

from __future__ import annotations

import math

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray

MOST_STEPS = 5_000  # of the continued fraction; it needs about the square root of the larger parameter
CLOSE_ENOUGH = 1e-13  # change of a step; rounding keeps it from getting much smaller
SMALLEST = 1e-300  # is added where a sum could be zero; it changes no other
STIRLING_FROM = 10.0
_lgamma = np.frompyfunc(math.lgamma, 1, 1)
_erfc = np.frompyfunc(math.erfc, 1, 1)


def benjamini_hochberg(p: FloatArray, q: float = 0.10) -> BoolArray:
    """
    Choose the tests that may be called real, so that on average at most a share q of them is not.

    Parameters
    ----------
    p
        Probability of each test under no difference, shape (m,); nan where nothing was tested.
    q
        False discovery rate, 0 … 1.

    Returns
    -------
    flagged
        Shape (m,); never where p is nan. Source: science.md 4.2.
    """
    p = np.asarray(p, dtype=float)
    tested = np.flatnonzero(~np.isnan(p))
    flagged = np.zeros(p.shape, dtype=bool)
    rising = np.sort(p[tested])
    below = np.flatnonzero(rising <= q * np.arange(1, len(tested) + 1) / max(len(tested), 1))
    if len(below):
        flagged[tested] = p[tested] <= rising[below[-1]]
    return flagged


def normal_cdf(z: FloatArray) -> FloatArray:
    """Give the share of a standard normal distribution below each z, any shape; nan stays nan."""
    return np.asarray(0.5 * _erfc(-np.asarray(z, dtype=float) / math.sqrt(2.0)), dtype=float)


def student_t_two_sided(t: FloatArray, df: FloatArray) -> FloatArray:
    """
    Give the probability of a t at least as far from zero, under no difference.

    Parameters
    ----------
    t
        Test statistic, any shape; nan stays nan.
    df
        Degrees of freedom, above 0, broadcast against `t`; need not be whole.
    """
    t, df = np.broadcast_arrays(np.asarray(t, dtype=float), np.asarray(df, dtype=float))
    with np.errstate(over="ignore", invalid="ignore"):
        return _beta_share(df / 2.0, np.full(df.shape, 0.5), df / (df + t**2), t**2 / (df + t**2))


def incomplete_beta(a: FloatArray, b: FloatArray, x: FloatArray) -> FloatArray:
    """
    Give the share of a beta distribution below x: the regularised incomplete beta function.

    Parameters
    ----------
    a, b
        Parameters above 0, any shapes that broadcast.
    x
        0 … 1. nan, or a parameter out of range, gives nan.

    Returns
    -------
    share
        0 … 1; within 1e-9 of the exact value for parameters up to a million. By the continued
        fraction of Lentz on the side where it converges fast.
    """
    a, b, x = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (a, b, x)))
    return _beta_share(a, b, x, 1.0 - x)


def _beta_share(a: FloatArray, b: FloatArray, x: FloatArray, rest: FloatArray) -> FloatArray:
    """Incomplete beta with `rest` = 1 − x given by itself, which rounding would spoil where x is near 1."""
    share = np.full(x.shape, np.nan)
    defined = (a > 0) & (b > 0) & np.isfinite(a) & np.isfinite(b)
    share[defined & (x == 0)] = 0.0
    share[defined & (rest == 0)] = 1.0
    inside = np.flatnonzero((defined & (x > 0) & (rest > 0)).ravel())
    if len(inside):
        a, b, x, rest = (part.ravel()[inside] for part in (a, b, x, rest))
        turned = x > (a + 1.0) / (a + b + 2.0)
        a, b = np.where(turned, b, a), np.where(turned, a, b)
        x, rest = np.where(turned, rest, x), np.where(turned, x, rest)
        tail = _front(a, b, x, rest) / a * _continued_fraction(a, b, x)
        share.flat[inside] = np.clip(np.where(turned, 1.0 - tail, tail), 0.0, 1.0)
    return share


def _front(a: FloatArray, b: FloatArray, x: FloatArray, rest: FloatArray) -> FloatArray:
    """x^a (1−x)^b / B(a, b), written around the beta's middle so that large parameters cancel nothing."""
    middle = a / (a + b)
    exponent = a * np.log(x / middle) + b * np.log(rest / (b / (a + b)))
    exponent += _stirling_rest(a + b) - _stirling_rest(a) - _stirling_rest(b)
    return np.asarray(np.exp(exponent) * np.sqrt(a * b / (2.0 * math.pi * (a + b))))


def _stirling_rest(z: FloatArray) -> FloatArray:
    """How far ln Γ(z) is from Stirling's formula."""
    large = np.maximum(z, STIRLING_FROM)
    series = 1 / (12 * large) - 1 / (360 * large**3) + 1 / (1260 * large**5) - 1 / (1680 * large**7)
    small = np.minimum(z, STIRLING_FROM)
    exact = np.asarray(_lgamma(small), dtype=float) - (
        (small - 0.5) * np.log(small) - small + 0.5 * math.log(2.0 * math.pi)
    )
    return np.where(z >= STIRLING_FROM, series, exact)


def _continued_fraction(a: FloatArray, b: FloatArray, x: FloatArray) -> FloatArray:
    c = np.ones_like(x)
    d = 1.0 / (1.0 - (a + b) * x / (a + 1.0) + SMALLEST)
    value = d.copy()
    for step in range(1, MOST_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        change = np.ones_like(x)
        for part in (even, odd):
            d = 1.0 / (1.0 + part * d + SMALLEST)
            c = 1.0 + part / c + SMALLEST
            change = c * d
            value *= change
        if np.all(np.abs(change - 1.0) < CLOSE_ENOUGH):
            break
    return value
