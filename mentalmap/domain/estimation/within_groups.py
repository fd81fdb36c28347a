"""Shrinkage within groups: each estimate drawn toward the others of its group, the less sure the more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mentalmap.domain.arrays import FloatArray, IntArray
from mentalmap.domain.estimation.spatial import SMALLEST_VARIANCE, TAU_SCALE, TAUS


def shrink_within(
    mean: FloatArray, variance: FloatArray, group: IntArray, *, taus: Sequence[float] = TAUS
) -> tuple[FloatArray, FloatArray]:
    """
    Draw direct estimates toward the mean of their group, the less sure the more.

    y ~ N(θ, D), θ ~ N(μ_g, τ²), flat prior on every μ_g, half-normal prior on the common τ, integrated on
    a grid: science.md 2.4 with λ = 0, a level for each group. One alone in its group stays.

    Parameters
    ----------
    mean, variance
        Direct estimates and their sampling variances, shape (t,); nan where there is none.
    group
        Index of each one's group, shape (t,), not negative.

    Returns
    -------
    estimate, sd
        Shape (t,), nan where there was none.
    """
    estimate, sd = np.full(len(mean), np.nan), np.full(len(mean), np.nan)
    known = np.flatnonzero(np.isfinite(mean) & np.isfinite(variance))
    if not len(known):
        return estimate, sd
    _, g = np.unique(group[known], return_inverse=True)
    groups = int(g.max()) + 1
    y, d = mean[known], np.maximum(variance[known], SMALLEST_VARIANCE)
    log_weight, means, variances = [], [], []
    for tau in taus:
        total = tau**2 + d
        v_mu = 1.0 / np.bincount(g, 1.0 / total, minlength=groups)
        mu = v_mu * np.bincount(g, y / total, minlength=groups)
        rest = y - mu[g]
        log_weight.append(
            -0.5 * (np.log(total) + rest**2 / total).sum()
            + 0.5 * np.log(v_mu).sum()
            - 0.5 * (tau / TAU_SCALE) ** 2
        )
        kept = tau**2 / total
        means.append(mu[g] + kept * rest)
        variances.append(kept * d + (1.0 - kept) ** 2 * v_mu[g])
    weight = np.exp(np.array(log_weight) - max(log_weight))
    weight /= weight.sum()
    m, v = np.array(means), np.array(variances)
    estimate[known] = weight @ m
    sd[known] = np.sqrt(weight @ (v + (m - estimate[known]) ** 2))
    return estimate, sd
