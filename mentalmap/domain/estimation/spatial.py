"""Shrinkage: areas with few people borrow from all others and from their neighbours.

A Fay–Herriot model with a Leroux spatial prior, integrated on a grid; no chance is involved
(science.md 2.4). For each λ one eigendecomposition serves every τ: with M = D^-½ S D^-½ = U e Uᵀ,
V = τ²S + D = D^½ U (τ²e + 1) Uᵀ D^½, so that inverse, determinant, means and variances of all τ
are products with U, and no matrix is factorised more than once.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mentalmap.domain.arrays import BoolArray, FloatArray
from mentalmap.domain.estimation.neighbours import Structure

LAMBDAS: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99)
TAUS: tuple[float, ...] = tuple(float(tau) for tau in np.linspace(0.02, 1.5, 30))
MANY = 100  # areas from which a second core is worth its thread
TAU_SCALE = 0.5  # of the half-normal prior of τ
SMALLEST_VARIANCE = 1e-8  # no mean of answers is known better


@dataclass(frozen=True, eq=False)
class Shrunken:
    """
    Estimates of areas that learn from one another.

    Parameters
    ----------
    estimate, sd
        Posterior mean and standard deviation of each area, shape (a,). Areas without data have a
        prediction here, which must never be shown. nan where no area has data.
    tau, lam
        Posterior means: how far areas differ, and how much of that follows neighbours.
    prior_mean, prior_mean_sd
        μ, the level all areas share, and its standard deviation.
    prior_sd
        How far an area lies from μ before anything is asked, shape (a,): √E[τ² S_aa].
    likeliest
        The (τ, λ) of the grid with the largest weight.
    """

    estimate: FloatArray
    sd: FloatArray
    tau: float
    lam: float
    prior_mean: float
    prior_mean_sd: float
    prior_sd: FloatArray
    likeliest: tuple[float, float]


def shrink(
    mean: FloatArray,
    variance: FloatArray,
    structure: Structure,
    *,
    lambdas: Sequence[float] = LAMBDAS,
    taus: Sequence[float] = TAUS,
) -> Shrunken:
    """
    Estimate all areas together, from their direct estimates.

    Parameters
    ----------
    mean, variance
        Direct estimate of each area and its sampling variance, shape (a,); nan where no data.
    structure
        The areas as neighbours; among more than 800 areas only λ = 0 is used.
    lambdas, taus
        Grid of the prior; one point each where they are known.
    """
    mean, variance = np.asarray(mean, dtype=float), np.asarray(variance, dtype=float)
    known = np.isfinite(mean) & np.isfinite(variance)
    if not known.any():
        nothing = np.full(len(mean), np.nan)
        return Shrunken(nothing, nothing, np.nan, np.nan, np.nan, np.nan, nothing, (np.nan, np.nan))
    tau = np.array(taus, dtype=float)
    lams = [float(lam) for lam in lambdas] if structure.is_correlated else [0.0]
    y, d = mean[known], np.maximum(variance[known], SMALLEST_VARIANCE)

    def of(lam: float) -> _Posteriors:
        return _posteriors(y, d, known, structure.covariance(lam) if lam else None, tau)

    if len(y) < MANY or len(lams) < 3:
        parts = [of(lam) for lam in lams]
    else:  # decompositions leave the interpreter free, and each λ stands alone
        with ThreadPoolExecutor(max_workers=2) as pool:
            parts = list(pool.map(of, lams))
    weight = np.concatenate([part.log_weight for part in parts])
    weight = np.exp(weight - weight.max())
    weight /= weight.sum()
    level, level_variance = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("mu", "v_mu")
    )
    estimates, variances = (np.concatenate([getattr(part, name) for part in parts]) for name in ("m", "v"))
    priors = np.concatenate([part.prior for part in parts])
    estimate = weight @ estimates
    mu = float(weight @ level)
    likeliest = int(np.argmax(weight))
    return Shrunken(
        estimate=estimate,
        # Around the estimate, not as a difference of large squares.
        sd=np.sqrt(weight @ (variances + (estimates - estimate) ** 2)),
        tau=float(weight @ np.tile(tau, len(lams))),
        lam=float(weight @ np.repeat(lams, len(tau))),
        prior_mean=mu,
        prior_mean_sd=float(np.sqrt(weight @ (level_variance + (level - mu) ** 2))),
        prior_sd=np.sqrt(weight @ priors),
        likeliest=(float(tau[likeliest % len(tau)]), lams[likeliest // len(tau)]),
    )


@dataclass(frozen=True, eq=False)
class _Posteriors:
    """For one λ and t values of τ: weights, level (t,), and areas' mean, variance, prior variance (t, a)."""

    log_weight: FloatArray
    mu: FloatArray
    v_mu: FloatArray
    m: FloatArray
    v: FloatArray
    prior: FloatArray


def _posteriors(
    y: FloatArray, d: FloatArray, known: BoolArray, covariance: FloatArray | None, tau: FloatArray
) -> _Posteriors:
    """Compute every τ of one λ; no covariance means independent areas (λ = 0), any number of them."""
    root = np.sqrt(d)
    u: FloatArray | None
    if covariance is None:
        e, u = 1.0 / d, None
        turned_y, turned_1 = y / root, 1.0 / root
    else:
        e, u = np.linalg.eigh(covariance[np.ix_(known, known)] / np.outer(root, root))
        e = np.maximum(e, 0.0)
        turned_y, turned_1 = (y / root) @ u, (1.0 / root) @ u
    tau2 = (tau**2)[:, None]
    w = 1.0 / (tau2 * e + 1.0)
    v_mu = 1.0 / (w @ turned_1**2)
    mu = v_mu * (w @ (turned_1 * turned_y))
    rest = turned_y - mu[:, None] * turned_1
    log_weight = -0.5 * (np.log1p(tau2 * e).sum(axis=1) + (w * rest**2).sum(axis=1))
    log_weight += 0.5 * np.log(v_mu) - 0.5 * (tau / TAU_SCALE) ** 2
    m = np.repeat(mu[:, None], len(known), axis=1)
    pull = tau2 * e * w  # how far each turned direction is believed
    m[:, known] += _turn_back(pull * rest, u) * root
    h = np.ones_like(m)
    h[:, known] -= _turn_back(pull * turned_1, u) * root
    prior = tau2 * (np.ones(len(known)) if covariance is None else np.diag(covariance))
    v = prior.copy()
    v[:, known] = _turn_back(pull, None if u is None else u**2) * d
    if covariance is not None and u is not None and not known.all():
        across = (covariance[np.ix_(~known, known)] / root) @ u
        m[:, ~known] += tau2 * ((w * rest) @ across.T)
        h[:, ~known] -= tau2 * ((w * turned_1) @ across.T)
        v[:, ~known] -= tau2**2 * (w @ (across**2).T)
    v = np.maximum(v, 0.0) + h**2 * v_mu[:, None]
    return _Posteriors(log_weight, mu, v_mu, m, v, prior)


def _turn_back(values: FloatArray, u: FloatArray | None) -> FloatArray:
    return values if u is None else values @ u.T
