"""Permutation: would shuffling the people between two rounds make as large a difference? (science.md 4.2)."""

from __future__ import annotations

import itertools
import math

import numpy as np

from mentalmap.domain.arrays import FloatArray

DRAWS = 1_999
MOST_EXACT = 5_000  # ways to split the people that are all tried
MOST_PEOPLE = 2_000  # with more, a mean is so nearly normal that shuffling tells nothing new
DECIMALS = 9


def smallest_p(one: int, other: int) -> float:
    """Give the smallest probability that people of two rounds can reach: few can never show anything."""
    if min(one, other) < 1:
        return 1.0
    log_ways = math.lgamma(one + other + 1) - math.lgamma(one + 1) - math.lgamma(other + 1)
    return min(1.0, 2.0 * math.exp(-log_ways))


def permute_people(
    one: FloatArray, other: FloatArray, weight_one: FloatArray, weight_other: FloatArray, *, seed: int
) -> float:
    """
    Shuffle people, never marks, between two rounds and compare the difference of the means.

    All splits are tried where there are few, else 1,999 drawn by `seed`. Which round comes first
    changes nothing.

    Parameters
    ----------
    one, other
        Each person's mean valence, shapes (n,) and (m,).
    weight_one, weight_other
        What each person weighs, above 0, same shapes.

    Returns
    -------
    p
        Share of the splits with a difference at least as large; nan above 2,000 people.
    """
    if len(one) + len(other) > MOST_PEOPLE or not len(one) or not len(other):
        return float("nan")
    if len(one) > len(other):
        one, other, weight_one, weight_other = other, one, weight_other, weight_one
    observed = abs(float(np.average(one, weights=weight_one) - np.average(other, weights=weight_other)))
    y, w = np.concatenate([one, other]), np.concatenate([weight_one, weight_other])
    order = np.lexsort((w, y))
    y, w = y[order], w[order]
    size, n = len(one), len(y)
    is_exact = math.comb(n, size) <= MOST_EXACT
    if is_exact:
        chosen = np.array(list(itertools.combinations(range(n), size)))
    else:
        drawn = np.random.Generator(np.random.PCG64(seed)).random((DRAWS, n))  # no chance but the seed's
        chosen = drawn.argsort(axis=1)[:, :size]
    total, weights = (w * y)[chosen].sum(axis=1), w[chosen].sum(axis=1)
    difference = np.abs(total / weights - ((w * y).sum() - total) / (w.sum() - weights))
    as_large = int(np.count_nonzero(np.round(difference - observed, DECIMALS) >= 0))
    return as_large / len(chosen) if is_exact else (1 + as_large) / (1 + DRAWS)
